"""The data dictionary is written from the definitions, and what is committed is what they say today."""

from pathlib import Path

import pytest

from schemas.dictionary import dictionary
from schemas.tables import PUBLISHED

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.md"


def test_the_committed_dictionary_is_fresh() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == dictionary(), "run make docs"


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_column_of_every_table_is_explained(name: str) -> None:
    page = dictionary().split(f"\n## {name}\n")[1].split("\n## ")[0]
    for column in PUBLISHED[name].columns:
        assert f"| `{column.name}` |" in page
        assert column.meaning in page
