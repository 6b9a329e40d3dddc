"""What is expected of a table, derived from its definition: the rules that the gates judge.

Each `Expectation` can point at the rows that break it (Polars) and is judged over the whole by Great Expectations,
which sees a light frame: ids, kinds and numbers as they are, long text only as its length, laws as one flag a row.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import pyarrow as pa

from schemas.columns import Column, Table
from schemas.laws import LAWS, Context

LENGTH = "_length"  # suffix of the column that stands for a text in the light frame
FLAG = "_holds"  # suffix of the column that says whether a law holds
SHORT = frozenset(("article_id", "entity_id", "mention_id", "quote_id", "reject_id", "input_uri", "run_id"))


@dataclass(frozen=True)
class Expectation:
    """One rule. `test` is not_null, allowed, between, matches, past, unique or holds; `column` is a light frame's."""

    rule: str
    test: str
    column: str
    arguments: dict[str, Any]
    meaning: str


def expectations(table: Table, latest: datetime) -> list[Expectation]:
    """All rules of a table; `latest` is the last time (UTC) that a column of the past may hold."""
    rules = [rule for column in table.columns for rule in _of_column(table, column, latest)]
    key = ", ".join(table.key)
    rules.append(
        Expectation(f"{table.name}.key.unique", "unique", table.key[0], {"key": table.key}, f"{key} is unique")
    )
    if table.parent:
        rules.append(_law(table, "parent_exists", f"every row belongs to a row of {table.parent}"))
    rules += [_law(table, law, (LAWS[law].__doc__ or "").strip().rstrip(".")) for law in table.laws]
    return rules


def broken_rows(table: Table, frame: pl.DataFrame, context: Context, rules: list[Expectation]) -> pl.DataFrame:
    """One boolean column a rule: true where the row breaks it."""
    return pl.DataFrame([_broken(table, frame, context, rule).alias(rule.rule) for rule in rules])


def light_frame(table: Table, frame: pl.DataFrame, broken: pl.DataFrame) -> pl.DataFrame:
    """The frame that Great Expectations sees: short columns, lengths of long ones, one flag a law."""
    kept: list[pl.Expr] = []
    for column in table.columns:
        if column.is_nested or pa.types.is_binary(column.type):
            kept.append(pl.col(column.name).is_not_null().alias(column.name + FLAG))
        elif column.type == pa.string() and not _is_light(column):
            kept.append(pl.col(column.name).str.len_bytes().alias(column.name + LENGTH))
        else:
            kept.append(pl.col(column.name))
    flags = [~broken[name] for name in broken.columns if name.split(".")[1] in LAWS or name.endswith(".parent_exists")]
    return frame.select(kept).hstack([flag.alias(_flag_name(flag.name)) for flag in flags])


def _of_column(table: Table, column: Column, latest: datetime) -> list[Expectation]:
    nested = column.is_nested or pa.types.is_binary(column.type)
    text = column.type == pa.string() and not _is_light(column)
    seen = column.name + (FLAG if nested else LENGTH if text else "")
    name = f"{table.name}.{column.name}"
    found = []
    if not column.null and nested:
        found.append(Expectation(f"{name}.not_null", "holds", seen, {}, f"{column.name} is given"))
    elif not column.null:
        found.append(Expectation(f"{name}.not_null", "not_null", seen, {}, f"{column.name} is given"))
    if column.allowed:
        allowed = {"values": list(column.allowed)}
        found.append(Expectation(f"{name}.allowed", "allowed", seen, allowed, f"one of {', '.join(column.allowed)}"))
    if column.minimum is not None or column.maximum is not None:
        bounds = {"low": column.minimum, "high": column.maximum}
        found.append(Expectation(f"{name}.range", "between", seen, bounds, f"{column.minimum} to {column.maximum}"))
    if column.pattern:
        pattern = {"pattern": f"^(?:{column.pattern})$"}
        found.append(Expectation(f"{name}.pattern", "matches", seen, pattern, f"written as {column.pattern}"))
    if column.past:
        found.append(Expectation(f"{name}.past", "past", seen, {"latest": latest}, "not in the future"))
    return found


def _law(table: Table, law: str, meaning: str) -> Expectation:
    return Expectation(f"{table.name}.{law}", "holds", law + FLAG, {}, meaning)


def _is_light(column: Column) -> bool:
    return bool(column.allowed or column.pattern) or column.name in SHORT


def _flag_name(rule: str) -> str:
    return rule.split(".")[1] + FLAG


def _broken(table: Table, frame: pl.DataFrame, context: Context, rule: Expectation) -> pl.Series:
    name = rule.rule.split(".")[1]
    if name in LAWS:
        return LAWS[name](frame, context)
    if name == "parent_exists":
        assert table.parent is not None
        parents = context.tables[table.parent].select("article_id", "revision", parent=True).unique()
        joined = frame.select("article_id", "revision").join(
            parents, on=["article_id", "revision"], how="left", maintain_order="left"
        )
        return joined["parent"].is_null()
    return frame.select(broken=_test(rule, name))["broken"].fill_null(False)


def _test(rule: Expectation, name: str) -> pl.Expr:
    column, given = pl.col(name), rule.arguments
    if rule.test == "unique":
        return pl.struct(given["key"]).is_duplicated()
    if rule.test in ("not_null", "holds"):
        return column.is_null()
    if rule.test == "allowed":
        return ~column.is_in(given["values"])
    if rule.test == "matches":
        return ~column.str.contains(given["pattern"])
    if rule.test == "past":
        return column > pl.lit(given["latest"])
    low, high = given["low"], given["high"]
    within: pl.Expr = column.is_between(
        pl.lit(low if low is not None else float("-inf")), pl.lit(high if high is not None else float("inf"))
    )
    return ~within
