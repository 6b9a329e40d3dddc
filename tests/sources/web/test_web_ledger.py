"""Only what is new or changed is fetched, nothing that a run lost is forgotten, and what keeps failing rests."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.records import Reject, Skipped
from sources.web import Expanded, Fetched, Ledger, fetch_all

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def kinds(outcomes):
    return sorted(
        type(outcome).__name__ if isinstance(outcome, Fetched | Expanded) else outcome.rule for outcome in outcomes
    )


def versioned(server, path, **validators):
    """A page that answers 304 to whoever has its present version."""

    def behave(request):
        has = request.headers.get("if-none-match") == validators.get("ETag") and "ETag" in validators
        has = has or (
            "Last_Modified" in validators and request.headers.get("if-modified-since") == validators["Last_Modified"]
        )
        request.answer(304, **validators) if has else request.answer(
            body=server.page + repr(validators).encode(), **validators
        )

    return server.on(path, behave)


@pytest.mark.parametrize(
    "validators",
    [
        {"ETag": '"v1"'},
        {"ETag": 'W/"v1"', "Last_Modified": "Mon, 23 Nov 2026 05:00:00 GMT"},
        {"Last_Modified": "Mon, 23 Nov 2026 05:00:00 GMT"},
    ],
)
def test_a_page_that_is_unchanged_is_not_sent_again(server, fetch, ledger, validators):
    url = versioned(server, "/a", **validators)
    assert kinds(fetch(url)) == ["Fetched"]
    ledger.settle("run-1")
    (skipped,) = fetch(url, run="run-2")
    assert isinstance(skipped, Skipped)
    assert (skipped.rule, skipped.input_uri) == ("not_modified", url)
    sent = server.asked[-1].headers
    assert sent.get("if-none-match") == validators.get("ETag")
    assert sent.get("if-modified-since") == validators.get("Last_Modified")


def test_a_page_with_the_same_bytes_is_skipped_where_the_server_has_no_versions(server, fetch, ledger):
    url = server.on("/a", server.page)
    fetch(url)
    ledger.settle("run-1")
    assert kinds(fetch(url, run="run-2")) == ["same_content"]


def test_a_changed_page_is_fetched(server, fetch, ledger):
    url = versioned(server, "/a", ETag='"v1"')
    fetch(url)
    ledger.settle("run-1")
    versioned(server, "/a", ETag='"v2"')
    (page,) = fetch(url, run="run-2")
    assert isinstance(page, Fetched)
    assert server.asked[-1].headers["if-none-match"] == '"v1"'
    assert ledger.entry(url).etag == '"v2"'


def test_a_page_whose_run_was_never_published_is_fetched_again(server, fetch):
    url = versioned(server, "/a", ETag='"v1"')
    assert kinds(fetch(url)) == ["Fetched"]
    assert kinds(fetch(url, run="run-2")) == ["Fetched"]
    assert "if-none-match" not in server.asked[-1].headers


def test_the_same_run_started_again_has_its_pages_already(server, fetch, tmp_path):
    urls = [server.on(f"/{number}", server.page + str(number).encode()) for number in range(3)]
    before = fetch(*urls[:2])
    after = fetch(*urls)
    assert server.paths() == ["/0", "/1", "/2"]
    assert set(before) < set(after)
    assert kinds(after) == ["Fetched"] * 3
    assert {page.warc_path for page in after} == {
        path.name for path in (tmp_path / "warc" / "run-1").glob("articles-*.warc.gz")
    }


def test_a_page_of_the_same_run_whose_file_is_gone_is_fetched_again(server, fetch, tmp_path):
    url = server.on("/a", server.page)
    fetch(url)
    for path in (tmp_path / "warc" / "run-1").iterdir():
        path.unlink()
    (page,) = fetch(url)
    assert server.paths() == ["/a", "/a"]
    assert (tmp_path / "warc" / "run-1" / page.warc_path).exists()


def test_an_unchanged_feed_still_leads_to_a_changed_page(server, fetch, ledger):
    feed = b"<rss><channel><item><link>/a</link></item><item><link>/b</link></item></channel></rss>"
    url = server.on(
        "/feed",
        lambda r: r.answer(304) if "if-none-match" in r.headers else r.answer(body=feed, media="text/xml", ETag='"f"'),
    )
    server.on("/a", server.page)
    server.on("/b", server.page + b"b")
    assert kinds(fetch(url)) == ["Expanded", "Fetched", "Fetched"]
    ledger.settle("run-1")
    server.on("/b", server.page + b"corrected")
    assert kinds(fetch(url, run="run-2")) == ["Fetched", "not_modified", "same_content"]


def test_a_page_that_failed_for_the_moment_is_tried_by_the_next_run(server, fetch, ledger):
    url = server.on("/a", lambda r: r.answer(503))
    assert kinds(fetch(url, max_attempts=1)) == ["http_503"]
    assert (ledger.entry(url).failures, ledger.entry(url).last_failure) == (1, "http_503")
    server.on("/a", server.page)
    assert kinds(fetch(url, run="run-2")) == ["Fetched"]
    assert ledger.entry(url).failures == 0


def test_a_page_that_keeps_failing_rests_longer_and_longer(ledger):
    rests = []
    for _ in range(8):
        ledger.record_failure("http://example.org/a", "http_404", NOW, None, max_failures=3, rest_days=1.0)
        until = ledger.entry("http://example.org/a").next_allowed_at
        rests.append((until - NOW).days if until else 0)
    assert rests == [0, 0, 1, 2, 4, 8, 16, 30]


def test_a_resting_page_is_skipped_until_its_time(server, fetch_settings, ledger, tmp_path):
    url = server.on("/a", server.page)
    ledger.record_failure(url, "http_404", NOW, None, max_failures=1, rest_days=2.0)
    for number, (later, outcome) in enumerate([(47, "resting"), (49, "Fetched")]):
        moment = NOW + timedelta(hours=later)
        outcomes = list(
            fetch_all([url], fetch_settings(), ledger, tmp_path / str(number), now=lambda moment=moment: moment)
        )
        assert kinds(outcomes) == [outcome]


def test_a_failure_between_does_not_forget_the_version(server, fetch, ledger):
    url = versioned(server, "/a", ETag='"v1"')
    fetch(url)
    ledger.settle("run-1")
    server.on("/a", lambda r: r.answer(500))
    assert isinstance(fetch(url, run="run-2", max_attempts=1)[0], Reject)
    versioned(server, "/a", ETag='"v1"')
    assert kinds(fetch(url, run="run-3")) == ["not_modified"]


def test_a_version_is_told_only_to_the_address_that_gave_it(server, fetch, ledger):
    server.on("/a", lambda r: r.answer(302, Location="/b"))
    versioned(server, "/b", ETag='"v1"')
    fetch(server.url("/a"))
    ledger.settle("run-1")
    assert kinds(fetch(server.url("/a"), run="run-2")) == ["not_modified"]
    asked = {request.path: request.headers.get("if-none-match") for request in server.asked[-2:]}
    assert asked == {"/a": None, "/b": '"v1"'}


def test_the_ledger_outlives_the_process(server, fetch_settings, tmp_path):
    url = versioned(server, "/a", ETag='"v1"')
    with Ledger(tmp_path / "fetch.sqlite") as first:
        assert kinds(fetch_all([url], fetch_settings(), first, tmp_path / "run-1")) == ["Fetched"]
        assert first.settle("run-1") == 1
    with Ledger(tmp_path / "fetch.sqlite") as second:
        entry = second.entry(url)
        assert (entry.etag, entry.is_settled, entry.failures, entry.folder) == ('"v1"', True, 0, "run-1")
        assert [known.url for known in second] == [url]
        assert kinds(fetch_all([url], fetch_settings(), second, tmp_path / "run-2")) == ["not_modified"]


def test_a_failure_that_the_settings_can_end_does_not_make_a_page_rest(server, fetch):
    url = server.on("/a", server.page)
    for number in range(4):
        assert kinds(fetch(url, run=f"run-{number}", allow_private_hosts=())) == ["address_refused"]
        assert kinds(fetch(url, run=f"run-{number}", max_bytes=10)) == ["too_many_bytes"]
    assert kinds(fetch(url)) == ["Fetched"]


def test_force_fetches_what_is_known_and_what_rests(server, fetch, ledger):
    known = versioned(server, "/a", ETag='"v1"')
    resting = server.on("/b", server.page)
    fetch(known)
    ledger.settle("run-1")
    ledger.record_failure(resting, "http_404", datetime.now(UTC), None, max_failures=1, rest_days=9.0)
    assert kinds(fetch(known, resting, run="run-2")) == ["not_modified", "resting"]
    assert kinds(fetch(known, resting, run="run-3", force=True)) == ["Fetched", "Fetched"]
