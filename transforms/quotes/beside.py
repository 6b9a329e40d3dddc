"""Speaker and cue from the words right beside a quotation, without a parse.

This serves where the parser fails: a short stretch that holds a name and a cue ("said Ann Miller, the mayor", "Ann
Miller said on Monday", "Ann Miller:").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.quotes.lexicon import QuoteLexicon

Span = tuple[int, int]
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+){0,6}\.?")
ENDS_NAME = re.compile(r"[,;:()\[\]–—“”„«»\"!?¿¡]|\s-\s|\.(?:\s|$)(?<!\b[A-Z]\.\s)")
PARTS_NAME = re.compile(r"[,;:()\[\]–—“”„«»\"!?¿¡]|\s-\s")  # within a sentence a stop only shortens: Mr., Sen., Mass.
BEFORE_NOUN = frozenset(("of", "the", "a", "an", "his", "her", "their", "its"))
OPENS_NOUN = frozenset(("the", "a", "an", "his", "her", "their", "one", "another"))
POSSESSIVES = frozenset(("his", "her", "their", "its"))
MAX_NAME = 9  # words
MAX_BEFORE_NOUN = 3  # words from an owner to what is owned: her first public answer


@dataclass(frozen=True, slots=True)
class Beside:
    speaker: Span | None
    cue: Span | None
    how: str  # beside, inverted, colon


def read_after(text: str, start: int, end: int, lexicon: QuoteLexicon) -> Beside | None:
    """ "…," said X   and   "…," X said : the words from the end of a quotation to the end of its sentence."""
    words = list(WORD.finditer(text, start, min(end, start + 200)))
    first = len(words)  # where the name ends and an apposition begins
    for n, word in enumerate(words[: 2 * MAX_NAME]):
        if n and PARTS_NAME.search(text, words[n - 1].end(), word.start()):
            if text[words[n - 1].end() : word.start()].strip() != ",":
                return None
            first = min(first, n)
        if not is_cue(words, n, lexicon):
            continue
        cue = (word.start(), word.end() - word.group().endswith("."))
        if first < n and not text[words[n - 1].end() : word.start()].strip():
            return None  # an apposition is closed by a comma
        before = name_before(text, words[: min(first, n)], lexicon)
        if before is not None:
            return Beside(before, cue, "beside")
        after = name_after(text, words[n + 1 :], lexicon)
        return Beside(after, cue, "inverted") if after is not None or n <= 1 else None
    return None


def read_before(text: str, start: int, end: int, lexicon: QuoteLexicon) -> Beside | None:
    """X said: "…", X: "…" : the words from the start of the sentence to the start of the quotation."""
    words = list(WORD.finditer(text, max(start, end - 240), end))
    if not words:
        return None
    has_colon = ":" in text[words[-1].end() : end] or text[words[-1].end() : end].strip() in ("—", "–", "-")
    is_short = has_colon and len(words) <= MAX_NAME and words[0].group()[0].isupper()
    if is_short and (owned := owner_and_noun(words, lexicon)) is not None:
        return owned
    for n in range(len(words) - 1, max(-1, len(words) - 14), -1):
        if is_cue(words, n, lexicon):
            fillers = lexicon.of("en").fillers
            lead = [w for w in words[:n] if w.group().lower() not in fillers]
            before = name_before(text, without_apposition(text, [*lead, words[n]]), lexicon)
            before = before or name_before(text, words[:n], lexicon)
            after = name_after(text, words[n + 1 :], lexicon) if before is None else None
            if after is not None and WORD.search(text, after[1], end):
                after = None
            if before or after:
                return Beside(before or after, words[n].span(), "beside" if before else "inverted")
    if is_short:
        span = name_after(text, words, lexicon)
        return Beside(span, None, "colon") if span else None
    return None


def owner_and_noun(words: Sequence[re.Match[str]], lexicon: QuoteLexicon) -> Beside | None:
    """ "The mayor’s answer: “…”" and "Her advice to the board: “…”": whose word it is, and the word for it."""
    for n, word in enumerate(words[:-1]):
        form = word.group().lower()
        owner = word.end() - 2 if form.endswith(("'s", "’s")) else word.end() if form in POSSESSIVES and not n else None
        if owner is None:
            continue
        for noun in words[n + 1 : n + 1 + MAX_BEFORE_NOUN]:
            form = noun.group().lower()
            if any(cue.part == "noun" for cue in lexicon.readings(form)):
                return Beside((words[0].start(), owner), noun.span(), "colon")
            if form in lexicon.nouns:  # The mayor’s office answers: “…”
                return None
    return None


def is_cue(words: Sequence[re.Match[str]], n: int, lexicon: QuoteLexicon) -> bool:
    """Whether word n may be a verb of saying, and no noun as in "State Department", "of state", "the attacks"."""
    form, following = words[n].group().rstrip("."), [w.group() for w in words[n + 1 : n + 3]]
    before = words[n - 1].group().lower() if n else ""
    is_owned = before.endswith(("'s", "’s")) and form.endswith("s")  # Miller's emails, but: who's said
    is_noun = n > 0 and (form[0].isupper() or before in BEFORE_NOUN or is_owned)
    return not is_noun and lexicon.is_cue(form.lower(), "quote", "en", following)


def without_apposition(text: str, words: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """The words before the last one, a cue, without what stands between two commas there: Reed, the mayor, said."""
    commas = [n for n in range(1, len(words)) if text[words[n - 1].end() : words[n].start()].strip() == ","]
    return words[: commas[-2]] if len(commas) > 1 and commas[-1] == len(words) - 1 else words[:-1]


def name_before(text: str, words: Sequence[re.Match[str]], lexicon: QuoteLexicon) -> Span | None:
    """The noun phrase that ends at the last of these words."""
    known = lexicon.of("en")
    words = list(words)
    while words and words[-1].group().lower() in known.fillers:
        words.pop()
    first: int | None = None
    for n in range(len(words) - 1, max(-1, len(words) - MAX_NAME - 1), -1):
        if n < len(words) - 1 and ENDS_NAME.search(text, words[n].end() - 1, words[n + 1].start()):
            break
        if words[n].group().lower() in known.breaks:
            break
        first = n
    if first is None:
        return None
    group = [w.group() for w in words[first:]]
    opens = any(w[0].isupper() or w.lower() in known.pronouns for w in group)
    opens |= len(group) <= 4 and any(w.lower() in OPENS_NOUN for w in group)
    return (words[first].start(), words[-1].end()) if opens else None


def name_after(text: str, words: Sequence[re.Match[str]], lexicon: QuoteLexicon) -> Span | None:
    """The noun phrase that starts at the first of these words, fillers passed over."""
    known = lexicon.of("en")
    words = list(words)
    while words and words[0].group().lower() in known.fillers:
        words.pop(0)
    last: int | None = None
    for n, word in enumerate(words[:MAX_NAME]):
        lower = word.group().lower()
        if n and ENDS_NAME.search(text, words[n - 1].end() - 1, word.start()):
            break
        is_pronoun = lower.rstrip(".") in known.pronouns and lower not in known.articles
        if lower in known.breaks or n and is_pronoun:
            break
        last = n
        if is_pronoun:
            break
    if last is None:
        return None
    end = words[last].end()
    if text[end - 1] == "." and (last == 0 or len(words[last].group()) > 4):
        end -= 1
    group = [w.group() for w in words[: last + 1]]
    named = any(w[0].isupper() or w.lower().rstrip(".") in known.pronouns for w in group)
    has_article = group[0].lower().rstrip(".") in known.articles and end > words[0].end() - 2
    return (words[0].start(), end) if named or has_article else None
