"""Pages that their source dates before the last visit, or before the limit, are not even asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.web import Fetched, Link
from sources.web.freshness import latest_moment, reason_to_skip

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
URL = "http://example.org/a"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T10:00:00Z", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("2026-11-23T10:00:00+02:00", datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 10:00:00 -0500", datetime(2026, 11, 23, 15, tzinfo=UTC)),
        ("2026-11-23T10:00:00", datetime(2026, 11, 24, 10, tzinfo=UTC)),  # any zone
        ("2026-11-23", datetime(2026, 11, 25, tzinfo=UTC)),  # any time of that day, in any zone
        ("yesterday", None),
        ("", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("2026-13-45", None),
    ],
)
def test_a_date_means_the_latest_moment_that_it_may_mean(text, moment):
    assert latest_moment(text) == moment


@given(st.text(max_size=100))
def test_any_date_is_survived(text):
    latest_moment(text)


@pytest.fixture
def known(ledger):
    """The ledger with a page fetched and published at NOW."""
    ledger.record_fetched(
        Fetched(Link(URL), URL, "text/html", "0" * 64, 1, NOW, "articles-1.warc.gz", 0), "run-1", None, None
    )
    ledger.settle("run-1")
    return ledger


@pytest.mark.parametrize(
    ("modified", "rule"),
    [
        ("2026-11-24T05:00:00Z", "unchanged_by_source"),
        ("2026-11-24T07:00:00Z", None),
        ("2026-11-21", "unchanged_by_source"),
        ("2026-11-24", None),
        (None, None),
        ("?", None),
    ],
)
def test_a_page_that_its_sitemap_dates_before_the_last_visit_is_left_alone(known, fetch_settings, modified, rule):
    link, later = Link(URL, modified=modified), NOW + timedelta(days=1)
    skipped = reason_to_skip(link, known.entry(URL), later, fetch_settings(trust_lastmod=True))
    assert (skipped.rule if skipped else None) == rule
    assert reason_to_skip(link, known.entry(URL), later, fetch_settings(trust_lastmod=False)) is None


def test_a_page_that_is_dated_before_the_last_visit_but_failed_since_is_asked_for(known, fetch_settings):
    known.record_failure(URL, "http_503", NOW, None, 3, 1.0)
    link = Link(URL, modified="2026-11-20T05:00:00Z")
    assert reason_to_skip(link, known.entry(URL), NOW + timedelta(days=1), fetch_settings(trust_lastmod=True)) is None


@pytest.mark.parametrize(("hours", "rule"), [(1, "resting"), (3, None)])
def test_a_page_is_not_asked_for_again_within_the_set_time(known, fetch_settings, hours, rule):
    settings = fetch_settings(revisit_after_h=2.0)
    skipped = reason_to_skip(Link(URL), known.entry(URL), NOW + timedelta(hours=hours), settings)
    assert (skipped.rule if skipped else None) == rule


@pytest.mark.parametrize(
    ("published", "days", "rule"),
    [
        ("1899-05-01", 30, "too_old"),
        ("2026-11-20", 30, None),
        ("1899-05-01", 0, None),
        (None, 30, None),
    ],
)
def test_a_page_older_than_the_limit_is_left_alone(fetch_settings, published, days, rule):
    skipped = reason_to_skip(Link(URL, published=published), None, NOW, fetch_settings(max_age_days=days))
    assert (skipped.rule if skipped else None) == rule
