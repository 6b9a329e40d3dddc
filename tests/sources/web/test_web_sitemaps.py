"""Sitemaps, news sitemaps and indexes: what each says of its pages."""

from sources.web import Link, discover

URL = "https://news.example.org/sitemap.xml"


def links(body):
    return discover(URL, body.encode()).links


def test_a_sitemap_says_when_a_page_was_changed():
    assert (
        links("""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc> https://news.example.org/a </loc><lastmod>2026-11-23</lastmod><priority>0.5</priority></url>
        <url><loc>https://news.example.org/b?x=1&amp;y=2</loc></url><url><lastmod>2026-11-23</lastmod></url></urlset>""")
        == (
            Link("https://news.example.org/a", modified="2026-11-23", via=URL),
            Link("https://news.example.org/b?x=1&y=2", via=URL),
        )
    )


def test_a_news_sitemap_says_title_date_language_and_publisher_and_pictures_do_not_count():
    assert links("""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://news.example.org/a</loc>
        <image:image><image:loc>
        https://news.example.org/a.jpg</image:loc><image:title>A ferry</image:title></image:image>
        <n:news><n:publication><n:name>Harbor Gazette</n:name><n:language>en</n:language></n:publication>
        <n:publication_date>2026-11-23T10:00:00+00:00</n:publication_date>
        <n:title>Ferry returns</n:title></n:news></url></urlset>""") == (
        Link(
            "https://news.example.org/a",
            "Ferry returns",
            "2026-11-23T10:00:00+00:00",
            None,
            "en",
            "Harbor Gazette",
            via=URL,
        ),
    )


def test_an_index_names_its_sitemaps():
    found = discover(
        URL,
        b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/sitemap-1.xml.gz</loc>
        <lastmod>2026-11-23T10:00:00Z</lastmod></sitemap><sitemap><loc>/sitemap-2.xml.gz</loc></sitemap></sitemapindex>""",
    )
    assert found.kind == "sitemap_index"
    assert [(link.url.rpartition("/")[2], link.modified) for link in found.links] == [
        ("sitemap-1.xml.gz", "2026-11-23T10:00:00Z"),
        ("sitemap-2.xml.gz", None),
    ]


def test_a_sitemap_without_namespace_is_read_too():
    assert len(links("<urlset><url><loc>/a</loc></url></urlset>")) == 1
