"""A text that no parser reads, with the words of its language: what a cue and a speaker are in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.quotes.content import Sentence
from transforms.quotes.frames import Span
from transforms.quotes.lexicon import Cue, QuoteLexicon
from transforms.quotes.unparsed.people import People
from transforms.quotes.unparsed.phrases import APART, Word, phrase, with_name, words_of

NEAR = 40  # characters before a verb in which its subject would stand
MAX_TAIL = 6  # words between a description and the name that belongs to it
MARK = re.compile(r"[\"“”„«»‘’‚]")


@dataclass(frozen=True, slots=True)
class Said:
    speaker: Span | None
    cue: Span | None
    how: str  # beside, inverted, colon, dash, according_to


class Reader:
    """One text, with the words of its language."""

    def __init__(
        self, text: str, people: People, lexicon: QuoteLexicon, language: str, *, is_title: bool = False
    ) -> None:
        self.is_title = is_title  # what stands before a colon may be a topic
        self.text, self.people, self.lexicon, self.language = text, people, lexicon, language
        self.grammar = lexicon.of(language)

    def words(self, start: int, end: int, marks: Sequence[Span] = ()) -> list[Word]:
        return words_of(self.text, start, end, self.grammar, marks)

    def cue(self, words: Sequence[Word], n: int, part: str = "verb") -> Cue | None:
        """The cue that word n may be: no noun with a capital, but where it opens the sentence."""
        if words[n].is_capital and n and words[n].gap != APART:
            return None
        following = [w.form for w in words[n + 1 : n + 5]]
        return next(
            (
                c
                for c in self.lexicon.readings(words[n].form, self.language)
                if c.part == part and c.beside == tuple(following[: len(c.beside)])
            ),
            None,
        )

    def behind(self, words: Sequence[Word], n: int) -> int:
        """The word after the cue at word n and what belongs to it: fa sapere."""
        cue = self.cue(words, n)
        return n + 1 + len(cue.beside if cue is not None else ())

    def said(self, words: Sequence[Word], speaker: Span | None, n: int | None, how: str) -> Said:
        """In offsets, of a speaker (first and last word) and the word that is the cue."""
        last = self.named(words, *speaker) if speaker is not None and how == "inverted" else speaker and speaker[1]
        span = self.span(words[speaker[0]].start, words[last].end) if speaker and last is not None else None
        return Said(span, (words[n].start, words[n].end) if n is not None else None, how)

    def span(self, start: int, end: int) -> Span:
        """A speaker with the mark that closes a title at his end: der „Neuen Post“."""
        has_title = MARK.search(self.text, start, end) is not None and MARK.match(self.text, end) is not None
        return start, end + has_title

    def named(self, words: Sequence[Word], i: int, last: int) -> int:
        """The end of a phrase with the name that belongs to it: l’assessore al Bilancio Anna Rinaldi."""
        last = with_name(words, i, last, self.grammar)
        if words[i].form not in self.grammar.articles or self.has_person(words, (i, last)):
            return last
        for n in range(last + 2, min(len(words) - 1, last + MAX_TAIL)):
            if words[n].gap or words[n - 1].gap:
                break
            if self.is_person(words[n]) and words[n - 1].form not in self.grammar.small and not words[n + 1].gap:
                end = self.people.name_end(words, n, len(words) - 1)
                return end if end > n else last
        return last

    def has_person(self, words: Sequence[Word], span: tuple[int, int]) -> bool:
        return any(map(self.is_person, words[span[0] : span[1] + 1]))

    def is_person(self, word: Word) -> bool:
        return word.is_capital and self.people.knows(self.text[word.start : word.end])

    def subject(self, sentence: Sentence) -> Span | None:
        """The person whose name opens a sentence, or the only one whom it names."""
        words = self.words(sentence.start, sentence.end)
        last = phrase(words, 0, self.grammar) if words and words[0].is_capital else None
        is_named = last is not None and any(self.is_person(w) for w in words[: last + 1])
        are_capitals = not self.grammar.capitals and last is not None and all(w.is_capital for w in words[: last + 1])
        if last is not None and (is_named or last and are_capitals):
            return words[0].start, words[last].end
        named = self.people.named(sentence.start, sentence.end)
        if len({person for _, person in named}) != 1:
            return None
        first = next((n for n, w in enumerate(words) if w.start == named[0][0]), None)
        last = self.people.name_end(words, first, len(words) - 1) if first is not None else None
        return (words[first].start, words[last].end) if first is not None and last is not None else None

    def omits_speaker(self, cue: Span | None) -> bool:
        """Whether a verb alone may go on with the one person who spoke last."""
        if cue is None or not self.grammar.omits_subject or self.is_plural(self.text[slice(*cue)]):
            return False
        before = self.words(max(0, cue[0] - NEAR), cue[0])
        is_first = not before or self.text[before[-1].end : cue[0]].strip() != ""
        return is_first or before[-1].form in self.grammar.small

    def is_plural(self, verb: str) -> bool:
        return bool(self.grammar.plural) and verb.endswith(self.grammar.plural)
