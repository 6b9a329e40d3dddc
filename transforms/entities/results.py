"""Lines of sports results: in "Graz 2 Linz 1" and in standings the names are teams, in rankings they are persons."""

import re

from transforms.entities.lexicon import Lexicon
from transforms.entities.spans import Span, Words, cover, follows
from transforms.entities.tables import places_of

NUMBER = re.compile(r"[-+]?[\d.,:/]*\d[\d.,:/-]*(?:st|nd|rd|th)?\Z")
VERSUS = frozenset(("v", "vs", "vs.", "at", "AT", "V"))
OUT = frozenset(("b", "c", "lbw", "st", "run", "not", "retired", "did"))
DATE = re.compile(r"\d{4}[-/.]\d\d?[-/.]\d\d?")
NATIONS = frozenset(("England", "Scotland", "Wales", "Northern Ireland"))  # have teams of their own
LINKS = frozenset(("-", "'s", "'", "of", "de", "&"))
LEAST_WORDS = 3  # words of sport that make an article one on sport
MAX_LINE = 40  # tokens; longer lines are prose


def mark_results(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """Names of result lines, which replace what the model saw there."""
    tokens = words.words
    kept = spans
    first = 0
    marked: list[Span] = []
    for index in range(len(tokens) + 1):
        if index < len(tokens) and "\n" not in tokens[index]:
            continue
        if 1 < index - first <= MAX_LINE:
            marked.extend(_line(words, first, index, lexicon))
        first = index + 1
    if not marked:
        return kept
    covered = cover(words, marked)
    return [*(span for span in kept if not any(covered[span.start : span.end])), *marked]


def join_clubs(words: Words, spans: list[Span], lexicon: Lexicon, sport: bool) -> list[Span]:
    """A club's name in place of its town: "Rapid Vienna"; in an article on sport of whatever follows, "SV Oberau"."""
    tokens, clubs = words.words, lexicon.words["sports.clubs"]
    if clubs.isdisjoint(tokens):
        return spans
    starts = {span.start: span for span in spans}
    inner = {index for span in spans for index in range(span.start + 1, span.end)}
    found = [
        Span(span.start, span.end, "ORG", True)
        for span in spans
        if tokens[span.start] in clubs and places_of(words.phrase(span.start + 1, span.end), lexicon)
    ]
    for index, token in enumerate(tokens[:-1]):
        if token not in clubs or index in inner or index + 1 in inner or not follows(words, index + 1):
            continue
        town = starts.get(index + 1)
        end = town.end if town else index + 2
        if places_of(words.phrase(index + 1, end), lexicon) or (sport and town and token.isupper()):
            found.append(Span(index, end, "ORG", True))
    covered = cover(words, found)
    return [*(span for span in spans if not any(covered[span.start : span.end])), *found] if found else spans


def _line(words: Words, start: int, end: int, lexicon: Lexicon) -> list[Span]:
    tokens = words.words[start:end]
    numbers = [NUMBER.match(token) is not None for token in tokens]
    count = sum(numbers)
    if not count and not any(token in VERSUS for token in tokens):
        return []
    runs = _runs(tokens, numbers)
    if not runs or len(runs) > 8 or DATE.search(words.text, words.begins[start], words.ends(end - 1)):
        return []
    between = [tokens[a:b] for (_, a), (b, _) in zip(runs, [*runs[1:], (len(tokens), 0)], strict=True)]
    head = tokens[: runs[0][0]]
    inner = [token for part in between for token in part]
    plain = [token for token in inner if NUMBER.match(token) is None]
    if (
        any(token in OUT for token in plain)
        and not head
        and set(plain) <= OUT | {"out", "(", ")", "-", "&"}
        and count < 3
    ):
        return [Span(start + a, start + b, "PERSON", True) for a, b in runs]
    table_row = (
        len(runs) == 1 and count >= 3 and set(plain) <= {"-", "/", "(", ")", "."} and runs[0][1] - runs[0][0] <= 3
    )
    score = len(runs) == 2 and bool(between[0]) and bool(between[1]) and plain in ([], [","]) and count in (2, 4)
    fixture = len(runs) == 2 and len(between[0]) == 1 and between[0][0] in VERSUS and not between[1]
    if fixture and between[0][0] in ("at", "AT"):  # "LINZ AT GRAZ", and not "ALL EYES AT HOME"
        fixture = all(places_of(words.phrase(start + a, start + b), lexicon) for a, b in runs)
    if head or not (table_row or score or fixture):
        return []
    spans = [_team(words, start + a, start + b, lexicon) for a, b in runs]
    if fixture and between[0][0] in ("at", "AT"):
        spans[1].label = "GPE"
    return spans


def is_sport(words: Words, lexicon: Lexicon) -> bool:
    """Whether the text is on sport, by the words that it uses."""
    return len(lexicon.words["sports.words"].intersection(words.words)) >= LEAST_WORDS


def mark_teams(words: Words, spans: list[Span], lexicon: Lexicon) -> None:
    """In an article on sport, call a city a team where it plays: "Graz beat Linz", "a goal for Graz"."""
    table = lexicon.words
    if not is_sport(words, lexicon):
        return
    tokens = words.words
    for span in spans:
        if span.label not in ("GPE", "LOC", "PERSON", "NORP") or span.end - span.start > 2:
            continue
        phrase = words.phrase(span.start, span.end)
        places = places_of(phrase, lexicon)
        if any(place.kind in ("country", "territory", "region") or place.name in NATIONS for place in places):
            continue
        if span.label == "NORP" or (span.label == "PERSON" and span.end - span.start > 1):
            continue
        before = tokens[span.start - 1] if span.start else ""
        after = tokens[span.end] if span.end < len(tokens) else ""
        plays = before in table["sports.before"] or after in table["sports.after"]
        if places and (plays or (after.isdigit() and len(after) < 4 and before != "in")):
            span.label, span.sure = "ORG", True
        elif plays and span.label != "PERSON":
            span.label = "ORG"


def _team(words: Words, start: int, end: int, lexicon: Lexicon) -> Span:
    phrase = words.phrase(start, end)
    places = places_of(phrase, lexicon)
    country = any(place.kind in ("country", "territory") or place.name in NATIONS for place in places)
    return Span(start, end, "GPE" if country else "ORG", True)


def _runs(tokens: list[str], numbers: list[bool]) -> list[tuple[int, int]]:
    """Ranges of words that stand for names: capitalized words with the dots and hyphens between them."""
    runs = []
    index = 0
    while index < len(tokens):
        if not tokens[index][0].isupper() or tokens[index] in VERSUS:
            index += 1
            continue
        end = index + 1
        while end < len(tokens) and not numbers[end] and tokens[end] not in VERSUS:
            following = tokens[end + 1] if end + 1 < len(tokens) else "-"
            if not tokens[end][0].isupper() and not (tokens[end] in LINKS and following[0].isupper()):
                break
            end += 1
        runs.append((index, end))
        index = end
    return runs
