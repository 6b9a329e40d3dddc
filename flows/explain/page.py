"""An explained document as one self-contained HTML page: no script, no outside request, light and dark, any width."""

import html
from collections.abc import Iterable

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

STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ink:#1c1b19;--faint:#6b6860;--line:#dedbd3;--out:#fbf1ef;--rule:#a33b2b;--s:62%;--l:30%;--tint:93%}
@media(prefers-color-scheme:dark){:root{--paper:#171715;--ink:#e9e6df;--faint:#9b978d;--line:#383630;--out:#271d1b;--rule:#e58f80;
--s:55%;--l:72%;--tint:19%}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.05rem/1.6 Georgia,'Times New Roman',serif;overflow-wrap:anywhere}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:clamp(1.5rem,5vw,2.2rem);line-height:1.2;margin:0 0 .4rem}
h2,dt,th,.rule,.kind,label,.sum{font-family:system-ui,sans-serif}
h2{font-size:1.05rem;margin:2.5rem 0 .6rem;border-bottom:2px solid var(--ink)}
.deck{font-style:italic;margin:0 0 1rem}
dl{display:flex;flex-wrap:wrap;gap:.15rem 1.4rem;margin:0 0 .8rem;font-size:.85rem}
dl div{display:flex;gap:.4rem}dt{color:var(--faint)}dd{margin:0}
.sum{font-size:.85rem;color:var(--faint);margin:0 0 .5rem}
label{font-size:.85rem;display:inline-flex;gap:.4rem;align-items:center;margin-bottom:1rem}
.row{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:0 1.2rem;margin:0 0 .9rem}
.rule,.kind{font-size:.72rem;line-height:1.35;color:var(--faint);text-align:right;padding-top:.3rem}
.rule b{color:var(--rule);display:block}
.row p,.row del{margin:0;white-space:pre-line}
.row .subhead{font-weight:bold}.row .list_item::before{content:'• '}
del{display:inline-block;max-width:100%;color:var(--faint);background:var(--out);border-left:3px solid var(--rule);padding:.15rem .6rem;font-size:.92rem;text-decoration-thickness:1px}
summary{cursor:pointer;color:var(--faint);font-size:.85rem}
body:has(#hide:checked) .out{display:none}
.q,.sp,.cue,sup{--c:hsl(var(--h) var(--s) var(--l));color:var(--c)}
.q{background:hsl(var(--h) 60% var(--tint));border-radius:.15em}
.none{--s:0%}.none.q{background:hsl(0 0% var(--tint))}
.sp{font-weight:bold}.cue{font-style:italic}sup{font:bold .65em system-ui,sans-serif;line-height:0}
.e{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:.2em}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85rem;line-height:1.35;overflow-wrap:normal}
th,td{text-align:left;vertical-align:top;padding:.35rem .9rem .35rem 0;border-bottom:1px solid var(--line)}
th{color:var(--faint);font-weight:normal;font-size:.75rem}.n{text-align:right;font-variant-numeric:tabular-nums}
@media(max-width:40rem){.row{display:block}.rule,.kind{text-align:left;padding:0}.rule b{display:inline;margin-right:.4rem}}
"""


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
<style>{STYLE}{_hues()}</style>
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
