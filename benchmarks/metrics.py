"""What asking for metrics takes, on a company of scale 100: `make bench` runs it.

warm   a mix of questions in one process that has asked each of them before: p50 < 150 ms,
       p95 < 500 ms, compiled and run, read and put into rows
first  the same in a process that has asked nothing before, the definitions read already
open   reading the definitions, and the whole of `gtm query` as a process of its own
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run import GTM, machine, measure, save, versions

if TYPE_CHECKING:
    from gtm_tower.metrics import Metrics, Request

SCALE = 100
ROUNDS = 5
MOST_P50 = 0.150
MOST_P95 = 0.500


def main() -> int:
    """Build the company unless one is named, ask, print and save; 1 if a budget is missed."""
    options = _options()
    folder = Path(options.company) if options.company else build_company(options.scale)
    try:
        figures = ask(folder)
        started = time.perf_counter()
        measure([GTM, "query", "mrr", "--grain", "month", "-C", str(folder)], folder.parent)
        figures["gtm_query_seconds"] = round(time.perf_counter() - started, 3)
    finally:
        if not options.company:
            shutil.rmtree(folder.parent)
    return report(figures)


def build_company(scale: float) -> Path:
    """A made-up company of a scale, built."""
    company = Path(tempfile.mkdtemp(prefix="gtm-bench-")) / "company"
    measure([GTM, "init", str(company)], company.parent)
    data = ["--out", str(company / "data" / "saas"), "--scale", f"{scale:g}"]
    measure([GTM, "generate", "saas", *data], company.parent)
    measure([GTM, "load", "-C", str(company)], company.parent)
    measure([GTM, "build", "-C", str(company)], company.parent)
    return company


def ask(folder: Path) -> dict[str, Any]:
    """The seconds of every question, the first time and then again and again."""
    from gtm_tower.metrics import open_metrics

    started = time.perf_counter()
    metrics = open_metrics(folder)
    opened = time.perf_counter() - started
    asked = list(questions(metrics))
    first = [seconds(metrics, one) for one in asked]
    again = {one: [seconds(metrics, one) for _ in range(ROUNDS)] for one in asked}
    warm = [value for values in again.values() for value in values]
    slowest = sorted(asked, key=lambda one: -statistics.median(again[one]))[:3]
    return {
        "machine": machine(),
        "versions": versions(),
        "questions": len(asked),
        "open_seconds": round(opened, 3),
        "first": percentiles(first),
        "warm": percentiles(warm),
        "slowest": {describe(one): round(statistics.median(again[one]), 3) for one in slowest},
    }


def questions(metrics: "Metrics") -> Iterator["Request"]:
    """What pages and people ask: tiles, lines, groups, comparisons, filters, all live metrics."""
    from gtm_tower.metrics import request

    groups = ("segment", "region", "acquisition_channel")
    tiles = ["mrr", "arr", "active_accounts", "ttm_nrr", "logo_churn_rate"]
    tiles += ["won_deals", "win_rate", "media_spend", "cac_paid_media", "sla_breach_rate"]
    for name in tiles:
        yield request([name], grain="month", compare="previous")
    for name in ("mrr", "new_accounts", "created_pipeline", "tickets", "activation_rate"):
        for by in groups:
            yield request([name], by=[by], grain="month")
    for name, grain in (("mrr", "quarter"), ("won_amount", "week"), ("created_deals", "day")):
        yield request([name], grain=grain)
    for by in groups:
        value = metrics.values("mrr", by)[0]
        where = [f"{by} = '{value}'"]
        yield request(tiles[:5], grain="month", compare="year_ago", where=where)
        yield request(["win_rate", "sales_cycle"], by=["segment"], where=where)
    yield request(tiles, grain="month", compare="previous")
    yield request(["customer_retention_rate"], by=["cohort_month", "months_since"])
    yield request(["user_retention_rate"], by=["months_since"])
    yield request(["median_sales_cycle"], by=["segment"], grain="quarter")
    yield request(["magic_number"], grain="quarter")
    yield request(["accounts"], by=["customer_state", "plan"])


def seconds(metrics: "Metrics", asked: "Request") -> float:
    """What a question takes, to its last row."""
    started = time.perf_counter()
    metrics.query(asked)
    return time.perf_counter() - started


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Half, 95 of 100, and the most."""
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return {
        "p50": round(cuts[49], 4),
        "p95": round(cuts[94], 4),
        "most": round(max(values), 4),
    }


def describe(asked: "Request") -> str:
    """A question in words."""
    words = [", ".join(asked.metrics), *(f"by {name}" for name in asked.by)]
    words += [asked.grain or "", asked.compare or "", "filtered" if asked.where else ""]
    return " ".join(word for word in words if word)


def report(figures: dict[str, Any]) -> int:
    """Print the figures and write them to results.json."""
    budgets = {
        "p50": (figures["warm"]["p50"], MOST_P50),
        "p95": (figures["warm"]["p95"], MOST_P95),
    }
    for name, value in figures.items():
        print(f"{name:<20}{value}")
    for name, (value, most) in budgets.items():
        print(
            f"warm {name:<8}{value:>8.3f} s, most {most} s {'kept' if value <= most else 'MISSED'}"
        )
    save({"metrics": figures})
    return 0 if all(value <= most for value, most in budgets.values()) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--scale", type=float, default=SCALE, help="1 is 500 accounts")
    parser.add_argument("--company", help="a built company to ask instead")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
