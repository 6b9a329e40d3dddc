"""Bylines in the shapes that pages write them."""

import pytest

from schemas.records import Author, Document
from transforms.clean import Rules, clean
from transforms.clean.blocks import parse
from transforms.clean.bylines import is_byline, printed_names, read_authors, split_byline
from transforms.clean.metadata import read_statements

STORY = "The old swing bridge opened again on Monday, eleven months after a ship had struck one of its piers at night."


def written(byline: str, rules: Rules) -> list[Author]:
    """The authors of a page with a byline above its story."""
    html = f"<html><body><article><h1>The bridge opens</h1>{byline}{f'<p>{STORY}</p>' * 3}</article></body></html>"
    return clean(Document("a.html", "file", "html", html, "0"), rules).authors


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Anna Holm and Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("Von Anna Holm, Piet Vos und Ida Moe", ["Anna Holm", "Piet Vos", "Ida Moe"]),
        ("Anna Holm, Staff Writer", ["Anna Holm"]),
        ("Par Anna Holm (avec AFP)", ["Anna Holm"]),
        ("ANNA HOLM", ["Anna Holm"]),
        ("Anna Holm in Oslo", ["Anna Holm"]),
        ("Anna Holm | Harbor Gazette", ["Anna Holm", "Harbor Gazette"]),
        ("Anna Holm, HARBOR RADIO", ["Anna Holm"]),
        ("https://facebook.example.com/gazette", []),
        ("By Tamsin OyelaranSun 9 Mar 2025 10.00 GMT", ["Tamsin Oyelaran"]),
        ("Anna Holm on March 5, 2024", ["Anna Holm"]),
        ("Anna Holm 5 min read", ["Anna Holm"]),
        ("Anna Holm Chief Political Correspondent", ["Anna Holm"]),
        ("Anna Holm/Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("dpa/Anna Holm", ["dpa", "Anna Holm"]),
        ("Anna Holm,Piet Vos;Ida Moe", ["Anna Holm", "Piet Vos", "Ida Moe"]),
        ("By ANNA HOLM Associated Press", ["Anna Holm", "Associated Press"]),
        ("A. B. Holm and Piet Vos, Jr.", ["A. B. Holm", "Piet Vos Jr."]),
        ("Santiago Holm y Gasset", ["Santiago Holm y Gasset"]),
        ("Anna Holm y Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("Anna Holm, Oslo, Norway", ["Anna Holm"]),
        ("Anna Holm, PhD, Universität Oldport", ["Anna Holm", "Universität Oldport"]),
        ("Holm, Anna; Vos, Piet", ["Anna Holm", "Piet Vos"]),
        ("Text: Anna Holm, Fotos: Piet Vos und Ida Moe", ["Anna Holm"]),
        ("Photos: Piet Vos; Text: Anna Holm", ["Anna Holm"]),
        ("Redaktion: Piet Vos und Ida Moe", []),
        ("Quelle: sid", ["sid"]),
        ("Ein Gastbeitrag von Anna Holm", ["Anna Holm"]),
        ("Anna Holm anna.holm@example.org", ["Anna Holm"]),
        ("Piet Vos at the Harbor Gazette", ["Piet Vos"]),
        ("Voice of Oldport", ["Voice of Oldport"]),
        ("France 24", ["France 24"]),
        ("【記者山田太郎】", ["山田太郎"]),
        ("山田太郎、鈴木花子", ["山田太郎", "鈴木花子"]),
        ("By Anna Holm on Monday, November 18th, 2019 at 11:04 a.m.", ["Anna Holm"]),
        ("by Anna Holm Monday, November 18, 2019", ["Anna Holm"]),
        ("Von Anna Holm publiziert am 25. September 2018", ["Anna Holm"]),
        ("Von Anna Holm, aktualisiert am 25. September 2018", ["Anna Holm"]),
        ("Von Anna Holm | Stand: 25.09.2018, 14:30 Uhr", ["Anna Holm"]),
        ("Par Anna Holm publié le 5 mars 2024", ["Anna Holm"]),
        ("Publié par Anna Holm le 05/03/2024", ["Anna Holm"]),
        ("Por Anna Holm 5 de marzo de 2024", ["Anna Holm"]),
        ("Di Anna Holm", ["Anna Holm"]),
        ("di Anna Holm e Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("a cura di Anna Holm", ["Anna Holm"]),
        ("A cura della Redazione", ["Redazione"]),
        ("Door Anna Holm", ["Anna Holm"]),
        ("Av Anna Holm og Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("Af Anna Holm", ["Anna Holm"]),
        ("Tekst: Anna Holm", ["Anna Holm"]),
        ("Text: Anna Holm | Foto: Piet Vos", ["Anna Holm"]),
        ("Tekst og foto: Anna Holm", ["Anna Holm"]),
        ("Escrito por Anna Holm", ["Anna Holm"]),
        ("Écrit par Anna Holm", ["Anna Holm"]),
        ("Propos recueillis par Anna Holm", ["Anna Holm"]),
        ("Skrevet av Anna Holm", ["Anna Holm"]),
        ("Szerző: Anna Holm", ["Anna Holm"]),
        ("Autor: Anna Holm", ["Anna Holm"]),
        ("Penulis: Anna Holm", ["Anna Holm"]),
        ("Oleh Anna Holm", ["Anna Holm"]),
        ("Yazar: Anna Holm", ["Anna Holm"]),
        ("Автор: Анна Холм", ["Анна Холм"]),
        ("Текст: Анна Холм", ["Анна Холм"]),
        ("Kirjoittaja: Anna Holm", ["Anna Holm"]),
        ("Reporter: Anna Holm", ["Anna Holm"]),
        ("Reported by Anna Holm; edited by Piet Vos", ["Anna Holm"]),
        ("Written by: Anna Holm", ["Anna Holm"]),
        ("Words by Anna Holm Photos by Piet Vos", ["Anna Holm"]),
        ("BY ANNA HOLM AND PIET VOS", ["Anna Holm", "Piet Vos"]),
        ("ANNA HOLM, STAFF WRITER", ["Anna Holm"]),
        ("Anna Holm, Political Editor", ["Anna Holm"]),
        ("Anna Holm Political Editor", ["Anna Holm"]),
        ("Anna Holm, Redakteurin", ["Anna Holm"]),
        ("Anna Holm, Korrespondentin in Berlin", ["Anna Holm"]),
        ("Anna Holm, journaliste", ["Anna Holm"]),
        ("Anna Holm, envoyée spéciale à Oslo", ["Anna Holm"]),
        ("Anna Holm, Ressortleiter Wirtschaft", ["Anna Holm"]),
        ("Anna Holm, MS, RDN", ["Anna Holm"]),
        ("Dr. Anna Holm, MD", ["Dr. Anna Holm"]),
        ("Anna Holm, AFP", ["Anna Holm", "AFP"]),
        ("Anna Holm and AFP", ["Anna Holm", "AFP"]),
        ("Anna Holm with Reuters", ["Anna Holm", "Reuters"]),
        ("Anna Holm (dpa)", ["Anna Holm"]),
        ("Anna Holm, dpa", ["Anna Holm", "dpa"]),
        ("Anna Holm. Harbor International", ["Anna Holm", "Harbor International"]),
        ("A. Holm", ["A. Holm"]),
        ("J. R. R. Vos", ["J. R. R. Vos"]),
        ("Anna Holm <anna@gazette.example>", ["Anna Holm"]),
        ("anna.holm@gazette.example (Anna Holm)", ["Anna Holm"]),
        ("anna.holm@gazette.example", []),
        ("https://twitter.com/annaholm", []),
        ("@annaholm", []),
        ("twitter.com/annaholm", []),
        ("www.gazette.example", []),
        ("Anna Holm @annaholm", ["Anna Holm"]),
        ("Anna Holm Twitter", ["Anna Holm"]),
        ("Anna Holm Follow @annaholm", ["Anna Holm"]),
        ("Anna HOLM", ["Anna HOLM"]),
        ("Anna Holm Contributor", ["Anna Holm"]),
        ("Guest", []),
        ("Гость", []),
        ("admin", []),
        ("Administrator", []),
        ("Staff", ["Staff"]),
        ("Anna Holm et Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("Anna Holm i Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("Anna Holm ja Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("Anna Holm a Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("Anna Holm és Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("Anna Holm dan Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("Анна Холм и Пит Вос", ["Анна Холм", "Пит Вос"]),
        ("Anna Holm / Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("Anna Holm + Piet Vos", ["Anna Holm", "Piet Vos"]),
        ("홍길동 기자", ["홍길동"]),
        ("本报记者 王小明", ["王小明"]),
        ("文／王小明", ["王小明"]),
        ("記者王小明／台北報導", ["王小明"]),
        ("Anna Holm, 45", ["Anna Holm"]),
        ("Anna Holm • 3 min read", ["Anna Holm"]),
        ("Anna Holm · 5 hours ago", ["Anna Holm"]),
        ("Anna Holm, Updated 3 hours ago", ["Anna Holm"]),
        ("Anna Holm and the Gazette staff", ["Anna Holm", "the Gazette staff"]),
        ("By Our Correspondent", ["Our Correspondent"]),
        ("By The Associated Press", ["The Associated Press"]),
        ("Anna Holm for the Harbor Gazette", ["Anna Holm"]),
        ("Anna Holm, Special to the Gazette", ["Anna Holm"]),
        ("Anna Holm, Contributing Writer", ["Anna Holm"]),
        ("Anna Holm Senior Reporter, Politics", ["Anna Holm"]),
        ("Analysis by Anna Holm", ["Anna Holm"]),
        ("Opinion by Anna Holm", ["Anna Holm"]),
        ("Exclusive by Anna Holm", ["Anna Holm"]),
        ("Anna Holm (text) and Piet Vos (photos)", ["Anna Holm"]),
        ("Eine Analyse von Anna Holm", ["Anna Holm"]),
        ("Ein Kommentar von Anna Holm", ["Anna Holm"]),
        ("Kommentar von Anna Holm", ["Anna Holm"]),
        ("Von Anna Holm, Oslo", ["Anna Holm"]),
        ("Von Anna Holm und Piet Vos, Berlin", ["Anna Holm", "Piet Vos"]),
        ("VON ANNA HOLM", ["Anna Holm"]),
        ("Par Anna Holm, Piet Vos et Ida Moe", ["Anna Holm", "Piet Vos", "Ida Moe"]),
        ("Anna van den Holm", ["Anna van den Holm"]),
        ("Anna O'Holm-Vos", ["Anna O'Holm-Vos"]),
        ("null", []),
        ("[object Object]", []),
        ("Anna Holm | Anna Holm", ["Anna Holm", "Anna Holm"]),
        ("Von unserem Korrespondenten Jens Krüger", ["Jens Krüger"]),
        ("De notre correspondante à Oslo, Anna Holm", ["Anna Holm"]),
        ("Dal nostro inviato Piet Vos", ["Piet Vos"]),
        ("Anna Holm, Special to The Gazette", ["Anna Holm"]),
        ("Anna Holm; additional reporting by Piet Vos and Ida Moe", ["Anna Holm"]),
        ("（記者王小明／台北報導）", ["王小明"]),
        ("May 5, 2026 by Anna Holm", ["Anna Holm"]),
        ("EMILY POST", ["Emily Post"]),
    ],
)
def test_names_are_told_from_what_is_printed_between_them(rules: Rules, byline: str, names: list[str]) -> None:
    assert split_byline(byline, rules.bylines) == names


def test_people_and_organizations_are_told_apart(rules: Rules) -> None:
    authors = read_authors(
        [("Anna Holm", None), ("Reuters", None), ("Gazette Newsroom", None), ("anna holm", None)],
        (),
        rules.bylines,
        rules.agencies,
    )
    assert [(author.name, author.kind) for author in authors] == [
        ("Anna Holm", "person"),
        ("Reuters", "organization"),
        ("Gazette Newsroom", "organization"),
    ]


def test_agencies_are_told_however_they_are_spelled_and_from_the_name_before_them(rules: Rules) -> None:
    stated = [("Afp", "Person"), ("Anna Holm Associated Press", None)]
    assert [(author.name, author.kind) for author in read_authors(stated, (), rules.bylines, rules.agencies)] == [
        ("AFP", "organization"),
        ("Anna Holm", "person"),
        ("Associated Press", "organization"),
    ]


@pytest.mark.parametrize(
    "byline",
    [
        '<ul class="authors"><li><a href="/a">Anna Holm</a></li><li><a href="/b">Piet Vos</a></li></ul>',
        '<div class="byline"><span>Anna Holm</span><span>Piet Vos</span></div>',
        '<div itemprop="author" itemscope><meta itemprop="name" content="Anna Holm and Piet Vos"></div>',
        "<p>By Anna Holm and Piet Vos</p>",
    ],
)
def test_authors_who_have_an_element_each_are_all_read(rules: Rules, byline: str) -> None:
    assert [author.name for author in written(byline, rules)] == ["Anna Holm", "Piet Vos"]


def test_a_desk_signs_where_nobody_else_does(rules: Rules) -> None:
    desk = '<p class="byline">By Oldport Gazette Staff</p>'
    assert [(a.name, a.kind) for a in written(desk, rules)] == [("Oldport Gazette Staff", "organization")]
    assert [a.name for a in written(f'{desk}<a rel="author">Anna Holm</a>', rules)] == ["Anna Holm"]


@pytest.mark.parametrize(
    ("byline", "kind"),
    [
        ("Harbor Gazette", "organization"),
        ("The Harbor", "organization"),
        ("The Farmers", "organization"),
        ("Harbor defense ministries", "organization"),
        ("Anna van den Holm", "person"),
        ("Anna della Holm", "person"),
        ("Our Correspondent", "organization"),
        ("Oldport-Redaktion", "organization"),
        ("dpa-AFX", "organization"),
        ("Anna Holm", "person"),
        ("Madonna", "person"),
        ("Anna Post", "person"),
        ("Emily Times", "person"),
        ("Robert A. Press", "person"),
        ("Oldport Post", "organization"),
        ("Anna Post Radio", "organization"),
    ],
)
def test_an_outlet_a_desk_and_a_role_without_a_name_are_no_people(rules: Rules, byline: str, kind: str) -> None:
    outlets = ("Harbor Gazette Ltd", "the-harbor.example.org")
    assert [author.kind for author in read_authors([(byline, "Person")], outlets, rules.bylines, rules.agencies)] == [
        kind
    ]


def test_an_outlet_beside_a_name_is_where_she_works(rules: Rules) -> None:
    for byline, names in (("Anna Holm, Harbor Gazette", ["Anna Holm"]), ("Harbor Gazette", ["Harbor Gazette"])):
        found = read_authors([(byline, None)], ("Harbor Gazette",), rules.bylines, rules.agencies)
        assert [author.name for author in found] == names


def test_a_companys_commas_part_its_name_from_its_place(rules: Rules) -> None:
    stated = [("Holm & Vos Media, Oslo, Norway", "Organization"), ("Anna Holm and Piet Vos", "Organization")]
    assert [(author.name, author.kind) for author in read_authors(stated, (), rules.bylines, {})] == [
        ("Holm & Vos Media", "organization"),
        ("Anna Holm", "person"),
        ("Piet Vos", "person"),
    ]


def test_a_sentence_is_no_byline(rules: Rules) -> None:
    assert is_byline("By Anna Holm", rules.bylines)
    assert not is_byline("By evening the water had risen.", rules.bylines)


PERSON = '{"@type":"Person","name":"Anna Holm"}'


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('"Anna Holm"', ["Anna Holm"]),
        ('"By Anna Holm and Piet Vos"', ["Anna Holm", "Piet Vos"]),
        ('["Anna Holm","Piet Vos"]', ["Anna Holm", "Piet Vos"]),
        (PERSON, ["Anna Holm"]),
        (f'[{PERSON},[{{"name":"Piet Vos"}}]]', ["Anna Holm", "Piet Vos"]),
        ('{"@type":"Person","name":["Anna Holm","Piet Vos"]}', ["Anna Holm", "Piet Vos"]),
        ('{"@type":"Person","name":{"@value":"Anna Holm"}}', ["Anna Holm"]),
        ('{"@type":"Person","givenName":"Anna","familyName":"Holm"}', ["Anna Holm"]),
        ('{"@type":"Person","name":"Anna Holm, Political Editor"}', ["Anna Holm"]),
        ('{"@type":"Person","name":"ANNA HOLM"}', ["Anna Holm"]),
        ('{"@type":"Person","name":"Anna &amp;amp; Piet Holm"}', ["Anna", "Piet Holm"]),
        ('[{"name":"Anna Holm"},{"name":"ANNA HOLM"},{"name":"anna holm"}]', ["Anna Holm"]),
        ('{"@type":["Thing","Person"],"name":"Anna Holm"}', ["Anna Holm"]),
        ('{"@type":"Organization","name":"Reuters"}', ["Reuters"]),
        ('{"@type":"Person","name":"Swing bridge reopens"}', []),
        ('{"@type":"Person","name":"https://social.example/annaholm"}', []),
        ('{"@type":"Person","url":"https://social.example/annaholm"}', []),
        ('"anna.holm@gazette.example"', []),
        ('{"@type":"Person","name":""}', []),
        ("null", []),
        ("[null, 7, {}]", []),
        ('{"@type":"Person","name":"A long line that says what the story is about"}', []),
    ],
)
def test_json_ld_names_its_authors_in_every_shape(rules: Rules, author: str, names: list[str]) -> None:
    ld = f'{{"@type":"NewsArticle","headline":"Swing bridge reopens","author":{author}}}'
    html = f'<html><head><script type="application/ld+json">{ld}</script></head><body><p>The bridge.</p></body></html>'
    assert [author.name for author in read_statements(parse(html), None, rules).authors] == names


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ('<meta name="author" content="Anna Holm, Piet Vos">', ["Anna Holm", "Piet Vos"]),
        ('<meta name="author" content="Anna Holm"><meta name="author" content="Piet Vos">', ["Anna Holm", "Piet Vos"]),
        ('<meta property="article:author" content="https://social.example/a"><meta name="byl" content="By Anna Holm">',
         ["Anna Holm"]),
        ('<meta name="author" content="Harbor Gazette"><meta name="dc.creator" content="Anna Holm">', ["Anna Holm"]),
        ('<meta name="author" content="Harbor Gazette"><meta name="dc.creator" content="Reuters">', ["Reuters"]),
        ('<meta name="author" content="Gazette team"><meta name="dc.creator" content="Reuters">', ["Gazette team"]),
    ],
)  # fmt: skip
def test_people_come_before_the_outlet_and_agencies_too(rules: Rules, head: str, names: list[str]) -> None:
    html = (
        f'<html><head><meta property="og:site_name" content="Harbor Gazette">{head}</head><body><p>A.</p></body></html>'
    )
    assert [author.name for author in read_statements(parse(html), None, rules).authors] == names


def test_a_bare_line_above_the_story_is_a_name_only_where_the_story_does_not_speak_of_it(rules: Rules) -> None:
    lines = [("Palma de Holm", "", True)]
    assert printed_names(lines, "The council voted.", rules.bylines) == ["Palma de Holm"]
    assert printed_names(lines, "In Palma de Holm the council voted.", rules.bylines) == []
    assert printed_names([("By Palma de Holm", "", True)], "In Palma de Holm.", rules.bylines) == ["Palma de Holm"]


def test_a_name_in_one_word_is_an_author_in_scripts_that_write_it_so_where_a_role_stands_beside_it(
    rules: Rules,
) -> None:
    assert printed_names([("김민수 기자", "byline", False)], "", rules.bylines) == ["김민수"]
    assert printed_names([("王小明 記者", "author", False)], "", rules.bylines) == ["王小明"]
    assert printed_names([("王小明", "author", True), ("台北報", "author", True)], "", rules.bylines) == []


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ([("Kovács Anna", "", True)], ["Kovács Anna"]),
        ([("Nguyễn Văn An", "", True)], ["Nguyễn Văn An"]),
        ([("علی\u200cرضا کریمی", "", True)], ["علی\u200cرضا کریمی"]),
        ([("מאת דוד לוי", "", True)], ["דוד לוי"]),
        ([("Anna Holm Journalist", "", True)], ["Anna Holm"]),
        ([("김민수 기자", "", True)], ["김민수"]),
        ([("コラム", "author", True)], []),
        ([("By Anna Holm12 May 2026 10:05", "", True)], ["Anna Holm"]),
    ],
)
def test_a_line_right_above_the_story_signs_it_in_any_script(
    rules: Rules, lines: list[tuple[str, str, bool]], names: list[str]
) -> None:
    assert printed_names(lines, "The bridge is open.", rules.bylines) == names
