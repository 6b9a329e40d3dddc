"""An explained document as one self-contained HTML page: no script, no outside request, light and dark, any width."""

import html
from collections.abc import Iterable
from pathlib import Path

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

# Hues apart from each other and from the red of removed blocks, by the numbers of `speaker_colors`.
HUES = (190, 300, 35, 135, 225, 330, 60, 265)
LONG_REMOVED = 400  # characters from which on a removed block is folded

STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


def render_page(explained: Explained) -> str:
    """The page. All text of the document is escaped, and its policy forbids whatever might have slipped through."""
    slots = speaker_colors(explained.quotes)
    title = explained.draft.title or "(no headline)"
    deck = f'<p class="deck">{escape(explained.draft.subtitle)}</p>' if explained.draft.subtitle else ""
    known = "".join(f"<div><dt>{label}</dt><dd>{escape(value)}</dd></div>" for label, value in facts(explained))
    body = "\n".join(_row(row, explained, slots) for row in rows(explained))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}, explained</title>
<style>
{STYLE}{_hues()}
</style>
</head>
<body>
<main>
<h1{_language(explained)}>{_marked(title_pieces(explained), explained, slots) or escape(title)}</h1>
{deck}
<dl>{known}</dl>
<p class="sum">{summary(explained)}</p>
<label><input type="checkbox" id="hide"> Hide what was removed</label>
<div{_language(explained)}>
{body}
</div>
{_quotes(explained, slots)}
{_entities(explained)}
</main>
</body>
</html>
"""


def escape(text: str) -> str:
    return html.escape(visible(text))


def _hues() -> str:
    return "".join(f".s{slot}{{--h:{hue}}}" for slot, hue in enumerate(HUES)) + ".none{--h:0}"


def _language(explained: Explained) -> str:
    return f' lang="{escape(explained.draft.language)}"' if explained.draft.language else ""


def _row(row: Row, explained: Explained, slots: list[int | None]) -> str:
    if not row.removed:
        kind = "" if row.kind == "paragraph" else escape(row.kind.replace("_", " "))
        words = _marked(row.pieces, explained, slots)
        return f'<div class="row"><div class="kind">{kind}</div><p class="{escape(row.kind)}">{words}</p></div>'
    block = row.removed[0]
    rule = "" if block.rule == block.kind else escape(block.rule)
    struck = "\n".join(_struck(one.text) for one in row.removed)
    return f'<div class="row out"><div class="rule"><b>{escape(block.kind)}</b> {rule}</div><div>{struck}</div></div>'


def _struck(text: str) -> str:
    struck = f"<del>{escape(text)}</del>"
    if len(text) <= LONG_REMOVED:
        return struck
    opening = escape(" ".join(text[:80].split()))
    return f"<details><summary>{opening} … ({len(text):,} characters)</summary>{struck}</details>"


def _marked(pieces: Iterable[Piece], explained: Explained, slots: list[int | None]) -> str:
    return "".join(_piece(piece, explained, slots) for piece in pieces)


def _piece(piece: Piece, explained: Explained, slots: list[int | None]) -> str:
    numbers = "".join(f'<sup class="{_color(slots[index])}">{index + 1}</sup>' for index in piece.opens)
    words = escape(piece.text)
    if piece.entity is not None:
        entity = explained.entities[piece.entity]
        words = f'<span class="e" title="{escape(f"{entity.name} ({entity.type})")}">{words}</span>'
    for role, index in (("cue", piece.cue_of), ("sp", piece.speaker_of), ("q", piece.quote)):
        if index is not None:
            words = f'<span class="{role} {_color(slots[index])}">{words}</span>'
    return numbers + words


def _color(slot: int | None) -> str:
    return "none" if slot is None else f"s{slot}"


def _quotes(explained: Explained, slots: list[int | None]) -> str:
    lines = []
    for index, quote in enumerate(explained.quotes):
        color = _color(slots[index])
        where = f"title {quote.start}–{quote.end}" if quote.in_title else f"{quote.start}–{quote.end}"
        lines.append(
            f'<tr><td class="n">{index + 1}</td>'
            f'<td class="sp {color}">{escape(quote.speaker_name or quote.speaker_kind)}</td>'
            f"<td>{escape(quote.speaker_text or '')}</td>"
            f"<td>{escape(quote.cue or '')}{escape(f' via {quote.via}' if quote.via else '')}</td>"
            f"<td>{escape(quote.kind)}</td><td>{escape(quote.resolution)}</td>"
            f'<td class="n">{quote.confidence:.2f}</td><td class="n">{where}</td><td>{escape(quote.text)}</td></tr>'
        )
    return _table("Quotations", ("", "speaker", "as printed", "cue", "kind", "how", "sure", "at", "words"), lines)


def _entities(explained: Explained) -> str:
    stands = places(explained.mentions)
    lines = [
        f"<tr><td><b>{escape(entity.name)}</b></td><td>{escape(entity.type)}</td>"
        f'<td class="n">{entity.mention_count}</td><td class="n">{entity.salience:.2f}</td>'
        f"<td>{escape(entity.kb_id or '')}</td><td>{escape(', '.join(entity.aliases))}</td>"
        f"<td>{', '.join(stands.get(index, ()))}</td></tr>"
        for index, entity in sorted(enumerate(explained.entities), key=lambda pair: -pair[1].salience)
    ]
    return _table("Entities", ("name", "type", "named", "salience", "link", "also", "at"), lines)


def _table(heading: str, columns: tuple[str, ...], lines: list[str]) -> str:
    if not lines:
        return ""
    head = "".join(f"<th>{column}</th>" for column in columns)
    return f'<h2>{heading}</h2><div class="wide"><table><tr>{head}</tr>\n{"".join(lines)}</table></div>'
