"""An explained document for the terminal: rich renderables, at whatever width it has."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from flows.explain.layout import (
    Explained,
    Piece,
    Row,
    facts,
    places,
    rows,
    speaker_colors,
    summary,
    title_pieces,
    visible,
)
from schemas.records import Quote, RemovedBlock

# Told apart on a light and on a dark background.
PALETTE = ("dark_cyan", "magenta3", "dark_orange3", "green4", "dodger_blue2", "deep_pink3", "gold3", "medium_purple3")
NO_SPEAKER = "grey54"
REMOVED = "grey54 strike"
RULE = "indian_red"
LABEL = "grey54"
GAP = 3  # columns between two facts
MOST_PLACES = 6  # offsets of an entity's mentions shown here
LONGEST_OPENING = 200  # characters of a quotation in the table, if the terminal is that wide
LONGEST_REMOVED = 600  # characters of a removed block shown here; the page and the JSON have all
MARGIN = 26  # columns for rules, at most
NARROW = 72  # columns below which rules stand above their blocks, and tables become lists
WIDE = 96  # columns from which on the table of quotations shows their words


def render(explained: Explained, width: int = 100) -> RenderableType:
    """The whole view for `width` columns: headline, metadata, body with its removed blocks, quotations, entities."""
    colors = [NO_SPEAKER if slot is None else PALETTE[slot] for slot in speaker_colors(explained.quotes)]
    parts: list[RenderableType] = [
        _headline(explained, colors),
        _facts(explained, width),
        _body(explained, colors, width),
        _legend(),
    ]
    if explained.quotes:
        parts += [_heading("Quotations"), _quotes(explained.quotes, colors, width)]
    if explained.entities:
        parts += [_heading("Entities"), _entities(explained)]
    parts.append(Text(f"\n{summary(explained)}", style="bold"))
    return Group(*parts)


def _heading(words: str) -> RenderableType:
    return Group("", Rule(Text(words, style="bold"), align="left", style=LABEL))


def _headline(explained: Explained, colors: list[str]) -> Text:
    line = Text(style="bold")
    _append(line, title_pieces(explained), colors)
    if not explained.draft.title:
        line.append("(no headline)", style=LABEL)
    if explained.draft.subtitle:
        line.append(f"\n{visible(explained.draft.subtitle)}", style="not bold italic")
    return line


def _facts(explained: Explained, width: int) -> Text:
    text, used = Text(), 0
    for label, value in facts(explained):
        fact = Text.assemble((f"{label} ", LABEL), visible(value))
        # A fact moves to the next line as a whole; only one that is wider than the terminal is wrapped.
        if used and used + GAP + fact.cell_len > width:
            text, used = text.append("\n"), 0
        elif used:
            text, used = text.append(" " * GAP), used + GAP
        text, used = text.append_text(fact), used + fact.cell_len
    return text.append("\n")


def _body(explained: Explained, colors: list[str], width: int) -> Table:
    order = rows(explained)
    labels = [_rule(row.removed[0]) if row.removed else _margin(row) for row in order]
    body = Table.grid(padding=(0, 2, 0, 0), expand=True)
    if width >= NARROW:
        margin = min(MARGIN, max((label.cell_len for label in labels), default=0))
        body.add_column(width=margin, overflow="fold", justify="right")
    body.add_column(ratio=1, overflow="fold")
    for row, label, following in zip(order, labels, [*order[1:], None], strict=False):
        words = _removed(row.removed) if row.removed else _kept(row, colors)
        # Removed blocks that follow each other stand close.
        if not (row.removed and following and following.removed):
            words.append("\n", style="none")
        if width >= NARROW:
            body.add_row(label, words)
        else:
            body.add_row(Text("\n").join([label, words]) if label else words)
    return body


def _margin(row: Row) -> Text:
    return Text("" if row.kind == "paragraph" else row.kind, style=LABEL)


def _kept(row: Row, colors: list[str]) -> Text:
    text = Text(style="bold" if row.kind == "subhead" else "")
    _append(text, row.pieces, colors)
    text.rstrip()
    return text


def _rule(block: RemovedBlock) -> Text:
    # The cross tells removed from kept where there is neither color nor strike, in a file or a pipe.
    text = Text()
    text.append(f"✗ {visible(block.kind)}", style=RULE)
    if block.rule != block.kind:
        text.append(f" {visible(block.rule)}", style=LABEL)
    return text


def _removed(blocks: Iterable[RemovedBlock]) -> Text:
    text = Text()
    for block in blocks:
        # Lines of a block are often single labels (a menu): joined, they stay readable and short.
        words = visible(" / ".join(line.strip() for line in block.text.splitlines() if line.strip()))
        if text:
            text.append(" ┆ ", style=RULE)
        text.append(words[:LONGEST_REMOVED], style=REMOVED)
        if len(words) > LONGEST_REMOVED:
            text.append(f" … and {len(words) - LONGEST_REMOVED:,} characters more", style=LABEL)
    return text


def _append(text: Text, pieces: Iterable[Piece], colors: list[str]) -> None:
    for piece in pieces:
        for index in piece.opens:
            text.append(f"[{index + 1}]", style=f"not underline {colors[index]}")
        text.append(visible(piece.text), style=_style(piece, colors))


def _style(piece: Piece, colors: list[str]) -> str:
    styles = []
    if piece.quote is not None:
        styles.append(colors[piece.quote])
    if piece.cue_of is not None:
        styles.append(f"italic {colors[piece.cue_of]}")
    if piece.speaker_of is not None:
        styles.append(f"bold {colors[piece.speaker_of]}")
    if piece.entity is not None:
        styles.append("underline")
    return " ".join(styles)


def _legend() -> Text:
    text = Text()
    for words, style in (
        ("[1]quotation", PALETTE[0]),
        ("speaker", f"bold {PALETTE[0]}"),
        ("cue", f"italic {PALETTE[0]}"),
        ("no speaker found", NO_SPEAKER),
        ("entity", "underline"),
        ("removed", REMOVED),
    ):
        text.append(words, style=style)
        text.append("  ")
    text.append("\n")
    return text


def _table(*columns: str, numbers: tuple[str, ...] = ()) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=LABEL)
    for name in columns:
        table.add_column(name, justify="right" if name in numbers else "left", overflow="fold", min_width=len(name))
    return table


def _quotes(quotes: list[Quote], colors: list[str], width: int) -> RenderableType:
    lines = [_quote(quote, color, index) for index, (quote, color) in enumerate(zip(quotes, colors, strict=True), 1)]
    if width < NARROW:
        return Text("\n").join(Text("  ").join(cell for cell in line if cell) for line in lines)
    table = _table("", "speaker", "as printed", "cue", "kind", "how", "sure", numbers=("", "sure"))
    for column in table.columns:
        column.max_width = 20
    if width >= WIDE:
        table.expand = True
        table.add_column("words", ratio=1, no_wrap=True, overflow="ellipsis")
    for line in lines:
        table.add_row(*line[: len(table.columns)])
    return table


def _quote(quote: Quote, color: str, number: int) -> tuple[Text, ...]:
    return (
        Text(str(number), style=color),
        Text(visible(quote.speaker_name), style=f"bold {color}") if quote.speaker_name else _faint(quote.speaker_kind),
        _faint(quote.speaker_text),
        Text.assemble(
            (visible(quote.cue or ""), f"italic {color}"), _faint(f" via {quote.via}" if quote.via else None)
        ),
        _faint(_kind(quote)),
        Text(visible(quote.resolution)),
        Text(f"{quote.confidence:.2f}"),
        Text(_opening(quote.text), style=color),
    )


def _kind(quote: Quote) -> str:
    is_left_open = quote.kind != "indirect" and not quote.is_closed
    return quote.kind + (" title" if quote.in_title else "") + (" open" if is_left_open else "")


def _entities(explained: Explained) -> Table:
    table = _table("name", "type", "named", "salience", "link", "also", "at", numbers=("named", "salience"))
    stands = places(explained.mentions)
    for index, entity in sorted(enumerate(explained.entities), key=lambda pair: -pair[1].salience):
        where = stands.get(index, [])
        table.add_row(
            Text(visible(entity.name), style="bold"),
            _faint(entity.type),
            Text(f"{entity.mention_count}"),
            Text(f"{entity.salience:.2f}"),
            Text(visible(entity.kb_id or "")),
            Text(visible(", ".join(entity.aliases))),
            _faint(" ".join(where[:MOST_PLACES]) + (" …" if len(where) > MOST_PLACES else "")),
        )
    return table


def _faint(words: str | None) -> Text:
    return Text(visible(words or ""), style=LABEL)


def _opening(words: str) -> str:
    return visible(" ".join(words[:LONGEST_OPENING].split()))
