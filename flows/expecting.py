"""What Great Expectations says of a frame, with as little of the library loaded and done as that needs."""

import sys
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.family import stand_in
from schemas.expectations import Expectation

if TYPE_CHECKING:
    import pandas as pd

# What Great Expectations and pandas load, where it is installed, for data in databases, clouds and Arrow columns: a
# quarter of their import.
NOT_NEEDED = ("sqlalchemy", "boto3", "botocore", "pyarrow")
# Modules that Great Expectations must find but uses for kinds of expectations that no table here has: distributions and
# their charts. They are two seconds of its import.
STOOD_IN = ("altair", "scipy", "scipy.stats")
NEEDED_SOURCES = {"pandas_datasource", "invalid_datasource"}


def load() -> None:
    """Import Great Expectations into a process that does nothing else: it loses parts of it and of pandas for good."""
    for name in NOT_NEEDED:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's own way to say that there is none
    stand_in(*STOOD_IN, *_other_sources())
    _configure_once()


def expect(name: str, light: pl.DataFrame, rules: list[Expectation], mostly: float) -> dict[str, bool]:
    """Whether each rule, by its name, holds in at least a share of `mostly` (0 to 1) of a frame's rows."""
    import great_expectations as gx

    batch = _staged().get_batch({"dataframe": _plain_pandas(light)})
    suite = gx.ExpectationSuite(name=name, expectations=[_expectation(rule, mostly) for rule in rules])
    results = batch.validate(suite, result_format="BOOLEAN_ONLY")
    return {str(result.expectation_config.meta["rule"]): bool(result.success) for result in results.results}


def _other_sources() -> list[str]:
    """Its modules for data in databases, clouds, Spark and files: Pydantic models, a third of its import."""
    folder = distribution("great_expectations").locate_file("great_expectations/datasource/fluent")
    names = sorted({file.stem for file in Path(str(folder)).glob("*_datasource.py")} - NEEDED_SOURCES)
    return [f"great_expectations.datasource.fluent.{name}" for name in names]


def _configure_once() -> None:
    """Keep the configuration of the expectation that was asked last.

    The library builds it anew for each argument that it looks up, which is half of the judging; no expectation changes
    while it is judged.
    """
    from great_expectations.expectations.expectation import Expectation

    build = vars(Expectation)["configuration"].fget
    last: tuple[Any, Any] = (None, None)

    def configuration(asked: Any) -> Any:
        nonlocal last
        if last[0] is not asked:
            last = (asked, build(asked))
        return last[1]

    Expectation.configuration = property(configuration)


@cache
def _staged() -> Any:
    """Great Expectations' definition of a batch that is a whole frame; it writes its project anew with each one."""
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    rows = context.data_sources.add_pandas("staged").add_dataframe_asset("rows")
    return rows.add_batch_definition_whole_dataframe("all")


def _plain_pandas(light: pl.DataFrame) -> "pd.DataFrame":
    """NumPy-backed columns: Great Expectations is three times as fast on them as on Arrow-backed ones."""
    import pandas as pd

    return pd.DataFrame({name: light[name].to_numpy() for name in light.columns})


def _expectation(rule: Expectation, mostly: float) -> Any:
    from great_expectations.expectations import core

    given: dict[str, Any] = {"mostly": mostly, "meta": {"rule": rule.rule}}
    arguments = rule.arguments
    match rule.test:
        case "not_null":
            return core.ExpectColumnValuesToNotBeNull(column=rule.column, **given)
        case "allowed":
            return core.ExpectColumnValuesToBeInSet(column=rule.column, value_set=arguments["values"], **given)
        case "matches":
            return core.ExpectColumnValuesToMatchRegex(column=rule.column, regex=arguments["pattern"], **given)
        case "between":
            low, high = arguments["low"], arguments["high"]
            return core.ExpectColumnValuesToBeBetween(column=rule.column, min_value=low, max_value=high, **given)
        case "past":
            latest = arguments["latest"].replace(tzinfo=None)
            return core.ExpectColumnValuesToBeBetween(column=rule.column, max_value=latest, **given)
        case "unique" if len(arguments["key"]) > 1:
            return core.ExpectCompoundColumnsToBeUnique(column_list=list(arguments["key"]), **given)
        case "unique":
            return core.ExpectColumnValuesToBeUnique(column=rule.column, **given)
        case "holds":
            return core.ExpectColumnValuesToBeInSet(column=rule.column, value_set=[True], **given)
    raise ValueError(rule.test)
