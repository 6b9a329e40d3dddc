"""How the pages of the reports are written: templates that escape whatever they are given, and how figures are said."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flows.explain.layout import visible
from flows.report import charts

HERE = Path(__file__).parent


def fill(template: str, **values: Any) -> str:
    """A template of this folder, filled. Text is made visible and escaped, unless it is `Markup`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= FILTERS
    return environment.get_template(template).render(**values)


def picture(spec: charts.Spec, said: str) -> Any:
    """A chart as markup for a template; `said` is its name for those who cannot see it."""
    from markupsafe import Markup

    return Markup(charts.to_svg(spec, said))


def markup(html: str) -> Any:
    """HTML that is escaped already."""
    from markupsafe import Markup

    return Markup(html)


def count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def clip(text: str, most: int) -> str:
    """The text in one line of at most about `most` characters, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def words(name: str) -> str:
    """The id of a rule as words."""
    return name.replace("_", " ")


def span(seconds: float) -> str:
    """A duration as one would say it."""
    if seconds < 90:
        return f"{seconds:,.1f} s"
    return f"{seconds / 60:.1f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def moment(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def night(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"


def day(of: date) -> str:
    return f"{of:%a} {of.day} {of:%b %Y}"


def _finalize(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


FILTERS: dict[str, Any] = {filter.__name__: filter for filter in (count, clip, words, span, moment, night, day)} | {
    "n": lambda number: f"{number:,}"
}
