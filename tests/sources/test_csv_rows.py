"""CSV and TSV as spreadsheets and scripts write them, with their faults."""

import csv
import io
from collections.abc import Callable

import pytest
from source_samples import Read

Reading = Callable[..., Read]
HEAD = "url,Title,TEXT,date,authors\n"


def table(*rows: list[str], delimiter: str = ",", end: str = "\r\n") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([["Title", "TEXT", "authors"], *rows])
    return out.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_and_line_ends(read: Reading, delimiter: str, end: str) -> None:
    found = read(
        "rows.csv",
        table(
            ["One", 'First; "quoted",\nsecond | line', "A"], ["Two", "Second\ttext.", "B"], delimiter=delimiter, end=end
        ),
    )
    assert found.bodies == ['First; "quoted",\nsecond | line', "Second\ttext."]
    assert found.uris == ["rows.csv#1", "rows.csv#2"]
    assert [document.title for document in found.documents] == ["One", "Two"]
    assert all(document.locator for document in found.documents)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(read: Reading, encoding: str) -> None:
    found = read("rows.csv", (HEAD + "u,Straße,Die Brücke ist offen.,2031-04-07,Jörg\n").encode(encoding))
    assert (found.bodies, found.documents[0].authors) == (["Die Brücke ist offen."], ("Jörg",))


def test_a_row_with_a_wrong_number_of_fields_is_named(read: Reading) -> None:
    found = read("rows.csv", (HEAD + "u,t,One.,d,a\nu,t,Two, again.,d,a\nu,t\nu,t,Four.,d,a,,\n").encode())
    assert found.bodies == ["One.", "Four."]
    assert [(r.input_uri, r.rule, r.detail) for r in found.rejects] == [
        ("rows.csv#2", "broken_row", "6 fields instead of 5"),
        ("rows.csv#3", "broken_row", "2 fields instead of 5"),
    ]
    assert "line 3" in found.rejects[0].reason


def test_an_open_quote_swallows_no_neighbors(read: Reading) -> None:
    found = read("rows.csv", (HEAD + 'u,t,"One.,d,a\nu,t,Two.,d,a\nu,t,Three.,d,a\n').encode())
    assert (found.bodies, found.rules) == (["Two.", "Three."], ["broken_row"])


def test_nuls_and_huge_fields(read: Reading, bounded: Callable[..., object]) -> None:
    content = (HEAD + "u,t,On\0e.,d,a\n" + "u,t," + "x" * 300_000 + ",d,a\nu,t,Three.,d,a\n").encode()
    assert [len(body) for body in read("rows.csv", content).bodies] == [5, 300_000, 6]
    found = read("rows.csv", content, bounded(max_document_bytes=150_000))
    assert ([len(body) for body in found.bodies], found.rules) == ([5, 6], ["too_large"])
    found = read("rows.csv", content, bounded(max_document_bytes=10_000))
    assert ([len(body) for body in found.bodies], found.rules) == ([5, 6], ["broken_row"])


def test_a_table_without_a_known_column_is_told(read: Reading) -> None:
    found = read("rows.csv", b"heading,words\nOne,Text\n")
    assert (found.rules, found.rejects[0].detail) == (["no_text_column"], "columns: heading, words")


def test_missing_values_state_nothing(read: Reading) -> None:
    (document,) = read("rows.csv", (HEAD + "nan,NaN,One.,None,[]\n").encode()).documents
    assert (document.url, document.title, document.published, document.authors) == (None, None, None, ())


def test_lists_written_as_text_are_lists(read: Reading) -> None:
    content = HEAD + "u,t,One.,d,\"['Ida Holm', 'Per Quist']\"\n" + 'u,t,Two.,d,"[""Ida Holm""]"\n'
    assert [document.authors for document in read("rows.csv", content.encode()).documents] == [
        ("Ida Holm", "Per Quist"),
        ("Ida Holm",),
    ]


def test_blank_lines_are_no_rows(read: Reading) -> None:
    assert read("rows.csv", (HEAD + "\nu,t,One.,d,a\n\n\n").encode()).uris == ["rows.csv#1"]


def test_a_table_without_rows_is_told(read: Reading) -> None:
    assert read("rows.csv", HEAD.encode()).rules == ["empty"]
