"""What was unusual about a night, in sentences with the figures. A warning stops nothing; it says where to look."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from schemas.settings import AlertSettings
from warehouse.read import scan

# The columns of `articles` that are looked at.
ARTICLE_COLUMNS = ("host", "publisher", "published_at", "published_local", "authors", "quote_count")
UNKNOWN = "(source unknown)"
EARLIER = pl.Schema({"night": pl.Date, "source": pl.String, "articles": pl.Int64})


def source_of() -> pl.Expr:
    """The source of an article: its host, else its publisher."""
    return pl.coalesce(pl.col("host").str.strip_prefix("www."), "publisher", pl.lit(UNKNOWN)).alias("source")


def day_of() -> pl.Expr:
    """The day of publication as written, else that of the time in UTC; null where the page states neither."""
    written = pl.col("published_local").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    return pl.coalesce(written, pl.col("published_at").dt.date()).alias("day")


def earlier_nights(warehouse: Path, night: date, nights: int) -> pl.DataFrame:
    """(night, source, articles) of the last `nights` nights before `night` that have runs, and of `night` itself.

    A night that ran and brought nothing has one row, without a source. Articles are counted by revisions.
    """
    runs = scan(warehouse, "runs").select("run_id", "night").filter(pl.col("night") <= night).collect()
    before = runs.filter(pl.col("night") < night)["night"].unique().sort(descending=True).head(nights)
    wanted = runs.filter(pl.col("night").is_in([*before, night]))
    articles = scan(warehouse, "articles").filter(pl.col("run_id").is_in(wanted["run_id"].implode()))
    counted = articles.select("run_id", source_of()).group_by("run_id", "source").agg(articles=pl.len()).collect()
    return (
        wanted.join(counted, on="run_id", how="left")
        .group_by("night", "source")
        .agg(pl.col("articles").fill_null(0).sum().cast(pl.Int64))
        .sort("night", "source")
        .match_to_schema(EARLIER)
    )


def find_warnings(
    tonight: pl.DataFrame, earlier: pl.DataFrame, night: date, rows_in: int, rejected: int, settings: AlertSettings
) -> list[str]:
    """The warnings of a run, worst first: sources that fell silent, halved or doubled, then shares.

    Args:
        tonight: `ARTICLE_COLUMNS` of the articles that the run publishes.
        earlier: what `earlier_nights` says; what other runs of the same night published counts to the night.
        rows_in: documents that entered the run; `rejected` of them ended as rejects.
    """
    counted = tonight.select(source_of()).group_by("source").agg(articles=pl.len().cast(pl.Int64))
    same = earlier.filter(pl.col("night") == night).select("source", "articles")
    volume = dict(pl.concat([counted, same]).drop_nulls().group_by("source").agg(pl.col("articles").sum()).iter_rows())
    return [
        *_volume_warnings(volume, earlier.filter(pl.col("night") < night), night, settings),
        *_share_warnings(tonight, rows_in, rejected, settings),
    ]


def _volume_warnings(volume: dict[str, int], before: pl.DataFrame, night: date, settings: AlertSettings) -> list[str]:
    nights = before["night"].unique().sort().to_list()
    if not nights:
        return []
    known = {(row[0], row[1]): row[2] for row in before.drop_nulls().iter_rows()}
    told: dict[str, list[tuple[float, str, str]]] = {"silent": [], "halved": [], "doubled": []}
    for source in sorted({source for _, source in known} | set(volume)):
        counts = [known.get((day, source), 0) for day in nights]
        usual = float(pl.Series(counts).median() or 0)  # type: ignore[arg-type]
        found, change = volume.get(source, 0), _change(volume.get(source, 0), usual, settings)
        a_week_ago = night - timedelta(days=7)
        is_rhythm = a_week_ago in nights and _change(known.get((a_week_ago, source), 0), usual, settings) == change
        if change and not is_rhythm:
            sentence = _volume_sentence(source, found, usual, len(nights), change)
            told[change].append((abs(found - usual), source, sentence))
    return [sentence for change, cases in told.items() for sentence in _named(change, cases, settings)]


def _change(found: int, usual: float, settings: AlertSettings) -> str:
    if found == 0:
        return "silent" if usual >= settings.silence_from else ""
    if usual >= settings.change_from and found <= usual * settings.halving:
        return "halved"
    if usual and found >= settings.change_from and found >= usual * settings.doubling:
        return "doubled"
    return ""


def _volume_sentence(source: str, found: int, usual: float, nights: int, change: str) -> str:
    against = "the night before" if nights == 1 else f"the median of the {nights} nights before"
    remedy = {
        "silent": "see whether it was fetched, and what was rejected of it.",
        "halved": "see whether a feed or a folder of it is missing.",
        "doubled": "see whether it repeats itself, or an archive came in.",
    }[change]
    was = "brought no article" if change == "silent" else f"brought {_count(found, 'article')}"
    return f"{source} {was} against {usual:,g}, {against}: {remedy}"


def _named(change: str, cases: list[tuple[float, str, str]], settings: AlertSettings) -> list[str]:
    """The largest changes in a sentence each, the rest in one."""
    ordered = sorted(cases, key=lambda case: (-case[0], case[1]))
    rest = [source for _, source, _ in ordered[settings.sources_named :]]
    named = [sentence for _, _, sentence in ordered[: settings.sources_named]]
    if rest:
        shown = ", ".join(rest[:5]) + (f" and {len(rest) - 5:,} others" if len(rest) > 5 else "")
        have = "has" if len(rest) == 1 else "have"
        done = {"silent": "fallen silent", "halved": "halved", "doubled": "doubled"}[change]
        named.append(f"{_count(len(rest), 'source')}{' more' if named else ''} {have} {done}: {shown}.")
    return named


def _share_warnings(tonight: pl.DataFrame, rows_in: int, rejected: int, settings: AlertSettings) -> list[str]:
    found = []
    if rows_in >= settings.share_from and rejected / rows_in > settings.rejected_share:
        found.append(
            f"{rejected:,} of {_count(rows_in, 'document')} were rejected, {_share(rejected, rows_in)}; usual is at "
            f"most {settings.rejected_share:.0%} (alerts.rejected_share): the rejects say which rule and what to do."
        )
    cases = (
        ("day of publication", day_of().is_null(), "undated_share"),
        ("author", pl.col("authors").list.len().fill_null(0) == 0, "unsigned_share"),
        ("quotation", pl.col("quote_count") == 0, "unquoted_share"),
    )
    marked = tonight.select(source_of(), **{key: lacks for _, lacks, key in cases})
    for what, _, key in cases:
        bare, limit = marked.filter(pl.col(key)), getattr(settings, key)
        if tonight.height < settings.share_from or bare.height / tonight.height <= limit:
            continue
        by_source = bare["source"].value_counts().sort("count", "source", descending=[True, False])
        source, lacking = by_source.row(0)
        whole = marked.filter(pl.col("source") == source).height
        found.append(
            f"{bare.height:,} of {_count(tonight.height, 'article')} have no {what}, "
            f"{_share(bare.height, tonight.height)}; usual is at most {limit:.0%} (alerts.{key}). "
            f"Most are of {source}: {lacking:,} of its {whole:,}."
        )
    return found


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}"


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
