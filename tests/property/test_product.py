"""Activation, retention and churn drivers: the marts against the oracle, company by company."""

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.companies import Raw, Row, account_ids_of, accounts, companies, day_text, events, users
from support.lab import Lab, tries
from support.oracle import churn, revenue
from support.oracle import product as oracle
from support.oracle.support import tickets

pytestmark = pytest.mark.slow

GROUP_KEY = ("date_month", "segment", "region", "acquisition_channel")
CELL_KEY = (
    *("cohort_type", "cohort_month", "is_truncated_cohort", "segment", "region"),
    *("acquisition_channel", "months_since"),
)


@settings(max_examples=tries(15))
@given(data=st.data())
def test_activation_equals_the_oracle(lab: Lab, data: st.DataObject) -> None:
    raw = {"accounts": data.draw(accounts(lab.as_of, most=2, oldest=5))}
    account_ids = account_ids_of(raw)
    raw["users"] = data.draw(users(lab.as_of, account_ids, most=12))
    raw["product_events"] = data.draw(events(lab.as_of, raw["users"], account_ids))
    check_activation(lab, raw)


def test_moments_around_the_end_of_activation(lab: Lab) -> None:
    """Activated a second before time is up, at it and after it; mature on the day and before it."""
    raw: Raw = {"accounts": [], "users": [], "product_events": []}
    span = timedelta(days=lab.settings.policies.activation_days)
    for age, seconds in product([-1, 0, 1, 40], [-1, 0, 1]):
        name = f"{age} {seconds}"
        created = lab.settings.midnight(lab.as_of) - span - timedelta(days=age)
        moment = created + span + timedelta(seconds=seconds)
        raw["accounts"].append({"account_id": name, "segment": name, "created_at": "2020-01-01"})
        raw["users"].append({"user_id": name, "account_id": name, "created_at": str(created)})
        raw["product_events"] += [
            event(name, "project_created", created - timedelta(seconds=1)),
            event(name, "login", created),
            event(name, "project_created", moment),
        ]
    check_activation(lab, raw)


def event(user_id: str, event_type: str, moment: datetime) -> Row:
    """An event of a user."""
    return {
        "event_id": f"{user_id} {event_type} {moment}",
        "user_id": user_id,
        "event_type": event_type,
        "event_timestamp": str(moment),
    }


def check_activation(lab: Lab, raw: Raw) -> None:
    """The activation mart of a company against the oracle."""
    company = lab.load(raw)
    used = oracle.usages(company.judged, lab.settings)
    found = oracle.new_users(company.judged, used, company.names, lab.settings)
    lab.check("fct_activation", oracle.activation(found, lab.settings), GROUP_KEY)
    lab.check_data_tests("fct_activation.yml", "assert_activation_counts_are_nested.sql")
    for row in lab.runner.rows("fct_activation"):
        assert row["activation_rate"] is None or 0 <= row["activation_rate"] <= 1
        assert row["mature_user_count"] is not None or not row["is_observed"]


@settings(max_examples=tries(12))
@given(data=st.data())
def test_retention_and_churn_drivers_equal_the_oracle(lab: Lab, data: st.DataObject) -> None:
    company = lab.load(data.draw(companies(lab.as_of)))
    judged, names = company.judged, company.names
    found = revenue.revenue(judged, lab.settings)
    used = oracle.usages(judged, lab.settings)
    new = oracle.new_users(judged, used, names, lab.settings)
    lab.check("fct_retention", oracle.retention(found, new, used, names, lab.settings), CELL_KEY)
    evidence = churn.Evidence(
        judged, found, used, tickets(judged, lab.settings), names, lab.settings
    )
    lab.check("fct_churn_drivers", churn.drivers(evidence), ("driver", "bucket"))
    lab.check_data_tests("product")
    check_identities(lab, found)


def test_an_active_user_of_another_account_is_none_of_ours(lab: Lab) -> None:
    """u2 of a2 acts in a1, whose own user u1 does nothing: no user of a1 is active."""
    start, month_before = day_text(lab.as_of, 5, 1), day_text(lab.as_of, 3, 10)
    ids = ("a1", "a2")
    raw: Raw = {
        "accounts": [{"account_id": name, "created_at": start} for name in ids],
        "subscriptions": [
            {"subscription_id": "s1", "account_id": "a1", "start_date": start},
        ],
        "invoices": [
            {"invoice_id": "i1", "subscription_id": "s1", "invoice_date": start, "amount": "100"}
        ],
        "users": [
            {"user_id": f"u{name[1]}", "account_id": name, "created_at": start} for name in ids
        ],
        "product_events": [
            event("u2", "login", datetime.fromisoformat(month_before)) | {"account_id": "a1"}
        ],
    }
    lab.load(raw)
    buckets = {
        row["bucket"]: row["account_months"]
        for row in lab.runner.rows("fct_churn_drivers")
        if row["driver"] == "active_users"
    }
    assert not {"under 50%", "50% to under 80%", "80% and more"} & set(buckets)


def check_identities(lab: Lab, found: revenue.Revenue) -> None:
    """Customers begin at 100%, cells hold at most all, unseen ones nothing, buckets everything."""
    for cell in lab.runner.rows("fct_retention"):
        assert (cell["active_count"] is None) == (not cell["is_observable"])
        assert cell["retention_rate"] is None or 0 <= cell["retention_rate"] <= 1
        if cell["cohort_type"] == "customer" and cell["months_since"] == 0:
            assert cell["retention_rate"] == 1
            assert cell["mrr_retention_rate"] == 1
    at_risk = [
        one
        for one in found.months.values()
        if one.prior_mrr > 0 and lab.settings.is_over(one.month)
    ]
    lost = sum((one.prior_mrr for one in at_risk if one.mrr == 0), Decimal(0))
    totals: dict[str, Any] = defaultdict(lambda: (0, 0, Decimal(0)))
    for row in lab.runner.rows("fct_churn_drivers"):
        months, churned, mrr = totals[row["driver"]]
        totals[row["driver"]] = (
            months + row["account_months"],
            churned + row["churned_account_months"],
            mrr + row["churned_mrr"],
        )
        assert row["ci_low"] - 1e-12 <= row["churn_rate"] <= row["ci_high"] + 1e-12
    assert set(totals.values()) <= {(len(at_risk), sum(one.mrr == 0 for one in at_risk), lost)}
    assert bool(totals) == bool(at_risk)
