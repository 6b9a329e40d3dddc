"""The patterns of bylines, made from the words of config/bylines.toml."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.errors import ConfigurationError
from transforms.clean.characters import EAST

KINDS = (
    "by", "label", "signed", "listed", "other", "and", "behind", "at", "role", "aside", "field", "degree", "nobody",
    "house", "our", "surname", "given", "changed",
)  # fmt: skip
# Words of one letter, and "di" and "de", stand within names as well: what surrounds them decides.
SHORT_BY = r"(?-i:d[ie](?=\s[^\W\d_a-z])|Di(?=\s[^\W\d_a-z][\w'’-]{1,25}\s[^\W\d_a-z]))"
SHORT_AND = r"(?-i:и)|(?-i:[eyia])(?=\s[\w.'’-]{1,25}\s\w)"
JOINED_BY = r"(?:本报|本報|本网|本台|特约)?(?:记者|記者)\s?(?=\w)"
# Anna Holm. Harbor International: a name that ends like a sentence.
SENTENCE = r"(?<!Prof)(?<=(?-i:[a-zß-ÿ]{3}))\.\s(?=(?-i:[A-ZÀ-Þ]))"
MARKS = (
    r"\s?[;|•·\n／]\s?|\s?,(?!\s?(?:jr|sr|ii|iii)\b)\s?(?:and\s|und\s)?|\s?&\s|\s[/+]\s|、|\s[-–—]\s"
    r"|\s(?=(?-i:The)\s\w)"
)


@dataclass(frozen=True, slots=True)
class BylineWords:
    """Each pattern takes what its words stand for in one line; letter case is ignored."""

    lead: re.Pattern[str]  # what stands before the first name: Written by
    listed: re.Pattern[str]
    other: re.Pattern[str]  # a credit that is no author's, from its word to the next one's
    other_within: re.Pattern[str]  # the place in a line where such a credit begins
    other_behind: re.Pattern[str]  # Piet Vos (photos)
    parting: re.Pattern[str]
    trail: re.Pattern[str]  # from where a name ends
    role: re.Pattern[str]
    role_behind: re.Pattern[str]
    degree: re.Pattern[str]
    nobody: re.Pattern[str]
    house: re.Pattern[str]
    surname: re.Pattern[str]  # a name that ends in a word of outlets which is also a family's
    given: frozenset[str]  # first names
    changed: re.Pattern[str]  # stands before the time of a change


def load_byline_words(rows: Iterable[Mapping[str, Any]], given: Iterable[str]) -> BylineWords:
    """The patterns from the parsed rows of config/bylines.toml, and the `given` names of people.

    Raises:
        ConfigurationError: naming the row and what is wrong with it.
    """
    words: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for position, row in enumerate(rows, 1):
        try:
            words[row["kind"]].extend(row["words"])
        except KeyError:
            raise ConfigurationError(
                f"config/bylines.toml, words {position}: give it words, and a kind of {', '.join(KINDS)}."
            ) from None
    if empty := next((kind for kind, some in words.items() if not some), None):
        raise ConfigurationError(f"config/bylines.toml: give at least one word of the kind {empty}.")
    one = {kind: _any(some) for kind, some in words.items()}
    field, role, behind, at, other = (one[kind] for kind in ("field", "role", "behind", "at", "other"))
    # Scripts that part no words write a role right behind the name.
    eastern = [word for word in words["role"] if EAST.search(word)]
    colon = r"\s?[:：/／]\s?"
    return BylineWords(
        lead=_compiled(
            rf"(?:{one['our']})\s\w{{3,30}}\s(?:(?-i:[a-zß-ÿ]{{3,20}})\s)?(?:(?:{at})\s\w{{2,30}},?\s)?(?=(?-i:[^\W\d_a-z]))"
            rf"|(?:(?:{one['signed']})\s){{0,3}}(?:(?:{one['by']})(?:{colon}|\s)|{SHORT_BY}\s|(?:{one['label']}){colon})"
            rf"|{JOINED_BY}|(?:ein|eine)\s\w{{3,20}}\svon\s|(?:das )?interview(?: führte)?(?::\s?|\s(?=\w{{1,25}}\s\w))"
        ),
        listed=_compiled(
            rf"(?:{one['listed']})\s"
            rf"|(?:quelle|source|fuente|fonte|bron|källa|kilde|źródło|источник|出典)\s?[:：]\s?"
        ),
        other=_compiled(rf"(?:{other})(?:\s?[:：]|\s(?:{one['by']}|de|di)\s)"),
        other_within=_compiled(rf"\s(?=(?:{other})(?:\s?[:：]|\sby\s))"),
        other_behind=_compiled(rf"[(\[]\s?(?:{other})\b[^()\[\]]{{0,30}}[)\]]$"),
        parting=_compiled(rf"{MARKS}|{SENTENCE}|\s(?:{one['and']}|{SHORT_AND})\s"),
        trail=_compiled(
            rf"(?:^|\s)(?:{behind})(?:[\s:].{{0,120}})?$|\s(?:{at})\s.{{0,100}}$|\s?[(\[（【].{{0,100}}$"
            r"|\s\S{0,60}@\w{1,40}.{0,60}$|\s?https?://.{0,200}$"
        ),
        role=_compiled(rf"(?:.{{0,40}}\b)?(?:{role}|{one['aside']})s?(?:\b.{{0,40}})?|\w{{0,8}}(?:報導|报道)"),
        role_behind=_compiled(rf"(?:\s(?:(?:{field})\s){{0,4}}(?:{role})s?|\s?(?:{_any(eastern)}))$"),
        degree=_compiled(rf"(?:{one['degree']})\.?"),
        nobody=_compiled(one["nobody"]),
        house=_compiled(
            rf"\b(?:{one['house']})\b|\.(?:com|org|net|de|co|uk|ru|at|ch|info)\b|[-‐]redaktion\b",
        ),
        surname=_compiled(rf"[\w'’.-]{{2,30}}\s(?:[\w'’.-]{{1,30}}\s)?(?:{one['surname']})"),
        given=frozenset((*given, *map(str.title, words["given"]))),
        changed=_compiled(rf"(?<![a-z])(?:{one['changed']})"),
    )


def _any(words: list[str]) -> str:
    """A pattern for any of the words, longer ones first, a space for any white space."""
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s") for word in sorted(set(words), key=lambda word: (-len(word), word))
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
