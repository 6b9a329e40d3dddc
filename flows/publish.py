"""The last stage: the run's tables become the warehouse's, all in one step."""

import json
import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pyarrow as pa

from flows.alerts import ARTICLE_COLUMNS, earlier_nights, find_warnings
from flows.batches import TABLES_OF, Counts
from flows.desk import DESK, Desk, versions, withdrawals
from flows.fetching import settle
from flows.gates import case_of, refuse_broken
from flows.stages import as_stage, refused_uris, rejects_of
from schemas.tables import TABLES
from warehouse.publish import Night, add, prepare, supersede, switch, withdraw
from warehouse.read import scan
from warehouse.staging import lenient

LOG = "log"
LOGGED = ("rejects", "runs", "run_stages")


@as_stage
def publish(run_id: str, what: str, ingested: list[str], cleaned: list[str], normalized: list[str]) -> dict[str, int]:
    """Judge the run's own log, then make everything visible at once; returns the rows published of each table."""
    desk, counts = DESK.get(), Counts()
    kept = _kept(desk, normalized)
    counts.rows_in = desk.counts[-1]["rows_out"]
    counts.rows_out = kept.height
    counts.rows_skipped = counts.rows_in - counts.rows_out
    totals = {table: _height(desk, table, normalized, kept) for table in TABLES_OF["normalize"]}
    desk.counts.append(counts.row(desk, "publish"))
    rejects = _new_rejects(desk, {"ingest": ingested, "clean": cleaned, "normalize": normalized})
    desk.staging.forget("publish", LOG)
    with desk.staging.writing("publish", LOG, {name: TABLES[name] for name in LOGGED}) as staged:
        staged.add("rejects", rejects.to_dicts())
        staged.add("runs", [_run_row(desk, totals, _warnings(desk, normalized, kept))])
        staged.add("run_stages", desk.counts)
    log = desk.staging.batch("publish", LOG)
    verdict = desk.judge.decide(case_of("publish", LOGGED, [log], desk.started_at, desk.settings.gate))
    refuse_broken(verdict, "publish")
    snapshot = prepare(desk.order.warehouse, run_id)
    night = Night(run_id, desk.night)
    withdraw(snapshot, _taken_back(desk, rejects))
    supersede(snapshot, kept["article_id"].unique())
    published = {
        table: add(snapshot, TABLES[table], night, _chunks(desk, table, normalized, kept))
        for table in TABLES_OF["normalize"]
    }
    for table in LOGGED:
        published[table] = add(
            snapshot, TABLES[table], night, [_arrow(desk.staging.read("publish", table, [LOG]), table)]
        )
    switch(desk.order.warehouse, snapshot)
    settle(desk)
    desk.staging.clear()
    desk.progress.end(f"{'publish':<10} {counts.rows_out:,} articles  ({time.perf_counter() - counts.started:.1f} s)")
    return published


def _taken_back(desk: Desk, rejects: pl.DataFrame) -> pl.DataFrame:
    """(article_id, revision) of what is published and was taken back tonight; versions after the notice stay."""
    notices = withdrawals(rejects).group_by("article_id").agg(back=pl.col("version").cast(pl.Int64, strict=False).max())
    published = scan(desk.order.warehouse, "articles").select("article_id", "revision", "source_version")
    later = pl.col("source_version").cast(pl.Int64, strict=False) > pl.col("back")
    named = published.filter(pl.col("article_id").is_in(notices["article_id"].implode())).collect()
    return named.join(notices, on="article_id").filter(~later.fill_null(False)).select("article_id", "revision")


def _kept(desk: Desk, normalized: list[str]) -> pl.DataFrame:
    """(article_id, revision, is_latest) of the articles that passed, the last of each being the latest.

    Of inputs that were published before, those whose result is published already are left out.
    """
    if not normalized:
        return pl.DataFrame(schema={"article_id": pl.String, "revision": pl.Int32, "is_latest": pl.Boolean})
    columns = ("article_id", "revision", "input_uri", "result_sha256")
    found = desk.staging.read("normalize", "articles", normalized, columns)
    found = found.filter(~pl.col("input_uri").is_in(list(refused_uris(desk, "normalize"))))
    if desk.order.is_again:
        results = scan(desk.order.warehouse, "articles").select("article_id", "result_sha256").collect()
        found = found.join(results, on=["article_id", "result_sha256"], how="anti")
    return found.select(
        "article_id", "revision", is_latest=pl.col("revision") == pl.col("revision").max().over("article_id")
    )


def _chunks(desk: Desk, table: str, normalized: list[str], kept: pl.DataFrame) -> Iterator[pa.Table]:
    """A table's rows of the articles that passed, batch by batch."""
    for name in normalized:
        frame = desk.staging.read("normalize", table, [name])
        if table == "articles":
            frame = frame.drop("is_latest").join(
                kept, on=["article_id", "revision"], how="inner", maintain_order="left"
            )
        else:
            frame = frame.join(kept, on=["article_id", "revision"], how="semi", maintain_order="left")
        yield _arrow(frame, table)


def _height(desk: Desk, table: str, normalized: list[str], kept: pl.DataFrame) -> int:
    if not normalized:
        return 0
    keys = desk.staging.read("normalize", table, normalized, ("article_id", "revision"))
    return keys.join(kept, on=["article_id", "revision"], how="semi").height


def _arrow(frame: pl.DataFrame, table: str) -> pa.Table:
    schema = lenient(TABLES[table])
    return frame.select(schema.names).to_arrow().cast(schema)


def _new_rejects(desk: Desk, batches: dict[str, list[str]]) -> pl.DataFrame:
    """The run's rejects that no run has published yet, each once."""
    found = pl.concat([rejects_of(desk, stage, names) for stage, names in batches.items()])
    known = scan(desk.order.warehouse, "rejects").select("reject_id").collect()["reject_id"]
    return (
        found.filter(~pl.col("reject_id").is_in(known.implode()))
        .unique("reject_id", keep="first")
        .sort("input_uri", "stage", "rule", "detail")
    )


def _warnings(desk: Desk, normalized: list[str], kept: pl.DataFrame) -> list[str]:
    """What was unusual about the night; each is told as the run goes on."""
    settings = desk.settings.alerts
    if normalized:
        columns = ("article_id", "revision", *ARTICLE_COLUMNS)
        articles = desk.staging.read("normalize", "articles", normalized, columns)
        tonight = articles.join(kept, on=["article_id", "revision"], how="semi").select(ARTICLE_COLUMNS)
    else:
        tonight = pl.DataFrame(schema=pl.Schema(TABLES["articles"].arrow)).select(ARTICLE_COLUMNS)
    earlier = earlier_nights(desk.order.warehouse, desk.night, settings.nights)
    rejected = sum(row["rows_rejected"] for row in desk.counts)
    found = find_warnings(tonight, earlier, desk.night, desk.counts[0]["rows_in"], rejected, settings)
    for warning in found:
        desk.progress.say(f"warning: {warning}")
    return found


def _run_row(desk: Desk, totals: dict[str, int], warnings: list[str]) -> dict[str, Any]:
    now = datetime.now(UTC)
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "run_id": desk.run_id,
        "night": desk.night,
        "started_at": desk.started_at,
        "finished_at": now,
        "seconds": (now - desk.started_at).total_seconds(),
        "cpu_seconds": own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime + desk.pool.cpu_seconds,
        "peak_memory_mb": max(own.ru_maxrss / 1024, desk.pool.peak_memory_mb),
        "inputs": list(desk.order.inputs),
        "settings": desk.settings.model_dump_json(),
        "versions": json.dumps(versions(desk.settings), sort_keys=True),
        "articles": totals["articles"],
        "quotes": totals["quotes"],
        "entities": totals["entities"],
        "rejected": sum(row["rows_rejected"] for row in desk.counts),
        "warnings": warnings,
    }
