"""The listed sources, and what a trial of them tells: what each is, and what a night would fetch from it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from schemas.errors import ConfigurationError
from schemas.settings import Settings, config_table, read_toml
from sources.web import Ledger, Source, check_sources, load_sources

SHOWN = 5  # links of each source


def listed_sources(settings: Settings) -> list[Source]:
    """The sources of the nightly run: those of fetch.sources_file, or of config/sources.toml where that is empty.

    Raises:
        ConfigurationError: there is none, or one is written wrongly.
    """
    own = settings.fetch.sources_file
    listed = load_sources(read_toml(Path(own)) if own else config_table("sources"))
    if not listed:
        raise ConfigurationError(
            f"{own or 'config/sources.toml'} names no source: add a [[sources]] with id and url, or name a list of "
            "your own in fetch.sources_file; try it with copydesk sources check."
        )
    return listed


def tell_sources(settings: Settings, say: Callable[[str], None]) -> None:
    """Try every listed source, and tell of each.

    Raises:
        ConfigurationError: there is none, or one is written wrongly.
    """
    listed = listed_sources(settings)
    with TemporaryDirectory() as folder, Ledger(Path(folder) / "fetch.sqlite") as ledger:
        for found in check_sources(listed, settings.fetch, ledger):
            say(f"{found.source.id}: {found.kind or 'not readable'}, {len(found.new):,} to fetch, {found.source.url}")
            for link in found.new[:SHOWN]:
                say(f"    {link.published or '-':<26} {link.title or link.url}")
            for problem in found.problems:
                say(f"    {problem.rule}: {problem.reason} ({problem.input_uri})")
