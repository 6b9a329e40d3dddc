"""Who is named as the source by a preposition: laut X, selon X, X zufolge; without a parse."""

from collections.abc import Sequence

from transforms.quotes.content import STOPS, Sentence
from transforms.quotes.frames import Span
from transforms.quotes.lexicon import Cue
from transforms.quotes.unparsed.phrases import Word, phrase, speaker_after, speaker_before
from transforms.quotes.unparsed.reader import Reader, Said

MAX_SOURCE = 80  # characters of a source and what is apposed to it, before the comma that closes it


def read_source(reader: Reader, words: Sequence[Word], sentence: Sentence, limit: int) -> tuple[Said, Span] | None:
    """Laut X …; …, selon X; X zufolge …: who is named as the source, and the rest of the sentence.

    `limit` is where the first fragment starts.
    """
    for n, word in enumerate(words):
        if (cue := reader.cue(words, n, "postposition")) is not None:
            speaker = speaker_before(words, n, reader.grammar)
            if speaker is not None:
                return reader.said(words, speaker, n, "according_to"), (word.end, sentence.end)
        cue = reader.cue(words, n, "preposition")
        if cue is None or n and not cue.is_speech:
            continue
        said = source_at(reader, words, n, cue)
        if said is None or said.speaker is None:
            continue
        if n:
            return said, (sentence.start, word.start)
        if reader.text[said.speaker[1] : limit].rstrip().endswith(","):
            return said, (limit, sentence.end)
        stop = STOPS.search(reader.text, said.speaker[1], sentence.end)
        is_closed = stop and stop.group() == "," and stop.start() - said.speaker[1] < MAX_SOURCE
        return said, (stop.end() if stop and is_closed else said.speaker[1], sentence.end)
    return None


def source_at(reader: Reader, words: Sequence[Word], n: int, cue: Cue) -> Said | None:
    """The source that a preposition at word n names; an everyday one ("pour") names none but a person."""
    first = n + 1 + len(cue.beside)
    if first >= len(words) or words[first].gap:
        return None
    if reader.cue(words, first) is not None:  # según informó la policía
        speaker_words = speaker_after(words, first + 1, reader.grammar)
        said = reader.said(words, speaker_words, first, "according_to") if speaker_words is not None else None
        return Said(said.speaker, (words[n].start, words[first].end), "according_to") if said else None
    last = phrase(words, first, reader.grammar, is_bare=True)
    if last is None:
        return None
    last = reader.named(words, first, last)
    if not cue.is_speech and not is_source(reader, words[first : last + 1]):
        return None
    speaker = reader.span(words[first].start, words[last].end)
    return Said(speaker, (words[n].start, words[first - 1].end), "according_to")


def is_source(reader: Reader, words: Sequence[Word]) -> bool:
    """Whether these words name a person, or an organization behind its article: pour Anne Morel, para la ONG."""
    has_article = len(words) > 1 and words[0].form in reader.grammar.articles
    return any(map(reader.is_person, words)) or has_article and reader.people.is_organization(words[1])
