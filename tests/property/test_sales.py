"""Opportunities and the pipeline: the marts against the oracle, company by company."""

from collections import defaultdict
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.companies import Raw, account_ids_of, accounts, deals
from support.lab import Lab, tries
from support.oracle import sales as oracle

pytestmark = pytest.mark.slow

GROUP_KEY = ("date_month", "segment", "region", "acquisition_channel")


@settings(max_examples=tries(16))
@given(data=st.data())
def test_pipeline_and_opportunities_equal_the_oracle(lab: Lab, data: st.DataObject) -> None:
    raw = {"accounts": data.draw(accounts(lab.as_of, most=3, oldest=4))}
    raw["crm_deals"] = data.draw(deals(lab.as_of, account_ids_of(raw)))
    check(lab, raw)


def test_days_around_the_horizon(lab: Lab) -> None:
    """Won on the last day that counts and after it, mature on the first day and before it."""
    horizon = lab.settings.policies.win_rate_horizon_days
    days = [horizon - 1, horizon, horizon + 1]
    raw: Raw = {"accounts": [{"account_id": "a1", "created_at": "2020-01-01"}], "crm_deals": []}
    for place, (age, cycle) in enumerate(product([*days, 3 * horizon], [*days, 10, -1, None])):
        created = lab.as_of - timedelta(days=age)
        closed = None if cycle is None else created + timedelta(days=cycle)
        raw["crm_deals"].append(
            {
                "deal_id": f"d{place}",
                "stage": "won",
                "created_date": str(created),
                "closed_date": None if closed is None else str(closed),
                "deal_value": "100",
            }
        )
    check(lab, raw)


def check(lab: Lab, raw: Raw) -> None:
    """The sales marts of a company against the oracle, and their identities."""
    company = lab.load(raw)
    found = oracle.deals(company.judged, company.names, lab.settings)
    lab.check(
        "fct_opportunities",
        oracle.opportunities(found, company.names, lab.settings),
        ("opportunity_id",),
    )
    lab.check("fct_pipeline", oracle.pipeline(found, company.judged, lab.settings), GROUP_KEY)
    lab.check_data_tests("sales")
    check_identities(lab)


def check_identities(lab: Lab) -> None:
    """Every deal is created once and is won, lost or open; the open ones roll forward."""
    states: dict[str, int] = defaultdict(int)
    for deal in lab.runner.rows("fct_opportunities"):
        states[deal["state"]] += 1
    rows = sorted(lab.runner.rows("fct_pipeline"), key=lambda row: str(row["date_month"]))
    last: dict[Any, Any] = {}
    for row in rows:
        group = tuple(row[column] for column in GROUP_KEY[1:])
        before = last.get(group, {"open_count": 0, "open_amount": 0})
        for what in ("count", "amount"):
            moved = row[f"created_{what}"] - row[f"won_{what}"] - row[f"lost_{what}"]
            moved += row[f"out_of_order_{what}"]
            assert before[f"open_{what}"] + moved == row[f"open_{what}"]
        last[group] = row
    assert sum(row["created_count"] for row in rows) == sum(states.values())
    assert sum(row["won_count"] for row in rows) == states["won"]
    assert sum(row["lost_count"] for row in rows) == states["lost"]
    assert sum(row["open_count"] for row in last.values()) == states["open"]
