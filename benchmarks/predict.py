"""Run the pipeline's own transforms over an evaluation set: `python benchmarks/predict.py TASK INPUT OUTPUT`.

    extraction  INPUT a folder with gold.jsonl (ids and URLs are read, nothing else) and html/ID.html.gz
    quotes      INPUT jsonl(.gz) of {"id", "text"}
    entities    INPUT jsonl(.gz) of {"id", "text"}

OUTPUT is jsonl in the form that the sets' scorers read.
"""

import argparse
import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from flows.reading import Reader
from schemas.errors import Unreadable
from schemas.records import Document, Draft, Paragraph, Quote
from schemas.settings import config_tables, load_settings
from transforms.clean import TABLES, clean, load_rules

TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}  # of the sets; the others are MISC


def extraction(folder: Path) -> Iterator[dict[str, Any]]:
    """{"id", "text", "title", "authors", "published"} of each page."""
    rules = load_rules(config_tables(TABLES))
    for page in _lines(folder / "gold.jsonl"):
        body = gzip.decompress((folder / "html" / f"{page['id']}.html.gz").read_bytes())
        uri, digest = f"{page['id']}.html", sha256(body).hexdigest()
        try:
            draft = clean(Document(uri, "html", "html", body, digest, charset="utf-8", url=page["url"]), rules)
        except Unreadable:
            draft = Draft(None, "", [])
        yield {
            "id": page["id"],
            "text": draft.text,
            "title": draft.title,
            "authors": [author.name for author in draft.authors],
            "published": draft.published_local,
        }


def quotes(file: Path) -> Iterator[dict[str, Any]]:
    """{"id", "quotes"} of each article."""
    reader = Reader(load_settings())
    for article in _lines(file):
        yield prediction(article["id"], reader.read(draft_of(article["text"])).quotes)


def prediction(article_id: str, found: Iterable[Quote]) -> dict[str, Any]:
    """The quotations of an article as the scorer reads them."""
    return {
        "id": article_id,
        "quotes": [
            {
                "content": [list(span) for span in quote.spans],
                "source": _span(quote.speaker_start, quote.speaker_end),
                "cue": _span(quote.cue_start, quote.cue_end),
                "kind": quote.kind,
                "speaker": quote.speaker_name,
                "confidence": quote.confidence,
            }
            for quote in found
        ],
    }


def entities(file: Path) -> Iterator[dict[str, Any]]:
    """{"id", "mentions"} of each article."""
    reader = Reader(load_settings())
    for article in _lines(file):
        reading = reader.read(draft_of(article["text"]))
        yield {
            "id": article["id"],
            "mentions": [
                {
                    "start": mention.start,
                    "end": mention.end,
                    "type": TYPES.get(mention.type, "MISC"),
                    "cluster": mention.entity,
                    "link": reading.entities[mention.entity].kb_id,
                }
                for mention in reading.mentions
                if not mention.is_pronoun
            ],
        }


TASKS: dict[str, Callable[[Path], Iterator[dict[str, Any]]]] = {
    "extraction": extraction,
    "quotes": quotes,
    "entities": entities,
}


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    raw = file.read_bytes()
    for line in (gzip.decompress(raw) if file.suffix == ".gz" else raw).splitlines():
        yield json.loads(line)


def draft_of(text: str) -> Draft:
    """A text of an evaluation set as a draft: every line is a paragraph, and offsets are those of the set."""
    paragraphs = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(Paragraph(at, at + len(line), "paragraph"))
        at += len(line) + 1
    return Draft(None, text, paragraphs, language="en")


def _span(start: int | None, end: int | None) -> list[list[int]]:
    return [] if start is None or end is None else [[start, end]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=sorted(TASKS))
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    given = parser.parse_args()
    with given.output.open("w", encoding="utf-8") as output:
        for prediction in TASKS[given.task](given.input):
            output.write(json.dumps(prediction, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
