"""`kejian serve` and `kejian accounts` as one types them."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from tests.workbench.browser import KEJIAN, serving


def kejian(*arguments, entered=""):
    done = subprocess.run([*KEJIAN, *arguments], input=entered, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def get(address, **headers):
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status, answer.read().decode()


def test_it_serves_a_new_base_with_nothing_set_up_and_stops_when_told(tmp_path):
    base = tmp_path / "base.sqlite3"
    with serving(base) as address:
        assert address.startswith("http://127.0.0.1:")
        status, page = get(address + "/")
        assert (status, "Kejian" in page) == (200, True)
    with pytest.raises(OSError):
        get(address + "/")


def test_what_is_added_is_read_by_its_worker(tmp_path):
    import http.cookiejar
    import json
    import re

    base, folder = tmp_path / "base.sqlite3", tmp_path / "reports"
    folder.mkdir()
    (folder / "one.md").write_text("# 年报\n\n2022年，青岩市研发经费支出为412.5亿元。\n", encoding="utf-8")
    with serving(base) as address:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        form = opener.open(address + "/add/", timeout=20).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
        said = f"csrfmiddlewaretoken={token}&folder={folder}&visibility=published"
        there = opener.open(address + "/add/", said.encode(), timeout=20).geturl()
        for _ in range(200):
            adding = json.loads(opener.open(there + "?format=json", timeout=20).read())["adding"]
            if adding["state"] == "done":
                break
            time.sleep(0.2)
        assert adding["stored"] == 1


def test_a_port_in_use_is_said_plainly(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, _, error = kejian("serve", "--base", str(tmp_path / "b.sqlite3"), "--port", str(port))
    assert status == 1
    assert str(port) in error
    assert "--port" in error
    assert "Traceback" not in error


def test_without_accounts_it_listens_to_this_machine_only(tmp_path):
    status, _, error = kejian(
        "serve", "--base", str(tmp_path / "b.sqlite3"), "--host", "0.0.0.0", "--port", "0"
    )
    assert status == 1
    assert "--team" in error


def test_a_team_has_accounts(tmp_path):
    base = str(tmp_path / "base.sqlite3")
    phrase = "correct horse battery staple\n"
    assert kejian("accounts", "add", "甲", "--role", "administrator", "--base", base, entered=phrase)[0] == 0
    assert "already" in kejian("accounts", "add", "甲", "--base", base, entered=phrase)[2]
    assert "no role" in kejian("accounts", "add", "乙", "--role", "king", "--base", base, entered=phrase)[2]
    assert "short" in kejian("accounts", "add", "乙", "--base", base, entered="abc\n")[2]
    kejian("accounts", "role", "甲", "--role", "editor", "--base", base)
    kejian("accounts", "lock", "甲", "--base", base)
    assert kejian("accounts", "list", "--base", base)[1] == "甲\teditor\tlocked\n"
    with serving(tmp_path / "base.sqlite3", "--team") as address:
        assert "/login/" in urllib.request.urlopen(address + "/", timeout=20).geturl()


def test_a_worker_that_ends_is_started_again(tmp_path):
    base = tmp_path / "base.sqlite3"
    with serving(base):
        first = _worker(base)
        os.kill(first, signal.SIGKILL)
        assert _worker(base, other_than=first) != first


def _worker(base, other_than=None):
    """The process that holds the lock of the base's worker, as soon as there is one."""
    for _ in range(200):
        found = _holder(base.with_name(f".{base.name}-worker"))
        if found not in (None, other_than):
            return found
        time.sleep(0.1)
    raise AssertionError("no worker holds the lock")


def _holder(lock):
    for process in Path("/proc").glob("[0-9]*"):
        try:
            held = any(link.readlink() == lock for link in (process / "fd").iterdir())
        except OSError:
            continue
        if held:
            return int(process.name)
    return None


def test_the_key_of_sessions_is_kept_with_the_base(base):
    from kejian.workbench.prepare import secret_key

    assert secret_key() == secret_key()
    assert len(secret_key()) > 40
