"""A run's page: one HTML file that tells in a minute what came in, what went out, what was thrown away and why."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from flows.report import charts
from flows.report.frame import count, fill, markup, night, picture, words
from flows.report.samples import Sample
from flows.report.tally import Tally

SOURCES, LANGUAGES, RULES = 12, 8, 12  # bars of a chart; the rest is told in a line
FURNITURE = "judge"  # the rule of all that was never part of the story: menus, side bars, lists of links
KINDS = {"PERSON": "person", "ORG": "organization", "GPE": "city, state or country", "LOC": "place", "NORP": "people",
         "FAC": "building", "WORK_OF_ART": "work"}  # fmt: skip
LOST = (
    ("rows_rejected", "rejected"),
    ("rows_skipped", "skipped"),
    ("rows_merged", "merged into another"),
)


def render_run(tally: Tally, samples: Sequence[Sample], reasons: dict[str, str], style: str) -> str:
    """The page. `reasons` says of a cleaning rule why it takes a block out; `style` is the page's CSS."""
    rejected = sum(stage["rows_rejected"] for stage in tally.stages)
    dates, dates_aside = _periods(tally)
    sources, sources_aside = _sources(tally)
    languages, languages_aside = _languages(tally)
    pictures = {"dates": dates, "sources": sources, "languages": languages} | _flows(tally) | _costs(tally)
    return fill(
        "run.html.j2",
        style=markup(style),
        run=tally.run,
        tally=tally,
        came=tally.stages[0]["rows_in"] if tally.stages else 0,
        lost=_lost(tally),
        met_before=max(rejected - tally.listed, 0),
        pictures=pictures | {"removed": _removed(tally)},
        asides={"dates": dates_aside, "sources": sources_aside, "languages": languages_aside},
        furniture=sum(row["blocks"] for row in tally.rules if row["rule"] == FURNITURE),
        kinds=KINDS,
        reasons={row["rule"]: reasons.get(row["rule"], "") for row in tally.rules},
        known={sample.article_id for sample in samples},
        samples=[sample._asdict() | {"html": markup(sample.html)} for sample in samples],
        versions=json.loads(tally.run["versions"]),
    )


def _lost(tally: Tally) -> str:
    """What became of the documents that did not go out, as a clause."""
    totals = [(sum(stage[column] for stage in tally.stages), done) for column, done in LOST]
    parts = [f"{count(total, 'was', 'were')} {done}" for total, done in totals if total]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def _flows(tally: Tally) -> dict[str, Any]:
    said = "; ".join(
        f"{stage['stage']}: {stage['rows_in']:,} in, {stage['rows_out']:,} out, {stage['rows_rejected']:,} rejected, "
        f"{stage['rows_skipped']:,} skipped, {stage['rows_merged']:,} merged"
        for stage in tally.stages
    )
    widths = {"flow_broad": charts.BROAD, "flow_slim": charts.SLIM}
    return {name: picture(charts.flow(tally.stages, width), said) for name, width in widths.items()}


def _periods(tally: Tally) -> tuple[Any, str]:
    styles = {"day": "%-d %b", "month": "%b %Y", "year": "%Y"}
    rows = [(f"{start:{styles[tally.period]}}", number) for start, number in tally.periods]
    asides = [f"{count(tally.older, 'article')} published before"] if tally.older else []
    asides += [f"{count(tally.undated, 'article')} without a date"] if tally.undated else []
    if tally.periods and tally.period == "day":
        asides.insert(0, f"up to {night(tally.periods[-1][0])}")
    said = [row for row in rows if row[1]]
    return _drawn(charts.columns(rows), f"Articles by {tally.period} of publication", said), _sentence(asides)


def _sources(tally: Tally) -> tuple[Any, str]:
    shown, rest = tally.sources[:SOURCES], tally.sources[SOURCES:]
    rows: list[tuple[str, float]] = [(source, number) for source, number, _ in shown]
    asides = [f"{count(len(rest), 'more source')} with {count(sum(row[1] for row in rest), 'article')}"] if rest else []
    ticks = [usual or None for _, _, usual in shown]
    if any(ticks) and tally.nights == 1:
        asides.append("the red tick is the night before")
    elif any(ticks):
        asides.append(f"the red tick is the median of the {tally.nights} nights before")
    return _drawn(charts.bars(rows, ticks), "Articles by source", rows), _sentence(asides)


def _languages(tally: Tally) -> tuple[Any, str]:
    rows, rest = tally.languages[:LANGUAGES], tally.languages[LANGUAGES:]
    asides = [f"{count(len(rest), 'more language')} with {count(sum(n for _, n in rest), 'article')}"] if rest else []
    return _drawn(charts.bars(rows), "Articles by language", rows), _sentence(asides)


def _removed(tally: Tally) -> Any:
    """The rules that took something out of the story. What was never in it would dwarf them."""
    rows = [(words(row["rule"]), row["blocks"]) for row in tally.rules if row["rule"] != FURNITURE]
    return _drawn(charts.bars(rows[:RULES], color=charts.ACCENT), "Removed blocks by rule", rows[:RULES])


def _costs(tally: Tally) -> dict[str, Any]:
    seconds = [(stage["stage"], float(stage["seconds"])) for stage in tally.stages]
    memory = [(stage["stage"], round(stage["peak_memory_mb"])) for stage in tally.stages]
    return {
        "seconds": _drawn(charts.bars(seconds), "Seconds by stage", seconds),
        "memory": _drawn(charts.bars(memory), "Memory by stage in MiB", memory),
    }


def _drawn(spec: charts.Spec, what: str, rows: Iterable[tuple[str, float]]) -> Any:
    """The picture, named by all its figures; nothing where there are none."""
    said = ", ".join(f"{name} {charts.figure(value)}" for name, value in rows)
    return picture(spec, f"{what}: {said}") if said else None


def _sentence(parts: Sequence[str]) -> str:
    joined = "; ".join(parts)
    return f"{joined[:1].upper()}{joined[1:]}." if joined else ""
