"""The list of all runs, with small trends."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from flows.report import charts
from flows.report.frame import fill, markup, picture, span
from flows.report.tally import Row

TREND = 30  # runs in a trend


def render_index(runs: Sequence[Row], folder: Path, style: str) -> str:
    """All runs, the newest first, each with a link to its page where that is written in `folder`."""
    pages = [(run, page_name(run["run_id"])) for run in reversed(runs)]
    return fill(
        "index.html.j2",
        style=markup(style),
        runs=[(run, name if (folder / name).is_file() else "") for run, name in pages],
        articles=sum(run["articles"] for run in runs),
        trends=list(_trends(runs[-TREND:])),
    )


def page_name(run_id: str) -> str:
    return f"{run_id}.html"


def _trends(runs: Sequence[Row]) -> Iterator[tuple[str, Any, str]]:
    """(name, picture, last value) of each small line."""
    series: tuple[tuple[str, list[float]], ...] = (
        ("articles", [run["articles"] for run in runs]),
        ("quotations an article", [run["quotes"] / max(run["articles"], 1) for run in runs]),
        ("rejected documents", [run["rejected"] for run in runs]),
        ("duration", [float(run["seconds"]) for run in runs]),
    )
    for name, values in series:
        last = span(values[-1]) if name == "duration" else charts.figure(values[-1])
        yield name, picture(charts.trend(values), f"{name} of the last {len(values)} runs, now {last}"), last
