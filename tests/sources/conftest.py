"""What the tests of the sources share: settings with small bounds, and reading a file by its bytes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from source_samples import Read

from schemas.records import Document, Reject, Skipped
from schemas.settings import Settings, load_settings
from sources.locate import locate
from sources.read import read_documents, reread_many


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load_settings(environment={})


@pytest.fixture
def bounded() -> Callable[..., Settings]:
    """Settings with other values in the section read."""

    def build(**read: Any) -> Settings:
        known = load_settings(environment={})
        return known.model_copy(update={"read": known.read.model_copy(update=read)})

    return build


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Callable[..., Read]:
    """Writes the bytes under a name into the current folder, reads the file, and reads every document once more.

    Each document with a locator must come back byte for byte: the law of the room, held in every test that uses this.
    """
    monkeypatch.chdir(tmp_path)

    def run(name: str, content: bytes, using: Settings = settings) -> Read:
        (tmp_path / name).write_bytes(content)
        located = locate([name], using)
        items: list[Document | Reject | Skipped] = [
            *located.rejects,
            *(item for file in located.files for item in read_documents(file, using)),
        ]
        again([item for item in items if isinstance(item, Document)], using)
        return Read(items)

    return run


def again(documents: Sequence[Document], settings: Settings) -> None:
    located = [document for document in documents if document.locator is not None]
    bodies = list(reread_many([document.locator for document in located if document.locator], settings))
    assert bodies == [document.body for document in located]
