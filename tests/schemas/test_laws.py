"""Each law between columns and tables, on one row that holds and on rows that break it in one way each."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from valid_rows import OTHER, TEXT, context_with, frame_of, valid

from schemas.laws import LAWS
from schemas.tables import TABLES

WHERE = [(law, table.name) for law in LAWS for table in TABLES.values() if law in table.laws]


def with_text(text: str) -> dict[str, Any]:
    return {"text": text, "text_sha256": hashlib.sha256(text.encode()).hexdigest()}


BREAKING: dict[str, list[dict[str, Any]]] = {
    "text_is_clean": [
        with_text(""),
        with_text(" edge"),
        with_text("edge\n"),
        with_text("two\n\n\nblank lines"),
        with_text("a\x00null"),
        with_text("a\x07bell"),
        with_text("a\rreturn"),
        with_text("cafe\u0301"),
        {"text": None},
    ],
    "paragraphs_cover_text": [
        {"paragraphs": []},
        {"paragraphs": None},
        {"paragraphs": [{"start": 0, "end": 34, "kind": "paragraph"}]},
        {"paragraphs": [{"start": 0, "end": len(TEXT), "kind": "paragraph"}]},
        {
            "paragraphs": [
                {"start": 0, "end": 34, "kind": "paragraph"},
                {"start": 36, "end": 52, "kind": "paragraph"},
                {"start": 54, "end": 60, "kind": "paragraph"},
            ]
        },
        {
            "paragraphs": [
                {"start": 36, "end": 52, "kind": "paragraph"},
                {"start": 0, "end": 34, "kind": "paragraph"},
            ]
        },
    ],
    "text_matches_digest": [{"text_sha256": "0" * 64}, {"text_sha256": None}],
    "quote_resolves": [
        {"text": "The quay is shut"},
        {"start": 0},
        {"end": 19},
        {"start": 2, "spans": [{"start": 2, "end": 18}]},
        {"spans": []},
        {"spans": None},
        {"end": 999, "spans": [{"start": 1, "end": 999}]},
        {"spans": [{"start": 18, "end": 1}], "start": 18, "end": 1},
        {"in_title": True},
        {"revision": 2},
        {"article_id": OTHER},
    ],
    "speaker_resolves": [
        {"speaker_text": "Ida"},
        {"speaker_text": None},
        {"speaker_start": None},
        {"speaker_end": None},
        {"speaker_start": 19},
    ],
    "cue_resolves": [{"cue": "says"}, {"cue_end": 32}, {"cue": None}, {"cue_start": None}],
    "mention_resolves": [{"text": "Ida"}, {"start": 21}, {"end": 27}, {"in_title": True}, {"article_id": OTHER}],
    "speaker_entity_exists": [{"speaker_entity_id": "00" * 10}],
    "entity_exists": [{"entity_id": "00" * 10}],
    "mentions_add_up": [{"mention_count": 2}, {"mention_count": 0}, {"entity_id": "00" * 10}],
    "before_is_in_text": [{"before": len(TEXT) + 1}],
    "counts_add_up": [{"rows_in": 9}, {"rows_out": 7}, {"rows_rejected": 0}, {"rows_skipped": 0}, {"rows_merged": 0}],
    "body_can_be_read": [{"path": None}],
}
HOLDING: dict[str, list[dict[str, Any]]] = {
    "quote_resolves": [
        {
            "text": "The quay ... shut,",
            "spans": [{"start": 1, "end": 9}, {"start": 13, "end": 18}],
        },
        {"in_title": True, "text": "Ferry", "start": 0, "end": 5, "spans": [{"start": 0, "end": 5}]},
    ],
    "speaker_resolves": [{"speaker_text": None, "speaker_start": None, "speaker_end": None}],
    "cue_resolves": [{"cue": None, "cue_start": None, "cue_end": None}],
    "speaker_entity_exists": [{"speaker_entity_id": None}],
    "mention_resolves": [{"in_title": True, "text": "Ferry", "start": 0, "end": 5}],
    "before_is_in_text": [{"before": 0}, {"before": len(TEXT)}],
    "body_can_be_read": [{"path": None, "body": b"<p>"}],
    "text_is_clean": [with_text("one\nline break"), with_text("a\ttab"), with_text("café 😀")],
}


def test_every_law_is_named_in_a_table_and_broken_here() -> None:
    assert {law for law, _ in WHERE} == set(LAWS) == set(BREAKING)


@pytest.mark.parametrize(("law", "table"), WHERE)
def test_a_valid_row_holds(law: str, table: str) -> None:
    rows = [valid(table), *(valid(table, **changes) for changes in HOLDING.get(law, []))]
    assert LAWS[law](frame_of(table, *rows), context_with()).to_list() == [False] * len(rows)


@pytest.mark.parametrize(
    ("law", "table", "changes"),
    [(law, table, changes) for law, table in WHERE for changes in BREAKING[law]],
)
def test_a_broken_row_is_pointed_at_and_its_neighbors_are_not(law: str, table: str, changes: dict[str, Any]) -> None:
    rows = [valid(table), valid(table, **changes), valid(table)]
    assert LAWS[law](frame_of(table, *rows), context_with()).to_list() == [False, True, False]


@pytest.mark.parametrize("law", LAWS)
def test_a_law_over_no_rows_finds_none_broken(law: str) -> None:
    table = next(table for name, table in WHERE if name == law)
    assert LAWS[law](frame_of(table), context_with()).len() == 0


@pytest.mark.parametrize("law", LAWS)
def test_every_law_says_what_it_asks_in_a_sentence(law: str) -> None:
    assert (LAWS[law].__doc__ or "").endswith(".")


@given(st.lists(st.text("aé😀“ \n", min_size=1, max_size=20), min_size=1, max_size=4))
def test_offsets_count_code_points_whatever_the_letters_weigh(parts: list[str]) -> None:
    text = "".join(parts)
    start, end = 0, len(text)
    article = valid("articles", **with_text(text))
    quote = valid("quotes", text=text, start=start, end=end, spans=[{"start": start, "end": end}])
    frame = frame_of("quotes", quote)
    assert LAWS["quote_resolves"](frame, context_with(articles=[article])).to_list() == [False]
