"""ninjs (News in JSON, IPTC): items of generations 1 to 3, as rows of JSON."""

import re
from collections.abc import Mapping
from typing import Any

from schemas.records import Document, Locator, Reject, Skipped, Withdrawal
from sources.agency import block_text, distinct, iso_time, parse_html, publishable, signers, topic
from sources.rows import names, one_line

# Names that with `uri` tell a ninjs item; generation 3 writes them in camel case.
MARKS = re.compile(r"pubstatus|versioncreated|representationtype|bodies|body_xhtml|usageterms|headlines", re.IGNORECASE)
ARTICLES = ("text", "composite", "")


def is_item(row: Mapping[str, Any]) -> bool:
    if "uri" not in row:
        return False
    standard = row.get("standard")
    if isinstance(standard, Mapping) and standard.get("name") == "ninjs":
        return True
    return any(isinstance(name, str) and MARKS.fullmatch(name) for name in row)


def item(row: Mapping[str, Any], uri: str, locator: Locator | None) -> Document | Withdrawal | Skipped | Reject:
    """The document of an item, or what stands in its place."""
    row = {name.lower(): value for name, value in row.items()}
    status = one_line(row.get("pubstatus"))
    kind = one_line(row.get("type")) or ""
    if kind not in ARTICLES and status in (None, "usable"):
        return Skipped(uri, "ninjs_other", f"A ninjs item of type {kind[:40]} is no article.")
    byline = one_line(row.get("byline")) or one_line(row.get("by"))
    people = [person for person in _list(row, "people", "person") if _role(person) in ("creator", "author")]
    subjects = _list(row, "subjects", "subject")
    return publishable(
        uri,
        "ninjs",
        status,
        text(row),
        locator,
        one_line(row.get("ednote")) or one_line(row.get("ednotes")),
        url=_page(row),
        source_id=one_line(row.get("uri")),
        title=_titled(row, is_main=True),
        subtitle=_titled(row, is_main=False),
        authors=names(people) or signers(byline),
        published=iso_time(
            one_line(row.get("contentcreated"))
            or one_line(row.get("firstcreated"))
            or one_line(row.get("versioncreated"))
        ),
        modified=iso_time(one_line(row.get("versioncreated"))),
        language=one_line(row.get("language")),
        publisher=one_line(row.get("provider")) or one_line(row.get("infosources")) or one_line(row.get("infosource")),
        byline=byline,
        dateline=one_line(row.get("dateline")) or one_line(row.get("located")),
        keywords=distinct([*(one_line(subject) for subject in subjects), *names(row.get("keywords"))]),
        subjects=distinct(
            topic(one_line(subject.get("code")) or one_line(subject.get("uri")), one_line(subject.get("scheme")))
            for subject in subjects
        ),
        usage_terms=one_line(row.get("usageterms")) or one_line(_rights(row).get("usageterms")),
        copyright_holder=one_line(row.get("copyrightholder")),
        copyright_notice=one_line(row.get("copyrightnotice")),
        embargoed_until=iso_time(one_line(row.get("embargoed"))),
        version=one_line(row.get("version")),
    )


def text(row: Mapping[str, Any]) -> str:
    """The text of an item: marked-up bodies before plain ones, for they have paragraphs."""
    bodies: list[tuple[int, str, bool]] = []
    for body in _list(row, "bodies"):
        media = str(body.get("contenttype") or "").lower()
        _add(bodies, body.get("value"), "html" in media)
    for name, value in row.items():
        if name.startswith("body_"):
            _add(bodies, value, "html" in name)
    for _, written, is_markup in sorted(bodies, key=lambda found: found[0]):
        if found := block_text(parse_html(written)) if is_markup else written.strip():
            return found
    return ""


def _add(bodies: list[tuple[int, str, bool]], value: Any, is_markup: bool) -> None:
    if isinstance(value, str):
        bodies.append((0 if is_markup else 1, value, is_markup))


def _list(row: Mapping[str, Any], *keys: str) -> list[dict[str, Any]]:
    """The objects in the first of the named lists that is there, the names of their fields in lower case."""
    for key in keys:
        if isinstance(row.get(key), list):
            return [{str(k).lower(): v for k, v in value.items()} for value in row[key] if isinstance(value, Mapping)]
    return []


def _titled(row: Mapping[str, Any], is_main: bool) -> str | None:
    for headline in _list(row, "headlines"):
        if (_role(headline) in ("main", "")) == is_main:
            return one_line(headline.get("value"))
    if is_main:
        return one_line(row.get("headline")) or one_line(row.get("title"))
    return next((one_line(value) for name, value in row.items() if name.startswith("headline_")), None)


def _role(value: Mapping[str, Any]) -> str:
    return (one_line(value.get("role")) or one_line(value.get("rel")) or "").rpartition("/")[2].lower()


def _page(row: Mapping[str, Any]) -> str | None:
    """The web page that shows the item, where a link says so."""
    for link in [*_list(row, "links"), *_list(row, "altids")]:
        address = one_line(link.get("href")) or one_line(link.get("value")) or ""
        if _role(link) in ("canonical", "webpage") and address.lower().startswith(("http://", "https://")):
            return address
    return None


def _rights(row: Mapping[str, Any]) -> dict[str, Any]:
    rights = row.get("rightsinfo")
    return {str(name).lower(): value for name, value in rights.items()} if isinstance(rights, Mapping) else {}
