"""`kejian serve --team` in a process of its own: how busy it is, and a browser of sorts for it."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[1]
PHRASE = "invented long pass phrase"


@contextmanager
def serving(base: str) -> Iterator[tuple[str, int]]:
    """`kejian serve --team` on the base; its address and the process."""
    code = "from kejian.commands import main; main()"
    command = [sys.executable, "-c", code, "serve", "--team", "--base", base, "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        found = re.search(r"http://\S+/", (process.stdout and process.stdout.readline()) or "")
        if not found:
            raise RuntimeError("the workbench did not start")
        yield found[0].rstrip("/"), process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(40)


def busy(pid: int, database: str = "") -> float:
    """Seconds that the web server and PostgreSQL's processes for its database have worked so far."""
    total = 0
    serves = f" {database} ".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes()
            known = database and line.startswith(b"postgres: ") and serves in line
            if known or (b"kejian.workbench.server" in line and _descends(process, pid)):
                for task in (process / "task").iterdir():
                    total += int((task / "schedstat").read_text().split()[0])
        except OSError:
            continue
    return total / 1e9


def _descends(process: Path, pid: int) -> bool:
    for _ in range(4):
        parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        if int(parent) == pid:
            return True
        process = Path("/proc") / parent
    return False


class Client:
    """A browser of sorts: a kept connection and its cookies."""

    def __init__(self, address: str) -> None:
        self.where = urlsplit(address)
        self.cookies: dict[str, str] = {}
        self.connection = HTTPConnection(self.where.hostname or "", self.where.port, timeout=120)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Status and content; a connection that the server has closed meanwhile is opened again."""
        for attempt in (1, 2):
            try:
                return self._ask(path, fields)
            except (HTTPException, ConnectionError):
                self.connection.close()
                # a form is never sent twice: whether it arrived is not known
                if attempt == 2 or fields is not None:
                    raise
        raise AssertionError

    def _ask(self, path: str, fields: dict[str, str] | None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept-Language": "zh"}
        body = None
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            headers |= {"X-CSRFToken": self.cookies.get("kejian_csrf", "")}
            body = urlencode(fields)
            self.connection.close()
        self.connection.request("GET" if fields is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: one.value for key, one in SimpleCookie(value).items()}
        return answer.status, content

    def log_in(self, name: str) -> "Client":
        """The same, known to the workbench."""
        self.ask("/login/")
        status, _ = self.ask("/login/", {"name": name, "password": PHRASE, "next": "/"})
        if status != 302:
            raise RuntimeError(f"{name} cannot log in: {status}")
        return self
