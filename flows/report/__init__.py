"""The run's page and the list of all runs: one self-contained HTML file each, made from the published tables alone."""

import os
from pathlib import Path

from flows.report.frame import HERE
from flows.report.index import page_name, render_index
from flows.report.page import render_run
from flows.report.samples import STYLE_OF_SAMPLES, samples_of
from flows.report.tally import run_of, runs_of, tally
from schemas.errors import WarehouseError
from schemas.settings import config_table, load_settings

__all__ = ["write_report"]

# Why the readers of pages and of text dumps take a block out, beside the rules of config/boilerplate.toml.
READERS = {
    "judge": "Part of the page and not of the story: menus, side bars, lists of links.",
    "linked_line": "A paragraph that is one link to another story.",
    "other_article": "Another story, printed below this one.",
    "repeated_text": "The whole text, once more.",
    "repeated_title": "The headline, printed once more.",
    "slug_above_credit": "The name of a picture, printed above its credit.",
}


def write_report(warehouse: Path, run_id: str | None = None) -> Path:
    """Write the page of a run (of the latest one, where none is given) and the list of all runs; returns the page.

    They stand in WAREHOUSE/reports as RUN_ID.html and index.html.

    Raises:
        WarehouseError: nothing is published there, no run has this id, or the files cannot be written.
    """
    run = run_of(warehouse, run_id)
    reasons = {rule["id"]: rule["reason"] for rule in config_table("boilerplate")["rule"]} | READERS
    found = tally(warehouse, run, load_settings().alerts.nights)
    style = STYLE_OF_SAMPLES + (HERE / "report.css").read_text(encoding="utf-8")
    folder = warehouse / "reports"
    page = folder / page_name(run["run_id"])
    try:
        _write(page, render_run(found, samples_of(warehouse, run["run_id"]), reasons, style))
        _write(folder / "index.html", render_index(runs_of(warehouse), folder, style))
    except OSError as error:
        raise WarehouseError(f"The report cannot be written into {folder}: {error}.") from None
    return page


def _write(path: Path, text: str) -> None:
    """Whole or not at all: who looks at the page while it is written sees the one before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".{path.name}.{os.getpid()}")
    making.write_text(text, encoding="utf-8")
    making.replace(path)
