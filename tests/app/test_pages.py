"""Every page of every template, in a browser: whole, right, and to be read on a phone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from app import expected
from app.conftest import COMPANIES
from app.server import LOCAL, Server, served
from app.visit import PHONE, WIDE, Visit, visiting
from builds.company import Company
from gtm_tower.app.filters import LABELS
from gtm_tower.app.views.overview import CHARTED
from gtm_tower.metrics import Metrics, Request
from gtm_tower.metrics.request import last_day, shifted
from gtm_tower.numbers import shown

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Seen:
    """What there was on a page."""

    title: str
    wrong: list[str]
    tiles: dict[str, dict[str, str]]
    too_wide: list[str]


@pytest.fixture(scope="module", params=COMPANIES)
def server(
    request: pytest.FixtureRequest,
    company_of: Callable[[str], Company],
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """The dashboard of each made-up company."""
    workspace = company_of(request.param).workspace
    with served(workspace, tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="module")
def metrics(server: Server) -> Metrics:
    """Its metrics, read apart from the dashboard."""
    return server.metrics()


@pytest.fixture(scope="module")
def seen(server: Server, metrics: Metrics, browser: Browser) -> dict[str, Seen]:
    """Every page by its name, opened by its URL, then made as narrow as a phone."""
    with visiting(browser, server.url, WIDE) as visit:
        return {view.name: see(visit, view.name) for view in expected.views_of(metrics)}


def see(visit: Visit, name: str) -> Seen:
    """A page, wide and narrow."""
    visit.problems.clear()
    visit.open(name)
    title, tiles, wrong = visit.page.locator("h1").inner_text(), visit.tiles(), visit.wrong()
    visit.resize(PHONE)
    return Seen(title, sorted({*wrong, *visit.wrong()}), tiles, visit.too_wide())


def test_every_page_is_whole(seen: dict[str, Seen], metrics: Metrics, server: Server) -> None:
    assert {name: page.wrong for name, page in seen.items() if page.wrong} == {}
    titles = {view.name: view.title for view in expected.views_of(metrics)}
    assert {name: page.title for name, page in seen.items()} == titles
    assert {one for one in server.addresses() if not LOCAL.search(one)} == set()


def test_nothing_is_wider_than_a_phone(seen: dict[str, Seen], server: Server) -> None:
    assert {name: page.too_wide for name, page in seen.items() if page.too_wide} == {}


def test_tiles_show_what_a_query_gives(seen: dict[str, Seen], metrics: Metrics) -> None:
    assert seen["overview"].tiles
    shown = {name: page.tiles for name, page in seen.items()}
    assert shown == {name: expected.tiles(metrics, tiles) for name, tiles in shown.items()}


def test_a_filter_acts_on_what_has_it_and_lives_in_the_url(
    browser: Browser, server: Server, metrics: Metrics, seen: dict[str, Seen]
) -> None:
    found = expected.a_filter(metrics, list(seen["overview"].tiles))
    if found is None:
        pytest.skip("no metric of the overview can be filtered here")
    name, value = found
    with visiting(browser, server.url, WIDE) as visit:
        visit.open("")
        visit.choose(LABELS[name], value)
        filtered = until_filtered(visit, metrics, {name: value})
        assert filtered != seen["overview"].tiles
        check_notes(visit, metrics, name, filtered)
        link = visit.page.url
        assert f"{name}=" in link
        other = visit.page.get_by_test_id("stSidebarNavLink").nth(1)
        visit.page.keyboard.press("Escape")
        other.click()
        expect(visit.page.locator("h1")).not_to_have_text(seen["overview"].title)
        assert f"{name}=" in visit.page.url
        until_filtered(visit, metrics, {name: value})
        assert visit.wrong() == []
    with visiting(browser, server.url, WIDE) as visit:
        visit.open(link.removeprefix(f"{server.url}/"))
        assert visit.tiles() == filtered


def until_filtered(visit: Visit, metrics: Metrics, chosen: dict[str, str]) -> Any:
    """The tiles, once they are what they must be; the last ones where they never are."""
    tiles: Any = {}
    wanted: Any = None
    for _ in range(100):
        visit.wait()
        if tiles != (now := visit.tiles()):
            tiles, wanted = now, expected.tiles(metrics, now, chosen)
        if tiles == wanted:
            break
        visit.page.wait_for_timeout(100)
    assert tiles == wanted
    return tiles


def check_notes(visit: Visit, metrics: Metrics, name: str, tiles: dict[str, Any]) -> None:
    """A tile on which the filter does not act says so; one on which it does, does not."""
    note = f"Not filtered by {LABELS[name].lower()}"
    acts = {tile: name in metrics.catalog.metric(tile).dimensions for tile in tiles}
    for wanted in (True, False):
        tile = next((tile for tile, does in acts.items() if does is wanted), None)
        if tile is not None:
            body = visit.about(f"tile-{tile}")
            expect(body).to_contain_text("As of")
            assert (note in body.inner_text()) is not wanted
            visit.page.keyboard.press("Escape")
            expect(body).to_have_count(0)


def test_figures_give_their_rows_and_numbers_their_definition(
    browser: Browser, server: Server, metrics: Metrics, seen: dict[str, Seen]
) -> None:
    name = next(one for one in CHARTED if f"{one}" in seen["overview"].tiles)
    metric = metrics.catalog.metric(name)
    with visiting(browser, server.url, WIDE) as visit:
        visit.open("overview")
        rows = visit.rows(re.sub(r"[^a-z0-9]+", "-", metric.label.lower()).strip("-"))
        visit.page.keyboard.press("Escape")
        definition = visit.about(f"tile-{name}").inner_text()
    wanted = by_month(metrics, name)
    assert [(row["month"][:7], float(row[name] or "nan")) for row in rows] == wanted
    assert " ".join(metric.description.split()[:5]) in " ".join(definition.split())
    assert f"As of {metrics.publication.as_of}" in definition
    assert metrics.publication.run_id in definition
    if metric.sample:
        month = expected.last_complete_month(metrics.publication.as_of)
        asked = Request((metric.sample,), start=month, end=last_day(month, "month"))
        count = metrics.query(asked).value(metric.sample)
        assert f"n = {shown(count, 'count')}" in definition


def by_month(metrics: Metrics, name: str) -> list[tuple[str, float]]:
    """The rows of the twelve months that are shown unless others are asked for."""
    last = expected.last_complete_month(metrics.publication.as_of)
    start: date = shifted(last, "month", -11)
    answer = metrics.query(Request((name,), (), (), "month", start, last_day(last, "month")))
    return [(f"{row['month']:%Y-%m}", float(row[name])) for row in answer.records()]
