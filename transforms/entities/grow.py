"""Names made whole, and names that the model passed over, by the words beside them. Persons have rules of their own."""

import re
from bisect import bisect_left

from transforms.entities.kinds import are_name_words
from transforms.entities.lexicon import Lexicon
from transforms.entities.persons import clan_name, person_end, person_start
from transforms.entities.spans import ARTICLES, Span, Words, cover, follows
from transforms.entities.tables import places_of

DATELINE = re.compile(
    r"^([A-Z][A-Z'’.]{2,20}(?:[ /-][A-Z][A-Z'’.]{1,20}){0,2})(?:, [A-Z][\w.]{1,20}(?: [A-Z][\w.]{1,20}){0,2}){0,2}"
    r"(?:, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?\s{0,2}(?:—|–|--|-\s|\([A-Z]|\d{4}-\d\d)",
    re.MULTILINE,
)


def extend(words: Words, spans: list[Span], lexicon: Lexicon) -> None:
    """Take in what stands right beside a name and belongs to it: "Lung" + "-bin", "Doha" + "Forum", "Ana" + "Moser"."""
    covered = cover(words, spans)
    nouns = lexicon.words["organizations.tails"] | lexicon.words["facilities.facility"] | lexicon.words["events.tails"]
    for span in spans:
        is_next = follows(words, span.start) and not covered[span.start - 1]
        if is_next and words.words[span.start - 1] in lexicon.words["events.heads"]:
            span.start, span.label = span.start - 1, "EVENT"  # "Hurricane" + "Otto"
        if words.headline[span.start]:
            continue
        end = _take_nouns(words, span, covered, nouns)
        if end == span.end and clan_name(words, span, lexicon) and not covered[end]:
            end, span.label, span.sure = end + 1, "PERSON", True
        if span.label == "PERSON":
            span.start = person_start(words, span, covered, lexicon)
            end = person_end(words, end, covered, lexicon)
        covered[span.end : end] = b"\1" * (end - span.end)
        span.end = end


def _take_nouns(words: Words, span: Span, covered: bytearray, nouns: frozenset[str]) -> int:
    end = span.end
    while follows(words, end) and not covered[end] and words.words[end] in nouns:
        end += 1
    if end > span.end and span.label not in ("FAC", "EVENT"):
        span.label = "ORG"
    return end


def add_runs(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """Runs of capitalized words that the model passed over and whose first or last word tells what they are."""
    tokens = words.words
    table = lexicon.words
    covered = cover(words, spans)
    added = []
    index = 0
    while index < len(tokens):
        if (
            covered[index]
            or not tokens[index][0].isupper()
            or not tokens[index].istitle()
            or tokens[index].lower() in ARTICLES
            or words.shouted[index]
            or words.headline[index]
        ):
            index += 1
            continue
        end = index + 1
        while end < len(tokens) and not covered[end] and not words.starts[end] and tokens[end].istitle():
            if words.ends(end - 1) + 1 != words.begins[end]:
                break
            end += 1
        if end - index > 1:
            label = _run_label(tokens[index:end], lexicon)
            if (
                label is None
                and end - index < 4
                and are_name_words(tokens[index:end])
                and _is_ranked(words, index, end, lexicon)
            ):
                label = "PERSON"
            if label is not None and tokens[index].lower() not in table["roles.lower"]:
                added.append(Span(index, end, label))
        index = end
    return [*spans, *added]


def _is_ranked(words: Words, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a name stands in a ranking or line-up: "3. Anna Huber", "7 - Paul Weiss", "Paul Weiss (Austria)"."""
    tokens = words.words
    if end + 2 < len(tokens) and tokens[end] == "(" and tokens[end + 2] == ")" and places_of(tokens[end + 1], lexicon):
        return True
    if start > 0 and tokens[start - 1].rstrip(".").isdigit():
        return tokens[start - 1].endswith(".")
    return start > 1 and tokens[start - 1] in (".", "-") and tokens[start - 2].isdigit()


def _run_label(run: list[str], lexicon: Lexicon) -> str | None:
    table = lexicon.words
    if run[-1] in table["organizations.sure_tails"]:
        return "ORG"
    if run[-1] in table["events.sure_tails"]:
        return "EVENT"
    if run[0] in lexicon.given and len(run) < 4 and are_name_words(run) and run[-1] not in lexicon.roles:
        return "PERSON"
    return None


def add_datelines(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """The town in capitals that opens a report: "SALZBURG (APA) -", "LINZ, Austria —"."""
    found: list[Span] = []
    for match in DATELINE.finditer(words.text):
        start = bisect_left(words.begins, match.start(1))
        end = bisect_left(words.begins, match.end(1))
        slug = words.shouted[start] or (match[0].endswith("- ") and not places_of(match[1], lexicon))  # "SOCCER - "
        if start < end <= start + 4 and not slug and match[1].lower() not in lexicon.words["never.words"]:
            slash = words.words.index("/", start, end) if "/" in words.words[start:end] else end  # "BONN/PARIS"
            found.extend(Span(a, b, "GPE", True) for a, b in ((start, slash), (slash + 1, end)) if a < b)
    covered = cover(words, found)
    return [*(span for span in spans if not any(covered[span.start : span.end])), *found] if found else spans
