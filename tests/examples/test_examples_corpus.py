"""The example corpus: complete, explained, reproducible, and of the size that the first run needs."""

import gzip
import importlib.util
import re
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from schemas.errors import Unreadable
from schemas.records import Document, Reject
from schemas.settings import config_tables, load_settings
from sources.locate import locate
from sources.read import read_documents
from transforms.clean import TABLES, clean, load_rules

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ARCHIVES = EXAMPLES / "corpus" / "archives"
FILES = sorted(
    path.relative_to(EXAMPLES).as_posix()
    for folder in ("corpus", "archived")
    for path in (EXAMPLES / folder).rglob("*")
    if path.is_file()
)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_archives", EXAMPLES / "make_archives.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def found() -> list[object]:
    settings = load_settings(environment={})
    located = locate([str(EXAMPLES / "corpus")], settings)
    assert not located.rejects
    return [item for file in located.files for item in read_documents(file, settings)]


def test_the_readme_explains_each_file_and_no_other() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", (EXAMPLES / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(name for name, _ in rows) == FILES
    assert all(len(line) > 15 for _, line in rows)


def test_the_archives_are_the_same_bytes_whenever_they_are_made(script: ModuleType, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in script.pack(tmp_path / "first")]
    again = [path.read_bytes() for path in script.pack(tmp_path / "again")]
    assert first == again


def test_the_archives_hold_the_pages_as_they_are(script: ModuleType, tmp_path: Path) -> None:
    """Contents are compared, not packed bytes: another build of zlib packs the same contents otherwise."""
    warc, weekend = script.pack(tmp_path)
    assert gzip.decompress((ARCHIVES / warc.name).read_bytes()) == gzip.decompress(warc.read_bytes())
    with zipfile.ZipFile(ARCHIVES / weekend.name) as committed, zipfile.ZipFile(weekend) as made:
        assert {name: committed.read(name) for name in committed.namelist()} == {
            name: made.read(name) for name in made.namelist()
        }


def test_the_archives_hold_every_page_of_archived(script: ModuleType) -> None:
    packed = {page for _, _, page in script.CRAWL} | set(script.WEEKEND)
    assert packed == {path.name for path in (EXAMPLES / "archived").iterdir()}


def test_a_night_of_documents_comes_out_with_few_rejects(found: list[object]) -> None:
    documents = [item for item in found if isinstance(item, Document)]
    rejects = [item for item in found if isinstance(item, Reject)]
    kinds = {document.input_kind for document in documents}
    assert 28 <= len(documents) <= 34
    assert kinds == {"html", "text", "json", "csv", "warc"}
    assert 1 <= len(rejects) <= 3
    # Three more are no articles (an error page, a consent wall, a section front), one is a PDF.
    assert (len(rejects) + 4) / (len(documents) + len(rejects)) < load_settings(environment={}).gate.max_reject_share


def test_what_the_readme_calls_rejected_is_rejected_and_nothing_else(found: list[object]) -> None:
    settings = load_settings(environment={})
    rules = load_rules(config_tables(TABLES))
    rejected = set()
    for item in found:
        if isinstance(item, Reject):
            rejected.add(item.input_uri)
        elif isinstance(item, Document):
            try:
                if clean(item, rules).page_kind not in settings.run.kept_page_kinds:
                    rejected.add(item.input_uri)
            except Unreadable:
                rejected.add(item.input_uri)
    lines = (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    told = {line.split("`")[1] for line in lines if line.endswith("rejected |")}
    assert {re.sub(r"#\d+$", "", uri.split("examples/", 1)[1]) for uri in rejected} == told
    assert len(rejected) == len(told)


def test_no_address_leads_to_a_real_site() -> None:
    allowed = re.compile(rb"https?://(?:[\w-]+\.)*(?:example|schema\.org|ogp\.me)(?=[/\"'#\s<,]|$)")
    for name in FILES:
        body = (EXAMPLES / name).read_bytes()
        assert len(re.findall(rb"https?://", body)) == len(allowed.findall(body)), name
