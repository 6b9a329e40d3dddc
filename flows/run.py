"""A run from order to published night: the four stages one after the other, under the warehouse's lock."""

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from prefect.task_runners import ThreadPoolTaskRunner

from flows.aliases import read_aliases
from flows.desk import DESK, Desk, Order, key_of, name_run
from flows.fetching import ledger_copy
from flows.gates import Judge
from flows.pool import Pool
from flows.progress import Progress
from flows.publish import publish
from flows.stages import clean, ingest, normalize, passed
from schemas.errors import GateRefused
from schemas.records import Reject
from sources.locate import Located, locate
from sources.web import Link, Planned, fetch_all
from warehouse.lock import write_lock
from warehouse.staging import Staging


@dataclass(frozen=True)
class Outcome:
    """What a run did: rows published by table, rows of run_stages, or why nothing was done."""

    run_id: str
    night: date
    published: dict[str, int] = field(default_factory=dict)
    stages: list[dict[str, Any]] = field(default_factory=list)
    was_published: bool = False
    is_dry: bool = False
    page: Path | None = None  # the run's page, where it was written


def run_order(order: Order, progress: Progress) -> Outcome:
    """Do what was ordered, under the warehouse's lock.

    Raises:
        GateRefused: a gate stopped the run; nothing was published, and the staged night lies aside.
        WarehouseError: the warehouse cannot be written, or another run holds it for too long.
        ConfigurationError: the order cannot be done.
    """
    read_aliases(order.settings.entities.alias_table)  # a table that cannot be read is told before any work
    with ExitStack() as stack:
        stack.enter_context(write_lock(order.warehouse, order.settings.run.lock_wait_s, progress.say))
        started_at = datetime.now(UTC)
        found = locate(order.inputs, order.settings, [str(order.warehouse)])
        files, unfound = found.files, found.rejects
        order = replace(order, links=(*order.links, *_links(found)))
        key = key_of(order, files, unfound)
        run_id, night, is_published = name_run(order, key, started_at.date())
        progress.name(run_id)
        staging = Staging(order.warehouse, run_id)
        if is_published:
            staging.clear()
            return Outcome(run_id, night, was_published=True)
        begun = staging.noted("run")
        if begun and begun["key"] != key:
            progress.say(f"Run {run_id} was begun over other inputs or settings; what it had staged is dropped.")
            staging.clear()
        staging.note("run", {"run_id": run_id, "key": key, "night": night, "inputs": order.inputs})
        judge, pool = stack.enter_context(Judge()), stack.enter_context(Pool(order.settings))
        desk = Desk(order, run_id, night, started_at, files, unfound, pool, judge, progress)
        token = DESK.set(desk)
        try:
            return Outcome(run_id, night, _stages(desk), desk.counts)
        except GateRefused as refusal:
            place = staging.refuse()
            told = GateRefused(f"{refusal}\nNothing was published; the refused night lies in {place}.")
            told.place = place
            raise told from None
        finally:
            DESK.reset(token)


def survey(order: Order, progress: Progress) -> Outcome:
    """A dry run: tell what would be read and fetched; nothing is written."""
    found = locate(order.inputs, order.settings, [str(order.warehouse)])
    links = [*order.links, *_links(found)]
    for file in found.files:
        progress.say(f"would read   {file.uri} ({file.size:,} bytes)")
    for reject in found.rejects:
        progress.say(f"would reject {reject.input_uri}: {reject.reason}")
    if links:
        with ledger_copy(order.warehouse) as ledger:
            for outcome in fetch_all(links, order.settings.fetch, ledger, None, paces_s=dict(order.paces_s)):
                if isinstance(outcome, Planned):
                    progress.say(f"would fetch  {outcome.link.url}")
                elif isinstance(outcome, Reject):
                    progress.say(f"would reject {outcome.input_uri}: {outcome.reason}")
    night = order.night or datetime.now(UTC).date()
    return Outcome(order.run_id or "dry run", night, is_dry=True)


def _links(found: Located) -> list[Link]:
    """What saved feeds and sitemaps name, with what they say of it, and the addresses given without a word."""
    said = {link.url for link in found.links}
    return [*found.links, *(Link(url) for url in found.urls if url not in said)]


def _stages(desk: Desk) -> dict[str, int]:
    """The road: each stage takes the names of the batches that the one before has staged."""
    threads: Any = ThreadPoolTaskRunner(max_workers=desk.workers)
    given = ((len(desk.files), "files"), (len(desk.order.links), "addresses"))
    what = " and ".join(f"{number:,} {unit}" for number, unit in given if number) or "0 files"
    ingested: list[str] = passed(ingest.with_options(task_runner=threads)(desk.run_id, what, return_state=True))
    what = f"{desk.counts[-1]['rows_out']:,} documents"
    cleaned: list[str] = passed(clean.with_options(task_runner=threads)(desk.run_id, what, ingested, return_state=True))
    what = f"{desk.counts[-1]['rows_out']:,} drafts"
    normalized: list[str] = passed(
        normalize.with_options(task_runner=threads)(desk.run_id, what, cleaned, return_state=True)
    )
    what = f"{desk.counts[-1]['rows_out']:,} articles"
    published: dict[str, int] = passed(publish(desk.run_id, what, ingested, cleaned, normalized, return_state=True))
    return published
