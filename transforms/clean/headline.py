"""The headline of the story, chosen among the spellings that a page carries."""

import re

from transforms.clean.dump import fold

LONGEST = 400  # characters
SOURCES = ("json_ld", "h1", "og", "title", "twitter", "name", "alternative")  # the most trusted first
KICKER = re.compile(r"(?::| [-–—|]) ")
PARTING = re.compile(r"\s(?:[|–—·•»:-]{1,2}|::)\s|\s?[|｜：]\s?|:\s")


def choose_headline(candidates: list[tuple[str, str | None]], site_names: list[str]) -> tuple[str | None, list[str]]:
    """The headline without the site's name, and all spellings of it that the page carries.

    `candidates` are pairs of one of `SOURCES` and what it states; `site_names` the names the outlet goes by. JSON-LD
    states the headline in full and wins, unless it only repeats the title made for search engines while the printed
    heading and the shared one agree on another.
    """
    sites = {_bare(name) for name in site_names if name}
    stated = {source: text[:LONGEST] for source, text in candidates if text and _bare(text) not in sites}
    headings = {fold(stated[source]) for source in ("h1", "json_ld") if source in stated}
    spelled = {
        source: text if source in ("h1", "json_ld") or fold(text) in headings else without_site(text, sites, headings)
        for source, text in stated.items()
    }
    keys = {source: fold(text) for source, text in spelled.items()}
    order = [source for source in SOURCES if keys.get(source)]
    if not order:
        return None, []
    best = order[0]
    if best == "json_ld" and keys["json_ld"] == keys.get("title") and keys.get("h1") == keys.get("og"):
        best = "h1" if "h1" in order else best
    if best == "h1" and "json_ld" not in order and keys.get("og") == keys.get("title") != keys["h1"] and "og" in order:
        best = "og"
    others = [text for source, text in spelled.items() if keys[source] != keys[best]]
    headline = spelled[best] if "json_ld" in order else _without_kicker(spelled[best], others)
    return headline, list(dict.fromkeys([headline, *spelled.values(), *stated.values()]))


def _without_kicker(text: str, others: list[str]) -> str:
    """A printed `Kicker - headline` is the headline alone where another source states it so, or with its own kicker."""
    stated = {fold(tail) for other in others for tail in (other, *_tails(other))}
    return next((tail for tail in _tails(text) if fold(tail) in stated), text)


def _tails(text: str) -> list[str]:
    return [text[part.end() :] for part in KICKER.finditer(text)]


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
