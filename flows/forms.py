"""The flows that people and schedules start. Their parameters are the form that Prefect's UI shows."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, ParamSpec, TypeVar, cast

from prefect import flow, get_run_logger, tags
from prefect.exceptions import FailedRun
from prefect.states import Completed, Failed
from pydantic import BeforeValidator, Field, WithJsonSchema

from flows.artifacts import bear, is_deployed, show_outcome, show_refused, shown_progress
from flows.checking import check_published
from flows.desk import Order
from flows.fetching import raw_nights
from flows.hooks import tell_failure
from flows.listing import listed_sources
from flows.nights import one_at_a_time, scheduled_night
from flows.progress import Progress
from flows.run import Outcome, run_order, survey
from flows.summary import in_short
from schemas.errors import ConfigurationError, CopydeskError, GateRefused
from schemas.settings import Settings, load_settings
from sources.web import links_of

P = ParamSpec("P")
R = TypeVar("R")


def _asked(title: str, description: str, **schema: Any) -> Any:
    """How the form shows a parameter: Prefect overwrites title and description of a field, but not its schema's own."""
    return Field(json_schema_extra={"title": title, "description": description, **schema})


# A field that is left empty sends what its schema has as default; the UI refuses null, or asks for its type first.
EMPTY_IS_NONE = BeforeValidator(lambda given: None if given in ("", 0) else given)
TEXT = WithJsonSchema({"type": "string"})
DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "title": "a date"}
DAY_OR_NONE = WithJsonSchema({"anyOf": [{"type": "null", "title": "empty"}, DAY]})

Inputs = Annotated[
    list[Annotated[str, Field(min_length=1)]],
    Field(min_length=1),
    _asked("Inputs", "Files, folders, globs, archives, feeds or web addresses: one in each field"),
]
Night = Annotated[date | None, DAY_OR_NONE, _asked("Night", "The date under which the tables are filed. Empty: today")]
Warehouse = Annotated[str, Field(min_length=1), _asked("Warehouse", "The folder in which the tables are published")]
Known = Annotated[
    Literal["skip", "publish again"],
    _asked("Known articles", "What to do with an article that is published already with the same text"),
]
Workers = Annotated[
    Annotated[int, Field(ge=1, le=256)] | None,
    EMPTY_IS_NONE,
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 256}),
    _asked("Workers", "Processes at once. 0: one for each core", default=0),
]
RunId = Annotated[
    Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None,
    EMPTY_IS_NONE,
    WithJsonSchema({"type": "string", "pattern": r"^[A-Za-z0-9_-]{0,64}$"}),
    _asked("Run id", "Empty: made of the night and the inputs, so that a killed run is taken up again", default=""),
]
Config = Annotated[
    str | None,
    EMPTY_IS_NONE,
    TEXT,
    _asked("Settings file", "A TOML file with the settings that differ. Empty: none", default=""),
]
DryRun = Annotated[bool, _asked("Dry run", "Only tell in the log what would be read; publish nothing")]
FirstNight = Annotated[
    date, WithJsonSchema(DAY), _asked("First night", "The first night whose fetched pages are read again")
]
LastNight = Annotated[date | None, DAY_OR_NONE, _asked("Last night", "Empty: the first night alone")]

# Names of the failed states, by which a caller tells them apart.
REFUSED, MISCONFIGURED = "Refused", "Misconfigured"


def as_form(name: str) -> Callable[[Callable[P, R]], Any]:
    """A flow that people start: what they can mend fails it in a sentence, and the hooks for failure are told."""

    def decorate(work: Callable[P, R]) -> Any:
        @wraps(work)
        def told(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                with tags("copydesk"):
                    done = work(*args, **kwargs)
                return cast(R, Completed(message=in_short(cast(Any, done)), data=done)) if is_deployed() else done
            except CopydeskError as error:
                get_run_logger().error("%s", error)
                logging.getLogger("prefect.flow_runs").addFilter(_is_news)
                state = MISCONFIGURED if isinstance(error, ConfigurationError) else REFUSED
                return cast(R, Failed(name=state, message=str(error)))

        return flow(
            name=name,
            description=work.__doc__,
            persist_result=False,
            on_failure=[tell_failure],
            on_crashed=[tell_failure],
        )(told)

    return decorate


def _is_news(record: logging.LogRecord) -> bool:
    """Not the traceback by which Prefect's process ends after a run has failed in its sentence."""
    return not (record.exc_info and isinstance(record.exc_info[1], FailedRun))


@as_form("ingest")
def ingest(
    inputs: Inputs,
    night: Night = None,
    warehouse: Warehouse = "warehouse",
    known: Known = "skip",
    workers: Workers = None,
    run_id: RunId = None,
    config: Config = None,
    dry_run: DryRun = False,
) -> Outcome:
    """Take in articles from files, archives or addresses given by hand, and publish them."""
    order = Order(tuple(inputs), Path(warehouse), _settings(config, workers), night, run_id, known == "publish again")
    return _done(order, dry_run)


@as_form("nightly")
def nightly(
    night: Night = None,
    warehouse: Warehouse = "warehouse",
    workers: Workers = None,
    config: Config = None,
    dry_run: DryRun = False,
) -> Outcome:
    """Fetch what is new in the feeds and sitemaps of config/sources.toml, and publish it."""
    settings = _settings(config, workers)
    links, paces_s = links_of(listed_sources(settings))
    night = night or scheduled_night(settings)
    run_id = f"{night:%Y%m%d}-nightly"
    paces = tuple(sorted(paces_s.items()))
    order = Order((), Path(warehouse), settings, night, run_id, links=tuple(links), paces_s=paces)
    if dry_run:
        return _done(order, dry_run)
    with one_at_a_time(order.warehouse, run_id, settings, _progress().say):
        return _done(order, dry_run)


@as_form("reprocess")
def reprocess(
    first_night: FirstNight,
    last_night: LastNight = None,
    night: Night = None,
    warehouse: Warehouse = "warehouse",
    workers: Workers = None,
    config: Config = None,
    dry_run: DryRun = False,
) -> Outcome:
    """Make the tables anew from the pages as they were fetched, as new revisions where the result differs."""
    last = last_night or first_night
    if last < first_night:
        raise ConfigurationError(f"The last night ({last}) lies before the first one ({first_night}).")
    folders = raw_nights(Path(warehouse), first_night, last)
    if not folders:
        raise ConfigurationError(
            f"{warehouse} keeps no raw pages of {first_night} to {last}: only fetched pages are kept."
        )
    inputs = tuple(str(file) for folder in folders for file in sorted(folder.rglob("articles-*.warc.gz")))
    return _done(Order(inputs, Path(warehouse), _settings(config, workers), night, is_again=True), dry_run)


@as_form("check")
def check(
    warehouse: Warehouse = "warehouse", config: Config = None
) -> Annotated[dict[str, int], "rows broken by rule"]:
    """Judge what is published once more, by the gates of today; nothing is changed."""
    return check_published(Path(warehouse), _settings(config, None), _progress())


def _done(order: Order, dry_run: bool) -> Outcome:
    if dry_run:
        return survey(order, _progress())
    try:
        outcome = run_order(order, _progress())
    except GateRefused as refusal:
        if is_deployed():
            show_refused(refusal)
        raise
    if outcome.was_published:
        return outcome
    if is_deployed():  # at the terminal, `copydesk report` makes the page for those who want to look
        outcome = replace(outcome, page=_page(order.warehouse, outcome.run_id))
        show_outcome(outcome, order.warehouse, order.settings.run.reports_address)
    return outcome


def _page(warehouse: Path, run_id: str) -> Path | None:
    """The run's page; the night is published by now, and a page that cannot be made does not make it a failure."""
    from flows.report import write_report

    try:
        return write_report(warehouse, run_id)
    except Exception as error:
        get_run_logger().warning(
            "The run is published, but its page could not be written (%s: %s); copydesk report %s tries it again.",
            type(error).__name__,
            error,
            run_id,
        )
        return None


def _progress() -> Progress:
    """Into the run's log and the UI where the run was started from there, else to the terminal."""
    return Progress(log=get_run_logger().info, show=shown_progress(), name=bear) if is_deployed() else Progress()


def _settings(config: str | None, workers: int | None) -> Settings:
    settings = load_settings(Path(config) if config else None)
    if workers is None:
        return settings
    return settings.model_copy(update={"run": settings.run.model_copy(update={"workers": workers})})
