"""Bylines told apart: people, organizations, and the roles printed between them."""

import re
from collections.abc import Iterable, Mapping

from schemas.records import Author
from transforms.clean.blocks import squeeze

LONGEST_NAME = 80  # characters
MAX_AUTHORS = 40
LEAD = re.compile(
    r"(?:(?:story|reported|written|text|words|analysis|opinion|review|reporting|posted|published|compiled|presented)\s?)?"
    r"(?:by|von|par|por|door|av|af|autor(?:in|en)?|authors?|auteurs?|autore|text|redaktion|автор|yazan|oleh|作者|記者|文)"
    r"(?:\s?[:：]\s?|\s)",
    re.IGNORECASE,
)
PARTS = re.compile(
    r"\s?[;|•·\n]\s?|\s?,\s(?:and\s|und\s)?|\s(?:and|und|et|en|och|og|oraz|и|ve|dan|with|mit|e|y)\s|\s?&\s|\s/\s|、|\s[–—]\s",
    re.IGNORECASE,
)
# Where a name ends and a place, a desk or a role begins: Anna Holm in Oslo, Piet Vos for the Gazette.
TRAIL = re.compile(
    r"\s(?:in|aus|from|for|für|pour|para|at|to|of|updated|published|contributed)\s.{0,100}$|\s?[(\[].{0,100}$|\s@\w{1,40}.{0,60}$|"
    r"\s?https?://.{0,200}$",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"(?:.{0,40}\b)?(?:writer|reporter|correspondent|editor(?:-in-chief|in chief)?|columnist|contributor"
    r"|journalist|photographer|producer|"
    r"intern|chief|fellow|producer|author|critic|analyst|professor|lecturer|researcher|director|redakteur(?:in)?|korrespondent(?:in)?|"
    r"reporter(?:in)?|journaliste|correspondant(?:e)?|redactor(?:a)?|corresponsal|periodista|giornalista|inviato|redaktor|"
    r"dziennikarz|redacteur|verslaggever|корреспондент|журналист|обозреватель|muhabir(?:i)?|toimittaja|reporterka|"
    r"politics|business|sports?|technology|science|health|world|opinion)(?:\b.{0,40})?",
    re.IGNORECASE,
)
ORGANIZATION = re.compile(
    r"\b(?:news|newsroom|staff|press|agency|agenc[ei]a|agence|editorial|team|board|media|magazine|times|post|daily|herald|gazette|tribune|"
    r"journal|network|service|reporters|writers|correspondents|redaktion|redaktionen|redacción|redazione|rédaction|redação|redacția|"
    r"redakcja|redakce|редакция|desk|online|tv|radio|inc|ltd|gmbh|group|foundation|university|institute|institut|association|"
    r"committee|council|ministry|department|company|partners|studio|zeitung|nachrichten|presse|agentur|editors|contributors|"
    r"newsdesk|admin|webmaster|newspaper|bureau|wire|digital|bloomberg|reuters|guest)\b|\.(?:com|org|net|de|co|uk|ru|at|ch|info)\b",
    re.IGNORECASE,
)
AUTHOR_TOKENS = re.compile(r"author|byline|writer|(?:entry|post|article)-?meta|autor(?![a-z])")
NAME = re.compile(
    r"(?:(?:Dr|Prof)\. )?[^\W\d_a-z][\w'’.-]{0,25}"
    r"(?: (?:(?:de|van|von|der|den|di|da|del|la|bin|al|el) ){0,2}[^\W\d_a-z][\w'’.-]{0,25}){1,3}"
)
NOT_A_NAME = re.compile(
    r"https?:|www\.|\S@\S|[<>{}=\\]|\d{3}|^(?:admin|none|null|undefined|anonymous|unknown|n/a|by|author|false|true|\W{0,9})$",
    re.IGNORECASE,
)


def read_authors(
    stated: Iterable[tuple[str, str | None]], publisher: str | None, agencies: Mapping[str, str]
) -> list[Author]:
    """The authors named in `stated`, pairs of a byline and its type (Person, Organization, None), each once."""
    found: dict[str, Author] = {}
    for byline, kind in stated:
        # A company's commas part its name from its place: Harbor Gazette, Oslo, Norway.
        company = kind is not None and kind.endswith("Organization")
        for name in split_byline(byline)[: 1 if company else MAX_AUTHORS]:
            if len(found) < MAX_AUTHORS:
                found.setdefault(name.casefold(), Author(name, _kind(name, kind, publisher, agencies)))
    return list(found.values())


def split_byline(byline: str) -> list[str]:
    """The names in one byline as printed, without "By", roles, places and addresses."""
    line = squeeze(byline[:1_000])
    names: list[str] = []
    for part in PARTS.split(LEAD.sub("", line, count=1) if LEAD.match(line) else line):
        name = TRAIL.sub("", LEAD.sub("", part, count=1) if LEAD.match(part) else part).strip(' ,.;:|*•·-–—"“”')
        if len(name) < 2 or len(name) > LONGEST_NAME or NOT_A_NAME.search(name):
            continue
        # After a name in mixed case, capitals are the outlet's: David Holm, HARBOR RADIO.
        if names and (ROLE.fullmatch(name) or (name.isupper() and not names[0].isupper() and len(name) > 3)):
            continue
        names.append(name.title() if name.isupper() and " " in name and not ORGANIZATION.search(name) else name)
    return names


def is_byline(text: str) -> bool:
    """Whether a short block reads as a byline: "By" and then names."""
    if len(text) > 160 or not (lead := LEAD.match(text)):
        return False
    names = split_byline(text)
    rest = text[lead.end() :]
    return bool(names) and rest[:1].isupper() and len(rest.split()) <= 14 and not text.endswith((".", "!", "?"))


def printed_names(lines: Iterable[tuple[str, str, bool]]) -> list[str]:
    """Names that are printed above a story, from its lines: text, class tokens, and whether it stands right above.

    A line counts where its element is the author's or the date's, where it begins with "By", or where it stands
    directly above the first paragraph and is nothing but a name.
    """
    for text, tokens, is_last in lines:
        if len(text) > 160:
            continue
        marked = AUTHOR_TOKENS.search(tokens) is not None
        if marked or is_byline(text) or (is_last and len(text) <= 60):
            found = [part for part in split_byline(text.replace("/", ", ")) if NAME.fullmatch(part)]
            if found and (marked or is_byline(text) or len(" ".join(found)) > len(text) * 0.8):
                return found
    return []


def _kind(name: str, stated: str | None, publisher: str | None, agencies: Mapping[str, str]) -> str:
    if name in agencies or (publisher and name.casefold() == publisher.casefold()):
        return "organization"
    if ORGANIZATION.search(name) or (len(name.split()) == 1 and (name.isupper() or name.islower())):
        return "organization"
    return (
        "organization" if stated and stated.endswith("Organization") and len(name.split()) not in (2, 3) else "person"
    )
