"""The budgets of the dashboard, measured on this machine: `make bench`.

paint    the executive page is there, tiles with numbers and a chart, in 2 s
filter   it is there again, whole, in 1 s after a filter is changed

The median of five, in headless Chromium, on the saas company at scales 1 and 100, served by
`gtm dashboard`. Server and browser are warm: the page was open before, and has its scripts. What a
filter leaves was not asked before. Prints the figures and writes results.json; exit 1 if a budget
is missed.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

from run import GTM, Budget, machine, measure, save, versions

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from app.server import Server, served
from app.visit import SETTLED, WIDE, Visit, browsing, chromium, visiting
from gtm_tower.workspace import Workspace

TIMES = 5
MOST_PAINT_SECONDS = 2.0
MOST_FILTER_SECONDS = 1.0
FILTER, LABEL = "segment", "Segment"

# when there is something to read: every number that the page begins with, and a chart
PAINTED = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    if (!main || !main.querySelector('[data-testid="stVegaLiteChart"] :is(canvas, svg.marks)'))
        return 0;
    const values = [...main.querySelectorAll('[data-testid="stMetricValue"]')];
    return values.length && values.every((one) => one.innerText.trim()) ? performance.now() : 0;
}"""
# notes when a reader clicks, and that the page was at work since
WATCH = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    window.clicked = window.worked = 0;
    addEventListener('click', () => { clicked = performance.now(); worked = 0; }, true);
    new MutationObserver(() => {
        if (app.dataset.testScriptState !== 'notRunning') worked = 1;
    }).observe(app, { attributeFilter: ['data-test-script-state'] });
}"""
DONE = f"() => worked && ({SETTLED})() ? performance.now() - clicked : 0"


@dataclass(frozen=True)
class Speed:
    """Seconds of each time, at one scale."""

    scale: float
    paint: list[float]
    change: list[float]


def main() -> int:
    """Measure, print, write the results; 1 if a budget is missed."""
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="gtm-bench-"))
    try:
        speeds = [run_scale(folder, scale) for scale in (1, options.scale)]
    finally:
        shutil.rmtree(folder)
    budgets = judge(speeds)
    report(speeds, budgets)
    return 0 if all(budget.is_kept for budget in budgets) else 1


def run_scale(folder: Path, scale: float) -> Speed:
    """Make a company up, build it, and be its reader."""
    company = folder / f"scale-{scale:g}"
    measure([GTM, "init", str(company)], folder)
    data = ["--out", str(company / "data" / "saas"), "--scale", f"{scale:g}"]
    measure([GTM, "generate", "saas", *data], folder)
    measure([GTM, "load", "-C", str(company)], folder)
    measure([GTM, "build", "-C", str(company)], folder)
    with served(Workspace(company), folder / f"server-{scale:g}") as server:
        return time_pages(server, scale)


def time_pages(server: Server, scale: float) -> Speed:
    """How long a reader waits."""
    path = chromium()
    if path is None:
        raise SystemExit("no Chromium here to measure in: apt-get install chromium")
    with browsing(path) as browser, visiting(browser, server.url, WIDE) as visit:
        visit.open("")
        paint = [time_paint(visit) for _ in range(TIMES)]
        change = list(time_changes(visit, server))
    return Speed(scale, paint, change)


def time_paint(visit: Visit) -> float:
    """From the first request to something to read, in seconds."""
    visit.page.goto("about:blank")
    visit.page.goto(visit.url, wait_until="commit")
    return _seconds(visit, PAINTED)


def time_changes(visit: Visit, server: Server) -> Iterator[float]:
    """From the choice of one more segment to the whole page, in seconds."""
    metrics = server.metrics()
    values = metrics.values("mrr", FILTER)
    sets = [chosen for count in (1, 2) for chosen in combinations(values, count)]
    for chosen in sets[:TIMES]:
        *before, last = chosen
        visit.open("?" + "&".join(f"{FILTER}={value}" for value in before))
        visit.page.evaluate(WATCH)
        visit.choose(LABEL, last)
        yield _seconds(visit, DONE)


def _seconds(visit: Visit, condition: str) -> float:
    found = visit.page.wait_for_function(condition, polling="raf").json_value()
    return float(found) / 1000


def judge(speeds: list[Speed]) -> list[Budget]:
    """Every budget with its figure."""
    return [
        Budget(f"{name} at scale {speed.scale:g}", median(times), most, "s")
        for speed in speeds
        for name, times, most in (
            ("executive page", speed.paint, MOST_PAINT_SECONDS),
            ("filter change", speed.change, MOST_FILTER_SECONDS),
        )
    ]


def report(speeds: list[Speed], budgets: list[Budget]) -> None:
    """Print the figures and write them to results.json."""
    used = versions() | {"streamlit": version("streamlit")}
    facts: dict[str, Any] = {"machine": machine(), "versions": used}
    for title, content in facts.items():
        print(f"{title:<10}{', '.join(f'{key} {value}' for key, value in content.items())}")
    for speed in speeds:
        for name, times in (("paint", speed.paint), ("filter", speed.change)):
            print(f"{name} at scale {speed.scale:g}: {', '.join(f'{one:.2f}' for one in times)} s")
    print(f"\n{'budget':<34}{'figure':>8}{'most':>8}")
    for one in budgets:
        verdict = "kept" if one.is_kept else "MISSED"
        print(f"{one.name:<34}{one.value:>8.2f}{one.most:>8.4g} {one.unit:<6}{verdict}")
    judged = [asdict(budget) | {"is_kept": budget.is_kept} for budget in budgets]
    save({"dashboard": facts | {"seconds": [asdict(one) for one in speeds], "budgets": judged}})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--scale", type=float, default=100, help="the large one; 1 is 500 accounts")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
