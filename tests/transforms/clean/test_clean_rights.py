"""Who holds the rights and who made the pictures, as pages print them around a story and below it."""

import pytest
from invented_pages import PARAGRAPHS

from schemas.records import Document, Draft
from transforms.clean import Rules, clean
from transforms.clean.rights import read_copyright


def page(above: str, below: str, rules: Rules) -> Draft:
    story = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    html = f"<article><h1>Old swing bridge to reopen</h1>{above}{story}</article>{below}"
    return clean(Document("page.html", "html", "html", html.encode(), "0" * 64), rules)


@pytest.mark.parametrize(
    ("notice", "holder"),
    [
        ("A title of the Harbor Group © 2026 Harbor Media", "Harbor Media"),
        ("© 2026 Hafenverlag GmbH & Co. KG. Alle Rechte vorbehalten.", "Hafenverlag GmbH & Co. KG"),
        ("Copyright © 2026, Harbor Gazette | Terms of Service | Privacy Policy", "Harbor Gazette"),
        ("© 2026, gazette.example | Harbor Media | All rights reserved", "Harbor Media"),
        ("© 2026 Harbor Gazette Powered by Quay CMS", "Harbor Gazette"),
        ("Opphavsrett Havneavisen © 2026 Ansvarlig redaktør: Kari Lund", "Havneavisen"),
        ("This material may not be published. ©2026 Harbor, LLC. All rights reserved. Made by Quay.", "Harbor, LLC"),
        ("The Gazette is a part of Harbor Media. © 2026 The Gazette, LLC", "The Gazette, LLC"),
        ("© All Rights Reserved Harbor Trust 2026, a 501(c)(3) organization", "Harbor Trust, a 501(c)(3) organization"),
        ("Copyright (с) ООО «Гавань», 2026.", "ООО «Гавань»"),
        ("Harbor Gazette. All rights reserved. Copyright 2026", "Harbor Gazette"),
        ("港の記事の無断転載を禁じます。 Copyright © 2026 Harbor Press.", "Harbor Press"),
    ],
)  # fmt: skip
def test_the_holder_is_who_stands_at_the_mark_and_nothing_else(notice: str, holder: str) -> None:
    assert read_copyright([notice]) == (holder, 2026, notice)


def test_rights_without_a_holder_name_nobody() -> None:
    assert read_copyright(["© Riproduzione riservata"])[0] is None


def test_a_notice_within_the_story_is_a_pictures(rules: Rules) -> None:
    draft = page(
        '<div class="credit">© Jon Berg/Harbor Photo</div>', "<p>The contents are ©2026 Harbor Media.</p>", rules
    )
    assert draft.image_credit == "Jon Berg/Harbor Photo"
    assert (draft.copyright_holder, draft.copyright_year) == ("Harbor Media", 2026)
    assert page("", "<footer><p>© Harbor Media</p></footer>", rules).copyright_holder == "Harbor Media"


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The bridge in January.Credit...Jon Berg/The Harbor Gazette", "Jon Berg/The Harbor Gazette"),
        ("Die Brücke im Januar. (Quelle: Jon Berg/Hafenfoto)", "Jon Berg/Hafenfoto"),
        ("Die Brücke im Januar. IMAGO/Jon Berg", "IMAGO/Jon Berg"),
    ],
)
def test_the_first_picture_that_is_credited_gives_the_credit(rules: Rules, caption: str, credit: str) -> None:
    below = "<p>Photos: The harbor at night</p><p>Video | The bridge is lifted</p>"
    draft = page(f"<figure><img src='a.jpg'><figcaption>{caption}</figcaption></figure>", below, rules)
    assert draft.image_credit == credit


def test_the_byline_is_the_line_that_names_an_author(rules: Rules) -> None:
    node = '{"@type":"NewsArticle","headline":"Bridge","author":{"name":"Anna Holm"}}'
    script = f'<script type="application/ld+json">{node}</script>'
    for line, byline in (("Anna HolmReporter", "Anna HolmReporter"), ("By Piet Vos", "By Piet Vos"), ("By", None)):
        above = f'{script}<div class="byline">My account</div><div class="byline">{line}</div>'
        assert page(above, "", rules).byline == byline
