"""The worst inputs run through in bounded time: each ends as a reject with a sentence, or as an article."""

import io
import json
import os
import time
import zipfile
from pathlib import Path

import pytest
from road_corpus import page, paragraphs, row, title
from road_runs import Road, stages, table

STORY = title(0)
LIMIT_S = 240  # on a busy machine; a quiet one takes a tenth


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def bomb() -> bytes:
    """600 MB of zeros, and a story after them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("bomb.html", "w") as member:
            for _ in range(600):
                member.write(bytes(1 << 20))
        archive.writestr("after.html", page(10))
    return buffer.getvalue()


def story(number: int) -> str:
    return "\n\n".join([title(number), *paragraphs(number)]) + "\n"


def accented(number: int) -> str:
    return page(number).replace("Passengers will", "Café owners and “regulars” say they will")


def latin(number: int) -> bytes:
    """A page of the old kind: no marks but ASCII, letters in Latin-1, no word on the encoding."""
    text = page(number).replace('<meta charset="utf-8">', "").replace("Passengers", "Café owners")
    return text.replace("“", '"').replace("”", '"').encode("latin-1")


def hostile() -> dict[str, bytes]:
    """Files by name; what some of them must end as is told by READABLE and BROKEN below."""
    plain = page(0).encode()
    return {
        "empty.html": b"",
        "blank.txt": b" \n\t\n  \n",
        "binary.html": bytes(range(256)) * 64,
        "noise.txt": os.urandom(5000),
        "picture.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500),
        "unknown.xyz": b"\x00\x01\x02 nobody knows this format",
        "truncated.html": page(1).encode()[: page(1).index("The repair")],
        "utf16.html": b"\xff\xfe" + accented(2).replace('<meta charset="utf-8">', "").encode("utf-16-le"),
        "utf16.txt": b"\xfe\xff" + story(3).encode("utf-16-be"),
        "latin.html": latin(4),
        "mixed.txt": story(5).encode()
        + "Café owners said so, naïvely.\n".encode("latin-1")
        + "Café owners.\n".encode(),
        "nulls.html": page(6).replace("The council", "The\x00 council").encode(),
        "long-line.jsonl": b'{"title": "' + STORY.encode() + b'", "text": "' + b"word " * 5_000_000 + b'"}\n',
        "long-line.html": b"<html><body><p>" + b"word " * 5_000_000 + b"</p></body></html>",
        "deep.html": b"<html><body>" + b"<div>" * 60_000 + plain + b"</div>" * 60_000 + b"</body></html>",
        "deep.jsonl": b"[" * 60_000 + b"]" * 60_000 + b"\n",
        "broken-line.jsonl": b'{"title": "Half a line", "te\n'
        + b"\n".join(json.dumps(row(number)).encode() for number in (7, 8))
        + b"\n",
        "broken.csv": b'url,title,text\nhttps://ledger.example/x,"never closed,and on and on\n',
        "broken.zip": zipped(("one.html", plain))[:-30],
        "broken.jsonl.gz": b"\x1f\x8b\x08\x00" + bytes(40),
        "broken.parquet": b"PAR1" + bytes(100) + b"PAR1",
        "broken.warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1 200 OK\r\n",
        "climbing.zip": zipped(("../../climbed.html", page(9).encode()), ("/etc/absolute.html", plain)),
        "bomb.zip": bomb(),
        "good.html": page(11).encode(),
    }


READABLE = {  # input: a word that its article must hold
    "truncated.html": "engineers",
    "utf16.html": "Café owners and “regulars”",
    "utf16.txt": "engineers",
    "latin.html": "Café owners",
    "mixed.txt": "Café owners.",
    "nulls.html": "The council",
    "broken-line.jsonl#2": "engineers",
    "broken-line.jsonl#3": "engineers",
    "bomb.zip!/after.html": "engineers",
    "good.html": "engineers",
}
BROKEN = {
    "empty.html",
    "blank.txt",
    "binary.html",
    "noise.txt",
    "picture.jpg",
    "unknown.xyz",
    "long-line.jsonl#1",
    "long-line.html",
    "broken-line.jsonl#1",
    "bomb.zip!/bomb.html",
    "missing.html",
}


@pytest.fixture(scope="module")
def ended(module_road: Road) -> tuple[Path, Path, float]:
    """(folder, warehouse, seconds) of one run over all of them."""
    folder = module_road.folder / "hostile"
    folder.mkdir()
    for name, content in hostile().items():
        (folder / name).write_bytes(content)
    (folder / "loop").symlink_to(folder)
    (folder / "below").mkdir()
    (folder / "below" / "up").symlink_to("..")
    (folder / "nowhere.html").symlink_to(folder / "gone.html")
    os.mkfifo(folder / "pipe.html")
    warehouse = module_road.folder / "warehouse"
    started = time.monotonic()
    said = module_road.run([folder, folder / "missing.html"], warehouse, gate={"max_reject_share": 1.0})
    assert "Traceback" not in said
    return folder, warehouse, time.monotonic() - started


def ends(ended: tuple[Path, Path, float]) -> tuple[dict[str, str], dict[str, str]]:
    """(text of each article, reason of each reject) by input, named below the folder."""
    folder, warehouse, _ = ended
    articles, rejects = table(warehouse, "articles"), table(warehouse, "rejects")

    def below(uri: str) -> str:
        return uri.rpartition(f"{folder.name}/")[2]

    texts = {below(row["input_uri"]): row["text"] for row in articles.to_dicts()}
    merged = {below(uri): "" for uris in articles["merged_uris"] for uri in uris}
    return texts | merged, {below(row["input_uri"]): row["reason"] for row in rejects.to_dicts()}


def test_it_ends_in_bounded_time(ended: tuple[Path, Path, float]) -> None:
    assert ended[2] < LIMIT_S


@pytest.mark.parametrize("name", READABLE)
def test_what_can_be_read_is_an_article_with_its_letters_intact(ended: tuple[Path, Path, float], name: str) -> None:
    articles, rejects = ends(ended)
    assert name in articles, rejects.get(name)
    assert READABLE[name] in articles[name]


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_what_cannot_be_read_is_a_reject_with_a_sentence(ended: tuple[Path, Path, float], name: str) -> None:
    articles, rejects = ends(ended)
    assert name not in articles
    assert rejects[name].endswith(".") and len(rejects[name].split()) > 4


def test_every_file_ends_somewhere(ended: tuple[Path, Path, float]) -> None:
    articles, rejects = ends(ended)
    ended_files = {uri.split("!/")[0].split("#")[0] for uri in (*articles, *rejects)}
    files = {file.name for file in ended[0].iterdir() if file.is_file()}
    assert len(files) > 20 and files <= ended_files


def test_no_text_holds_what_a_text_must_not(ended: tuple[Path, Path, float]) -> None:
    texts = table(ended[1], "articles")["text"]
    assert not texts.str.contains("\x00|\ufffd").any()


def test_no_member_of_an_archive_climbs_out_of_it(ended: tuple[Path, Path, float]) -> None:
    folder, _, _ = ended
    assert not [path for name in ("climbed.html", "absolute.html") for path in folder.parent.rglob(name)]
    assert not Path("/etc/absolute.html").exists()
    climbing = [uri for found in ends(ended) for uri in found if uri.startswith("climbing.zip")]
    assert climbing


def test_links_in_circles_are_walked_once(ended: tuple[Path, Path, float]) -> None:
    uris = [*table(ended[1], "articles")["input_uri"], *table(ended[1], "rejects")["input_uri"]]
    assert not [uri for uri in uris if "/loop/" in uri or "/up/" in uri]


def test_the_counts_add_up(ended: tuple[Path, Path, float]) -> None:
    for counted in stages(ended[1]).values():
        parts = ("rows_out", "rows_rejected", "rows_skipped", "rows_merged")
        assert counted["rows_in"] == sum(counted[part] for part in parts)


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read every file")
def test_an_unreadable_file_is_a_reject(road: Road, tmp_path: Path) -> None:
    locked = tmp_path / "locked.html"
    locked.write_text(page(0), encoding="utf-8")
    locked.chmod(0)
    road.run(locked, tmp_path / "warehouse", gate={"max_reject_share": 1.0})
    (reject,) = table(tmp_path / "warehouse", "rejects").to_dicts()
    assert reject["input_uri"].endswith("locked.html") and reject["reason"].endswith(".")
