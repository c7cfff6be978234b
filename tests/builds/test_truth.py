"""The made-up company's marts against what its generator says is true, and its planted faults."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from builds.company import Company

pytestmark = pytest.mark.slow

# the marts that nothing in the files of a subscription company can fill
OF_LEADS = {
    *("dim_ideal_customer_profile", "dim_profile_columns", "dim_sellers_profile"),
    *("fct_channel_efficiency", "fct_channel_value", "fct_data_audits", "fct_icp_segments"),
    *("fct_lead_funnel", "fct_lead_scores", "fct_marketing_efficiency", "fct_monthly_reporting"),
    *("fct_rep_productivity", "fct_sales_velocity", "fct_sla_audit", "int_lead_value"),
}
OF_SHOPS = {
    *("customer_cohorts", "customer_ltv_scoring", "customer_segmentation", "customers"),
    *("dim_customer", "dim_person", "fct_attribution", "fct_attribution_paths"),
    *("fct_channel_effects", "fct_product_affinity", "high_jackpot_analysis"),
    *("int_customer_activity", "int_identity_edges", "int_identity_stitching"),
    *("marketing_attribution", "orders", "product_performance"),
}


@pytest.fixture(scope="module")
def truth(raw_files: Path) -> Any:
    return json.loads((raw_files / "truth.json").read_text(encoding="utf-8"))


def test_every_planted_fault_is_found_and_nothing_else(built_once: Company, truth: Any) -> None:
    found = {
        (row["table_name"], row["row_number"]): row["reason"]
        for row in built_once.table("meta.quarantine")
    }
    planted = {
        (fault["table"], fault["row"]): fault["reason"]
        for fault in truth["planted"]
        if fault["expect"] == "quarantined"
    }
    assert found == planted
    assert set(Counter(planted.values())) == {
        *("duplicate", "orphan", "missing_value", "not_a_date", "not_a_number"),
        *("negative_amount", "unknown_value", "wrong_order"),
    }


def test_quarantine_keeps_each_row_as_it_was_received(built_once: Company, raw_files: Path) -> None:
    import csv

    with (raw_files / "invoices.csv").open(encoding="utf-8", newline="") as file:
        received = list(csv.DictReader(file))
    refused = [r for r in built_once.table("meta.quarantine") if r["table_name"] == "invoices"]
    assert refused
    for row in refused:
        wanted = {name: value or None for name, value in received[row["row_number"] - 1].items()}
        kept = json.loads(row["raw_content"])
        assert {name: kept[name] for name in wanted} == wanted


def test_rows_in_are_accepted_or_quarantined(built_once: Company, truth: Any) -> None:
    for entry in built_once.table("meta.inputs"):
        assert entry["rows_in"] + entry["rows_later"] == truth["rows"][entry["table_name"]]
        assert entry["rows_in"] == entry["rows_accepted"] + entry["rows_quarantined"]


def test_mrr_and_movements_are_the_true_ones(built_once: Company, truth: Any) -> None:
    mrr = built_once.query(
        "select date_month, sum(mrr) from marts.fct_revenue_monthly group by 1 order by 1"
    )
    assert {str(month)[:7]: str(value) for month, value in mrr} == truth["mrr"]
    movements = built_once.query(
        "select date_month, movement, count(*), sum(abs(mrr - prior_mrr))"
        " from marts.fct_revenue_monthly where movement not in ('retained', 'inactive')"
        " group by 1, 2"
    )
    found = {(str(m)[:7], kind): (n, size) for m, kind, n, size in movements}
    wanted = {
        (month, kind): (entry["accounts"], Decimal(entry["mrr"]))
        for month, kinds in truth["movements"].items()
        for kind, entry in kinds.items()
        if entry["accounts"]
    }
    assert found == wanted


def test_spend_is_conserved_to_the_cent(built_once: Company, truth: Any) -> None:
    wanted = {name: Decimal(value) for name, value in truth["spend"]["by_channel"].items()}
    for period in ("period = 'total'", "period <> 'total'"):
        rows = built_once.query(
            "select acquisition_channel, sum(spend) from marts.fct_cac_ltv"
            f" where {period} and has_spend_data group by 1"
        )
        assert dict(rows) == wanted


def test_no_more_customers_are_acquired_than_there_are_accounts(built_once: Company) -> None:
    accounts = built_once.query("select count(*) from marts.dim_account")[0][0]
    acquired = built_once.query(
        "select sum(new_customer_count) from marts.fct_cac_ltv where period = 'total'"
    )[0][0]
    invoices = built_once.query(
        "select rows_accepted from meta.inputs where input_name = 'invoices'"
    )
    assert 0 < acquired <= accounts < invoices[0][0]


def test_deals_are_won_lost_or_open_as_they_are(built_once: Company, truth: Any) -> None:
    rows = built_once.query("select state, count(*) from marts.fct_opportunities group by 1")
    wanted: Counter[str] = Counter()
    for states in truth["deals"].values():
        wanted.update({name: states[name] for name in ("won", "lost", "open")})
    assert dict(rows) == dict(wanted)


def test_every_mart_of_the_files_has_rows_and_the_others_wait(built_once: Company) -> None:
    marts = built_once.table("meta.marts")
    assert {mart["mart"] for mart in marts if not mart["is_live"]} == OF_LEADS | OF_SHOPS
    for mart in marts:
        assert (mart["row_count"] > 0) is mart["is_live"], mart
        reasons = (
            *("no file of leads", "nothing in opportunities."),
            *("no file of customers", "no file of orders", "no file of web_events or orders"),
        )
        assert mart["blocked_by"].startswith(reasons) is not mart["is_live"], mart
