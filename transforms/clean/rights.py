"""Copyright: holder, year and notice, read from the legal lines that are removed."""

import re
from collections.abc import Iterable

MARK = r"(?:©|ⓒ|℗|(?<!\d)\([cс]\)|\bcopyright\b)"
NOTICE = re.compile(rf"{MARK}(?:[\s:–-]{{0,3}}{MARK}){{0,3}}", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")
YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–—/]\s?(?:(?:19|20)?\d\d|present)?)?(?!\d)", re.IGNORECASE)
RIGHTS = (
    r"(?:\b(?:all rights (?:are )?reserved|alle rechte vorbehalten|alle rechten voorbehouden|tous (?:les )?droits "
    r"(?:sont )?réservés|(?:todos los )?derechos reservados|(?:todos os )?direitos reservados|(?:tutti i )?diritti "
    r"riservati|alla rättigheter (?:för)?behållna|alle rettigheter(?: er)? forbeholdt|alle rettigheder forbeholdes|"
    r"kaikki oikeudet pidätetään|wszelkie prawa zastrzeżone|(?:všechna|všetky) práva vyhra[dz]en[aé]|minden jog "
    r"fenntartva|toate drepturile rezervate|tüm hakları saklıdır|все права защищены|усі права захищені"
    r"|riproduzione (?:riservata|vietata)|(?:toute )?reproduction interdite|prohibida (?:la|su) reproducción)\b"
    r"|無断転載(?:を|・複製)?禁(?:じます|止)|版[权權]所有|무단\s?전재)"
)
RIGHTS_FIRST = re.compile(rf"[\s.,:;|–—-]{{0,5}}{RIGHTS}[\s.,:;|–—-]{{0,5}}", re.IGNORECASE)
# Where the holder's name ends: at the next sentence or link, at what the law or the maker of the site adds.
END = re.compile(
    rf"{RIGHTS}|(?<!\bCo)(?<!\bSt)\.\s(?=\S)|\s[|•·]\s|\bthis (?:material|content|article|story)\b"
    r"|[\s,.;]{1,3}(?:powered by|(?:web)?(?:site|design) by|is (?:an?|part|published)\b|registered (?:office|in)\b"
    r"|in england|terms (?:of|and)\b|privacy\b|imp?ressum\b|imprint\b)"
    # dpa:260303-99-123456/2 counts the messages of an agency.
    r"|,?\s?\b\w{2,10}:\d{6}-\d{2}-\d{3,8}/\d{1,3}",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?:by|the content of|content|all contents?|opphavsrett|ophavsret|upphovsrätt|urheberrecht)\s", re.IGNORECASE
)
DOMAIN = re.compile(r"(?:www\.)?[\w-]{1,60}(?:\.[\w-]{1,30}){1,3}")
LONGEST = 100  # characters of a holder
AROUND = " .,;:|/·•*-–—()"


def read_copyright(notices: Iterable[str]) -> tuple[str | None, int | None, str | None]:
    """Holder, year and notice as printed, from the lowest notice with a year, else from the lowest of all."""
    lines = [notice[:400] for notice in notices if NOTICE.search(notice[:400])]
    lines.reverse()
    for line in sorted(lines, key=lambda line: YEAR.search(line) is None):
        years = [int(year) for year in YEAR.findall(line)]
        holder = _holder(line)
        if holder or years:
            return holder, max(years) if years else None, line
    return None, None, None


def is_notice(line: str) -> bool:
    """Whether a line says that somebody holds the rights since some year."""
    return YEAR.search(line[:400]) is not None and NOTICE.search(line[:400]) is not None


def is_pictures(notice: str) -> bool:
    """Whether a notice names no year and no rights: within a story it is a picture's."""
    return YEAR.search(notice) is None and re.search(RIGHTS, notice, re.IGNORECASE) is None


def _holder(line: str) -> str | None:
    """Whom a notice names behind its mark, else before it; None where that is no name."""
    mark = NOTICE.search(line)
    before, behind = (line[: mark.start()], line[mark.end() :]) if mark else (line, "")
    for text in (behind, *reversed(before.split(". "))):
        text = YEARS.sub("", text)
        if found := RIGHTS_FIRST.match(text):
            text = text[found.end() :]
        parts = [" ".join(part.split()).replace(" ,", ",").strip(AROUND) for part in text.split(" | ")[:2]]
        if len(parts) == 2 and DOMAIN.fullmatch(parts[0]) and not END.match(f" {parts[1]}"):
            parts.reverse()
        name = parts[0]
        end = END.search(f" {name}")
        name = name[: max(0, end.start() - 1)].strip(AROUND) if end else name
        if label := LABEL.match(name):
            name = name[label.end() :].strip(AROUND)
        if 2 <= len(name) <= LONGEST and ":" not in name and any(map(str.isalpha, name)):
            return name
    return None
