"""What is at risk: what lies outside its usual range, which customers leave, what was refused."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from gtm_tower.memo.model import Figure, Sentence
from gtm_tower.metrics import Metrics
from gtm_tower.numbers import shown
from gtm_tower.warehouse import Session

DRIVERS = 3


def risks(metrics: Metrics, month: date, session: Session) -> Iterator[Sentence]:
    """Unusual metrics of the month, buckets with clearly more churn, and refused rows."""
    yield from _unusual(metrics, month, session)
    yield from _drivers(metrics, session)
    yield from _refused(metrics, session)


def _unusual(metrics: Metrics, month: date, session: Session) -> Iterator[Sentence]:
    query = (
        "select metric, value, change_rate, expected_low, expected_high, volume_count"
        f" from {metrics.warehouse.marts_schema}.fct_anomalies"
        f" where is_unusual and date_month = date '{month}'"
        " order by abs(robust_score) desc, metric"
    )
    for name, value, change, low, high, n in session.query(query):
        unit = "rate" if name.endswith("_rate") else "number"
        figures = [Figure(shown(one, unit), query) for one in (value, low, high)]
        yield Sentence(
            (
                *(f"{str(name).replace('_', ' ').capitalize()} was ", figures[0]),
                *(" where ", figures[1], " to ", figures[2], " would be usual"),
                *(_with_change(change, query)),
                *(_with_n(n, query)),
                ".",
            )
        )


def _with_change(change: Any, query: str) -> tuple[str | Figure, ...]:
    if change is None:
        return ()
    return (", ", Figure(f"{change:+.1%}", query), " on the month before")


def _with_n(n: Any, query: str) -> tuple[str | Figure, ...]:
    return () if n is None else (" (n = ", Figure(shown(n, "count"), query), ")")


def _drivers(metrics: Metrics, session: Session) -> Iterator[Sentence]:
    query = (
        "select driver, bucket, churn_rate, ci_low, ci_high, base_churn_rate, account_months"
        f" from {metrics.warehouse.marts_schema}.fct_churn_drivers"
        " where not is_too_small and ci_low > base_churn_rate"
        f" order by lift desc, driver, bucket limit {DRIVERS}"
    )
    for driver, bucket, rate, low, high, base, n in session.query(query):
        shares = [Figure(shown(one, "rate"), query) for one in (rate, low, high, base)]
        yield Sentence(
            (
                f"Customers with {str(driver).replace('_', ' ')} {bucket} churn at ",
                *(shares[0], " a month (95% interval ", shares[1], " to ", shares[2]),
                *("), all customers at ", shares[3]),
                *(" (n = ", Figure(shown(n, "count"), query), " account-months)."),
            )
        )


def _refused(metrics: Metrics, session: Session) -> Iterator[Sentence]:
    query = (
        "select input_name, sum(rows_in), sum(rows_quarantined)"
        f" from {metrics.warehouse.meta_schema}.inputs where rows_quarantined > 0"
        " group by 1 order by 3 desc, 1"
    )
    for name, rows_in, refused in session.query(query):
        yield Sentence(
            (
                *(Figure(shown(refused, "count"), query), " of "),
                *(Figure(shown(rows_in, "count"), query), f" rows of {name} are in quarantine"),
                " and in none of these figures.",
            )
        )
