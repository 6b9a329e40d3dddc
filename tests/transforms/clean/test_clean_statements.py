"""Headlines and wire credits, in the shapes that pages write them."""

import pytest

from transforms.clean import Rules
from transforms.clean.headline import choose_headline
from transforms.clean.outlets import outlet_names
from transforms.clean.rights import read_copyright
from transforms.clean.wire import read_agency, read_dateline, read_picture_credit

SITE = outlet_names(["Harbor Gazette"], "www.harbor-gazette.example")


@pytest.mark.parametrize(
    ("candidates", "headline"),
    [
        (
            [("h1", "Storm on the coast - “Nobody slept”"), ("og", "After the storm: “Nobody slept”")],
            "“Nobody slept”",
        ),
        ([("h1", "Bridge opens"), ("title", "Bridge opens | Harbor Gazette")], "Bridge opens"),
        ([("og", "Bridge opens - Harbor Gazette")], "Bridge opens"),
        ([("title", "Harbor Gazette: Bridge opens"), ("h1", "Harbor Gazette")], "Bridge opens"),
        ([("json_ld", "Bridge opens at last"), ("h1", "Bridge opens"), ("og", "Bridge opens")], "Bridge opens at last"),
        (
            [
                ("json_ld", "Bridge news 2024"),
                ("title", "Bridge news 2024"),
                ("h1", "Bridge opens"),
                ("og", "Bridge opens"),
            ],
            "Bridge opens",
        ),
        ([("h1", "Traffic - Bridge opens"), ("og", "Bridge opens"), ("title", "Bridge opens today")], "Bridge opens"),
        ([("h1", None), ("title", "Harbor Gazette")], None),
    ],
)
def test_the_headline_is_the_storys_not_the_sites(
    candidates: list[tuple[str, str | None]], headline: str | None
) -> None:
    assert choose_headline(candidates, SITE)[0] == headline


FOR_ENGINES = [("json_ld", "Swing bridge: all you need to know"), ("title", "Swing bridge - all you need to know")]


@pytest.mark.parametrize(
    ("candidates", "printed", "headline"),
    [
        ([*FOR_ENGINES, ("og", "Town meets again")], ["Town meets again"], "Town meets again"),
        ([*FOR_ENGINES, ("og", "After the storm: Town meets again")], ["Town meets again"], "Town meets again"),
        ([*FOR_ENGINES, ("og", "A town apart")], ["Town meets again"], FOR_ENGINES[0][1]),
        ([*FOR_ENGINES, ("og", "A bridge apart"), ("h1", "Old bridge opens")], [], "Old bridge opens"),
        ([*FOR_ENGINES, ("og", "A town apart"), ("h1", "Newsletter")], [], FOR_ENGINES[0][1]),
        ([("h1", "HarborBridge opens"), ("og", "Bridge opens")], ["Bridge opens"], "Bridge opens"),
        ([("h1", "HarborBridge opens"), ("og", "Harbor: Bridge opens")], [], "Harbor: Bridge opens"),
        ([("h1", "“We sold it - it was old”"), ("og", "“We left - it was old”")], [], "“We sold it - it was old”"),
        ([("json_ld", "Bridge opens after eleven..."), ("h1", "Bridge opens after eleven months")], [],
         "Bridge opens after eleven months"),
        ([("json_ld", "Bridge opens - Harbor Gazette"), ("h1", "Bridge opens")], [], "Bridge opens"),
        ([("json_ld", "Bridge opens - Harbor Gazette"), ("h1", "Old bridge")], [], "Bridge opens"),
        ([("title", "Oldport Courier | Bridge opens after eleven months")], [], "Bridge opens after eleven months"),
        ([("title", "旧橋が再開通_地域_港新聞")], [], "旧橋が再開通"),
    ],
)  # fmt: skip
def test_the_headline_is_the_one_the_reader_sees(
    candidates: list[tuple[str, str | None]], printed: list[str], headline: str
) -> None:
    assert choose_headline(candidates, SITE, printed)[0] == headline


@pytest.mark.parametrize(
    ("text", "dateline", "agency"),
    [
        ("WASHINGTON (AP) — The ferry left.", "WASHINGTON (AP)", "AP"),
        ("Berlin (dpa) - Die Fähre legte ab.", "Berlin (dpa)", "dpa"),
        ("OLDPORT, Norway — The ferry left on Sunday.", "OLDPORT, Norway", None),
        ("(서울=연합뉴스) 홍길동 기자 = 배가 떠났다.", "(서울=연합뉴스)", "Yonhap"),
        ("新华社奥斯陆5月5日电（记者王小明）渡轮已离港。", "新华社奥斯陆5月5日电", "Xinhua"),
        ("Oslo/Bergen (dpa/lno) – Die Fähre legte ab.", "Oslo/Bergen (dpa/lno)", "dpa"),
        ("OSLO /ritzau/: Færgen sejlede.", "OSLO /ritzau/", "Ritzau"),
        ("ОСЛО, 5 мая — РИА Новости. Паром ушёл.", "ОСЛО, 5 мая", "RIA Novosti"),
        ("أوسلو (رويترز) - غادرت العبارة.", "أوسلو (رويترز)", "Reuters"),
        ("【写真】渡し船は出た。", None, None),
        ("The mayor (Anna Holm) said the ferry left.", None, None),
        ("Nobody left.", None, None),
    ],
)
def test_datelines(rules: Rules, text: str, dateline: str | None, agency: str | None) -> None:
    assert read_dateline(text, rules.agencies) == (dateline, agency)


def test_an_agency_is_found_in_a_credit(rules: Rules) -> None:
    assert read_agency(["Anna Holm, dpa"], rules.agencies) == "dpa"
    assert read_agency(["Anna Holm", "Apa Holm"], rules.agencies) is None


@pytest.mark.parametrize(
    ("line", "holder", "year"),
    [
        ("© 2024 Harbor Gazette", "Harbor Gazette", 2024),
        ("Copyright 2019-2024 Harbor Gazette. All rights reserved.", "Harbor Gazette", 2024),
        ("(c) Harbor Gazette", "Harbor Gazette", None),
    ],
)
def test_holder_and_year_of_a_notice(line: str, holder: str, year: int | None) -> None:
    assert read_copyright(["Imprint", line]) == (holder, year, line)


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The bridge in January. Photo: Jon Berg", "Jon Berg"),
        ("Die Brücke im Januar (Foto: Jon Berg/dpa)", "Jon Berg/dpa"),
        ("The bridge in January. © Jon Berg", "Jon Berg"),
        ("The bridge in January. Jon Berg/AFP via Getty Images", "Jon Berg/AFP via Getty Images"),
        ("Photograph by Jon Berg", "Jon Berg"),
        ("A photograph by the quay shows the bridge", None),
        ("Das Bild zeigt den Hafen", None),
        ("A picture of health", None),
        ("Photos: Weather that nobody in the harbor had seen before", None),
        ("Photo: Jon Berg for the Gazette", "Jon Berg for the Gazette"),
    ],
)
def test_the_credit_of_a_picture_ends_its_caption(caption: str, credit: str | None) -> None:
    assert read_picture_credit(["The quay", caption]) == credit
