"""Every rule takes its example, spares what it should spare, and stays quick on the worst text."""

import re
import time
from typing import Any

import pytest

from schemas.errors import ConfigurationError
from schemas.settings import config_table, config_tables
from transforms.clean import Rules, load_rules
from transforms.clean.bylines import split_byline
from transforms.clean.rules import LONGEST_ASKED, TABLES, match_rule
from transforms.clean.wire import read_agency, read_dateline

BOILERPLATE = config_table("boilerplate")
AGENCIES = config_table("agencies")
SIGNS = config_table("page_kinds")["sign"]
BYLINES = config_table("bylines")["words"]
WORST = (
    "a" * 399,
    "by " * 133,
    "Photo: " * 57,
    "© " * 199,
    "1:" * 199,
    "a b" * 130 + "!",
    "(" * 399,
    "read more " * 39,
)

ENDLESS_S = 2  # a pattern that runs away takes minutes; the worst that stand take a quarter of this


def name_of(row: dict[str, Any]) -> str:
    return str(row.get("id") or row["name"])


@pytest.mark.parametrize("row", BOILERPLATE["rule"], ids=name_of)
def test_a_rule_takes_its_example_and_spares_the_other(row: dict[str, Any]) -> None:
    pattern = re.compile(row["pattern"], re.IGNORECASE)
    assert pattern.fullmatch(row["example"])
    assert not pattern.fullmatch(row["spares"])
    assert row["reason"]


@pytest.mark.parametrize("row", SIGNS, ids=lambda row: f"{row['kind']} {row['example'][:30]}")
def test_a_sign_takes_its_example_and_spares_the_other(row: dict[str, Any]) -> None:
    pattern = re.compile(row["pattern"], re.IGNORECASE)
    asked = pattern.fullmatch if row["where"] in ("title", "block") else pattern.search
    assert asked(row["example"])
    assert not asked(row["spares"])
    assert row["reason"]


@pytest.mark.parametrize("row", [*BOILERPLATE["rule"], *SIGNS], ids=lambda row: row.get("id") or row["example"][:30])
def test_a_rule_is_bounded(row: dict[str, Any]) -> None:
    bare = re.sub(r"\[(?:\\.|[^\]\\])*\]", "", row["pattern"])
    assert not re.search(r"(?<!\\)[*+]", bare), "write {0,N} for * and {1,N} for +"
    pattern = re.compile(row["pattern"], re.IGNORECASE)
    started = time.process_time()
    for text in WORST:
        pattern.fullmatch(text)
        pattern.findall(text)
    assert time.process_time() - started < ENDLESS_S


@pytest.mark.parametrize("row", [*BOILERPLATE["element"], *BOILERPLATE["part"]], ids=name_of)
def test_an_element_rule_takes_its_example_and_spares_the_other(row: dict[str, Any]) -> None:
    if row["example"].startswith("<"):
        assert row["example"].strip("<>") in row["tags"]
    else:
        assert re.search(row["tokens"], row["example"])
    assert not re.search(row["tokens"], row["spares"])
    assert row["reason"]


@pytest.mark.parametrize("row", AGENCIES["agency"], ids=name_of)
def test_an_agency_is_known_by_its_example(row: dict[str, Any], rules: Rules) -> None:
    _dateline, agency = read_dateline(row["example"], rules.agencies)
    named = agency or read_agency([row["example"].split("(")[-1].split(")")[0]], rules.agencies)
    assert (named or read_agency(re.split(r"[.–—]", row["example"]), rules.agencies)) == row["name"]


def test_every_spelling_belongs_to_one_agency() -> None:
    forms = [form for row in AGENCIES["agency"] for form in row["forms"]]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize("row", BYLINES, ids=lambda row: f"{row['kind']} {row['example'][:30]}")
def test_the_words_of_a_byline_are_told_from_its_names(row: dict[str, Any], rules: Rules) -> None:
    assert any(word in row["example"].casefold() for word in row["words"])
    assert split_byline(row["example"], rules.bylines) == row["names"]
    assert row["reason"]


@pytest.mark.parametrize("text", [*WORST, "von " * 99, "Anna Holm, " * 36, "publié le " * 39, "Text: " * 66])
def test_no_byline_takes_long(text: str, rules: Rules) -> None:
    started = time.process_time()
    split_byline(text, rules.bylines)
    assert time.process_time() - started < ENDLESS_S


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"kind": "by"}], "words 1: give it words, and a kind of by, label"),
        ([{"kind": "hum", "words": ["a"]}], "words 1: give it words, and a kind of by, label"),
        ([{"kind": "by", "words": ["by"]}], "at least one word of the kind label"),
    ],
)
def test_broken_words_are_named_with_their_fault(rows: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load_rules({**config_tables(TABLES), "bylines": {"words": rows}})


def test_ids_are_unique() -> None:
    ids = [row["id"] for row in (*BOILERPLATE["rule"], *BOILERPLATE["element"], *BOILERPLATE["part"])]
    assert len(ids) == len(set(ids))


def test_long_blocks_are_never_asked(rules: Rules) -> None:
    assert match_rule(rules, "© 2024 " + "x" * LONGEST_ASKED) is None


def test_head_and_tail_rules_hold_only_there(rules: Rules) -> None:
    line = "Updated: March 5, 2024"
    assert match_rule(rules, line) is None
    taken = match_rule(rules, line, in_head=True)
    assert taken is not None and taken.kind == "date"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "x", "kind": "k", "scope": "block"}, "pattern"),
        ({"id": "x", "kind": "k", "scope": "block", "pattern": "("}, "no regular expression"),
        ({"id": "x", "kind": "k", "scope": "everywhere", "pattern": "a"}, "scope is one of"),
    ],
)
def test_a_broken_rule_is_named_with_its_fault(row: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as refusal:
        load_rules({**config_tables(TABLES), "boilerplate": {"rule": [row]}})
    assert "boilerplate.toml, x" in str(refusal.value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kind": "video", "where": "address"}, "sign 1: give it a pattern"),
        ({"kind": "poem", "where": "title", "pattern": "a"}, "a kind and where of error_page, title"),
        ({"kind": "video", "where": "address", "pattern": "("}, "sign 1: the pattern is no regular expression"),
        ({"kind": "video", "where": "address", "pattern": "a"}, "at least one sign of error_page, title"),
    ],
)
def test_a_broken_sign_is_named_with_its_fault(row: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load_rules({**config_tables(TABLES), "page_kinds": {"sign": [row]}})
