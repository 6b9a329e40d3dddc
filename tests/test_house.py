"""The house keeps its order: import floors, files that fit in a head, and names that say what is in them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]
ROOMS = ("schemas", "transforms", "sources", "warehouse", "flows")
FLOORS = {
    "schemas": set(),
    "transforms": {"schemas"},
    "sources": {"schemas", "transforms"},
    "warehouse": {"schemas", "transforms"},
    "flows": {"schemas", "transforms", "sources", "warehouse"},
}
MODULES = sorted(path for room in ROOMS for path in (HOUSE / room).rglob("*.py"))
LONGEST = 330  # lines
NAMELESS = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "base", "core"}


def imported(module: Path) -> set[str]:
    """The rooms that a module imports from, its own left out."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.split(".")[0] for name in names}


def label(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@pytest.mark.parametrize("room", ROOMS)
def test_an_import_never_points_up(room: str) -> None:
    upward = {
        f"{label(module)}: {name}"
        for module in (HOUSE / room).rglob("*.py")
        for name in imported(module) & set(ROOMS) - FLOORS[room] - {room}
    }
    assert upward == set()


def test_only_the_control_room_knows_prefect() -> None:
    knowing = {module.relative_to(HOUSE).parts[0] for module in MODULES if "prefect" in imported(module)}
    assert knowing == {"flows"}


def test_transforms_neither_wait_nor_ask_anyone() -> None:
    forbidden = {
        "time",
        "random",
        "socket",
        "requests",
        "httpx",
        "urllib3",
        "subprocess",
        "threading",
        "asyncio",
        "prefect",
    }
    asking = {
        f"{label(module)}: {name}"
        for module in (HOUSE / "transforms").rglob("*.py")
        for name in imported(module) & forbidden
    }
    assert asking == set()


def test_the_linter_holds_the_floors_in_their_own_contract() -> None:
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    found = subprocess.run([sys.executable, "-c", script], cwd=HOUSE, capture_output=True, text=True, timeout=120)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "Floors" in found.stdout


@pytest.mark.parametrize("module", MODULES, ids=label)
def test_a_module_fits_in_a_head(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_names_say_what_is_in_a_module() -> None:
    parts = {part for module in MODULES for part in module.relative_to(HOUSE).with_suffix("").parts}
    assert not parts & NAMELESS


@pytest.mark.parametrize("module", MODULES, ids=label)
def test_every_module_opens_with_a_sentence(module: Path) -> None:
    said = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    assert said.split("\n\n")[0].endswith((".", ":")), said[:80]


def test_test_files_have_names_of_their_own() -> None:
    names = [path.name for path in (HOUSE / "tests").rglob("test_*.py")]
    assert len(names) == len(set(names))
