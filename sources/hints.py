"""What a feed, a sitemap or the operator said of a page, as it travels with the page's record in a WARC file."""

from collections.abc import Mapping

PREFIX = "Copydesk-"


def field_of(hint: str) -> str:
    """The header of a response record that carries this hint."""
    return PREFIX + hint.capitalize()


def hints(headers: Mapping[str, str]) -> dict[str, str]:
    """The hints of a response record by name: title, published, ...; the case of the headers does not matter."""
    prefix = PREFIX.lower()
    lowered = {name.lower(): value for name, value in headers.items()}
    return {name.removeprefix(prefix): value for name, value in lowered.items() if name.startswith(prefix) and value}
