"""What may help is tried again after growing pauses, or when the server says; what cannot help is not."""

import itertools
import socket
import struct
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import Reject
from sources.web import Fetched
from sources.web.retry import pause_s, retry_after_s

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Tue, 24 Nov 2026 06:01:30 GMT", 90.0),
        ("Tue, 24 Nov 2026 05:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
        (None, None),
        ("9" * 500, 999999999.0),
        ("٣", None),
    ],
)
def test_retry_after_is_a_number_of_seconds_or_a_date(value, seconds):
    assert retry_after_s(value, NOW) == seconds


@given(st.text(max_size=200))
def test_any_retry_after_is_survived(value):
    assert (retry_after_s(value, NOW) or 0.0) >= 0


def test_each_pause_is_twice_the_one_before_up_to_the_longest(fetch_settings):
    settings = fetch_settings(retry_pause_s=1.0, retry_pause_max_s=5.0)
    assert [pause_s(attempt, settings) for attempt in range(1, 6)] == [1, 2, 4, 5, 5]
    assert pause_s(10_000, settings) == 5


def failing(server, times, fail):
    """A page that fails in a certain way the first times it is asked for."""

    def behave(request):
        fail(request) if server.paths().count(request.path) <= times else request.answer(body=server.page)

    return behave


def reset(request):
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.connection.close()


def hang_up_midway(request):
    request.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>The ferry")
    request.connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "fail",
    [
        *(
            pytest.param(lambda r, status=status: r.answer(status), id=str(status))
            for status in (408, 425, 429, 500, 502, 503, 504, 522)
        ),
        pytest.param(reset, id="reset"),
        pytest.param(hang_up_midway, id="hang up midway"),
        pytest.param(lambda r: r.connection.shutdown(socket.SHUT_RDWR), id="hang up at once"),
    ],
)
def test_a_passing_failure_is_tried_again_until_it_has_passed(server, fetch, fail):
    (page,) = fetch(server.on("/a", failing(server, 2, fail)))
    assert isinstance(page, Fetched)
    assert page.size_bytes == len(server.page)
    assert len(server.paths()) == 3


@pytest.mark.parametrize("status", [503, 429, 500])
def test_a_failure_that_does_not_pass_is_a_retriable_reject(server, fetch, status):
    (reject,) = fetch(server.on("/a", lambda r: r.answer(status)), max_attempts=3)
    assert isinstance(reject, Reject)
    assert (reject.rule, reject.is_retriable) == (f"http_{status}", True)
    assert len(server.paths()) == 3


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 410, 451, 501])
def test_a_lasting_failure_is_not_tried_again(server, fetch, status):
    (reject,) = fetch(server.on("/a", lambda r: r.answer(status)))
    assert (reject.rule, reject.is_retriable) == (f"http_{status}", False)
    assert len(server.paths()) == 1


def test_the_pauses_grow(server, fetch):
    fetch(server.on("/a", lambda r: r.answer(503)), retry_pause_s=0.1, max_attempts=4)
    at_s = [request.at_s for request in server.asked if request.path == "/a"]
    gaps_s = [later - earlier for earlier, later in itertools.pairwise(at_s)]
    assert gaps_s[0] >= 0.1
    assert gaps_s[1] >= 0.2
    assert gaps_s[2] >= 0.4


def test_retry_after_is_waited_for_and_holds_the_whole_host(server, fetch):
    server.on("/a", failing(server, 1, lambda r: r.answer(429, Retry_After="1")))
    server.on("/b", server.page)
    outcomes = fetch(server.url("/a"), server.url("/b"), max_per_host=1)
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    asked = [request for request in server.asked if request.path != "/robots.txt"]
    assert [request.path for request in asked[:1]] == ["/a"]
    assert all(request.at_s - asked[0].at_s >= 0.95 for request in asked[1:])


def test_a_retry_after_beyond_the_setting_leaves_the_host_to_the_next_run(server, fetch, ledger):
    server.on("/a", lambda r: r.answer(503, Retry_After="3600"))
    server.on("/b", server.page)
    started = time.monotonic()
    outcomes = fetch(server.url("/a"), server.url("/b"), max_per_host=1, max_retry_after_s=5.0)
    assert time.monotonic() - started < 60
    assert [outcome.rule for outcome in outcomes] == ["host_asks_to_wait"] * 2
    assert all(outcome.is_retriable for outcome in outcomes)
    assert server.paths() == ["/a"]
    entry = ledger.entry(server.url("/a"))
    assert 3500 < (entry.next_allowed_at - datetime.now(UTC)).total_seconds() < 3700
    assert [outcome.rule for outcome in fetch(server.url("/a"), run="run-2")] == ["resting"]
