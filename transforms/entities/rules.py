"""Names that the model misses or mistakes, found by what stands in and around them: tables of places, titles, nouns."""

from transforms.entities.lexicon import Lexicon, Place
from transforms.entities.spans import MARKS, Span, Words

ADDED_KINDS = frozenset(("country", "territory", "capital", "region", "subdivision"))
MAX_TOKENS = 6  # of a place in the tables


def add_places(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """The tables' places, peoples and the user's aliases where the model saw no name."""
    tokens = words.words
    covered = cover(words, spans)
    added: list[Span] = []
    index = 0
    while index < len(tokens):
        first = tokens[index]
        longest = lexicon.longest.get(first, 0)
        if not longest and len(first) > 3 and first.isupper():
            longest = lexicon.longest.get(first.title(), 0)
        if covered[index] or not (longest or first in lexicon.nationals) or not first[0].isupper():
            index += 1
            continue
        for end in range(min(index + min(longest, MAX_TOKENS), len(tokens)), index, -1):
            if any(covered[index:end]):
                continue
            label = _table_label(words, index, end, lexicon)
            if label is not None:
                added.append(Span(index, end, label))
                index = end - 1
                break
        else:
            if first in lexicon.nationals:
                added.append(Span(index, index + 1, "NORP"))
        index += 1
    return [*spans, *added]


def _table_label(words: Words, start: int, end: int, lexicon: Lexicon) -> str | None:
    phrase = words.phrase(start, end)
    if phrase in lexicon.aliases:
        return lexicon.aliases[phrase][0].type or "ORG"
    if phrase in lexicon.demonyms or as_written(phrase) in lexicon.demonyms:
        return "NORP"
    if phrase in lexicon.known and not _in_longer_name(words, start, end):
        return lexicon.known[phrase]
    places = places_of(phrase, lexicon)
    shouted = words.shouted[start]
    if not places or not shouted and _in_longer_name(words, start, end):
        return None
    after = words.words[end] if end < len(words.words) else ""
    if after in ("$", "dollar", "dollars"):
        return None
    if any(place.kind in ADDED_KINDS for place in places) or end - start > 1 or not words.starts[start]:
        return places[0].type
    return None


def as_written(phrase: str) -> str:
    """A name in capitals as it is written elsewhere: "NEW YORK" is "New York"; short ones are acronyms and stay."""
    return phrase.title() if phrase.isupper() and len(phrase) > 3 and "." not in phrase else phrase


def places_of(phrase: str, lexicon: Lexicon) -> tuple[Place, ...]:
    return lexicon.places.get(phrase) or lexicon.places.get(as_written(phrase), ())


def _in_longer_name(words: Words, start: int, end: int) -> bool:
    """Whether a capitalized word stands right before or after."""
    tokens = words.words
    before = tokens[start - 1] if start and not words.starts[start] else ""
    after = tokens[end] if end < len(tokens) and not words.starts[end] else ""
    return (before[:1].isupper() and len(before) > 1) or after[:1].isupper()


def retype(words: Words, span: Span, lexicon: Lexicon) -> None:
    """The label that the name's own words, or the words around it, make certain."""
    tokens = words.words
    phrase = words.phrase(span.start, span.end)
    table = lexicon.words
    last, first = tokens[span.end - 1], tokens[span.start]
    several = span.end - span.start > 1
    if span.sure:
        return
    if phrase in lexicon.aliases and lexicon.aliases[phrase][0].type:
        span.label, span.sure = str(lexicon.aliases[phrase][0].type), True
    elif as_written(phrase) in lexicon.demonyms or as_written(phrase) in lexicon.nationals:
        span.label, span.sure = "NORP", True
    elif places := places_of(phrase, lexicon):
        span.label, span.sure = places[0].type, True
    elif phrase in lexicon.known:
        span.label, span.sure = lexicon.known[phrase], True
    elif several and last in table["organizations.sure_tails"]:
        span.label, span.sure = "ORG", True
    elif several and first in table["products.heads"]:
        span.label, span.sure = "PRODUCT", True
    elif several and last in table["events.tails"]:
        if span.label in ("ORG", "PERSON", "GPE", "FAC", "LOC"):
            span.label = "EVENT"
    elif several and last in table["facilities.facility"]:
        if span.label in ("ORG", "PERSON", "GPE"):
            span.label = "FAC"
    elif several and (last in table["facilities.natural"] or last in table["facilities.regions"]):
        if span.label in ("ORG", "PERSON", "FAC"):
            span.label = "LOC"
    elif several and last in table["organizations.tails"]:
        if span.label in ("PERSON", "GPE", "LOC", "NORP", "PRODUCT", "WORK_OF_ART"):
            span.label = "ORG"
    elif several and first in table["organizations.heads"] and tokens[span.start + 1] in ("of", "for"):
        span.label, span.sure = "ORG", True
    elif (
        several
        and first in lexicon.given
        and span.end - span.start < 4
        and _are_name_words(tokens[span.start : span.end])
    ):
        if span.label in ("ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART"):
            span.label = "PERSON"


def extend(words: Words, spans: list[Span], lexicon: Lexicon) -> None:
    """Take in what belongs to a name and stands right beside it: "Lung" + "-bin", "Doha" + "Forum", "Ana" + "Moser"."""
    tokens = words.words
    nouns = lexicon.words["organizations.tails"] | lexicon.words["facilities.facility"] | lexicon.words["events.tails"]
    covered = cover(words, spans)
    for span in spans:
        after = span.end
        while after + 1 < len(tokens) and tokens[after] == "-" and span.label == "PERSON" and not covered[after + 1]:
            if words.ends(after - 1) != words.begins[after] or words.ends(after) != words.begins[after + 1]:
                break
            after += 2
        while after < len(tokens) and tokens[after] in nouns and not covered[after] and not words.starts[after]:
            if words.ends(after - 1) + 1 != words.begins[after]:
                break
            after += 1
            span.label = span.label if span.label in ("FAC", "EVENT") else "ORG"
        before = span.start - 1
        if span.label == "PERSON" and before >= 0 and not covered[before] and not words.starts[span.start]:
            while before > 0 and len(tokens[before]) == 2 and tokens[before][1] == "." and tokens[before][0].isupper():
                if covered[before] or words.ends(before) + 1 < words.begins[span.start]:
                    break
                span.start, before = before, before - 1
            word = tokens[before]
            if (
                word.istitle()
                and word.isalpha()
                and len(word) > 2
                and words.ends(before) + 1 == words.begins[span.start]
            ):
                if word in lexicon.given or not words.starts[before] and not _is_office(word, lexicon):
                    span.start = before
        while span.label == "PERSON" and after < len(tokens) and not covered[after] and not words.starts[after]:
            if words.ends(after - 1) + 1 != words.begins[after] or not _goes_on(tokens, after, covered, lexicon):
                break
            after += 1
        if after > span.end:
            covered[span.end : after] = b"\1" * (after - span.end)
            span.end = after


def join_halves(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """One person where the model saw two names side by side: "Anna" and "Linz" of Anna Linz."""
    tokens = words.words
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.end == span.start
            and last.end - last.start == span.end - span.start == 1
            and last.label in ("PERSON", "GPE")
            and words.ends(last.end - 1) + 1 == words.begins[span.start]
            and not _is_office(tokens[last.start], lexicon)
            and tokens[last.start].istitle()
            and tokens[span.start].istitle()
        ):
            last.end, last.label = span.end, "PERSON"
        else:
            joined.append(span)
    return joined


def _is_office(word: str, lexicon: Lexicon) -> bool:
    return (
        word in lexicon.roles or word in lexicon.honorifics or word in lexicon.demonyms or word in lexicon.nationals
        or word in lexicon.places or word in lexicon.known or word.lower() in lexicon.words["never.words"]
        or word.lower() in lexicon.roles_lower or word in lexicon.words["organizations.tails"]
    )  # fmt: skip


def _goes_on(tokens: list[str], index: int, covered: bytearray, lexicon: Lexicon) -> bool:
    """Whether a person's name goes on with this word: another capitalized one, or a particle before one."""
    word = tokens[index]
    if word in ("bin", "ibn", "al", "el", "de", "da", "van", "von", "der", "del", "dos"):
        return index + 1 < len(tokens) and tokens[index + 1][0].isupper() and not covered[index + 1]
    return word.istitle() and word.isalpha() and len(word) > 2 and not _is_office(word, lexicon)


def add_runs(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """Runs of capitalized words that the model passed over and whose first or last word tells what they are."""
    tokens = words.words
    table = lexicon.words
    covered = cover(words, spans)
    added = []
    index = 0
    while index < len(tokens):
        if covered[index] or not tokens[index][0].isupper() or not tokens[index].istitle() or words.shouted[index]:
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
                and _are_name_words(tokens[index:end])
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
    if run[0] in lexicon.given and len(run) < 4 and _are_name_words(run) and run[-1] not in lexicon.roles:
        return "PERSON"
    return None


def cover(words: Words, spans: list[Span]) -> bytearray:
    covered = bytearray(len(words.words))
    for span in spans:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return covered


def add_titled(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """Persons after an honorific ("Mr Huber") that the model missed."""
    tokens = words.words
    covered = cover(words, spans)
    added = []
    for index in range(len(tokens) - 1):
        if tokens[index] in lexicon.honorifics and tokens[index] != "St.":
            end = index + 1
            while end < len(tokens) and end - index < 5 and _is_name_word(tokens[end]) and not words.starts[end]:
                end += 1
            if end > index + 1 and not any(covered[index + 1 : end]):
                added.append(Span(index + 1, end, "PERSON", True))
    return [*spans, *added]


def drop_offices(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """Leave out what is an office: "Foreign" of "Foreign Minister", "Chief Justice" alone."""
    tokens = words.words
    portfolios, heads = lexicon.words["portfolios.words"], lexicon.words["portfolios.heads"]
    kept = []
    for span in spans:
        name = tokens[span.start : span.end]
        after = tokens[span.end] if span.end < len(tokens) else ""
        before = tokens[span.start - 2 : span.start] if span.start > 1 else []
        office = all(word in portfolios for word in name) and (
            after in heads or (len(before) == 2 and before[0] in heads and before[1] in ("for", "of"))
        )
        rank = all(word in lexicon.roles or word in lexicon.honorifics for word in name)
        if not office and not rank:
            kept.append(span)
    return kept


def add_acronyms(words: Words, spans: list[Span]) -> tuple[list[Span], dict[str, str]]:
    """Acronyms in parentheses after what they stand for, and the name each stands for."""
    tokens = words.words
    added: list[Span] = []
    stands_for: dict[str, str] = {}
    starts = {span.start: span for span in spans}
    for span in spans:
        at = span.end
        if at + 2 < len(tokens) and tokens[at] == "(" and tokens[at + 2] == ")":
            short = tokens[at + 1]
            long = tokens[span.start : span.end]
            if is_acronym(short, long) or _abbreviates(short, long, span.label):
                stands_for[short] = words.phrase(span.start, span.end)
                inner = starts.get(at + 1)
                if inner is None:
                    added.append(Span(at + 1, at + 2, span.label, True))
                else:
                    inner.label, inner.sure = span.label, True
    return [*spans, *added], stands_for


def is_acronym(short: str, long: list[str]) -> bool:
    """Whether `short` is made of the first letters of the words of `long`, small words left out or not."""
    letters = short.replace(".", "")
    if not 2 <= len(letters) <= 8 or sum(char.isupper() for char in letters) < 2 or len(long) < 2:
        return False
    capitals = "".join(word[0] for word in long if word[0].isupper())
    every = "".join(word[0] for word in long if word[0].isalpha()).upper()
    upper = letters.upper()
    return upper in (capitals, every) or (len(upper) > 2 and (capitals.startswith(upper) or capitals.endswith(upper)))


def _abbreviates(short: str, long: list[str], label: str) -> bool:
    """Whether a word in parentheses after an organization may be its short name in another language: "(Celade)"."""
    if label not in ("ORG", "EVENT", "MISC") or len(long) < 3 or not 3 <= len(short) <= 8 or not short[0].isupper():
        return False
    if short.isupper() and short.isalpha():
        return True
    initials = "".join(word[0] for word in long if word[0].isupper()).lower()
    return short.istitle() and short.isalpha() and initials.startswith(short[0].lower()) and len(long) > 3


def _are_name_words(run: list[str]) -> bool:
    return all(_is_name_word(word) for word in run)


def _is_name_word(word: str) -> bool:
    return (
        word[0].isupper()
        and word not in MARKS
        and any(char.islower() for char in word)
        or (len(word) == 2 and word[0].isupper() and word[1] == ".")
    )
