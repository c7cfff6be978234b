"""The commands on real files: what is missing, what travels through, what is refused and shown."""

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from builds.company import Company, new_company, run_gtm
from builds.conftest import END
from builds.test_golden import put_example

pytestmark = pytest.mark.slow


@pytest.fixture
def small(tmp_path: Path) -> Company:
    """The worked example on DuckDB, not loaded yet."""
    company = new_company(tmp_path / "small")
    put_example(company)
    return company


def test_demo_goes_from_nothing_to_a_summary(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    for _ in range(2):  # the second time it makes the demo anew
        shown = run_gtm("demo", "saas", "--dir", str(folder), "--scale", "0.05", "--end", str(END))
        assert shown.returncode == 0, shown.stderr
    for word in ("MRR", "NRR, 12 months", "Loaded", "Checked", "Published", "Try next", str(END)):
        assert word in shown.stdout
    assert "━" not in shown.stderr  # no progress bar where stderr is no terminal
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").touch()
    refused = run_gtm("demo", "saas", "--dir", str(tmp_path / "mine"))
    assert refused.returncode == 2
    assert (tmp_path / "mine" / "notes.txt").exists()


def test_status_as_table_json_and_csv(built: Company) -> None:
    table = built.gtm("status")
    assert table.returncode == 0, table.stderr
    for word in ("Published", "2026-05-31", "crm_deals", "fct_revenue_monthly", "live"):
        assert word in table.stdout
    document = json.loads(built.gtm("status", "--format", "json").stdout)
    counts = {entry["table"]: entry for entry in document["inputs"]}
    raw = len((built.data / "accounts.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert counts["accounts"]["rows_loaded"] == raw
    assert counts["accounts"]["rows_accepted"] + counts["accounts"]["rows_quarantined"] == raw
    assert counts["marketing_spend"]["last_date"] == "2026-05-01"
    marts = built.gtm("status", "--format", "csv").stdout.splitlines()
    assert marts[0] == "mart,state,rows,question"
    (built.data / "users.csv").unlink()
    assert "users.csv: gone since the last load" in built.gtm("status").stdout


def test_quarantine_can_be_narrowed(built: Company) -> None:
    every = json.loads(built.gtm("quarantine", "--limit", "0", "--format", "json").stdout)
    orphans = json.loads(
        built.gtm(
            *("quarantine", "--reason", "orphan", "--table", "invoices"),
            *("--limit", "0", "--format", "json"),
        ).stdout
    )
    wanted = [
        row
        for row in every
        if row["table_name"] == "invoices" and row["detail"].startswith("orphan")
    ]
    assert orphans == wanted != []


def test_a_company_without_some_tables_has_the_marts_that_the_others_give(small: Company) -> None:
    for table in ("users", "payments", "crm_deals", "product_events", "support_tickets"):
        (small.data / f"{table}.csv").unlink()
    own = small.workspace.root / "tests" / "assert_no_ticket.sql"
    own.write_text("{# a row is a month with tickets #}\nselect * from {{ ref('fct_support') }}\n")
    small.load()
    result = small.build("2025-08-31")
    states = {mart.name: mart for mart in result.marts}
    checks = {check.name: check.status for check in result.checks}
    assert checks["assert_no_ticket"] == "pass"  # a company's own checks are always run
    assert "assert_every_dated_lead_is_scored_once" not in checks  # nobody has leads
    assert states["fct_revenue_monthly"].is_live
    assert states["fct_cac_ltv"].is_live
    assert not states["fct_support"].is_live
    assert "support_tickets" in states["fct_support"].blocked_by
    assert "crm_deals" in states["fct_pipeline"].blocked_by
    assert small.query("select count(*) from marts.fct_support") == [(0,)]
    shown = small.gtm("status").stdout
    assert "no file of support_tickets" in shown
    assert "no file" in shown


def test_only_spend_is_enough_to_build(tmp_path: Path) -> None:
    company = new_company(tmp_path / "spend")
    company.put("marketing_spend", "month channel spend", [("2025-03", "Ads", "12.34")])
    company.load()
    company.build()
    assert company.query("select channel, cost_type, amount from marts.int_channel_spend") == [
        ("Ads", "media", Decimal("12.34"))
    ]
    # nobody said who the customers are: that is not the same as none
    columns = company.query(
        "select column_name from information_schema.columns"
        " where table_schema = 'marts' and table_name = 'fct_cac_ltv'"
    )
    assert ("new_customer_count",) in columns
    assert company.query("select count(*) from marts.fct_cac_ltv") == [(0,)]


def test_own_columns_travel_through_to_the_marts(small: Company) -> None:
    small.put(
        "accounts",
        "account_id account_name segment created_at X_Tier other",
        [
            ("A", "A", "SMB", "2025-01-01", "gold", "kept in raw"),
            ("B", "B", "smb", "2025-01-01", "", ""),
        ],
    )
    small.put(
        "crm_deals",
        "deal_id account_id stage created_date x_source",
        [("d1", "Z", "open", "2025-02-01", "fair")],
    )
    small.load()
    small.set("max_refused_share: 0.05", "max_refused_share: 1.0")
    small.build("2025-08-31")
    assert small.query("select account_id, x_tier, segment from marts.dim_account order by 1") == [
        ("A", "gold", "SMB"),
        ("B", None, "SMB"),
    ]
    assert small.query("select x_source, segment from marts.fct_opportunities") == [
        ("fair", "unknown (missing)")
    ]


def test_the_time_zone_decides_the_month(small: Company) -> None:
    small.set("time_zone: UTC", "time_zone: America/New_York")
    # 03:00 UTC on 1 May is still April in New York; a bare day is a day there
    small.put(
        "crm_deals",
        "deal_id account_id stage created_date closed_date deal_value",
        [
            ("moment", "A", "open", "2025-05-01T03:00:00Z", "", "1"),
            ("offset", "A", "open", "2025-05-01 00:30:00+02:00", "", "1"),
            ("day", "A", "open", "2025-05-01", "", "1"),
            ("later", "A", "open", "2025-09-01 03:59:59Z", "", "1"),
            ("too late", "A", "open", "2025-09-01 04:00:00Z", "", "1"),
        ],
    )
    small.load()
    small.build("2025-08-31")
    assert small.query(
        "select opportunity_id, created_month from marts.fct_opportunities order by 1"
    ) == [
        ("day", date(2025, 5, 1)),
        ("later", date(2025, 8, 1)),
        ("moment", date(2025, 4, 1)),
        ("offset", date(2025, 4, 1)),
    ]
    later = "select rows_later, rows_in from meta.inputs where table_name = 'crm_deals'"
    assert small.query(later) == [(1, 4)]


def test_another_currency_is_refused_not_added(small: Company) -> None:
    small.put(
        "marketing_spend",
        "month channel spend currency",
        [
            ("2025-01", "Ads", "10", "usd"),
            ("2025-01", "Ads", "99", "EUR"),
            ("2025-02", "Ads", "5", ""),
        ],
    )
    small.set("max_refused_share: 0.05", "max_refused_share: 0.5")
    small.load()
    small.build("2025-08-31")
    assert small.query("select sum(spend) from marts.fct_cac_ltv where period = 'total'") == [
        (Decimal("15.00"),)
    ]
    assert small.query("select detail from meta.quarantine") == [
        ("other_currency: currency 'EUR'",)
    ]


def test_meta_tells_where_the_numbers_come_from(built: Company) -> None:
    [run] = built.table("meta.runs")
    assert run["as_of"] == END
    assert run["rows_in"] == run["rows_accepted"] + run["rows_quarantined"]
    assert json.loads(run["policies"])["activation_days"] == 14
    assert json.loads(run["versions"])["dbt_core"].startswith("1.11")
    checks = built.table("meta.checks")
    assert {check["run_id"] for check in checks} == {run["run_id"]}
    assert {check["status"] for check in checks} == {"pass", "warn"}
    assert "assert_mrr_rolls_forward" in {check["check_name"] for check in checks}
    metrics = {(m["mart"], m["metric"]): m["definition"] for m in built.table("meta.metrics")}
    assert metrics["fct_revenue_monthly", "mrr"].startswith("Monthly recurring revenue")
    shutil.rmtree(built.workspace.root / "warehouse")
    gone = built.gtm("quarantine")
    assert gone.returncode == 2
    assert "gtm build" in gone.stderr


@pytest.mark.postgres
def test_a_password_is_in_no_file_and_no_message(tmp_path: Path, postgres_url: str) -> None:
    import os

    company = new_company(tmp_path / "secret", "${PGURL}")
    put_example(company)
    url = postgres_url.replace("postgres:@", "postgres:s3cr3tpw@")
    environ = {**os.environ, "PGURL": url}
    for command in ("load", "build", "status"):
        done = company.gtm(command, environ=environ)
        assert done.returncode == 0, done.stderr
        assert "s3cr3tpw" not in done.stdout + done.stderr
    wrong = {**environ, "PGURL": "postgresql://u:s3cr3tpw@127.0.0.1:1/none"}
    failed = company.gtm("load", environ=wrong)
    assert failed.returncode == 1
    assert "s3cr3tpw" not in failed.stderr
    assert "Traceback" not in failed.stderr
    for path in company.workspace.root.rglob("*"):
        if path.is_file():
            assert b"s3cr3tpw" not in path.read_bytes(), path
