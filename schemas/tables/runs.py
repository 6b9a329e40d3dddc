"""The log of runs and of their stages."""

from schemas.columns import DATE, FINDINGS, FLOAT, INT, LONG, STRING, STRINGS, TIME, Column, Table
from schemas.tables.articles import RUN_ID
from schemas.tables.audit import STAGES

RUNS = Table(
    "runs",
    "What ran, over which inputs, with which settings and versions",
    ("run_id",),
    (
        RUN_ID,
        Column("night", DATE, "The run's logical date, the partition it published"),
        Column("started_at", TIME, "When the run (its last attempt) began", unit="UTC"),
        Column("finished_at", TIME, "When its tables were ready to publish", unit="UTC"),
        Column("seconds", FLOAT, "Wall time of the last attempt", unit="seconds", minimum=0),
        Column("cpu_seconds", FLOAT, "CPU time of the last attempt, all processes", unit="seconds", minimum=0),
        Column("peak_memory_mb", FLOAT, "Largest resident memory of one process", unit="MiB", minimum=0),
        Column("inputs", STRINGS, "The inputs as given"),
        Column("settings", STRING, "The settings as JSON"),
        Column("versions", STRING, "Versions of Copydesk, Python and the libraries that shape the result, as JSON"),
        Column("articles", LONG, "Rows of articles published by the run", minimum=0),
        Column("quotes", LONG, "Rows of quotes published by the run", minimum=0),
        Column("entities", LONG, "Rows of entities published by the run", minimum=0),
        Column("rejected", LONG, "Input documents that ended as rejects", minimum=0),
        Column("warnings", STRINGS, "What was unusual against the nights before, with the figures; empty if nothing"),
    ),
)

RUN_STAGES = Table(
    "run_stages",
    "What went into and came out of each stage of a run, in documents",
    ("run_id", "stage"),
    (
        RUN_ID,
        Column("stage", STRING, "The stage", allowed=STAGES),
        Column("rows_in", LONG, "Documents that entered", unit="documents", minimum=0),
        Column("rows_out", LONG, "Documents that went on", unit="documents", minimum=0),
        Column("rows_rejected", LONG, "Documents refused (rows of rejects)", unit="documents", minimum=0),
        Column("rows_skipped", LONG, "Documents already published, or no article by kind", unit="documents", minimum=0),
        Column("rows_merged", LONG, "Documents merged into another of the run", unit="documents", minimum=0),
        Column("batches", INT, "Batches of the stage", minimum=0),
        Column("batches_reused", INT, "Batches found staged by an earlier attempt", minimum=0),
        Column("seconds", FLOAT, "Wall time of the stage, its gate included", unit="seconds", minimum=0),
        Column("gate_seconds", FLOAT, "Wall time of the stage's gate", unit="seconds", minimum=0),
        Column("cpu_seconds", FLOAT, "CPU time of the stage's workers", unit="seconds", minimum=0),
        Column("peak_memory_mb", FLOAT, "Largest resident memory of one worker so far", unit="MiB", minimum=0),
        Column("rules_judged", INT, "Rules that the stage's gate judged", minimum=0),
        Column("findings", FINDINGS, "The rules that rows broke: how many of how many, and whether the gate bore it"),
    ),
    laws=("counts_add_up",),
    beware="Law, checked in every run: rows_in = rows_out + rows_rejected + rows_skipped + rows_merged.",
)
