"""What a run tells at its end: what was published, where, and how to look at it."""

import os
import shlex
import shutil
import sys
from pathlib import Path

from flows.run import Outcome
from schemas.tables import PUBLISHED
from warehouse.read import scan


def in_short(done: Outcome | dict[str, int]) -> str:
    """One sentence for the run's state."""
    if isinstance(done, dict):
        return f"{len(done)} rules are broken by some rows: {', '.join(sorted(done))}." if done else "Every rule holds."
    if done.is_dry:
        return "A dry run: nothing was written; the log tells what would be read."
    if done.was_published:
        return f"Run {done.run_id} is published already; there was nothing to do."
    names = ("articles", "quotes", "entities", "rejects")
    return f"Published {', '.join(f'{done.published[name]:,} {name}' for name in names)} as {done.run_id}."


def summary(outcome: Outcome, warehouse: str) -> str:
    """The last lines of `copydesk run`."""
    if outcome.is_dry:
        return "A dry run: nothing was written."
    if outcome.was_published:
        return f"Run {outcome.run_id} is published already in {warehouse}; there is nothing to do."
    lines = []
    if not outcome.published["articles"]:
        lines.append("Nothing new: every article of these inputs is published already, or was rejected.")
    lines.append(f"Run {outcome.run_id} published the night of {outcome.night} in {warehouse}:")
    lines += [
        f"  {outcome.published[name]:>9,} {name:<10} {table.meaning.split('. ')[0]}"
        for name, table in PUBLISHED.items()
        if name not in ("runs", "run_stages")
    ]
    copydesk = _command()
    place = "" if Path(warehouse) == Path("warehouse") else f" --warehouse {shlex.quote(warehouse)}"
    counted = (
        "select speaker_name, count(*) as quotes from quotes "
        "where speaker_name is not null group by all order by quotes desc limit 10"
    )
    lines += [
        "",
        "Look at it:",
        f'  {copydesk} query "{counted}"{place}',
        f'  {copydesk} query "select stage, rule, input_uri, reason from rejects"{place}',
        f"  {copydesk} explain {_an_article(Path(warehouse))}{place}",
        f"  {copydesk} report{place}",
    ]
    return "\n".join(lines)


def _command() -> str:
    """How this command was called, so that the lines can be copied; its bare name where the shell finds that."""
    called = Path(sys.argv[0])
    if called.name != "copydesk" or shutil.which("copydesk") == str(called.absolute()):
        return "copydesk"
    return shlex.quote(os.path.relpath(called))


def _an_article(warehouse: Path) -> str:
    """The id of the longest article that stands there."""
    articles = scan(warehouse, "articles").filter("is_latest").select("article_id", "word_count")
    found = articles.sort("word_count", "article_id", descending=True).head(1).collect()["article_id"].to_list()
    return found[0] if found else "FILE"
