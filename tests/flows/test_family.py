"""Processes of a run load only what they need."""

import subprocess
import sys

from flows.family import StandIn, stand_in


def test_a_stand_in_gives_whatever_is_asked_of_it():
    module = StandIn("altair")
    assert isinstance(module.Chart.mark_bar, StandIn)
    assert module.Chart.__name__ == "altair.Chart"


def test_a_stand_in_has_nothing_of_pythons_own_so_that_copying_and_pickling_it_fail_as_they_should():
    assert not hasattr(StandIn("altair"), "__wrapped__")


def test_what_is_loaded_already_stays():
    before = sys.modules["subprocess"]
    stand_in("subprocess")
    assert sys.modules["subprocess"] is before is subprocess


def test_spacy_and_its_model_work_without_its_commands():
    program = (
        "from flows.family import SPACYS_COMMANDS, stand_in; stand_in(*SPACYS_COMMANDS)\n"
        "import sys; from transforms.reading import load_model; from schemas.settings import load_settings\n"
        "assert load_model(load_settings().nlp.model).pipe_names == []; assert 'weasel' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
