"""The judge: Great Expectations gives the verdict, Polars points at the rows, and the two agree on every rule."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from valid_rows import LATEST, valid

from flows.gates import Judge, case_of, refuse_broken
from flows.judge import Case, Verdict
from flows.judge import judge as judge_here
from schemas.errors import CopydeskError, GateRefused
from schemas.expectations import expectations
from schemas.settings import GateSettings, load_settings
from schemas.tables import TABLES
from warehouse.staging import Staging

Judging = Callable[[Case], Verdict]
TOGETHER = ("articles", "quotes", "entities", "mentions", "removed")
ALONE = ("articles",)
BREAKING: dict[str, dict[str, dict[str, Any]]] = {  # table, rule: what to change in the valid row
    "articles": {
        "word_count.range": {"word_count": 0},
        "page_kind.allowed": {"page_kind": "poem"},
        "title.": {},
        "article_id.pattern": {"article_id": "no hex"},
        "published_at.past": {"published_at": LATEST + timedelta(days=1)},
        "story_id.not_null": {"story_id": None},
        "paragraphs.not_null": {"paragraphs": None},
        "text_is_clean": {"text": "trailing "},
        "text_matches_digest": {"text_sha256": "0" * 64},
        "paragraphs_cover_text": {"paragraphs": []},
        "language.pattern": {"language": "English"},
        "language_score.range": {"language_score": 1.5},
        "is_latest.not_null": {"is_latest": None},
        "input_uri.not_null": {"input_uri": None},
        "revision.range": {"revision": 0},
    },
    "quotes": {
        "quote_resolves": {"text": "Something else"},
        "cue_resolves": {"cue": "whispered"},
        "speaker_resolves": {"speaker_text": "Nobody"},
        "speaker_entity_exists": {"speaker_entity_id": "00" * 10},
        "parent_exists": {"revision": 7},
        "confidence.range": {"confidence": -0.1},
        "kind.allowed": {"kind": "whispered"},
    },
    "entities": {"mentions_add_up": {"mention_count": 3}, "type.allowed": {"type": "GHOST"}},
    "mentions": {"mention_resolves": {"start": 0}, "entity_exists": {"entity_id": "00" * 10}},
    "removed": {"before_is_in_text": {"before": 10_000}, "before.not_null": {"before": None}},
}
CASES = [(table, rule, change) for table, rules in BREAKING.items() for rule, change in rules.items() if change]


def staged(folder: Path, *batches: dict[str, list[dict[str, Any]]]) -> list[Path]:
    """Batches of the normalize stage; a table that is not given holds its valid row."""
    staging = Staging(folder, "night-1")
    for number, tables in enumerate(batches):
        with staging.writing("normalize", f"{number:05d}", {name: TABLES[name] for name in TOGETHER}) as batch:
            for name in TOGETHER:
                batch.add(name, tables.get(name, [valid(name)]))
    return [staging.batch("normalize", f"{number:05d}") for number in range(len(batches))]


def case(
    folder: Path,
    *batches: dict[str, list[dict[str, Any]]],
    bearable: float = 0.0,
    tables: tuple[str, ...] = TOGETHER,
) -> Case:
    return Case("normalize", tables, tuple(staged(folder, *batches)), LATEST, bearable)


@pytest.fixture(scope="module")
def judge(warm_parts: Any) -> Judging:
    """`judge(case)`: the verdict of a judging process."""
    with warm_parts[0]() as process:
        return process.decide


@pytest.fixture(scope="module")
def broken_everywhere(judge: Judging, tmp_path_factory: pytest.TempPathFactory) -> tuple[Verdict, dict[str, int]]:
    """One verdict over a stage in which each rule of `BREAKING` is broken; and how often Polars says so."""
    tables: dict[str, list[dict[str, Any]]] = {name: [valid(name)] for name in TOGETHER}
    for table, _, change in CASES:
        tables[table].append(valid(table) | {"run_id": f"row {len(tables[table])}"} | change)
    verdict = judge(case(tmp_path_factory.mktemp("broken"), tables))
    return verdict, {rule: finding.broken for rule, finding in verdict.findings.items()}


def test_a_stage_in_order_breaks_no_rule_of_any_table(judge: Judging, tmp_path: Path) -> None:
    verdict = judge(case(tmp_path, {}))
    rules = {rule.rule for name in TOGETHER for rule in expectations(TABLES[name], LATEST)}
    assert set(verdict.findings) == rules
    assert verdict.success and not verdict.rejects and not any(finding.broken for finding in verdict.findings.values())


@pytest.mark.parametrize(("table", "rule", "change"), CASES)
def test_each_broken_rule_is_found(
    broken_everywhere: tuple[Verdict, dict[str, int]], table: str, rule: str, change: dict[str, Any]
) -> None:
    verdict, counted = broken_everywhere
    finding = verdict.findings[f"{table}.{rule}"]
    assert counted[finding.rule] > 0
    assert not finding.success
    assert 0 < len(finding.samples) <= 3


def test_great_expectations_and_polars_agree_on_every_rule(
    broken_everywhere: tuple[Verdict, dict[str, int]],
) -> None:
    verdict, _ = broken_everywhere
    disagreeing = [f.rule for f in verdict.findings.values() if f.success != (f.broken == 0)]
    assert disagreeing == []
    assert sum(finding.success for finding in verdict.findings.values()) > 50, "and most rules are not broken"


def test_staged_documents_and_drafts_and_the_log_are_judged_too(judge: Judging, tmp_path: Path) -> None:
    for name in ("documents", "drafts", "rejects", "runs", "run_stages"):
        staging = Staging(tmp_path / name, "night-1")
        with staging.writing("s", "0", {name: TABLES[name]}) as batch:
            batch.add(name, [valid(name)])
        verdict = judge(Case("s", (name,), (staging.batch("s", "0"),), LATEST, 0.0))
        assert {rule: f.samples for rule, f in verdict.findings.items() if not f.success or f.broken} == {}, name


def test_a_broken_child_refuses_its_whole_article_and_no_other(judge: Judging, tmp_path: Path) -> None:
    other = {"article_id": "b2" * 10, "input_uri": "harbor/other.html"}
    tables = {
        "articles": [valid("articles"), valid("articles", **other)],
        "removed": [valid("removed", before=999)],
    }
    verdict = judge(case(tmp_path, tables, bearable=1.0))
    assert verdict.success
    assert [reject.input_uri for reject in verdict.rejects] == ["harbor/ferry.html"]
    (reject,) = verdict.rejects
    assert (reject.stage, reject.rule) == ("normalize", "removed.before_is_in_text")
    assert "block_index = '0'" in reject.detail and reject.reason.endswith(".")


def many(broken: int, of: int) -> dict[str, list[dict[str, Any]]]:
    """Articles, some with a page kind that there is not; to be judged without their children."""
    rows = [
        valid("articles", article_id=f"{n:020x}", input_uri=f"{n}.html", page_kind="poem" if n < broken else "article")
        for n in range(of)
    ]
    return {"articles": rows}


@pytest.mark.parametrize(("broken", "succeeds"), [(0, True), (2, True), (3, False), (10, False)])
def test_a_stage_bears_its_share_of_broken_rows_and_not_one_more(
    judge: Judging, tmp_path: Path, broken: int, succeeds: bool
) -> None:
    verdict = judge(case(tmp_path, many(broken, 10), bearable=0.2, tables=ALONE))
    assert verdict.success is succeeds
    assert len(verdict.rejects) == broken


def test_batches_are_judged_together(judge: Judging, tmp_path: Path) -> None:
    first, second = many(1, 4), many(0, 4)
    verdict = judge(case(tmp_path, first, second, tables=ALONE))
    assert verdict.findings["articles.key.unique"].broken == 8, "a key is unique in the run, not in its batch"
    assert verdict.findings["articles.page_kind.allowed"].rows == 8


def test_a_refusal_names_the_rule_how_many_rows_and_three_of_them(judge: Judging, tmp_path: Path) -> None:
    verdict = judge(case(tmp_path, many(5, 10), bearable=0.2, tables=ALONE))
    with pytest.raises(GateRefused) as refused:
        refuse_broken(verdict, "normalize")
    said = str(refused.value)
    assert "5 of 10 rows break the rule articles.page_kind.allowed" in said
    assert [f"{number}.html" in said for number in range(5)] == [True, True, True, False, False]
    assert "'poem'" in said


def test_an_empty_stage_passes(judge: Judging, tmp_path: Path) -> None:
    assert judge(case(tmp_path, {name: [] for name in TOGETHER})).success


@pytest.fixture(scope="module")
def gate() -> GateSettings:
    return load_settings(environment={}).gate


def test_the_judging_process_answers_case_after_case_and_survives_one_that_fails(
    tmp_path: Path, gate: GateSettings
) -> None:
    good = staged(tmp_path, {})
    missing = tmp_path / "never staged"
    with Judge() as process:
        assert process.decide(case_of("normalize", TOGETHER, good, LATEST, gate)).success
        with pytest.raises(CopydeskError, match="never staged"):
            process.decide(case_of("normalize", TOGETHER, [missing], LATEST, gate))
        assert process.decide(case_of("normalize", TOGETHER, good, LATEST, gate)).success
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(CopydeskError, match="start the run again"):
            process.decide(case_of("normalize", TOGETHER, good, LATEST, gate))


def test_times_may_lie_ahead_by_the_skew_of_the_settings(gate: GateSettings) -> None:
    found = case_of("clean", ("drafts",), [], LATEST, gate)
    assert found.latest == LATEST + timedelta(hours=gate.clock_skew_h)
    assert found.bearable == gate.max_reject_share


def test_the_light_frame_reaches_great_expectations_for_all_types_of_columns() -> None:
    kinds = {str(column.type) for table in TABLES.values() for column in table.columns if not column.is_nested}
    assert kinds == {"string", "int32", "int64", "double", "bool", "date32[day]", "timestamp[us, tz=UTC]", "binary"}
    assert pa.types.is_nested(TABLES["articles"].arrow.field("authors").type)


def test_a_key_that_repeats_in_another_group_of_batches_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.judge.ROWS_AT_ONCE", 1)  # each batch is then a group of its own
    monkeypatch.setattr("flows.judge.expect", lambda *asked: {rule.rule: True for rule in asked[2]})  # it sees a group
    found = judge_here(case(tmp_path, {}, {})).findings["quotes.key.unique"]
    assert (found.rows, found.broken, found.success) == (2, 2, False)
    alone = judge_here(case(tmp_path / "alone", {})).findings["quotes.key.unique"]
    assert (alone.rows, alone.broken, alone.success) == (1, 0, True)
