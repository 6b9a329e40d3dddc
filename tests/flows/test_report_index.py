"""The list of all runs."""

import re
from datetime import timedelta
from pathlib import Path

from report_samples import NIGHT, publish, run_row, stage_row

from flows.report import write_report


def test_it_lists_every_run_the_newest_first_and_links_the_pages_that_are_written(tmp_path: Path) -> None:
    for number in range(3):
        run_id, night = f"run{number}", NIGHT + timedelta(days=number)
        warnings = ["One.", "Two."] if number == 1 else []
        figures = {"articles": 1000 * number, "quotes": 10 * number, "rejected": number, "seconds": 30.0 * number}
        row = stage_row(run_id, "ingest", number, 0, rows_rejected=number)
        publish(tmp_path, run_row(run_id, night, warnings=warnings, **figures), run_stages=[row])
    write_report(tmp_path, "run2")
    write_report(tmp_path, "run0")
    html = (tmp_path / "reports" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<code>(run\d)</code>", html) == ["run2", "run1", "run0"]
    assert re.findall(r'href="([^"]+)"', html) == ["run2.html", "run0.html"]
    rows = [re.findall(r'<td class="n">([^<]*)</td>', row) for row in html.split("<tbody>")[1].split("<tr>")[1:]]
    assert rows == [["2,000", "20", "2", "60.0 s"], ["1,000", "10", "1", "30.0 s"], ["0", "0", "0", "0.0 s"]]
    assert "3 runs published 3,000 articles." in html
    assert html.count("2 warnings") == 1
    assert html.count("<svg") == 4 and "articles of the last 3 runs, now 2,000" in html


def test_a_single_run_has_an_index(tmp_path: Path) -> None:
    publish(tmp_path, run_row("alone"))
    write_report(tmp_path)
    assert "1 run published 0 articles." in (tmp_path / "reports" / "index.html").read_text(encoding="utf-8")


def test_nothing_is_left_beside_the_pages(tmp_path: Path) -> None:
    publish(tmp_path, run_row("alone"))
    write_report(tmp_path)
    assert sorted(file.name for file in (tmp_path / "reports").iterdir()) == ["alone.html", "index.html"]
