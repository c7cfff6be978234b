"""MRR, its movements and its summary: the marts against the oracle, company by company."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.companies import Raw, billing, day_text
from support.lab import Lab, tries
from support.oracle import revenue as oracle

pytestmark = pytest.mark.slow

MONTH_KEY = ("account_id", "date_month")
GROUP_KEY = ("date_month", "segment", "region", "acquisition_channel")


# MRR by month 1 to 8, and what METRICS.md says of it
GOLDEN = {
    "A": [100, 100, 100, 100, 100, 100, 100, 100],
    "B": [100, 150, 80, 0, 0, 120, 120, 120],
    "C": [0, 0, 50, 50, 0, 0, 0, 0],
    "D": [0, 30, 0, 30, 30, 30, 30, 30],
}
MOVEMENTS = [
    *(("A", 1, "new", 100), ("B", 1, "new", 100), ("B", 2, "expansion", 50)),
    *(("B", 3, "contraction", 70), ("B", 4, "churn", 80), ("B", 6, "reactivation", 120)),
    *(("C", 3, "new", 50), ("C", 5, "churn", 50)),
    *(("D", 2, "new", 30), ("D", 3, "churn", 30), ("D", 4, "reactivation", 30)),
]


@settings(max_examples=tries(24))
@given(data=st.data())
def test_mrr_and_its_movements_equal_the_oracle(lab: Lab, data: st.DataObject) -> None:
    check(lab, data.draw(billing(lab.as_of)))


def test_golden_vector_of_movements(lab: Lab) -> None:
    check(lab, golden_vector(lab))
    if lab.settings.policies.reactivation_gap_months > 1:
        return  # the vector has gaps of one and two months
    months = sorted({row["date_month"] for row in lab.runner.rows("fct_revenue_monthly")})
    found = [
        (
            row["account_id"],
            months.index(row["date_month"]) + 1,
            row["movement"],
            abs(row["mrr"] - row["prior_mrr"]),
        )
        for row in lab.runner.rows("fct_revenue_monthly")
        if row["movement"] not in ("retained", "inactive")
    ]
    assert sorted(found) == MOVEMENTS


def golden_vector(lab: Lab) -> Raw:
    """An invoice a month; service starts with the first, so that nobody is from before the data."""
    raw: Raw = {"accounts": [], "invoices": [], "subscriptions": []}
    for name, amounts in GOLDEN.items():
        first = next(place for place, amount in enumerate(amounts) if amount)
        raw["accounts"].append({"account_id": name, "created_at": "2020-01-01"})
        raw["subscriptions"].append(
            {
                "subscription_id": name,
                "account_id": name,
                "start_date": day_text(lab.as_of, 7 - first, 1),
            }
        )
        raw["invoices"] += [
            {
                "invoice_id": f"{name}{place}",
                "subscription_id": name,
                "invoice_date": day_text(lab.as_of, 7 - place, 1),
                "amount": str(amount),
            }
            for place, amount in enumerate(amounts)
        ]
    return raw


@pytest.mark.parametrize("amount", ["0.29", "1.15", "4.35", "100.01"])
def test_half_a_cent_is_rounded_up(lab: Lab, amount: str) -> None:
    """An odd number of cents over two months."""
    invoice = {
        "invoice_id": "i1",
        "account_id": "a1",
        "invoice_date": day_text(lab.as_of, 3, 1),
        "period_start": day_text(lab.as_of, 3, 1),
        "period_end": day_text(lab.as_of, 2, 31),
        "amount": amount,
    }
    lab.load(
        {"accounts": [{"account_id": "a1", "created_at": "2020-01-01"}], "invoices": [invoice]}
    )
    half = (Decimal(amount) / 2).quantize(Decimal("0.01"), ROUND_HALF_UP)
    parts = [row["amount"] for row in lab.runner.rows("int_revenue__invoice_months")]
    assert parts == [half, half]


def check(lab: Lab, raw: Raw) -> None:
    """The revenue marts of a company against the oracle, and their identities."""
    company = lab.load(raw)
    found = oracle.revenue(company.judged, lab.settings)
    lab.check("fct_revenue_monthly", oracle.monthly(found, company.names, lab.settings), MONTH_KEY)
    lab.check("fct_revenue_summary", oracle.summary(found, company.names, lab.settings), GROUP_KEY)
    lab.check_data_tests("revenue")
    check_identities(lab)


def check_identities(lab: Lab) -> None:
    """The identities of METRICS.md, in the months and in the summary."""
    for row in lab.runner.rows("fct_revenue_monthly"):
        assert rolled_forward(row, "prior_mrr") == row["mrr"]
        assert row["arr"] == 12 * row["mrr"]
    opening: dict[object, Decimal] = defaultdict(Decimal)
    closing: dict[object, Decimal] = defaultdict(Decimal)
    for row in lab.runner.rows("fct_revenue_summary"):
        assert rolled_forward(row, "opening_mrr") == row["mrr"]
        assert row["grr"] is None or 0 <= row["grr"] <= 1
        assert row["ttm_grr"] is None or 0 <= row["ttm_grr"] <= 1
        assert row["nrr"] is None or row["nrr"] >= row["grr"]
        assert row["logo_churn_rate"] is None or 0 <= row["logo_churn_rate"] <= 1
        opening[row["date_month"]] += row["opening_mrr"]
        closing[row["date_month"]] += row["mrr"]
    months = sorted(opening, key=str)
    assert [opening[month] for month in months[1:]] == [closing[month] for month in months[:-1]]


def rolled_forward(row: dict[str, object], start: str) -> object:
    """start + new + reactivation + expansion - contraction - churn."""
    gains = ("first_observed_mrr", "new_mrr", "reactivation_mrr", "expansion_mrr")
    losses = ("contraction_mrr", "churned_mrr")
    amounts = {column: Decimal(str(row[column])) for column in (start, *gains, *losses)}
    return amounts[start] + sum(amounts[g] for g in gains) - sum(amounts[loss] for loss in losses)
