"""One document through the pipeline's own transforms, in this process and without Prefect."""

import os
import re
from collections.abc import Iterator

from flows.explain.layout import Explained
from flows.reading import Reader
from schemas.errors import CopydeskError, Unreadable
from schemas.records import Document, Reject
from schemas.settings import Settings, config_tables
from sources.locate import InputFile, uri_of
from sources.read import read_documents
from transforms.clean import TABLES, clean, load_rules

INSIDE = re.compile(r"!/|#(?=\d)")  # where an input_uri goes on inside a file: a member, a record


def explain_document(given: str, settings: Settings) -> Explained:
    """What Copydesk makes of one document.

    `given` is a file, or an `input_uri` of the tables: `FILE!/MEMBER` of an archive, `FILE#RECORD`. Of a file with many
    documents the first one is explained, and `following` names the second.

    Raises:
        CopydeskError: there is no such document, or it was rejected; with the reject's own sentence.
    """
    path, uri = _split(given)
    found = _documents(path, uri, settings)
    document = next(found, None)
    if document is None:
        raise CopydeskError(f"{given} holds no document; look at the files with copydesk run, or give another.")
    following = next(found, None) if uri is None else None
    try:
        draft = clean(document, load_rules(config_tables(TABLES)))
    except Unreadable as error:
        raise _rejected(Reject(document.input_uri, "clean", error.rule, str(error), error.detail)) from None
    reading = Reader(settings).read(draft)
    is_kept = draft.page_kind in settings.run.kept_page_kinds
    return Explained(
        draft,
        reading.entities,
        reading.mentions,
        reading.quotes,
        reading.how,
        document.input_uri,
        following.input_uri if following else "",
        "" if is_kept else f"not published: run.kept_page_kinds does not name {draft.page_kind}",
    )


def _split(given: str) -> tuple[str, str | None]:
    """The file, and the full `input_uri` where `given` goes on inside the file."""
    if os.path.isfile(given):
        return given, None
    if os.path.isdir(given):
        raise CopydeskError(f"{given} is a folder: explain takes one document, so name a file in it.")
    for mark in INSIDE.finditer(given):
        if os.path.isfile(path := given[: mark.start()]):
            return path, uri_of(path) + given[mark.start() :]
    raise CopydeskError(f"{given} does not exist: give a file, or FILE!/MEMBER or FILE#RECORD as in input_uri.")


def _documents(path: str, uri: str | None, settings: Settings) -> Iterator[Document]:
    """The documents of the file, or the one with this `input_uri`.

    Raises:
        CopydeskError: a reject is met where a document is looked for.
    """
    status = os.stat(path)
    is_first = True
    for found in read_documents(
        InputFile(os.path.abspath(path), uri_of(path), status.st_size, status.st_mtime_ns), settings
    ):
        if uri is not None and found.input_uri not in (uri, uri_of(path)):
            continue
        if isinstance(found, Document):
            yield found
        elif isinstance(found, Reject) and (is_first or uri is not None):
            raise _rejected(found)
        is_first = is_first and not isinstance(found, Document)


def _rejected(reject: Reject) -> CopydeskError:
    detail = f" ({reject.detail})" if reject.detail else ""
    return CopydeskError(f"{reject.input_uri}: rejected at {reject.stage} by {reject.rule}. {reject.reason}{detail}")
