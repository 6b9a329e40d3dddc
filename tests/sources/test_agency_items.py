"""Deliveries of news agencies: NITF, NewsML-G2 and ninjs, with ids, versions, status, topics and terms."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from source_samples import Read, a_tar

from schemas.records import Withdrawal
from schemas.settings import Settings
from sources.agency import block_text, iso_time, parse_html, parse_xml, topic
from sources.locate import locate

Reading = Callable[..., Read]
TEXT = "The swing bridge carried its first tram on Monday.\n\nCrowds waved & cheered.\n\nWhat comes next\n\nA ferry."

NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf change.date="June 4, 2009" change.time="1930" version="-//IPTC//DTD NITF 3.4//EN">
  <head>
    <title>Bridge-Reopens</title>
    <tobject tobject.type="news">
      <tobject.property tobject.property.type="current"/>
      <tobject.subject tobject.subject.refnum="04015000" tobject.subject.type="Transport"/>
    </tobject>
    <docdata management-status="usable">
      <identified-content>
        <classifier type="mediatopic" value="20000337"/>
      </identified-content>
      <doc-id regsrc="coastal.example" id-string="cn-2031-0407-17"/>
      <urgency ed-urg="4"/>
      <date.issue norm="20310407T060500+0200"/>
      <date.release norm="20310407T080000+0200"/>
      <du-key key="BRIDGE" version="3"/>
      <doc.copyright year="2031" holder="Coastal News"/>
      <key-list><keyword key="bridges"/><keyword key="trams"/></key-list>
    </docdata>
    <pubdata type="wire" name="Coastal News" position.section="Local" date.publication="20310407T060500+0200"/>
  </head>
  <body>
    <body.head>
      <hedline><hl1>Harbor bridge reopens</hl1><hl2>Nine months of detours are over</hl2></hedline>
      <rights>For use by subscribers in print only.</rights>
      <byline>By <person>Ida Holm</person> and <person>Per Quist</person><byttl>Staff writers</byttl></byline>
      <distributor><org>Coastal News</org></distributor>
      <dateline><location>NORDEN HARBOR</location> <story.date norm="20310407"/></dateline>
    </body.head>
    <body.content>
      <block>
        <p>The <location>swing bridge</location> carried its first <em>tram</em> on Monday.</p>
        <p>Crowds waved &amp;&nbsp;cheered.</p>
        <media media-type="image">
          <media-reference source="tram.jpg"/><media-caption><p>A tram.</p></media-caption>
        </media>
        <hl2>What comes next</hl2>
        <ul><li>A ferry.</li></ul>
      </block>
    </body.content>
    <body.end><tagline>(Edited by Lo Brand)</tagline></body.end>
  </body>
</nitf>
"""

NEWS_ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:coastal.example:20310407:bridge"
  version="3" standard="NewsML-G2" standardversion="2.34" conformance="power" xml:lang="en">
  <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"/>
  <rightsInfo>
    <copyrightHolder literal="coastal"><name>Coastal News</name></copyrightHolder>
    <copyrightNotice>(c) 2031 Coastal News</copyrightNotice>
    <usageTerms>For use by subscribers in print only.</usageTerms>
  </rightsInfo>
  <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider literal="coastal"><name>Coastal News</name></provider>
    <versionCreated>2031-04-07T09:10:00+02:00</versionCreated>
    <firstCreated>2031-04-07T06:05:00+02:00</firstCreated>
    <embargoed>2031-04-07T08:00:00+02:00</embargoed>
    <pubStatus qcode="stat:STATUS"/>
    <edNote>Third lead; adds ferry.</edNote>
    <link rel="irel:canonical" href="https://coastal.example/bridge"/>
  </itemMeta>
  <contentMeta>
    <contentCreated>2031-04-07T06:05:00+02:00</contentCreated>
    <located qcode="city:norden"><name>Norden Harbor</name></located>
    <creator qcode="staff:ih"><name>Ida Holm</name></creator>
    <creator qcode="staff:pq"><name>Per Quist</name></creator>
    <language tag="en-GB"/>
    <keyword>bridges</keyword>
    <subject type="cpnat:abstract" qcode="medtop:20000337"><name xml:lang="en">transport</name></subject>
    <subject type="cpnat:abstract" uri="http://cv.iptc.org/newscodes/mediatopic/20000344"/>
    <headline role="hld:main">Harbor bridge reopens</headline>
    <headline role="hld:subHeadline">Nine months of detours are over</headline>
    <dateline>NORDEN HARBOR</dateline>
    <by>By Ida Holm and Per Quist</by>
  </contentMeta>
  <contentSet>CONTENT</contentSet>
</newsItem>"""
XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>x</title></head><body><p>The <b>swing bridge</b> carried its first tram on Monday.</p>
<p>Crowds waved &amp; cheered.</p><figure><figcaption>A tram.</figcaption></figure>
<h2>What comes next</h2><ul><li>A ferry.</li></ul></body></html></inlineXML>"""
INLINE_NITF = (
    '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
    "<body.head><hedline><hl1>Not text</hl1></hedline></body.head><body.content>"
    "<p>The swing bridge carried its first tram on Monday.</p><p>Crowds waved &amp; cheered.</p>"
    "<hl2>What comes next</hl2><p>A ferry.</p></body.content></body></nitf></inlineXML>"
)
PLAIN = f'<inlineData contenttype="text/plain">{TEXT.replace("&", "&amp;")}</inlineData>'


def newsml(content: str = XHTML, status: str = "usable", item: str = NEWS_ITEM) -> bytes:
    return item.replace("CONTENT", content).replace("STATUS", status).encode()


def message(*items: bytes) -> bytes:
    head = b'<?xml version="1.0"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>'
    return head + b"2031-04-07T09:10:00+02:00</sent></header><itemSet>" + b"".join(items) + b"</itemSet></newsMessage>"


NINJS_1: dict[str, Any] = {
    "uri": "http://coastal.example/items/bridge",
    "type": "text",
    "version": "3",
    "pubstatus": "usable",
    "versioncreated": "2031-04-07T09:10:00+02:00",
    "firstcreated": "2031-04-07T06:05:00+02:00",
    "embargoed": "2031-04-07T08:00:00+02:00",
    "language": "en",
    "headline": "Harbor bridge reopens",
    "headline_sub": "Nine months of detours are over",
    "byline": "By Ida Holm and Per Quist",
    "located": "Norden Harbor",
    "subject": [{"name": "transport", "code": "20000337", "scheme": "http://cv.iptc.org/newscodes/mediatopic/"}],
    "copyrightholder": "Coastal News",
    "copyrightnotice": "(c) 2031 Coastal News",
    "usageterms": "For use by subscribers in print only.",
    "body_text": "Not this.",
    "body_xhtml": "<div><p>The swing bridge carried its first tram on Monday.</p><p>Crowds waved &amp; cheered.</p>"
    "<h2>What comes next</h2><p>A ferry.</p></div>",
}
NINJS_3: dict[str, Any] = {
    "uri": "http://coastal.example/items/bridge",
    "standard": {"name": "ninjs", "version": "3.0", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"},
    "type": "text",
    "version": "3",
    "pubStatus": "usable",
    "versionCreated": "2031-04-07T09:10:00+02:00",
    "contentCreated": "2031-04-07T06:05:00+02:00",
    "embargoed": "2031-04-07T08:00:00+02:00",
    "language": "en",
    "by": "By Ida Holm and Per Quist",
    "located": "Norden Harbor",
    "headlines": [
        {"role": "main", "value": "Harbor bridge reopens"},
        {"role": "subheadline", "value": "Nine months of detours are over"},
    ],
    "subjects": [{"name": "transport", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000337"}],
    "copyrightHolder": "Coastal News",
    "copyrightNotice": "(c) 2031 Coastal News",
    "usageTerms": "For use by subscribers in print only.",
    "bodies": [
        {"role": "main", "contentType": "text/plain", "value": "Not this."},
        {"role": "main", "contentType": "text/html", "value": NINJS_1["body_xhtml"]},
    ],
}


def test_a_story_in_nitf(read: Reading) -> None:
    (document,) = read("bridge.xml", NITF.encode()).documents
    assert (document.input_uri, document.input_kind, document.media) == ("bridge.xml", "nitf", "text")
    assert document.body == TEXT
    assert (document.source_id, document.version) == ("cn-2031-0407-17", "3")
    assert (document.title, document.subtitle) == ("Harbor bridge reopens", "Nine months of detours are over")
    assert (document.byline, document.authors) == ("By Ida Holm and Per Quist", ("Ida Holm", "Per Quist"))
    assert (document.dateline, document.section) == ("NORDEN HARBOR", "Local")
    assert (document.published, document.embargoed_until) == ("2031-04-07T06:05:00+02:00", None)
    assert (document.publisher, document.copyright_holder) == ("Coastal News", "Coastal News")
    assert (document.subjects, document.keywords[:2]) == (("subj:04015000", "medtop:20000337"), ("bridges", "trams"))
    assert document.usage_terms == "For use by subscribers in print only."
    assert document.locator is not None


@pytest.mark.parametrize("content", [XHTML, INLINE_NITF, PLAIN])
def test_an_item_in_newsml(read: Reading, content: str) -> None:
    (document,) = read("bridge.xml", newsml(content)).documents
    assert (document.input_uri, document.input_kind, document.body) == ("bridge.xml", "newsml", TEXT)
    assert (document.source_id, document.version) == ("urn:newsml:coastal.example:20310407:bridge", "3")
    assert (document.title, document.subtitle) == ("Harbor bridge reopens", "Nine months of detours are over")
    assert (document.authors, document.byline) == (("Ida Holm", "Per Quist"), "By Ida Holm and Per Quist")
    assert (document.dateline, document.language, document.publisher) == ("NORDEN HARBOR", "en-GB", "Coastal News")
    assert (document.published, document.modified) == ("2031-04-07T06:05:00+02:00", "2031-04-07T09:10:00+02:00")
    assert document.embargoed_until == "2031-04-07T08:00:00+02:00"
    assert document.subjects == ("medtop:20000337", "medtop:20000344")
    assert document.keywords == ("bridges", "transport")
    assert (document.copyright_holder, document.copyright_notice) == ("Coastal News", "(c) 2031 Coastal News")
    assert (document.usage_terms, document.url) == (
        "For use by subscribers in print only.",
        "https://coastal.example/bridge",
    )


def test_a_message_holds_several_items(read: Reading) -> None:
    picture = newsml(item=NEWS_ITEM.replace("ninat:text", "ninat:picture"))
    package = (
        b'<packageItem guid="p" version="1"><itemMeta><itemClass qcode="ninat:composite"/></itemMeta></packageItem>'
    )
    found = read("message.xml", message(newsml(), picture, package, newsml(PLAIN)))
    assert found.uris == ["message.xml#1", "message.xml#4"]
    assert [item.rule for item in found.skipped] == ["newsml_picture", "newsml_composite"]
    assert all(document.locator for document in found.documents)


@pytest.mark.parametrize("row", [NINJS_1, NINJS_3], ids=["generation 1", "generation 3"])
def test_an_item_in_ninjs(read: Reading, row: dict[str, Any]) -> None:
    for name, content in (
        ("a.json", json.dumps(row, indent=1)),
        ("b.jsonl", json.dumps(row)),
        ("c.json", json.dumps([row])),
    ):
        (document,) = read(name, content.encode()).documents
        assert (document.input_uri, document.input_kind, document.body) == (f"{name}#1", "ninjs", TEXT)
        assert (document.source_id, document.version) == ("http://coastal.example/items/bridge", "3")
        assert (document.title, document.subtitle) == ("Harbor bridge reopens", "Nine months of detours are over")
        assert (document.authors, document.dateline) == (("Ida Holm and Per Quist",), "Norden Harbor")
        assert (document.subjects, document.keywords) == (("medtop:20000337",), ("transport",))
        assert document.published == "2031-04-07T06:05:00+02:00"
        assert document.embargoed_until == "2031-04-07T08:00:00+02:00"
        assert document.usage_terms == "For use by subscribers in print only."
        assert document.locator is not None


@pytest.mark.parametrize("status", ["canceled", "withheld"])
@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("a.xml", lambda status: NITF.replace('"usable"', f'"{status}"').encode()),
        ("a.xml", lambda status: newsml("", status)),
        ("a.json", lambda status: json.dumps({"uri": NINJS_1["uri"], "pubstatus": status, "version": "4"}).encode()),
        ("a.json", lambda status: json.dumps({**NINJS_3, "pubStatus": status}).encode()),
    ],
    ids=["nitf", "newsml", "ninjs 1", "ninjs 3"],
)
def test_an_item_that_is_taken_back_withdraws_its_article(
    read: Reading, name: str, build: Callable[[str], bytes], status: str
) -> None:
    usable, found = read(name, build("usable")), read(name, build(status))
    (withdrawal,) = found.items
    assert isinstance(withdrawal, Withdrawal)
    assert (withdrawal.rule, bool(withdrawal.version)) == (status, True)
    assert withdrawal.source_id
    assert [document.source_id for document in usable.documents] in ([withdrawal.source_id], [])


def test_a_nitf_under_embargo_states_its_release(read: Reading) -> None:
    (document,) = read("a.nitf", NITF.replace('"usable"', '"embargoed"').encode()).documents
    assert document.embargoed_until == "2031-04-07T08:00:00+02:00"


def test_items_that_are_no_text_are_skipped(read: Reading) -> None:
    (skipped,) = read("a.json", json.dumps({**NINJS_1, "type": "picture"}).encode()).skipped
    assert skipped.rule == "ninjs_other"


def test_an_item_without_text_is_told(read: Reading) -> None:
    assert read("a.xml", newsml("")).rules == ["no_text"]
    assert read("a.xml", message()).skipped[0].rule == "empty_message"


def test_items_in_archives_are_copied_or_found_again(read: Reading) -> None:
    found = read("night.tar", a_tar({"a.xml": NITF.encode(), "b.xml": newsml()}))
    assert found.uris == ["night.tar!/a.xml", "night.tar!/b.xml"]


BOMB = (
    b'<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    b'<!ENTITY f SYSTEM "file:///etc/hostname">]>'
)


def test_entities_are_neither_expanded_nor_fetched(read: Reading) -> None:
    content = BOMB + b"<nitf><body><body.content><p>Good text. &c;&f;</p></body.content></body></nitf>"
    (document,) = read("a.xml", content).documents
    assert document.body == "Good text."


@pytest.mark.parametrize(
    "content",
    [
        b"<nitf><body>",
        b"<nitf>" + b"<p>" * 60_000 + b"</p>" * 60_000 + b"</nitf>",
        b"<nitf>&undefined;</nitf>",
        b"<newsItem><itemMeta",
    ],
)
def test_broken_xml_is_told(read: Reading, content: bytes) -> None:
    assert read("a.xml", content).rules == ["broken_xml"]


def test_xml_of_another_kind_is_not_known(tmp_path: Any, settings: Settings) -> None:
    (tmp_path / "a.xml").write_bytes(b"<?xml version='1.0'?><invoice/>")
    assert [reject.rule for reject in locate([str(tmp_path / "a.xml")], settings).rejects] == ["unknown_type"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("20310407T060500+0200", "2031-04-07T06:05:00+02:00"),
        ("20310407T040500Z", "2031-04-07T04:05:00+00:00"),
        ("20310407", "2031-04-07"),
        ("2031-04-07", "2031-04-07"),
        ("April 7, 2031", "April 7, 2031"),
        (None, None),
    ],
)
def test_times_of_agencies(written: str | None, expected: str | None) -> None:
    assert iso_time(written) == expected


@pytest.mark.parametrize(
    ("code", "scheme", "expected"),
    [
        ("medtop:20000337", None, "medtop:20000337"),
        ("http://cv.iptc.org/newscodes/mediatopic/20000337", None, "medtop:20000337"),
        ("20000337", "http://cv.iptc.org/newscodes/mediatopic/", "medtop:20000337"),
        ("subj:04015000", None, "subj:04015000"),
        ("coastal:local", None, "coastal:local"),
        ("local", None, None),
        (None, "medtop", None),
    ],
)
def test_topics(code: str | None, scheme: str | None, expected: str | None) -> None:
    assert topic(code, scheme) == expected


def test_markup_becomes_paragraphs() -> None:
    assert block_text(
        parse_html("One <b>and</b> two<br>three<p>four</p><table><tr><td>5</td><td>6</td></tr></table>")
    ) == ("One and two\n\nthree\n\nfour\n\n5 6")
    assert block_text(parse_xml(b"<p>Caf&eacute;</p>")) == "Café"
