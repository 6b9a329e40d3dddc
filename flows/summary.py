"""What a run tells at its end: what was published, where, and how to look at it."""

from flows.run import Outcome
from schemas.tables import PUBLISHED


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
    place = "" if warehouse == "warehouse" else f" --warehouse {warehouse}"
    counted = "select speaker_name, count(*) as quotes from quotes group by all order by quotes desc limit 10"
    lines += [
        "",
        "Look at it:",
        f"""  copydesk query "{counted}"{place}""",
        f"""  copydesk query "select stage, rule, input_uri, reason from rejects"{place}""",
        f"""  copydesk explain ARTICLE_ID{place}      (an article_id of the articles, or a file)""",
    ]
    if outcome.page:
        lines.append(f"  {outcome.page.resolve().as_uri()}      (the page of this run, in a browser)")
    return "\n".join(lines)
