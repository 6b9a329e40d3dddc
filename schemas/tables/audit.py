"""The audit: what was taken out of articles, and what never became one."""

from schemas.columns import BOOL, INT, STRING, Column, Table
from schemas.tables.articles import ARTICLE_ID, HEX_ID, REVISION, RUN_ID

STAGES = ("ingest", "clean", "normalize", "publish")

REMOVED = Table(
    "removed",
    "Every block of a page that is not the story, with the rule that took it out",
    ("article_id", "revision", "block_index"),
    (
        ARTICLE_ID,
        REVISION,
        Column("block_index", INT, "Place among the removed blocks, 0 for the first", minimum=0),
        Column("stage", STRING, "The stage that removed it", allowed=STAGES),
        Column("rule", STRING, "The rule that removed it (id in config/boilerplate.toml, or of the reader)"),
        Column("kind", STRING, "What the block is: caption, credit, embed, copyright, related, navigation, ..."),
        Column("text", STRING, "The block as it stood"),
        Column("before", INT, "The offset in articles.text before which it stood", unit="code points", minimum=0),
        RUN_ID,
    ),
    parent="articles",
    laws=("before_is_in_text",),
)

REJECTS = Table(
    "rejects",
    "Inputs that did not become an article, each with stage, rule and a sentence that says what to do",
    ("reject_id",),
    (
        Column("reject_id", STRING, "The reject, stable across runs and machines", pattern=HEX_ID),
        Column("input_uri", STRING, "The input: path, !/member of an archive, #record"),
        Column("stage", STRING, "The stage that refused it", allowed=STAGES),
        Column("article_id", STRING, "The article, where it is known", null=True, pattern=HEX_ID),
        Column("rule", STRING, "The rule that was broken"),
        Column("reason", STRING, "What was wrong and what to do about it"),
        Column("detail", STRING, "The place or the value"),
        Column("is_retriable", BOOL, "Trying again later may succeed"),
        Column("payload_uri", STRING, "Where the refused bytes still stand", null=True),
        RUN_ID,
    ),
    beware="A reject that a later run meets again is not written twice; run_stages counts it in every run.",
)
