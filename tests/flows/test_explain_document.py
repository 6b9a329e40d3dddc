"""One document through the real transforms: found, read, refused with a sentence, and never at the cost of Prefect."""

import gzip
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.explain.document import explain_document
from flows.explain.layout import Explained
from flows.explain.published import read_article
from schemas.errors import CopydeskError, WarehouseError
from schemas.rows import entity_rows, mention_rows, quote_rows, removed_rows
from schemas.settings import Settings, load_settings
from schemas.tables import ARTICLES, PUBLISHED

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Mill to close after a century - The Anvil</title>
<meta property="og:type" content="article">
<meta property="og:site_name" content="The Anvil">
<meta property="og:title" content="Mill to close after a century"></head>
<body><nav><a href="/">The Anvil</a> <a href="/news">News</a></nav><article><h1>Mill to close after a century</h1>
<p>The paper mill at Wexcombe will close in June, its owner said on Tuesday, and 212 people will lose their jobs.</p>
<p>“We kept it alive for longer than any accountant advised,” said Clara Whitlock, the chief executive. She thanked the
workers and said that each would be paid until the end of the year.</p>
<p>The mill opened in 1921 and made the paper for ration books during the war.
It lost money in nine of the past ten years.</p>
</article><footer>© 2025 The Anvil. All rights reserved.</footer></body></html>"""


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings(environment={})


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "mill.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    body = "The council met on {} and voted on the budget, which was weeks late. Nobody objected to it in the end."
    lines = [{"title": f"Council on {day}", "text": body.format(day)} for day in ("Monday", "Tuesday", "Friday")]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_page_is_cleaned_and_read(page: Path, settings: Settings) -> None:
    explained = explain_document(str(page), settings)
    assert explained.draft.title == "Mill to close after a century"
    assert explained.draft.text.startswith("The paper mill at Wexcombe")
    assert any("All rights reserved" in block.text for block in explained.draft.removed)
    quote = next(quote for quote in explained.quotes if quote.text.startswith("We kept it alive"))
    assert quote.kind == "direct" and "Whitlock" in (quote.speaker_text or "")
    assert "Clara Whitlock" in [entity.name for entity in explained.entities]
    assert explained.reading == settings.nlp.model and not explained.verdict and not explained.following


def test_of_many_documents_the_first_is_explained_and_the_next_is_named(rows: Path, settings: Settings) -> None:
    first = explain_document(str(rows), settings)
    assert first.draft.title == "Council on Monday" and first.following.endswith("rows.jsonl#2")


@pytest.mark.parametrize(("number", "day"), [(1, "Monday"), (3, "Friday")])
def test_a_record_is_named_as_in_input_uri(rows: Path, settings: Settings, number: int, day: str) -> None:
    explained = explain_document(f"{rows}#{number}", settings)
    assert explained.draft.title == f"Council on {day}" and not explained.following
    assert explain_document(explained.input_uri, settings).draft == explained.draft


def test_a_member_of_an_archive_is_named_as_in_input_uri(settings: Settings) -> None:
    weekend = Path(__file__).parents[2] / "examples" / "corpus" / "archives" / "courier_weekend.zip"
    explained = explain_document(f"{weekend}!/courier-lighthouse-keeper.html", settings)
    assert explained.draft.title == "Wanted: a keeper for Gannet Light, no Wi-Fi"


def test_a_page_that_would_not_be_published_is_shown_with_the_reason(settings: Settings) -> None:
    front = Path(__file__).parents[2] / "examples" / "corpus" / "pages" / "courier-harbor-front.html"
    explained = explain_document(str(front), settings)
    assert explained.verdict == "not published: run.kept_page_kinds does not name section_front"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "rejected at ingest by empty"),
        ("cut.html.gz", gzip.compress(PAGE.encode() * 50, mtime=0)[:200], "rejected at ingest"),
        ("scan.txt", b"%PDF-1.4 " + bytes(range(128, 256)), "scan.txt: rejected at clean by binary"),
        ("movie.xyz", bytes(range(256)) * 40, "rejected at ingest by unknown_type"),
    ],
)
def test_a_reject_is_told_in_its_own_sentence(
    tmp_path: Path, settings: Settings, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CopydeskError, match=words):
        explain_document(str(tmp_path / name), settings)


def test_a_wrong_name_is_refused_with_the_right_form(rows: Path, settings: Settings) -> None:
    for given, words in (
        (str(rows.parent / "gone.html"), "does not exist"),
        (str(rows.parent), "is a folder"),
        (f"{rows}#99", "holds no document"),
        (f"{rows}!/inside", "holds no document"),
        ("", "does not exist"),
        ("\0", "does not exist"),
    ):
        with pytest.raises(CopydeskError, match=words):
            explain_document(given, settings)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> tuple[Path, Explained]:
    """A warehouse with two revisions of one article, and the second as it was read."""
    folder = tmp_path_factory.mktemp("stored")
    (folder / "mill.html").write_text(PAGE, encoding="utf-8")
    read = explain_document(str(folder / "mill.html"), settings)
    for revision in (1, 2):
        article = dict.fromkeys(ARTICLES.names) | asdict(read.draft) | {
            "article_id": "0" * 20, "revision": revision, "run_id": "r", "is_latest": revision == 2,
            "reading": read.reading, "input_uri": read.input_uri,
        }  # fmt: skip
        quotes = quote_rows(article, read.quotes, read.entities)
        tables = {
            "articles": [article],
            "quotes": quotes[::-1],
            "entities": entity_rows(article, read.entities)[::-1],
            "mentions": mention_rows(article, read.mentions, read.entities, quotes)[::-1],
            "removed": removed_rows(article, article["removed"])[::-1],
        }
        for name, rows in tables.items():
            night = folder / ".copydesk" / "snapshots" / "000001-r" / name / "ingest_date=2025-03-01"
            night.mkdir(parents=True, exist_ok=True)
            # Columns that no view reads stay null here, which the published schema would not allow.
            schema = pa.schema([field.with_nullable(True) for field in PUBLISHED[name].arrow])
            table = pa.Table.from_pylist([{key: row.get(key) for key in schema.names} for row in rows], schema=schema)
            pq.write_table(table, night / f"part-r{revision}-0.parquet")
    (folder / ".copydesk" / "current").symlink_to("snapshots/000001-r")
    return folder, read


def test_an_article_of_the_warehouse_is_explained_as_it_was_read(stored: tuple[Path, Explained]) -> None:
    warehouse, read = stored
    again = read_article(warehouse, "0" * 20)
    assert again.draft == read.draft and again.quotes and again.mentions

    def said(explained: Explained) -> list[tuple[object, ...]]:
        names = [entity.name for entity in explained.entities]
        return [
            (quote.text, quote.spans, quote.speaker_text, quote.cue_start,
             None if quote.speaker_entity is None else names[quote.speaker_entity])
            for quote in explained.quotes
        ]  # fmt: skip

    def named(explained: Explained) -> set[tuple[object, ...]]:
        return {(m.start, m.end, m.in_title, explained.entities[m.entity].name) for m in explained.mentions}

    assert said(again) == said(read) and named(again) == named(read)
    assert not again.verdict


def test_an_older_revision_says_that_it_is_one(stored: tuple[Path, Explained]) -> None:
    assert read_article(stored[0], "0" * 20, 1).verdict == "revision 1, not the latest"


def test_an_unknown_article_is_refused_with_the_way_to_find_one(stored: tuple[Path, Explained], tmp_path: Path) -> None:
    for warehouse in (stored[0], tmp_path):
        with pytest.raises(WarehouseError, match="copydesk query"):
            read_article(warehouse, "f" * 20)


def test_neither_prefect_nor_the_gates_are_loaded_and_the_answer_comes_soon(page: Path) -> None:
    script = (
        "import sys\n"
        "from flows.explain import document, page, plain, terminal\n"
        "from schemas.settings import load_settings\n"
        f"explained = document.explain_document({str(page)!r}, load_settings(environment={{}}))\n"
        "page.render_page(explained), plain.to_json(explained), terminal.render(explained)\n"
        "heavy = ('prefect', 'great_expectations', 'pandas', 'polars', 'duckdb')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    before = os.times()
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=240, check=True)
    after = os.times()
    assert ran.stdout.strip() == "[]"
    worked_s = after.children_user - before.children_user + after.children_system - before.children_system
    assert worked_s < 10, "about 3 s of work, however long a busy machine takes to do it"
