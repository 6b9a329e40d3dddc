"""Every knob, read once: defaults from `config/copydesk.toml`, then the user's file, then the environment."""

import difflib
import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from schemas.errors import ConfigurationError

CONFIG_FOLDER = Path(__file__).resolve().parent.parent / "config"
ENVIRONMENT_PREFIX = "COPYDESK_"


class Section(BaseModel):
    """One table of the settings file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RunSettings(Section):
    workers: int = Field(ge=0, le=256)
    batch_size: int = Field(ge=1, le=100_000)
    document_timeout_s: float = Field(gt=0, le=3600)
    document_memory_mb: int = Field(ge=256)
    lock_wait_s: float = Field(ge=0)
    reports_address: str = Field(pattern=r"^(https?://\S{1,500})?$")
    kept_page_kinds: tuple[str, ...]


class GateSettings(Section):
    max_reject_share: float = Field(ge=0, le=1)
    clock_skew_h: float = Field(ge=0)


class ReadSettings(Section):
    max_document_bytes: int = Field(ge=1)
    max_archive_bytes: int = Field(ge=1)
    max_archive_members: int = Field(ge=1)
    max_archive_depth: int = Field(ge=1, le=8)
    max_compression_ratio: float = Field(ge=1)
    columns: dict[str, tuple[str, ...]]


class FetchSettings(Section):
    contact: str = Field(pattern=r"^[!-~]{0,200}$")  # goes into a header: no space, no line break
    allow_private_hosts: tuple[str, ...]
    timeout_s: float = Field(gt=0)
    connect_timeout_s: float = Field(gt=0)
    idle_timeout_s: float = Field(gt=0)
    max_bytes: int = Field(ge=1)
    max_redirects: int = Field(ge=0, le=50)
    media_types: tuple[str, ...]
    pace_s: float = Field(ge=0)
    max_per_host: int = Field(ge=1)
    max_connections: int = Field(ge=1, le=1000)
    max_crawl_delay_s: float = Field(ge=0)
    max_retry_after_s: float = Field(ge=0)
    max_attempts: int = Field(ge=1, le=20)
    retry_pause_s: float = Field(ge=0)
    retry_pause_max_s: float = Field(ge=0)
    max_entries: int = Field(ge=1)
    max_depth: int = Field(ge=0, le=8)
    max_age_days: int = Field(ge=0)
    revisit_after_h: float = Field(ge=0)
    trust_lastmod: bool
    max_failures: int = Field(ge=1)
    rest_days: float = Field(ge=0)
    warc_bytes: int = Field(ge=1)
    sources_file: str
    common_crawl_base: str = Field(min_length=1)


class NlpSettings(Section):
    model: str
    max_characters: int = Field(ge=1000)


class EntitiesSettings(Section):
    alias_table: str


class ScheduleSettings(Section):
    cron: str = Field(pattern=r"^\S{1,60}( \S{1,60}){4}$")
    timezone: str
    second_run: Literal["refuse", "wait"]

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"no time zone has this name; {nearest(name, available_timezones())}") from None
        return name


class HooksSettings(Section):
    failure_command: str
    failure_webhook: str
    timeout_s: float = Field(gt=0)


class AlertSettings(Section):
    nights: int = Field(ge=1, le=366)
    silence_from: int = Field(ge=1)
    change_from: int = Field(ge=1)
    halving: float = Field(ge=0, lt=1)
    doubling: float = Field(gt=1)
    sources_named: int = Field(ge=0)
    share_from: int = Field(ge=1)
    rejected_share: float = Field(ge=0, le=1)
    undated_share: float = Field(ge=0, le=1)
    unsigned_share: float = Field(ge=0, le=1)
    unquoted_share: float = Field(ge=0, le=1)


class Settings(Section):
    run: RunSettings
    gate: GateSettings
    read: ReadSettings
    fetch: FetchSettings
    nlp: NlpSettings
    entities: EntitiesSettings
    alerts: AlertSettings
    schedule: ScheduleSettings
    hooks: HooksSettings


def load_settings(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of a run.

    Raises:
        ConfigurationError: naming the file, the key and the nearest known key, or the value and what is allowed.
    """
    values = read_toml(CONFIG_FOLDER / "copydesk.toml")
    if file is not None:
        _merge(values, read_toml(file), str(file))
    _merge(values, _from_environment(os.environ if environment is None else environment), "the environment")
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        said = said[:1].lower() + said[1:].rstrip(".?")
        raise ConfigurationError(f"{key} = {first['input']!r} is refused: {said}.") from None


@cache
def config_table(name: str) -> dict[str, Any]:
    """The parsed content of `config/NAME.toml` (rules, cue verbs, agencies) or `config/NAME.json` (what is learned)."""
    learned = CONFIG_FOLDER / f"{name}.json"
    if learned.exists():
        found: dict[str, Any] = json.loads(learned.read_text(encoding="ascii"))
        return found
    return read_toml(CONFIG_FOLDER / f"{name}.toml")


def config_tables(names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Several tables of `config/`, by name."""
    return {name: config_table(name) for name in names}


def nearest(name: str, known: Iterable[str]) -> str:
    """A clause that names the nearest known spelling, or lists what is known."""
    known = sorted(known)
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}."


def read_toml(path: Path) -> dict[str, Any]:
    """A parsed TOML file.

    Raises:
        ConfigurationError: it is not there, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(f"The configuration file {path} does not exist.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"The configuration file {path} cannot be read: {error}.") from None


def _merge(values: dict[str, Any], changes: Mapping[str, Any], origin: str) -> None:
    """Lay `changes` over `values`, one table at a time.

    Raises:
        ConfigurationError: for a key that does not exist, with the nearest that does.
    """
    for section, keys in changes.items():
        if section not in values:
            raise ConfigurationError(f"Unknown section [{section}] in {origin}: {nearest(section, values)}")
        if not isinstance(keys, Mapping):
            raise ConfigurationError(f"{section} in {origin} is a section: write its keys below [{section}].")
        for key, value in keys.items():
            if key not in values[section]:
                raise ConfigurationError(f"Unknown key {section}.{key} in {origin}: {nearest(key, values[section])}")
            if isinstance(values[section][key], dict) and isinstance(value, Mapping):
                values[section][key] = {**values[section][key], **value}
            else:
                values[section][key] = value


def _from_environment(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    changes: dict[str, dict[str, Any]] = {}
    for variable, raw in environment.items():
        section, separator, key = variable.removeprefix(ENVIRONMENT_PREFIX).lower().partition("__")
        if variable.startswith(ENVIRONMENT_PREFIX) and separator:
            changes.setdefault(section, {})[key] = _parse(raw)
    return changes


def _parse(raw: str) -> Any:
    """A value of the environment: JSON where it is JSON (numbers, lists, tables), else the text itself."""
    try:
        return json.loads(raw)
    except ValueError:
        return raw
