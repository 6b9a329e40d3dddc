"""What has no width: dropped as a left-over of a layout, kept where it is spelling."""

import pytest

from transforms.clean.characters import squeeze
from transforms.clean.dump import split_paragraphs


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u06cc\u200c\u0634\u0648\u062f",  # Persian: the prefix of a verb
        "\u0915\u094d\u200d\u092f\u093e",  # Hindi: half a letter
        "\u0d05\u0d35\u0d28\u0d4d\u200d",  # Malayalam: a consonant that ends the word
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",  # Sinhala
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # one picture of three
    ],
)
def test_joiners_stay_where_they_are_spelling(text: str) -> None:
    assert squeeze(text) == text
    assert split_paragraphs(f"{text}\n\n{text}") == [text, text]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("har\u200cbor", "harbor"),
        ("har\u200dbor\u200b", "harbor"),
        ("\u200c\u0645\u06cc\u200c\u200c\u0634\u0648\u062f\u200c ", "\u0645\u06cc\u200c\u0634\u0648\u062f"),
        ("\u0645\u06cc\u200c\u200f\u0634\u0648\u062f", "\u0645\u06cc\u200c\u0634\u0648\u062f"),
    ],
)
def test_joiners_go_where_they_join_nothing(text: str, seen: str) -> None:
    assert squeeze(text) == seen
    assert split_paragraphs(text) == [seen]
