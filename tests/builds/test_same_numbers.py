"""Same inputs and as_of, same numbers: on both engines, twice over, and from data cut at as_of."""

import csv
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builds.company import Company, new_company
from builds.conftest import END, allow_faults, copy_raw
from gtm_tower.memo import write_memo
from gtm_tower.metrics import Explanation, Metrics, explain, request, why
from gtm_tower.site import build_site
from support.plain_metrics import TABLES

pytestmark = pytest.mark.slow

EARLIER = date(2025, 12, 17)
# what pages say of the run, and in the words of an engine: SQL and types
APART = re.compile(
    r"run \S+ · published [^·]* UTC|<pre.*?</pre>"
    r"|<td>(varchar|text|double( precision)?|numeric|decimal\(\d+,\d\)"
    r"|timestamp( without time zone)?)</td>",
    re.DOTALL,
)
# raw table -> when a row happens, and the dates that may come later
MOMENTS = {
    "accounts": ("created_at", []),
    "users": ("created_at", []),
    "subscriptions": ("start_date", ["end_date"]),
    "invoices": ("invoice_date", []),
    "payments": ("payment_date", []),
    "crm_deals": ("created_date", ["closed_date"]),
    "product_events": ("event_timestamp", []),
    "support_tickets": ("created_at", ["resolved_at"]),
    "marketing_spend": ("month", []),
}


def published_tables(company: Company) -> list[str]:
    """Every mart, and the meta tables that do not tell of one run."""
    marts = company.query("select mart from meta.marts order by 1")
    return [*(f"marts.{mart}" for (mart,) in marts), "meta.quarantine", "meta.inputs"]


def assert_same(found: list[dict[str, Any]], wanted: list[dict[str, Any]], what: str) -> None:
    """Everything exactly, fractions to 1e-9."""
    assert len(found) == len(wanted), what
    for one, other in zip(found, wanted, strict=True):
        assert one.keys() == other.keys(), what
        for name, value in one.items():
            if isinstance(value, float) and isinstance(other[name], float):
                assert value == pytest.approx(other[name], rel=1e-9, abs=1e-9), (what, name, one)
            else:
                assert value == other[name], (what, name, one, other)


@pytest.mark.postgres
def test_postgres_publishes_what_duckdb_does(
    built_once: Company, raw_files: Path, tmp_path: Path, postgres_url: str
) -> None:
    on_postgres = new_company(tmp_path / "company", postgres_url)
    allow_faults(on_postgres)
    copy_raw(raw_files, on_postgres)
    on_postgres.load()
    on_postgres.build(END.isoformat())

    tables = published_tables(built_once)
    assert published_tables(on_postgres) == tables
    for table in tables:
        assert_same(on_postgres.table(table), built_once.table(table), table)
    wanted = metric_answers(built_once)
    for table, found in metric_answers(on_postgres).items():
        assert_same(found, wanted[table], table)
    assert told(on_postgres) == told(built_once)
    assert pages(on_postgres, tmp_path / "there") == pages(built_once, tmp_path / "here")


def pages(company: Company, folder: Path) -> dict[str, str]:
    """The docs of metrics, marts and inputs as they are written, but for what is APART."""
    build_site(company.workspace, folder, with_dbt=False)
    return {
        path.relative_to(folder).as_posix(): APART.sub("", path.read_text(encoding="utf-8"))
        for kind in ("metrics", "marts", "inputs")
        for path in sorted((folder / kind).rglob("*.html"))
    }


def told(company: Company) -> dict[str, Any]:
    """What the memo, the reasons of a change and the explanations of all metrics say."""
    metrics = Metrics(company.warehouse)
    names = [metric.name for metric in metrics.catalog.live()]
    explained = {name: explain(metrics, name) for name in names}
    return {
        "memo": [
            [sentence.text for sentence in section.sentences]
            for section in write_memo(metrics, "acme").sections
        ],
        "why": {
            metric: why(metrics, metric, "2026-04", "2026-05", by=("segment", "region"))
            .to_show()
            .segments
            for metric in ("mrr", "nrr", "win_rate", "sla_breach_rate")
        },
        "explain": {
            name: (one.formula, one.grain, one.dimensions, one.latest, one.policies)
            for name, one in explained.items()
            if isinstance(one, Explanation)
        },
    }


def metric_answers(company: Company) -> dict[str, list[dict[str, Any]]]:
    """Every metric by month or as a whole, by a dimension, in order."""
    metrics = Metrics(company.warehouse)
    found = {}
    for table in TABLES:
        if metrics.waits[table.mart]:
            continue
        grain = "month" if table.time else None
        by = tuple(dict.fromkeys((*table.always, *list(table.by)[:1])))
        answer = metrics.query(request(table.metrics(grain), by=by, grain=grain))
        found[f"{table.mart} {table.time}"] = answer.records()
    return found


def exports(company: Company, folder: Path) -> dict[str, bytes]:
    """Every mart as the bytes of a CSV file, its rows in the order of all their columns."""
    folder.mkdir()
    for table in published_tables(company):
        rows = company.table(table)
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(rows[0] if rows else [])
            writer.writerows(sorted([repr(value) for value in row.values()] for row in rows))
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_as_of_twice_gives_the_same_bytes(built: Company, tmp_path: Path) -> None:
    first = exports(built, tmp_path / "first")
    built.build(END.isoformat())
    assert exports(built, tmp_path / "second") == first


def test_an_earlier_as_of_equals_a_build_from_data_cut_there(
    built: Company, raw_files: Path, tmp_path: Path
) -> None:
    built.build(EARLIER.isoformat())
    cut = new_company(tmp_path / "cut")
    allow_faults(cut)
    for table, (happens_at, ends) in MOMENTS.items():
        cut_file(raw_files / f"{table}.csv", cut.data / f"{table}.csv", happens_at, ends)
    cut.load()
    cut.build()  # the cut data end on that day

    assert cut.query("select as_of from meta.runs") == [(EARLIER,)]
    for table in published_tables(built):
        if table.startswith("marts."):
            assert_same(cut.table(table), built.table(table), table)


def cut_file(source: Path, target: Path, happens_at: str, ends: list[str]) -> None:
    """Copy a raw file without later rows and with later dates blanked."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for row in rows:
            if is_later(row[happens_at]):
                continue
            writer.writerow(row | {name: "" for name in ends if is_later(row[name])})


def is_later(text: str) -> bool:
    """Whether a text is a date after the cut; one that is no date is not."""
    try:
        return date.fromisoformat(text.strip()[:10]) > EARLIER
    except ValueError:
        return False


def test_raw_files_in_parts_give_the_same_marts(
    built_once: Company, raw_files: Path, tmp_path: Path
) -> None:
    parts = new_company(tmp_path / "parts")
    allow_faults(parts)
    copy_raw(raw_files, parts)
    lines = (parts.data / "invoices.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    half = len(lines) // 2
    (parts.data / "invoices.csv").unlink()
    (parts.data / "invoices").mkdir()
    (parts.data / "invoices" / "a.csv").write_text("".join(lines[:half]), encoding="utf-8")
    (parts.data / "invoices" / "b.csv").write_text(
        lines[0] + "".join(lines[half:]), encoding="utf-8"
    )
    parts.load()
    parts.build(END.isoformat())
    for table in ("marts.fct_revenue_monthly", "marts.fct_cac_ltv"):
        assert_same(parts.table(table), built_once.table(table), table)
    shutil.rmtree(parts.workspace.root)
