"""Texts that no model reads: quotations by their marks, speakers by capitals beside a cue of the language."""

import re
from collections.abc import Sequence

from transforms.quotes.attribution import Attribution
from transforms.quotes.beside import WORD, name_after, read_after, read_before
from transforms.quotes.content import STOPS, Sentence, kind_of, trim
from transforms.quotes.lexicon import QuoteLexicon
from transforms.quotes.marks import Quoted
from transforms.quotes.resolve import Resolved

GIVEN = r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}\s(?:(?:de|del|della|di|da|dos|das|van|von|der|den|du|le|la|ten|ter|zu)\s){0,2}"
APPOSED = re.compile(r",\s{1,2}(\S[^,\n]{1,120})$")  # a name after the description of who bears it
MIN_FRAGMENT = 2  # words of a fragment that makes a sentence a mixed quotation


def read_fragments(
    text: str, sentences: Sequence[Sentence], quoted: Sequence[Quoted], lexicon: QuoteLexicon, language: str
) -> list[Attribution]:
    """Mixed quotations: a sentence with a fragment in marks, its cue outside of them, and a speaker beside the cue."""
    found = []
    for sentence in sentences:
        fragments = [q for q in sentence.fragments if q.words(text) >= MIN_FRAGMENT and not q.is_single]
        if (
            fragments
            and not sentence.full
            and (item := _read(text, sentence, fragments, lexicon, language)) is not None
        ):
            item.kind = kind_of(text, item.spans, quoted)
            found.append(item)
    return found


def _read(
    text: str, sentence: Sentence, fragments: Sequence[Quoted], lexicon: QuoteLexicon, language: str
) -> Attribution | None:
    first, last = fragments[0], fragments[-1]
    source = _source(text, sentence, lexicon, language)
    if source is not None:
        return source
    before = read_before(text, sentence.start, first.start, lexicon, language)
    if before is not None and before.cue is not None and before.speaker is not None:
        content = trim(text, max(before.cue[1], before.speaker[1]), sentence.end)
        if content is not None:
            return _attribution(content, sentence, before.speaker, before.cue, before.how)
    after = read_after(text, last.end, sentence.end, lexicon, language)
    if after is not None and after.speaker is not None and text[last.end : last.end + 1] in (",", " "):
        content = trim(text, sentence.start, last.end)
        if content is not None:
            return _attribution(content, sentence, after.speaker, after.cue, after.how)
    return None


def _source(text: str, sentence: Sentence, lexicon: QuoteLexicon, language: str) -> Attribution | None:
    """Laut X … , … selon X: a preposition that names the source; the rest of the sentence is what is said."""
    words = list(WORD.finditer(text, sentence.start, sentence.end))
    for n, word in enumerate(words):
        form, following = _form(word), [_form(w) for w in words[n + 1 : n + 4]]
        source = next(
            (
                c
                for c in lexicon.readings(form, language)
                if c.part == "preposition" and c.beside == tuple(following[: len(c.beside)])
            ),
            None,
        )
        if source is None or any(q.start < word.start() < q.end for q in sentence.inside):
            continue
        first = n + 1 + len(source.beside)
        speaker = name_after(text, words[first:], lexicon, language)
        if speaker is None:
            continue
        if word.start() - sentence.start < 3:
            stop = STOPS.search(text, speaker[1], sentence.end)
            begins = stop.end() if stop and stop.group() == "," and stop.start() - speaker[1] < 60 else speaker[1]
            content = trim(text, begins, sentence.end)
        else:
            content = trim(text, sentence.start, word.start())
        if content is not None:
            cue = (word.start(), words[first - 1].end())
            return _attribution(content, sentence, speaker, cue, "according_to")
    return None


def _form(word: re.Match[str]) -> str:
    return word.group().lower().replace("’", "'")


def _attribution(
    content: tuple[int, int], sentence: Sentence, speaker: tuple[int, int], cue: tuple[int, int] | None, how: str
) -> Attribution:
    return Attribution([content], "mixed", sentence.paragraph, how, speaker, None, cue)


def resolve_by_name(text: str, item: Attribution, lexicon: QuoteLexicon, language: str) -> Resolved:
    """The fullest form of a speaker's name in the text: the surname with the given names that stand before it."""
    if item.speaker is None:
        return Resolved(None, None, "unknown", "none")
    words = text[slice(*item.speaker)]
    if words.lower() in lexicon.pronouns.get(language, {}):
        return Resolved(None, None, "person", "pronoun_without_model")
    articles = lexicon.articles.get(language, frozenset())
    known = lexicon.sources(language) | articles | {role.lower() for role in lexicon.roles.get(language, ())}
    apposed = APPOSED.search(words)
    parts = (apposed.group(1) if apposed else words).split()
    first = next((n for n, p in enumerate(parts) if p[0].isupper() and p.lower() not in known), len(parts))
    name = " ".join(parts[first:])
    if not name or parts[0].lower() in articles and len(parts) == first + 1:
        return Resolved(None, None, "unknown", "unresolved")
    if len(parts) - first == 1:
        for fuller in re.finditer(rf"\b({GIVEN}){re.escape(name)}\b", text):
            if fuller.group(1).split()[0].lower() not in known:
                return Resolved(fuller.group(), None, "person", "surname")
    return Resolved(name, None, "person" if len(parts) - first > 1 else "unknown", "name")
