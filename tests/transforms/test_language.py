"""The language is read in the text; what the page declares decides only where the text is unsure."""

import pytest

from transforms.language import count_words, detect_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The city council voted on Tuesday to reopen the old bridge across the river.", "en"),
        ("Der Stadtrat beschloss am Dienstag, die alte Brücke über den Fluss wieder zu öffnen.", "de"),
        ("Городской совет во вторник решил вновь открыть старый мост через реку.", "ru"),
        ("市議会は火曜日、川にかかる古い橋を再開することを決めた。", "ja"),
    ],
)
def test_a_sentence_tells_its_language(text: str, code: str) -> None:
    found, score = detect_language(text)
    assert found == code
    assert score is not None and score > 0.9


def test_a_sure_text_overrules_the_declaration() -> None:
    assert detect_language("Der Stadtrat beschloss am Dienstag, die alte Brücke zu öffnen.", "en-US")[0] == "de"


def test_the_declaration_decides_an_unsure_text() -> None:
    assert detect_language("Oslo 2024", "nb_NO")[0] == "nb"


def test_no_letters_no_language() -> None:
    assert detect_language("12 – 34") == (None, None)
    assert detect_language("", "x-default") == (None, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The old bridge\n\nreopens — today.", 6),
        ("市議会は火曜日、川の橋を開けた。", 14),
        ("ГОСТ 2024 年", 3),
        ("다리가 다시 열린다", 3),
        ("", 0),
    ],
)
def test_words_stand_between_spaces_and_east_asian_characters_are_words(text: str, words: int) -> None:
    assert count_words(text) == words
