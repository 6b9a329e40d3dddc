"""Quotation marks: which opens, which closes, and what stands between them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.records import Paragraph
from transforms.quotes.lexicon import Words

# Doubled apostrophes and back ticks are how some wires write a double mark.
MARK = re.compile(r"''|``|[\"“”„‟«»″]")
LINE = re.compile(r"[^\n]+")
OPENING_SINGLE = re.compile(r"(?<![^\s(\[—–“\"„«-])[‘'‚‹](?=[^\s’'])")
CLOSING_SINGLE = re.compile(r"(?<=[^\s(\[])['’‘›](?![\w])")
MAX_SINGLE = 600  # characters between single marks; an apostrophe further off closes nothing
MAX_NESTED = 40  # marks that are looked through for the one that closes a nest of them
ANGLES = "«»"
LEFT_EDGE = "([{—–-/"
RIGHT_EDGE = ".,;:!?…)]}—–-"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of text between marks: `start` and `end` with the marks, `inner_start` and `inner_end` without."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    is_closed: bool
    is_single: bool
    paragraph: int  # index of its paragraph

    def words(self, text: str) -> int:
        return len(text[self.inner_start : self.inner_end].split())


def pair_marks(text: str, paragraphs: Sequence[Paragraph], grammar: Words) -> list[Quoted]:
    """The outermost quoted stretches of each paragraph, in order.

    A mark may be turned the wrong way or be of another kind than its partner; what decides is whether a space stands
    before or after it. A mark left open runs to the end of its paragraph.
    """
    return [
        quoted
        for index, paragraph in enumerate(paragraphs)
        for line in LINE.finditer(text, paragraph.start, paragraph.end)
        for quoted in _pair_line(line.group(), line.start(), index, grammar)
    ]


def _pair_line(line: str, at: int, index: int, grammar: Words) -> Iterator[Quoted]:
    doubles = list(_double(line, grammar))
    pairs = [(*pair, False) for pair in doubles] + [(*pair, True) for pair in _single(line, doubles)]
    for opening, inner_start, inner_end, closing, is_closed, is_single in sorted(pairs):
        while inner_start < inner_end and line[inner_start].isspace():
            inner_start += 1
        while inner_end > inner_start and line[inner_end - 1].isspace():
            inner_end -= 1
        if inner_start < inner_end:
            yield Quoted(at + opening, at + closing, at + inner_start, at + inner_end, is_closed, is_single, index)


def _double(line: str, grammar: Words) -> Iterator[tuple[int, int, int, int, bool]]:
    closers, openers = grammar.closing, grammar.opening
    opened: re.Match[str] | None = None
    marks = list(MARK.finditer(line))
    last_angle = max((n for n, mark in enumerate(marks) if mark.group() in ANGLES), default=-1)
    closed_at = -1  # where the pair at hand closes, if others are nested in it
    for n, mark in enumerate(marks):
        before = line[mark.start() - 1] if mark.start() else " "
        after = line[mark.end()] if mark.end() < len(line) else " "
        at_left_edge = before.isspace() or before in LEFT_EDGE
        closes_here = mark.group() in closers and mark.group() not in openers
        if opened is None:
            opens = mark.group() in openers or at_left_edge  # « opens behind an apostrophe as well: d’« un tel pont »
            if opens or not (closes_here or after.isspace() or after in RIGHT_EDGE):
                opened, closed_at = mark, _balanced(line, marks[n : n + MAX_NESTED])
        elif (mark.group() in ANGLES) != (opened.group() in ANGLES) and (mark.group() in ANGLES or n < last_angle):
            continue  # «She said “go” and I went»
        elif mark.start() >= closed_at and (
            (closes_here and not (at_left_edge and mark.group() == opened.group()))
            or not at_left_edge
            or (after.isspace() and mark.group() not in openers)
        ):
            yield opened.start(), opened.end(), mark.start(), mark.end(), True
            opened = None
    if opened is not None:
        yield opened.start(), opened.end(), len(line), len(line), False


def _balanced(line: str, marks: Sequence[re.Match[str]]) -> int:
    """Where curly marks that are all turned the right way close the first of them; -1 where they do not."""
    depth = 0
    for mark in marks:
        before = line[mark.start() - 1] if mark.start() else " "
        is_opening = mark.group() == "“" and (before.isspace() or before in LEFT_EDGE)
        if not is_opening and mark.group() != "”":
            return -1
        depth += 1 if is_opening else -1
        if depth == 0:
            return mark.start()
    return -1


def _single(line: str, taken: list[tuple[int, int, int, int, bool]]) -> Iterator[tuple[int, int, int, int, bool]]:
    """Stretches between single marks, outside the double ones (`taken`, in order).

    An apostrophe looks like a closing mark. A mark after a stop or comma is trusted; else the first one that no
    letter follows, unless it ends a plural possessive ("the workers' union") and a better one follows.
    """
    free_from = 0
    starts = [start for start, *_ in taken]
    for mark in OPENING_SINGLE.finditer(line):
        following = bisect_right(starts, mark.start())
        if mark.start() < free_from or (following and mark.start() < taken[following - 1][3]):
            continue
        limit = min([*starts[following : following + 1], len(line), mark.end() + MAX_SINGLE])
        closings = list(CLOSING_SINGLE.finditer(line, mark.end() + 1, limit))
        another = OPENING_SINGLE.search(line, mark.end(), limit)
        if another is not None:
            before_it = [m for m in closings if m.start() < another.start()]
            closings = before_it or closings
        trusted = [m for m in closings if line[m.start() - 1] in ".,!?…"]
        plural = [m for m in closings if line[m.start() - 1] != "s" or not line[m.end() :][:1].isspace()]
        closing = next(iter(trusted or plural or closings), None)
        if closing is not None and (first := next(iter(plural), None)) is not None and first.start() < closing.start():
            # a stop further on is only better where the first candidate is a possessive
            closing = first
        if closing is not None:
            free_from = closing.end()
            yield mark.start(), mark.end(), closing.start(), closing.end(), True
