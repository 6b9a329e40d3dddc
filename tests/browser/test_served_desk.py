"""A real server, worker and UI as `copydesk serve` brings them up: started by API and by hand in Chromium, and killed.

With SCREENSHOTS=1 the pictures of docs/images are taken anew.
"""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served_desk import ServedDesk

from warehouse.read import query

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
STORY = """<html lang="en"><head><title>{title}</title><meta property="og:site_name" content="Lowmarsh Times">
<meta property="article:published_time" content="2026-03-1{day}T06:00:00Z">
<link rel="canonical" href="https://lowmarsh.example/{slug}"></head><body><article><h1>{title}</h1>
<p>The harbor board of Lowmarsh voted on Tuesday to close the {what} for repairs that will take until autumn.</p>
<p>"Nobody likes a closed {what}, and nobody likes a fallen one," said Agnes Tarrow, who chairs the board.</p>
<p>Traders at the quay said they had been told in January, and that most of them would move their stalls inland.</p>
<p>Sign up for our newsletter</p></article></body></html>"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    made = ServedDesk(tmp_path_factory.mktemp("served"))
    made.start()
    delivery = made.folder / "desk" / "delivery"
    delivery.mkdir()
    for day, what in enumerate(("old pier", "swing bridge", "fish market"), 1):
        slug = what.replace(" ", "-")
        page = STORY.format(title=f"Board closes the {what}", what=what, slug=slug, day=day)
        (delivery / f"{slug}.html").write_text(page, encoding="utf-8")
    yield made
    if made.process and made.process.poll() is None:
        made.end(signal.SIGKILL)
    for pid in made.children():
        os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine (apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def test_the_deployments_are_there_and_the_nightly_one_waits_for_a_source(desk: ServedDesk) -> None:
    found = {name: desk.deployment(name) for name in ("nightly", "ingest", "reprocess", "check")}
    for name, deployment in found.items():
        assert deployment["parameters"]["warehouse"] == str(desk.warehouse), f"{name}: absolute, wherever runs start"
        assert deployment["enforce_parameter_schema"] and deployment["work_pool_name"] == "copydesk"
    (schedule,) = found["nightly"]["schedules"]
    assert schedule["schedule"]["timezone"] == "UTC"
    assert found["nightly"]["paused"] and "paused: config/sources.toml names no source" in desk.said()
    assert desk.address in desk.said()


def test_what_the_form_would_refuse_the_api_refuses_too(desk: ServedDesk) -> None:
    for wrong in ({"inputs": []}, {"inputs": ["x"], "known": "forget"}, {"inputs": ["x"], "night": "yesterday"}):
        answer = desk.submit("ingest", **wrong)
        assert answer.status_code == 409, answer.text
        assert list(wrong)[-1] in answer.json()["detail"]


@pytest.mark.browser
def test_a_journalist_fills_the_form_starts_the_run_and_opens_its_page(desk: ServedDesk, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1250})
    elsewhere: list[str] = []
    page.on("request", lambda request: note_elsewhere(request.url, desk.address, elsewhere))
    page.set_default_timeout(60_000)
    page.goto(f"{desk.address}/v2/deployments")
    page.get_by_role("link", name="ingest", exact=True).first.click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Custom run").click()
    page.get_by_role("button", name="Add item").click()
    page.locator("form textarea").first.fill("delivery")
    page.get_by_text("Files, folders, globs").wait_for()
    warehouse = page.get_by_role("textbox", name="Warehouse")
    assert warehouse.input_value() == str(desk.warehouse)
    warehouse.fill("/srv/news/tables")
    picture(page, "form.png")
    warehouse.fill(str(desk.warehouse))
    name = {"flow_runs": {"deployment_id": {"any_": [desk.deployment("ingest")["id"]]}}}
    run_id = desk.until(lambda: submitted(page, desk, name))[0]
    state = desk.ended(run_id)
    assert (state["type"], state["message"].split(",")[0]) == ("COMPLETED", "Published 3 articles"), state
    named = desk.run(run_id)["name"]
    assert query(desk.warehouse, "select run_id from runs").item() == named, "the UI calls the run as the tables do"
    assert query(desk.warehouse, "select count(*) from articles").item() == 3, "relative inputs, absolute tables"

    found = desk.artifacts(run_id)
    assert set(found) >= {"stages", "sources", "gates", "rejected-rules", "page"}
    assert "Lowmarsh Times" in found["sources"]["data"]
    assert "Nothing was rejected" in found["rejected-rules"]["description"]
    page.goto(f"{desk.address}/v2/runs/flow-run/{run_id}?tab=Artifacts")
    page.get_by_text("rejected-rules").first.wait_for()
    page.wait_for_timeout(1000)  # the picture of the run is drawn in its own time
    picture(page, "run.png")
    page.goto(f"{desk.address}/v2/artifacts/artifact/{found['stages']['id']}")
    page.get_by_text("normalize", exact=True).first.wait_for()

    served = found["page"]["data"].split("](")[1].rstrip(")")
    (written,) = (desk.warehouse / "reports").glob("2*.html")
    assert served == f"{desk.address}/pages/{written.name}"
    page.goto(served)
    page.locator("h1").first.wait_for()
    assert elsewhere == [], "neither the UI nor the page asks any other host"
    page.goto(written.as_uri())
    picture(page, "page.png")
    page.get_by_text("Board closes the old pier").locator("visible=true").first.click()
    page.get_by_text("nobody likes a fallen one").locator("visible=true").first.wait_for()
    picture(page, "article.png")
    page.close()


def test_a_run_that_cannot_be_done_fails_in_a_sentence_and_without_a_traceback(desk: ServedDesk) -> None:
    run_id = desk.submit("nightly").json()["id"]
    state = desk.ended(run_id)
    assert (state["type"], state["name"]) == ("FAILED", "Misconfigured")
    assert "config/sources.toml names no source: add" in state["message"]
    lines = desk.until(
        lambda: [line for line in desk.logged(run_id) if "names no source" in line] and desk.logged(run_id)
    )
    assert not any("Traceback" in line for line in lines)


def test_a_killed_run_shows_as_crashed_and_started_again_goes_on(desk: ServedDesk) -> None:
    warehouse = desk.folder / "killed"
    asked = {"inputs": ["delivery"], "warehouse": str(warehouse)}
    run_id = desk.submit("ingest", **asked).json()["id"]
    staging = warehouse / ".copydesk" / "staging"
    staged = desk.until(lambda: list(staging.glob("*/clean/0*")) or desk.run(run_id)["state"]["type"] == "FAILED")
    node = staged[0].stat().st_ino
    (engine,) = desk.running("flows.serving run")
    os.kill(engine, signal.SIGKILL)
    assert desk.ended(run_id)["type"] == "CRASHED"
    assert query_or_none(warehouse) is None, "nothing was published"

    again = desk.submit("ingest", **asked).json()["id"]
    desk.until(
        lambda: list(staging.glob("*/normalize/0*")) or desk.run(again)["state"]["type"] in ("COMPLETED", "FAILED")
    )
    assert staged[0].stat().st_ino == node if staged[0].exists() else True
    assert desk.ended(again)["type"] == "COMPLETED", desk.logged(again)
    assert query(warehouse, "select count(*) from articles").item() == 3
    reused = query(warehouse, "select stage from run_stages where batches_reused > 0 order by stage")["stage"]
    assert reused.to_list() == ["clean", "ingest"], "what had been staged was not done again"
    lines = desk.until(lambda: [line for line in desk.logged(again) if line.startswith("normalize 00000")])
    assert "3 articles, 3 out, 0 rejected in" in lines[0], "a line a batch, with counts and seconds"


def test_when_a_child_dies_serve_says_so_and_ends_with_all_it_started(desk: ServedDesk) -> None:
    warehouse = desk.folder / "orphaned"
    run_id = desk.submit("ingest", inputs=["delivery"], warehouse=str(warehouse)).json()["id"]
    desk.until(lambda: (warehouse / ".copydesk" / "staging").exists())
    assert desk.run(run_id)["state"]["type"] == "RUNNING"
    (server,) = desk.running("flows.serving server")
    os.kill(server, signal.SIGKILL)
    assert desk.process is not None
    assert desk.process.wait(60) == 1
    assert "copydesk: Prefect's server ended by itself" in desk.said()
    desk.until(lambda: not desk.children())


def test_started_again_it_tells_of_the_run_that_was_under_way_and_ends_in_order(desk: ServedDesk) -> None:
    desk.start()
    assert "was under way when this was ended last" in desk.said()
    crashed = {"flow_runs": {"state": {"type": {"any_": ["CRASHED"]}}}, "sort": "EXPECTED_START_TIME_DESC"}
    last = desk.api.post("/flow_runs/filter", json=crashed).json()
    assert any("Start it again: it goes on where it was" in run["state"]["message"] for run in last)
    assert desk.end() == 0
    assert "Stopping the worker and the server" in desk.said()
    desk.until(lambda: not desk.children())


def submitted(page: Any, desk: ServedDesk, asked: dict[str, Any]) -> list[str]:
    """The runs that there are after a press on Submit: a busy server may turn one down, and a person presses again."""
    button = page.get_by_role("button", name="Submit")
    if button.is_visible() and button.is_enabled():
        button.click()
    for _ in range(20):
        if found := [run["id"] for run in desk.api.post("/flow_runs/filter", json=asked).json()]:
            return found
        page.wait_for_timeout(1000)
    return []


def note_elsewhere(url: str, address: str, elsewhere: list[str]) -> None:
    if not url.startswith((address, "blob:", "data:", "file:", "about:")):
        elsewhere.append(url)


def picture(page: Any, name: str) -> None:
    if os.environ.get("SCREENSHOTS"):
        IMAGES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=IMAGES / name)


def query_or_none(warehouse: Path) -> Any:
    return query(warehouse, "select 1") if (warehouse / "articles").exists() else None
