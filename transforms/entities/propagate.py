"""A name found once is found everywhere in its article, under the label that most of its places have."""

from collections import Counter, defaultdict
from collections.abc import Container

from transforms.entities.kinds import is_name_word
from transforms.entities.lexicon import Lexicon
from transforms.entities.spans import ARTICLES, Span, Words, cover, follows, surname
from transforms.entities.tables import places_of

PLACE_CUES = frozenset(("in", "at", "from", "near", "to", "outside", "around", "across", "through", "into"))
MAX_TOKENS = 8
HOLDERS = frozenset(
    ("PERSON", "ORG", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW")
)  # kinds of names that hold other names
OWNERS = frozenset(("'s", "’s", "‘s", "’", "'"))
PARTERS = OWNERS | {"in", "at", "on", "from", "to"}


def agree(texts: list[tuple[Words, list[Span]]], lexicon: Lexicon) -> None:
    """Give each form of a name the label that most of its places have; sure ones count five times.

    What stands around a name votes too: "in X", "the X party", "captain X".
    """
    _mark_speakers(texts, lexicon)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    named = [(words, span, words.phrase(span.start, span.end)) for words, spans in texts for span in spans]
    for words, span, phrase in named:
        counted = votes[phrase]
        counted[span.label] += 5 if span.sure else 1
        if not span.sure and span.end - span.start < 4:
            for label, weight in _context(words, span, lexicon):
                counted[label] += weight
    surnames = _surnames(texts, lexicon)
    for words, span, phrase in named:
        counted = votes[phrase]
        if phrase in surnames and not (span.sure and (span.label == "NORP" or _is_country(phrase, lexicon))):
            before = words.words[span.start - 1].lower() if span.start else ""
            owns = span.end < len(words.words) and words.words[span.end] in OWNERS  # "the part in Huber's film"
            if before not in PLACE_CUES or owns or not counted["GPE"]:
                span.label = "PERSON"
                continue
        if len(counted) > 1 and not span.sure:
            span.label = max(counted, key=lambda label: (counted[label], label == "PERSON", label == span.label))
        if span.label in ("ORG", "NORP") and not span.sure and _shares_surname(words, span, surnames, lexicon):
            span.label = "PERSON"


def _mark_speakers(texts: list[tuple[Words, list[Span]]], lexicon: Lexicon) -> None:
    """Call a full name a person's where its last word alone "said he" or "said she", as no town or company does."""
    speech = lexicon.words["context.speech"]
    speakers = {
        words.words[span.start]
        for words, spans in texts
        for span in spans
        if span.end - span.start == 1
        and span.end + 1 < len(words.words)
        and words.words[span.end] in speech
        and words.words[span.end + 1] in ("he", "she")
    }
    for words, spans in texts if speakers else ():
        for span in spans:
            if span.label in ("ORG", "GPE") and not span.sure and _shares_surname(words, span, speakers, lexicon):
                span.label = "PERSON"


def _context(words: Words, span: Span, lexicon: Lexicon) -> list[tuple[str, int]]:
    """What the words right before and after a name say about it, as (label, weight)."""
    tokens, table = words.words, lexicon.words
    before = tokens[span.start - 1] if span.start else ""
    two = tokens[span.start - 2].lower() if span.start > 1 else ""
    after = tokens[span.end] if span.end < len(tokens) else ""
    found = []
    if after in table["context.organization_after"]:
        found.append(("ORG", 3))
    elif after in table["context.place_after"]:
        found.append(("GPE", 3))
    elif before in table["context.place_before"] and span.label != "FAC" and after not in OWNERS:
        found.append(("GPE", 2))
    if before == "of" and two in table["context.place_of"]:
        found.append(("GPE", 5))
    if before in table["context.organization_before"]:
        found.append(("ORG", 3))
    if before in table["context.person_before"] or before in lexicon.roles_lower:
        found.append(("PERSON", 3))
    if before.lower() == "the" and span.label == "PERSON" and tokens[span.start] not in lexicon.honorifics:
        found.append(("ORG", 2))
    if (
        after == ","
        and span.end + 2 < len(tokens)
        and tokens[span.end + 2] in (",", ")")
        and tokens[span.end + 1].isdigit()
    ):
        found.append(("PERSON", 5))
    followed = tokens[span.end + 1] if after == "," and span.end + 1 < len(tokens) else ""
    if followed in lexicon.places and span.label in ("PERSON", "ORG") and span.end - span.start < 3:
        found.append(("GPE", 2))
    if after in table["context.speech"] and span.label in ("GPE", "LOC", "NORP", "PERSON"):
        found.append(("PERSON", 2))
    return found


def _is_country(phrase: str, lexicon: Lexicon) -> bool:
    return phrase not in lexicon.words["persons.countries"] and any(
        place.kind in ("country", "territory") for place in lexicon.places.get(phrase, ())
    )


def _shares_surname(words: Words, span: Span, surnames: Container[str], lexicon: Lexicon) -> bool:
    """Whether an alleged organization is a person of a family in the article: "Eva Meinl" beside "Karl Meinl"."""
    name = words.words[span.start : span.end]
    return (
        1 < len(name) < 4
        and name[-1] in surnames
        and all(is_name_word(word) and word.isalpha() for word in name)
        and (name[0] in lexicon.words["persons.places"] or name[0] not in lexicon.places)
        and name[0] not in lexicon.demonyms
    )


def split_owners(
    words: Words, spans: list[Span], texts: list[tuple[Words, list[Span]]], lexicon: Lexicon
) -> list[Span]:
    """Part "Meinl's Vienna Museum" and "Meinl in Vienna" where the article, or a table, knows what stands first."""
    known = {other.phrase(span.start, span.end): span.label for other, others in texts for span in others}
    parted: list[Span] = []
    for span in spans:
        at = next((i for i in range(span.start + 1, span.end - 1) if words.words[i] in PARTERS), None)
        owner = words.phrase(span.start, at) if at else ""
        label = known.get(owner) or lexicon.known.get(owner)
        if at and label and span.label != "PERSON":
            rest = places_of(words.phrase(at + 1, span.end), lexicon)
            if words.words[at] in OWNERS or rest:
                parted.extend(
                    (Span(span.start, at, label), Span(at + 1, span.end, rest[0].type if rest else span.label))
                )
                continue
        parted.append(span)
    return parted


def spread(texts: list[tuple[Words, list[Span]]], lexicon: Lexicon) -> list[tuple[Words, list[Span]]]:
    """Add the places of known names that the model passed over, or saw a part of."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for words, spans in texts:
        for span in spans:
            forms[words.phrase(span.start, span.end)][span.label] += 1
    surnames = _surnames(texts, lexicon)
    for name in surnames:
        forms[name]["PERSON"] += 1
    forms.update(_without_legal_form(forms, lexicon))
    forms.update(_shouts(forms, texts))
    labels = {
        form: counted.most_common(1)[0][0]
        for form, counted in forms.items()
        if form in surnames or _is_safe(form, lexicon)
    }
    by_first: dict[str, int] = {}
    for words, spans in texts:
        for span in spans:
            first = words.words[span.start]
            by_first[first] = max(by_first.get(first, 1), span.end - span.start)
            by_first[first.upper()] = max(by_first.get(first.upper(), 1), span.end - span.start)
    for first, size in surnames.values():
        by_first[first] = max(by_first.get(first, 1), size)
        by_first[first.upper()] = max(by_first.get(first.upper(), 1), size)
    holders = {form: label for form, label in labels.items() if " " in form and (label in HOLDERS or form in surnames)}
    whole = [(words, _make_whole(words, spans, holders, by_first)) for words, spans in texts]
    return [(words, _spread_in(words, spans, labels, by_first, lexicon)) for words, spans in whole]


def _without_legal_form(forms: dict[str, Counter[str]], lexicon: Lexicon) -> dict[str, Counter[str]]:
    """The companies named with their legal form as they are named without it: "AT&T" of "AT&T Inc."."""
    found = {}
    for form, counted in forms.items():
        name, _, last = form.rpartition(" ")
        if last.replace(".", "").lower() in lexicon.words["organizations.legal_forms"] and counted["ORG"] and name:
            found[name.rstrip(" ,&")] = counted
    return {name: counted for name, counted in found.items() if name not in forms}


def _shouts(forms: dict[str, Counter[str]], texts: list[tuple[Words, list[Span]]]) -> dict[str, Counter[str]]:
    """The known names in capitals, where the article has lines of capitals."""
    if not any(True in words.shouted for words, _ in texts):
        return {}
    return {form.upper(): counted for form, counted in forms.items() if form.upper() not in forms and len(form) > 2}


def _make_whole(words: Words, spans: list[Span], holders: dict[str, str], by_first: dict[str, int]) -> list[Span]:
    """A known name in place of the parts of it that were found: "Rescue Austria" where the model saw "Austria"."""
    covered = cover(words, spans)
    inner = {index for span in spans for index in range(span.start + 1, span.end)}  # a cut before them parts a name
    firsts = {form.split(" ", 1)[0] for form in holders}
    found: list[Span] = []
    last = 0
    for index, token in enumerate(words.words):
        if token not in firsts or index < last or index in inner or words.headline[index]:
            continue
        for end in range(min(index + min(by_first.get(token, 0), MAX_TOKENS), len(words.words)), index + 1, -1):
            label = holders.get(words.phrase(index, end))
            if label and end not in inner and any(covered[index:end]) and not all(covered[index:end]):
                found.append(Span(index, end, label))
                last = end
                break
    covered = cover(words, found)
    return [*(span for span in spans if not any(covered[span.start : span.end])), *found] if found else spans


def _spread_in(
    words: Words, spans: list[Span], labels: dict[str, str], by_first: dict[str, int], lexicon: Lexicon
) -> list[Span]:
    tokens = words.words
    covered = cover(words, spans)
    added: list[Span] = []
    plain = {token for token in tokens if token.islower()}
    index = 0
    while index < len(tokens):
        longest = 0 if covered[index] else by_first.get(tokens[index], 0)
        if not longest:
            index += 1
            continue
        step = 1
        for end in range(min(index + min(longest, MAX_TOKENS), len(tokens)), index, -1):
            if any(covered[index:end]):
                continue
            label = labels.get(words.phrase(index, end))
            if end - index == 1 and words.starts[index] and tokens[index].lower() in plain:
                label = None  # "Rice is dear." where the article names Eva Rice and writes of rice
            if label not in (None, "PERSON") and _is_part(words, index, end, lexicon):
                label = None
            if label is not None:
                added.append(Span(index, end, label))
                step = end - index
                break
        index += step
    return [*spans, *added]


def _is_part(words: Words, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a capitalized word beside a known name makes it a part of another: "Dreams" in "Danube Dreams".

    Lines of capitals tell nothing, and an article or a role is no part of a name.
    """
    if words.shouted[start] or words.headline[start]:
        return False
    beside = [start - 1] if follows(words, start) and not words.starts[start - 1] else []
    for word in (words.words[at] for at in (*beside, *([end] if follows(words, end) else []))):
        is_name = word[0].isupper() and any(char.islower() for char in word) and word.lower() not in ARTICLES
        if is_name and word not in lexicon.roles and word not in lexicon.honorifics:
            return True
    return False


def _surnames(texts: list[tuple[Words, list[Span]]], lexicon: Lexicon) -> dict[str, tuple[str, int]]:
    """The surnames of the persons named in full, each with its first token and how many it has.

    A name with a particle is known with and without it: "van Aalst", "Van Aalst", "Aalst".
    """
    found: dict[str, tuple[str, int]] = {}
    for words, spans in texts:
        for span in spans:
            if span.label != "PERSON" or span.end - span.start < 2:
                continue
            first, last = surname(words.words, span.start, span.end)
            token, phrase = words.words[first], words.phrase(first, last)
            if len(phrase) > 1 and (token[0].isupper() or last - first > 1):
                found[phrase] = (token, last - first)
                found[phrase[0].upper() + phrase[1:]] = (token[0].upper() + token[1:], last - first)
            if _is_family_first(words.words[span.start : span.end], lexicon):
                found[words.words[span.start]] = (words.words[span.start], 1)
            if first - 1 > span.start and words.words[first - 1].istitle():  # "López Obrador" of "Andrés López Obrador"
                found[words.phrase(first - 1, last)] = (words.words[first - 1], last - first + 1)
            bare = words.words[last - 1]
            if len(bare) > 1 and bare[0].isupper() and words.words[last - 2] != "-":
                found[bare] = (bare, 1)
    return found


def _is_family_first(name: list[str], lexicon: Lexicon) -> bool:
    """Whether the family's name stands first, as in China, Korea and Vietnam: "Yoon Suk-yeol"."""
    return name[0] in lexicon.words["persons.families"] or (name[-2] == "-" and name[-1][0].islower())


def _is_safe(form: str, lexicon: Lexicon) -> bool:
    return len(form) > 1 and form[0].isupper() and form.lower() not in lexicon.words["never.words"]
