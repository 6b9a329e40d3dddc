"""The headline of the story, chosen among the spellings that a page carries."""

import re

from transforms.clean.dump import fold

LONGEST = 400  # characters
# How far each source is trusted; sources that agree add up, and the first of equals wins.
TRUST = {"json_ld": 1.0, "h1": 0.9, "og": 0.85, "twitter": 0.3, "title": 0.3, "name": 0.2, "alternative": 0.2}
PARTING = re.compile(r"\s(?:[|–—·•»:-]{1,2}|::)\s|\s?\|\s?")


def choose_headline(candidates: list[tuple[str, str | None]], site_names: list[str]) -> tuple[str | None, list[str]]:
    """The headline that most of the trusted sources agree on, without the site's name, and all spellings met.

    `candidates` are pairs of a source of `TRUST` and what it states; `site_names` the names the outlet goes by.
    """
    sites = {_bare(name) for name in site_names if name}
    stated = [(source, text[:LONGEST]) for source, text in candidates if text and _bare(text) not in sites]
    headings = {fold(text) for source, text in stated if source in ("h1", "json_ld")}
    votes: dict[str, float] = {}
    spellings: dict[str, str] = {}
    for source, text in stated:
        whole = fold(text)
        if whole not in headings and source not in ("h1", "json_ld"):
            text = without_site(text, sites, headings)
        key = fold(text)
        if key:
            spellings.setdefault(key, text)
            votes[key] = votes.get(key, 0.0) + TRUST[source]
    if not votes:
        return None, []
    best = max(votes, key=lambda key: votes[key])
    return spellings[best], list(dict.fromkeys([*spellings.values(), *(text for _, text in stated)]))


def without_site(text: str, sites: set[str], headings: set[str]) -> str:
    """A headline without the outlet's name or section that a <title> puts behind (or before) it."""
    parts = list(PARTING.finditer(text))
    for part in reversed(parts):
        if fold(text[: part.start()]) in headings:
            return text[: part.start()].strip()
    changed = True
    while changed and parts:
        changed = False
        if _is_site(text[parts[-1].end() :], sites):
            text, changed = text[: parts[-1].start()].strip(), True
        elif _is_site(text[: parts[0].start()], sites):
            text, changed = text[parts[0].end() :].strip(), True
        parts = list(PARTING.finditer(text))
    return text


def _is_site(part: str, sites: set[str]) -> bool:
    bare = _bare(part)
    return bool(bare) and any(
        bare == site or (len(site) > 3 and bare.startswith(site) and len(bare) < len(site) + 12) for site in sites
    )


def _bare(name: str) -> str:
    """A name for comparison: letters and digits only, without "the", "www" and a domain's ending."""
    name = re.sub(
        r"^(?:https?://)?(?:www\.)?|^the\s|\.(?:com|org|net|de|co\.uk|uk|at|ch|fr|es|it|ru|jp)$",
        "",
        name.strip().casefold(),
    )
    return re.sub(r"[\W_]", "", name)
