"""Who may be talked to: http and https on public addresses, judged after name resolution, at the moment of connecting.

A name can resolve to another address a second later, and a redirect can lead anywhere, so the judgement falls where
the connection is made: the name is resolved once, the addresses are judged, and the connection goes to a judged one.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from sources.web.outcomes import FetchFailed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
DEFAULT_PORTS = {"http": 80, "https": 443}

# Cloud services that hand credentials to whoever asks from inside; some stand on addresses that look public.
METADATA = frozenset(
    ipaddress.ip_address(text)
    for text in ("169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254")
)
# What IANA reserves and Python's is_global of 3.11 lets pass.
RESERVED = tuple(
    ipaddress.ip_network(text)
    for text in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "2001::/23", "3fff::/20", "5f00::/16", "fec0::/10")
)
MAX_ADDRESSES = 4  # of one host that are tried
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def vet_url(url: str) -> httpx.URL:
    """The address in its normal form, without fragment.

    Raises:
        FetchFailed: malformed_url, scheme_refused, userinfo_refused.
    """
    try:
        parsed = httpx.URL(url.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchFailed("malformed_url", f"This is no URL ({error}): correct the address.", url) from None
    if parsed.scheme not in DEFAULT_PORTS:
        raise FetchFailed(
            "scheme_refused",
            f"Only http and https are fetched, not {parsed.scheme or 'nothing'}: correct the URL.",
            url,
        )
    if parsed.userinfo:
        raise FetchFailed(
            "userinfo_refused", "The URL holds a user name or password, which are never sent: remove them.", parsed.host
        )
    if not parsed.host or "%" in parsed.host or not 0 < port_of(parsed) < 65536 or len(str(parsed)) > 8000:
        raise FetchFailed(
            "malformed_url", "The URL has no usable host or port, or is endless: correct the address.", url
        )
    return parsed


def port_of(url: httpx.URL) -> int:
    return url.port if url.port is not None else DEFAULT_PORTS[url.scheme]


def refusal(address: Address) -> str | None:
    """Why an address may not be connected to, as a noun; None where it is public."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return refusal(inner)
    if address in METADATA:
        return "a cloud metadata address"
    if address.is_loopback:
        return "a loopback address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if address.is_unspecified or not address.is_global or any(address in network for network in RESERVED):
        return "a private or reserved address"
    return None


def is_named(host: str, port: int, allowed: Iterable[str]) -> bool:
    """Whether `fetch.allow_private_hosts` names this host, as host or host:port."""
    host = host.strip("[]").lower()
    spellings = {host, f"{host}:{port}", f"[{host}]", f"[{host}]:{port}"}
    return any(entry.strip().lower() in spellings for entry in allowed)


def vet_addresses(host: str, port: int, addresses: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """Those of a host's addresses that may be connected to, in their order.

    A host that the operator names may be private, loopback or link-local; a metadata address must be named itself.

    Raises:
        FetchFailed: address_refused, when none is left.
    """
    named = is_named(host, port, allowed)
    vetted, refused = [], []
    for text in addresses:
        address = ipaddress.ip_address(text.partition("%")[0])
        why = refusal(address)
        is_literal = host.strip("[]").lower() == str(address)
        if why is None or (named and (is_literal or "metadata" not in why)):
            vetted.append(text)
        else:
            refused.append(f"{text} is {why}")
    if not vetted:
        raise FetchFailed(
            "address_refused",
            f"{host} has no public address: if it is yours, name it in fetch.allow_private_hosts.",
            f"{host}:{port}: {', '.join(refused) or 'no address'}",
        )
    return vetted


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, judges, and connects to a judged address. TLS still proves the name, not the address."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed = tuple(allowed)
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = await resolve(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"the name {host} was not resolved in time") from None
        vetted = vet_addresses(host, port, addresses, self._allowed)[:MAX_ADDRESSES]
        share_s = None if timeout is None else timeout / len(vetted)
        failure: Exception | None = None
        for address in vetted:
            try:
                return await self._network.connect_tcp(address, port, share_s, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the resolver's order. Decimal, octal and short forms end as real addresses here.

    Raises:
        FetchFailed: unknown_host.
        OSError: when the resolver itself fails.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        if isinstance(error, socket.gaierror) and error.errno not in (socket.EAI_NONAME, socket.EAI_NODATA):
            raise
        raise FetchFailed("unknown_host", f"No host is named {host[:200]}: correct the address.", host) from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
