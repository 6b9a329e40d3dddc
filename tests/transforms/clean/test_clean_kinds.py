"""Pages of every kind, in the shapes that sites give them, and stubs that end before a wall."""

import json
from typing import Any

import pytest
from invented_pages import PARAGRAPHS

from schemas.records import Document, Draft
from transforms.clean import Rules, clean

SITE = "https://gazette.example.org"
STORY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
STUB = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:2])
TEASERS = "".join(
    f'<article><h2><a href="/n/{number}">Ferry {number} breaks down in the old harbor</a></h2><p>Ferry {number} '
    "stopped between the islands on Monday, and nobody knows why it did so, the harbor master said.</p></article>"
    for number in range(14)
)
LINKS = "".join(
    f'<div><a href="/n/{number}">Council seat {number} changes hands after a night of recounts</a></div><div>'
    f"The recount in district {number} took until four in the morning, and the loser will go to court over ballots "
    "that were found in a drawer of the town hall by a cleaner.</div>"
    for number in range(14)
)
REPORT = (
    "<p>The council passed a law on cookies that forbids each and every banner which hides the refusal, after nine "
    "hours of debate.</p><p>The minister said that consent must be as easy to refuse as to give, and that the banners "
    "of the last years had failed.</p><p>Publishers said the law on privacy would cost them a third.</p>"
)
HEADINGS = "".join(f'<h3><a href="/n/{number}">Ferry {number} breaks down again</a></h3>' for number in range(9))
POSTS = "".join(
    f"<h3>1{number % 10}:00</h3><p>Update {number}: the ferry left the harbor and the crowd on the quay cheered.</p>"
    for number in range(20)
)
PICTURES = "".join(
    f'<figure><img src="{number}.jpg"><figcaption>The bridge in winter, {number}. Photo: Jon Berg</figcaption></figure>'
    for number in range(12)
)
ARTICLE = {"@type": "NewsArticle", "headline": "Bridge", "datePublished": "2024-03-05T10:30:00+01:00"}


def page(title: str, body: str, *nodes: dict[str, Any], head: str = "") -> str:
    stated = "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)
    return (
        f"<html><head><title>{title}</title>{head}{stated}</head><body><main><h1>{title}</h1>{body}</main>"
        "<footer><p>Subscribe to read all</p></footer></body></html>"
    )


def read(rules: Rules, text: str, path: str) -> Draft:
    return clean(Document("page.html", "html", "html", text.encode(), "0" * 64, url=SITE + path), rules)


KINDS = [
    ("article", "/news/bridge", page("Bridge opens", STORY, ARTICLE)),
    ("article", "/news/bridge", page("Bridge opens", f"<p>{PARAGRAPHS[0]}</p>", ARTICLE)),
    ("article", "/news/bridge", page("Bridge opens", f"{STUB}<aside class='related'>{HEADINGS}</aside>")),
    ("article", "/news/cookies", page("Council passes cookie consent law", REPORT)),
    ("article", "/music/live-aid-at-40", page("Live Aid at 40", STORY, ARTICLE)),
    ("article", "/news/bridge", page("Bridge opens", STORY, ARTICLE, {"@type": "VideoObject"},
                                     {"@type": "ImageGallery"})),
    ("article", "/news/bridge", page("Bridge opens", f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[2]}</p>", ARTICLE,
                                     {"@type": "VideoObject"})),
    ("article", "/news/roundup", page("The week in review", f"<p>{PARAGRAPHS[0]}</p>{TEASERS}", ARTICLE)),
    ("error_page", "/a", page("Fehler 404 – Hafenblatt", "<p>Zur Startseite der Zeitung.</p>")),
    ("error_page", "/a", page("Sorry, this page isn’t available", "<p>Go back to the front page.</p>")),
    ("error_page", "/a", page("Hafenblatt", "<p>Die gesuchte Seite existiert nicht.</p>")),
    ("error_page", "/a", page("お探しのページは見つかりません", "<p>URLをご確認ください。</p>")),
    ("error_page", "/a", page("Page not found", f"<p>Try these:</p>{TEASERS}")),
    ("consent_wall", "/a", page("Votre vie privée", "<p>Nos partenaires et nous utilisons des cookies. Vous pouvez "
                                "accepter ou refuser, et gérer vos données personnelles.</p>")),
    ("consent_wall", "/a", page("プライバシー", "<p>クッキーを使用し個人情報を処理します。同意して次へ。</p>")),
    ("consent_wall", "/login", page("Log in | Harbor Gazette", "<p>Enter your email and your password.</p>")),
    ("consent_wall", "/login", page("Anmelden", "<p>Melden Sie sich an. Passwort vergessen? Jetzt registrieren.</p>")),
    ("error_page", "/a", page("Side ikke fundet", "<p>Siden du leder efter findes ikke.</p>")),
    ("error_page", "/a", page("Port", "<p>Halaman yang Anda cari tidak ditemukan.</p>")),
    ("error_page", "/a", page("Λιμάνι", "<p>Η σελίδα που ζητήσατε δεν βρέθηκε.</p>")),
    ("consent_wall", "/a", page("Din privatlivspolitik", "<p>Med dit samtykke bruger vi og vores partnere cookies og "
                                "behandler personoplysninger. Accepter alle eller afvis alle.</p>")),
    ("consent_wall", "/a", page("Пристанище", "<p>С вашето съгласие ние и нашите партньори използваме бисквитки и "
                                "обработваме лични данни.</p>")),
    ("consent_wall", "/a", page("Az adatai védelme", "<p>Mi és partnereink sütiket használunk. Elfogadom.</p>")),
    ("consent_wall", "/a", page("Gizliliğiniz", "<p>Biz ve ortaklarımız çerez kullanırız. Tümünü kabul et.</p>")),
    ("consent_wall", "/a", page("Ihre Zustimmung", "<p>Unsere Partner: alle akzeptieren oder Pur-Abo.</p>")),
    ("article", "/a", page("Ihre Zustimmung zur Brücke", f"{STORY}<p>Auch unsere Partner sagten ja.</p>")),
    ("error_page", "/a", page("Nie znaleziono strony", "<p>Wróć na stronę główną.</p>")),
    ("other", "/terms", page("Terms of use | Harbor Gazette", STORY)),
    ("other", "/impressum", page("Impressum", STORY)),
    ("other", "/privacy", page("プライバシーポリシー", STORY)),
    ("article", "/terms", page("Terms of use of the old bridge are changed", STORY)),
    ("article", "/news/imprint", page("Imprint", STORY, ARTICLE)),
    ("section_front", "/politics", page("Politics", TEASERS)),
    ("section_front", "/politics", page("Politics", LINKS)),
    ("section_front", "/", page("Harbor Gazette", TEASERS, {"@type": "WebSite"})),
    ("section_front", "/tag/ferry", page("Ferry", TEASERS, {"@type": "CollectionPage"},
                                         head='<meta property="og:type" content="article">')),
    ("section_front", "/world", page("World", TEASERS, *(
        {"@type": "NewsArticle", "headline": f"Ferry {number} breaks down"} for number in range(3)))),
    ("live_blog", "/news/bridge", page("Bridge day", POSTS, {**ARTICLE, "@type": "LiveBlogPosting"})),
    ("live_blog", "/news/bridge", page("Bridge day – live updates", POSTS, ARTICLE)),
    ("live_blog", "/news/live-blog-bridge", page("Bridge day", POSTS, ARTICLE)),
    ("gallery", "/news/bridge", page("The bridge in pictures", f"<p>{PARAGRAPHS[0]}</p>", ARTICLE)),
    ("live_blog", "/news/bridge", page("Мост онлайн: как идва денят", POSTS, ARTICLE)),
    ("gallery", "/news/bridge", page("Broen i bilder", f"<p>{PARAGRAPHS[0]}</p>", ARTICLE)),
    ("gallery", "/news/bridge", page("The bridge", f"<p>{PARAGRAPHS[0]}</p>{PICTURES}", ARTICLE)),
    ("gallery", "/fotostrecke/bruecke", page("Die Brücke", f"<p>{PARAGRAPHS[0]}</p>", ARTICLE)),
    ("article", "/photos/bridge", page("The bridge", STORY + PICTURES, ARTICLE)),
    ("video", "/video/bridge", page("Bridge opens", f"<p>{PARAGRAPHS[0]}</p>", ARTICLE)),
    ("video", "/a", page("Bridge opens", f"<p>{PARAGRAPHS[0]}</p>", {"@type": "VideoObject"})),
    ("video", "/video/bridge", page("Bridge opens", f"<h2>Transcript</h2>{STORY}", {"@type": "VideoObject"})),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "path", "text"), KINDS)
def test_a_page_is_told_by_what_it_states_and_shows(rules: Rules, kind: str, path: str, text: str) -> None:
    assert read(rules, text, path).page_kind == kind


@pytest.mark.parametrize(
    "title", ["Forbidden love on the old quay", "404: not just an error code", "Page not found: a codex and its leaf"]
)
def test_a_story_may_play_with_the_words_of_an_error(rules: Rules, title: str) -> None:
    assert read(rules, page(title, STORY), "/news/x").page_kind == "article"
    assert read(
        rules, page(title, "<p>Nothing is here. Look at our front page, or search for it.</p>"), "/x"
    ).page_kind == ("error_page")


def test_a_query_may_name_a_story_where_the_path_names_none(rules: Rules) -> None:
    assert read(rules, page("Bridge opens", STORY), "/?p=123").page_kind == "article"


def test_a_page_without_an_address_is_no_front_page(rules: Rules) -> None:
    def kind(body: str) -> str:
        raw = page("Bridge opens", body).encode()
        return clean(Document("page.html", "html", "html", raw, "0" * 64), rules).page_kind

    assert kind(STUB) == kind(STORY) == kind(f"{STORY}<aside>{HEADINGS}</aside>") == "article"
    assert kind(TEASERS) == kind(LINKS) == "section_front"


def stub(below: str = "", head: str = "", **stated: Any) -> str:
    return page("Bridge opens", f'<article>{STUB}<div class="x">{below}</div></article>', ARTICLE | stated, head=head)


@pytest.mark.parametrize(
    ("is_truncated", "text"),
    [
        (True, stub(isAccessibleForFree=False)),
        (True, stub(isAccessibleForFree="https://schema.org/False")),
        (True, stub(hasPart={"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".wall"})),
        (True, stub(head='<meta property="article:content_tier" content="locked">')),
        (True, stub(articleBody="The harbor council voted on Tuesday. " * 90)),
        (True, stub("<p>To read the full story, become a member.</p>")),
        (True, stub("<p>Cet article est réservé aux abonnés.</p>")),
        (True, stub("<p>Für Abonnenten</p><p>Diesen Artikel mit H+ weiterlesen</p>")),
        (True, stub("<p>この記事は有料記事です。残り1234文字</p>")),
        (True, stub("<p>Du måste vara prenumerant för att läsa vidare.</p>")),
        (True, stub("<p>Dalsza część jest dla prenumeratorów.</p>")),
        (False, stub()),
        (False, stub(isAccessibleForFree=True, hasPart={"isAccessibleForFree": False})),
        (False, stub(head='<meta property="article:content_tier" content="metered">')),
        (False, stub("<p>Subscribe to our newsletter and read the best stories each morning</p>")),
        (False, page("Bridge opens", STORY * 4, ARTICLE | {"isAccessibleForFree": False})),
        (False, page("Bridge opens", STORY * 4, ARTICLE | {"articleBody": "The harbor council voted. " * 900})),
    ],
)
def test_a_stub_is_told_from_a_whole_story(rules: Rules, is_truncated: bool, text: str) -> None:
    assert read(rules, text, "/news/bridge").is_truncated is is_truncated


def test_a_site_that_shares_every_page_as_an_article_does_not_make_it_one(rules: Rules) -> None:
    shared = '<meta property="og:type" content="article">'
    missing = page("404 - Page not found", "<p>Sorry, the page you look for cannot be found.</p>", head=shared)
    front = page("Politics", f"<main>{HEADINGS.replace('h3', 'li')}</main>", head=shared)
    story = page("Forbidden love on the quay", STUB, head=shared)
    kinds = [read(rules, text, "/politics").page_kind for text in (missing, front, story)]
    assert kinds == ["error_page", "section_front", "article"]
