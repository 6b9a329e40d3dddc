"""Settings: defaults, then the user's file, then the environment; what is wrong is named with what would be right."""

import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from schemas.errors import ConfigurationError
from schemas.settings import CONFIG_FOLDER, Settings, config_table, load_settings, nearest


def written(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_defaults_are_those_of_the_settings_file() -> None:
    stated = tomllib.loads((CONFIG_FOLDER / "copydesk.toml").read_text(encoding="utf-8"))
    assert load_settings(environment={}).model_dump(mode="json") == stated


def test_what_is_called_from_outside_is_there_with_its_default() -> None:
    settings = load_settings(environment={})
    assert settings.gate.max_reject_share == 0.2
    assert settings.fetch.allow_private_hosts == ()
    assert settings.run.batch_size >= 1
    assert settings.run.document_timeout_s > 0
    assert settings.fetch.timeout_s > 0
    assert settings.fetch.max_bytes > 0
    assert settings.nlp.model
    assert settings.entities.alias_table == ""


def test_every_key_of_the_settings_file_has_a_comment_above_it_or_above_its_neighbor() -> None:
    lines = (CONFIG_FOLDER / "copydesk.toml").read_text(encoding="utf-8").splitlines()
    section, explained = "", False
    for line in lines:
        if line.startswith("["):
            section, explained = line, section == "[read]" and line == "[read.columns]"
        elif line.startswith("#"):
            explained = True
        elif not line.strip():
            explained = section == "[read.columns]"
        elif "=" in line and not line.startswith(" "):
            assert explained, f"{section} {line}"


def test_the_file_overrides_the_defaults_and_the_environment_overrides_both(tmp_path: Path) -> None:
    file = written(tmp_path, "[run]\nbatch_size = 7\nworkers = 3\n")
    settings = load_settings(file, {"COPYDESK_RUN__WORKERS": "2"})
    assert (settings.run.batch_size, settings.run.workers) == (7, 2)
    assert settings.gate == load_settings(environment={}).gate


def test_the_environment_takes_numbers_text_lists_and_tables() -> None:
    settings = load_settings(
        environment={
            "COPYDESK_GATE__MAX_REJECT_SHARE": "0.5",
            "COPYDESK_NLP__MODEL": "xx_other_model",
            "COPYDESK_FETCH__ALLOW_PRIVATE_HOSTS": '["127.0.0.1:8000", "printer"]',
            "COPYDESK_READ__COLUMNS": '{"text": ["inhalt"]}',
        }
    )
    assert settings.gate.max_reject_share == 0.5
    assert settings.nlp.model == "xx_other_model"
    assert settings.fetch.allow_private_hosts == ("127.0.0.1:8000", "printer")
    assert settings.read.columns["text"] == ("inhalt",)
    assert "url" in settings.read.columns, "a table lays over the default one, and does not take its place"


@pytest.mark.parametrize("variable", ["COPYDESK_HOME", "COPY_RUN__WORKERS", "PATH", "COPYDESKRUN__WORKERS"])
def test_other_variables_of_the_environment_are_none_of_ours(variable: str) -> None:
    assert load_settings(environment={variable: "5"}) == load_settings(environment={})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[run]\nworker = 2\n", "Unknown key run.worker in"),
        ("[run]\nworker = 2\n", "did you mean workers?"),
        ("[gates]\nmax_reject_share = 1\n", "Unknown section [gates]"),
        ("[gates]\nmax_reject_share = 1\n", "did you mean gate?"),
        ("[qqqq]\nx = 1\n", f"known are {', '.join(sorted(Settings.model_fields))}."),
        ("run = 2\n", "write its keys below [run]"),
        ("[run]\nworkers = 'two'\n", "run.workers = 'two' is refused"),
        ("[run]\nworkers = -1\n", "run.workers = -1 is refused"),
        ("[gate]\nmax_reject_share = 1.5\n", "gate.max_reject_share = 1.5 is refused"),
        ("[run]\nbatch_size = 0\n", "run.batch_size = 0 is refused"),
        ("[run]\nbatch_size = 2.5\n", "run.batch_size = 2.5 is refused"),
        ("[run]\nkept_page_kinds = 'article'\n", "run.kept_page_kinds"),
        ("[fetch]\ncontact = 'two words'\n", "fetch.contact"),
        ("[run\n", "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_with_the_nearest_right_name(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_settings(written(tmp_path, text), {})
    assert said in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml does not exist"):
        load_settings(tmp_path / "nowhere.toml", {})


def test_a_file_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes(b"[nlp]\nmodel = '\xe9'\n")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_settings(file, {})


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_settings(tmp_path, {})


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("COPYDESK_RUN__WORKER", "2", "Unknown key run.worker in the environment: did you mean workers?"),
        ("COPYDESK_GAT__MAX_REJECT_SHARE", "2", "Unknown section [gat] in the environment: did you mean gate?"),
        ("COPYDESK_RUN__WORKERS", "many", "run.workers = 'many' is refused"),
        ("COPYDESK_RUN__WORKERS", "[1]", "run.workers = [1] is refused"),
        ("COPYDESK_FETCH__ALLOW_PRIVATE_HOSTS", "localhost", "fetch.allow_private_hosts = 'localhost' is refused"),
    ],
)
def test_a_wrong_variable_is_refused(variable: str, value: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_settings(environment={variable: value})
    assert said in str(refused.value)


def test_settings_cannot_be_changed_after_they_are_read() -> None:
    settings = load_settings(environment={})
    with pytest.raises(ValidationError):
        settings.run.workers = 5  # type: ignore[misc]


def test_settings_survive_the_way_to_a_worker() -> None:
    settings = load_settings(environment={"COPYDESK_RUN__BATCH_SIZE": "11"})
    assert Settings.model_validate_json(settings.model_dump_json()) == settings


def test_the_nearest_name_or_all_names() -> None:
    assert nearest("bach_size", ["batch_size", "workers"]) == "did you mean batch_size?"
    assert nearest("zzz", ["b", "a"]) == "known are a, b."


@pytest.mark.parametrize("file", sorted(CONFIG_FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_every_table_of_rules_can_be_read(file: Path) -> None:
    assert isinstance(config_table(file.stem), dict)
