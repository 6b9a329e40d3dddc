"""The command line: a wrong call is refused before any work, with the nearest right name; statuses are as promised."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from road_corpus import page
from road_runs import Road, assert_all_gone

from flows.cli import main


def commands(group: click.Group, *path: str) -> dict[str, click.Command]:
    """Every command by how it is called; of a group, those below it."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, *path, name)
        else:
            found[" ".join((*path, name))] = command
    return found


COMMANDS = commands(main)


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def call(*arguments: Any, **environment: str) -> Result:
    found = CliRunner(env=environment).invoke(main, [str(argument) for argument in arguments])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def test_the_promised_commands_are_there() -> None:
    assert {"run", "explain", "query", "report", "serve"} <= set(main.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_and_a_word_on_each_option(name: str) -> None:
    found = call(*name.split(), "--help")
    assert found.exit_code == 0
    assert re.search(rf"Example:\s+copydesk {name}", " ".join(found.output.split()))
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_the_command_itself_has_help_and_a_version() -> None:
    assert "Example: copydesk run" in call("--help").output
    assert re.search(r"\d+\.\d+", call("--version").output)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rum", "x"], "did you mean run?"),
        (["qurey", "select 1"], "did you mean query?"),
        (["run"], "INPUT"),
        (["run", "x", "--worker", "2"], "--workers"),
        (["run", "x", "--warehose", "y"], "--warehouse"),
        (["run", "x", "--workers", "0"], "--workers"),
        (["run", "x", "--workers", "two"], "--workers"),
        (["run", "x", "--date", "yesterday"], "YYYY-MM-DD"),
        (["run", "x", "--date", "2026-02-30"], "YYYY-MM-DD"),
        (["run", "x", "--run-id", "../up"], "--run-id"),
        (["run", "x", "--run-id", ""], "--run-id"),
        (["run", "x", "--config", "nowhere.toml"], "nowhere.toml does not exist"),
        (["query"], "SQL"),
    ],
)
def test_a_wrong_call_is_refused_before_any_work(tmp_path: Path, arguments: list[str], said: str) -> None:
    found = call(*arguments)
    assert found.exit_code == 2
    assert said in found.output
    assert "Traceback" not in found.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[run]\nworker = 2", "did you mean workers?"),
        ("[runn]\nworkers = 2", "did you mean run?"),
        ("[gate]\nmax_reject_share = 2", "gate.max_reject_share = 2 is refused"),
        ("[nlp]\nmodel = 'no_such_model'", "nlp.model = 'no_such_model'"),
        ("[entities]\nalias_table = 'nowhere.csv'", "entities.alias_table = 'nowhere.csv' cannot be read"),
        ("[run", "mine.toml cannot be read"),
    ],
)
def test_a_wrong_configuration_is_refused_before_any_work(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    (tmp_path / "page.html").write_text(page(0), encoding="utf-8")
    found = call("run", "page.html", "--config", "mine.toml")
    assert found.exit_code == 2, found.output
    assert said in found.output
    assert "Traceback" not in found.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.toml", "page.html"]


def test_a_wrong_environment_is_refused_before_any_work(tmp_path: Path) -> None:
    found = call("run", "x", COPYDESK_GATE__MAX_REJECTS="1")
    assert found.exit_code == 2
    assert "did you mean max_reject_share?" in found.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("aliases.csv", "name,id\nTern,Q1\n", "lacks the column alias, kb_id"),
        ("aliases.csv", "", "lacks the column alias, kb_id"),
        ("aliases.csv", "alias,kb_id\nTern,Q1\nHolm,\n", "row 2 has '' as its kb_id"),
        ("aliases.csv", "alias,kb_id,type\nTern,Q1,PLANET\n", "row 1 has the type 'PLANET', which no entity has"),
        ("aliases.csv", "alias,kb_id,type\nTern,Q1,PERSONS\n", "PERSON"),
        ("aliases.txt", "alias,kb_id\nTern,Q1\n", "its name must end in .csv or .parquet"),
        ("aliases.parquet", "alias,kb_id\nTern,Q1\n", "cannot be read"),
    ],
)
def test_a_wrong_alias_table_is_refused_in_a_sentence_before_any_work(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    found = call("run", "x", COPYDESK_ENTITIES__ALIAS_TABLE=name)
    assert found.exit_code == 2
    assert said in found.output and "Traceback" not in found.output


def test_query_where_nothing_is_published_says_how_to_publish() -> None:
    found = call("query", "select 1", "--warehouse", "nowhere")
    assert found.exit_code == 1
    assert "copydesk run INPUT" in found.output


def test_run_then_query_then_explain(road: Road, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page(0), encoding="utf-8")
    said = road.run(Path("page.html"), tmp_path / "warehouse", "--run-id", "first-night")
    assert f"Run first-night published the night of 2026-03-20 in {tmp_path / 'warehouse'}" in said
    found = call("query", "select run_id, night from runs", "--csv")
    assert (found.exit_code, found.output) == (0, "run_id,night\nfirst-night,2026-03-20\n")
    assert "Tern Quay closes" in call("query", "select title from articles").output
    wrong = call("query", "select nothing from articles")
    assert wrong.exit_code == 1 and "nothing" in wrong.output and "Traceback" not in wrong.output
    lists = call("query", "select paragraphs, authors from articles", "--csv")
    assert lists.exit_code == 0 and '""start""' in lists.output
    identity = call("query", "select article_id from articles", "--csv").output.split()[1]
    shown = call("explain", identity)
    assert shown.exit_code == 0 and "lose a summer" in shown.output
    afresh = call("explain", "page.html")
    assert afresh.exit_code == 0 and "lose a summer" in afresh.output


def test_a_run_over_nothing_that_exists_ends_as_rejects_and_status_1(road: Road, tmp_path: Path) -> None:
    said = road.run(Path("nowhere.html"), tmp_path / "warehouse", status=1)
    assert "nowhere.html" in said and "Traceback" not in said


def test_a_warehouse_that_is_a_file_is_a_sentence(road: Road, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page(0), encoding="utf-8")
    (tmp_path / "file").write_text("not a folder")
    said = road.run(Path("page.html"), Path("file"), status=1)
    assert "cannot be written" in said and "Traceback" not in said


def test_the_settings_of_the_environment_reach_the_run(
    road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_GATE__MAX_REJECT_SHARE", "1")
    (tmp_path / "empty.html").write_bytes(b"")
    assert "published the night" in road.run(Path("empty.html"), tmp_path / "warehouse")


def test_the_command_answers_for_help_without_loading_prefect() -> None:
    script = "import sys; from flows.cli import main\ntry: main(['run', '--help'])\nexcept SystemExit: pass\n"
    script += "print([name for name in ('prefect', 'spacy', 'great_expectations') if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert found.stdout.splitlines()[-1] == "[]"


def test_a_run_from_a_shell_starts_all_it_needs_and_ends_with_nothing_left_behind(tmp_path: Path) -> None:
    """Nothing warm, no server given: the first command of a newcomer."""
    (tmp_path / "page.html").write_text(page(0), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", "from flows.cli import main; main()", "run", "page.html", "--date", "2026-03-20"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said, _ = process.communicate(timeout=240)
    assert process.returncode == 0, said
    assert "published the night of 2026-03-20" in said
    assert re.search(r"ingest .*1 in, 1 out", said) and re.search(r"publish .*1 articles", said)
    assert "Traceback" not in said and "\x1b[" not in said, "plain lines where there is no terminal"
    assert_all_gone(process.pid)
