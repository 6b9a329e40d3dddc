"""Wire copy and pictures: dateline, agency, and the credits read from the lines that are removed."""

import re
from collections.abc import Iterable, Mapping

from transforms.clean.characters import EAST

DATELINE_REACH = 140  # characters of the first paragraph in which a dateline stands
# OSLO, May 5 (Reuters) - / Berlin (dpa) - / WASHINGTON — / New Delhi [India], May 5 (ANI):
AGENCY_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^()\n!?:;“”\"]{1,70}?)?,?\s?(?:\((?P<agency>[^()\n]{2,40})\)|/(?P<between>[^()/\n]{2,40})/)"
    r"[.,]{0,2}\s?(?:[-–—:]{1,2}|(?=[^\W\d_]))\s?"
)
# （中央社記者王小明台北5日電） / (서울=연합뉴스) / 新华社奥斯陆5月5日电
EAST_DATELINE = re.compile(r"[（(【\[][^（()）【】\[\]\n]{2,40}[)）】\]]|[^\s、。，（(]{2,20}[电電](?=[\s（(])")
# An agency that the table does not know: BOZEMAN, Montana (Kestrel) -
UNKNOWN_AGENCY = re.compile(r"[^\W\d_a-z][^\W\d]{1,20}(?: [^\W\d_a-z][^\W\d]{1,20}){0,2}")
CAPITALS = re.compile(r"[A-ZÀ-ÖØ-ÞА-Я][A-ZÀ-ÖØ-ÞА-Я.'’-]{2,30}\b")
PLAIN_DATELINE = re.compile(
    r"(?P<place>(?:[A-ZÀ-ÖØ-ÞА-Я][A-ZÀ-ÖØ-ÞА-Я.'’-]{1,30})(?: [A-ZÀ-ÖØ-ÞА-Я][A-ZÀ-ÖØ-ÞА-Я.'’-]{0,30}){0,3}"
    r"(?:, (?:[A-ZÀ-ÖØ-Þ][\w.]{1,20}(?: \d{1,2})?|\d{1,2}\.? [^\W\d_]{3,12})){0,2}) ?(?:—|–|--|-) ?"
)
LOWER_WORDS = 2  # that a credit may have: "Photos: A town in the rain" is a headline
# A name that ends a line of names: By Anna Holm Associated Press. Shorter ones are also initials of states.
SHORTEST_BEHIND = 3  # characters
# The sign of an agency behind the last words of its copy: （共同）, (AFP)
END_SIGN = re.compile(r"[(（【\[]([^()（）【】\[\]]{2,30})[)）】\]]$")
PICTURE_REACH = 140  # last characters of a caption in which its credit stands
# What stands before the name in a credit: Photo: / (Foto von / Image copyright / 写真＝
CREDIT_LABEL = re.compile(
    r"(?:(?:file |stock |handout )?(?:photo(?:graph(?:er|ie|s|y)?)?s?|pictures?|images?|media|illustration|graphic|"
    r"video|foto(?:s|graf(?:ie|ía)?)?|bild(?:er|quelle)?|quelle|grafik|kuva|zdjęcie|fot\.|фото|crédits?|crédito|credit)"
    r"(?: (?:credits?|copyright|source|courtesy|photo))?\s?"
    r"(?:[:：|©/＝=]{1,2}|\b(?:by|of|von|de|par|di|av|courtesy of|via)\s)"
    r"|(?:image|photo|picture|media) (?:copyright|source|credit)\s|courtesy(?: of)?\s?[:/]?\s?|[©ⓒ📷]"
    r"|(?:写真|画像|提供|图片来源|圖片來源|图源|사진|출처)\s?[:：=＝／/]\s?)\s?",
    re.IGNORECASE,
)
# (AP Photo/Jon Berg) AP: the letters behind it sort the pictures.
IN_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]{1,200})[)\]）】](?: [^\W\d_]{1,5})?\.?")
# The bridge in January. Photo: Jon Berg / (Foto: Jon Berg/dpa) / Bild © Jon Berg / Jon Berg/Getty Images
PICTURE_CREDIT = re.compile(
    r"(?:\b(?:photo(?:graph(?:er|s)?)?|fotos?|fotograf|bild(?:er|quelle|rechte)?|quelle|image|picture|illustration"
    r"|crédit(?: photo)?|credit)(?: credit)?\s?(?:[:|©]\s?|\.{3}|(?:by|von|par|av)\s(?=(?-i:[A-ZÀ-Þ])))|[©📷]\s?)"
    r"(?P<name>[^\W\d_][^()\n:©]{2,80})\)?$"
    r"|(?:^|[.(]\s?)(?P<agency>(?:(?-i:[A-ZÀ-Þ])[\w.'’-]{0,25}\s){0,3}(?-i:[A-ZÀ-Þ])[\w.'’-]{0,25}\s?/\s?"
    r"(?:AFP|AP|Reuters|dpa|EPA|EFE|PA|Getty)\b[^().:\n]{0,40})\)?$"
    r"|(?:^|[.(\s])(?P<sign>(?-i:AP Photo|AFP|REUTERS|EFE|EPA|ANSA|APA|dpa|IMAGO|imago|Getty Images|picture alliance)"
    r"\s?/\s?(?-i:[A-ZÀ-Þ])[^().:\n]{1,60})\)?$",
    re.IGNORECASE,
)


def read_dateline(text: str, agencies: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The dateline that opens `text`, the first paragraph, and the agency in it: `OSLO, May 5 (Reuters)`, Reuters."""
    opening = text[:DATELINE_REACH]
    found = AGENCY_DATELINE.match(opening)
    named = (found["agency"] or found["between"]) if found else ""
    if found and (agency := _agency(named, agencies) or _unknown_agency(found, named)) is not None:
        return found.group().rstrip(" -–—:.,") or None, agency
    if (found := EAST_DATELINE.match(opening)) and (agency := _named_within(found.group(), agencies)) is not None:
        return found.group(), agency
    found = PLAIN_DATELINE.match(opening)
    if found and len(found["place"]) > 2 and found.end() < len(opening):
        # МОСКВА, 5 мая — РИА Новости.
        return found["place"].strip(), _agency(opening[found.end() :].split(".", 1)[0], agencies)
    return None, None


def read_agency(credits: Iterable[str], agencies: Mapping[str, str]) -> str | None:
    """The first agency that one of `credits` (bylines, author names, credit lines) names, None where none does."""
    for credit in credits:
        if (agency := _agency(credit, agencies) or _signed_behind(credit, agencies)) is not None:
            return agency
        for part in re.split(r"[/,;|()]| (?:and|und|mit|with|et|y) |\s[-–—]\s", credit[:200]):
            if (agency := _agency(part, agencies)) is not None:
                return agency
    return None


def read_end_sign(text: str, agencies: Mapping[str, str]) -> str | None:
    """The agency that signs behind the last words of its copy, None where none does."""
    found = END_SIGN.search(text[-40:].rstrip())
    return None if found is None or len(found[1]) == 2 and found[1].isascii() else _agency(found[1], agencies)


def read_credit(line: str) -> str:
    """Whom a credit line names, without its label, the caption before it and the initials behind it."""
    bare = IN_BRACKETS.sub(r"\1", line) if IN_BRACKETS.fullmatch(line) else line
    if label := CREDIT_LABEL.match(bare):
        named = bare[label.end() :].strip(" .,")
    else:
        named = read_picture_credit([bare]) or bare
    return named.strip(" ,") if any(char.isalnum() for char in named) else line


def read_picture_credit(captions: Iterable[str]) -> str | None:
    """Who took the picture, from the first caption that ends with its credit, None where none does."""
    for caption in captions:
        if found := PICTURE_CREDIT.search(caption[-PICTURE_REACH:].strip()):
            credit = str(found["name"] or found["agency"] or found["sign"]).strip(" .")
            if sum(word.islower() and len(word) > 2 for word in credit.split()) <= LOWER_WORDS:
                return credit
    return None


def _named_within(line: str, agencies: Mapping[str, str]) -> str | None:
    """The agency whose name stands in a line that parts no words."""
    return next((name for form, name in agencies.items() if EAST.search(form) and form in line), None)


def _signed_behind(credit: str, agencies: Mapping[str, str]) -> str | None:
    """The agency whose name ends a line of names."""
    line = credit[:200].rstrip(" .)")
    return next(
        (name for form, name in agencies.items() if len(form) >= SHORTEST_BEHIND and line.endswith(f" {form}")), None
    )


def _unknown_agency(found: re.Match[str], named: str) -> str | None:
    """A name in parentheses between a place in capitals and a dash signs as an agency does."""
    is_signed = found.group().rstrip().endswith(("-", "–", "—")) and CAPITALS.match(found["place"] or "") is not None
    return named if is_signed and UNKNOWN_AGENCY.fullmatch(named) else None


def _agency(form: str, agencies: Mapping[str, str]) -> str | None:
    form = form.strip().strip(".,;:()")
    return agencies.get(form) or agencies.get(form.split("/")[0].strip())
