"""Every knob, read once: defaults from `config/copydesk.toml`, then the user's file, then the environment."""

import difflib
import json
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

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
    allow_private_hosts: tuple[str, ...]
    timeout_s: float = Field(gt=0)
    max_bytes: int = Field(ge=1)


class NlpSettings(Section):
    model: str
    max_characters: int = Field(ge=1000)


class EntitiesSettings(Section):
    alias_table: str


class Settings(Section):
    run: RunSettings
    gate: GateSettings
    read: ReadSettings
    fetch: FetchSettings
    nlp: NlpSettings
    entities: EntitiesSettings


def load_settings(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of a run.

    Raises:
        ConfigurationError: naming the file, the key and the nearest known key, or the value and what is allowed.
    """
    values = _read_toml(CONFIG_FOLDER / "copydesk.toml")
    if file is not None:
        _merge(values, _read_toml(file), str(file))
    _merge(values, _from_environment(os.environ if environment is None else environment), "the environment")
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{key} = {first['input']!r} is refused: {first['msg']}.") from None


@cache
def config_table(name: str) -> dict[str, Any]:
    """The parsed content of `config/NAME.toml`: rules, cue verbs, agencies."""
    return _read_toml(CONFIG_FOLDER / f"{name}.toml")


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(f"The configuration file {path} does not exist.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"The configuration file {path} cannot be read: {error}.") from None
