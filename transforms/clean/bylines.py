"""Bylines told apart: people, organizations, and the roles printed between them."""

import re
from collections.abc import Iterable, Mapping

from schemas.records import Author
from transforms.clean.byline_words import BylineWords
from transforms.clean.characters import EAST, squeeze
from transforms.clean.outlets import bare_name

LONGEST_NAME, MOST_WORDS = 80, 7  # characters and words
MAX_AUTHORS = 40
LONGEST_SIGNED = 60  # characters of a name with a role behind it
# ANNA HOLM Associated Press: after a name in capitals, the outlet's.
OUTLET_BEHIND = re.compile(r"((?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]{1,25} ){2,3})(?=[A-Z][a-z])")
SURNAME_FIRST = re.compile(r"([^\W\d_a-z][\w'’-]{0,25}[a-zß-ÿ]), ?([^\W\d_a-z][\w'’-]{0,25}[a-zß-ÿ.])")
DAYS = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
WHEN = re.compile(
    rf"\s?\b(?:on |am |le |el |op |den )?(?:{DAYS}(?:[a-z]{{0,6}}day)?,? ?)?(?:{MONTHS}[a-z]{{0,6}}\.? )?\d.{{0,60}}$"
    rf"|\s(?:on )?{DAYS}[a-z]{{0,6}}day$"
)
GLUED = re.compile(
    rf"(?<=[a-zß-ÿ])(?=(?:{DAYS}|{MONTHS})[a-z]{{0,6}}\.?,? \d|\d{{1,2}}(?:[./-]\d|\.? [^\W\d_]{{3,10}}\.? \d{{4}}))"
)
# Piet Vos for the Gazette; but not Voice of America.
SERVED = re.compile(r"\s(?:for|für|pour|para|at|to|of)\s.{0,100}$", re.IGNORECASE)
SPECIAL = re.compile(r",?\s\(?(?:special|exclusive|exclusively) (?:to|for) [^,;|]{2,60}", re.IGNORECASE)
# Anna HolmPiet Vos: names that only the look of a page parts.
GLUED_NAMES = re.compile(r"(?<=[a-zß-ÿ]{2})(?<!Mac)(?<!Fitz)(?=[^\W\d_a-z][a-zß-ÿ]{1,25} [^\W\d_a-z])")
# May 5, 2026 by Anna Holm
DATE_BEFORE = re.compile(r"\D{0,30}\d[^a-z]{0,30}\s(?=by\s)", re.IGNORECASE)
LONG_LOWER = re.compile(r"\b[a-zß-ÿ]{7,40}\b")  # Syrian defense ministries: names have short particles only
INITIALS = re.compile(r"\b[B-DF-HJ-NP-TV-XZ]{3,6}\b")  # no vowel, no name: BBC
LAST_DOT = re.compile(r"(?:\b[A-ZÀ-Þ]|\b[JS]r)\.$")  # Piet Vos Jr., Anna H.
MAIL = re.compile(r"<?\b[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,3}>?")
AUTHOR_TOKENS = re.compile(r"author|byline|writer|(?:entry|post|article)-?meta|autor(?![a-z])")
# A name of scripts that write it in one word, or in two; one word in katakana is none (コラム).
EASTERN_NAME = re.compile(rf"(?![ァ-ー]{{2,6}}$){EAST.pattern}{{2,6}}(?:[ ・·]{EAST.pattern}{{1,8}})?")
NAME = re.compile(
    r"(?:(?:Dr|Prof)\. )?(?!The )[^\W\d_a-z][\w'’.\u200c-]{0,25}"
    r"(?: (?:(?:de|van|von|der|den|di|da|del|la|bin|al|el) ){0,2}[^\W\d_a-z][\w'’.\u200c-]{0,25}){1,3}"
)
NOT_A_NAME = re.compile(
    r"https?:|www\.|\S@\S|^@|\w\.\w{2,4}/|[<>{}=\\]|\d{3}"
    rf"|^(?:\d.{{0,20}}|{MONTHS}[a-z]{{0,6}}\.? \d.{{0,10}}|\W{{0,9}})$",
    re.IGNORECASE,
)


def read_authors(
    stated: Iterable[tuple[str, str | None]],
    outlets: Iterable[str | None],
    words: BylineWords,
    agencies: Mapping[str, str],
) -> list[Author]:
    """The authors named in `stated`, pairs of a byline and its type (Person, Organization, None), each once.

    `outlets` are the names that the page's own outlet goes by.
    """
    found: dict[str, Author] = {}
    own = {bare_name(outlet) for outlet in outlets if outlet}
    for byline, kind in stated:
        names = split_byline(byline, words)
        if (
            kind is not None
            and kind.endswith("Organization")
            and not all(_like_a_person(name, words) for name in names)
        ):
            # A company's commas part its name from its place: Harbor Gazette, Oslo, Norway.
            names = [squeeze(byline[:LONGEST_NAME].split(", ")[0])]
        # Anna Holm, Harbor Gazette: what stands beside a name is where she works.
        others = [part for name in names if bare_name(name) not in own for part in _served(name, agencies)]
        for name in (others or names)[:MAX_AUTHORS]:
            name = name.upper() if name not in agencies and name.upper() in agencies else name
            if len(found) < MAX_AUTHORS and (len(name.split()) <= MOST_WORDS or _is_house(name, words)):
                found.setdefault(name.casefold(), Author(name, _kind(name, kind, own, words, agencies)))
    return list(found.values())


def split_byline(byline: str, words: BylineWords) -> list[str]:
    """The names in one byline as printed, without "By", roles, places and addresses."""
    line = SPECIAL.sub("", squeeze(MAIL.sub("", byline[:1_000])).strip("【】"))
    line = line.strip("()（）") if line.startswith(("(", "（")) else line
    if SURNAME_FIRST.fullmatch(line.split(";")[0].strip()) and not _is_house(line, words):
        line = SURNAME_FIRST.sub(r"\2 \1", line)
    if before := DATE_BEFORE.match(line):
        line = line[before.end() :]
    if lead := words.lead.match(line):
        line = line[lead.end() :]
    if " " in line and "://" not in line:
        line = line.replace("/", " / ")
    line = words.other_within.sub("; ", OUTLET_BEHIND.sub(r"\1, ", line))
    names: list[str] = []
    is_loud = is_other = False
    for part in words.parting.split(line):
        is_other = words.other.match(part) is not None or (is_other and not words.lead.match(part))
        if is_other or words.other_behind.search(part):
            continue
        name = _name(part, words)
        if not 2 <= len(name) <= LONGEST_NAME or NOT_A_NAME.search(name) or words.nobody.fullmatch(name):
            continue
        # After a name in mixed case, capitals are the outlet's: David Holm, HARBOR RADIO.
        if names and (words.role.fullmatch(name) or (name.isupper() and not is_loud and len(name) > 3)):
            continue
        if names and (words.degree.fullmatch(name) or _is_place(name, names[0], words)):
            continue
        is_loud = is_loud or name.isupper()
        is_shouted = name.isupper() and " " in name and not _is_house(name, words) and not INITIALS.search(name)
        names.append(name.title() if is_shouted else name)
    return names


def _name(part: str, words: BylineWords) -> str:
    """What is left of one part of a byline without what stands before and behind the name."""
    for before in (words.lead, words.listed):
        part = before.sub("", part, count=1) if before.match(part) else part
    name = GLUED.sub(" ", part.replace(",", ""))
    for _ in range(2):
        name = words.trail.sub("", name)
    for behind in (WHEN, words.role_behind, SERVED):
        head = behind.sub("", name)
        if (" " in head or EAST.search(head)) and not (
            behind is SERVED and (_is_house(head, words) or head.startswith("The "))
        ):
            name = head
    name = name.strip(' ,;:|*•·-–—"“”【】')
    return name if LAST_DOT.search(name) else name.rstrip(". ")


def _served(name: str, agencies: Mapping[str, str]) -> list[str]:
    """The name, and the agency that stands right behind it: Anna Holm Associated Press."""
    parts = name.split()
    for size in (1, 2, 3):
        if len(parts) - size in (2, 3) and " ".join(parts[-size:]) in agencies:
            return [" ".join(parts[:-size]), " ".join(parts[-size:])]
    return [name]


def _is_place(name: str, first: str, words: BylineWords) -> bool:
    """Whether one word behind a full name or an organization is where they are: Anna Holm, Oslo, Norway."""
    is_full = " " in first or _is_house(first, words)
    return is_full and " " not in name and name.istitle() and not _is_house(name, words)


def _is_house(name: str, words: BylineWords) -> bool:
    """Whether a name is that of an outlet, a desk or a company: one of their words is in it, and it is no family's."""
    if (found := words.house.search(name)) is None:
        return False
    first = name.split(" ", 1)[0]
    is_family = words.surname.fullmatch(name) is not None and found.end() == len(name)
    return not (is_family and (first in words.given or first.title() in words.given))


def _like_a_person(name: str, words: BylineWords) -> bool:
    return len(name.split()) in (2, 3) and not _is_house(name, words)


def is_byline(text: str, words: BylineWords) -> bool:
    """Whether a short block reads as a byline: "By" and then names."""
    if len(text) > 160 or not (lead := words.lead.match(text)):
        return False
    rest = text[lead.end() :]
    # Many scripts have no capitals.
    is_short = (
        rest[:1].isalpha() and not rest[:1].islower() and len(rest.split()) <= 14 and not text.endswith((".", "!", "?"))
    )
    return is_short and bool(split_byline(text, words))


def printed_names(lines: Iterable[tuple[str, str, bool]], story: str, words: BylineWords) -> list[str]:
    """Names that are printed above a story, from its lines: text, class tokens, and whether it stands right above.

    A line counts where its element is the author's or the date's, where it begins with "By", or where it stands
    directly above the first paragraph and is nothing but a name. One that the story speaks of is rather a place. Where
    authors have a line each, all lines of the first one's look are read.
    """
    found: list[str] = []
    row = ""
    for text, tokens, is_last in lines:
        if found and tokens != row:
            break
        if len(text) > 160:
            continue
        is_sure = (
            AUTHOR_TOKENS.search(tokens) is not None or is_byline(text, words) or (is_last and is_signed(text, words))
        )
        if is_sure or (is_last and len(text) <= 60):
            names = split_byline(GLUED_NAMES.sub(_between, text) if " " in text[:30] else text, words)
            shapes = (NAME, EASTERN_NAME) if is_sure and names != [text.strip()] else (NAME,)
            people = [n for n in names if any(s.fullmatch(n) for s in shapes) and not _is_house(n, words)]
            is_bare = len(" ".join(people)) > len(text) * 0.8 and not any(name in story for name in people)
            if people and (is_sure or is_bare) and (not found or is_bare):
                found, row = [*found, *people], tokens
    return found


def is_signed(text: str, words: BylineWords) -> bool:
    """Whether a short line ends with what somebody is: Anna Holm Journalist, 김민수 기자."""
    return len(text) <= LONGEST_SIGNED and words.role_behind.search(text) is not None


def _between(joint: re.Match[str]) -> str:
    return "; " if joint.string[joint.end()].isupper() else ""


def _kind(name: str, stated: str | None, own: set[str], words: BylineWords, agencies: Mapping[str, str]) -> str:
    bare = bare_name(name)
    if name in agencies or any(bare == outlet or (len(bare) > 4 and outlet.startswith(bare)) for outlet in own):
        return "organization"
    if _is_house(name, words) or words.role.fullmatch(name) or INITIALS.search(name):
        return "organization"
    if " " not in name and (name.isupper() or name.islower()):
        return "organization"
    if name.startswith("The ") or (LONG_LOWER.search(name) and not name.islower()):
        return "organization"
    is_named = stated is None or not stated.endswith("Organization") or _like_a_person(name, words)
    return "person" if is_named else "organization"
