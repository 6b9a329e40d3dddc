"""What names a run: the digest of all that decides its result, the night, and what an earlier attempt has begun."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from valid_rows import valid

from flows.desk import Order, key_of, known_articles, name_run
from schemas.settings import load_settings
from schemas.tables import PUBLISHED
from sources.locate import locate
from warehouse.publish import Night, add, prepare, switch
from warehouse.read import scan
from warehouse.staging import Staging, arrow_of

TODAY = date(2026, 3, 20)


@pytest.fixture
def order(tmp_path: Path) -> Order:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    for name in ("a.html", "b.html"):
        (inputs / name).write_text("<p>story</p>")
    return Order((str(inputs),), tmp_path / "warehouse", load_settings(environment={}))


def key(order: Order) -> str:
    files, unfound, *_ = locate(order.inputs, order.settings)
    return key_of(order, files, unfound)


def with_settings(order: Order, section: str, **changes: Any) -> Order:
    part = getattr(order.settings, section).model_copy(update=changes)
    return replace(order, settings=order.settings.model_copy(update={section: part}))


def publish_run(warehouse: Path, run_id: str) -> None:
    snapshot = prepare(warehouse, run_id)
    for name, table in PUBLISHED.items():
        rows = [valid(name, run_id=run_id)] if name in ("runs", "articles") else []
        add(snapshot, table, Night(run_id, TODAY), [arrow_of(table, rows)])
    switch(warehouse, snapshot)


def test_the_same_order_has_the_same_key(order: Order) -> None:
    assert key(order) == key(order)
    files = tuple(sorted(map(str, Path(order.inputs[0]).iterdir()), reverse=True))
    assert key(replace(order, inputs=files)) == key(order), "however the files were named"


def test_pace_does_not_change_the_key(order: Order) -> None:
    assert key(with_settings(order, "run", workers=7, lock_wait_s=1.0)) == key(order)


def test_what_changes_the_result_changes_the_key(order: Order, tmp_path: Path) -> None:
    keys = {
        key(order),
        key(with_settings(order, "gate", max_reject_share=0.9)),
        key(with_settings(order, "run", kept_page_kinds=("article",))),
        key(replace(order, force=True)),
        key(replace(order, inputs=(*order.inputs, str(tmp_path / "nowhere.html")))),
    }
    aliases = tmp_path / "aliases.csv"
    for content in ("alias,kb_id\n", "alias,kb_id\nTern,Q1\n"):
        aliases.write_text(content)
        keys.add(key(with_settings(order, "entities", alias_table=str(aliases))))
    page = Path(order.inputs[0]) / "a.html"
    os.utime(page, ns=(0, 0))
    keys.add(key(order))
    page.write_text("<p>another story</p>")
    keys.add(key(order))
    assert len(keys) == 9


def test_a_run_is_named_after_its_night_and_its_key(order: Order) -> None:
    assert name_run(order, "abc", TODAY) == ("20260320-abc", TODAY, False)
    assert name_run(replace(order, night=date(2026, 1, 2)), "abc", TODAY) == ("20260102-abc", date(2026, 1, 2), False)


def test_a_given_name_is_kept_and_known_when_it_is_published(order: Order) -> None:
    named = replace(order, run_id="mine")
    assert name_run(named, "abc", TODAY) == ("mine", TODAY, False)
    publish_run(order.warehouse, "mine")
    assert name_run(named, "abc", TODAY) == ("mine", TODAY, True)


def test_a_second_run_of_the_same_key_gets_a_number(order: Order) -> None:
    publish_run(order.warehouse, "20260320-abc")
    assert name_run(order, "abc", TODAY)[0] == "20260320-abc-2"
    publish_run(order.warehouse, "20260320-abc-2")
    assert name_run(order, "abc", TODAY)[0] == "20260320-abc-3"


def begin(order: Order, run_id: str, key: str, night: date) -> None:
    Staging(order.warehouse, run_id).note("run", {"run_id": run_id, "key": key, "night": night})


def test_a_killed_run_is_taken_up_with_its_own_name_and_night(order: Order) -> None:
    yesterday = date(2026, 3, 19)
    begin(order, "mine", "abc", yesterday)
    assert name_run(order, "abc", TODAY) == ("mine", yesterday, False)
    assert name_run(replace(order, run_id="mine"), "abc", TODAY) == ("mine", yesterday, False)
    assert name_run(order, "other", TODAY)[0] == "20260320-other", "other inputs are another run"
    assert name_run(replace(order, night=TODAY), "abc", TODAY)[0] == "20260320-abc", "and so is another night"


def test_a_run_that_was_killed_after_it_had_published_is_known_as_published(order: Order) -> None:
    begin(order, "mine", "abc", TODAY)
    publish_run(order.warehouse, "mine")
    assert name_run(order, "abc", TODAY) == ("mine", TODAY, True)


@pytest.mark.parametrize("note", ["", "{", "{}", '{"key": "abc"}'])
def test_a_damaged_note_of_a_killed_run_is_passed_over(order: Order, note: str) -> None:
    folder = Staging(order.warehouse, "mine").root
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(note)
    assert name_run(order, "abc", TODAY) == ("20260320-abc", TODAY, False)


def test_known_are_the_articles_of_the_same_id_or_the_same_text(tmp_path: Path) -> None:
    publish_run(tmp_path, "first")
    published = scan(tmp_path, "articles").select("article_id", "text_sha256").collect()
    same_id = published.with_columns(text_sha256=published["text_sha256"].str.replace_all(".", "0"))
    same_text = published.with_columns(article_id=published["article_id"].str.replace_all(".", "0"))
    neither = same_id.with_columns(article_id=same_text["article_id"])
    assert [known_articles(tmp_path, drafts).height for drafts in (same_id, same_text, neither)] == [1, 1, 0]
