"""Who says it: a cue and its speaker in a stretch of words, without a parse."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.quotes.content import STOPS, Sentence
from transforms.quotes.frames import Span
from transforms.quotes.lexicon import Cue, QuoteLexicon
from transforms.quotes.people import People
from transforms.quotes.phrases import APART, Word, phrase, speaker_after, speaker_before, with_name, words_of

MAX_AFTER = 14  # words from a quotation to the cue after it
MAX_BEFORE = 24  # words from a cue to the quotation after it
MAX_THAT = 8  # words from a cue to the "that" of its clause
MAX_SOURCE = 80  # characters of a source and what is apposed to it, before the comma that closes it
MARK = re.compile(r"[\"“”„«»‘’‚]")
STOP = re.compile(r"[.!?…;]\s")


@dataclass(frozen=True, slots=True)
class Said:
    speaker: Span | None
    cue: Span | None
    how: str  # beside, inverted, colon, dash, according_to


class Reader:
    """One text, with the words of its language."""

    def __init__(self, text: str, people: People, lexicon: QuoteLexicon, language: str) -> None:
        self.text, self.people, self.lexicon, self.language = text, people, lexicon, language
        self.grammar = lexicon.of(language)

    def words(self, start: int, end: int, marks: Sequence[Span] = ()) -> list[Word]:
        return words_of(self.text, start, end, self.grammar, marks)

    def cue(self, words: Sequence[Word], n: int, part: str = "verb") -> Cue | None:
        """The cue that word n may be: no noun with a capital, but where it opens the sentence."""
        if words[n].is_capital and n and words[n].gap != APART:
            return None
        following = [w.form for w in words[n + 1 : n + 4]]
        return next(
            (
                c
                for c in self.lexicon.readings(words[n].form, self.language)
                if c.part == part and c.beside == tuple(following[: len(c.beside)])
            ),
            None,
        )

    def after(self, words: Sequence[Word], end: int) -> Said | None:
        """ "…," said X; "…," X said; "…," as X said; "…," according to X: what follows the quotation
        that ends at `end`."""
        if not words or STOP.search(self.text, end, words[0].start):
            return None
        if self.cue(words, 0, "adverb"):
            end_of_name = phrase(words, 1, self.grammar) if len(words) > 1 and not words[1].gap else None
            return self.said(words, (1, self.named(words, 1, end_of_name)), 0, "inverted") if end_of_name else None
        if (source := self.cue(words, 0, "preposition")) and source.is_speech:
            return self.source_at(words, 0, source)
        stretch = next((n for n in range(1, len(words)) if words[n].gap == APART), len(words))
        verbs = [n for n in range(min(stretch, MAX_AFTER)) if self.cue(words, n)]
        opens = self.grammar.like | self.grammar.fillers
        lead = next((n for n in range(len(words)) if words[n].form not in opens), 0)
        if verbs and 0 < lead < verbs[0] and not any(w.gap for w in words[1 : lead + 1]):
            named = phrase(words[: verbs[0]], lead, self.grammar)  # wie Anna Huber gestern sagte
            if named is not None:
                return self.said(words, (lead, named), verbs[0], "inverted")
        if not verbs and (speaker := self.named_after(words[:stretch], lead)) is not None:
            return self.said(words, speaker, lead, "inverted")
        for n in verbs:
            if any(w.gap for w in words[1 : n + 1]) and not self.is_apposition(words, n):
                return None
            speaker = speaker_before(words, n, self.grammar)
            if speaker is not None:
                return self.said(words, speaker, n, "beside")
            if n <= lead:
                return self.said(words, speaker_after(words, self.behind(words, n), self.grammar), n, "inverted")
        return None

    def named_after(self, words: Sequence[Word], lead: int) -> tuple[int, int] | None:
        """The person or pronoun right behind an unknown verb that follows a quotation: "…“, freut sich Anna Huber."""
        verb = words[lead] if lead < len(words) else None
        if verb is None or verb.is_capital or verb.form in self.grammar.small or verb.form in self.grammar.pronouns:
            return None
        if any(w.gap for w in words[1 : lead + 1]):
            return None
        speaker = speaker_after(words, lead + 1, self.grammar)
        if speaker is None or any(w.form in self.grammar.breaks for w in words[lead + 1 : speaker[0]]):
            return None
        is_meant = words[speaker[0]].form in self.grammar.pronouns
        return speaker if is_meant or any(self.is_person(w) for w in words[speaker[0] : speaker[1] + 1]) else None

    def is_apposition(self, words: Sequence[Word], n: int) -> bool:
        """Whether commas before word n only set off an apposition of the speaker."""
        return [w.gap for w in words[1 : n + 1] if w.gap] == [",", ","]

    def before(self, words: Sequence[Word], end: int) -> Said | None:
        """X said: "…"; X: "…"; as X said, "…": the words before a quotation that starts at `end`."""
        has_colon = ":" in self.text[words[-1].end : end]
        like = words[0].form in self.grammar.like
        if has_colon or self.text[words[-1].end : end].strip(" \u00a0") == ",":
            source = self.cue(words, 0, "preposition")
            if source is not None and (said := self.source_at(words, 0, source)) is not None:
                return said
        bare: int | None = None
        told = [] if has_colon else [n for n in range(len(words)) if self.cue(words, n) and self.opens_clause(words, n)]
        if told and (said := self.at(words, told[0], like)) is not None:  # X recordó que la norma cuenta con “…”
            return said
        for n in range(len(words) - 1, max(-1, len(words) - MAX_BEFORE), -1):
            if self.cue(words, n) is None:
                continue
            said = self.at(words, n, like)
            if said is not None and said.speaker is not None:
                # X left the hall, adding “…”: the last verb is the cue
                cue = words[n if bare is None else bare]
                return Said(said.speaker, (cue.start, cue.end), said.how)
            bare = n if bare is None else bare
        if has_colon and bare is None:
            speaker = speaker_before(words, len(words), self.grammar)
            if speaker is None and (last := phrase(words, 0, self.grammar)) is not None:
                speaker = (0, self.named(words, 0, last))
            if speaker is not None:
                return self.said(words, speaker, None, "colon")
        return self.said(words, None, bare, "inverted") if bare is not None else None

    def at(self, words: Sequence[Word], n: int, like: bool) -> Said | None:
        """The cue at word n with the speaker before or after it; after "as", the speaker may stand at once."""
        speaker, how = (None if like else speaker_before(words, n, self.grammar)), "beside"
        if like and n > 1 and not words[1].gap and (end := phrase(words[:n], 1, self.grammar)) is not None:
            speaker = (1, end)
        if speaker is None:
            speaker, how = speaker_after(words, self.behind(words, n), self.grammar), "inverted"
        return self.said(words, speaker, n, how) if speaker is not None else None

    def opens_clause(self, words: Sequence[Word], n: int) -> bool:
        """Whether "that" follows a cue within a few words."""
        return any(w.form in self.grammar.that for w in words[n + 1 : n + MAX_THAT])

    def source(self, words: Sequence[Word], sentence: Sentence, limit: int) -> tuple[Said, Span] | None:
        """Laut X …; …, selon X; X zufolge …: who is named as the source, and the rest of the sentence.

        `limit` is where the first fragment starts.
        """
        for n, word in enumerate(words):
            if (cue := self.cue(words, n, "postposition")) is not None:
                speaker = speaker_before(words, n, self.grammar)
                if speaker is not None:
                    return self.said(words, speaker, n, "according_to"), (word.end, sentence.end)
            cue = self.cue(words, n, "preposition")
            if cue is None or n and not cue.is_speech:
                continue
            said = self.source_at(words, n, cue)
            if said is None or said.speaker is None:
                continue
            if n:
                return said, (sentence.start, word.start)
            if self.text[:limit].rstrip().endswith(","):
                return said, (limit, sentence.end)
            stop = STOPS.search(self.text, said.speaker[1], sentence.end)
            is_closed = stop and stop.group() == "," and stop.start() - said.speaker[1] < MAX_SOURCE
            return said, (stop.end() if stop and is_closed else said.speaker[1], sentence.end)
        return None

    def source_at(self, words: Sequence[Word], n: int, cue: Cue) -> Said | None:
        """The source that a preposition at word n names; an everyday one ("pour") names none but a person."""
        first = n + 1 + len(cue.beside)
        if first >= len(words) or words[first].gap:
            return None
        if self.cue(words, first) is not None:  # según informó la policía
            speaker_words = speaker_after(words, first + 1, self.grammar)
            said = self.said(words, speaker_words, first, "according_to") if speaker_words is not None else None
            return Said(said.speaker, (words[n].start, words[first].end), "according_to") if said else None
        last = phrase(words, first, self.grammar, is_bare=True)
        if last is None:
            return None
        last = self.named(words, first, last)
        if not cue.is_speech and not self.is_source(words[first : last + 1]):
            return None
        speaker = self.span(words[first].start, words[last].end)
        return Said(speaker, (words[n].start, words[first - 1].end), "according_to")

    def behind(self, words: Sequence[Word], n: int) -> int:
        """The word after the cue at word n and what belongs to it: fa sapere."""
        cue = self.cue(words, n)
        return n + 1 + len(cue.beside if cue is not None else ())

    def omits_speaker(self, cue: Span | None) -> bool:
        """Whether a verb alone may go on with the one person who spoke last."""
        grammar = self.grammar
        is_plural = cue is not None and bool(grammar.plural) and self.text[slice(*cue)].endswith(grammar.plural)
        return grammar.omits_subject and not is_plural

    def is_source(self, words: Sequence[Word]) -> bool:
        """Whether these words name a person, or an organization behind its article: pour Anne Morel, para la ONG."""
        has_article = len(words) > 1 and words[0].form in self.grammar.articles
        return any(map(self.is_person, words)) or has_article and self.people.is_organization(words[1])

    def is_person(self, word: Word) -> bool:
        return word.is_capital and self.people.knows(self.text[word.start : word.end])

    def named(self, words: Sequence[Word], i: int, last: int) -> int:
        return with_name(words, i, last, self.grammar)

    def is_adverb(self, word: Word) -> bool:
        return word.form in self.grammar.fillers - self.grammar.articles and not word.gap

    def said(self, words: Sequence[Word], speaker: Span | None, n: int | None, how: str) -> Said:
        """In offsets, of a speaker (first and last word) and the word that is the cue."""
        span = self.span(words[speaker[0]].start, words[speaker[1]].end) if speaker is not None else None
        return Said(span, (words[n].start, words[n].end) if n is not None else None, how)

    def span(self, start: int, end: int) -> Span:
        """A speaker with the mark that closes a title at his end: der „Neuen Post“."""
        has_title = MARK.search(self.text, start, end) is not None and MARK.match(self.text, end) is not None
        return start, end + has_title

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
        first = next(n for n, w in enumerate(words) if w.start == named[0][0])
        return words[first].start, words[self.people.name_end(words, first, len(words) - 1)].end

    def reports(self, words: Sequence[Word], said: Said) -> bool:
        """Whether a clause follows a cue and its speaker: "…“, sagte er, dass …"."""
        begin = max(span[1] for span in (said.speaker, said.cue) if span is not None)
        return any(w.form in self.grammar.that for w in [w for w in words if w.start >= begin][:8])

    def content_start(self, words: Sequence[Word], said: Said, limit: int) -> int:
        """Where what is said begins after its cue: at "that", in a Germanic language after a comma, else at once."""
        begin = max(span[1] for span in (said.speaker, said.cue) if span is not None and span[1] <= limit)
        between = [w for w in words if begin <= w.start < limit]
        that = next((w for w in between if w.form in self.grammar.that), None)
        if that is not None:
            return that.start
        like = words[0].form in self.grammar.like
        comma = next((w for w in between if w.gap == ","), None) if self.grammar.verb_second or like else None
        if comma is not None:
            return comma.start
        kept = itertools.dropwhile(self.is_adverb, between)
        first = next(kept, None)
        return first.start if first is not None else limit
