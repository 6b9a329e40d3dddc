"""What a run has at hand: its settings, its inputs, its place in the warehouse, its workers and its judge."""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import Any

import polars as pl

from flows.gates import Judge
from flows.pool import Pool
from flows.progress import Progress
from schemas.errors import CopydeskError
from schemas.records import Reject
from schemas.settings import CONFIG_FOLDER, Settings
from sources.locate import InputFile
from sources.web import Link
from transforms.revisions import KNOWN
from warehouse.lock import HIDDEN
from warehouse.read import scan
from warehouse.staging import Staging

# Libraries that shape what is published; a new version of one makes a new run of the same inputs.
SHAPING = ("babel", "copydesk", "lxml", "numpy", "spacy", "py3langid", "ftfy", "courlan")
# Our own rules and code that do the same: a batch staged under another state of them is not taken up.
SHAPING_FILES = ("config/*.*", "schemas/**/*.py", "transforms/**/*.*", "sources/**/*.py")
# Rules of rejects by which a source takes an item back.
WITHDRAWN = ("canceled", "withheld")
NOTICE = ("article_id", "rule", "detail")  # columns of a reject that say what is taken back
# Settings that change when and how fast a run is and who is told, not what it publishes.
PACE = {
    "run": {"workers", "lock_wait_s", "reports_address"},
    "fetch": True,
    "schedule": True,
    "hooks": True,
    "alerts": True,
}


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    inputs: tuple[str, ...]
    warehouse: Path
    settings: Settings
    night: date | None = None  # today's where not given
    run_id: str | None = None
    force: bool = False
    links: tuple[Link, ...] = ()  # addresses, feeds and sitemaps to fetch
    paces_s: tuple[tuple[str, float], ...] = ()  # seconds between requests, of addresses that want their own pace
    is_again: bool = False  # the inputs were published before: publish only where the result differs


@dataclass
class Desk:
    """A run at work."""

    order: Order
    run_id: str
    night: date
    started_at: datetime
    files: list[InputFile]
    unfound: list[Reject]
    pool: Pool
    judge: Judge
    progress: Progress
    ingested: list[str] = field(default_factory=list)  # names of the batches of the first stage
    counts: list[dict[str, Any]] = field(default_factory=list)  # rows of run_stages
    failure: CopydeskError | None = None  # what stopped the run

    @property
    def settings(self) -> Settings:
        return self.order.settings

    @property
    def staging(self) -> Staging:
        return Staging(self.order.warehouse, self.run_id)

    @property
    def workers(self) -> int:
        return self.settings.run.workers or os.cpu_count() or 1


DESK: ContextVar[Desk] = ContextVar("desk")


def key_of(order: Order, files: Sequence[InputFile], unfound: Iterable[Reject]) -> str:
    """A digest of all that decides what a run publishes: inputs, settings, rules, versions."""
    asked = {
        "files": [(file.uri, file.size, file.mtime_ns) for file in files],
        "unfound": sorted(reject.input_uri for reject in unfound),
        "settings": json.loads(order.settings.model_dump_json(exclude=PACE)),  # type: ignore[arg-type]
        "rules": [_digest(path) for path in (*_rules(), *_alias_table(order.settings))],
        "versions": versions(order.settings),
        "links": sorted(link.url for link in order.links),
        "force": [order.force, order.is_again],
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:10]


def name_run(order: Order, key: str, today: date) -> tuple[str, date, bool]:
    """(run_id, night, is published already) of a run.

    Without a run id given, a killed run of the same key is taken up again, with its own night, even where it was killed
    just after it had published; otherwise the id is made of the night and the key, and numbered where that one is
    published.
    """
    known = set(scan(order.warehouse, "runs").select("run_id").collect()["run_id"])
    if order.run_id:
        return order.run_id, order.night or _night_of(order, order.run_id) or today, order.run_id in known
    for staged in sorted((order.warehouse / HIDDEN / "staging").glob("[!.]*/run.json")):
        started = Staging(order.warehouse, staged.parent.name).noted("run") or {}
        night = date.fromisoformat(started["night"]) if "night" in started else None
        if started.get("key") == key and night and order.night in (None, night):
            return started["run_id"], night, started["run_id"] in known
    night = order.night or today
    first = run_id = f"{night:%Y%m%d}-{key}"
    number = 1
    while run_id in known:
        number += 1
        run_id = f"{first}-{number}"
    return run_id, night, False


def _alias_table(settings: Settings) -> list[Path]:
    return [Path(settings.entities.alias_table)] if settings.entities.alias_table else []


def versions(settings: Settings) -> dict[str, str]:
    """Versions of Python, of the libraries that shape the result, and of the language model."""
    return {"python": python_version()} | {
        name: _version(name) for name in (*SHAPING, settings.nlp.model.replace("_", "-"))
    }


def known_articles(warehouse: Path, drafts: pl.DataFrame) -> pl.DataFrame:
    """What is published of these articles or of their texts, with the columns that a plan needs."""
    ids, texts = drafts["article_id"].unique().implode(), drafts["text_sha256"].unique().implode()
    wanted = pl.col("article_id").is_in(ids) | pl.col("text_sha256").is_in(texts)
    return scan(warehouse, "articles").select(KNOWN).filter(wanted).collect()


def withdrawn_articles(warehouse: Path, tonight: pl.DataFrame) -> pl.DataFrame:
    """(article_id, version) of the articles that their sources took back, in this run (its rejects) or before."""
    before = scan(warehouse, "rejects").filter(pl.col("rule").is_in(WITHDRAWN)).select(NOTICE).collect()
    return withdrawals(pl.concat([before, tonight.select(NOTICE)]))


def withdrawals(rejects: pl.DataFrame) -> pl.DataFrame:
    """(article_id, version) of the articles that these rejects take back; no number where the notice has no version."""
    return rejects.filter(pl.col("rule").is_in(WITHDRAWN), pl.col("article_id").is_not_null()).select(
        "article_id", version=pl.col("detail").str.strip_prefix("version ")
    )


def _night_of(order: Order, run_id: str) -> date | None:
    started = Staging(order.warehouse, run_id).noted("run")
    return date.fromisoformat(started["night"]) if started else None


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _rules() -> list[Path]:
    root = CONFIG_FOLDER.parent
    found = {file for pattern in SHAPING_FILES for file in root.glob(pattern) if "__pycache__" not in file.parts}
    return sorted(file for file in found if file.is_file())


def _digest(path: Path) -> str:
    return f"{path.name}:{hashlib.sha256(path.read_bytes()).hexdigest()}"
