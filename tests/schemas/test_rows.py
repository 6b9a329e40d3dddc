"""Records to rows and back: nothing of a document or a draft is lost on the way through the tables."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import (
    Author,
    Document,
    Draft,
    Entity,
    Locator,
    Mention,
    Paragraph,
    Quote,
    Reject,
    RemovedBlock,
)
from schemas.rows import (
    document_of,
    document_row,
    draft_of,
    draft_row,
    entity_rows,
    mention_rows,
    quote_rows,
    reject_row,
    removed_rows,
    result_sha256,
    short_id,
)
from schemas.tables import TABLES
from warehouse.staging import arrow_of

TEXT = st.text(max_size=40)
MAYBE = st.none() | TEXT
TIMES = st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
LOCATORS = st.builds(
    Locator, TEXT, st.lists(TEXT, max_size=2).map(tuple), st.none() | st.integers(0, 2**40), st.none() | st.integers(0)
).filter(lambda found: found.offset is None or found.offset < 2**60)
DOCUMENTS = st.builds(
    Document,
    input_uri=TEXT,
    input_kind=st.sampled_from(["html", "csv"]),
    media=st.sampled_from(["html", "text"]),
    body=st.binary(max_size=50) | st.text(max_size=50),
    content_sha256=TEXT,
    charset=MAYBE,
    url=MAYBE,
    source_id=MAYBE,
    title=MAYBE,
    authors=st.lists(TEXT, max_size=3).map(tuple),
    published=MAYBE,
    fetched_at=TIMES,
    locator=st.none() | LOCATORS,
)
DRAFTS = st.builds(
    Draft,
    title=MAYBE,
    text=TEXT,
    paragraphs=st.lists(st.builds(Paragraph, st.integers(0, 99), st.integers(0, 99), TEXT), max_size=3),
    removed=st.lists(st.builds(RemovedBlock, TEXT, TEXT, TEXT, st.integers(0, 99), st.just("clean")), max_size=3),
    authors=st.lists(st.builds(Author, TEXT, st.sampled_from(["person", "organization"])), max_size=2),
    keywords=st.lists(TEXT, max_size=3),
    published_at=TIMES,
    modified_at=TIMES,
    modified_local=MAYBE,
    modified_precision=st.none() | st.sampled_from(["second", "day"]),
    modified_source=MAYBE,
    language=st.none() | st.just("en"),
    language_score=st.none() | st.floats(0, 1),
    is_accessible_for_free=st.none() | st.booleans(),
    word_count=st.integers(0, 10_000),
)


def through_arrow(table: str, row: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = arrow_of(TABLES[table], [row]).to_pylist()[0]
    return read


@given(DOCUMENTS)
def test_a_document_comes_back_from_its_row(document: Document) -> None:
    row = document_row(document)
    assert set(row) == set(TABLES["documents"].names)
    assert document_of(through_arrow("documents", row), document.body) == document


@given(DOCUMENTS)
def test_a_body_is_kept_only_where_it_cannot_be_read_again(document: Document) -> None:
    row = through_arrow("documents", document_row(document))
    raw = document.body if isinstance(document.body, bytes) else document.body.encode("utf-8", "surrogatepass")
    assert row["body"] == (None if document.locator else raw)
    assert (row["size"], row["body_is_text"]) == (len(raw), isinstance(document.body, str))


@given(DRAFTS, DOCUMENTS)
def test_a_draft_comes_back_from_its_row(draft: Draft, document: Document) -> None:
    row = draft_row(draft, document, "a" * 20, "b" * 64)
    assert set(row) == set(TABLES["drafts"].names)
    draft.url = draft.url or document.url
    assert draft_of(through_arrow("drafts", row)) == draft


def test_what_the_document_alone_knows_stands_in_the_draft_too() -> None:
    document = Document("a.html", "html", "html", b"x", "c" * 64, url="https://harbor.example/1")
    document.fetched_at = datetime(2026, 3, 1, tzinfo=UTC)
    row = draft_row(Draft("T", "x", []), document, "a" * 20, "b" * 64)
    assert (row["input_uri"], row["content_sha256"]) == ("a.html", "c" * 64)
    assert (row["url"], row["fetched_at"]) == (document.url, document.fetched_at)


@given(st.lists(TEXT, min_size=1, max_size=4), st.lists(TEXT, min_size=1, max_size=4))
def test_ids_are_short_hex_and_differ_where_their_parts_differ(one: list[str], other: list[str]) -> None:
    assert len(short_id(*one)) == 20 and int(short_id(*one), 16) >= 0
    separated = any("\x1f" in part for part in (*one, *other))
    assert separated or (short_id(*one) == short_id(*other)) == (one == other)


def test_ids_never_change_between_versions() -> None:
    assert short_id("harbor", 1, "quote") == "7fbaa8325948f42c845a"
    assert short_id("a") == "ca978112ca1bbdcafac2"


def test_a_reject_has_the_same_id_in_every_run_and_a_bounded_detail() -> None:
    reject = Reject("a.zip!/b", "ingest", "too_large", "It is too large; split it.", "x" * 900)
    one, other = reject_row(reject, "run-1"), reject_row(reject, "run-2")
    assert one["reject_id"] == other["reject_id"]
    assert len(one["detail"]) == 500
    assert set(one) == set(TABLES["rejects"].names)
    assert reject_row(Reject("a.zip!/b", "clean", "too_large", "", "x"), "run-1")["reject_id"] != one["reject_id"]


ARTICLE = {
    "article_id": "a" * 20,
    "revision": 2,
    "run_id": "r",
    "title": "“No ferry today”",
    "text": "“The quay is shut,” Ida Moll said. “We wait.”",
}
SPEECH = Quote("direct", "The quay is shut, ... We wait.", 1, 44, [(1, 18), (36, 44)], True, speaker_entity=0)
HEADLINE = Quote("direct", "No ferry today", 1, 15, [(1, 15)], True, in_title=True)
IDA = Entity("Ida Moll", "PERSON", [], 1, 20, False, 0.5)
FERRY = Entity("Ferry", "ORG", [], 2, None, True, 0.1)


def test_a_quotation_keeps_its_pieces_its_surroundings_and_its_speaker() -> None:
    speech, headline = quote_rows(ARTICLE, [SPEECH, HEADLINE], [IDA, FERRY])
    assert speech["spans"] == [{"start": 1, "end": 18}, {"start": 36, "end": 44}]
    assert (speech["prefix"], speech["suffix"]) == ("“", "”")
    assert speech["speaker_entity_id"] == entity_rows(ARTICLE, [IDA, FERRY])[0]["entity_id"]
    assert (headline["prefix"], headline["suffix"]) == ("“", "”"), "of the title, where the quotation stands"
    assert headline["speaker_entity_id"] is None
    assert [speech["quote_index"], headline["quote_index"]] == [0, 1]
    assert set(speech) == set(TABLES["quotes"].names)


def test_the_surroundings_of_a_quotation_are_bounded() -> None:
    article = ARTICLE | {"text": "y" * 500}
    (row,) = quote_rows(article, [Quote("direct", "y", 250, 251, [(250, 251)], True)], [])
    assert (len(row["prefix"]), len(row["suffix"])) == (64, 64)


def test_a_mention_knows_its_entity_and_the_quotation_that_holds_it() -> None:
    quotes = quote_rows(ARTICLE, [SPEECH, HEADLINE], [IDA, FERRY])
    mentions = [
        Mention(5, 9, "quay", "FAC", 1),
        Mention(20, 28, "Ida Moll", "PERSON", 0),
        Mention(4, 9, "ferry", "ORG", 1, in_title=True),
        Mention(14, 25, "shut,” Ida", "PERSON", 0),
    ]
    rows = mention_rows(ARTICLE, mentions, [IDA, FERRY], quotes)
    ids = [row["entity_id"] for row in entity_rows(ARTICLE, [IDA, FERRY])]
    assert [row["entity_id"] for row in rows] == [ids[1], ids[0], ids[1], ids[0]]
    speech, headline = (quote["quote_id"] for quote in quotes)
    assert [row["in_quote_id"] for row in rows] == [speech, None, headline, None]
    assert len({row["mention_id"] for row in rows}) == 4
    assert set(rows[0]) == set(TABLES["mentions"].names)


def test_rows_of_the_next_revision_have_ids_of_their_own() -> None:
    later = ARTICLE | {"revision": 3}
    assert entity_rows(ARTICLE, [IDA])[0]["entity_id"] != entity_rows(later, [IDA])[0]["entity_id"]
    assert quote_rows(ARTICLE, [SPEECH], [IDA])[0]["quote_id"] != quote_rows(later, [SPEECH], [IDA])[0]["quote_id"]


def test_removed_blocks_keep_their_order() -> None:
    blocks = [{"rule": "r", "kind": "credit", "text": text, "before": 0, "stage": "clean"} for text in ("one", "two")]
    rows = removed_rows(ARTICLE, blocks)
    assert [(row["block_index"], row["text"]) for row in rows] == [(0, "one"), (1, "two")]
    assert pa.Table.from_pylist(rows, schema=TABLES["removed"].arrow).num_rows == 2


def test_a_column_that_says_nothing_does_not_change_the_digest_of_a_result() -> None:
    row = {"title": "Ferry waits"}
    assert result_sha256({"articles": [row | {"modified_local": None}]}) == result_sha256({"articles": [row]})
    assert result_sha256({"articles": [row | {"modified_local": "2026"}]}) != result_sha256({"articles": [row]})
