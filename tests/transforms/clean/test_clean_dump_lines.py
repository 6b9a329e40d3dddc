"""What stands between the paragraphs of a dump: told from the story's own short lines, in many languages."""

import json

import pytest

from schemas.records import Document, Draft
from transforms.clean import Rules, clean
from transforms.clean.marks import turn_marks
from transforms.clean.rights import read_copyright
from transforms.clean.wire import read_agency, read_credit, read_end_sign

BEFORE = "The harbor council voted on Tuesday to reopen the swing bridge, closed since the storm of last winter."
AFTER = "Engineers found that the eastern pillar of the bridge had sunk by nine centimeters in January, she added."


def dump(text: str, rules: Rules) -> Draft:
    return clean(Document("dump.txt", "text", "text", text.encode(), "0" * 64), rules)


def page(text: str, rules: Rules) -> Draft:
    return clean(Document("page.html", "html", "html", text.encode(), "0" * 64), rules)


def around(line: str, rules: Rules) -> Draft:
    return dump(f"Bridge to reopen\n\n{BEFORE}\n\n{line}\n\n{AFTER}\n", rules)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("pic.twitter.com/abc123", "embed"),
        ("— Kari Lund (@karilund) March 3, 2026", "embed"),
        ("Un post condiviso da Kari Lund (@karilund)", "embed"),
        ("[Embedded tweet: the mayor on the bridge]", "embed"),
        ("{{video:123}}", "embed"),
        ('[gallery ids="1,2"]', "embed"),
        ('[caption id="attachment_12"]The bridge in May.[/caption]', "embed"),
        ("Embed from Getty Images", "embed"),
        ("Stream Type LIVE", "embed"),
        ("0:00 / 1:23", "embed"),
        ("https://www.example.org/watch?v=abc", "embed"),
        ("Este contenido incrustado no está disponible", "embed"),
        ("点击查看视频", "embed"),
        ("Article continues below this ad", "advertisement"),
        ("El artículo continúa debajo", "advertisement"),
        ("Der Artikel wird nach dem Video fortgesetzt", "advertisement"),
        ("FILE PHOTO: The bridge is seen in Oldport, Norland, March 3, 2026. REUTERS/Jon Berg", "caption"),
        ("ARCHIVO - El puente giratorio de Oldport, cerrado el 3 de marzo.", "caption"),
        ("1 of 5 | The swing bridge in Oldport on Monday.", "caption"),
        ("Mayor Anna Holm speaks at the bridge on Monday. (Photo by Jon Berg / AFP)", "caption"),
        ("Il ponte lunedì (Foto Jon Berg/ANSA)", "caption"),
        ("Die Brücke im Hafen am Montag. Bild: J. Berg", "caption"),
        ("Le pont du port, lundi. © Jon Berg", "caption"),
        ("El puente, el lunes. EFE/Jon Berg", "caption"),
        ("新华社记者王小明摄", "caption"),
        ("Handout via REUTERS", "credit"),
        ("[사진=연합뉴스]", "caption"),
        ("bridge-0303-hl", "slug"),
        ("US--Harbor Bridge, 2nd Ld-Writethru", "slug"),
        ("(Harbor Newsource) --", "slug"),
        ("ATTENTION EDITORS - This picture was provided by a third party.", "slug"),
        ("## Redaktionelle Hinweise", "slug"),
        ("Our Standards: The Thomson Reuters Trust Principles.", "copyright"),
        ("Purchase Licensing Rights", "copyright"),
        ("(Redaktion: Anna Holm)", "byline"),
        ("責任編輯：王小明", "byline"),
        ("김민수 기자 kim@example.org", "byline"),
        ("LIRE AUSSI : Le port rouvre", "related"),
        ("LIRE AUSSI – Le port rouvre", "related"),
        ('<iframe src="x"></iframe>', "embed"),
        ("▶ Le pont tombe encore en panne", "related"),
        ("VÍDEO: El puente se abre por primera vez", "related"),
        ("Bildergalerie", "embed"),
        ("With inputs from PTI", "syndication"),
        ("Con información de EFE", "syndication"),
        ("Dieser Artikel wird laufend aktualisiert.", "notice"),
        ("Disclaimer: The views expressed are those of the author.", "disclaimer"),
        ("Imagen ilustrativa", "caption"),
        ("写真はイメージです", "caption"),
        ("RIPRODUZIONE RISERVATA", "copyright"),
        ("First Published: March 3, 2026 10:00 IST", "date"),
        ("Mots-clés : pont, port", "tags"),
        ("Related article Bridge breaks down again", "related"),
        ("… [+1234 chars]", "related"),
        ("（完）", "end_mark"),
    ],
)
def test_a_line_between_paragraphs_that_is_no_story_goes(line: str, kind: str, rules: Rules) -> None:
    draft = around(line, rules)
    assert draft.text == f"{BEFORE}\n\n{AFTER}"
    assert [(block.kind, block.text) for block in draft.removed] == [(kind, line)]


@pytest.mark.parametrize(
    "line",
    [
        "No one was hurt.",
        "“More,” he said.",
        "What comes next",
        "The story continues on Monday.",
        "The bridge reopened in May (it had been closed for a year).",
        "- Anna Holm, mayor (Labour/Green)",
        "• The bridge opens at 10:30",
        "1. The bridge must open by May.",
        "He posted a photo: it showed the bridge.",
        "He wrote on X: “The bridge is open.”",
        "— Anna Holm, mayor",
        "A: Yes.",
        "This story has been told for a hundred years.",
        "This story was corrected on May 5: the bridge is red.",
        "NATO",
        "<The Bridge: A Tale of the Harbor>",
        "◆ 橋の再開に喜びの声",
        "Anna Holm leads in Oldport. [HarborPost, NBN/WSG/Marit]",
        "Mit Material aus Norwegen wurde die Brücke geflickt.",
        "Source of anger",
        "Length: 9 meters",
        "Duration of the strike",
        "Live music will return in May.",
        "Words failed her.",
        "Editors said no.",
        "Embargo lifted",
        "Video evidence",
        "Die Bilder zeigen die Brücke.",
        "»Wir haben gewartet«, sagte Anna Holm.",
        "La suite a été longue.",
        "El artículo continúa vigente.",
        "En la foto aparece el alcalde.",
        "市長は3日、橋の再開を発表した。",
        "记者在现场看到，大桥已经开放。",
        "시장은 3일 다리를 다시 열었다.",
    ],
)
def test_a_short_line_of_the_story_stays(line: str, rules: Rules) -> None:
    assert around(line, rules).text == f"{BEFORE}\n\n{line}\n\n{AFTER}"


def test_a_slug_goes_with_the_caption_below_it_and_a_subhead_does_not(rules: Rules) -> None:
    caption = "The swing bridge in Oldport is seen on Monday, March 3, 2026. (Lena Brandt/AP Photo)"
    assert around(f"Norland Bridge\n\n{caption}", rules).text == f"{BEFORE}\n\n{AFTER}"
    assert "What comes next" in around(f"What comes next\n\n{caption}", rules).text
    assert around(caption, rules).image_credit == "Lena Brandt/AP Photo"


def test_the_headline_is_found_below_slugs_and_notes(rules: Rules) -> None:
    lines = ("BC-EU--Norland-Bridge, 1st Ld-Writethru, AP", "Eds: Adds quotes.", "bridge-0303-hl", "By Anna Holm")
    draft = dump("\n\n".join((*lines, "Bridge to reopen", BEFORE, AFTER)), rules)
    assert draft.title == "Bridge to reopen" and draft.text == f"{BEFORE}\n\n{AFTER}"


def test_tags_and_entities_that_were_left_over_go(rules: Rules) -> None:
    draft = around("<p>“R&amp;D <b>matters</b>,” she&nbsp;said.<br>It did.</p>\n\n<div class='ad'></div>", rules)
    assert draft.text == f"{BEFORE}\n\n“R&D matters,” she said.\n\nIt did.\n\n{AFTER}"


def test_authors_and_their_portraits_below_the_story_go_and_its_last_words_stay(rules: Rules) -> None:
    ends = (
        "Anna Holm is a senior reporter at the Harbor Gazette, where she covers bridges and much else that moves.",
        "Piet Vos ist Redakteur im Ressort Hafen und schreibt seit 2019 über Brücken, Fähren und die Menschen darauf.",
    )
    draft = dump("\n\n".join(("Bridge to reopen", BEFORE, AFTER, *ends)), rules)
    assert draft.text == f"{BEFORE}\n\n{AFTER}"
    assert [block.rule for block in draft.removed] == ["author_bio", "author_bio"]


def test_headlines_below_a_label_go_and_a_last_sentence_stays(rules: Rules) -> None:
    story = f"Bridge to reopen\n\n{BEFORE}\n\n{AFTER}\n\nRelated Content\n\n"
    assert dump(f"{story}Ferry breaks down again", rules).text == f"{BEFORE}\n\n{AFTER}"
    assert dump(f"{story}The court sits on June 26.", rules).text.endswith("The court sits on June 26.")


JAPANESE = """港の橋が11か月ぶりに再開
2026年3月3日 17時05分
港の橋が3日、11か月ぶりに再開した。市議会が火曜日に決めたもので、嵐で沈んだ東側の橋脚は補強された。
再開した港の橋＝3日、オスロ
市長は「長く待った」と話した。
橋は今後、週に一度点検される予定で、フェリーは5月まで運航を続けると市は発表している。（共同）
関連記事
フェリーがまた故障
"""


def test_a_japanese_dump_is_read_by_its_own_widths(rules: Rules) -> None:
    draft = dump(JAPANESE, rules)
    assert draft.title == "港の橋が11か月ぶりに再開" and len(draft.paragraphs) == 3
    assert [block.kind for block in draft.removed] == ["date", "caption", "related", "related"]
    assert draft.agency == "Kyodo" and (draft.published_local or "").startswith("2026-03-03")


MISREAD = "Café owner MarÃ\xada said it would be â€œbraveâ€\x9d to wait; â\x80\x9cnoâ\x80\x9d, said the mayor."
MENDED = "Café owner María said it would be “brave” to wait; “no”, said the mayor."


def test_mojibake_is_mended_before_its_invisible_half_is_lost(rules: Rules) -> None:
    assert around(MISREAD, rules).text == f"{BEFORE}\n\n{MENDED}\n\n{AFTER}"
    html = f"<html><body><article><h1>Bridge</h1><p>{BEFORE}</p><p>{MISREAD}</p><p>{AFTER}</p></article></body></html>"
    assert page(html, rules).text == f"{BEFORE}\n\n{MENDED}\n\n{AFTER}"


def test_two_marks_that_are_both_the_wrong_way_round_are_turned() -> None:
    assert turn_marks("He called it ”dead“.") == "He called it “dead”."
    assert turn_marks("Hon sade ”nej”, och “ja”.") == "Hon sade “nej”, och “ja”."


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Photo: Lena Brandt", "Lena Brandt"),
        ("(Harbor News) HN", "Harbor News"),
        ("(Foto: Jon Berg/dpa)", "Jon Berg/dpa"),
        ("Image copyright Harbor Press", "Harbor Press"),
        ("Die Brücke am Montag. Foto: Jon Berg/dpa", "Jon Berg/dpa"),
        ("Photo courtesy of the harbor", "the harbor"),
        ("写真＝共同", "共同"),
        ("Jon Berg/Getty Images", "Jon Berg/Getty Images"),
        ("©", "©"),
    ],
)
def test_a_credit_is_shown_without_its_label(line: str, named: str) -> None:
    assert read_credit(line) == named


@pytest.mark.parametrize(
    ("notice", "holder", "year"),
    [
        ("Tous droits réservés © Le Port 2026", "Le Port", 2026),
        ("Alle Rechte vorbehalten. © dpa", "dpa", None),
        ("© dpa-infocom, dpa:260303-99-123456/2", "dpa-infocom", None),
        ("© 2026 El Puerto. Todos los derechos reservados.", "El Puerto", 2026),
        ("Copyright 2026 Harbor Wire. All rights reserved. This material may not be published.", "Harbor Wire", 2026),
    ],
)
def test_the_holder_is_read_wherever_the_rights_are_named(notice: str, holder: str, year: int | None) -> None:
    assert read_copyright([notice])[:2] == (holder, year)


def test_an_agency_that_holds_the_rights_is_no_publisher(rules: Rules) -> None:
    draft = dump(f"Bridge to reopen\n\n{BEFORE}\n\n{AFTER}\n\n© dpa-infocom, dpa:260303-99-123456/2", rules)
    assert (draft.copyright_holder, draft.publisher) == ("dpa-infocom", None)


def test_an_agency_is_read_behind_a_name_and_behind_the_last_words(rules: Rules) -> None:
    agencies = rules.agencies
    assert read_agency(["By Anna Holm Associated Press"], agencies) == "AP"
    assert read_agency(["By Emily Press"], agencies) is None
    assert around("(With inputs from PTI)", rules).agency == "PTI"
    assert read_end_sign("The bridge is open. (AFP)", agencies) == "AFP"
    assert read_end_sign("The bridge stands in Oldport (PA)", agencies) is None


@pytest.mark.parametrize(
    "graph",
    [
        [{"image": {"@type": "ImageObject", "creditText": "Lena Brandt"}}],
        [{"image": ["https://example.org/a.jpg"]}, {"@type": "ImageObject", "url": "https://example.org/a.jpg"}],
        [{}, {"@type": "WebPage", "primaryImageOfPage": {"@id": "#a"}}, {"@type": "ImageObject", "@id": "#a"}],
        [{"associatedMedia": [{"@type": "ImageObject", "creditText": "Lena Brandt"}]}],
    ],
)
def test_the_credit_that_json_ld_states_is_read(graph: list[dict[str, object]], rules: Rules) -> None:
    graph[0] |= {"@type": "NewsArticle", "headline": "Bridge to reopen", "datePublished": "2026-03-03"}
    if len(graph) > 1:
        graph[-1]["creditText"] = "Lena Brandt"
    script = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'
    html = f"<html><head>{script}</head><body><article><h1>Bridge to reopen</h1><p>{BEFORE}</p></article></body></html>"
    assert page(html, rules).image_credit == "Lena Brandt"
