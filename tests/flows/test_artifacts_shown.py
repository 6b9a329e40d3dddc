"""What the UI is given of a run: counts that are those of the tables, verdicts, and rejects whose words stay words."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows import artifacts
from flows.artifacts import address_of, show_outcome, show_refused, show_rejects, shown_progress
from flows.progress import Progress
from flows.run import Outcome
from schemas.errors import GateRefused
from warehouse.read import scan

STAGE: dict[str, Any] = {
    "rows_in": 10, "rows_out": 7, "rows_rejected": 2, "rows_skipped": 1, "rows_merged": 0, "seconds": 1.26,
    "batches": 3, "batches_reused": 1, "gate_seconds": 0.123, "rules_judged": 19, "findings": [],
}  # fmt: skip


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What would be sent to Prefect, by key."""
    found: dict[str, Any] = {}

    def table(table: Any, key: str, description: str) -> None:
        found[key] = table

    def markdown(markdown: str, key: str, description: str) -> None:
        found[key] = markdown

    def link(link: str, link_text: str, key: str, description: str) -> None:
        found[key] = link

    monkeypatch.setattr(artifacts, "create_table_artifact", table)
    monkeypatch.setattr(artifacts, "create_markdown_artifact", markdown)
    monkeypatch.setattr(artifacts, "create_link_artifact", link)
    return found


def rejects(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["stage", "rule", "input_uri", "reason"], orient="row")


def test_a_stage_shows_its_documents_and_what_a_killed_attempt_had_done(shown: dict[str, Any], tmp_path: Path) -> None:
    show_outcome(Outcome("r", date(2026, 3, 14), stages=[{"stage": "clean", **STAGE}]), tmp_path)
    (row,) = shown["stages"]
    assert row == {
        "stage": "clean", "in": 10, "out": 7, "rejected": 2, "skipped": 1, "merged": 0, "seconds": 1.3,
        "batches": "3 (1 staged before)",
    }  # fmt: skip
    assert row["in"] == row["out"] + row["rejected"] + row["skipped"] + row["merged"]


def test_a_gate_shows_each_rule_that_was_broken_or_that_all_hold(shown: dict[str, Any], tmp_path: Path) -> None:
    broken = STAGE | {"findings": [{"rule": "drafts.title.not_null", "rows": 7, "broken": 2, "is_borne": True}]}
    stages = [{"stage": "ingest", **STAGE}, {"stage": "clean", **broken}]
    show_outcome(Outcome("r", date(2026, 3, 14), stages=stages), tmp_path)
    first, second = shown["gates"]
    assert (first["rule"], first["broken"], first["verdict"]) == ("all hold", 0, "passed")
    assert (second["rule"], second["broken"], second["of_rows"]) == ("drafts.title.not_null", 2, 7)


def test_what_was_unusual_about_the_night_stands_below_the_verdicts_as_warnings(
    shown: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warnings = pl.LazyFrame({"run_id": ["r"], "warnings": [["ledger.example brought 2 articles, 40 before."]]})
    monkeypatch.setattr(
        artifacts, "scan", lambda warehouse, table: warnings if table == "runs" else scan(warehouse, table)
    )
    show_outcome(Outcome("r", date(2026, 3, 14), stages=[{"stage": "ingest", **STAGE}]), tmp_path)
    assert [(row["stage"], row["verdict"]) for row in shown["gates"]] == [("ingest", "passed"), ("night", "warning")]
    assert "40 before" in shown["gates"][1]["rule"]


def test_rejects_are_told_by_rule_the_most_frequent_first(shown: dict[str, Any]) -> None:
    show_rejects(
        rejects(
            ("clean", "binary", "a", "It is a PDF."), *(("ingest", "empty", f"e{n}", "No bytes.") for n in range(3))
        )
    )
    assert [(row["rule"], row["documents"]) for row in shown["rejected-rules"]] == [("empty", 3), ("binary", 1)]
    assert shown["rejects"].count("\n") == 3
    assert "`e2`: No bytes." in shown["rejects"]


def test_addresses_are_links_and_words_from_outside_stay_words(shown: dict[str, Any]) -> None:
    show_rejects(
        rejects(
            ("clean", "a", "https://example.org/story", "<script>alert(1)</script> [x](http://evil.example)"),
            ("clean", "a", "https://example.org/a)](javascript:alert(1))", "fine"),
            ("clean", "a", "javascript:alert(1)", "fine"),
            ("clean", "a", "`<b>`", "two\nlines"),
        )
    )
    lines = shown["rejects"].splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("- [https://example.org/story](https://example.org/story): \\<script\\>")
    assert "\\[x\\]" in lines[0]
    assert "](javascript" not in shown["rejects"]
    assert lines[3].startswith("- `'<b>'`: two lines")


def test_a_long_list_of_rejects_says_how_many_more_there_are(shown: dict[str, Any]) -> None:
    show_rejects(rejects(*(("ingest", "empty", f"e{number}", "No bytes.") for number in range(60))))
    assert shown["rejects"].splitlines()[-1] == "10 more are in the table `rejects` of the warehouse."


def test_of_a_refused_night_the_rejects_are_shown_from_where_it_was_put(shown: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "refused" / "clean" / "00000"
    folder.mkdir(parents=True)
    rejects(("clean", "binary", "a", "It is a PDF.")).write_ipc(folder / "rejects.arrow")
    refusal = GateRefused("Too many.")
    show_refused(refusal)
    assert shown == {}
    refusal.place = tmp_path / "refused"
    show_refused(refusal)
    assert shown["rejected-rules"][0]["rule"] == "binary"


def test_a_page_is_opened_from_the_server_that_shows_its_folder_else_as_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "reports" / "20260314-a b.html"
    assert address_of(page) == page.as_uri()
    monkeypatch.setenv("COPYDESK_PAGES", str(tmp_path / "reports"))
    monkeypatch.setattr(artifacts.PREFECT_API_URL, "value", lambda: "http://127.0.0.1:4321/api", raising=False)
    assert address_of(page) == "http://127.0.0.1:4321/pages/20260314-a%20b.html"
    assert address_of(tmp_path / "elsewhere.html").startswith("file://")
    assert address_of(tmp_path / "else where.html", "https://news.example/reports/") == (
        "https://news.example/reports/else%20where.html"
    )


def test_how_far_a_stage_is_is_shown_at_its_begin_at_its_end_and_seldom_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[tuple[str, float]] = []
    monkeypatch.setattr(
        artifacts, "create_progress_artifact", lambda at, description: sent.append((description, at)) or 1
    )
    monkeypatch.setattr(artifacts, "update_progress_artifact", lambda bar, at: sent.append(("", at)))
    lines: list[str] = []
    progress = Progress(log=lines.append, show=shown_progress())
    progress.begin("clean", 1000, "documents")
    for _ in range(1000):
        progress.advance()
    progress.end("clean: done")
    assert sent == [("clean (documents)", 0.0), ("", 100.0)]
    assert lines == ["clean: done"]
