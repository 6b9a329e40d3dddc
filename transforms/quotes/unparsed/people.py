"""The people that a text names, by given names and capitals, and where; no model reads the text."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.quotes.frames import Span
from transforms.quotes.lexicon import QuoteLexicon
from transforms.quotes.unparsed.phrases import Word, is_particle, words_of

MAX_PARTS = 5  # words of a name
GENDERS = {"female": "f", "male": "m"}


@dataclass(slots=True)
class Person:
    name: str
    parts: tuple[str, ...]  # lower case
    gender: str | None  # m or f


class People:
    """Everyone that a text names in full, and every place where it names one of them outside of `marks`."""

    def __init__(self, text: str, marks: Sequence[Span], lexicon: QuoteLexicon, language: str) -> None:
        self.given, self.grammar = lexicon.given, lexicon.of(language)
        self.cues = lexicon.cues.get(language, {})
        self.persons: list[Person] = []
        self.by_part: dict[str, list[int]] = {}
        self.words = words_of(text, 0, len(text), self.grammar, marks)
        for first, last in self._runs(text):
            self.add(text, self.words, first, last)

    def _runs(self, text: str) -> Iterator[Span]:
        """The first and the last word of every name that opens with a known given name."""
        end = -1
        for n, word in enumerate(self.words):
            if word.is_capital and n > end and self.is_given(text, word):
                end = self.name_end(self.words, n, len(self.words) - 1)
                if end > n:
                    yield n, end

    def is_given(self, text: str, word: Word) -> bool:
        is_known = text[word.start : word.end] in self.given
        return is_known and word.form not in self.grammar.small and word.form not in self.grammar.titles

    def name_end(self, words: Sequence[Word], first: int, limit: int) -> int:
        """The last word of the run of capitals, particles between them, that starts at `first`; `limit` at most.

        In a Germanic language a particle follows a given name: "Anna von Berg", not "Anna Graf von der Zeitung".
        """
        last = first
        for n in range(first + 1, min(limit + 1, first + MAX_PARTS)):
            if words[n].gap or not (words[n].is_capital or is_particle(words, n, self.grammar)):
                break
            opens = words[first].form in self.grammar.particles
            if self.grammar.verb_second and not words[n].is_capital and n - 1 == last > first and not opens:
                break
            last = n if words[n].is_capital else last
        return last

    def add(self, text: str, words: Sequence[Word], first: int, last: int) -> None:
        """Take the words from `first` to `last` for the full name of a person."""
        parts = tuple(w.form for w in words[first : last + 1])
        given = self.given.get(text[words[first].start : words[first].end], "")
        gender = GENDERS.get(given) or self.gender_before(words, first)
        known = next((p for n in self.by_part.get(parts[-1], ()) if (p := self.persons[n]).parts == parts), None)
        if known is not None:
            known.gender = known.gender or gender
            return
        for part in dict.fromkeys(parts):
            self.by_part.setdefault(part, []).append(len(self.persons))
        self.persons.append(Person(text[words[first].start : words[last].end], parts, gender))

    def gender_before(self, words: Sequence[Word], first: int) -> str | None:
        """m or f by the article or title before a name, a noun between them passed over: la maire Anne Morel."""
        for word in reversed(words[max(0, first - 2) : first]):
            if word.form in self.grammar.m or word.form in self.grammar.f:
                return "m" if word.form in self.grammar.m else "f"
        return None

    def knows(self, word: str) -> bool:
        """Whether a word is a given name, or a part of the name of somebody named in full."""
        return word in self.given or word.lower() in self.by_part

    def is_small(self, word: Word) -> bool:
        return word.form in self.grammar.small or word.form in self.cues

    def is_organization(self, word: Word) -> bool:
        return any(word.form == o or len(o) > 4 and word.form.endswith(o) for o in self.grammar.organizations)

    def given_before(self, text: str, parts: tuple[str, ...]) -> str | None:
        """The word in capitals that stands before a surname somewhere, where no noun has one: an unknown given name."""
        for n in range(1, len(self.words) if not self.grammar.capitals else 0):
            before, word = self.words[n - 1], self.words[n]
            if word.form == parts[0] and word.is_capital and not word.gap and before.is_capital:
                is_other = before.form in self.grammar.titles or before.form.endswith(self.grammar.roles)
                if not is_other and not self.is_small(before) and not self.is_organization(before):
                    return text[before.start : before.end]
        return None

    def called(self, parts: tuple[str, ...]) -> list[int]:
        """Who may be meant by these parts of a name: its end or begin, or a surname before another."""
        found = []
        for n in self.by_part.get(parts[-1], ()):
            whole = self.persons[n].parts
            if parts in (whole[-len(parts) :], whole[: len(parts)]) or len(parts) == 1 and parts[0] in whole[1:]:
                found.append(n)
        return found

    def named(self, start: int, end: int) -> list[tuple[int, int]]:
        """(offset, person) of everyone named from `start` to `end`; a part that several share names nobody."""
        found = []
        for word in self.words[bisect_left(self.words, start, key=_start) : bisect_left(self.words, end, key=_start)]:
            sharing = self.by_part.get(word.form, []) if word.is_capital else []
            found += [(word.start, sharing[0])] if len(sharing) == 1 else []
        return found


def _start(word: Word) -> int:
    return word.start
