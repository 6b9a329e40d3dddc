"""A quotation on its way: what is known of it before it becomes a row."""

from dataclasses import dataclass

from transforms.quotes.frames import Frame, Span


@dataclass(slots=True)
class Attribution:
    """Pieces (offsets), speaker, cue and how they were found."""

    spans: list[Span]
    kind: str
    paragraph: int
    how: str = "none"
    speaker: Span | None = None
    head: int | None = None  # where the speaker's head word starts
    cue: Span | None = None
    frame: Frame | None = None
    is_closed: bool = True
    is_marked: bool = False  # holds a quotation of its own, not a fragment only
    via: str | None = None  # the outlet it was said to
