"""Strangers: nothing private is ever connected to unless the operator names it, however the address is written."""

import asyncio

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import Reject
from sources.web import Fetched, guard
from sources.web.guard import GuardedBackend, is_named, refusal, vet_addresses, vet_url
from sources.web.outcomes import FetchFailed

REFUSED = [
    "127.0.0.1",
    "127.9.9.9",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "169.254.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "0.0.0.0",
    "192.0.0.192",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "fec0::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2001:0:0:0:0:0:80ff:fffe",
    "2001:db8::1",
    "64:ff9b:1::1",
]


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_public_is_refused(address):
    with pytest.raises(FetchFailed) as refused:
        vet_addresses("news.example.org", 443, [address], ())
    assert refused.value.rule == "address_refused"
    assert address in refused.value.detail
    assert "fetch.allow_private_hosts" in refused.value.reason


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_is_allowed(address):
    assert vet_addresses("news.example.org", 443, [address], ()) == [address]


def test_of_a_host_with_public_and_private_addresses_only_the_public_ones_are_tried():
    assert vet_addresses("news.example.org", 80, ["10.0.0.1", "8.8.8.8", "fe80::1%eth0"], ()) == ["8.8.8.8"]


@given(st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_a_private_address_stays_private_inside_ipv6(address):
    import ipaddress

    for inside in (f"::ffff:{address}", str(ipaddress.IPv6Address((0x2002 << 112) | (int(address) << 80)))):
        assert refusal(ipaddress.ip_address(inside)) is not None


@pytest.mark.parametrize(
    ("entry", "host", "port", "named"),
    [
        ("intranet.example", "intranet.example", 80, True),
        ("Intranet.Example:8080", "intranet.example", 8080, True),
        ("intranet.example:8080", "intranet.example", 80, False),
        ("example", "intranet.example", 80, False),
        ("[::1]:8080", "::1", 8080, True),
        ("::1", "::1", 8080, True),
        ("127.0.0.1", "127.0.0.2", 80, False),
    ],
)
def test_a_host_is_named_as_host_or_host_and_port(entry, host, port, named):
    assert is_named(host, port, [entry]) is named


def test_a_named_host_may_be_private_but_a_metadata_address_must_be_named_itself():
    assert vet_addresses("intranet.example", 80, ["10.1.1.1"], ["intranet.example"]) == ["10.1.1.1"]
    with pytest.raises(FetchFailed):
        vet_addresses("intranet.example", 80, ["169.254.169.254"], ["intranet.example"])
    assert vet_addresses("169.254.169.254", 80, ["169.254.169.254"], ["169.254.169.254"]) == ["169.254.169.254"]


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("ftp://example.org/a", "scheme_refused"),
        ("file:///etc/passwd", "scheme_refused"),
        ("gopher://example.org", "scheme_refused"),
        ("example.org/a", "scheme_refused"),
        ("javascript:alert(1)", "scheme_refused"),
        ("http://user:pw@example.org/", "userinfo_refused"),
        ("http://example.org@127.0.0.1/", "userinfo_refused"),
        ("http://", "malformed_url"),
        ("http://exa mple.org/", "malformed_url"),
        ("http://example.org:99999/", "malformed_url"),
        ("http://example.org:0/", "malformed_url"),
        ("http://[::1/", "malformed_url"),
        ("http://example.org/\x00", "malformed_url"),
        ("http://example.org/" + "a" * 9000, "malformed_url"),
        ("", "scheme_refused"),
    ],
)
def test_an_address_that_no_one_should_ask_for_is_refused_before_any_request(url, rule):
    with pytest.raises(FetchFailed) as refused:
        vet_url(url)
    assert refused.value.rule == rule


def test_the_normal_form_of_an_address_has_no_fragment_and_an_ascii_host():
    assert str(vet_url(" HTTP://EXÄMPLE.org/a?b=1#part ")) == "http://xn--exmple-cua.org/a?b=1"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "0x7f000001", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_loopback_is_refused_in_all_its_spellings(server, fetch, host):
    (reject,) = fetch(server.url("/a", host), allow_private_hosts=())
    assert isinstance(reject, Reject)
    assert reject.rule in ("address_refused", "malformed_url")  # octal numbers are not even taken for a host
    assert not reject.is_retriable
    assert server.asked == []


@pytest.mark.parametrize(
    "target", ["http://127.0.0.4:{port}/secret", "http://169.254.169.254/latest/meta-data/", "http://[::1]:{port}/x"]
)
def test_a_redirect_to_a_refused_address_is_refused(server, fetch, target):
    location = target.format(port=server.port)
    (reject,) = fetch(server.on("/a", lambda r: r.answer(302, Location=location)))
    assert reject.rule == "address_refused"
    assert all(request.host.startswith("127.0.0.1") for request in server.asked)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/"])
def test_a_redirect_to_another_scheme_or_with_a_password_is_refused(server, fetch, target):
    (reject,) = fetch(server.on("/a", lambda r: r.answer(302, Location=target)))
    assert reject.rule in ("scheme_refused", "userinfo_refused")


def test_a_port_that_is_not_named_is_refused(server, fetch):
    (reject,) = fetch(server.on("/a", server.page), allow_private_hosts=("127.0.0.1:1",))
    assert reject.rule == "address_refused"
    (page,) = fetch(server.url("/a"), allow_private_hosts=(f"127.0.0.1:{server.port}",))
    assert isinstance(page, Fetched)


def test_only_judged_addresses_are_connected_to_and_a_name_is_resolved_once(monkeypatch):
    """DNS rebinding: the address that was judged is the one that is connected to; the name is not resolved again."""
    answers, connected = iter([["10.0.0.1", "8.8.8.8", "127.0.0.1"], ["127.0.0.1"]]), []

    async def resolve(host, port):
        return next(answers)

    async def connect(self, host, port, *rest, **named):
        connected.append(host)
        raise httpcore.ConnectError("nobody there")

    monkeypatch.setattr(guard, "resolve", resolve)
    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    backend = GuardedBackend(())
    with pytest.raises(httpcore.ConnectError):
        asyncio.run(backend.connect_tcp("rebind.example", 80))
    with pytest.raises(FetchFailed):
        asyncio.run(backend.connect_tcp("rebind.example", 80))
    assert connected == ["8.8.8.8"]
