"""Every table of Copydesk, each defined once."""

from schemas.columns import Table
from schemas.tables.articles import ARTICLES
from schemas.tables.audit import REJECTS, REMOVED
from schemas.tables.entities import ENTITIES, MENTIONS
from schemas.tables.quotes import QUOTES
from schemas.tables.runs import RUN_STAGES, RUNS
from schemas.tables.staged import DOCUMENTS, DRAFTS

PUBLISHED: dict[str, Table] = {
    table.name: table for table in (ARTICLES, QUOTES, ENTITIES, MENTIONS, REMOVED, REJECTS, RUNS, RUN_STAGES)
}
STAGED: dict[str, Table] = {table.name: table for table in (DOCUMENTS, DRAFTS)}
TABLES: dict[str, Table] = {**PUBLISHED, **STAGED}
