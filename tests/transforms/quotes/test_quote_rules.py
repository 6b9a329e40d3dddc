"""The tables of config/quotes.toml: every group's example shows its rule at work."""

import re

import pytest

from schemas.settings import config_table
from transforms.quotes import QuoteLexicon

GROUPS = config_table("quotes")["cues"]
LISTS = config_table("quotes")["lists"]
MARKED = re.compile(r"[“„«]")


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["id"])
def test_the_example_of_a_group_gives_a_quotation(group, read, read_foreign) -> None:  # type: ignore[no-untyped-def]
    quotes = read(group["example"]) if group["language"] == "en" else read_foreign(group["example"], group["language"])
    assert any(quote.speaker_text for quote in quotes), group["example"]
    assert group["reason"]


@pytest.mark.parametrize("name", ["labels", "deeds"])
def test_the_words_of_a_list_bring_no_quotation_of_a_headline(read, name: str) -> None:  # type: ignore[no-untyped-def]
    assert not read("It rained in Graz.", LISTS[name]["example"])


def test_a_note_is_no_speaker_of_a_transcript(read) -> None:  # type: ignore[no-untyped-def]
    assert not read(f"It rained in Graz.\n\n{LISTS['notes']['example'].strip()}")


def test_an_abbreviation_ends_no_sentence(read) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read(LISTS["abbreviations"]["example"])
    assert (quote.speaker_text, quote.cue) == ("Gov. Ann Miller", "said")


def test_every_list_says_why() -> None:
    assert all(group["reason"] and group["words"].split() for group in LISTS.values())


def test_every_id_is_one_group() -> None:
    assert len({group["id"] for group in GROUPS}) == len(GROUPS)


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("said", "say"), ("denies", "deny"), ("noted", "note"), ("quipping", "quip"), ("stresses", "stress")],
)
def test_forms(speech: QuoteLexicon, form: str, lemma: str) -> None:
    assert speech.readings(form)[0].lemma == lemma


def test_confidence_is_a_share() -> None:
    tables = config_table("quotes")["confidence"]
    assert all(0 <= rate <= 1 for table in tables.values() for rate in table.values())
