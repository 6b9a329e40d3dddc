"""Files on object storage (s3://, gs://, az:// ...) through fsspec; each needs its driver (s3fs, gcsfs, adlfs)."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import fsspec  # type: ignore[import-untyped]

from schemas.errors import Unreadable
from sources.streams import Remote, buffered

SCHEME = re.compile(r"(?:s3|s3a|gs|gcs|az|abfs|abfss|memory)://", re.IGNORECASE)
MAGIC = re.compile(r"[*?\[]")
BLOCK_BYTES = 1 << 22  # of one request: a web archive is read forward, and a request costs 20 to 100 ms


def is_remote(path: str) -> bool:
    return SCHEME.match(path) is not None


def find(url: str) -> Iterator[tuple[str, int, int]]:
    """The files that an address names (one, a folder with all below it, or a glob): address, size, mtime_ns.

    Raises:
        Unreadable: `no_driver`, `not_found`, or `unreachable`.
    """
    files, path = _files(url)
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


def open_remote(url: str) -> io.BufferedReader:
    """A file on object storage, read in blocks.

    Raises:
        Unreadable: `no_driver`, `not_found`, or `unreachable`.
    """
    files, path = _files(url)
    try:
        return buffered(Remote(files.open(path, "rb", block_size=BLOCK_BYTES)))
    except Exception as error:  # every driver has errors of its own
        raise _told(url, error) from None


def _files(url: str) -> tuple[Any, str]:
    try:
        files, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        scheme = url.partition(":")[0]
        raise Unreadable(
            "no_driver", f"Reading {scheme}:// needs a driver that is not here; install it.", str(error)
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
