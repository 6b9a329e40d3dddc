"""The worst texts: bounded time, and the laws of a row on whatever stands there."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

WORDS = [
    "“",
    "”",
    '"',
    "''",
    "‘",
    "’",
    "said",
    "Ann Miller",
    "she",
    ",",
    ".",
    ":",
    "\n\n",
    "—",
    "according to",
    "that",
    "the plan",
    "was",
    "and",
    "REED:",
    "Q:",
    "told",
    "Reuters",
    "called",
    "it",
    "“Yes,”",
    "?",
    "who",
    "(",
    ")",
]

WORST = {
    "marks": '"' * 20_000,
    "spaced marks": '" ' * 10_000,
    "curly marks": "“a” " * 8_000,
    "single marks": "‘a’s " * 6_000,
    "single before double marks": "‘“a’ " * 40_000,
    "double before single marks": "“‘“a b c’ " * 20_000,
    "nested marks": "“a “b “c” " * 16_000,
    "cues": "said " * 8_000,
    "colons": "REED: a\n\n" * 3_000,
    "capitals": "Ann Miller " * 5_000,
    "commas": "Miller, said, " * 4_000,
    "dashes": "— A b c " * 4_000,
    "quotations": "“The bridge will hold,” Miller said. " * 1_000,
    "data": 'He said "no" to ' + '{"name":"a b c","said":"she told, he"},' * 2_000,
    "paragraphs open": "“a b c d\n\n" * 6_000,
    "one paragraph open": "“a b c d e f. " * 3_000,
    "according": "according to Ann Miller, " * 2_000,
    "stops": "." * 20_000,
    "dialogue": "—A b —dijo Luis Cano—. C\n" * 1_500,
    "dashes in marks": "«A b – dit Luc Pernet – » " * 1_000,
    "commas in marks": "« " + "a, dit b, " * 3_000 + "»",
    "brackets": "(a) " * 8_000,
    "particles": "Anna de de van von " * 4_000,
    "fillers": "dijo ayer hoy " * 4_000,
    "sources": "selon Anna Morel, « a b c » " * 1_500,
    "pronouns": "„A b“, sagte Anna Huber. „C d“, klagte sie.\n\n" * 1_000,
}


# The bound is on time by length. What grows faster than its text shows most on the whole one: make slow.
PARTS = pytest.mark.parametrize("part", [3, pytest.param(1, marks=pytest.mark.slow)], ids=["a third", "whole"])


@PARTS
@pytest.mark.parametrize("name", WORST)
def test_the_worst_text_ends_in_time(read, name: str, part: int) -> None:  # type: ignore[no-untyped-def]
    text = WORST[name][:60_000]  # the model alone takes a minute a megabyte
    started = time.process_time()
    read(text[: len(text) // part])
    assert time.process_time() - started < 15 / part


@PARTS
@pytest.mark.parametrize("language", ["de", "fr", "es", "nl"])
@pytest.mark.parametrize("name", WORST)
def test_the_worst_text_ends_in_time_without_a_model(read_foreign, name: str, language: str, part: int) -> None:  # type: ignore[no-untyped-def]
    text = WORST[name]
    started = time.process_time()
    read_foreign(text[: len(text) // part], language)
    assert time.process_time() - started < 10 / part


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_the_laws_hold_on_any_mixture(read, words: list[str]) -> None:  # type: ignore[no-untyped-def]
    read(" ".join(words).strip(), " ".join(words[:8]).strip() or None)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from([*WORDS, "sagte", "«", "»", "„", "selon", "dijo"]), max_size=40),
    st.sampled_from(["de", "fr", "es", "xx"]),
)
def test_the_laws_hold_without_a_model(read_foreign, words: list[str], language: str) -> None:  # type: ignore[no-untyped-def]
    read_foreign(" ".join(words).strip(), language)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "“", "”", "“”", "''", ":"])
def test_next_to_nothing(read, text: str) -> None:  # type: ignore[no-untyped-def]
    assert read(text) == []


def test_the_same_text_gives_the_same_rows(read) -> None:  # type: ignore[no-untyped-def]
    text = "“The bridge will hold,” Ann Miller said. She added that the city would pay, according to Reuters."
    assert read(text) == read(text)
