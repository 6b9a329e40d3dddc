"""A cue with what depends on it, and the parsed piece of a sentence that it is read from."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from transforms.quotes.lexicon import Cue, QuoteLexicon
from transforms.quotes.subjects import EDGE

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """One cue with what depends on it. Offsets are those of the text."""

    cue: Span
    word: Cue
    speaker: Span | None
    head: int | None  # where the head word of the speaker starts
    content: tuple[Span, ...]
    how: str  # clause, infinitive, object, predicate, inverted, parenthesis, according_to, bare
    is_finite: bool = True
    clause_start: int = 0  # where the cue's own clause starts, its speaker included
    antecedent: int | None = None  # where the head that a relative "who" refers to starts


class Piece:
    """A parsed piece and the offsets of its words in the text."""

    def __init__(self, parsed: Doc, tokens: Sequence[Token], lexicon: QuoteLexicon) -> None:
        self.parsed, self.lexicon = parsed, lexicon
        self.starts = [token.idx for token in tokens]
        self.ends = [token.idx + len(token) for token in tokens]

    def span(self, indices: Sequence[int]) -> Span | None:
        """Offsets from the first to the last of these words, without punctuation at either end."""
        kept = list(indices)
        while kept and (self.parsed[kept[0]].text in EDGE or self.parsed[kept[0]].is_space):
            kept.pop(0)
        while kept and (self.parsed[kept[-1]].text in EDGE or self.parsed[kept[-1]].is_space):
            kept.pop()
        return (self.starts[kept[0]], self.ends[kept[-1]]) if kept else None

    def pieces(self, indices: Sequence[int]) -> tuple[Span, ...]:
        """Contiguous runs of words as spans; runs of punctuation alone are left out."""
        runs: list[list[int]] = []
        for i in sorted(set(indices)):
            if runs and runs[-1][-1] == i - 1:
                runs[-1].append(i)
            else:
                runs.append([i])
        return tuple(span for run in runs if (span := self.span(run)) is not None)

    def tree(self, *tokens: Token) -> tuple[Span, ...]:
        return self.pieces([t.i for token in tokens for t in token.subtree])

    def around(self, token: Token) -> tuple[Span, ...]:
        """What hangs on the head of `token`, without what hangs on `token`."""
        own = {t.i for t in token.subtree}
        return self.pieces([t.i for t in token.head.subtree if t.i not in own])
