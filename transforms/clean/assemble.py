"""Kept and dropped blocks become the text, its paragraphs, and the audit with its offsets."""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.records import Paragraph, RemovedBlock

LONGEST_AUDITED = 4_000  # characters of a dropped block that the audit shows


@dataclass(frozen=True, slots=True)
class Piece:
    """A block with its verdict: `rule` is None for a kept one. `text` is clean and has no line breaks."""

    text: str
    kind: str  # kind of paragraph where kept, kind of boilerplate where dropped
    rule: str | None = None


def assemble(pieces: Iterable[Piece]) -> tuple[str, list[Paragraph], list[RemovedBlock]]:
    """The text, the paragraphs that cover it, and the dropped blocks, each before the offset where it stood."""
    texts: list[str] = []
    paragraphs: list[Paragraph] = []
    dropped: list[tuple[Piece, int]] = []
    offset = 0
    for piece in pieces:
        if piece.rule is not None:
            dropped.append((piece, offset))
        elif piece.text:
            texts.append(piece.text)
            paragraphs.append(Paragraph(offset, offset + len(piece.text), piece.kind))
            offset += len(piece.text) + 2
    text = "\n\n".join(texts)
    removed = [
        RemovedBlock(piece.rule or "", piece.kind, _shorten(piece.text), min(before, len(text)))
        for piece, before in dropped
    ]
    return text, paragraphs, removed


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_AUDITED else text[: LONGEST_AUDITED - 1] + "…"
