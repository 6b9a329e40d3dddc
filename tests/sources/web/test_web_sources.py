"""config/sources.toml is read with a sentence for every mistake, and a trial tells what a run would fetch."""

import tomllib

import pytest

from schemas.errors import ConfigurationError
from schemas.settings import CONFIG_FOLDER, config_table
from sources.web import check_sources, fetch_all, links_of, load_sources


def parse(text):
    return load_sources(tomllib.loads(text))


def source_lines(**values):
    base = {"id": '"gazette"', "url": '"https://news.example.org/feed"'}
    return (
        "[[sources]]\n"
        + "\n".join(f"{key} = {value}" for key, value in {**base, **values}.items() if value is not None)
        + "\n"
    )


def test_a_source_says_what_its_feed_does_not():
    (source,) = parse(
        source_lines(
            language='"de-AT"',
            timezone='"Europe/Vienna"',
            pace_s="2.5",
            license='"CC-BY-4.0"',
            publisher='"Hafenblatt"',
        )
    )
    link = source.link()
    assert (link.url, link.language, link.timezone) == ("https://news.example.org/feed", "de-AT", "Europe/Vienna")
    assert (link.license, link.publisher) == ("CC-BY-4.0", "Hafenblatt")
    assert links_of([source]) == ([link], {"https://news.example.org/feed": 2.5})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pase_s": "2"}, "did you mean pace_s?"),
        ({"language": '"German"'}, "language is refused"),
        ({"timezone": '"Berlin"'}, "write it as Europe/Berlin"),
        ({"pace_s": "-1"}, "pace_s is refused"),
        ({"url": '"ftp://news.example.org"'}, "only http and https"),
        ({"id": '"The Gazette"'}, "id is refused"),
        ({"url": None}, "url is refused"),
        ({"url": '"https://u:p@news.example.org/"'}, "password"),
        ({"timezone": '"../../etc/passwd"'}, "time zone"),
    ],
)
def test_a_mistake_is_named_with_its_source(changes, said):
    with pytest.raises(ConfigurationError) as refused:
        parse(source_lines(**changes))
    assert said in str(refused.value)
    assert changes.get("id", '"gazette"').strip('"') in str(refused.value)


def test_an_unknown_table_is_named_with_the_known_one():
    with pytest.raises(ConfigurationError, match="did you mean sources"):
        parse('[[source]]\nid = "x"\n')


@pytest.mark.parametrize("other", [{"url": '"https://other.example.org/"'}, {"id": '"other"'}])
def test_no_two_sources_have_the_same_id_or_address(other):
    with pytest.raises(ConfigurationError, match="Two sources"):
        parse(source_lines() + source_lines(**other))


def test_a_source_that_is_switched_off_is_not_read():
    assert parse(source_lines(is_enabled="false")) == []


def test_the_shipped_file_is_empty_and_its_examples_are_right():
    assert load_sources(config_table("sources")) == []
    lines = (CONFIG_FOLDER / "sources.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("# [[sources]]")
    examples = parse("\n".join(line.removeprefix("#").strip() for line in lines[start:]))
    assert len(examples) == 2
    assert all(".example." in source.url or "example.org" in source.url for source in examples)


def test_a_trial_tells_what_a_run_would_fetch_and_changes_nothing(server, fetch_settings, ledger, tmp_path):
    server.on(
        "/feed",
        b"<rss><channel><item><link>/old</link></item><item><link>/new</link></item></channel></rss>",
        "text/xml",
    )
    server.on("/old", server.page)
    server.on("/new", server.page)
    list(fetch_all([server.url("/old")], fetch_settings(), ledger, tmp_path / "run-1"))
    ledger.settle("run-1")
    sources = parse(
        source_lines(url=f'"{server.url("/feed")}"') + source_lines(id='"gone"', url=f'"{server.url("/gone")}"')
    )
    before = [entry.url for entry in ledger]
    feed, gone = check_sources(sources, fetch_settings(), ledger)
    assert (feed.kind, [link.url for link in feed.new], [link.url for link in feed.known]) == (
        "feed",
        [server.url("/new")],
        [server.url("/old")],
    )
    assert (gone.kind, gone.new, [problem.rule for problem in gone.problems]) == (None, [], ["http_404"])
    assert [entry.url for entry in ledger] == before
    assert "/new" not in server.paths()
