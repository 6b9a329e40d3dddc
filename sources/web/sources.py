"""The feeds and sitemaps of `config/sources.toml` that the nightly run reads, and a trial of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from schemas.errors import ConfigurationError
from schemas.records import Reject, Skipped
from schemas.settings import FetchSettings, nearest
from sources.web.crawl import fetch_all
from sources.web.guard import vet_url
from sources.web.ledger import Ledger
from sources.web.outcomes import Expanded, FetchFailed, Link, Planned


class Source(BaseModel):
    """One feed, sitemap, index or list, with what its newsroom does not say itself. Empty: as the feed says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")
    url: str
    publisher: str | None = None
    language: str | None = Field(default=None, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$")  # BCP 47
    timezone: str | None = None  # IANA name
    pace_s: float = Field(default=0.0, ge=0, le=3600)  # seconds between requests, where fetch.pace_s is too fast
    license: str | None = None  # under which the texts may be used: an SPDX id, a URL, or words
    is_enabled: bool = True

    @field_validator("url")
    @classmethod
    def _is_url(cls, url: str) -> str:
        try:
            return str(vet_url(url))
        except FetchFailed as failure:
            raise ValueError(failure.reason) from None

    @field_validator("timezone")
    @classmethod
    def _is_timezone(cls, name: str | None) -> str | None:
        try:
            return ZoneInfo(name).key if name else None
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{name!r} is no time zone: write it as Europe/Berlin") from None

    def link(self) -> Link:
        return Link(
            self.url, publisher=self.publisher, language=self.language, timezone=self.timezone, license=self.license
        )


@dataclass(slots=True)
class SourceCheck:
    """What a trial of one source found. Nothing is kept, and the ledger stays as it is."""

    source: Source
    kind: str | None = None  # feed, sitemap, sitemap_index, url_list; page; None where it could not be read
    new: list[Link] = field(default_factory=list)  # would be fetched for the first time
    known: list[Link] = field(default_factory=list)  # would be asked for with their ETag
    skipped: list[Skipped] = field(default_factory=list)
    problems: list[Reject] = field(default_factory=list)


def load_sources(table: Mapping[str, Any]) -> list[Source]:
    """The enabled sources of a parsed `sources.toml` (`schemas.settings.config_table("sources")`), in their order.

    Raises:
        ConfigurationError: naming the source, the key and the nearest known key, or the value and what is allowed.
    """
    unknown = sorted(set(table) - {"sources"})
    if unknown:
        raise ConfigurationError(f"Unknown key {unknown[0]} in sources.toml: {nearest(unknown[0], ['sources'])}")
    sources: list[Source] = []
    rows = table.get("sources", [])
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        name = row.get("id", f"number {number}") if isinstance(row, Mapping) else f"number {number}"
        try:
            sources.append(Source.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            if first["type"] == "extra_forbidden":
                raise ConfigurationError(
                    f"Unknown key {key} of source {name} in sources.toml: {nearest(key, Source.model_fields)}"
                ) from None
            said = first["msg"].removeprefix("Value error, ")
            raise ConfigurationError(
                f"Source {name} in sources.toml: {key} is refused: {said[:1].lower()}{said[1:]}."
            ) from None
    for what in ("id", "url"):
        twice = [value for value, times in Counter(getattr(source, what) for source in sources).items() if times > 1]
        if twice:
            raise ConfigurationError(f"Two sources in sources.toml have the {what} {twice[0]}: remove or rename one.")
    return [source for source in sources if source.is_enabled]


def links_of(sources: Iterable[Source]) -> tuple[list[Link], dict[str, float]]:
    """What `fetch_all` takes: the links of the sources, and their paces."""
    chosen = list(sources)
    return [source.link() for source in chosen], {source.url: source.pace_s for source in chosen if source.pace_s}


def check_sources(
    sources: Iterable[Source],
    settings: FetchSettings,
    ledger: Ledger,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[SourceCheck]:
    """Try each source: read its feed or sitemap and robots.txt, and tell what a run would fetch. No page is fetched."""
    for source in sources:
        check = SourceCheck(source)
        for outcome in fetch_all([source.link()], settings, ledger, None, now, {source.url: source.pace_s}):
            match outcome:
                case Expanded(link, kind):
                    check.kind = kind if link.via is None else check.kind
                case Planned(link, is_known):
                    check.kind = check.kind or "page"
                    (check.known if is_known else check.new).append(link)
                case Skipped():
                    check.skipped.append(outcome)
                case Reject():
                    check.problems.append(outcome)
        yield check
