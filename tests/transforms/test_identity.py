"""An article keeps its id however its address is decorated."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.identity import article_id, canonical_url, text_sha256

ADDRESS = "https://news.example.org/politics/bridge-opens-2024"


def test_tracking_fragment_and_upper_case_host_do_not_make_another_address() -> None:
    assert canonical_url(ADDRESS + "?utm_source=feed&utm_medium=rss#comments") == ADDRESS
    assert canonical_url("  https://NEWS.example.org/politics/bridge-opens-2024 ") == ADDRESS


def test_a_parameter_that_names_the_article_stays() -> None:
    assert canonical_url("https://example.org/read?id=42") == "https://example.org/read?id=42"


def test_what_is_no_web_address_has_no_canonical_form() -> None:
    for value in (
        None,
        "",
        "file:///etc/hosts",
        "javascript:void(0)",
        "not a url",
        "http://" + "a" * 5_000,
        "http://[bad",
        "https:///x",
    ):
        assert canonical_url(value) is None


def test_the_address_names_the_article_else_the_source_else_the_content() -> None:
    by_address = article_id(ADDRESS, "id-1", "c" * 64)
    assert by_address == article_id(ADDRESS, None, "d" * 64)
    assert article_id(None, "id-1", "c" * 64) == article_id(None, "id-1", "d" * 64)
    assert article_id(None, None, "c" * 64) != article_id(None, None, "d" * 64)
    assert len({by_address, article_id(None, ADDRESS, ""), article_id(None, None, ADDRESS)}) == 3


@given(st.text(max_size=60), st.text(max_size=60))
def test_ids_are_twenty_hex_digits_and_digests_tell_texts_apart(first: str, second: str) -> None:
    assert len(article_id(first, None, "")) == 20
    assert set(article_id(first, second, "")) <= set("0123456789abcdef")
    assert (text_sha256(first) == text_sha256(second)) == (first == second)
