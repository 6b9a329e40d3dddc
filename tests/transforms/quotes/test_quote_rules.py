"""The tables of config/quotes.toml: every group's example shows its rule at work."""

import re

import pytest

from schemas.settings import config_table
from transforms.quotes import QuoteLexicon

GROUPS = config_table("quotes")["cues"]
MARKED = re.compile(r"[“„«]")


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["id"])
def test_the_example_of_a_group_gives_a_quotation(group, read, read_foreign) -> None:  # type: ignore[no-untyped-def]
    quotes = read(group["example"]) if group["language"] == "en" else read_foreign(group["example"], group["language"])
    assert any(quote.speaker_text for quote in quotes), group["example"]
    assert group["reason"]


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
