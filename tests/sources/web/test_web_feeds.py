"""RSS, RDF, Atom and JSON Feed, as they come: what each says of its articles."""

import json

from sources.web import Link, discover

URL = "https://news.example.org/feeds/all"
A = "https://news.example.org/2026/ferry"


def rss_of(title):
    return f"<rss><channel><item><title>{title}</title><link>{A}</link></item></channel></rss>"


def links(body):
    return discover(URL, body.encode() if isinstance(body, str) else body).links


def test_rss_says_title_date_language_and_publisher():
    assert links("""<?xml version="1.0" encoding="utf-8"?>
        <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Harbor Gazette</title><link>https://news.example.org/</link>
        <atom:link rel="self" href="https://news.example.org/feeds/all"/><language>en-gb</language>
        <image><title>Logo</title><url>https://news.example.org/logo.png</url><link>https://news.example.org/</link></image>
        <item><title><![CDATA[Ferry &amp; quay]]></title><link>https://news.example.org/2026/ferry</link>
        <pubDate>Mon, 23 Nov 2026 10:00:00 +0000</pubDate><guid isPermaLink="false">77</guid>
        <enclosure url="https://news.example.org/ferry.mp3" type="audio/mpeg"/></item></channel></rss>""") == (
        Link(A, "Ferry &amp; quay", "Mon, 23 Nov 2026 10:00:00 +0000", None, "en-gb", "Harbor Gazette", via=URL),
    )


def test_rss_entry_with_a_permanent_guid_needs_no_link():
    assert [
        link.url
        for link in links(
            f"<rss><channel><item><guid>{A}</guid></item><item><guid isPermaLink='false'>{A}/no</guid></item>"
            "<item><guid>77</guid></item></channel></rss>"
        )
    ] == [A]


def test_rdf_says_its_dublin_core_date():
    (link,) = links("""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="x"><title>Hafenblatt</title><dc:language>de</dc:language>
        <items><rdf:Seq><rdf:li resource="/2026/ferry"/></rdf:Seq></items></channel>
        <item rdf:about="/2026/ferry"><title>F&#228;hre</title><link>/2026/ferry</link>
        <dc:date>2026-11-23T10:00:00+01:00</dc:date></item>
        </rdf:RDF>""")
    assert link == Link(A, "Fähre", "2026-11-23T10:00:00+01:00", None, "de", "Hafenblatt", via=URL)


def test_atom_takes_the_alternate_link_and_tells_published_from_updated():
    (link,) = (
        links("""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Gazette du Port</title><id>urn:x</id>
        <link rel="self" href="/feeds/all"/><updated>2026-11-23T12:00:00Z</updated>
        <entry><id>urn:y</id><title type="html">Le bac</title>
        <link rel="edit" href="/edit"/><link rel="enclosure" href="/a.mp3"/>
        <link rel="alternate" type="application/json" href="/2026/ferry.json"/>
        <link rel="alternate" type="text/html" href="/2026/ferry"/>
        <published>2026-11-23T10:00:00Z</published><updated>2026-11-23T11:00:00Z</updated></entry></feed>""")
    )
    assert link == Link(A, "Le bac", "2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z", "fr", "Gazette du Port", via=URL)


def test_atom_addresses_are_relative_to_their_base():
    (link,) = links("""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example.org/2026/"><entry>
        <link href="ferry"/></entry></feed>""")
    assert link.url == "https://other.example.org/2026/ferry"


def test_json_feed():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbor Gazette",
        "language": "en",
        "items": [
            {
                "id": "1",
                "url": "/2026/ferry",
                "title": "Ferry  returns",
                "date_published": "2026-11-23T10:00:00Z",
                "date_modified": "2026-11-23T11:00:00Z",
            },
            {"id": "2", "external_url": "https://other.example.org/b", "language": "nl"},
            {"id": "3"},
            "rubbish",
            {"url": 7},
        ],
    }
    first, second = links(json.dumps(feed))
    assert first == Link(
        A, "Ferry returns", "2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z", "en", "Harbor Gazette", via=URL
    )
    assert (second.url, second.language) == ("https://other.example.org/b", "nl")


def test_a_feed_that_is_not_well_formed_is_read_all_the_same():
    body = (
        f"<rss><channel><item><title>Fish & chips &nbsp; today</title><link>{A}?a=1&b=2</link></item>"
        f"<item><link>{A}/2</link></item>"
    )
    assert [link.url for link in links(body)][1:] == [f"{A}/2"]
    assert links(body)[0].title.startswith("Fish")


def test_a_feed_in_latin_1_is_read_in_its_encoding():
    body = '<?xml version="1.0" encoding="ISO-8859-1"?>' + rss_of("Fähre")
    assert links(body.encode("latin-1"))[0].title == "Fähre"


def test_entities_are_not_expanded_and_no_file_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the harbor master's password")
    for definition in (
        f'<!ENTITY x SYSTEM "{secret.as_uri()}">',
        f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;<!ENTITY x "y">',
    ):
        body = f"<!DOCTYPE rss [{definition}]>" + rss_of("&x;")
        assert "password" not in repr(links(body))


def test_a_billion_laughs_are_none():
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{levels}]>' + rss_of("&l11;")
    assert all(len(link.title or "") < 100 for link in links(body))


def test_no_network_is_asked_for_a_dtd(server):
    body = (
        f'<!DOCTYPE rss SYSTEM "{server.url("/evil.dtd")}"><rss><channel><item><link>{A}</link></item></channel></rss>'
    )
    assert len(links(body)) == 1
    assert server.asked == []
