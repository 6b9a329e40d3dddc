"""Which drafts become articles of the night: revisions counted, repetitions merged, known texts skipped, stories led.

The plan looks at all drafts of a run and at what is published, and depends on neither their order nor their batches.
"""

import polars as pl

DRAFT = (
    "article_id", "input_uri", "text_sha256", "content_sha256", "fetched_at", "modified_at", "published_at",
    "source_version",
)  # fmt: skip
KNOWN = (
    "article_id", "revision", "is_latest", "text_sha256", "story_id", "is_story_lead", "fetched_at", "source_version",
)  # fmt: skip
ORDER = ("article_id", "time", "version", "content_sha256", "input_uri")  # undated first
PLAN = {
    "input_uri": pl.String,
    "action": pl.String,  # publish, merge (another input of the run is the same article and text), skip (published)
    "revision": pl.Int32,
    "is_latest": pl.Boolean,
    "story_id": pl.String,
    "duplicate_kind": pl.String,
    "is_story_lead": pl.Boolean,
    "merged_uris": pl.List(pl.String),
}


def plan_revisions(
    drafts: pl.DataFrame,
    known: pl.DataFrame,
    force: bool = False,
    again: bool = False,
    withdrawn: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The plan of a night, one row a draft (columns `PLAN`), in order of input_uri.

    `drafts` has the columns `DRAFT`, `known` (the published articles of the same ids or texts) the columns `KNOWN`.
    With `force`, a text that is published already becomes a revision again. With `again`, so does the last state of
    each article, and its earlier ones are skipped: they are history, whatever would be made of them today.
    `withdrawn` (article_id, version) names articles that their source took back: only a later version is published.
    A version of a source's item that is older than the published one is skipped, too.
    """
    ordered = drafts.with_columns(
        time=pl.coalesce("modified_at", "published_at", "fetched_at"),
        version=_version("source_version"),
    ).sort(ORDER)
    if withdrawn is not None:
        ordered = _standing(ordered, withdrawn)
    ordered = _not_overtaken(ordered, known)
    first = ordered.unique(["article_id", "text_sha256"], keep="first", maintain_order=True)
    merged = (
        ordered.join(first.select("input_uri"), on="input_uri", how="anti")
        .group_by("article_id", "text_sha256")
        .agg(merged_uris=pl.col("input_uri").sort())
    )
    if again:
        fresh = first.unique("article_id", keep="last", maintain_order=True)
    else:
        fresh = first if force else _unpublished(first, known)
    latest = known.group_by("article_id").agg(last=pl.col("revision").max())
    numbered = (
        fresh.join(latest, on="article_id", how="left")
        .sort(ORDER)
        .with_columns(
            revision=(pl.col("last").fill_null(0) + pl.int_range(pl.len()).over("article_id") + 1).cast(pl.Int32),
            is_latest=pl.int_range(pl.len()).over("article_id") == pl.len().over("article_id") - 1,
        )
    )
    planned = _stories(numbered, known).join(merged, on=["article_id", "text_sha256"], how="left")
    rest = drafts.select("input_uri", "article_id", "text_sha256").join(
        planned.select("input_uri"), on="input_uri", how="anti"
    )
    standing = planned.select("article_id", "text_sha256", merges=True)
    others = rest.join(standing, on=["article_id", "text_sha256"], how="left").select(
        "input_uri", action=pl.when("merges").then(pl.lit("merge")).otherwise(pl.lit("skip"))
    )
    return (
        pl.concat([planned.with_columns(action=pl.lit("publish")), others], how="diagonal_relaxed")
        .select([_typed(name, kind) for name, kind in PLAN.items()])
        .sort("input_uri")
    )


def _standing(drafts: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """Drafts whose article was not taken back, or that are a later version than the one that was."""
    last = withdrawn.group_by("article_id").agg(back=_version("version").max())
    joined = drafts.join(last.with_columns(taken=True), on="article_id", how="left", maintain_order="left")
    later = pl.col("version") > pl.col("back")
    return joined.filter(pl.col("taken").is_null() | later.fill_null(False)).drop("back", "taken")


def _not_overtaken(drafts: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Drafts but for those of a version before the published one: deliveries arrive late and out of order."""
    last = known.filter("is_latest").select("article_id", published=_version("source_version"))
    joined = drafts.join(last, on="article_id", how="left", maintain_order="left")
    return joined.filter((pl.col("version") >= pl.col("published")).fill_null(True)).drop("published")


def _version(column: str) -> pl.Expr:
    """A version as a number, null where it is none."""
    return pl.col(column).cast(pl.Int64, strict=False)


def _typed(name: str, kind: object) -> pl.Expr:
    column = pl.col(name).cast(kind)  # type: ignore[arg-type]
    return column.fill_null([]) if name == "merged_uris" else column


def _unpublished(first: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Drafts whose text is not yet a revision of their article, and those of a page that went back to an earlier text.

    The latter are told from an old input read again by their time of fetching. Each that is found changes what the
    latest text is, so the search is repeated until it finds none: then the same drafts, seen again, add nothing.
    """
    key = ["article_id", "text_sha256"]
    seen = known.group_by(key).agg(seen_fetched=pl.col("fetched_at").max())
    fresh, rest = first.join(seen, on=key, how="anti"), first.join(seen, on=key, how="inner")
    while True:
        is_later = (pl.col("fetched_at") > pl.col("seen_fetched")).fill_null(True)
        went_back = (pl.col("text_sha256") != pl.col("latest_sha256")) & (
            pl.col("fetched_at") > pl.col("latest_fetched")
        )
        found = rest.join(_latest(fresh, known), on="article_id").filter(is_later & went_back)
        if found.is_empty():
            return fresh
        fresh = pl.concat([fresh, found.select(fresh.columns)])
        rest = rest.join(found, on="input_uri", how="anti")


def _latest(fresh: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The text of each article, and when it was fetched, once `fresh` is published."""
    columns = (
        pl.col("article_id"),
        pl.col("text_sha256").alias("latest_sha256"),
        pl.col("fetched_at").alias("latest_fetched"),
    )
    last = fresh.sort(ORDER).unique("article_id", keep="last").select(columns)
    return pl.concat([last, known.filter("is_latest").select(columns).join(last, on="article_id", how="anti")])


def _stories(numbered: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Articles of one text share a story; the one published first leads it, within a night the earliest dated."""
    led = (
        known.filter("is_story_lead")
        .group_by("text_sha256")
        .agg(known_story=pl.col("story_id").first(), lead_article=pl.col("article_id").first())
    )
    leads = (
        numbered.sort("published_at", "article_id", "revision", nulls_last=True)
        .group_by("text_sha256", maintain_order=True)
        .agg(first_article=pl.col("article_id").first())
    )
    joined = numbered.join(leads, on="text_sha256", how="left").join(led, on="text_sha256", how="left")
    leads_story = pl.col("article_id") == pl.coalesce("lead_article", "first_article")
    return joined.with_columns(
        story_id=pl.coalesce("known_story", pl.col("text_sha256").str.head(20)),
        is_story_lead=leads_story,
        duplicate_kind=pl.when(leads_story).then(None).otherwise(pl.lit("exact")),
    ).with_columns(pl.col("duplicate_kind").cast(pl.String))
