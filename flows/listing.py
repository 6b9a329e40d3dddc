"""What a trial of the listed sources tells: what each one is, and what a night would fetch from it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from schemas.errors import ConfigurationError
from schemas.settings import Settings, config_table
from sources.web import Ledger, check_sources, load_sources

SHOWN = 5  # links of each source


def tell_sources(settings: Settings, say: Callable[[str], None]) -> None:
    """Try every source of `config/sources.toml`, and tell of each.

    Raises:
        ConfigurationError: there is none, or one is written wrongly.
    """
    listed = load_sources(config_table("sources"))
    if not listed:
        raise ConfigurationError("config/sources.toml names no source: add a [[sources]] with id and url.")
    with TemporaryDirectory() as folder, Ledger(Path(folder) / "fetch.sqlite") as ledger:
        for found in check_sources(listed, settings.fetch, ledger):
            say(f"{found.source.id}: {found.kind or 'not readable'}, {len(found.new):,} to fetch, {found.source.url}")
            for link in found.new[:SHOWN]:
                say(f"    {link.published or '-':<26} {link.title or link.url}")
            for problem in found.problems:
                say(f"    {problem.rule}: {problem.reason} ({problem.input_uri})")
