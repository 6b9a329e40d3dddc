"""Zips and tars: every member a document of its own, none of them trusted."""

import gzip
import io
import os
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from source_samples import COMPRESS, PAGE, TEXT, Read, a_tar, a_zip, json_lines

from schemas.settings import Settings
from sources.locate import locate
from sources.read import read_documents

Reading = Callable[..., Read]
MEMBERS = {"b.html": PAGE, "wire/a.txt": TEXT, "rows.jsonl": json_lines(2)}
URIS = ["!/b.html", "!/wire/a.txt", "!/rows.jsonl#1", "!/rows.jsonl#2"]


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_the_members_of_a_zip(read: Reading, compression: int) -> None:
    found = read("night.zip", a_zip(MEMBERS, compression))
    assert found.uris == [f"night.zip{uri}" for uri in URIS]
    assert found.bodies[:2] == [PAGE, TEXT]
    assert all(document.locator for document in found.documents)


def test_the_members_of_a_tar(read: Reading) -> None:
    found = read("night.tar", a_tar(MEMBERS))
    assert found.uris == [f"night.tar{uri}" for uri in URIS]
    assert [document.locator is not None for document in found.documents] == [True, True, False, False]


@pytest.mark.parametrize("ending", COMPRESS)
@pytest.mark.parametrize("name", ["night.tar", "night"])
def test_the_members_of_a_compressed_tar(read: Reading, name: str, ending: str) -> None:
    found = read(name + ending, COMPRESS[ending](a_tar(MEMBERS)))
    assert found.uris == [f"{name}{ending}{uri}" for uri in URIS]
    assert {document.locator for document in found.documents} == {None}


def test_a_tgz_is_a_compressed_tar(read: Reading) -> None:
    assert read("night.tgz", gzip.compress(a_tar({"a.txt": TEXT}))).uris == ["night.tgz!/a.txt"]


def test_archives_in_archives(read: Reading) -> None:
    inner = a_zip({"deep/a.txt": TEXT, "p.html.gz": gzip.compress(PAGE)})
    for name, content in (("o.zip", a_zip({"i.zip": inner})), ("o.tar.gz", gzip.compress(a_tar({"i.zip": inner})))):
        found = read(name, content)
        assert found.uris == [f"{name}!/i.zip!/deep/a.txt", f"{name}!/i.zip!/p.html.gz"]
        assert found.bodies == [TEXT, PAGE]


def test_archives_nested_too_deep_are_refused(read: Reading) -> None:
    content = TEXT
    for level in range(5):
        content = a_zip({"a.txt" if level == 0 else "i.zip": content})
    assert read("o.zip", content).rules == ["too_deep"]


def test_a_compressed_tar_counts_as_one_archive(read: Reading) -> None:
    content = TEXT
    for level in range(3):
        content = gzip.compress(a_tar({"a.txt" if level == 0 else "i.tgz": content}))
    assert read("o.tgz", content).bodies == [TEXT]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:\\a.txt", "..\\a.txt", "\\a.txt"])
@pytest.mark.parametrize("pack", [a_zip, a_tar])
def test_names_that_lead_out_of_the_archive_are_refused(
    read: Reading, tmp_path: Path, pack: Callable[..., bytes], name: str
) -> None:
    found = read("night.archive.zip", pack({name: TEXT, "good.txt": TEXT}))
    assert (found.rules, found.bodies) == (["unsafe_name"], [TEXT])
    assert os.listdir(tmp_path) == ["night.archive.zip"]


def test_hidden_members_are_skipped_and_counted(read: Reading) -> None:
    found = read("night.zip", a_zip({"__MACOSX/._a.txt": b"x", ".DS_Store": b"x", "a.txt": TEXT}))
    assert ([item.rule for item in found.skipped], found.bodies) == (["hidden", "hidden"], [TEXT])


def test_members_of_one_name_are_all_read(read: Reading) -> None:
    found = read("night.tar", a_tar({"a.txt": TEXT})[:1024] + a_tar({"a.txt": PAGE}))
    assert found.uris == ["night.tar!/a.txt", "night.tar!/a.txt#2"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", TEXT)
        with pytest.warns(UserWarning):
            archive.writestr("a.txt", b"Other.")
    found = read("night.zip", out.getvalue())
    assert found.bodies == [TEXT, b"Other."]


def test_unknown_and_broken_members_leave_their_neighbors_unharmed(read: Reading) -> None:
    content = bytearray(a_zip({"a.txt": TEXT, "b.txt": os.urandom(5_000), "c.png": b"\x89PNG", "d.txt": TEXT}))
    at = content.index(b"b.txt")
    content[at + 100 : at + 140] = bytes(40)
    found = read("night.zip", bytes(content))
    assert found.uris == ["night.zip!/a.txt", "night.zip!/d.txt"]
    assert found.rules == ["broken_archive", "unknown_type"]


def test_a_large_member_is_refused_by_its_header(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "night.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("big.txt", "w") as member:
        for _ in range(600):
            member.write(b"news " * 200_000)
    (file,) = locate([str(path)], settings).files
    tracemalloc.start()
    (found,) = read_documents(file, settings)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.rule, peak < 3_000_000) == ("too_large", True)  # type: ignore[union-attr]


def test_a_member_that_inflates_like_a_bomb_is_refused(read: Reading) -> None:
    assert read("night.zip", a_zip({"a.jsonl": bytes(9_000_000)})).rules == ["compression_ratio"]


def test_members_that_inflate_like_a_bomb_together_are_refused(read: Reading, bounded: Callable[..., Settings]) -> None:
    members = {f"{number}.txt": bytes(900_000) for number in range(9)}
    found = read("night.zip", a_zip(members), bounded(max_compression_ratio=100))
    assert found.rules == ["compression_ratio"]


@pytest.mark.parametrize("pack", [a_zip, a_tar])
def test_too_many_members_are_refused(
    read: Reading, bounded: Callable[..., Settings], pack: Callable[..., bytes]
) -> None:
    content = pack({f"{number}.txt": TEXT for number in range(9)})
    assert read("night.zip", content, bounded(max_archive_members=8)).rules == ["too_many_members"]


def test_an_encrypted_member_is_told(read: Reading) -> None:
    content = bytearray(a_zip({"a.txt": TEXT, "b.txt": TEXT}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    found = read("night.zip", bytes(content))
    assert (found.rules, found.uris) == (["encrypted"], ["night.zip!/b.txt"])


def test_links_and_devices_of_a_tar_are_refused(read: Reading) -> None:
    members: dict[str, bytes | tarfile.TarInfo] = {"a.txt": TEXT}
    for name, kind in (("l.txt", tarfile.SYMTYPE), ("h.txt", tarfile.LNKTYPE), ("d.txt", tarfile.CHRTYPE)):
        members[name] = tarfile.TarInfo(name)
        members[name].type, members[name].linkname = kind, "/etc/hosts"  # type: ignore[union-attr]
    found = read("night.tar", a_tar(members))
    assert (found.rules, found.bodies) == (["not_a_file"] * 3, [TEXT])


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_what_was_read_before_a_cut_stays(read: Reading, ending: str) -> None:
    content = a_tar({"a.txt": TEXT, "b.txt": os.urandom(100_000)})[:50_000]
    found = read(f"night.tar{ending}", gzip.compress(content)[:-5_000] if ending else content)
    assert (found.bodies, found.rules) == ([TEXT], ["truncated"])
    assert found.rejects[0].input_uri == f"night.tar{ending}"


def test_a_zip_that_is_cut_off_is_told(read: Reading) -> None:
    assert read("night.zip", a_zip(MEMBERS)[:-10]).rules == ["truncated"]


def test_an_office_document_is_no_archive_of_news(read: Reading) -> None:
    found = read("memo.zip", a_zip({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    assert found.rules == ["unknown_type"]


def test_a_tar_header_of_any_size_is_not_read_into_memory(read: Reading) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 40
    assert read("night.tar", info.tobuf(tarfile.GNU_FORMAT) + bytes(1024)).rules == ["truncated"]


def test_an_archive_without_a_file_is_told(read: Reading) -> None:
    assert read("night.zip", a_zip({})).rules == ["empty"]
    assert read("night.tar", a_tar({})).rules == ["empty"]
