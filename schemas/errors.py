"""The exceptions that callers can rely on. Each message names the place, the rule and the remedy."""

from pathlib import Path


class CopydeskError(Exception):
    """Something a person can mend; shown as its sentence, never as a traceback."""


class ConfigurationError(CopydeskError):
    """The call or the configuration is wrong (exit status 2)."""


class GateRefused(CopydeskError):
    """A gate failed and nothing was published (exit status 1); `place` holds the refused night, where it was staged."""

    place: Path | None = None


class WarehouseError(CopydeskError):
    """The warehouse cannot be read or written, or another run holds it (exit status 1)."""


class Unreadable(CopydeskError):
    """A document that cannot become an article: raised by transforms, turned into a `Reject` by the stage."""

    def __init__(self, rule: str, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.rule, self.reason, self.detail = rule, reason, detail
