"""What an agency takes back goes, what it holds back waits, and its versions come in their order."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from road_corpus import paragraphs, title
from road_runs import Road, stages, table

CHILDREN = ("articles", "quotes", "entities", "mentions", "removed")


def ninjs(number: int, version: int = 1, status: str = "usable", more: str = "", **fields: Any) -> str:
    return json.dumps(
        {
            "uri": f"urn:coastal:{number}",
            "type": "text",
            "version": str(version),
            "pubstatus": status,
            "versioncreated": f"2026-03-1{version}T08:00:00+00:00",
            "language": "en",
            "headline": title(number),
            "byline": "By Ida Moll",
            "body_text": "\n\n".join([*paragraphs(number), *filter(None, [more])]),
            **fields,
        }
    )


def newsml(number: int, version: int = 1, status: str = "usable", more: str = "", **fields: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in [*paragraphs(number), *filter(None, [more])])
    embargo = f"<embargoed>{fields['embargoed']}</embargoed>" if "embargoed" in fields else ""
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:coastal:{number}" version="{version}" '
        'standard="NewsML-G2" standardversion="2.34" conformance="power" xml:lang="en"><itemMeta>'
        '<itemClass qcode="ninat:text"/><provider literal="coastal"><name>Coastal News</name></provider>'
        f"<versionCreated>2026-03-1{version}T08:00:00+00:00</versionCreated>{embargo}"
        f'<pubStatus qcode="stat:{status}"/></itemMeta><contentMeta><headline>{title(number)}</headline>'
        '</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html '
        f'xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html></inlineXML></contentSet></newsItem>'
    )


def nitf(number: int, version: int = 1, status: str = "usable", more: str = "", **fields: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in [*paragraphs(number), *filter(None, [more])])
    release = ""
    if "embargoed" in fields:
        status, release = "embargoed", f'<date.release norm="{fields["embargoed"]}"/>'
    return (
        f'<nitf><head><title>Ferry</title><docdata management-status="{status}">'
        f'<doc-id regsrc="coastal" id-string="cn-{number}"/><date.issue norm="2026031{version}T080000+0000"/>{release}'
        f'<du-key key="FERRY" version="{version}"/></docdata></head><body><body.head><hedline>'
        f"<hl1>{title(number)}</hl1></hedline></body.head><body.content><block>{body}</block></body.content></body></nitf>"
    )


FORMATS = (ninjs, newsml, nitf)


@pytest.fixture
def deliver(tmp_path: Path, road: Road) -> Callable[..., pl.DataFrame]:
    """Run over a delivery of these items, each a file, and return the articles that stand afterwards."""
    count = 0

    def run(*items: str, **sections: Any) -> pl.DataFrame:
        nonlocal count
        count += 1
        folder = tmp_path / f"delivery-{count}"
        folder.mkdir()
        for number, item in enumerate(items):
            ending = "json" if item.startswith("{") else "nitf" if item.startswith("<nitf>") else "xml"
            (folder / f"{number}.{ending}").write_text(item, encoding="utf-8")
        road.run(folder, tmp_path / "warehouse", "--run-id", f"run-{count}", **sections)
        return table(tmp_path / "warehouse", "articles").sort("title", "revision")

    return run


def rejects(tmp_path: Path) -> list[tuple[str, bool]]:
    return [(row["rule"], row["is_retriable"]) for row in table(tmp_path / "warehouse", "rejects").to_dicts()]


def titles(articles: pl.DataFrame) -> set[str]:
    latest = articles.filter("is_latest")["article_id"]
    assert sorted(latest) == sorted(articles["article_id"].unique())
    return set(articles["title"])


def test_a_canceled_item_takes_its_article_out(deliver: Callable[..., pl.DataFrame], tmp_path: Path) -> None:
    """In each format, and a delivery of nothing but such notices is no broken source."""
    first = [ninjs(6), *(item(number) for number, item in enumerate(FORMATS))]
    assert titles(deliver(*first)) == {title(number) for number in (0, 1, 2, 6)}
    notices = [item(number, version=2, status="canceled") for number, item in enumerate(FORMATS)]
    left = deliver(*notices)
    assert titles(left) == {title(6)}
    for name in CHILDREN:
        assert set(table(tmp_path / "warehouse", name)["article_id"]) <= set(left["article_id"]), name
    assert table(tmp_path / "warehouse", "quotes").height > 0
    assert rejects(tmp_path) == [("canceled", False)] * 3
    assert deliver(*first).equals(left), "the old delivery brings nothing back"
    again = [item(number, version=3, more="It stays open after all.") for number, item in enumerate(FORMATS)]
    later = deliver(*again)
    assert titles(later) == {title(number) for number in (0, 1, 2, 6)}
    assert deliver(ninjs(7), *notices).filter(pl.col("title") != title(7)).equals(later), (
        "the notices were for old texts"
    )


def test_notices_within_one_delivery(deliver: Callable[..., pl.DataFrame], tmp_path: Path) -> None:
    """One for an item beside it, one for what never came, and versions that all bear one time, in disorder."""
    at = {"versioncreated": "2026-03-11T08:00:00+00:00"}
    states = [ninjs(1, version, more=f"This is state {version}.", **at) for version in (10, 2, 9)]
    notices = [ninjs(number, version=2, status="canceled") for number in (0, 7)]
    found = deliver(ninjs(0), *notices, *states)
    assert titles(found) == {title(1)}
    assert [text.rpartition(" ")[2] for text in found["text"]] == ["2.", "9.", "10."]
    assert found["is_latest"].to_list() == [False, False, True]
    counted = stages(tmp_path / "warehouse")
    assert (counted["ingest"]["rows_rejected"], counted["normalize"]["rows_skipped"]) == (2, 1)


def test_a_later_version_stands_whatever_comes_late(deliver: Callable[..., pl.DataFrame]) -> None:
    deliver(ninjs(0))
    third = deliver(ninjs(0, version=2, status="canceled"), ninjs(0, version=3, more="It opens again."))
    assert [text.endswith("It opens again.") for text in third["text"]] == [True]
    assert third["is_latest"].to_list() == [True]
    assert deliver(ninjs(0, version=2, more="The second version.")).equals(third)


def test_an_embargo_holds_until_it_has_passed(deliver: Callable[..., pl.DataFrame], tmp_path: Path) -> None:
    def until(item: Any, days: int) -> str:
        moment = datetime.now(UTC) + timedelta(days=days)
        return moment.strftime("%Y%m%dT%H%M%S+0000" if item is nitf else "%Y-%m-%dT%H:%M:%SZ")

    ahead = [item(number, embargoed=until(item, 2)) for number, item in enumerate(FORMATS)]
    past = [item(number + 3, embargoed=until(item, -2)) for number, item in enumerate(FORMATS)]
    assert titles(deliver(*ahead, *past)) == {title(number) for number in (3, 4, 5)}
    assert rejects(tmp_path) == [("embargoed", True)] * 3
    lifted = [item(number, embargoed=until(item, -1)) for number, item in enumerate(FORMATS)]
    assert titles(deliver(*lifted)) == {title(number) for number in range(6)}
