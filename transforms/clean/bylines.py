"""Bylines told apart: people, organizations, and the roles printed between them."""

import re
from collections.abc import Iterable, Mapping

from schemas.records import Author
from transforms.clean.blocks import squeeze
from transforms.clean.outlets import bare_name

LONGEST_NAME = 80  # characters
MAX_AUTHORS = 40
LEAD = re.compile(
    r"(?:(?:story|reported|written|text|words|analysis|opinion|review|reporting|posted|published|compiled|presented"
    r"|column|commentary|interview)\s?)?"
    r"(?:by|von|par|por|door|av|af|autor(?:in|en)?|authors?|auteurs?|autore|text|автор|yazan|oleh|作者|記者|记者|文"
    r"|(?-i:d[ie])(?=\s[^\W\d_a-z]))"
    r"(?:\s?[:：/／]\s?|\s)"
    r"|(?:ein|eine)\s\w{3,20}\svon\s|(?:das )?interview(?: führte)?(?::\s?|\s(?=\w{1,25}\s\w))|記者(?=\w)|记者(?=\w)",
    re.IGNORECASE,
)
# What a page prints before a name in lists of authors and below stories: no byline, but a name stands behind it.
LABEL = re.compile(
    r"(?:follow|view (?:the )?profile(?: of)?|(?:see )?(?:all |more )?(?:articles |stories |posts )?(?:by|from)"
    r"|mit (?:material|informationen) (?:der|von)|avec|mit|con)\s"
    r"|(?:quelle|source|fuente|fonte|bron|källa|kilde|źródło|источник|出典)\s?[:：]\s?",
    re.IGNORECASE,
)
# Who took the pictures or edited the story did not write it.
OTHER_CREDIT = re.compile(
    r"(?:photo(?:s|graphs?|graphy)?|pictures?|images?|illustrations?|fotos?|bild(?:er)?|graphics?|video|edit(?:ing|ed)"
    r"|redaktion|production|produced)(?:\s?[:：]|\s(?:by|von|par|de|di|por)\s)",
    re.IGNORECASE,
)
PARTS = re.compile(
    r"\s?[;|•·\n／]\s?|\s?,(?!\s?(?:jr|sr|ii|iii)\b)\s?(?:and\s|und\s)?|\s(?:and|und|et|en|och|og|oraz|ve|dan|with|mit"
    r"|avec|(?-i:и)|(?-i:[ey])(?=\s[\w.'’-]{1,25}\s\w))\s|\s?&\s|\s/\s|、|\s[-–—]\s|\s(?=(?-i:The)\s\w)",
    re.IGNORECASE,
)
# ANNA HOLM Associated Press: after a name in capitals, the outlet's.
OUTLET_BEHIND = re.compile(r"((?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]{1,25} ){2,3})(?=[A-Z][a-z])")
SURNAME_FIRST = re.compile(r"([^\W\d_a-z][\w'’-]{0,25}[a-zß-ÿ]), ?([^\W\d_a-z][\w'’-]{0,25}[a-zß-ÿ.])")
DEGREE = re.compile(r"(?:ph\.?d|dphil|m\.?d|m\.?a|mba|esq|obe|mbe|cbe)\.?", re.IGNORECASE)
# Where a name ends and a place, a clock or an address begins: Anna Holm in Oslo, Piet Vos @piet, Ida MoeSun 9 Mar.
TRAIL = re.compile(
    r"\s(?:in|aus|from|updated|published|contributed|via)\s.{0,100}$|\s(?:follow|folgen|suivre)$|\s?[(\[].{0,100}$"
    r"|\s\S{0,60}@\w{1,40}.{0,60}$|\s?https?://.{0,200}$",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"\s?\b(?:on |am |le |el )?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?"
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? )?\d.{0,60}$"
)
GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
                   r"[a-z]{0,6}\.?,? \d)")  # fmt: skip
# Piet Vos for the Gazette; but not Voice of America.
SERVED = re.compile(r"\s(?:for|für|pour|para|at|to|of)\s.{0,100}$", re.IGNORECASE)
ROLE_NOUN = (
    r"(?:writer|reporter|correspondent|editor(?:-in-chief| in chief)?|columnist|contributor|journalist|photographer"
    r"|producer|critic|analyst|redakteur(?:in)?|korrespondent(?:in)?|reporter(?:in)?|journaliste|correspondant(?:e)?|redactor(?:a)?"
    r"|corresponsal|periodista|giornalista|inviato|redaktor|dziennikarz|redacteur|verslaggever|корреспондент|журналист"
    r"|обозреватель|muhabir(?:i)?|toimittaja|reporterka)s?"
)
ROLE = re.compile(
    rf"(?:.{{0,40}}\b)?(?:{ROLE_NOUN}|intern|chief|fellow|author|professor|lecturer|researcher|director"
    r"|politics|business|sports?|technology|science|health|world|opinion|報導|报道)(?:\b.{0,40})?",
    re.IGNORECASE,
)
ROLE_BEHIND = re.compile(
    r"\s(?:(?:chief|senior|deputy|associate|assistant|managing|executive|staff|contributing|special|political|politics"
    r"|business|economics?|financial?|sports?|technology|science|health|education|environment|climate|crime|legal|royal"
    r"|diplomatic|foreign|world|national|international|europe|middle|east|news|arts|culture|features?|opinion|local"
    rf"|democracy|freelance|guest|digital|data|media|defen[cs]e|security|transport|religion|food|travel)\s){{0,4}}"
    rf"{ROLE_NOUN}$",
    re.IGNORECASE,
)
ORGANIZATION = re.compile(
    r"\b(?:news|newsroom|staff|press|agency|agencies|agenc[ei]as?|agences?|agenturen|agenzie|editorial|team|board|media"
    r"|magazine|times|post|daily|herald|gazette|tribune|courier|chronicle|"
    r"journal|network|service|reporters|writers|correspondents|redaktion|redaktionen|redacción|redazione|rédaction|redação|redacția|"
    r"redakcja|redakce|редакция|desk|online|tv|radio|inc|ltd|gmbh|ag|eg|group|foundation|university|universität|université"
    r"|universidad|school|college|institute|institut|association|alliance|society|center|centre|stiftung|verlag|"
    r"committee|council|ministry|department|company|partners|studio|zeitung|nachrichten|presse|agentur|editors|contributors|"
    r"newsdesk|admin|webmaster|newspaper|bureau|wire|digital|bloomberg|reuters|guest|sponsored|advertorial)\b"
    r"|\.(?:com|org|net|de|co|uk|ru|at|ch|info)\b|[-‐]redaktion\b",
    re.IGNORECASE,
)
LAST_DOT = re.compile(r"(?:\b[A-ZÀ-Þ]|\b[JS]r)\.$")  # Piet Vos Jr., Anna H.
AUTHOR_TOKENS = re.compile(r"author|byline|writer|(?:entry|post|article)-?meta|autor(?![a-z])")
NAME = re.compile(
    r"(?:(?:Dr|Prof)\. )?[^\W\d_a-z][\w'’.-]{0,25}"
    r"(?: (?:(?:de|van|von|der|den|di|da|del|la|bin|al|el) ){0,2}[^\W\d_a-z][\w'’.-]{0,25}){1,3}"
)
NOT_A_NAME = re.compile(
    r"https?:|www\.|\S@\S|^@|[<>{}=\\]|\d{3}|^(?:\d.{0,20}|admin|none|null|undefined|anonymous|unknown(?: author)?|n/a"
    r"|by|author|false|true|see (?:more|all)|\W{0,9})$",
    re.IGNORECASE,
)


def read_authors(
    stated: Iterable[tuple[str, str | None]], outlets: Iterable[str | None], agencies: Mapping[str, str]
) -> list[Author]:
    """The authors named in `stated`, pairs of a byline and its type (Person, Organization, None), each once.

    `outlets` are the names that the page's own outlet goes by.
    """
    found: dict[str, Author] = {}
    own = {bare_name(outlet) for outlet in outlets if outlet}
    for byline, kind in stated:
        names = split_byline(byline)
        if kind is not None and kind.endswith("Organization") and not all(map(_like_a_person, names)):
            # A company's commas part its name from its place: Harbor Gazette, Oslo, Norway.
            names = [squeeze(byline[:LONGEST_NAME].split(", ")[0])]
        for name in names[:MAX_AUTHORS]:
            if len(found) < MAX_AUTHORS:
                found.setdefault(name.casefold(), Author(name, _kind(name, kind, own, agencies)))
    return list(found.values())


def split_byline(byline: str) -> list[str]:
    """The names in one byline as printed, without "By", roles, places and addresses."""
    line = squeeze(byline[:1_000]).strip("【】")
    if SURNAME_FIRST.fullmatch(line.split(";")[0].strip()) and not ORGANIZATION.search(line):
        line = SURNAME_FIRST.sub(r"\2 \1", line)
    if " " in line and "://" not in line:
        line = line.replace("/", " / ")
    names: list[str] = []
    is_other = False
    for part in PARTS.split(OUTLET_BEHIND.sub(r"\1, ", line)):
        is_other = OTHER_CREDIT.match(part) is not None or (is_other and not LEAD.match(part))
        if is_other:
            continue
        name = _name(part)
        if len(name) < 2 or len(name) > LONGEST_NAME or NOT_A_NAME.search(name):
            continue
        # After a name in mixed case, capitals are the outlet's: David Holm, HARBOR RADIO.
        if names and (ROLE.fullmatch(name) or (name.isupper() and not names[0].isupper() and len(name) > 3)):
            continue
        if names and (DEGREE.fullmatch(name) or _is_place(name, names[0])):
            continue
        names.append(name.title() if name.isupper() and " " in name and not ORGANIZATION.search(name) else name)
    return names


def _name(part: str) -> str:
    """What is left of one part of a byline without what stands before and behind the name."""
    for lead in (LEAD, LABEL):
        part = lead.sub("", part, count=1) if lead.match(part) else part
    name = TRAIL.sub("", GLUED.sub(" ", part.replace(",", "")))
    for behind in (WHEN, ROLE_BEHIND, SERVED):
        head = behind.sub("", name)
        if " " in head and not (behind is SERVED and (ORGANIZATION.search(head) or head.startswith("The "))):
            name = head
    name = name.strip(' ,;:|*•·-–—"“”【】')
    return name if LAST_DOT.search(name) else name.rstrip(". ")


def _is_place(name: str, first: str) -> bool:
    """Whether one word behind a full name or an organization is where they are: Anna Holm, Oslo, Norway."""
    is_full = " " in first or ORGANIZATION.search(first) is not None
    return is_full and " " not in name and name.istitle() and ORGANIZATION.search(name) is None


def _like_a_person(name: str) -> bool:
    return len(name.split()) in (2, 3) and ORGANIZATION.search(name) is None


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
            found = [part for part in split_byline(text) if NAME.fullmatch(part) and not ORGANIZATION.search(part)]
            if found and (marked or is_byline(text) or len(" ".join(found)) > len(text) * 0.8):
                return found
    return []


def _kind(name: str, stated: str | None, own: set[str], agencies: Mapping[str, str]) -> str:
    bare = bare_name(name)
    if name in agencies or any(bare == outlet or (len(bare) > 4 and outlet.startswith(bare)) for outlet in own):
        return "organization"
    if ORGANIZATION.search(name) or ROLE.fullmatch(name):
        return "organization"
    if " " not in name and (name.isupper() or name.islower()):
        return "organization"
    return "organization" if stated and stated.endswith("Organization") and not _like_a_person(name) else "person"
