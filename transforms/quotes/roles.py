"""Nouns that say what somebody is: heads of descriptions, and what stands beside a name, before it and after it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from schemas.records import Mention
from transforms.quotes.lexicon import QuoteLexicon

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+){0,4}")
CUT = re.compile(r"\s(?:of|for|in|at|from|with|on|to|who|and)\s|[,(]")
COMPLEMENT = re.compile(r"([^\W_]+)\s(?:of|for|at|from|in)\s([^,]{1,50})$")
AFTER_HEAD = re.compile(
    r"\s(?:of|for|in|at|from|with|on|to|who|whose|since|until|by|that|which|based|owned|founded|known)\s"
)
SENTENCE_END = re.compile(r"[.;\n“”\"]")
JOINED = re.compile(r"\s(?:and|turned)\s|-turned-")
APPOSED = re.compile(r"(?:a|an|the|his|her|its|their)\s", re.IGNORECASE)
ARTICLES = frozenset(("the", "this", "that", "a", "an", "his", "her", "its", "their"))
AHEAD, BEHIND = 60, 90  # characters in which a role is looked for
MODIFIERS = 3  # words before a noun that are read with it: "Republican presidential nominee"


@dataclass(frozen=True, slots=True)
class Role:
    """A noun (lower case) that somebody is called by, and the words right before it, without the article."""

    noun: str
    before: tuple[str, ...] = ()

    @property
    def capitals(self) -> frozenset[str]:
        return frozenset(word for word in self.before if word[0].isupper())


def roles_of(text: str, mentions: Sequence[Mention], index: int, named: Collection[str] = ("PERSON",)) -> list[Role]:
    """What one mention is called in its place: "the engineer Tom Reed", "Ann Miller, 54, the mayor of Graz".

    What belongs to another mention is none: a role is a head, not an owner ("the mayor's brother, Tom Reed"), a
    complement ("the lawyer for Ann Miller") or a verb's object. The others that count are those of the types `named`.
    """
    mention = mentions[index]
    previous = next((mentions[i].end for i in range(index - 1, -1, -1) if mentions[i].type in named), 0)
    ahead = (mentions[i] for i in range(index + 1, len(mentions)))
    following = next((m.start for m in ahead if m.type in named), len(text))
    return _before(text, previous, mention) + _after(text, mention.end, following)


def modified(words: str) -> Role:
    """The head of a description and what stands before it: "the Republican nominee for mayor"."""
    cut = CUT.search(words)
    return _role(WORD.findall(words[: cut.start()] if cut and cut.start() > 4 else words))


def _role(phrase: Sequence[str]) -> Role:
    before = tuple(word for word in phrase[-1 - MODIFIERS : -1] if word.lower() not in ARTICLES)
    return Role(phrase[-1].lower() if phrase else "", before)


def _before(text: str, previous: int, mention: Mention) -> list[Role]:
    piece = text[max(previous, mention.start - AHEAD) : mention.start].rstrip()
    has_comma = piece.endswith(",")
    piece = piece.removesuffix(",")
    if has_comma and text[mention.end : mention.end + 1] not in (",", ".", "—"):
        return []
    ends = (piece.rfind(mark) for mark in (". ", "\n", ", ", "” ", '" ', "? ", "! ", "; "))
    piece = piece[max(ends) + 1 :]
    words = WORD.findall(piece)
    if not words or piece.endswith(".") and words[-1].islower():
        return []
    complement = COMPLEMENT.search(piece)
    if complement is not None and (has_comma or not any(w.islower() for w in complement.group(2).split())):
        return [Role(complement.group(1).lower())]
    # Spokeswoman Dr. Ann Miller: a title between the role and the name
    titled = [_role(words[:-1])] if len(words) > 1 and words[-1][0].isupper() and not has_comma else []
    return [*titled, _role(words)]


def _after(text: str, end: int, following: int) -> list[Role]:
    if text[end : end + 2] != ", ":
        return []
    stretch = SENTENCE_END.split(text[end + 2 : min(end + BEHIND, following)], maxsplit=1)[0]
    runs_into_name = end + 2 + len(stretch) >= following
    found: list[Role] = []
    segments = [segment for segment in stretch.split(", ") if segment]
    for place, segment in enumerate(segments):
        cut = AFTER_HEAD.search(segment)
        # Tom Reed, the mayor, Ann Miller: what runs up to the next name is said of that one.
        is_of_next = runs_into_name and place == len(segments) - 1 and cut is None
        if is_of_next or place and not APPOSED.match(segment):
            break
        for phrase in JOINED.split(segment[: cut.start()] if cut else segment):
            found += [_role(called)] if (called := WORD.findall(phrase)) else []
    return found


def head_of(words: str) -> str:
    """The noun of a description: "the ministry of transport" is a ministry; empty where there is none."""
    return modified(words).noun


def kind_of_noun(noun: str, words: str, lexicon: QuoteLexicon) -> str:
    """What a description with this head (lower case) speaks of: unnamed (one person), organization, group, unknown."""
    nouns = lexicon.nouns
    if noun in nouns:
        return nouns[noun]
    if noun in lexicon.gendered:
        return "unnamed"
    singular = noun.removesuffix("s")
    if singular == noun or noun.endswith("ss"):
        return "unknown"
    if singular in nouns or singular in lexicon.gendered:
        return "group" if nouns.get(singular, "unnamed") == "unnamed" else nouns[singular]
    return "unknown" if words.lower().startswith(("a ", "an ")) else "group"
