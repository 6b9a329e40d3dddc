"""What a run's page tells, counted from the published tables."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.alerts import day_of, earlier_nights, source_of
from schemas.errors import WarehouseError
from schemas.settings import nearest
from schemas.tables.audit import STAGES
from warehouse.read import scan

Row = dict[str, Any]
KEY = ("article_id", "revision")
QUOTED = ("quote_id", *KEY, "quote_index", "text", "speaker_name", "speaker_kind", "confidence")
# Columns of the chart of publication dates, up to the newest: days where they hold most articles, else months or years.
PERIODS = (("day", "1d", 31), ("month", "1mo", 36), ("year", "1y", 40))
MOST_OF = 0.8
MOST = {"speakers": 15, "about": 4, "entities": 20, "rules": 40, "examples": 2, "rejects": 3}  # shown of each
SOUGHT = 4  # articles looked at for the examples of a rule
CONTEXT = 110  # characters of the article before and after a removed block


@dataclass(frozen=True)
class Tally:
    """All figures of one run. What counts most comes first, ties are ordered by name: a page is the same each time."""

    run: Row  # of runs
    stages: list[Row]  # of run_stages, in the order of the road
    nights: int  # earlier nights that the run is held against
    period: str  # day, month or year
    periods: list[tuple[date, int]]  # first day of each period up to the newest, articles
    older: int  # articles published before these periods
    undated: int
    sources: list[tuple[str, int, float | None]]  # source, articles, median of the earlier nights
    languages: list[tuple[str, int]]
    speakers: list[Row]  # name, kind, quotes, articles, about: list of names, words, article_id
    speaker_count: int
    unattributed: int  # quotations of nobody
    entities: list[Row]  # name, type, articles, mentions, is_new
    new_entities: list[Row]
    entity_count: int  # names apart
    new_count: int
    rules: list[Row]  # rule, kind, blocks, articles, examples: list of rows of removed with opening and following
    removed: int
    rejects: list[Row]  # stage, rule, count, reason, is_retriable, examples: list of rows of rejects
    listed: int  # rows of rejects that the run wrote


def run_of(warehouse: Path, run_id: str | None) -> Row:
    """The run of this id, the latest one where none is given.

    Raises:
        WarehouseError: nothing is published there, or no run has this id; the nearest one is named.
    """
    runs = runs_of(warehouse)
    if not runs:
        raise WarehouseError(
            f"Nothing is published in {warehouse}: start with copydesk run INPUT --warehouse {warehouse}"
        )
    if run_id is None:
        return runs[-1]
    found = next((run for run in runs if run["run_id"] == run_id), None)
    if found is None:
        raise WarehouseError(
            f"No run {run_id} is published in {warehouse}: {nearest(run_id, [r['run_id'] for r in runs])}"
        )
    return found


def runs_of(warehouse: Path) -> list[Row]:
    """Every published run, the oldest first."""
    return scan(warehouse, "runs").sort("night", "finished_at", "run_id").collect().to_dicts()


def tally(warehouse: Path, run: Row, nights: int) -> Tally:
    """Count one run. `nights` is how many earlier nights are looked back on for usual volumes and for what is new."""
    run_id, night = run["run_id"], run["night"]

    def rows(table: str) -> pl.LazyFrame:
        return scan(warehouse, table).filter(pl.col("run_id") == run_id)

    articles = rows("articles").select(*KEY, source_of(), day_of(), "language").collect()
    earlier = earlier_nights(warehouse, night, nights).filter(pl.col("night") < night)
    period, periods, older = _periods(articles["day"].drop_nulls())
    quotes = rows("quotes").filter(~pl.col("in_title")).select(QUOTED).collect()
    entities = rows("entities").select("entity_id", *KEY, "name", "type", "mention_count", "salience").collect()
    named = _named(entities, _known_names(warehouse, earlier["night"].unique().to_list()))
    rejects = rows("rejects").collect()
    stages = {row["stage"]: row for row in rows("run_stages").collect().to_dicts()}
    speakers = quotes.filter(pl.col("speaker_name").is_not_null())
    return Tally(
        run=run,
        stages=[stages[stage] for stage in STAGES if stage in stages],
        nights=earlier["night"].n_unique(),
        period=period,
        periods=periods,
        older=older,
        undated=articles["day"].null_count(),
        sources=_sources(articles["source"], earlier),
        languages=_ranked(articles["language"].fill_null("unknown")),
        speakers=_speakers(speakers, rows("mentions"), entities),
        speaker_count=speakers["speaker_name"].n_unique(),
        unattributed=quotes.height - speakers.height,
        entities=named.head(MOST["entities"]).to_dicts(),
        new_entities=named.filter("is_new").head(MOST["entities"]).to_dicts() if not earlier.is_empty() else [],
        entity_count=named.height,
        new_count=named.filter("is_new").height,
        rules=_rules(rows("removed"), rows("articles")),
        removed=rows("removed").select(pl.len()).collect().item(),
        rejects=_rejects(rejects),
        listed=rejects.height,
    )


def _ranked(values: pl.Series) -> list[tuple[Any, int]]:
    counted = values.rename("value").value_counts().sort("count", "value", descending=[True, False])
    return [(value, count) for value, count in counted.iter_rows()]


def _periods(days: pl.Series) -> tuple[str, list[tuple[date, int]], int]:
    """The finest period whose last ones hold most of the articles, its columns without a gap, and what is older."""
    found: tuple[str, list[tuple[date, int]], int] = ("day", [], 0)
    for name, every, most in PERIODS if days.len() else ():
        starts = days.dt.truncate(every)
        shown = pl.Series(pl.date_range(starts.min(), starts.max(), every, eager=True))  # type: ignore[arg-type]
        counts = dict(_ranked(starts))
        columns = [(start, counts.get(start, 0)) for start in shown.tail(most)]
        inside = sum(number for _, number in columns)
        found = (name, columns, days.len() - inside)
        if inside >= MOST_OF * days.len():
            break
    return found


def _sources(sources: pl.Series, earlier: pl.DataFrame) -> list[tuple[str, int, float | None]]:
    """Articles by source, the sources that are silent tonight included, with the median of the earlier nights."""
    nights = earlier["night"].unique().to_list()
    before = {(night, source): count for night, source, count in earlier.drop_nulls().iter_rows()}
    counts = dict(_ranked(sources))
    usual = {
        source: float(pl.Series([before.get((night, source), 0) for night in nights]).median() or 0)  # type: ignore[arg-type]
        for source in {source for _, source in before} | set(counts)
        if nights
    }
    everyone = sorted(set(counts) | {source for source, count in usual.items() if count >= 1})
    found = [(source, counts.get(source, 0), usual.get(source)) for source in everyone]
    return sorted(found, key=lambda row: (-row[1], -(row[2] or 0), row[0]))


def _known_names(warehouse: Path, nights: list[date]) -> pl.DataFrame:
    """(type, name) of all that was named on these nights."""
    runs = scan(warehouse, "runs").filter(pl.col("night").is_in(nights)).select("run_id").collect()["run_id"]
    before = scan(warehouse, "entities").filter(pl.col("run_id").is_in(runs.implode()))
    return before.select("type", folded=pl.col("name").str.to_lowercase()).unique().collect()


def _named(entities: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The names of the night: what is named in most articles first."""
    counted = entities.group_by("name", "type").agg(
        articles=pl.col("article_id").n_unique(),
        mentions=pl.col("mention_count").sum(),
        weight=pl.col("salience").sum(),
    )
    folded = counted.with_columns(folded=pl.col("name").str.to_lowercase())
    marked = folded.join(known.with_columns(is_new=False), on=["type", "folded"], how="left")
    return (
        marked.with_columns(pl.col("is_new").fill_null(True), pl.col("weight").round(6))
        .sort("articles", "weight", "mentions", "name", "type", descending=[True, True, True, False, False])
        .drop("folded", "weight")
    )


def _speakers(quotes: pl.DataFrame, mentions: pl.LazyFrame, entities: pl.DataFrame) -> list[Row]:
    """Who was quoted most, with the names that stand most often in their quotations, and one of these."""
    best = pl.struct(pl.col("confidence").round(3), pl.col("text").str.len_chars().clip(0, 240))
    found = (
        quotes.sort("article_id", "revision", "quote_index")
        .group_by(name="speaker_name")
        .agg(
            pl.col("speaker_kind").mode().sort().first().alias("kind"),
            quotes=pl.len(),
            articles=pl.col("article_id").n_unique(),
            words=pl.col("text").sort_by(best, descending=True, maintain_order=True).first(),
            article_id=pl.col("article_id").sort_by(best, descending=True, maintain_order=True).first(),
        )
        .sort("quotes", "articles", "name", descending=[True, True, False])
        .head(MOST["speakers"])
    )
    theirs = quotes.filter(pl.col("speaker_name").is_in(found["name"].implode()))
    inside = mentions.filter(~pl.col("is_pronoun"), pl.col("in_quote_id").is_in(theirs["quote_id"].implode())).collect()
    about = (
        inside.join(theirs.select("quote_id", "speaker_name"), left_on="in_quote_id", right_on="quote_id")
        .join(entities.select("entity_id", "name"), on="entity_id")
        .filter(pl.col("name") != pl.col("speaker_name"))
        .group_by("speaker_name", "name")
        .len()
        .sort("len", "name", descending=[True, False])
    )
    topics: dict[str, list[str]] = {}
    for speaker, name, _ in about.iter_rows():
        topics.setdefault(speaker, []).append(name)
    return [row | {"about": topics.get(row["name"], [])[: MOST["about"]]} for row in found.to_dicts()]


def _rules(removed: pl.LazyFrame, articles: pl.LazyFrame) -> list[Row]:
    """What was taken out, by rule, with examples and the words around them."""
    ids = pl.col("article_id").unique()
    counted = (
        removed.group_by("rule")
        .agg(pl.col("kind").mode().sort().first(), blocks=pl.len(), articles=ids.len(), places=ids.sort().head(SOUGHT))
        .sort("blocks", "rule", descending=[True, False])
        .head(MOST["rules"])
        .collect()
    )
    # Only the articles that hold the examples are read, for a night removes millions of blocks.
    places = counted.select("rule", article_id="places").explode("article_id")
    blocks = removed.join(places.lazy(), on=["rule", "article_id"], how="semi")
    examples = (
        blocks.select(*KEY, "block_index", "rule", "text", "before")
        .sort("rule", *KEY, "block_index")
        .unique(["rule", "article_id"], keep="first", maintain_order=True)
        .unique(["rule", "text"], keep="first", maintain_order=True)
        .group_by("rule", maintain_order=True)
        .head(MOST["examples"])
        .collect()
    )
    wanted = articles.filter(pl.col("article_id").is_in(examples["article_id"].unique().implode()))
    texts = wanted.select(*KEY, "title", article="text").collect()
    placed: dict[str, list[Row]] = {}
    for row in examples.join(texts, on=KEY, how="left", maintain_order="left").to_dicts():
        whole, at = row.pop("article") or "", row["before"]
        around = {"opening": _before(whole, at), "following": _after(whole, at)}
        placed.setdefault(row["rule"], []).append(row | around)
    return [row | {"examples": placed.get(row["rule"], [])} for row in counted.drop("places").to_dicts()]


def _rejects(rejects: pl.DataFrame) -> list[Row]:
    """The run's rejects by stage and rule, with examples."""
    found = []
    for (stage, rule), group in rejects.sort("input_uri", "reject_id").group_by("stage", "rule", maintain_order=True):
        examples = group.head(MOST["rejects"]).to_dicts()
        retriable = int(group["is_retriable"].sum())
        found.append(
            {"stage": stage, "rule": rule, "count": group.height, "retriable": retriable, "examples": examples}
        )
    return sorted(found, key=lambda row: (-row["count"], STAGES.index(row["stage"]), row["rule"]))


def _before(text: str, at: int) -> str:
    words = text[max(0, at - CONTEXT) : at].strip()
    return f"… {words.split(' ', 1)[-1]}" if at > CONTEXT else words


def _after(text: str, at: int) -> str:
    words = text[at : at + CONTEXT].strip()
    return f"{words.rsplit(' ', 1)[0]} …" if at + CONTEXT < len(text) else words
