"""Acquisition cost and lifetime value: the marts against the oracle, company by company."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.companies import Raw, billing, day_text, spend
from support.lab import Lab, tries
from support.oracle import efficiency as oracle
from support.oracle.contract import Judged
from support.oracle.revenue import Revenue, revenue

pytestmark = pytest.mark.slow


@settings(max_examples=tries(16))
@given(data=st.data())
def test_cac_and_ltv_equal_the_oracle(lab: Lab, data: st.DataObject) -> None:
    raw = data.draw(billing(lab.as_of))
    raw["marketing_spend"] = data.draw(spend(lab.as_of))
    check(lab, raw)


@pytest.mark.parametrize("spent", ["80", "80.01", "100", "100.01", "0"])
def test_cost_that_margin_just_reaches(lab: Lab, spent: str) -> None:
    """100 a month from six months ago, against spend of that month and the one before."""
    started = day_text(lab.as_of, 6, 1)
    raw: Raw = {
        "accounts": [
            {"account_id": name, "created_at": "2020-01-01", "acquisition_channel": "Ads"}
            for name in ("a1", "a2")
        ],
        "subscriptions": [{"subscription_id": "s1", "account_id": "a1", "start_date": started}],
        "invoices": [
            {
                "invoice_id": "i1",
                "invoice_date": started,
                "subscription_id": "s1",
                "amount": "100",
                "status": "paid",
            }
        ],
        "marketing_spend": [
            {"month": day_text(lab.as_of, back, 1), "channel": "ads", "spend": spent}
            for back in (6, 7)
        ],
    }
    check(lab, raw)


def check(lab: Lab, raw: Raw) -> None:
    """The efficiency marts of a company against the oracle, and their identities."""
    company = lab.load(raw)
    earned = revenue(company.judged, lab.settings)
    found = oracle.cohorts(earned, company.judged, company.names, lab.settings)
    lab.check("fct_cac_ltv", oracle.cac_ltv(found, lab.settings), ("acquisition_channel", "period"))
    lab.check(
        "fct_ltv_by_age",
        oracle.ltv_by_age(found, lab.settings),
        ("acquisition_channel", "cohort_month", "age_months"),
    )
    lab.check_data_tests("efficiency")
    check_identities(lab, company.judged, earned)


def check_identities(lab: Lab, judged: Judged, earned: Revenue) -> None:
    """Spend, customers and revenue of all channels are those of the company, to the cent."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in lab.runner.rows("fct_cac_ltv"):
        kind = "total" if row["period"] == "total" else "months"
        for column in ("spend", "new_customer_count", "attributed_revenue"):
            sums[f"{kind} {column}"] += row[column] or 0
    won = [one for one in earned.months.values() if not one.is_first_observed]
    spent = sum((row["amount"] for row in judged.accepted["marketing_spend"]), Decimal(0))
    for kind in ("total", "months"):
        assert sums[f"{kind} spend"] == spent
        assert sums[f"{kind} new_customer_count"] == sum(one.movement == "new" for one in won)
        assert sums[f"{kind} attributed_revenue"] == sum((one.mrr for one in won), Decimal(0))
