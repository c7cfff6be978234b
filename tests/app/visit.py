"""A reader's browser on a page of the dashboard, and what is wrong on it."""

import csv
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

WIDE, PHONE, HEIGHT = 1440, 390, 900
NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
# on a sub-page Streamlit tries these under the page first
KNOWN = ("/_stcore/health", "/_stcore/host-config")
HERE = ("data", "blob")
# of the lineage: Streamlit draws it without a thread of its own, and says so
NO_WORKER = 'No script tag of type "javascript/worker" was found'

SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const main = document.querySelector('[data-testid="stMain"]');
    if (!app || !main || app.dataset.testScriptState !== 'notRunning') return false;
    if (!main.querySelector('h1') || main.querySelector('[data-testid="stSkeleton"]')) return false;
    if (main.querySelector('[data-stale="true"]')) return false;
    const charts = [...main.querySelectorAll('[data-testid="stVegaLiteChart"]')];
    return charts.every((chart) => chart.querySelector('canvas, svg.marks'));
}"""
# what learns of its size in one frame is drawn in the next
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
TILES = """() => Object.fromEntries(
    [...document.querySelectorAll('[class*="st-key-tile-"]')].map((tile) => [
        tile.className.match(/st-key-tile-(\\w+)/)[1],
        {
            value: tile.querySelector('[data-testid="stMetricValue"]').innerText.trim(),
            period: tile.querySelector('[data-testid="stPopoverButton"] p').innerText.trim(),
        },
    ]))"""
FIGURES = """() => Object.fromEntries(
    [...document.querySelectorAll('[class*="st-key-figure-"]')].map((figure) => [
        figure.className.match(/st-key-figure-([\\w-]+)/)[1],
        figure.querySelectorAll(
            '[data-testid="stVegaLiteChart"], [data-testid="stDataFrame"], [data-testid="stTable"],'
            + ' [data-testid="stAlert"], [data-testid="stGraphVizChart"]').length,
    ]))"""
TOO_WIDE = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const edge = document.documentElement.clientWidth + 1;
    const found = main.scrollWidth > main.clientWidth + 1 ? ['the page itself'] : [];
    for (const one of main.querySelectorAll('[data-testid], canvas')) {
        const inside = one.parentElement.closest('[data-testid="stDataFrame"]');
        if (inside || !one.checkVisibility()) continue;
        const box = one.getBoundingClientRect();
        if (box.width && box.height && box.right > edge)
            found.push(`${one.dataset.testid || one.tagName} ends at ${Math.round(box.right)}`);
    }
    return found;
}"""


@dataclass
class Visit:
    """One page in a browser; `problems` are those that the browser tells of."""

    page: Page
    url: str
    width: int
    problems: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a path of the server and wait until the page is whole."""
        self.page.set_viewport_size({"width": self.width, "height": HEIGHT})
        self.page.goto(f"{self.url}/{path}", wait_until="commit")
        self.wait()

    def wait(self) -> None:
        """Wait until the page is whole."""
        self.page.wait_for_function(SETTLED)

    def resize(self, width: int, height: int = HEIGHT) -> None:
        """Make the window so large, and wait for the charts to follow."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(FRAMES)
        self.wait()

    def tiles(self) -> dict[str, dict[str, str]]:
        """The value and the period of each tile, by the name of its metric."""
        found: dict[str, dict[str, str]] = self.page.evaluate(TILES)
        return found

    def wrong(self) -> list[str]:
        """What a reader would see as broken, with what the browser tells of."""
        broken = self.page.locator(
            '[data-testid="stException"], [data-testid="stAlertContentError"]'
        ).all_inner_texts()
        bare = [name for name, shown in self.page.evaluate(FIGURES).items() if not shown]
        return [*self.problems, *broken, *(f"figure {name} shows nothing" for name in bare)]

    def too_wide(self) -> list[str]:
        """What ends right of the window, and stays there."""
        for _ in range(20):
            found: list[str] = self.page.evaluate(TOO_WIDE)
            if not found:
                break
            self.page.wait_for_timeout(100)
        return found

    def choose(self, label: str, value: str) -> None:
        """Add a value to a filter."""
        self.page.get_by_role("combobox", name=label, exact=True).click()
        self.page.get_by_role("option", name=value, exact=True).click()

    def about(self, key: str) -> Any:
        """Open what is behind the small button of a tile or figure, and give it."""
        self.page.locator(f".st-key-{key}").get_by_test_id("stPopoverButton").first.click()
        return self.page.get_by_test_id("stPopoverBody")

    def rows(self, figure: str) -> list[dict[str, str]]:
        """The rows of a figure's CSV."""
        body = self.about(f"figure-{figure}")
        with self.page.expect_download() as waited:
            body.get_by_role("button", name="Data as CSV").click()
        text = Path(waited.value.path()).read_text(encoding="utf-8")
        return list(csv.DictReader(io.StringIO(text)))


def chromium() -> str | None:
    """Where the Chromium of this system is, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def browsing(path: str) -> Iterator[Browser]:
    """A browser that nobody sees."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield browser
        browser.close()


@contextmanager
def visiting(browser: Browser, url: str, width: int = WIDE) -> Iterator[Visit]:
    """A browser of its own, with nothing remembered, on a server."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT})
    context.set_default_timeout(60_000)
    visit = Visit(context.new_page(), url, width)
    host = urlsplit(url).netloc

    def on_console(message: ConsoleMessage) -> None:
        is_known = _is_known(message.location["url"]) or message.text.startswith(NO_WORKER)
        if message.type in ("error", "warning") and not is_known:
            visit.problems.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        place = urlsplit(request.url)
        if place.scheme not in HERE and place.netloc != host:
            visit.problems.append(f"asks {request.url}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and not _is_known(response.url):
            visit.problems.append(f"{response.status} for {response.url}")

    visit.page.on("console", on_console)
    visit.page.on("pageerror", lambda error: visit.problems.append(f"page error: {error}"))
    visit.page.on("request", on_request)
    visit.page.on("response", on_response)
    try:
        yield visit
    finally:
        context.close()


def _is_known(url: str) -> bool:
    return url.endswith(KNOWN)
