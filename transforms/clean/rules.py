"""The tables of `config/` made ready: what is boilerplate, and how agencies sign."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from schemas.errors import ConfigurationError
from transforms.clean.byline_words import BylineWords, load_byline_words
from transforms.clean.judge import Judge, load_judge

# What the cleaning room reads of config/.
TABLES = ("boilerplate", "agencies", "bylines", "entities", "page_kinds", "block_judge")
LONGEST_ASKED = 400  # characters; boilerplate is short, and a bound on the text bounds the time of every pattern
# May 5, 2026 · 3 min read: what is printed above a story stands in one line.
PARTING = re.compile(r"\s?[|·•]\s?|,\s(?=[^\W\d_])|\s[–—-]\s|(?<=\d)\s(?=[\u3040-\ud7af]{2})")
LONGEST_PARTED, MOST_PARTS = 160, 5
ABOVE = frozenset(("byline", "date", "navigation"))  # kinds of blocks
SCOPES = ("block", "head", "tail", "dump")
# The signs that transforms/clean/kinds.py looks for; each is given at least once.
SIGNS = (
    ("error_page", "title"), ("error_page", "words"), ("consent_wall", "title"), ("consent_wall", "words"),
    ("live_blog", "title"), ("live_blog", "address"), ("gallery", "title"), ("gallery", "address"),
    ("video", "address"), ("other", "title"), ("wall", "block"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of config/boilerplate.toml: what it takes out, where it may, and how the audit calls it."""

    id: str
    kind: str
    scope: str  # block: anywhere; head, tail: before, after all full paragraphs; dump: in plain text only
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ElementRule:
    """A part of a page that never holds the story, by its tag or by what its class, id or role says."""

    id: str
    kind: str
    tags: frozenset[str]
    tokens: re.Pattern[str] | None
    share: float  # of the page's prose: an element that holds more is not taken


@dataclass(frozen=True, slots=True, eq=False)  # one is itself: what it says of an element is remembered by it
class Rules:
    """All tables of the cleaning room. `agencies` maps each spelling to the agency's name; `signs` tell page kinds."""

    blocks: tuple[Rule, ...]
    elements: tuple[ElementRule, ...]
    parts: tuple[ElementRule, ...]  # of a page that belong to the story which they stand in
    agencies: Mapping[str, str]
    bylines: BylineWords
    signs: Mapping[tuple[str, str], re.Pattern[str]]
    judge: Judge


def load_rules(tables: Mapping[str, Mapping[str, Any]]) -> Rules:
    """The rules from the parsed tables `TABLES` of `config/`, by name.

    Raises:
        ConfigurationError: naming the table, the rule and what is wrong with it.
    """
    blocks = tuple(_rule(row, position) for position, row in enumerate(tables["boilerplate"].get("rule", []), 1))
    elements = tuple(
        _element(row, position) for position, row in enumerate(tables["boilerplate"].get("element", []), 1)
    )
    parts = tuple(_element(row, position) for position, row in enumerate(tables["boilerplate"].get("part", []), 1))
    agencies: dict[str, str] = {}
    for position, row in enumerate(tables["agencies"].get("agency", []), 1):
        if not row.get("name") or not row.get("forms"):
            raise ConfigurationError(f"config/agencies.toml, agency {position}: give it a name and its forms.")
        agencies.update(dict.fromkeys(row["forms"], row["name"]))
    signs = _signs(tables["page_kinds"].get("sign", []))
    names = tables["entities"].get("given", {})
    given = [name for group in ("female", "male", "any") for name in names.get(group, "").split()]
    bylines = load_byline_words(tables["bylines"].get("words", []), given)
    return Rules(blocks, elements, parts, agencies, bylines, signs, load_judge(tables["block_judge"]))


def match_rule(
    rules: Rules, text: str, in_head: bool = False, in_tail: bool = False, in_dump: bool = False
) -> Rule | None:
    """The first rule that takes the block `text` out, None where none does."""
    if len(text) > LONGEST_ASKED:
        return None
    scopes = (
        "block",
        *(("head",) if in_head else ()),
        *(("tail",) if in_tail else ()),
        *(("dump",) if in_dump else ()),
    )
    rule = _first_rule(rules, text, scopes)
    return _rule_of_parts(rules, text, scopes) if rule is None and in_head and len(text) <= LONGEST_PARTED else rule


# What is printed around stories is printed around many of them.
@lru_cache(maxsize=10_000)
def _first_rule(rules: Rules, text: str, scopes: tuple[str, ...]) -> Rule | None:
    if not any(pattern.fullmatch(text) for pattern in _scoped(rules, scopes)):
        return None
    for rule in rules.blocks:
        if rule.scope in scopes and rule.pattern.fullmatch(text):
            return rule
    return None


@lru_cache(maxsize=100)
def _scoped(rules: Rules, scopes: tuple[str, ...]) -> list[re.Pattern[str]]:
    """One pattern of all rules of each scope: most blocks match none, and are told so at once."""
    given = [[rule.pattern.pattern for rule in rules.blocks if rule.scope == scope] for scope in scopes]
    return [re.compile("|".join(f"(?:{pattern})" for pattern in some), re.IGNORECASE) for some in given if some]


def _rule_of_parts(rules: Rules, text: str, scopes: tuple[str, ...]) -> Rule | None:
    """The rule of the first part of a line above a story, where each of its parts is printed around stories."""
    if not any(map(str.isdigit, text)):
        return None
    parts = PARTING.split(text)
    found = [_first_rule(rules, part, scopes) for part in parts] if 1 < len(parts) <= MOST_PARTS else []
    return found[0] if all(rule is not None and rule.kind in ABOVE for rule in found) and found else None


def _rule(row: Mapping[str, Any], position: int) -> Rule:
    name = row.get("id") or f"rule {position}"
    try:
        rule = Rule(row["id"], row["kind"], row["scope"], re.compile(row["pattern"], re.IGNORECASE))
    except KeyError as missing:
        raise ConfigurationError(f"config/boilerplate.toml, {name}: the key {missing} is missing.") from None
    except re.error as error:
        raise ConfigurationError(
            f"config/boilerplate.toml, {name}: the pattern is no regular expression: {error}."
        ) from None
    if rule.scope not in SCOPES:
        raise ConfigurationError(f"config/boilerplate.toml, {name}: scope is one of {', '.join(SCOPES)}.")
    return rule


def _signs(rows: list[Mapping[str, Any]]) -> dict[tuple[str, str], re.Pattern[str]]:
    """One pattern for each kind of page and place where its signs are looked for."""
    patterns: dict[tuple[str, str], list[str]] = {sign: [] for sign in SIGNS}
    for position, row in enumerate(rows, 1):
        name = f"config/page_kinds.toml, sign {position}"
        try:
            patterns[row["kind"], row["where"]].append(f"(?:{re.compile(row['pattern']).pattern})")
        except KeyError:
            known = "; ".join(f"{kind}, {where}" for kind, where in SIGNS)
            raise ConfigurationError(f"{name}: give it a pattern, and a kind and where of {known}.") from None
        except re.error as error:
            raise ConfigurationError(f"{name}: the pattern is no regular expression: {error}.") from None
    if empty := next((sign for sign, given in patterns.items() if not given), None):
        raise ConfigurationError(f"config/page_kinds.toml: give at least one sign of {empty[0]}, {empty[1]}.")
    return {sign: re.compile("|".join(given), re.IGNORECASE) for sign, given in patterns.items()}


def _element(row: Mapping[str, Any], position: int) -> ElementRule:
    name = row.get("id") or f"element {position}"
    try:
        tokens = re.compile(row["tokens"]) if row.get("tokens") else None
        rule = ElementRule(row["id"], row["kind"], frozenset(row.get("tags", ())), tokens, float(row.get("share", 0.4)))
    except KeyError as missing:
        raise ConfigurationError(f"config/boilerplate.toml, {name}: the key {missing} is missing.") from None
    except re.error as error:
        raise ConfigurationError(
            f"config/boilerplate.toml, {name}: tokens is no regular expression: {error}."
        ) from None
    if not rule.tags and rule.tokens is None:
        raise ConfigurationError(f"config/boilerplate.toml, {name}: give it tags or tokens.")
    return rule
