"""The worked example of METRICS: four customers, eight months, eleven movements, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from builds.company import Company

pytestmark = pytest.mark.slow

MRR = {
    "A": [100, 100, 100, 100, 100, 100, 100, 100],
    "B": [100, 150, 80, 0, 0, 120, 120, 120],
    "C": [0, 0, 50, 50, 0, 0, 0, 0],
    "D": [0, 30, 0, 30, 30, 30, 30, 30],
}
# (subscription, account, first month, last month or None)
TERMS = [
    *(("A1", "A", 1, None), ("B1", "B", 1, 3), ("B2", "B", 6, None), ("C1", "C", 3, 4)),
    *(("D1", "D", 2, 2), ("D2", "D", 4, None)),
]
MOVEMENTS = [
    *((1, "A", "new", 100), (1, "B", "new", 100), (2, "B", "expansion", 50)),
    *((2, "D", "new", 30), (3, "B", "contraction", 70), (3, "C", "new", 50)),
    *((3, "D", "churn", 30), (4, "B", "churn", 80), (4, "D", "reactivation", 30)),
    *((5, "C", "churn", 50), (6, "B", "reactivation", 120)),
]
MONTH_ENDS = [31, 28, 31, 30, 31, 30, 31, 31]
BLANKS = "\u00a0\t "  # around a name: no engine may take it for another one
SPEND = [("Ads", "1000.10"), ("Ads", "0.05"), ("Events", "250.00")]


def put_example(company: Company) -> None:
    """The nine files."""
    put_billing(company)
    company.put("users", "user_id account_id email role created_at", [])
    company.put("payments", "payment_id invoice_id payment_date amount payment_method", [])
    company.put(
        "crm_deals",
        "deal_id account_id deal_value stage created_date closed_date sales_cycle_days segment",
        [],
    )
    company.put("product_events", "event_id user_id account_id event_type event_timestamp", [])
    company.put(
        "support_tickets",
        "ticket_id account_id category severity created_at resolved_at sla_hours",
        [],
    )
    company.put(
        "marketing_spend",
        "month channel spend leads_generated campaign_name",
        [("2025-01-01", channel, amount, 3, f"c{n}") for n, (channel, amount) in enumerate(SPEND)],
    )


def put_billing(company: Company, leave_out: str = "") -> None:
    """The three files that revenue needs, without the bills of an account."""
    terms = [term for term in TERMS if term[1] != leave_out]
    company.put(
        "accounts",
        "account_id account_name segment company_size region acquisition_channel created_at status",
        [
            (a, a, "SMB", "1-10", "EMEA", f"{BLANKS}Ads{BLANKS}", "2025-01-01", "active")
            for a in MRR
        ],
    )
    company.put(
        "subscriptions",
        "subscription_id account_id plan_tier start_date end_date status",
        [
            (s, a, "basic", f"2025-{first:02}-01", last and end_of(last), "active")
            for s, a, first, last in terms
        ],
    )
    company.put(
        "invoices",
        "invoice_id subscription_id account_id invoice_date amount status",
        [
            (f"{s}-{month}", s, a, f"2025-{month:02}-05", f"{MRR[a][month - 1]}.00", "paid")
            for s, a, first, last in terms
            for month in range(first, (last or 8) + 1)
        ],
    )


def end_of(month: int) -> str:
    """The last day of a month of 2025."""
    return f"2025-{month:02}-{MONTH_ENDS[month - 1]}"


def test_the_worked_example_comes_out(company: Company) -> None:
    put_example(company)
    company.load()
    company.build("2025-08-31")

    found = company.query(
        "select date_month, account_id, movement, abs(mrr - prior_mrr)"
        " from marts.fct_revenue_monthly where movement not in ('retained', 'inactive')"
        " order by date_month, account_id"
    )
    assert found == [(date(2025, m, 1), a, kind, Decimal(size)) for m, a, kind, size in MOVEMENTS]

    monthly = company.query(
        "select account_id, date_month, mrr, arr from marts.fct_revenue_monthly order by 1, 2"
    )
    assert monthly == [
        (account, date(2025, month, 1), Decimal(mrr), Decimal(12 * mrr))
        for account, series in MRR.items()
        for month, mrr in enumerate(series, start=1)
        if any(series[:month])
    ]

    # month 4: B lost 80 of the 260 at its start, D came back with 30
    assert company.query(
        "select opening_mrr, reactivation_mrr, churned_mrr, mrr, nrr, grr, logo_churn_rate,"
        " quick_ratio, arpa from marts.fct_revenue_summary where date_month = '2025-04-01'"
    ) == [
        (
            *(Decimal("230.00"), Decimal("30.00"), Decimal("80.00"), Decimal("180.00")),
            *(pytest.approx(150 / 230), pytest.approx(150 / 230), pytest.approx(1 / 3)),
            *(pytest.approx(30 / 80), pytest.approx(60)),
        )
    ]

    spend = company.query(
        "select acquisition_channel, spend, new_customer_count, cac_paid_media"
        " from marts.fct_cac_ltv where period = 'total' order by 1"
    )
    assert spend == [
        ("Ads", Decimal("1000.15"), 4, pytest.approx(1000.15 / 4)),
        ("Events", Decimal("250.00"), 0, None),
    ]
