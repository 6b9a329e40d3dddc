"""The flows that people and schedules start. Their parameters are the form that Prefect's UI shows."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, ParamSpec, TypeVar, cast

from prefect import flow, get_run_logger, tags
from prefect.states import Failed
from pydantic import Field

from flows.checking import check_published
from flows.desk import Order
from flows.fetching import raw_nights
from flows.hooks import tell_failure
from flows.progress import Progress
from flows.run import Outcome, run_order, survey
from schemas.errors import ConfigurationError, CopydeskError
from schemas.settings import Settings, config_table, load_settings
from sources.web import links_of, load_sources

P = ParamSpec("P")
R = TypeVar("R")

Inputs = Annotated[
    list[str],
    Field(
        min_length=1,
        title="Inputs",
        description="Files, folders, globs, archives, or web addresses, one in each line",
        examples=[["examples/corpus"]],
    ),
]
Night = Annotated[
    date | None, Field(title="Night", description="The date under which the tables are filed; empty means today")
]
Warehouse = Annotated[str, Field(title="Warehouse", description="Folder in which the tables are published")]
Known = Annotated[
    Literal["skip", "publish again"],
    Field(title="Known articles", description="What to do with an article that is published with the same text"),
]
Workers = Annotated[
    int | None, Field(title="Workers", ge=1, le=256, description="Processes at once; empty means one for each core")
]
RunId = Annotated[
    str | None,
    Field(
        title="Run id",
        pattern=r"^[A-Za-z0-9_-]{1,64}$",
        description="Empty: made from the night and the inputs. The id of a killed run takes it up again",
    ),
]
Config = Annotated[str | None, Field(title="Settings file", description="A TOML file with the settings that differ")]
DryRun = Annotated[bool, Field(title="Dry run", description="Only tell what would be read; publish nothing")]

# Names of the failed states, by which a caller tells them apart.
REFUSED, MISCONFIGURED = "Refused", "Misconfigured"


def as_form(name: str) -> Callable[[Callable[P, R]], Any]:
    """A flow that people start: what they can mend fails it in a sentence, and the hooks for failure are told."""

    def decorate(work: Callable[P, R]) -> Any:
        @wraps(work)
        def told(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                with tags("copydesk"):
                    return work(*args, **kwargs)
            except CopydeskError as error:
                get_run_logger().error("%s", error)
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
    sources = load_sources(config_table("sources"))
    if not sources:
        raise ConfigurationError(
            "config/sources.toml names no source: add a [[sources]] with id and url, and try it with copydesk sources check."
        )
    links, paces_s = links_of(sources)
    order = Order((), Path(warehouse), settings, night, links=tuple(links), paces_s=tuple(sorted(paces_s.items())))
    return _done(order, dry_run)


@as_form("reprocess")
def reprocess(
    first_night: Annotated[date, Field(title="First night", description="The first night whose raw pages are read again")],
    last_night: Annotated[date | None, Field(title="Last night", description="Empty means the first night alone")] = None,
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
        raise ConfigurationError(f"{warehouse} keeps no raw pages of {first_night} to {last}: only fetched pages are kept.")
    inputs = tuple(str(file) for folder in folders for file in sorted(folder.rglob("articles-*.warc.gz")))
    return _done(Order(inputs, Path(warehouse), _settings(config, workers), night, is_again=True), dry_run)


@as_form("check")
def check(
    warehouse: Warehouse = "warehouse", config: Config = None
) -> Annotated[dict[str, int], "rows broken by rule"]:
    """Judge what is published once more, by the gates of today; nothing is changed."""
    return check_published(Path(warehouse), _settings(config, None), Progress())


def _done(order: Order, dry_run: bool) -> Outcome:
    if dry_run:
        return survey(order, Progress())
    return run_order(order, Progress())


def _settings(config: str | None, workers: int | None) -> Settings:
    settings = load_settings(Path(config) if config else None)
    if workers is None:
        return settings
    return settings.model_copy(update={"run": settings.run.model_copy(update={"workers": workers})})
