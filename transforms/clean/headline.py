"""The headline of the story, chosen among the spellings that a page carries."""

import re
from collections.abc import Iterable

from transforms.clean.characters import EAST
from transforms.clean.dump import fold
from transforms.clean.outlets import bare_name, is_like_outlet, is_outlet

LONGEST = 400  # characters
SOURCES = ("json_ld", "h1", "og", "title", "twitter", "name", "alternative")  # the most trusted first
# JSON-LD allows a headline 110 characters, so longer ones are cut, some without a mark.
CUT_FROM = 90
KICKER = re.compile(r"(?::| [-–—|/]) ")
BARS = re.compile(r"\s?[|｜]\s?|(?<=[\u3040-\u9fff])(?:--|_)(?=[\u3040-\u9fff])")  # before and behind a site's name
OPENING = re.compile(r"(?:^|\s)['\"‘“„«»‹›]")
CLOSING = re.compile(r"['\"’”“»«›‹]$")
CUT = re.compile(r"\s?(?:…|\.\.\.)$")
NO_LETTER = re.compile(r"[\W_]")
PARTING = re.compile(
    r"\s(?:[|–—―−·•»›«‹/~*:-]{1,2})\s|\s?[|｜：]\s?|:\s|(?<=\w)[—―](?=[^\W\d_a-z])"
    r"|(?<=[\u3040-\ud7af])[-_:]{1,2}(?=[\u3040-\ud7af])"
)
WORD = re.compile(r"\w{1,100}")
A_LINE = 4  # words of a headline; of scripts that part no words three letters count as one
IN_BRACKETS = re.compile(r"^[\[【(（][^()（）\[\]【】]{2,40}[\]】)）]|[(（\[【][^()（）\[\]【】]{2,40}[)）\]】]$")


def choose_headline(
    candidates: list[tuple[str, str | None]], outlets: frozenset[str], printed: Iterable[str] = ()
) -> tuple[str | None, list[str]]:
    """The headline without the site's name, and all spellings of it that the page carries.

    `candidates` are pairs of one of `SOURCES` and what it states; `outlets` the bare names that the outlet goes by;
    `printed` the headings above the story, each with its kicker and without. JSON-LD states the headline in full and
    wins, unless it only repeats the title made for search engines while the page prints another.
    """
    stated = {source: text[:LONGEST] for source, text in candidates if text and bare_name(text) not in outlets}
    headings = {_letters(stated[source]) for source in ("h1", "json_ld") if source in stated} - {""}
    sites = outlets | _shared_ends(stated, headings)
    stated = {source: text for source, text in stated.items() if not _is_slogan(text, stated.get("h1", ""), sites)}
    spelled = {source: without_site(text, sites) for source, text in stated.items() if _letters(text) in headings}
    for source in stated.keys() - spelled.keys():
        spelled[source] = without_site(stated[source], sites, headings)
    spelled = {source: spelled[source] for source in SOURCES if fold(spelled.get(source, ""))}
    if not spelled:
        return None, []
    headline = _choice(spelled, {fold(text) for text in printed})
    if headline == spelled.get("h1"):
        headline = _parted(headline, [*spelled.values()])
    headline = _whole(headline, [*spelled.values()])
    # What stands for an alternative is often the deck: it is a headline only where the page has no other.
    said = [text for made in (spelled, stated) for source, text in made.items() if source != "alternative"]
    return headline, list(dict.fromkeys([headline, *said]))


def _choice(spelled: dict[str, str], printed: set[str]) -> str:
    """What the most trusted source spells, unless the others show that it is not what the reader sees."""
    best = next(iter(spelled))
    keys = {source: fold(text) for source, text in spelled.items()}
    first, h1, og, title = keys[best], keys.get("h1"), keys.get("og", ""), keys.get("title", "")
    if best not in ("json_ld", "h1"):
        return max(BARS.split(spelled[best]), key=len)
    if og and og != first and _same(first, title):
        # The title of the head is for search engines, what is shared is for readers.
        if shared := _printed_again([spelled["og"]], printed - {first}):
            return spelled["h1"] if fold(shared) == h1 else shared
        if h1 and h1 != first and _words(h1) & (_words(og) | _words(first)):
            return spelled["h1"]
    if best == "h1":
        others = [text for source, text in spelled.items() if keys[source] != h1]
        if again := _printed_again(others, printed | set(map(fold, _tails(spelled["h1"])))):
            return again
        # What is shared is written for readers as well, and stands alone.
        is_whole = not first.startswith(og) and not CUT.search(spelled.get("og", ""))
        is_shared = _words(og) & (_words(first) | _words(title)) or (_is_line(og) and not _is_line(first))
        return spelled["og"] if is_whole and is_shared else spelled["h1"]
    return spelled[best]


def _whole(headline: str, others: list[str]) -> str:
    """The headline as another source spells it where this one is cut, shouts or bears a label: [Video] Bridge opens."""
    if IN_BRACKETS.search(headline):
        bare = fold(IN_BRACKETS.sub("", headline))
        headline = next((text for text in others if fold(text) == bare), headline)
    key = fold(CUT.sub("", headline))
    if CUT.search(headline) or len(headline) >= CUT_FROM:
        longer = [text for text in others if fold(text).startswith(key) and len(fold(text)) > len(key)]
        headline = next((text for text in longer if not CUT.search(text)), headline)
    if headline.isupper():
        return next((text for text in others if fold(text) == fold(headline) and not text.isupper()), headline)
    return headline


def _parted(heading: str, others: list[str]) -> str:
    """The heading as another source spells it where only the look of the page parts its words."""
    words = len(WORD.findall(heading))
    return next((text for text in others if len(WORD.findall(text)) > words and _same(text, heading)), heading)


def _printed_again(texts: list[str], printed: set[str]) -> str | None:
    """The first of `texts`, whole or without its kicker, that the page prints."""
    return next((tail for text in texts for tail in (text, *_tails(text)) if fold(tail) in printed), None)


def _tails(text: str) -> list[str]:
    """What stands behind each kicker. A tail that closes a quotation which it did not open is none."""
    tails = [text[part.end() :] for part in KICKER.finditer(text)]
    return [tail for tail in tails if not CLOSING.search(tail) or OPENING.search(tail)]


def _same(one: str, other: str) -> bool:
    """Whether two lines are letter for letter the same, whatever stands between the words."""
    return bool(one) and _letters(one) == _letters(other)


def _letters(line: str) -> str:
    return NO_LETTER.sub("", fold(line))


def _is_line(text: str) -> bool:
    """Whether a heading is a headline rather than the name of a section."""
    return len(WORD.findall(text)) + len(EAST.findall(text)) // 3 >= A_LINE


def _words(line: str) -> set[str]:
    """The long words of a line; of one that parts no words all threes of its letters."""
    if EAST.search(line):
        return {line[start : start + 3] for start in range(len(line) - 2)}
    return {word for word in line.split() if len(word) > 4}


def without_site(text: str, sites: frozenset[str], headings: set[str] | None = None) -> str:
    """A headline without the outlet's name that stands behind it.

    With the letters of the page's `headings` goes also what a <title> puts around one of them, and a name in front.
    """
    if headings is not None:
        for part in reversed(list(PARTING.finditer(text))):
            if _letters(text[: part.start()]) in headings:
                return text[: part.start()].strip()
        for part in PARTING.finditer(text):
            if _letters(text[part.end() :]) in headings and BARS.fullmatch(part.group()):
                return text[part.end() :].strip()
    for sign in IN_BRACKETS.finditer(text):
        if is_outlet(sign.group().strip("()（）[]【】"), sites):
            text = (text[: sign.start()] + text[sign.end() :]).strip()
            break
    while parts := list(PARTING.finditer(text)):
        if _is_site(text[parts[-1].end() :], parts[-1].group(), sites, is_heading=headings is None):
            text = text[: parts[-1].start()].strip()
        elif headings is not None and _is_site(text[: parts[0].start()], parts[0].group(), sites, is_heading=True):
            text = text[parts[0].end() :].strip()
        else:
            break
    return text


def _is_site(name: str, mark: str, sites: frozenset[str], *, is_heading: bool) -> bool:
    """Whether what a mark parts from the headline is the site's name; a longer form of it only where nothing else is.

    Behind a colon, and behind a dash of a heading that the page prints, stand words that only begin like the name.
    """
    is_name_only = BARS.fullmatch(mark) is not None or not (is_heading or ":" in mark)
    return is_like_outlet(name, sites) if is_name_only else is_outlet(name, sites)


def _is_slogan(text: str, heading: str, sites: frozenset[str]) -> bool:
    """Whether a title is the site's own on every page: its name and then nothing of the printed headline."""
    part = PARTING.search(text)
    if part is None or not is_outlet(text[: part.start()], sites) or not _is_line(heading):
        return False
    return not _words(fold(text[part.end() :])) & _words(fold(heading))


def _shared_ends(stated: dict[str, str], headings: set[str]) -> frozenset[str]:
    """The bare names that two sources put behind different headlines: they are the site's."""
    ends: dict[str, set[str]] = {}
    for source in ("og", "twitter", "title"):
        if parts := list(PARTING.finditer(stated.get(source, ""))):
            text = stated[source]
            ends.setdefault(bare_name(text[parts[-1].end() :]), set()).add(fold(text[: parts[-1].start()]))
    ours = {bare_name(heading) for heading in headings}
    return frozenset(
        end for end, heads in ends.items() if end and len(heads) > 1 and not any(line.endswith(end) for line in ours)
    )
