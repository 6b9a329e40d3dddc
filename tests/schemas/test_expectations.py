"""Expectations come from the definitions alone: each constraint of a column is one rule, and a broken row is found."""

from datetime import timedelta
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from valid_rows import LATEST, context_with, frame_of, valid

from schemas.columns import Column, Table
from schemas.expectations import broken_rows, expectations, light_frame
from schemas.tables import TABLES

EVERY_TABLE = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


def expected_rules(table: Table) -> set[str]:
    rules = {f"{table.name}.key.unique"} | {f"{table.name}.{law}" for law in table.laws}
    if table.parent:
        rules.add(f"{table.name}.parent_exists")
    for column in table.columns:
        name = f"{table.name}.{column.name}"
        rules |= {f"{name}.not_null"} if not column.null else set()
        rules |= {f"{name}.allowed"} if column.allowed else set()
        rules |= {f"{name}.range"} if column.minimum is not None or column.maximum is not None else set()
        rules |= {f"{name}.pattern"} if column.pattern else set()
        rules |= {f"{name}.past"} if column.past else set()
    return rules


def breaking(column: Column) -> list[tuple[str, Any]]:
    """(kind of rule, a value that breaks it) for each constraint of the column."""
    found: list[tuple[str, Any]] = []
    if not column.null:
        found.append(("not_null", None))
    if column.allowed:
        found.append(("allowed", "nobody's value"))
    if column.pattern:
        found.append(("pattern", "XYZ!"))
    if column.minimum is not None:
        found.append(("range", column.minimum - 1))
    if column.maximum is not None:
        found.append(("range", column.maximum + 1))
    if column.past:
        found.append(("past", LATEST + timedelta(seconds=1)))
    return found


CASES = [
    pytest.param(table, column, kind, value, id=f"{table.name}.{column.name}.{kind}={value!r:.20}")
    for table in TABLES.values()
    for column in table.columns
    for kind, value in breaking(column)
]


def judged(table: Table, *rows: dict[str, Any]) -> pl.DataFrame:
    return broken_rows(table, frame_of(table.name, *rows), context_with(), expectations(table, LATEST))


@EVERY_TABLE
def test_each_constraint_is_one_rule_and_there_are_no_others(table: Table) -> None:
    rules = expectations(table, LATEST)
    assert {rule.rule for rule in rules} == expected_rules(table)
    assert len(rules) == len({rule.rule for rule in rules})
    assert all(rule.meaning and "\n" not in rule.meaning for rule in rules)


@EVERY_TABLE
def test_a_valid_row_breaks_no_rule(table: Table) -> None:
    broken = judged(table, valid(table.name))
    assert [name for name in broken.columns if broken[name].any()] == []


@pytest.mark.parametrize(("table", "column", "kind", "value"), CASES)
def test_a_value_that_breaks_a_constraint_is_found_in_its_row(
    table: Table, column: Column, kind: str, value: Any
) -> None:
    if pa.types.is_integer(column.type) and value is not None:
        value = int(value)
    broken = judged(table, valid(table.name), valid(table.name, **{column.name: value}))
    assert broken[f"{table.name}.{column.name}.{kind}"].to_list() == [False, True]


@EVERY_TABLE
def test_a_null_breaks_nothing_but_the_rule_against_nulls(table: Table) -> None:
    for column in table.columns:
        if column.name in table.key or any(column.name in law for law in table.laws):
            continue
        broken = judged(table, valid(table.name, **{column.name: None}))
        of_column = [name for name in broken.columns if name.startswith(f"{table.name}.{column.name}.")]
        assert {name for name in of_column if broken[name].any()} == (
            set() if column.null else {f"{table.name}.{column.name}.not_null"}
        )


@EVERY_TABLE
def test_two_rows_of_one_key_are_both_found(table: Table) -> None:
    broken = judged(table, valid(table.name), valid(table.name))
    assert broken[f"{table.name}.key.unique"].to_list() == [True, True]


def test_half_of_a_compound_key_may_repeat() -> None:
    table = TABLES["articles"]
    broken = judged(table, valid("articles"), valid("articles", revision=2))
    assert not broken["articles.key.unique"].any()


@pytest.mark.parametrize("name", ["quotes", "entities", "mentions", "removed"])
def test_a_row_without_its_article_is_found(name: str) -> None:
    broken = judged(TABLES[name], valid(name), valid(name, revision=9))
    assert broken[f"{name}.parent_exists"].to_list() == [False, True]


def test_the_last_moment_that_counts_as_past_is_the_one_given() -> None:
    rows = [valid("articles", published_at=LATEST + timedelta(microseconds=late)) for late in (0, 1)]
    assert judged(TABLES["articles"], *rows)["articles.published_at.past"].to_list() == [False, True]


@EVERY_TABLE
def test_the_light_frame_holds_every_column_that_a_rule_looks_at_and_no_long_text(table: Table) -> None:
    rules = expectations(table, LATEST)
    frame = frame_of(table.name, valid(table.name))
    light = light_frame(table, frame, broken_rows(table, frame, context_with(), rules))
    assert {rule.column for rule in rules} <= set(light.columns)
    assert not {"text", "body", "title", "reason", "settings"} & set(light.columns)
    assert not any(light.schema[name].is_nested() for name in light.columns)
