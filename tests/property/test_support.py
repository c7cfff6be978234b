"""Support: the mart against the oracle, company by company."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.companies import Raw, Row, account_ids_of, accounts, tickets
from support.lab import Lab, tries
from support.oracle import support as oracle

pytestmark = pytest.mark.slow

GROUP_KEY = ("date_month", "segment", "region", "acquisition_channel", "category", "severity")


@settings(max_examples=tries(15))
@given(data=st.data())
def test_support_equals_the_oracle(lab: Lab, data: st.DataObject) -> None:
    raw = {"accounts": data.draw(accounts(lab.as_of, most=2))}
    raw["support_tickets"] = data.draw(tickets(lab.as_of, account_ids_of(raw), most=16))
    check(lab, raw)


def test_seconds_around_the_target(lab: Lab) -> None:
    """Resolved or still open a second before the target, at it and after it; replied at once."""
    raw: Raw = {"accounts": [{"account_id": "a1", "created_at": "2020-01-01"}]}
    raw["support_tickets"] = []
    target = timedelta(hours=lab.settings.policies.default_sla_hours)
    for seconds in (-1, 0, 1):
        shift = timedelta(seconds=seconds)
        created = lab.settings.end_of_day - 2 * target
        raw["support_tickets"] += [
            ticket(f"resolved {seconds}", created, created + target + shift),
            ticket(f"open {seconds}", lab.settings.end_of_day - target - shift, None),
        ]
    check(lab, raw)


def ticket(name: str, created: datetime, resolved: datetime | None) -> Row:
    """A ticket of a category of its own, answered at once."""
    return {
        "ticket_id": name,
        "account_id": "a1",
        "category": name,
        "created_at": str(created),
        "first_replied_at": str(created),
        "resolved_at": None if resolved is None else str(resolved),
    }


def check(lab: Lab, raw: Raw) -> None:
    """The support mart of a company against the oracle, and its identities."""
    company = lab.load(raw)
    found = oracle.tickets(company.judged, lab.settings)
    lab.check("fct_support", oracle.support(found, company.names), GROUP_KEY)
    lab.check_data_tests("support")
    rows = lab.runner.rows("fct_support")
    assert sum(row["ticket_count"] for row in rows) == len(found)
    for row in rows:
        decided = row["sla_met_count"] + row["sla_breached_count"]
        assert decided + row["sla_pending_count"] == row["ticket_count"]
        assert row["resolved_count"] + row["open_count"] == row["ticket_count"]
        assert (row["sla_breach_rate"] is None) == (decided == 0)
