"""The headline and what JSON-LD states of it, in the shapes that pages write them."""

import pytest

from transforms.clean import Rules
from transforms.clean.blocks import parse
from transforms.clean.metadata import Statements, read_statements
from transforms.clean.outlets import is_like_outlet, is_outlet, outlet_names

LINE = "Old swing bridge reopens after eleven months"
URL = "https://www.harborgazette.example/local/bridge-1234"


def page(head: str = "", body: str = "", ld: str = "") -> str:
    script = f'<script type="application/ld+json">{ld}</script>' if ld else ""
    return f"<html><head>{head}{script}</head><body>{body}<p>The council voted.</p></body></html>"


def og(line: str) -> str:
    return f'<meta property="og:title" content="{line}">'


def read(html: str, rules: Rules) -> Statements:
    return read_statements(parse(html), URL, rules)


SITE = '<meta property="og:site_name" content="Harbor Gazette">'
MARKS = ["|", "-", "–", "—", "−", "·", "»", "•", "›", "/", "*", "::", "~"]


@pytest.mark.parametrize("mark", MARKS)
def test_the_sites_name_goes_behind_and_before_every_mark(rules: Rules, mark: str) -> None:
    for line in (f"{LINE} {mark} Harbor Gazette", f"Harbor Gazette {mark} {LINE}"):
        assert read(page(SITE + og(line)), rules).title == LINE
        assert read(page(SITE + f"<title>{line}</title>"), rules).title == LINE


@pytest.mark.parametrize(
    "line",
    [f"{LINE} | Local | Harbor Gazette", f"Harbor Gazette | Local | {LINE}", f"Bridges | {LINE} | Harbor Gazette"],
)
def test_the_trail_of_crumbs_in_a_title_goes_where_the_page_prints_the_headline(rules: Rules, line: str) -> None:
    assert read(page(SITE + og(line), f"<h1>{LINE}</h1>"), rules).title == LINE


def test_the_sites_name_goes_behind_a_heading_too_but_stays_as_its_first_word(rules: Rules) -> None:
    assert read(page(SITE, f"<h1>{LINE} - Harbor Gazette</h1>"), rules).title == LINE
    line = "Harbor Gazette: a hundred years of news"
    assert read(page(SITE, f"<h1>{line}</h1>"), rules).title == line


def test_the_address_names_the_site_where_nothing_else_does(rules: Rules) -> None:
    assert read(page(f"<title>{LINE} - HarborGazette</title>"), rules).title == LINE


def test_what_two_titles_end_in_is_the_sites(rules: Rules) -> None:
    head = f"<title>Swing bridge: what we know - The Courier</title>{og(LINE + ' - The Courier')}"
    assert read(page(head, "<h1>Reopened</h1>"), rules).title == LINE


@pytest.mark.parametrize(
    "stated",
    [
        "Holm &amp;amp; Vos &amp;quot;reopen&amp;quot; the bridge",
        "Holm &amp;amp;amp; Vos &quot;reopen&quot; the bridge",
        "Holm &amp; Vos \u200b\u201creopen\u201d the br\u00adidge",
        "Holm\u00a0&amp; Vos  &quot;reopen&quot;\n\tthe\u202fbridge",
        "&lt;em&gt;Holm &amp;amp; Vos&lt;/em&gt; &quot;reopen&quot; the bridge",
    ],
)
def test_a_headline_is_plain_however_it_is_escaped(rules: Rules, stated: str) -> None:
    plain = "Holm & Vos “reopen” the bridge" if "\u201c" in stated else 'Holm & Vos "reopen" the bridge'
    assert read(page(og(stated)), rules).title == plain
    assert read(page(body=f"<h1>{stated}</h1>"), rules).title == plain


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Harbor Gazette</h1><h1>{LINE}</h1>",
        f'<h1><a href="/"><img src="logo.png"></a></h1><article><h1>{LINE}</h1></article>',
        f"<h1>News</h1><h1>Sports</h1><h1>Weather</h1><h1>Local</h1><h1>{LINE}</h1><h1>Most read</h1>",
        f"<h1>{LINE}</h1><h1>Ferry breaks down once more on its way to the northern bank</h1>",
    ],
)
def test_of_several_headings_the_storys_is_the_one_that_the_title_repeats(rules: Rules, body: str) -> None:
    assert read(page(SITE + f"<title>{LINE} - Harbor Gazette</title>", body), rules).title == LINE


def test_a_kicker_within_the_heading_is_told_from_it(rules: Rules) -> None:
    heading = f'<h1><span class="kicker">Traffic</span><span>{LINE}</span></h1>'
    assert read(page(og(LINE), heading), rules).title == LINE
    assert read(page(body=heading), rules).title == LINE
    assert read(page(body="<h1><span>T</span>he bridge</h1>"), rules).title == "The bridge"


@pytest.mark.parametrize(
    "inner",
    [
        f'<span class="badge badge-live">LIVE</span> {LINE}',
        f'<span class="article-kicker">Bridges:</span><span class="headline">{LINE}</span>',
        f"{LINE}<small>The mayor cuts the ribbon in the rain</small>",
        f'{LINE} <a class="comments-link" href="#comments">12 comments</a>',
        f"<svg><title>Plus</title></svg>{LINE}<button>Share</button>",
        f"{LINE}<script>show()</script><style>h1 {{}}</style>",
        LINE.replace(" reopens ", "<br>reopens<br/>"),
        f'<span class="sr-only">{LINE}</span><span aria-hidden="true">{LINE}</span>',
        f"{LINE}<span hidden> and more</span>",
    ],
)
def test_what_stands_beside_the_headline_in_its_heading_is_told_from_it(rules: Rules, inner: str) -> None:
    assert read(page(body=f"<h1>{inner}</h1>"), rules).title == LINE


@pytest.mark.parametrize(
    "body",
    [
        f"<header><h1>News from the quay</h1></header><article><h1>{LINE}</h1></article>",
        f'<h1 style="display: none">Welcome</h1><h1>{LINE}</h1>',
        f'<h1>News of the day</h1><h1 itemprop="headline">{LINE}</h1>',
        f'<h1>Harbor Gazette</h1><h2 itemprop="headline">{LINE}</h2>',
        f"<h2>{LINE}</h2><h2>A third more than planned</h2>",
    ],
)
def test_where_no_title_tells_the_place_of_a_heading_does(rules: Rules, body: str) -> None:
    assert read(page(SITE, body), rules).title == LINE


def test_the_name_of_a_part_of_the_site_is_no_repeated_headline(rules: Rules) -> None:
    body = f"<header><h1>Local news</h1></header><h1>{LINE}</h1>"
    assert read(page("<title>Bridge reopens | Local news | Harbor Gazette</title>", body), rules).title == LINE


@pytest.mark.parametrize(
    ("site", "line"),
    [
        ("Time", "Ukraine: Time to talk"),
        ("The Independent", "Swing bridge: Independent inquiry"),
        ("Zeit Online", "Rente - Zeit für Mut"),
        ("Welt", "Welt im Wandel: Die Brücke"),
    ],
)
def test_words_that_begin_like_the_sites_name_stay(rules: Rules, site: str, line: str) -> None:
    head = f'<meta property="og:site_name" content="{site}">{og(line)}<title>{line} | {site}</title>'
    assert read(page(head), rules).title == line
    assert read(page(head, f"<h1>{line}</h1>"), rules).title == line
    assert read(page(head, "<h1>Time to talk</h1>"), rules).title in (line, "Time to talk")


@pytest.mark.parametrize(
    ("site", "line", "title"),
    [
        ("港新聞デジタル", "古い橋が開通（港新聞デジタル）", "古い橋が開通"),
        ("港新聞", "【港新聞】古い橋が開通", "古い橋が開通"),
        ("港口网", "老桥十年后开通-港口网", "老桥十年后开通"),
        ("항구일보", "오래된 다리 개통:항구일보", "오래된 다리 개통"),
        ("Το Λιμάνι", "Η γέφυρα άνοιξε - ΤΟ ΛΙΜΑΝΙ", "Η γέφυρα άνοιξε"),
        ("Harbor Gazette", f"{LINE}—Harbor Gazette", LINE),
    ],
)
def test_the_sites_name_goes_in_other_scripts_and_without_spaces(
    rules: Rules, site: str, line: str, title: str
) -> None:
    assert read(page(f'<meta property="og:site_name" content="{site}"><title>{line}</title>'), rules).title == title


def test_nothing_without_width_is_in_a_headline(rules: Rules) -> None:
    signs = "\u00ad\u200b\u200e\u202a\u202c\u2060\u2066\u2069\ufeff\ufffc"
    line = signs.join(LINE)
    ld = f'{{"@type":"NewsArticle","headline":"{line}"}}'
    for html in (page(og(line)), page(body=f"<h1>{line}</h1>"), page(ld=ld), page(f"<title>{line}</title>")):
        assert read(html, rules).title == LINE


def test_a_headline_that_is_cut_is_taken_whole_from_where_it_stands_whole(rules: Rules) -> None:
    heading = f"<h1>{LINE}, and nobody noticed</h1>"
    for cut in (f"{LINE}…", f"{LINE}, and ..."):
        assert read(page(og(cut), heading), rules).title == f"{LINE}, and nobody noticed"
    assert read(page(og(LINE), heading), rules).title == f"{LINE}, and nobody noticed"
    long = f"{LINE} of repairs that cost a third more than the council of the harbor had planned in the spring"
    ld = f'{{"@type":"NewsArticle","headline":"{long[:100]}"}}'
    assert read(page(ld=ld, body=f"<h1>{long}</h1>"), rules).title == long


def test_capitals_of_the_layout_are_not_the_headlines(rules: Rules) -> None:
    assert read(page(f"<title>{LINE}</title>", f"<h1>{LINE.upper()}</h1>"), rules).title == LINE
    assert read(page(body="<h1>NATO MEETS</h1>"), rules).title == "NATO MEETS"


def test_marks_stay_as_the_best_source_sets_them(rules: Rules) -> None:
    head = og("Mayor: &quot;We waited&quot; - at last")
    assert read(page(head, "<h1>Mayor: “We waited” – at last</h1>"), rules).title == "Mayor: “We waited” – at last"
    for line in (f"{LINE} - Live updates", f"LIVE: {LINE}", f"{LINE} – a report"):
        assert read(page(og(line), f"<h1>{line}</h1>"), rules).title == line


ARTICLE = f'"@type":"NewsArticle","headline":"{LINE}","datePublished":"2024-03-05","author":{{"name":"Anna Holm"}}'


@pytest.mark.parametrize(
    "script",
    [
        f"{{{ARTICLE}}}",
        f"[{{{ARTICLE}}}]",
        f'{{"@graph":[{{"@type":"WebSite","name":"Harbor Gazette"}},{{{ARTICLE}}}]}}',
        f"<!-- {{{ARTICLE}}} -->",
        f"/*<![CDATA[*/{{{ARTICLE}}}/*]]>*/",
        f"//<![CDATA[\n{{{ARTICLE}}}\n//]]>",
        f"{{{ARTICLE},}}",
        f'{{{ARTICLE},"keywords":["bridge",],}};',
        f'{{"description":"two\nlines\tand \x01 more",{ARTICLE}}}',
        f'{{"description":"the mayor\\\'s \\x words",{ARTICLE}}}',
        f'{{"@type":"BreadcrumbList"}}{{{ARTICLE}}}',
        f'{{"@type":"BreadcrumbList"}},\n{{{ARTICLE}}}',
        f"{{{ARTICLE}}}".replace('"', "&quot;"),
        f"{{{ARTICLE}}}".replace("NewsArticle", "https://schema.org/NewsArticle"),
        f"{{{ARTICLE}}}".replace("NewsArticle", "schema:NewsArticle"),
        f'{{"@type":"WebPage","mainEntity":{{{ARTICLE}}}}}',
        f'{{"description":"She said "at last" and left",{ARTICLE}}}',
    ],
)
def test_json_ld_is_read_in_every_wrapping_and_with_common_faults(rules: Rules, script: str) -> None:
    stated = read(page(ld=script), rules)
    assert stated.title == LINE
    assert stated.published is not None and stated.published.local == "2024-03-05"


def test_of_several_articles_the_pages_own_is_the_one_at_its_address(rules: Rules) -> None:
    other = (
        ARTICLE.replace(LINE, "Ferry breaks down").replace("Anna Holm", "Piet Vos") + ',"publisher":{"name":"Gazette"}'
    )
    ld = f'[{{{other},"url":"https://www.harborgazette.example/ferry"}},{{{ARTICLE},"mainEntityOfPage":"{URL}"}}]'
    stated = read(page(ld=ld), rules)
    assert (stated.title, [author.name for author in stated.authors]) == (LINE, ["Anna Holm"])


def test_a_deck_that_is_stated_as_an_alternative_headline_is_no_repeated_headline(rules: Rules) -> None:
    ld = f'{{"@type":"NewsArticle","headline":"{LINE}","alternativeHeadline":"The council paid a third more"}}'
    stated = read(page(ld=ld, body=f"<h1>{LINE}</h1>"), rules)
    assert (stated.title, set(stated.headlines)) == (LINE, {LINE})
    only = '{"@type":"NewsArticle","alternativeHeadline":"The council paid a third more","datePublished":"2024-03-05"}'
    assert read(page(ld=only), rules).title == "The council paid a third more"


def test_an_article_at_another_address_must_state_more_to_be_the_pages_own(rules: Rules) -> None:
    other = ARTICLE.replace(LINE, "Ferry breaks down") + ',"url":"https://www.harborgazette.example/ferry"'
    ld = f'[{{{other}}},{{"@type":"NewsArticle","headline":"{LINE}","datePublished":"2024-03-05"}}]'
    assert read(page(ld=ld), rules).title == LINE


def test_an_outlet_goes_by_its_name_its_address_and_longer_forms() -> None:
    names = outlet_names(["The Harbor Gazette", None], "news.harborgazette.co.uk")
    for name in ("Harbor Gazette", "harborgazette.co.uk", "HARBOR GAZETTE", "@harborgazette", "HarborGazette"):
        assert is_outlet(name, names)
    assert is_like_outlet("Harbor Gazette Online", names) and not is_outlet("Harbor Gazette Online", names)
    for name, host in (("Hafenblätter", "hafenblaetter.example"), ("El Periódico", "www.elperiodico.example")):
        assert is_outlet(name, outlet_names([], host))
    assert is_outlet("港新聞デジタル", outlet_names(["港新聞デジタル社"], "minato.example"))
    assert is_outlet("港新聞デジ", outlet_names(["港新聞デジタル社"], "minato.example"))
    for name in ("News", "Harbor", "The harbor gazette reopened the bridge", ""):
        assert not is_like_outlet(name, names)


@pytest.mark.parametrize(
    ("image", "credit"),
    [
        ('{"@type":"ImageObject","url":"a.jpg","creditText":"Jon Berg / Gazette"}', "Jon Berg / Gazette"),
        ('["a.jpg",{"url":"b.jpg"},{"creator":{"@type":"Person","name":"Jon Berg"}}]', "Jon Berg"),
        ('{"@id":"#lead"}', "Ida Moe"),
        ('"a.jpg"', None),
        ("null", None),
    ],
)
def test_json_ld_credits_the_picture(rules: Rules, image: str, credit: str | None) -> None:
    lead = '{"@type":"ImageObject","@id":"#lead","creditText":"Ida Moe"}'
    assert read(page(ld=f'[{{{ARTICLE},"image":{image}}},{lead}]'), rules).image_credit == credit


@pytest.mark.parametrize("labeled", [f"(S+) {LINE}", f"[Video] {LINE}", f"{LINE} [PHOTOS]", f"【独占】{LINE}"])
def test_a_label_in_brackets_is_left_to_those_who_print_it(rules: Rules, labeled: str) -> None:
    for html in (page(og(labeled), f"<h1>{LINE}</h1>"), page(og(LINE), f"<h1>{labeled}</h1>")):
        assert read(html, rules).title == LINE
    assert read(page(og(labeled), f"<h1>{labeled}</h1>"), rules).title == labeled


def test_words_that_only_the_look_of_a_heading_parts_are_parted_as_in_the_head(rules: Rules) -> None:
    heading = "<h1><span>Old swing bridge</span><span>reopens after eleven months</span></h1>"
    assert read(page(f"<title>{LINE} | The Courier</title>", heading), rules).title == LINE
    heading = "<h1><span>Old swing bridge:</span><span>what happens now?</span></h1>"
    assert read(page(body=heading), rules).title == "Old swing bridge: what happens now?"


def test_the_sites_own_title_is_no_headline_where_a_line_is_printed(rules: Rules) -> None:
    head = SITE + og("Harbor Gazette - News from the quay") + "<title>Harbor Gazette - News from the quay</title>"
    assert read(page(head, f"<h1>{LINE}</h1>"), rules).title == LINE
    head = SITE + og(f"Harbor Gazette - {LINE}")
    assert read(page(head, "<h1>Local</h1>"), rules).title == LINE


def test_below_a_name_in_the_pages_header_the_second_rank_may_be_the_headline(rules: Rules) -> None:
    head, heading = f"<title>{LINE} | De Koerier</title>", "<header><h1>De Koerier</h1></header>"
    assert read(page(head, f"{heading}<h2>{LINE}</h2>"), rules).title == LINE
    assert read(page(head, f"<header><h1>{LINE}</h1></header><h2>De Koerier</h2>"), rules).title == LINE


def test_a_second_line_in_a_heading_goes_below_a_short_headline_too(rules: Rules) -> None:
    heading = "<h1><span>Old bridge reopens</span> <span class='subtitle'>Both of its towers are safe</span></h1>"
    assert read(page(body=heading), rules).title == "Old bridge reopens"
