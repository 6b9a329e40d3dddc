"""What the processes of a run have in common: they bear a name, die with the run, and load only what they need."""

import contextlib
import ctypes
import signal
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
SPACYS_COMMANDS = ("spacy.cli", "spacy.cli.info")  # which its import loads, to download and train models


def die_with_parent(name: str) -> None:
    """Linux kills this process when its parent ends, and shows it by `name`; elsewhere it ends at its next message."""
    with contextlib.suppress(OSError, AttributeError):
        system = ctypes.CDLL(None)
        system.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        system.prctl(PR_SET_NAME, name.encode())


class Without(MetaPathFinder):
    """Import a module no more in this process, though it is installed: whoever can do without does."""

    def __init__(self, name: str) -> None:
        self.name = name
        sys.meta_path.insert(0, self)

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == self.name:
            raise ModuleNotFoundError(f"This process does without {fullname}.", name=fullname)


class StandIn(ModuleType):
    """A module of which only the name is needed: whatever is asked of it is one more of its kind."""

    def __getattr__(self, name: str) -> "StandIn":
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn(f"{self.__name__}.{name}")


def stand_in(*names: str) -> None:
    """Put a `StandIn` for modules that a library asks for and that this process has no use for."""
    for name in names:
        sys.modules.setdefault(name, StandIn(name))
