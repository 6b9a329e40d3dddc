"""The pictures of a run's page, as Vega-Lite specifications that become static SVG.

Every place is fixed here (no automatic margins), so that a picture is the same on every machine, whatever its fonts.
Colors are the page's own (CSS variables), so that a picture follows the reader's light.
"""

import html
import re
from collections.abc import Sequence
from typing import Any

from flows.explain.layout import visible

INK, FAINT, BAR, PALE, ACCENT = ("var(--ink)", "var(--faint)", "var(--bar)", "var(--pale)", "var(--rule)")
WIDTH = 340  # of a chart that stands beside others
BROAD, SLIM = 900, 344  # of the road, on a desk and on a phone
LABEL, FIGURE = 152, 54  # of a bar's name, and of its figure
LONGEST_LABEL = 20  # characters of it
STEP = 22  # height of a bar with its gap
COLUMN, LABELED = 40, 70  # width of a column at most, and of one with a name of its own
FEW, MANY = 4, 12  # columns: fewer are named each, as many have a name between the first and the last
LOSSES = (("rows_skipped", "skipped", PALE), ("rows_merged", "merged", PALE), ("rows_rejected", "rejected", ACCENT))
BAND = 150  # height of the road where it is widest
SEAM = 0.5  # by which neighboring bands overlap, so that no hairline shows
THINNEST = 1.5  # height that the smallest count has still

Spec = dict[str, Any]
Edge = tuple[float, float]


def to_svg(spec: Spec, words: str) -> str:
    """The picture as inline SVG; `words` say what it shows to those who cannot see it."""
    import vl_convert  # loads a JavaScript engine: only where a page is written

    frame = {
        "autosize": "none",
        "background": None,
        "config": {
            "view": {"stroke": None},
            "text": {"fill": INK, "fontSize": 12},
            "axis": {"labelColor": FAINT, "labelFontSize": 11, "domain": False, "ticks": False, "grid": False},
        },
    }
    svg = str(vl_convert.vegalite_to_svg(frame | spec, vl_version="6.1"))
    # Inside HTML an SVG needs no namespaces; its role and name stand on the element itself.
    opening = re.sub(r' (?:xmlns(?::xlink)?|version|class)="[^"]*"', "", svg[: svg.index(">")])
    return f'{opening} role="img" aria-label="{html.escape(visible(words))}"{svg[svg.index(">") :]}'


def flow(stages: Sequence[dict[str, Any]], width: int) -> Spec:
    """The road of the documents: a band that narrows by what each stage skipped, merged and rejected."""
    ribbons, labels, depth = _road(stages, width)
    across, down = _along("x", [0, width]), _along("y", [depth, 0])
    color = {"field": "color", "type": "nominal", "scale": None}
    layers: list[Spec] = [
        {
            "data": {"values": ribbons},
            "mark": {"type": "area", "interpolate": "monotone", "aria": False},
            "encoding": {
                "x": across,
                "y": down,
                "y2": {"field": "y2"},
                "detail": {"field": "id", "type": "nominal"},
                "fill": color,
            },
        }
    ]
    looks: dict[str, Spec] = {
        "count": {"fontSize": 15, "fontWeight": "bold"},
        "name": {"fontSize": 11, "fill": FAINT},
        "loss": {"fontSize": 11},
    }
    for look, style in looks.items():
        for align in ("left", "right"):
            shown = [label for label in labels if label["look"] == look and label["align"] == align]
            layers.append(_text(shown, across, down, align=align, **style))
    padding = {"left": 1, "right": 1, "top": 40, "bottom": 4}
    return {"width": width, "height": round(depth), "padding": padding, "layer": layers}


def _road(stages: Sequence[dict[str, Any]], width: int) -> tuple[list[Spec], list[Spec], float]:
    """(points of the ribbons, labels, depth of the whole) of the road."""
    widest = max((stage["rows_in"] for stage in stages), default=0) or 1
    step = width / max(len(stages), 1)
    ribbons: list[Spec] = []
    labels: list[Spec] = []
    depth = float(BAND)

    def high(count: int) -> float:
        return max(BAND * count / widest, THINNEST) if count else 0.0

    def label(at: float, below: float, text: str, look: str, align: str = "left") -> None:
        labels.append({"x": at, "y": below, "text": text, "look": look, "align": align})

    for index, stage in enumerate(stages):
        start, leaving, shelf = index * step, high(stage["rows_out"]), BAND + 18.0
        ribbons += _ribbon(f"road {index}", BAR, (start, start + step + SEAM), (0, leaving), (0, leaving))
        label(start, -22, short(stage["rows_in"]), "count")
        label(start, -8, stage["stage"], "name")
        for column, word, color in LOSSES:
            if count := stage[column]:
                thick, end = high(count), start + step / 2
                between = (leaving, leaving + thick)
                ribbons += _ribbon(f"{word} {index}", color, (start, end), between, (shelf, shelf + thick))
                label(end + 5, shelf + thick / 2 + 4, f"{short(count)} {word}", "loss")
                leaving, shelf = leaving + thick, shelf + max(thick, 12) + 6
        depth = max(depth, shelf)
    if stages:
        label(width, -22, short(stages[-1]["rows_out"]), "count", "right")
        label(width, -8, "out", "name", "right")
    return ribbons, labels, depth


def _ribbon(name: str, color: str, x: Edge, begin: Edge, finish: Edge) -> list[Spec]:
    """Four points, level at both ends, so that the line between them swings."""
    start, end = x
    edges = ((start, begin), (start + (end - start) * 0.08, begin), (end - (end - start) * 0.12, finish), (end, finish))
    return [{"id": name, "color": color, "x": at, "y": top, "y2": bottom} for at, (top, bottom) in edges]


def bars(rows: Sequence[tuple[str, float]], usual: Sequence[float | None] = (), color: str = BAR) -> Spec:
    """Horizontal bars with their figures; a tick marks what is usual, where that is known."""
    values: list[Spec] = [
        {"at": index, "name": cut(name), "value": value, "figure": figure(value)}
        for index, (name, value) in enumerate(rows)
    ]
    ticks: list[Spec] = [{"at": index, "value": value} for index, value in enumerate(usual) if value is not None]
    x = _along("value", [0, max([row["value"] for row in values + ticks], default=0) or 1])
    y = _bands(len(rows), {"padding": 0.3})
    tick = {"type": "tick", "orient": "vertical", "thickness": 2, "size": STEP - 6, "fill": ACCENT, "aria": False}
    return {
        "width": WIDTH - LABEL - FIGURE,
        "height": STEP * max(len(rows), 1),
        "padding": {"left": LABEL, "right": FIGURE, "top": 2, "bottom": 2},
        "layer": [
            _marks(values, x, y, {"type": "bar", "fill": color, "aria": False}),
            _text(values, x, y, "figure", align="left", dx=6, baseline="middle"),
            _text(values, {"value": 0}, y, "name", align="right", dx=-8, baseline="middle"),
            _marks(ticks, x, y, tick),
        ],
    }


def columns(rows: Sequence[tuple[str, int]]) -> Spec:
    """One column a day, month or year: the first and the last are named, and the highest counted."""
    places: Sequence[int] = range(len(rows)) if len(rows) < FEW else (0, len(rows) - 1)
    if len(rows) >= MANY:
        places = (0, len(rows) // 2, len(rows) - 1)
    values: list[Spec] = [
        {"at": index, "name": name, "value": value, "figure": figure(value), "align": _align(index, len(rows))}
        for index, (name, value) in enumerate(rows)
    ]
    highest = max((value for _, value in rows), default=0)
    tops = [row for row in values if row["value"] == highest][:1]
    x, y = _bands(len(rows), {"paddingInner": 0.2, "paddingOuter": 0}), _along("value", [0, highest or 1])
    layers = [
        _marks(values, x, y, {"type": "bar", "fill": BAR, "aria": False}),
        _marks([{}], {"value": 0}, {"value": 110}, {"type": "rule", "stroke": FAINT}, x2={"value": "width"}),
    ]
    for align in ("left", "center", "right"):
        named = [values[place] for place in places if values[place]["align"] == align]
        layers.append(_text(named, x, {"value": 126}, "name", align=align, fontSize=11, fill=FAINT))
        layers.append(_text([top for top in tops if top["align"] == align], x, y, "figure", align=align, dy=-5))
    padding = {"left": 4, "right": 4, "top": 18, "bottom": 22}
    width = min(WIDTH - 8, len(rows) * (COLUMN if len(rows) >= FEW else LABELED)) or COLUMN
    return {"width": width, "height": 110, "padding": padding, "layer": layers}


def trend(values: Sequence[float]) -> Spec:
    """A small line over the runs, the last one marked."""
    rows: list[Spec] = [{"at": index, "value": value} for index, value in enumerate(values)]
    x, y = _along("at", [0, max(len(rows) - 1, 1)]), _along("value", [0, max(values, default=0) or 1])
    line = {"type": "line", "stroke": INK, "strokeWidth": 1.5, "aria": False}
    last = {"type": "circle", "fill": ACCENT, "size": 36, "opacity": 1, "aria": False}
    padding = {"left": 4, "right": 6, "top": 5, "bottom": 5}
    layers = [_marks(rows, x, y, line), _marks(rows[-1:], x, y, last)]
    return {"width": 150, "height": 36, "padding": padding, "layer": layers}


def _along(field: str, domain: Sequence[float]) -> Spec:
    return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": list(domain), "nice": False}}


def _bands(count: int, padding: Spec) -> Spec:
    return {"field": "at", "type": "ordinal", "axis": None, "scale": {"domain": list(range(count)), **padding}}


def _marks(values: Sequence[Spec], x: Spec, y: Spec, mark: Spec, **more: Spec) -> Spec:
    return {"data": {"values": list(values)}, "mark": mark, "encoding": {"x": x, "y": y, **more}}


def _text(values: Sequence[Spec], x: Spec, y: Spec, field: str = "text", **style: Any) -> Spec:
    return _marks(values, x, y, {"type": "text", "aria": False, **style}, text={"field": field, "type": "nominal"})


def short(count: int) -> str:
    """A count that fits above a band on a phone."""
    if count < 100_000:
        return f"{count:,}"
    return f"{count / 1000:,.0f} k" if count < 10_000_000 else f"{count / 1_000_000:,.1f} m"


def figure(value: float) -> str:
    if isinstance(value, int) or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}"


def cut(name: str) -> str:
    name = visible(" ".join(name.split()))
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"


def _align(index: int, count: int) -> str:
    """Names at the edges stand inside the picture."""
    if count < FEW or count * 0.2 <= index <= count * 0.8 - 1:
        return "center"
    return "left" if index < count / 2 else "right"
