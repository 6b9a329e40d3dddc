"""Files that are not on this machine: on object storage through fsspec and its drivers, and on the web in parts."""

import io
import os
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import fsspec  # type: ignore[import-untyped]

from schemas.errors import Unreadable
from schemas.settings import Settings
from sources.recognize import names_file
from sources.streams import Remote, buffered

SCHEME = re.compile(r"(?:s3|s3a|gs|gcs|az|abfs|abfss|memory)://", re.IGNORECASE)
MAGIC = re.compile(r"[*?\[]")
BLOCK_BYTES = 1 << 22  # of one request: a web archive is read forward, and a request costs 20 to 100 ms


WEB = re.compile(r"https?://", re.IGNORECASE)
# The extra of this package that brings the driver of a storage.
EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "az": "az", "abfs": "az", "abfss": "az"}


def is_remote(path: str) -> bool:
    """True for an address on object storage, or of a web address that names a file and no page."""
    return SCHEME.match(path) is not None or (WEB.match(path) is not None and names_file(name_of(path)))


def name_of(path: str) -> str:
    """The name of the file that a path or address ends with."""
    if not WEB.match(path):
        return os.path.basename(path)
    try:
        return unquote(urlsplit(path).path).rpartition("/")[2]
    except ValueError:
        return ""


def find(url: str, settings: Settings) -> Iterator[tuple[str, int, int]]:
    """The files that an address names (one, a folder with all below it, or a glob): address, size, mtime_ns.

    Raises:
        Unreadable: `no_driver`, `not_found`, `unreachable`, or what `sources.web.ranges` raises.
    """
    if WEB.match(url):
        from sources.web.ranges import WebFile

        address = url.partition("#")[0]
        with WebFile(address, settings) as file:
            # Where the size is not told, as much is let out of it as of the largest page.
            yield address, file.size if file.size >= 0 else settings.fetch.max_bytes, file.mtime_ns
        return
    files, path = _files(url, settings)
    try:
        if MAGIC.search(path):
            found = [info for info in files.glob(path, detail=True).values() if info["type"] == "file"]
        elif files.info(path)["type"] == "directory":
            found = list(files.find(path, detail=True).values())
        else:
            found = [files.info(path)]
    except Exception as error:  # every driver has errors of its own
        raise _told(url, error) from None
    for info in sorted(found, key=lambda info: str(info["name"])):
        inside = str(info["name"]).removeprefix(str(files._strip_protocol(url)).rstrip("/"))
        if not any(part.startswith(".") for part in inside.split("/")):
            yield str(files.unstrip_protocol(info["name"])), int(info.get("size") or 0), _mtime_ns(info)


def open_remote(url: str, settings: Settings) -> io.BufferedReader:
    """A file that is not on this machine, read in blocks.

    Raises:
        Unreadable: `no_driver`, `not_found`, `unreachable`, or what `sources.web.ranges` raises.
    """
    if WEB.match(url):
        from sources.web.ranges import WebFile

        return buffered(Remote(WebFile(url, settings)))
    files, path = _files(url, settings)
    try:
        return buffered(Remote(files.open(path, "rb", block_size=BLOCK_BYTES)))
    except Exception as error:  # every driver has errors of its own
        raise _told(url, error) from None


def _files(url: str, settings: Settings) -> tuple[Any, str]:
    scheme = url.partition(":")[0].lower()
    options: dict[str, Any] = {}
    if scheme in ("s3", "s3a"):  # its driver waits for five minutes at a door that nobody opens
        fetch = settings.fetch
        options["config_kwargs"] = {
            "connect_timeout": fetch.connect_timeout_s,
            "read_timeout": fetch.idle_timeout_s,
            "retries": {"max_attempts": fetch.max_attempts},
        }
    try:
        files, path = fsspec.core.url_to_fs(url, **options)
    except ImportError as error:
        extra = EXTRAS.get(scheme, scheme)
        raise Unreadable(
            "no_driver",
            f'Reading {scheme}:// needs a driver that is not here; install it with pip install "copydesk[{extra}]".',
            str(error),
        ) from None
    except Exception as error:  # every driver has errors of its own
        raise _told(url, error) from None
    return files, path


def _told(url: str, error: Exception) -> Unreadable:
    if isinstance(error, FileNotFoundError):
        return Unreadable("not_found", "The address does not exist on the storage; look at its spelling.", url)
    said = f"{type(error).__name__}: {error}"
    return Unreadable(
        "unreachable", "The storage does not answer as it should; look at the credentials and the network.", said
    )


def _mtime_ns(info: dict[str, Any]) -> int:
    """When the file was changed, by whatever name its driver gives it; 0 where none does."""
    for name in ("LastModified", "last_modified", "mtime", "updated", "created"):
        value = info.get(name)
        if isinstance(value, datetime):
            return int(value.timestamp() * 1e9)
        if isinstance(value, int | float):
            return int(value * 1e9)
        if isinstance(value, str) and value:
            try:
                return int(datetime.fromisoformat(value).timestamp() * 1e9)
            except ValueError:
                continue
    return 0
