"""The sample articles of a run's page, shown as `copydesk explain` shows them."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.alerts import source_of
from flows.explain.page import HUES, STYLE, render_page
from flows.explain.published import CHILDREN, explain_article
from warehouse.read import scan

MOST = 12
LARGEST = 120_000  # characters of one article's HTML; a larger one is left out, the command explain shows it
BUDGET = 900_000  # characters of all of them
HIDE = '<label><input type="checkbox" id="hide"> Hide what was removed</label>'
STYLE_OF_SAMPLES = STYLE + "".join(f".s{slot}{{--h:{hue}}}" for slot, hue in enumerate(HUES)) + ".none{--h:0}"


class Sample(NamedTuple):
    article_id: str
    title: str
    source: str
    quotes: int
    removed: int
    html: str


def samples_of(warehouse: Path, run_id: str) -> list[Sample]:
    """Up to MOST articles of the run: one of each source in turn, those with most to show first."""
    columns = ("article_id", "revision", "title", "quote_count", "removed_count", "word_count")
    shown = pl.col("quote_count").clip(0, 12) + pl.col("removed_count").clip(0, 12)
    candidates = (
        scan(warehouse, "articles")
        .filter(pl.col("run_id") == run_id, pl.col("word_count") <= 3000)
        .select(*columns, source_of(), shown=shown)
        .sort("shown", "article_id", "revision", descending=[True, False, True])
        .unique("article_id", keep="first", maintain_order=True)
        .with_columns(turn=pl.int_range(pl.len()).over("source"))
        .sort("turn", "shown", "article_id", descending=[False, True, False])
        .head(2 * MOST)
        .collect()
    )
    rows = {table: _rows(warehouse, table, run_id, candidates) for table in ("articles", *CHILDREN)}
    found: list[Sample] = []
    size = 0
    for one in candidates.iter_rows(named=True):
        key = (one["article_id"], one["revision"])
        (article,) = rows["articles"][key]
        html = _inside(render_page(explain_article(article, *(rows[table].get(key, []) for table in CHILDREN))))
        if len(html) <= LARGEST and size + len(html) <= BUDGET and len(found) < MOST:
            size += len(html)
            title = one["title"] or "(no headline)"
            found.append(Sample(key[0], title, one["source"], one["quote_count"], one["removed_count"], html))
    return found


def _rows(
    warehouse: Path, table: str, run_id: str, wanted: pl.DataFrame
) -> dict[tuple[str, int], list[dict[str, object]]]:
    """The rows of a table that belong to the wanted articles, by article and revision."""
    ids = wanted["article_id"].implode()
    found: dict[tuple[str, int], list[dict[str, object]]] = {}
    frame = scan(warehouse, table).filter(pl.col("run_id") == run_id, pl.col("article_id").is_in(ids)).collect()
    for row in frame.to_dicts():
        found.setdefault((row["article_id"], row["revision"]), []).append(row)
    return found


def _inside(page: str) -> str:
    """What stands between <main> and </main>: all text in it is escaped, so that these are the page's own."""
    return (
        page.partition("<main>")[2]
        .rpartition("</main>")[0]
        .replace(HIDE, "")
        .replace("<h1", "<h2", 1)
        .replace("</h1>", "</h2>", 1)
    )
