"""A name found once is found everywhere in its article, under the label that most of its places have."""

from collections import Counter, defaultdict

from transforms.entities.lexicon import Lexicon
from transforms.entities.spans import Span, Words

PLACE_CUES = frozenset(("in", "at", "from", "near", "to", "outside", "around", "across", "through", "into", "of"))
MAX_TOKENS = 8


def agree(texts: list[tuple[Words, list[Span]]]) -> None:
    """Give each form of a name the label that most of its places have; sure ones count five times."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for words, spans in texts:
        for span in spans:
            votes[words.phrase(span.start, span.end)][span.label] += 5 if span.sure else 1
    surnames = _surnames(texts)
    for words, spans in texts:
        for span in spans:
            phrase = words.phrase(span.start, span.end)
            counted = votes[phrase]
            if phrase in surnames and not (span.sure and span.label == "NORP"):
                before = words.words[span.start - 1].lower() if span.start else ""
                if before not in PLACE_CUES or not counted["GPE"]:
                    span.label = "PERSON"
                    continue
            if len(counted) > 1 and not span.sure:
                span.label = max(counted, key=lambda label: (counted[label], label == span.label))


def spread(texts: list[tuple[Words, list[Span]]], lexicon: Lexicon) -> list[tuple[Words, list[Span]]]:
    """Add the places of known names that the model passed over."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for words, spans in texts:
        for span in spans:
            forms[words.phrase(span.start, span.end)][span.label] += 1
    for surname in _surnames(texts):
        forms[surname]["PERSON"] += 1
    forms.update(_shouts(forms, texts))
    labels = {form: counted.most_common(1)[0][0] for form, counted in forms.items() if _is_safe(form, lexicon)}
    by_first: dict[str, int] = {}
    for words, spans in texts:
        for span in spans:
            first = words.words[span.start]
            by_first[first] = max(by_first.get(first, 1), span.end - span.start)
            by_first[first.upper()] = max(by_first.get(first.upper(), 1), span.end - span.start)
    for surname in _surnames(texts):
        by_first.setdefault(surname, 1)
        by_first.setdefault(surname.upper(), 1)
    return [(words, _spread_in(words, spans, labels, by_first)) for words, spans in texts]


def _shouts(forms: dict[str, Counter[str]], texts: list[tuple[Words, list[Span]]]) -> dict[str, Counter[str]]:
    """The known names in capitals, where the article has lines of capitals."""
    if not any(True in words.shouted for words, _ in texts):
        return {}
    return {form.upper(): counted for form, counted in forms.items() if form.upper() not in forms and len(form) > 2}


def _spread_in(words: Words, spans: list[Span], labels: dict[str, str], by_first: dict[str, int]) -> list[Span]:
    tokens = words.words
    covered = bytearray(len(tokens))
    for span in spans:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    added: list[Span] = []
    index = 0
    while index < len(tokens):
        longest = 0 if covered[index] else by_first.get(tokens[index], 0)
        step = 1
        for end in range(min(index + min(longest, MAX_TOKENS), len(tokens)), index, -1):
            if any(covered[index:end]):
                continue
            label = labels.get(words.phrase(index, end))
            if label is not None:
                added.append(Span(index, end, label))
                step = end - index
                break
        index += step
    return [*spans, *added]


def _surnames(texts: list[tuple[Words, list[Span]]]) -> set[str]:
    surnames = set()
    for words, spans in texts:
        for span in spans:
            if span.label == "PERSON" and span.end - span.start > 1:
                last = words.words[span.end - 1]
                if last in ("Jr", "Jr.", "Sr", "Sr.", "II", "III") and span.end - span.start > 2:
                    last = words.words[span.end - 2]
                if len(last) > 1 and last[0].isupper():
                    surnames.add(last)
    return surnames


def _is_safe(form: str, lexicon: Lexicon) -> bool:
    return len(form) > 1 and form[0].isupper() and form.lower() not in lexicon.words["never.words"]
