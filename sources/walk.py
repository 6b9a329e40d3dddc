"""Folders and patterns walked so that each ends: links may form loops and mazes."""

import fnmatch
import os
import re
import stat
from collections.abc import Callable, Iterator

MAGIC_CHARS = re.compile(r"[*?\[]")


def walk(top: str, seen: set[tuple[int, int]], failed: Callable[[str, OSError], None]) -> Iterator[tuple[str, str]]:
    """All that lies below a folder, in the order of the names, as (path, "file" or "folder" or "loop").

    A folder met twice is entered once; a link to a folder on the way to itself is a "loop". Hidden names are left out.
    """
    stack = [(identity(os.stat(top)), iter(_entries(top, failed)))]
    seen.add(stack[0][0])
    while stack:
        path = next(stack[-1][1], None)
        if path is None:
            stack.pop()
            continue
        try:
            status = os.stat(path)
        except OSError:
            yield path, "file"
            continue
        if not stat.S_ISDIR(status.st_mode):
            yield path, "file"
        elif (folder := identity(status)) in (above for above, _ in stack):
            yield path, "loop"
        elif folder not in seen:
            seen.add(folder)
            yield path, "folder"
            stack.append((folder, iter(_entries(path, failed))))


def identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _entries(folder: str, failed: Callable[[str, OSError], None]) -> list[str]:
    try:
        names = os.listdir(folder or ".")
    except OSError as error:
        failed(folder, error)
        return []
    return [os.path.join(folder, name) for name in sorted(names, key=os.fsencode) if not name.startswith(".")]


def glob(pattern: str) -> set[str]:
    """The paths that match; `**` stands for any folders. Unlike glob.glob it ends where links form a loop."""
    parts = pattern.split("/")
    first = next(number for number, part in enumerate(parts) if MAGIC_CHARS.search(part))
    paths = {"/".join(parts[:first]) or ("/" if pattern.startswith("/") else "")}
    for part in filter(None, parts[first:]):
        if part == "**":
            paths |= {
                path
                for top in paths
                if os.path.isdir(top or ".")
                for path, kind in walk(top or ".", set(), _silent)
                if kind == "folder" or part is parts[-1]
            }
        elif MAGIC_CHARS.search(part):
            matches = re.compile(fnmatch.translate(part)).match
            paths = {path for top in paths for path in _entries(top, _silent) if matches(os.path.basename(path))}
        else:
            paths = {path for top in paths if os.path.lexists(path := os.path.join(top, part))}
    return paths - {""}


def _silent(path: str, error: OSError) -> None:
    """A folder that cannot be listed has nothing that matches."""
