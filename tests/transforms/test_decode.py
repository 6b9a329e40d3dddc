"""Bytes become text whatever the encoding was, or are refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import Unreadable
from transforms.decode import decode, tidy

GERMAN = "Die Bürgermeisterin grüßt: „Schönes Köln“ – für 5 €."
RUSSIAN = "Мэр города сообщил в понедельник, что новый мост откроют в сентябре этого года."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_survives_its_encoding_without_a_declaration(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)) == GERMAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_seen_by_its_nuls(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)) == GERMAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), ("市長は月曜日に述べた。", "shift_jis"), ("市长星期一表示", "gb2312")],
)
def test_the_transport_declares_a_legacy_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), encoding) == text


def test_the_page_declares_its_encoding() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{RUSSIAN}</p></body></html>'
    assert decode(page.encode("cp1251"), None, "html") == page


def test_a_wrong_declaration_does_not_harm_valid_utf_8() -> None:
    assert decode(GERMAN.encode(), "iso-8859-1") == GERMAN


def test_an_undeclared_cyrillic_text_is_recognized() -> None:
    assert decode((RUSSIAN * 20).encode("cp1251")) == RUSSIAN * 20


def test_latin_1_as_declared_means_windows_1252() -> None:
    assert decode("“quoted”".encode("cp1252"), "iso-8859-1") == "“quoted”"


def test_single_foreign_bytes_in_utf_8_are_mended() -> None:
    assert decode("Müller und Söhne".encode() + b" \x93zitiert\x94") == "Müller und Söhne “zitiert”"


def test_nuls_and_a_cut_last_character_are_dropped() -> None:
    assert decode("Das alte Café".encode()[:-1]) == "Das alte Caf"
    assert decode(b"the old\0 bridge") == "the old bridge"


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\0\0\0"])
def test_nothing_is_refused_as_empty(body: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        decode(body)
    assert refusal.value.rule == "empty"


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7 x", b"PK\x03\x04zip", b"\x89PNG\r\n", bytes(range(256)) * 40, b"\x01\x02" * 999]
)
def test_binary_data_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        decode(body)
    assert refusal.value.rule == "binary"


def test_lone_surrogates_of_a_json_source_are_dropped_and_pairs_joined() -> None:
    assert tidy("a\ud800b \ud83d\ude00") == "ab 😀"
    with pytest.raises(Unreadable):
        tidy("\ufeff \0")


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "shift_jis", "utf-16", "no-such-charset", "cp1251"]))
def test_any_bytes_become_clean_text_or_are_refused(body: bytes, charset: str | None) -> None:
    try:
        text = decode(body, charset, "html")
    except Unreadable:
        return
    text.encode("utf-8")
    assert "\0" not in text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_declared_utf_8_is_read_back(text: str) -> None:
    try:
        assert decode(text.encode(), "utf-8") == text.removeprefix("\ufeff")
    except Unreadable as refusal:
        assert refusal.rule == "empty" and not text.strip(" \ufeff") or refusal.rule == "binary"
