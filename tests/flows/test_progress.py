"""How far the work is: a few plain lines where nobody watches, a bar on a terminal, and the result of every stage."""

import io
import threading

import pytest

from flows import progress
from flows.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(units: int, every_s: float, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(progress, "LINE_EVERY_S", every_s)
    stream = io.StringIO()
    shown = Progress(stream)
    shown.begin("clean", 4000, "documents")
    for _ in range(units):
        shown.advance()
    shown.end("clean 4,000 in")
    return stream.getvalue().splitlines()


def test_plain_lines_come_once_in_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(3000, 60.0, monkeypatch) == ["clean 4,000 in"]


def test_a_plain_line_tells_stage_unit_and_how_many_of_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told(3, -1.0, monkeypatch)
    assert lines == [
        "  clean (documents): 1 of 4,000",
        "  clean (documents): 2 of 4,000",
        "  clean (documents): 3 of 4,000",
        "clean 4,000 in",
    ]


def test_on_a_terminal_there_is_a_bar_and_then_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    shown = Progress(stream)
    shown.begin("clean", 10, "documents")
    shown.advance(10)
    shown.end("clean 10 in")
    assert "clean (documents)" in stream.getvalue() and "\x1b[" in stream.getvalue()
    assert stream.getvalue().rstrip().endswith("clean 10 in")


def test_threads_may_advance_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Progress(io.StringIO())
    shown.begin("clean", None, "documents")
    threads = [threading.Thread(target=lambda: [shown.advance() for _ in range(2000)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shown._done == 8000


def test_what_is_said_is_no_markup() -> None:
    stream = io.StringIO()
    Progress(stream).say("[bold]a name[/bold] and a [bracket]")
    assert stream.getvalue() == "[bold]a name[/bold] and a [bracket]\n"
