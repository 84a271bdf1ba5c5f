"""Backup, restore and move keep everything, and restoring trusts nothing."""

import io
import json
import shutil
import zipfile
from hashlib import sha256

import pytest
from tests.base.factory import FIRST, blind_review
from tests.databases import DATABASES, new_base

from kejian.errors import BaseError


@pytest.fixture
def full(base, keep):
    """A base with two editions, a decision that holds, an orphan, a draft and a row from a person."""
    from kejian.base.models import Statement

    keep(FIRST, title="年报")
    ids = {row["quote"]: row["id"] for row in base.statements()}
    base.decide(ids["71家"], "correct", correction={"value": "72"}, reason="r", who="w")
    base.decide(ids["12000平方米"], "confirm", reason="r", who="w")
    keep(FIRST.replace("实验室占地12000平方米。", "完。"), title="年报")
    keep("草稿里有企业6家。", name="draft", draft_of="王", shared_with=("李",))
    blind_review(base, ids["71家"], "confirm", "reject")
    Statement(id="said", kind="figure", record="{}", source="person", person="王").save(using=base.alias)
    return base


def contents(base):
    from kejian.base.archive import _TABLES

    return {
        m.__name__: [_plain(r) for r in m.objects.using(base.alias).order_by("pk").values()] for m in _TABLES
    }


def _plain(row):
    return {k: bytes(v) if isinstance(v, memoryview) else v for k, v in row.items()}


@pytest.fixture
def file(full, url, tmp_path):
    from kejian.base.archive import backup
    from kejian.base.connection import close, connect

    path = tmp_path / "backup.zip"
    alias = connect(url, snapshot=True)
    backup(alias, path)
    close(alias)
    return path


@pytest.mark.parametrize("kind", DATABASES)
def test_a_restored_base_is_the_same_in_either_database(full, file, kind, tmp_path):
    from kejian.base import open_base
    from kejian.base.archive import restore

    with new_base(kind, tmp_path) as url, open_base(url) as other:
        restore(other.alias, file)
        assert contents(other) == contents(full)
        assert other.statements() == full.statements()
        assert [o.why for o in other.orphans()] == ["gone"]
        assert other.search("企业") == full.search("企业")
        # and it can be gone on with: keys do not collide
        first = other.statements()[0]["id"]
        assert other.decide(first, "confirm", reason="r", who="w") > 2


@pytest.mark.postgres
def test_a_move_and_back_changes_nothing(full, tmp_path):
    from kejian.base import open_base
    from kejian.base.archive import move

    with new_base("postgres", tmp_path) as there, open_base(there) as server:
        move(full.alias, server.alias)
        with new_base("sqlite", tmp_path) as here, open_base(here) as back:
            move(server.alias, back.alias)
            assert contents(back) == contents(full)


def test_a_base_with_something_in_it_is_not_restored_into(full, file):
    from kejian.base.archive import restore

    with pytest.raises(BaseError, match="not empty"):
        restore(full.alias, file)


def test_an_existing_file_is_not_written_over(full, file):
    from kejian.base.archive import backup

    before = file.read_bytes()
    with pytest.raises(BaseError, match="a file already"):
        backup(full.alias, file)
    assert file.read_bytes() == before


def test_a_backup_is_of_one_moment(url, base, keep, tmp_path, monkeypatch):
    """What is stored while the backup is being written is not in it, and nobody waits."""
    from kejian.base import archive
    from kejian.base.connection import close, connect

    keep(FIRST)
    alias = connect(url, snapshot=True)
    write, written = archive._write, []

    def slowly(alias, model, file):
        table = write(alias, model, file)
        if model is archive.Work:
            keep("后来的报告，共有书店5家。", name="later")
        written.append(table)
        return table

    monkeypatch.setattr(archive, "_write", slowly)
    manifest = archive.backup(alias, tmp_path / "b.zip")
    close(alias)
    assert manifest.tables["document"].rows == 1
    assert base.status()["documents"] == 2


# --- hostile backups --------------------------------------------------------------------------------


def rewrite(path, change, *, honest=True):
    """Change the members of a backup; ``honest`` mends the manifest's hashes afterwards."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    manifest = json.loads(members.get("manifest.json", b"{}"))
    if honest:
        for name in manifest.get("tables", {}):
            data = members.get(f"{name}.jsonl", b"")
            manifest["tables"][name] = {"rows": data.count(b"\n"), "sha256": sha256(data).hexdigest()}
        members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            new.writestr(name, data)


def edit(name, **columns):
    def change(members):
        rows = [json.loads(line) for line in members[f"{name}.jsonl"].splitlines()]
        rows[0] |= columns
        members[f"{name}.jsonl"] = b"".join(json.dumps(r).encode() + b"\n" for r in rows)

    return change


def doubled(name):
    def change(members):
        members[f"{name}.jsonl"] += members[f"{name}.jsonl"].splitlines(keepends=True)[0]

    return change


def blind_of_another(members):
    statements = [json.loads(line)["id"] for line in members["statement.jsonl"].splitlines()]
    (fact,) = (json.loads(line) for line in members["blindfact.jsonl"].splitlines())
    other = next(one for one in statements if one != fact["statement_id"])
    edit("blindfact", statement_id=other)(members)


HOSTILE = {
    "a changed text": (edit("document", text="改过的文字，企业71家。"), "is not what its hash says"),
    "a changed quotation": (edit("statement", quote="99家"), "quotes what does not stand"),
    "a column that lies": (edit("statement", measure="别的"), "do not say what its record says"),
    "a place outside": (edit("statement", start=10**6, end=10**6 + 3), "damaged"),
    "no source": (edit("statement", document_id=None), "damaged"),
    "an unknown kind": (edit("statement", kind="rumour"), "damaged"),
    "a number for a text": (edit("statement", quote=5), "quote is int"),
    "true for a number": (edit("statement", version=True), "version is bool"),
    "a number too large": (edit("statement", start=10**30), "too large"),
    "a document that is not there": (edit("statement", document_id=99), "damaged"),
    "a damaged layout": (edit("document", layout="AAAA"), "layout"),
    "no base64": (edit("document", layout="%%"), "damaged"),
    "a column more": (edit("work", colour="red"), "columns"),
    "a blind review of another fact": (blind_of_another, "with a decision on another one"),
    "an unknown verdict": (edit("blindjudgment", verdict="perhaps"), "damaged"),
    "a record that is no statement": (edit("statement", record='{"x": 1}'), "cannot be read"),
    "a row twice": (doubled("work"), "do not fit together"),
    "no JSON": (lambda m: m.update({"work.jsonl": b"{\n"}), "damaged"),
    "a file more": (lambda m: m.update({"../../etc/passwd": b"x"}), "nothing else"),
    "a file less": (lambda m: m.pop("work.jsonl"), "nothing else"),
    "a bomb": (lambda m: m.update({"work.jsonl": b"\n" * 40_000_000}), "damaged"),
    "no manifest": (lambda m: m.update({"manifest.json": b"[]"}), "manifest"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_damaged_backup_is_refused_whole(file, case, tmp_path):
    from kejian.base import open_base
    from kejian.base.archive import restore

    change, says = HOSTILE[case]
    copy = tmp_path / "hostile.zip"
    shutil.copy(file, copy)
    rewrite(copy, change, honest=case not in ("no manifest", "a bomb"))
    with new_base("sqlite", tmp_path) as url, open_base(url) as other:
        with pytest.raises(BaseError, match=says):
            restore(other.alias, copy)
        assert all(not rows for rows in contents(other).values())


@pytest.mark.parametrize("where", [0.2, 0.5, 0.9])
def test_flipped_bytes_are_noticed(file, where, tmp_path):
    from kejian.base import open_base
    from kejian.base.archive import restore

    data = bytearray(file.read_bytes())
    for at in range(int(len(data) * where), int(len(data) * where) + 20):
        data[at] ^= 0xFF
    broken = tmp_path / "broken.zip"
    broken.write_bytes(data)
    with new_base("sqlite", tmp_path) as url, open_base(url) as other, pytest.raises(BaseError):
        restore(other.alias, broken)


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip at all", b"\0" * 100])
def test_what_is_no_backup_is_refused(base, data, tmp_path):
    from kejian.base.archive import restore

    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(BaseError, match="not a backup"):
        restore(base.alias, path)


def test_another_format_says_to_upgrade(file, base, tmp_path):
    from kejian.base import open_base
    from kejian.base.archive import restore

    def newer(members):
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | {"format": 99}).encode()

    rewrite(file, newer, honest=False)
    with (
        new_base("sqlite", tmp_path) as url,
        open_base(url) as other,
        pytest.raises(BaseError, match="upgrade"),
    ):
        restore(other.alias, file)


BLIND = ("blindreview", "blindfact", "blindjudgment")
OLDER = {1: ("thingdecision", "findingdecision", *BLIND), 2: BLIND}  # format → what it did not hold


@pytest.mark.parametrize("format_", OLDER)
def test_a_backup_of_an_older_format_is_read(file, base, tmp_path, format_):
    from kejian.base import open_base
    from kejian.base.archive import restore

    def older(members):
        manifest = json.loads(members["manifest.json"])
        for name in OLDER[format_]:
            del members[f"{name}.jsonl"], manifest["tables"][name]
        members["manifest.json"] = json.dumps(manifest | {"format": format_}).encode()

    rewrite(file, older, honest=False)
    with new_base("sqlite", tmp_path) as url, open_base(url) as other:
        restore(other.alias, file)
        assert other.statements() == base.statements()


def test_the_zip_holds_plain_lines(file):
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        rows = [json.loads(line) for line in archive.read("decision.jsonl").splitlines()]
    assert [row["verdict"] for row in rows] == ["correct", "confirm"]
