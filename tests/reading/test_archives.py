"""Zip archives: members that lead out, lie, or unpack to gigabytes are refused one by one."""

import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from kejian.model import Document
from kejian.reading import Limits, ReadingFailure, read_all

TEXT = "全年研发经费86.4亿元，增长12.5%。\n"


def archive(*members: tuple[str | zipfile.ZipInfo, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return file.getvalue()


def outcome(folder: Path, data: bytes, **limits: float) -> dict[str, str]:
    path = folder / "a.zip"
    path.write_bytes(data)
    found = {}
    for result in read_all([path], limits=Limits(**limits)):  # type: ignore[arg-type]
        message = result.error.message if isinstance(result, ReadingFailure) else "read"
        assert result.source not in found
        found[result.source.removeprefix(f"{path}").removeprefix("!/")] = message
    return found


def special(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def test_members_are_read_in_the_order_of_names(tmp_path: Path) -> None:
    data = archive(
        ("b/乙.md", "# 甲\n"), ("a.txt", TEXT), ("b/", ""), ("__MACOSX/._a.txt", "x"), ("b/.DS_Store", "x")
    )
    assert outcome(tmp_path, data) == {"a.txt": "read", "b/乙.md": "read"}


def test_names_that_lead_out_and_links_are_refused(tmp_path: Path) -> None:
    data = archive(
        ("../../etc/a.txt", TEXT),
        ("/etc/b.txt", TEXT),
        ("C:\\c.txt", TEXT),
        (special("link.txt", stat.S_IFLNK | 0o777), "/etc/passwd"),
        (special("pipe", stat.S_IFIFO | 0o666), ""),
        ("z.txt", TEXT),
    )
    assert outcome(tmp_path, data) == {
        "../../etc/a.txt": "its name leads out of the archive",
        "/etc/b.txt": "its name leads out of the archive",
        "C:/c.txt": "its name leads out of the archive",
        "link.txt": "a symbolic link, not followed",
        "pipe": "no regular file, not followed",
        "z.txt": "read",
    }


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    data = archive(("bomb.txt", b"0" * 30_000_000), ("a.txt", TEXT))
    found = outcome(tmp_path, data)
    assert found["a.txt"] == "read"
    assert found["bomb.txt"].startswith("unpacks to 30,000,000 bytes from")


def test_all_members_together_are_bounded(tmp_path: Path) -> None:
    data = archive(*((f"{n}.txt", TEXT * 100) for n in range(9)))
    found = outcome(tmp_path, data, max_archive_bytes=15_000)
    assert list(found.values()) == ["read"] * 3 + ["unpacks to more than 15,000 bytes"]
    assert outcome(tmp_path, data, max_members=5) == {"": "more than 5 members"}
    assert outcome(tmp_path, data, max_member_bytes=100)["0.txt"] == "more than 100 bytes"


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    data = bytearray(archive(("a.txt", TEXT * 1000)))
    size = len(TEXT.encode()) * 1000
    for offset in (i for i in range(len(data) - 4) if data[i : i + 4] == struct.pack("<I", size)):
        data[offset : offset + 4] = struct.pack("<I", 50)
    (message,) = outcome(tmp_path, bytes(data)).values()
    assert message.startswith("damaged inside the archive")


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    data = archive(("a.txt", TEXT))
    for _ in range(5):
        data = archive(("in.zip", data), ("b.txt", TEXT))
    found = outcome(tmp_path, data)
    assert list(found.values()) == ["read", "read", "read", "more than 2 archives in each other"]


def test_an_archive_that_holds_itself_ends_somewhere(tmp_path: Path) -> None:
    # a member that claims to be the whole archive, by overlapping it
    data = archive(("in.zip", archive(("in.zip", b"PK\x05\x06" + bytes(18)))))
    assert all("read" not in message for message in outcome(tmp_path, data).values())


def test_encrypted_truncated_and_damaged_members_say_so(tmp_path: Path) -> None:
    data = bytearray(archive(("a.txt", TEXT), ("b.txt", TEXT * 50)))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert outcome(tmp_path, bytes(data)) == {"a.txt": "encrypted", "b.txt": "read"}
    whole = archive(("a.txt", TEXT))
    assert "damaged or truncated" in outcome(tmp_path, whole[:-10])[""]
    damaged = bytearray(archive(("a.txt", TEXT), method=zipfile.ZIP_STORED))
    damaged[40] ^= 0xFF
    assert outcome(tmp_path, bytes(damaged))["a.txt"].startswith("damaged inside the archive")


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "big5"])
def test_names_without_the_flag_are_read_in_their_encoding(tmp_path: Path, encoding: str) -> None:
    name = "年報表.txt" if encoding == "big5" else "科技年报.txt"
    raw = name.encode(encoding)
    placeholder = "x" * len(raw)
    data = archive((placeholder, TEXT)).replace(placeholder.encode(), raw)
    (shown,) = outcome(tmp_path, data)
    assert shown == name or encoding == "big5"


def test_a_unicode_path_field_is_believed(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("nianbao.txt")
    field = b"\x01" + struct.pack("<I", zlib.crc32(b"nianbao.txt")) + "年报.txt".encode()
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    assert outcome(tmp_path, archive((info, TEXT))) == {"年报.txt": "read"}


def test_names_that_come_twice_stay_apart(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = archive(("a.txt", TEXT), ("a.txt", TEXT))
    assert outcome(tmp_path, data) == {"a.txt": "read", "a.txt#2": "read"}


def test_a_document_in_an_archive_has_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive(("x/年报.txt", TEXT)))
    (document,) = read_all([path])
    assert isinstance(document, Document)
    assert document.name == "年报"


def test_a_directory_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    data = bytearray(archive(("a.txt", TEXT)))
    data[-10:-6] = struct.pack("<I", 2**31)
    (message,) = outcome(tmp_path, bytes(data)).values()
    assert message == "more than 5,120,000 bytes of directory"


def test_the_kind_of_a_package_is_no_bomb(tmp_path: Path) -> None:
    data = archive(("mimetype", b"application/epub+zip" + b" " * 30_000_000))
    (message,) = outcome(tmp_path, data).values()
    assert message.startswith("a file of the kind application/epub+zip")
