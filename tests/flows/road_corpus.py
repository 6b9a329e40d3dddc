"""An invented delivery for whole runs: short stories in several formats, with a few that must not become articles."""

import gzip
import json
import zipfile
from pathlib import Path

PLACES = (
    "Tern Quay",
    "Alder Bridge",
    "Moss Harbor",
    "Cold Fell",
    "Ash Hollow",
    "Pike Landing",
    "Rowan Mill",
    "Gull Point",
)
PEOPLE = (
    "Ida Moll",
    "Peter Brandt",
    "Jonas Weaver",
    "Clara Finch",
    "Martin Dale",
    "Susan Holm",
    "Alice Reed",
    "Tom Garner",
)
HOST = "https://ledger.example"


def paragraphs(number: int) -> list[str]:
    place, person = PLACES[number % 8], PEOPLE[(number * 3) % 8]
    return [
        f"The council of {place} voted on Tuesday to close the old ferry landing for {number + 2} weeks, after "
        "engineers found cracks in two of its pillars during an inspection that had been put off since the spring.",
        f"“We would rather lose a summer than a pillar,” {person} said at the meeting, which lasted until midnight. "
        f"“Nobody in {place} wants to see the boats stop, and nobody wants to see them sink.”",
        "Passengers will be taken to the northern landing by bus until the repair is finished. The first bus leaves at "
        "six in the morning, and the last one waits for the late boat from the islands.",
        f"The repair is expected to cost about {number + 3} million dollars, of which the state pays half. A second "
        "vote is needed in autumn, when the final bill is known to the members of the council.",
    ]


def title(number: int) -> str:
    return f"{PLACES[number % 8]} closes its ferry landing for {number + 2} weeks"


def url(number: int) -> str:
    return f"{HOST}/2026/03/{number + 1:02d}/ferry-landing-{number}"


def page(number: int, more: str = "", address: str | None = None) -> str:
    """A page as content systems write it, with what surrounds a story."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in [*paragraphs(number), *filter(None, [more])])
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title(number)} - The Ledger</title>
<link rel="canonical" href="{address or url(number)}"><meta property="og:site_name" content="The Ledger">
<meta property="article:published_time" content="2026-03-{number + 1:02d}T08:00:00+00:00"></head><body>
<nav><a href="/">Home</a> <a href="/local">Local</a></nav>
<article><h1>{title(number)}</h1><p class="byline">By {PEOPLE[number % 8]}</p>
{body}<p>Sign up for our newsletter to get the day's stories in your inbox.</p></article>
<footer>© 2026 The Ledger. All rights reserved.</footer></body></html>"""


def row(number: int) -> dict[str, str]:
    return {
        "url": url(number),
        "title": title(number),
        "text": "\n\n".join(paragraphs(number)),
        "date": f"2026-03-{number + 1:02d}T08:00:00Z",
        "author": PEOPLE[number % 8],
    }


def write_delivery(folder: Path) -> Path:
    """Pages, rows, a dump and an archive: 14 stories, one of them three times, and two broken inputs."""
    folder.mkdir(parents=True)
    for number in range(6):
        (folder / f"page-{number}.html").write_text(page(number), encoding="utf-8")
    (folder / "page-0-again.html").write_text(page(0), encoding="utf-8")
    (folder / "elsewhere.html").write_text(page(1, address="https://courier.example/ferry"), encoding="utf-8")
    (folder / "page-2-amended.html").write_text(
        page(2, "Correction: an earlier version named the wrong landing in its second paragraph.").replace(
            "</head>", '<meta property="article:modified_time" content="2026-03-09T10:00:00+00:00"></head>'
        ),
        encoding="utf-8",
    )
    rows = "".join(json.dumps(row(number)) + "\n" for number in (6, 7, 8, 0))
    (folder / "rows.jsonl").write_text(rows, encoding="utf-8")
    with gzip.open(folder / "more.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row(number)) + "\n" for number in (9, 10))
    with zipfile.ZipFile(folder / "wire.zip", "w") as archive:
        archive.writestr("wire/one.html", page(11))
        archive.writestr("wire/two.html", page(12))
    (folder / "dump.txt").write_text(f"{title(13)}\n\n" + "\n\n".join(paragraphs(13)) + "\n", encoding="utf-8")
    (folder / "empty.html").write_bytes(b"")
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    return folder


def write_short_delivery(folder: Path) -> Path:
    """Of the delivery: a page that is there twice, one and its amended state, rows, and a broken file; 5 stories."""
    kept = {"page-0.html", "page-0-again.html", "page-2.html", "page-2-amended.html", "rows.jsonl", "empty.html"}
    for file in write_delivery(folder).iterdir():
        if file.name not in kept:
            file.unlink()
    return folder
