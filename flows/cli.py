"""The command `copydesk`. Each command loads only what it needs: `explain` must answer without waiting for Prefect."""

import gc
import re
import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from schemas.errors import ConfigurationError, CopydeskError
from schemas.settings import Settings, load_settings, nearest
from warehouse.lock import check_folder

ARTICLE_ID = re.compile("[0-9a-f]{20}")
WAREHOUSE = click.option(
    "--warehouse", default="warehouse", show_default=True, metavar="DIR", help="Where the tables are published."
)
CONFIG = click.option("--config", metavar="FILE", type=click.Path(dir_okay=False), help="Settings that differ.")


class Commands(click.Group):
    """A group that answers a misspelt command with the nearest right one."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        name = args[0] if args else ""
        if name and not name.startswith("-") and self.get_command(ctx, name) is None:
            raise click.UsageError(f"No such command {name!r}: {nearest(name, self.list_commands(ctx))}", ctx)
        return super().resolve_command(ctx, args)


def in_sentences(command: Callable[..., None]) -> Callable[..., None]:
    """Show what a person can mend as a sentence: exit status 2 for a wrong call or configuration, else 1."""

    @wraps(command)
    def wrapped(**options: Any) -> None:
        try:
            command(**options)
        except ConfigurationError as error:
            _stop(error, 2)
        except CopydeskError as error:
            _stop(error, 1)
        except KeyboardInterrupt:
            _stop("Stopped. Start the same command again to go on where it was.", 130)

    return wrapped


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="copydesk")
def main() -> None:
    """Clean news articles, and publish tables of articles, quotes and entities.

    Example: copydesk run examples/corpus
    """


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@WAREHOUSE
@click.option("--workers", type=click.IntRange(1, 256), metavar="N", help="Worker processes (one a core if not given).")
@click.option("--date", "night", metavar="NIGHT", help="The night's date, YYYY-MM-DD (today if not given).")
@click.option("--run-id", metavar="ID", help="Name the run; the same id takes up a killed one.")
@CONFIG
@click.option("--force", is_flag=True, help="Publish what is known already once more, as new revisions.")
@in_sentences
def run(
    inputs: tuple[str, ...],
    warehouse: str,
    workers: int | None,
    night: str | None,
    run_id: str | None,
    config: str | None,
    force: bool,
) -> None:
    """Take in INPUT and publish the night.

    INPUT is a file, folder, glob or archive, here or on s3://, gs://, az:// or https://; a page, feed, sitemap or list
    of URLs, as an address or saved; cc-news:YYYY-MM[-DD]; @FILE, with one input a line.

    Example: copydesk run articles/ crawl.warc.gz --warehouse ./warehouse
    """
    logical = _night(night)
    _check_run_id(run_id)
    check_folder(warehouse)
    settings = load_settings(Path(config) if config else None)
    _check_reading(settings)
    _start(
        "ingest",
        warehouse,
        inputs=list(inputs),
        night=logical,
        known="publish again" if force else "skip",
        workers=workers,
        run_id=run_id,
        config=config,
    )


@main.command()
@click.argument("first_night", metavar="NIGHT")
@click.argument("last_night", metavar="[LAST_NIGHT]", required=False)
@WAREHOUSE
@CONFIG
@in_sentences
def reprocess(first_night: str, last_night: str | None, warehouse: str, config: str | None) -> None:
    """Make the tables anew from the pages that NIGHT (to LAST_NIGHT) fetched, without the network.

    What comes out as it is published already is left alone; the rest becomes new revisions.

    Example: copydesk reprocess 2026-03-01 2026-03-14
    """
    first, last = _night(first_night), _night(last_night)
    check_folder(warehouse)
    _check_reading(load_settings(Path(config) if config else None))
    _start("reprocess", warehouse, first_night=first, last_night=last, config=config)


@main.command()
@WAREHOUSE
@CONFIG
@in_sentences
def nightly(warehouse: str, config: str | None) -> None:
    """Fetch what is new in the feeds and sitemaps of config/sources.toml, and publish it.

    Example: copydesk nightly --warehouse /srv/news
    """
    check_folder(warehouse)
    _check_reading(load_settings(Path(config) if config else None))
    _start("nightly", warehouse, config=config)


@main.command()
@WAREHOUSE
@CONFIG
@in_sentences
def check(warehouse: str, config: str | None) -> None:
    """Judge what is published once more, by the gates of today; nothing is changed.

    Example: copydesk check --warehouse ./warehouse
    """
    from flows.checking import check_published
    from flows.progress import Progress

    broken = check_published(Path(warehouse), load_settings(Path(config) if config else None), Progress())
    click.echo(f"{len(broken)} rules are broken by some rows." if broken else "Every row holds every rule.")


@main.command()
@click.argument("run_id", required=False)
@WAREHOUSE
@in_sentences
def report(run_id: str | None, warehouse: str) -> None:
    """Write the page of a run (the last one if not given): what came in, what went out, what was thrown away and why.

    Example: copydesk report --warehouse ./warehouse
    """
    from flows.report import write_report

    click.echo(f"Written to {write_report(Path(warehouse), run_id)}")


@main.group(cls=Commands)
def sources() -> None:
    """The feeds and sitemaps that the nightly run reads."""


@sources.command("check")
@CONFIG
@in_sentences
def check_listed(config: str | None) -> None:
    """Try each source of config/sources.toml, and tell what would be fetched; nothing is kept.

    Example: copydesk sources check
    """
    from flows.listing import tell_sources

    tell_sources(load_settings(Path(config) if config else None), click.echo)


@main.command()
@click.option("--port", default=4200, show_default=True, type=click.IntRange(1, 65535), help="Of the server and UI.")
@WAREHOUSE
@in_sentences
def serve(port: int, warehouse: str) -> None:
    """Bring up Prefect's server, UI and a worker on this machine, with the deployments, until stopped.

    Example: copydesk serve --port 4200
    """
    from flows.serving import serve_here

    serve_here(port, warehouse, click.echo)


@main.command()
@click.argument("document", metavar="FILE|ARTICLE_ID")
@WAREHOUSE
@CONFIG
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON, offsets included.")
@click.option("--html", "page", metavar="PAGE", type=click.Path(dir_okay=False), help="Write it as a web page.")
@in_sentences
def explain(document: str, warehouse: str, config: str | None, as_json: bool, page: str | None) -> None:
    """Show one document: what was kept, what was removed and why, who said what, who is named.

    FILE is read and cleaned afresh (of an archive or a table of rows: FILE!/MEMBER, FILE#RECORD); ARTICLE_ID is shown
    as it is published.

    Example: copydesk explain examples/corpus/dumps/000_ledger_rail_strike.txt
    """
    if ARTICLE_ID.fullmatch(document) and not Path(document).exists():
        from flows.explain.published import read_article

        explained = read_article(Path(warehouse), document)
    else:
        from flows.family import SPACYS_COMMANDS, stand_in

        stand_in(*SPACYS_COMMANDS)
        from flows.explain.document import explain_document

        explained = explain_document(document, load_settings(Path(config) if config else None))
    if as_json:
        from flows.explain.plain import to_json

        click.echo(to_json(explained))
    if page:
        from flows.explain.page import render_page

        Path(page).write_text(render_page(explained), encoding="utf-8")
        click.echo(f"Written to {page}.", err=True)
    if not as_json and not page:
        from rich.console import Console

        from flows.explain.terminal import render

        console = Console(highlight=False)
        console.print(render(explained, console.width))


@main.command()
@click.argument("sql")
@WAREHOUSE
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values instead of a table.")
@in_sentences
def query(sql: str, warehouse: str, as_csv: bool) -> None:
    """Run SQL (DuckDB) over the published tables.

    Example: copydesk query "select speaker_name, count(*) from quotes group by 1 order by 2 desc limit 5"
    """
    from warehouse.read import query as ask
    from warehouse.read import to_csv

    found = ask(Path(warehouse), sql)
    if as_csv:
        click.echo(to_csv(found), nl=False)
        return
    import polars as pl

    with pl.Config(tbl_rows=100, tbl_cols=-1, fmt_str_lengths=80, tbl_hide_dataframe_shape=True):
        click.echo(str(found))


def _start(form: str, warehouse: str, **parameters: Any) -> None:
    """Run one of the flows that people start, and tell what it published."""
    gc.disable()  # what is imported stays: looking for garbage among it is a tenth of the start
    from flows.family import Without
    from flows.gates import fork_judge
    from flows.server import own_server

    with own_server(beside=fork_judge):
        # PyArrow loads pandas wherever it finds it, to ask whether a value is one of its frames. None here is.
        Without("pandas")
        from flows import forms
        from flows.summary import summary

        gc.enable()
        state = getattr(forms, form)(warehouse=warehouse, **parameters, return_state=True)
        if state.is_completed():
            click.echo(summary(state.result(), warehouse))
        elif state.name == forms.MISCONFIGURED:
            raise ConfigurationError(state.message)
        elif state.name == forms.REFUSED:
            raise CopydeskError(state.message)
        else:
            state.result()


def _night(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ConfigurationError(
            f"--date {given!r} is no date: write it as YYYY-MM-DD, for example 2026-03-14."
        ) from None


def _check_run_id(run_id: str | None) -> None:
    if run_id is not None and not (run_id.replace("-", "").replace("_", "").isalnum() and len(run_id) <= 64):
        raise ConfigurationError(f"--run-id {run_id!r} is refused: use up to 64 letters, digits, - and _.")


def _check_reading(settings: Settings) -> None:
    """The model and the alias table are there."""
    from importlib.util import find_spec

    from flows.aliases import read_aliases

    read_aliases(settings.entities.alias_table)
    name = settings.nlp.model
    try:
        known = find_spec(name) is not None
    except (ImportError, ValueError):
        known = False
    if not known:
        raise ConfigurationError(f"nlp.model = {name!r} is not an installed spaCy model: install its package first.")


def _stop(error: object, status: int) -> NoReturn:
    click.echo(f"copydesk: {error}", err=True)
    sys.exit(status)
