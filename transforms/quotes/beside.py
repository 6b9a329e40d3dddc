"""Speaker and cue from the words right beside a quotation, without a parse.

This serves the languages for which no model is at hand, and English where the parser fails: a short stretch that holds
a name and a cue ("said Ann Miller, the mayor", "Ann Miller said on Monday", "Ann Miller:").
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.quotes.lexicon import QuoteLexicon

Span = tuple[int, int]
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+){0,6}\.?")
PART = re.compile(r"[^\W_]+(?:['’.][^\W_]+){0,6}\.?")  # French ties a pronoun to its verb: a-t-il, dit-elle
PARTICLE = re.compile(r"de|del|della|di|da|dos|das|van|von|der|den|du|le|la|ten|ter|zu|y|e|el|bin|ben")
ENDS_NAME = re.compile(r"[,;:()\[\]–—“”„«»\"!?¿¡]|\s-\s|\.(?:\s|$)(?<!\b[A-Z]\.\s)")
PARTS_NAME = re.compile(r"[,;:()\[\]–—“”„«»\"!?¿¡]|\s-\s")  # within a sentence a stop only shortens: Mr., Sen., Mass.
BEFORE_NOUN = frozenset(("of", "the", "a", "an", "his", "her", "their", "its"))
MAX_NAME = 9  # words
MAX_APPOSED = 5  # words of a name in apposition


@dataclass(frozen=True, slots=True)
class Beside:
    speaker: Span | None
    cue: Span | None
    how: str  # beside, inverted, colon


def words_of(text: str, start: int, end: int, language: str) -> list[re.Match[str]]:
    return list((PART if language == "fr" else WORD).finditer(text, start, end))


def read_after(text: str, start: int, end: int, lexicon: QuoteLexicon, language: str) -> Beside | None:
    """ "…," said X   and   "…," X said : the words from the end of a quotation to the end of its sentence."""
    words = words_of(text, start, min(end, start + 200), language)
    first = len(words)  # where the name ends and an apposition begins
    for n, word in enumerate(words[: 2 * MAX_NAME]):
        if n and PARTS_NAME.search(text, words[n - 1].end(), word.start()):
            if text[words[n - 1].end() : word.start()].strip() != ",":
                return None
            first = min(first, n)
        if not is_cue(words, n, lexicon, language):
            continue
        cue = (word.start(), word.end() - word.group().endswith("."))
        if first < n and not text[words[n - 1].end() : word.start()].strip():
            return None  # an apposition is closed by a comma
        before = name_before(text, words[: min(first, n)], language, lexicon)
        if before is not None:
            return Beside(before, cue, "beside")
        after = name_after(text, words[n + 1 :], lexicon, language)
        return Beside(after, cue, "inverted") if after is not None or n <= 1 else None
    return None


def read_before(text: str, start: int, end: int, lexicon: QuoteLexicon, language: str) -> Beside | None:
    """X said: "…", X: "…" : the words from the start of the sentence to the start of the quotation."""
    words = words_of(text, max(start, end - 240), end, language)
    if not words:
        return None
    has_colon = ":" in text[words[-1].end() : end] or text[words[-1].end() : end].strip() in ("—", "–", "-")
    for n in range(len(words) - 1, max(-1, len(words) - 14), -1):
        if is_cue(words, n, lexicon, language):
            fillers = lexicon.fillers.get(language, frozenset())
            lead = [w for w in words[:n] if w.group().lower() not in fillers]
            before = name_before(text, without_apposition(text, [*lead, words[n]]), language, lexicon)
            before = before or name_before(text, words[:n], language, lexicon)
            after = name_after(text, words[n + 1 :], lexicon, language) if before is None else None
            if after is not None and language == "en" and WORD.search(text, after[1], end):
                after = None
            if before or after:
                return Beside(before or after, words[n].span(), "beside" if before else "inverted")
    if has_colon and len(words) <= MAX_NAME and words[0].group()[0].isupper():
        span = name_after(text, words, lexicon, language)
        return Beside(span, None, "colon") if span else None
    return None


def is_cue(words: Sequence[re.Match[str]], n: int, lexicon: QuoteLexicon, language: str) -> bool:
    """Whether word n may be a verb of saying, and no noun as in "State Department", "of state", "the attacks"."""
    form, following = words[n].group().rstrip("."), [w.group() for w in words[n + 1 : n + 3]]
    is_noun = n > 0 and (form[0].isupper() or language == "en" and words[n - 1].group().lower() in BEFORE_NOUN)
    return not is_noun and lexicon.is_cue(form.lower(), "quote", language, following)


def without_apposition(text: str, words: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """The words before the last one, a cue, without what stands between two commas there: Reed, the mayor, said."""
    commas = [n for n in range(1, len(words)) if text[words[n - 1].end() : words[n].start()].strip() == ","]
    return words[: commas[-2]] if len(commas) > 1 and commas[-1] == len(words) - 1 else words[:-1]


def name_before(text: str, words: Sequence[re.Match[str]], language: str, lexicon: QuoteLexicon) -> Span | None:
    """The noun phrase that ends at the last of these words."""
    fillers = lexicon.fillers.get(language, frozenset())
    words = list(words)
    while words and words[-1].group().lower() in fillers:
        words.pop()
    first: int | None = None
    for n in range(len(words) - 1, max(-1, len(words) - MAX_NAME - 1), -1):
        word = words[n].group()
        if n < len(words) - 1 and ENDS_NAME.search(text, words[n].end() - 1, words[n + 1].start()):
            break
        if word.lower() in lexicon.breaks.get(language, frozenset()):
            break
        first = n
    if first is None:
        return None
    group = [w.group() for w in words[first:]]
    if language != "en" or len(group) > 4:
        opens = [n for n, w in enumerate(group) if w[0].isupper() or w.lower() in lexicon.pronouns.get(language, {})]
        articles = lexicon.articles.get(language, frozenset())
        if language != "en" and not opens:
            opens = [n for n, w in enumerate(group[:-1]) if w.lower() in articles]
        if not opens:
            return None
        if language != "en":
            first += opens[0]
    elif not any(
        w[0].isupper()
        or w.lower() in lexicon.pronouns.get(language, {})
        or w.lower() in ("the", "a", "an", "his", "her", "their", "one", "another")
        for w in group
    ):
        return None
    return words[first].start(), words[-1].end()


def name_after(text: str, words: Sequence[re.Match[str]], lexicon: QuoteLexicon, language: str) -> Span | None:
    """The noun phrase that starts at the first of these words, fillers passed over."""
    fillers = lexicon.fillers.get(language, frozenset())
    breaks = lexicon.breaks.get(language, frozenset())
    articles = lexicon.articles.get(language, frozenset())
    links = lexicon.links.get(language, frozenset())
    words = list(words)
    while words and words[0].group().lower() in fillers:
        words.pop(0)
    last: int | None = None
    for n, word in enumerate(words[:MAX_NAME]):
        lower = word.group().lower()
        if n and ENDS_NAME.search(text, words[n - 1].end() - 1, word.start()):
            break
        joins = language != "en" and (PARTICLE.fullmatch(lower) or lower in links)
        if (lower if language == "en" else lower.rstrip(".")) in breaks and not (last is not None and joins):
            break
        is_pronoun = lower.rstrip(".") in lexicon.pronouns.get(language, {}) and lower not in articles
        if n and is_pronoun:
            break
        last = n
        if is_pronoun:
            break
    if last is None:
        return None
    if language != "en":
        group = words[: last + 1]
        last = (
            _last_capital(group) if any(w.group()[0].isupper() for w in group) else _last_noun(group, articles, links)
        )
        last = _last_apposed(text, words, last, breaks)
    end = words[last].end()
    if text[end - 1] == "." and (last == 0 or language != "en" or len(words[last].group()) > 4):
        end -= 1
    group = words[: last + 1]
    named = any(
        w.group()[0].isupper() or w.group().lower().rstrip(".") in lexicon.pronouns.get(language, {}) for w in group
    )
    return (
        (words[0].start(), end)
        if named or _has_article(words[0].group(), articles) and end > words[0].end() - 2
        else None
    )


def _last_capital(words: Sequence[re.Match[str]]) -> int:
    """Where a name ends: at the last of its words in capitals, particles between them allowed ("Anna de Boer")."""
    last = 0
    for n, word in enumerate(words):
        if word.group()[0].isupper():
            last = n
        elif words[last].group()[0].isupper() and not PARTICLE.fullmatch(word.group()):
            break
    return last


def _last_noun(words: Sequence[re.Match[str]], articles: frozenset[str], links: frozenset[str]) -> int:
    """Where a noun phrase without a name ends: before an article that no preposition joins to it, and never at one."""
    last = 0
    for n, word in enumerate(words):
        lower = word.group().lower()
        if n and lower in articles and words[n - 1].group().lower() not in links:
            break
        if lower not in articles and lower not in links:
            last = n
    return last


def _last_apposed(text: str, words: Sequence[re.Match[str]], last: int, breaks: frozenset[str]) -> int:
    """The end of the name that a comma joins to a noun phrase: el presidente de la región, Pedro Vidal."""
    following = words[last + 1 : last + 1 + MAX_APPOSED]
    if words[0].group()[0].isupper() or not following or text[words[last].end() : following[0].start()].strip() != ",":
        return last
    group = list(
        itertools.takewhile(lambda w: w.group().lower() not in breaks or PARTICLE.fullmatch(w.group()), following)
    )
    stop = next(
        (n for n in range(1, len(group)) if ENDS_NAME.search(text, group[n - 1].end() - 1, group[n].start())), None
    )
    group = group[:stop]
    return last + 1 + _last_capital(group) if len(group) > 1 and group[0].group()[0].isupper() else last


def _has_article(word: str, articles: frozenset[str]) -> bool:
    """Whether an article opens a noun phrase, tied to its noun or not: la, l’ingénieur."""
    return re.split("['’]", word.lower(), maxsplit=1)[0].rstrip(".") in articles
