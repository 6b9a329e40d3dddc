"""The forms as Prefect's UI gets them: fields that a journalist can fill, and that refuse what is wrong."""

from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from prefect.exceptions import ParameterTypeError
from prefect.utilities.callables import parameter_schema

from flows import forms

NAMES = ("ingest", "nightly", "reprocess", "check")


def form_of(name: str) -> dict[str, Any]:
    return parameter_schema(getattr(forms, name)).model_dump(exclude_unset=True)


def complaints(name: str, **filled: Any) -> list[str]:
    """What the UI's own check says of a filled form, with the defaults in the fields that were left alone."""
    schema = form_of(name)
    untouched = {field: asked["default"] for field, asked in schema["properties"].items() if "default" in asked}
    check = Draft202012Validator(schema, format_checker=FormatChecker())
    return [error.message for error in check.iter_errors(untouched | filled)]


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_a_title_in_words_and_says_what_it_is_for(name: str) -> None:
    for field, asked in form_of(name)["properties"].items():
        assert asked["title"][0].isupper() and "_" not in asked["title"], field
        assert len(asked["description"]) > 15, field


@pytest.mark.parametrize("name", NAMES)
def test_only_what_nobody_can_guess_must_be_filled(name: str) -> None:
    assert form_of(name).get("required", []) == {"ingest": ["inputs"], "reprocess": ["first_night"]}.get(name, [])


def test_inputs_are_a_list_of_text_fields_and_choices_a_dropdown() -> None:
    fields = form_of("ingest")["properties"]
    assert (fields["inputs"]["type"], fields["inputs"]["items"]["type"]) == ("array", "string")
    assert fields["known"]["enum"] == ["skip", "publish again"]
    assert fields["dry_run"]["type"] == "boolean"
    assert fields["workers"]["type"] == "integer"


@pytest.mark.parametrize(
    ("name", "field"), [("ingest", "night"), ("reprocess", "first_night"), ("reprocess", "last_night")]
)
def test_nights_are_picked_from_a_calendar_and_no_day_is_frozen_into_the_form(name: str, field: str) -> None:
    asked = form_of(name)["properties"][field]
    assert any(choice.get("format") == "date" for choice in asked.get("anyOf", [asked]))
    assert asked.get("default") is None


@pytest.mark.parametrize("name", NAMES)
def test_a_form_passes_the_check_of_the_ui_and_of_the_flow_with_its_other_fields_untouched(name: str) -> None:
    must = {"ingest": {"inputs": ["pages/"]}, "reprocess": {"first_night": "2026-03-14"}}.get(name, {})
    assert complaints(name, **must) == []
    sent = {field: asked["default"] for field, asked in form_of(name)["properties"].items() if "default" in asked}
    taken = getattr(forms, name).validate_parameters(sent | must)
    for field in set(taken) & {"night", "last_night", "workers", "run_id", "config"}:
        assert taken[field] is None, field


def test_what_is_filled_arrives_as_what_it_is() -> None:
    filled = {"inputs": ["a", "b"], "night": "2026-03-14", "workers": 2, "run_id": "again-1", "config": "mine.toml"}
    assert complaints("ingest", **filled) == []
    taken = forms.ingest.validate_parameters(filled)
    assert taken["night"] == date(2026, 3, 14)
    assert (taken["workers"], taken["run_id"], taken["config"]) == (2, "again-1", "mine.toml")


@pytest.mark.parametrize(
    "wrong",
    [
        {"inputs": []},
        {"inputs": [""]},
        {"inputs": "pages/"},
        {"night": "yesterday"},
        {"night": "2026-13-45"},
        {"workers": -1},
        {"workers": 1000},
        {"run_id": "../../etc"},
        {"run_id": "r" * 65},
        {"known": "forget"},
        {"warehouse": ""},
        {"dry_run": "perhaps"},
    ],
)
def test_a_wrong_value_is_refused_in_the_form_and_by_the_flow(wrong: dict[str, Any]) -> None:
    filled = {"inputs": ["pages/"]} | wrong
    assert complaints("ingest", **filled)
    with pytest.raises(ParameterTypeError, match=next(iter(wrong))):
        forms.ingest.validate_parameters(filled)
