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
BROAD, SLIM = 900, 340  # of the road, on a desk and on a phone
LABEL = 132  # of a bar's name
LONGEST_LABEL = 21  # characters of it
STEP = 22  # height of a bar with its gap
LOSSES = (("rows_skipped", "skipped", PALE), ("rows_merged", "merged", PALE), ("rows_rejected", "rejected", ACCENT))
BAND = 150  # height of the road where it is widest
THINNEST = 1.5  # height that the smallest count has still

Spec = dict[str, Any]


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
    widest = max((stage["rows_in"] for stage in stages), default=0) or 1
    step = width / max(len(stages), 1)

    def high(count: int) -> float:
        return max(BAND * count / widest, THINNEST) if count else 0.0

    ribbons: list[Spec] = []
    labels: list[Spec] = []
    deepest = float(BAND)
    for index, stage in enumerate(stages):
        x = index * step
        ribbons += _ribbon(
            f"road {index}", BAR, x, x + step, (0, high(stage["rows_out"])), (0, high(stage["rows_out"]))
        )
        labels.append({"x": x, "y": -22, "text": short(stage["rows_in"]), "look": "count"})
        labels.append({"x": x, "y": -8, "text": stage["stage"], "look": "name"})
        leaving, shelf = high(stage["rows_out"]), float(BAND + 18)
        for column, word, color in LOSSES:
            if not (count := stage[column]):
                continue
            thick, end = high(count), x + step * 0.5
            ribbons += _ribbon(f"{word} {index}", color, x, end, (leaving, leaving + thick), (shelf, shelf + thick))
            labels.append({"x": end + 5, "y": shelf + thick / 2 + 4, "text": f"{short(count)} {word}", "look": "loss"})
            leaving += thick
            shelf += max(thick, 12) + 6
        deepest = max(deepest, shelf)
    if stages:
        labels.append({"x": width, "y": -22, "text": short(stages[-1]["rows_out"]), "look": "last count"})
        labels.append({"x": width, "y": -8, "text": "articles", "look": "last name"})
    x = {
        "field": "x",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, width], "nice": False, "zero": False},
    }
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [deepest, 0], "nice": False}}
    road = {"type": "area", "interpolate": "monotone", "aria": False}
    layers: list[Spec] = [
        {
            "data": {"values": ribbons},
            "mark": road,
            "encoding": {
                "x": x,
                "y": y,
                "y2": {"field": "y2"},
                "detail": {"field": "id", "type": "nominal"},
                "fill": {"field": "color", "type": "nominal", "scale": None},
            },
        }
    ]
    for look, mark in (
        ("count", {"align": "left", "fontSize": 15, "fontWeight": "bold"}),
        ("name", {"align": "left", "fill": FAINT, "fontSize": 11}),
        ("loss", {"align": "left", "fontSize": 11}),
        ("last count", {"align": "right", "fontSize": 15, "fontWeight": "bold"}),
        ("last name", {"align": "right", "fill": FAINT, "fontSize": 11}),
    ):
        layers.append(
            {
                "data": {"values": [label for label in labels if label["look"] == look]},
                "mark": {"type": "text", "aria": False, **mark},
                "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
            }
        )
    padding = {"left": 1, "right": 1, "top": 40, "bottom": 4}
    return {"width": width, "height": round(deepest), "padding": padding, "layer": layers}


def bars(
    rows: Sequence[tuple[str, float]], usual: Sequence[float | None] = (), unit: str = "", color: str = BAR
) -> Spec:
    """Horizontal bars with their figures; a tick marks what is usual, where that is known."""
    values = [
        {"at": index, "name": cut(name), "value": value, "figure": f"{figure(value)}{unit}"}
        for index, (name, value) in enumerate(rows)
    ]
    ticks = [{"at": index, "value": value} for index, value in enumerate(usual) if value is not None]
    most = max([*(value for _, value in rows), *(tick["value"] for tick in ticks), 0]) or 1
    names = [value["name"] for value in values]
    y = {"field": "at", "type": "ordinal", "axis": None, "scale": {"domain": list(range(len(rows))), "padding": 0.3}}
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, most]}}
    layers: list[Spec] = [
        {"mark": {"type": "bar", "fill": color, "aria": False}, "encoding": {"y": y, "x": x}},
        {
            "mark": {"type": "text", "align": "left", "dx": 6, "baseline": "middle", "aria": False},
            "encoding": {"y": y, "x": x, "text": {"field": "figure", "type": "nominal"}},
        },
        {
            "mark": {"type": "text", "align": "right", "dx": -8, "baseline": "middle", "aria": False, "limit": 0},
            "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "name", "type": "nominal"}},
        },
    ]
    if ticks:
        tick = {"type": "tick", "orient": "vertical", "thickness": 2, "size": STEP - 6, "fill": ACCENT, "aria": False}
        layers.append({"data": {"values": ticks}, "mark": tick, "encoding": {"y": y, "x": x}})
    return {
        "data": {"values": values},
        "width": WIDTH - LABEL - 62,
        "height": STEP * max(len(names), 1),
        "padding": {"left": LABEL, "right": 62, "top": 2, "bottom": 2},
        "layer": layers,
    }


def columns(rows: Sequence[tuple[str, int]]) -> Spec:
    """One column a day; the first, the last and the one between are named."""
    marks = sorted({0, len(rows) // 2, len(rows) - 1}) if len(rows) > 4 else range(len(rows))
    values = [{"at": index, "name": name, "value": value} for index, (name, value) in enumerate(rows)]
    most = max((value for _, value in rows), default=0) or 1
    named = [values[index] | {"align": _align(index, len(rows))} for index in marks]
    highest = max(values, key=lambda row: row["value"], default=None)
    domain = list(range(len(rows)))
    x = {
        "field": "at",
        "type": "ordinal",
        "axis": None,
        "scale": {"domain": domain, "paddingInner": 0.2, "paddingOuter": 0},
    }
    y = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, most]}}
    layers: list[Spec] = [
        {"mark": {"type": "bar", "fill": BAR, "aria": False}, "encoding": {"x": x, "y": y}},
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "stroke": FAINT, "aria": False},
            "encoding": {"y": {"value": 110}},
        },
    ]
    for align in ("left", "center", "right"):
        layers.append(
            {
                "data": {"values": [row for row in named if row["align"] == align]},
                "mark": {"type": "text", "align": align, "fill": FAINT, "fontSize": 11, "aria": False},
                "encoding": {"x": x, "y": {"value": 126}, "text": {"field": "name", "type": "nominal"}},
            }
        )
    if highest:
        tip = {"type": "text", "dy": -5, "align": _align(highest["at"], len(rows)), "aria": False}
        layers.append(
            {
                "data": {"values": [highest]},
                "mark": tip,
                "encoding": {"x": x, "y": y, "text": {"field": "value", "type": "quantitative", "format": ",d"}},
            }
        )
    return {
        "data": {"values": values},
        "width": WIDTH - 8,
        "height": 110,
        "padding": {"left": 4, "right": 4, "top": 18, "bottom": 22},
        "layer": layers,
    }


def trend(values: Sequence[float], color: str = INK) -> Spec:
    """A small line over the runs, the last one marked."""
    rows = [{"at": index, "value": value} for index, value in enumerate(values)]
    x = {
        "field": "at",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, max(len(rows) - 1, 1)], "nice": False},
    }
    y = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, max(values, default=0) or 1]}}
    line = {"type": "line", "stroke": color, "strokeWidth": 1.5, "aria": False}
    return {
        "width": 150,
        "height": 36,
        "padding": {"left": 4, "right": 6, "top": 5, "bottom": 5},
        "layer": [
            {"data": {"values": rows}, "mark": line, "encoding": {"x": x, "y": y}},
            {
                "data": {"values": rows[-1:]},
                "mark": {"type": "circle", "fill": ACCENT, "size": 36, "opacity": 1, "aria": False},
                "encoding": {"x": x, "y": y},
            },
        ],
    }


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


def _ribbon(
    name: str, color: str, x: float, end: float, begin: tuple[float, float], finish: tuple[float, float]
) -> list[Spec]:
    """Six points: level at both ends, so that the line between them swings."""
    reach = end - x
    edges = [(x, begin), (x + reach * 0.08, begin), (end - reach * 0.12, finish), (end, finish)]
    return [{"id": name, "color": color, "x": at, "y": top, "y2": bottom} for at, (top, bottom) in edges]


def _align(index: int, count: int) -> str:
    return "left" if index < count * 0.2 else "right" if index > count * 0.8 else "center"
