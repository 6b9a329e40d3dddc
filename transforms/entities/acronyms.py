"""Acronyms and what they stand for."""

from transforms.entities.spans import Span, Words


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
