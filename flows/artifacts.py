"""What a run shows in Prefect's UI: how far it is, counts, verdicts, rejects, and the way to its page."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import polars as pl
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.settings import PREFECT_API_URL

from flows.run import Outcome
from flows.serving import PAGES
from schemas.errors import GateRefused
from warehouse.read import scan

ROWS = 50  # of a table in the UI; the tables in the warehouse hold all
COUNTED = ("rows_in", "rows_out", "rows_rejected", "rows_skipped", "rows_merged")


def is_deployed() -> bool:
    """Whether the run was started from a deployment, so that somebody sees its log and artifacts in the UI."""
    context = FlowRunContext.get()  # Prefect's own `runtime.deployment` asks the server each time where there is none
    return bool(context and context.flow_run and context.flow_run.deployment_id)


def shown_progress() -> Callable[[str, float], None]:
    """What shows in the UI how far a stage is (title, per cent); one bar for each stage."""
    bars: dict[str, UUID] = {}

    def show(title: str, percent: float) -> None:
        if title in bars:
            update_progress_artifact(bars[title], percent)
        else:
            bars[title] = cast(UUID, create_progress_artifact(percent, description=title))

    return show


def bear(run_id: str) -> None:
    """Name the run in Prefect's UI and to the hooks as the tables and the page name it."""
    context = FlowRunContext.get()
    if context and context.flow_run:
        with get_client(sync_client=True) as client:
            client.update_flow_run(context.flow_run.id, name=run_id)
        context.flow_run.name = run_id


def show_outcome(outcome: Outcome, warehouse: Path, reports_address: str = "") -> None:
    """The artifacts of a run that has published."""
    mine = pl.col("run_id") == outcome.run_id
    rejects = scan(warehouse, "rejects").filter(mine).sort("stage", "rule", "input_uri").collect()
    articles = scan(warehouse, "articles").filter(mine).select("publisher", "host", "quote_count", "entity_count")
    warnings = scan(warehouse, "runs").filter(mine).select("warnings").collect()["warnings"].explode().drop_nulls()
    create_table_artifact(
        _stages(outcome.stages), key="stages", description=f"Documents by stage, run {outcome.run_id}"
    )
    create_table_artifact(_sources(articles.collect()), key="sources", description="What was published, by source")
    verdicts = _verdicts(outcome.stages, warnings.to_list())
    create_table_artifact(verdicts, key="gates", description="The gates' verdicts")
    show_rejects(rejects)
    if warnings.len():
        told = "\n".join(f"- {_escaped(warning)}" for warning in warnings)
        create_markdown_artifact(told, key="warnings", description="What was unusual about the night")
    if outcome.page:
        link, shown = address_of(outcome.page, reports_address), "Open the page of this run"
        create_link_artifact(link, shown, key="page", description="What came in, went out and was thrown away")


def show_refused(refusal: GateRefused) -> None:
    """The rejects of a night that a gate refused, from where it was put aside."""
    if refusal.place is None:
        return
    files = sorted(refusal.place.glob("*/*/rejects.arrow"))
    if files:
        show_rejects(pl.concat([pl.read_ipc(file) for file in files]).sort("stage", "rule", "input_uri"))


def show_rejects(rejects: pl.DataFrame) -> None:
    """Rejects by rule, with how many and the first of each, and the documents themselves."""
    by_rule = rejects.group_by("stage", "rule", maintain_order=True).agg(
        documents=pl.len(), reason=pl.col("reason").first(), for_example=pl.col("input_uri").first()
    )
    rows = by_rule.sort("documents", descending=True, maintain_order=True).head(ROWS).to_dicts()
    about = f"{rejects.height:,} rejects by rule" if rejects.height else "Nothing was rejected"
    create_table_artifact(_told(rows, ("stage", "rule", "documents", "reason", "for_example")), "rejected-rules", about)
    if rejects.height:
        lines = [
            f"- {_linked(row['input_uri'])}: {_escaped(row['reason'])} (`{row['stage']}.{row['rule']}`)"
            for row in rejects.head(ROWS).iter_rows(named=True)
        ]
        if rejects.height > ROWS:
            lines.append(f"\n{rejects.height - ROWS:,} more are in the table `rejects` of the warehouse.")
        create_markdown_artifact("\n".join(lines), key="rejects", description="Rejected documents, and why")


def address_of(page: Path, reports_address: str = "") -> str:
    """Where a browser opens a page: on the server that shows its folder, ours or another, else as a file."""
    folder = os.environ.get(PAGES)
    if folder and page.resolve().is_relative_to(Path(folder).resolve()):
        place = quote(page.resolve().relative_to(Path(folder).resolve()).as_posix())
        return f"{PREFECT_API_URL.value().removesuffix('/api')}/pages/{place}"
    if reports_address:
        return f"{reports_address.removesuffix('/')}/{quote(page.name)}"
    return page.resolve().as_uri()


def _stages(stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "stage": row["stage"],
            **{name.removeprefix("rows_"): row[name] for name in COUNTED},
            "seconds": round(row["seconds"], 1),
            "batches": f"{row['batches']} ({row['batches_reused']} staged before)",
        }
        for row in stages
    ]


def _sources(articles: pl.DataFrame) -> list[dict[str, Any]]:
    source = pl.coalesce("publisher", "host", pl.lit("unknown")).alias("source")
    counted = articles.group_by(source).agg(
        articles=pl.len(), quotes=pl.col("quote_count").sum(), entities=pl.col("entity_count").sum()
    )
    rows = counted.sort("articles", "source", descending=[True, False]).head(ROWS).to_dicts()
    return _told(rows, ("source", "articles", "quotes", "entities"))


def _verdicts(stages: list[dict[str, Any]], warnings: list[str]) -> list[dict[str, Any]]:
    """What each gate found, and below it what was unusual about the night, which stops nothing."""
    rows = []
    for row in stages:
        if row["rules_judged"]:
            about = {"stage": row["stage"], "rules": row["rules_judged"], "seconds": round(row["gate_seconds"], 2)}
            broken = row["findings"] or [{"rule": "all hold", "broken": 0, "rows": row["rows_out"], "is_borne": True}]
            for found in broken:
                verdict = "passed" if found["is_borne"] else "refused"
                shown = {"rule": found["rule"], "broken": found["broken"], "of_rows": found["rows"]}
                rows.append(about | {"verdict": verdict} | shown)
    columns = ("stage", "rules", "seconds", "verdict", "rule", "broken", "of_rows")
    told = [dict.fromkeys(columns, "-") | {"stage": "night", "verdict": "warning", "rule": line} for line in warnings]
    return _told(rows + told, columns)


def _told(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of a table; one that says so where there is none, since the UI shows an empty table as a broken one."""
    return rows or [dict.fromkeys(columns, "-")]


def _linked(uri: str) -> str:
    shown = uri.replace("[", "(").replace("]", ")").replace("`", "'")
    if uri.startswith(("http://", "https://")) and not set(uri) & set("()<> \\"):
        return f"[{shown}]({uri})"
    return f"`{shown}`"


def _escaped(text: str) -> str:
    """Text from outside, as Markdown that shows it as it is."""
    return "".join(f"\\{character}" if character in "\\`*_{}[]<>#|!" else character for character in text).replace(
        "\n", " "
    )
