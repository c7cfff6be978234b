"""Small random companies for Hypothesis, as raw rows around an as_of date.

Everything sits where mistakes are made: on the edges of months, on leap days, in names that differ
by case or are missing, in several subscriptions, gaps, odd periods and rows the contract refuses.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

Row = dict[str, str | None]
Raw = dict[str, list[Row]]

SEGMENTS = ["SMB", "smb", "Enterprise", None, "Enterprise "]
REGIONS = ["EMEA", None, "emea", "Americas"]
CHANNELS = ["Google Ads", "google ads", "GOOGLE ADS", "Events", None, "Referral"]
AMOUNTS = ["100", "100", "0", "50.00", "29.9", "99.99", "1.15", "0.01", "1200", "5000", "200"]
DAYS = [1, 31, 15, 2, 28, 29, 30]
CLOCKS = [
    "",
    "T00:00:00",
    " 23:59:59",
    "T12:30",
    "T23:30:00-05:00",
    "T00:15:00+02:00",
    " 04:59:59Z",
]


SPENDS = ["100", "200", "0", "100", "1000.01"]
STAGES = ["closed_won", "Closed_Won", "won", "closed_lost", "lost", "demo", "negotiation"]
EVENT_TYPES = ["login", "project_created", "Project_Created", "report_shared"]


_seldom = st.integers(0, 4).map(lambda number: number == 4)


def months_before(as_of: date, months: int) -> tuple[int, int]:
    """Year and month some months before (after, if negative) that of as_of."""
    number = as_of.year * 12 + as_of.month - 1 - months
    return number // 12, number % 12 + 1


def day_text(as_of: date, months: int, day: int) -> str:
    """A day of a month before as_of, the last one where the month is shorter."""
    year, month = months_before(as_of, months)
    return f"{year}-{month:02}-{min(day, monthrange(year, month)[1]):02}"


def moments(as_of: date, oldest: int = 14, newest: int = 0) -> st.SearchStrategy[str]:
    """Texts of days and moments, from some months before as_of to some others."""
    return st.builds(
        lambda months, day, clock: day_text(as_of, months, day) + clock,
        st.integers(newest, oldest),
        st.sampled_from(DAYS),
        st.sampled_from(CLOCKS),
    )


def ids(prefix: str, count: int) -> list[str]:
    """a1, a2, …"""
    return [f"{prefix}{number}" for number in range(1, count + 1)]


@st.composite
def accounts(draw: st.DrawFn, as_of: date, most: int = 6, oldest: int = 14) -> list[Row]:
    """One to six accounts; now and then one is sent twice."""
    names = ids("a", draw(st.integers(1, most)))
    if draw(st.integers(0, 9)) == 9:
        names.append("a1")
    return [
        {
            "account_id": name,
            "segment": draw(st.sampled_from(SEGMENTS)),
            "region": draw(st.sampled_from(REGIONS)),
            "acquisition_channel": draw(st.sampled_from(CHANNELS)),
            "created_at": draw(moments(as_of, oldest)),
        }
        for name in names
    ]


@st.composite
def _subscription(draw: st.DrawFn, as_of: date, number: int, account_ids: Sequence[str]) -> Row:
    start = draw(st.integers(0, 14))
    ends, cancels = draw(_seldom), draw(_seldom)
    return {
        "subscription_id": f"s{number}",
        "account_id": draw(st.sampled_from(account_ids)),
        "plan_tier": draw(st.sampled_from(["Pro", "pro", "Basic", None])),
        "status": draw(st.sampled_from(["active", None, "Trialing", "cancelled"])),
        "start_date": draw(moments(as_of, start, start)),
        "end_date": draw(moments(as_of, start, -1)) if ends else None,
        "cancelled_at": draw(moments(as_of, start, -1)) if cancels else None,
    }


@st.composite
def _invoices(draw: st.DrawFn, as_of: date, subscription: Row, number: int) -> list[Row]:
    """The invoices of a subscription: monthly with gaps, or of periods."""
    oldest = draw(st.integers(0, 14) | st.sampled_from([14, 13, 12]))
    count = draw(st.integers(0, 8))
    is_monthly = draw(st.booleans())
    day = draw(st.sampled_from(DAYS))
    amount = draw(st.sampled_from(AMOUNTS))
    rows = []
    for place in range(count):
        row: Row = {
            "invoice_id": f"i{number}-{place}",
            "subscription_id": subscription["subscription_id"],
            "account_id": draw(st.sampled_from([subscription["account_id"], None])),
            "amount": draw(st.sampled_from([amount, amount, *AMOUNTS])),
            "status": draw(st.sampled_from(["paid", "Paid", None, "open", "void", "paid", "paid"])),
        }
        if is_monthly:
            months = oldest - place - (draw(st.sampled_from([1, 12])) if draw(_seldom) else 0)
            row["invoice_date"] = day_text(as_of, months, day) + draw(st.sampled_from(CLOCKS))
        else:
            row["invoice_date"] = draw(moments(as_of, oldest))
            row |= draw(_periods(as_of, oldest))
        rows.append(row)
        if is_monthly and oldest - place < 0:
            break
    return rows


@st.composite
def _periods(draw: st.DrawFn, as_of: date, oldest: int) -> Row:
    """A year, a quarter, a month, or odd days; sometimes one end only."""
    start = draw(st.integers(-1, oldest))
    day = draw(st.sampled_from(DAYS))
    length = draw(st.sampled_from([12, 3, 1, 2, 0, 7]))
    last_day = draw(st.sampled_from(DAYS))
    period: Row = {
        "period_start": day_text(as_of, start, day),
        "period_end": day_text(as_of, start - length, last_day),
    }
    missing = draw(st.integers(0, 9))
    if missing == 8:
        del period["period_start"]
    if missing == 9:
        del period["period_end"]
    return period


@st.composite
def billing(draw: st.DrawFn, as_of: date, most: int = 6) -> Raw:
    """Accounts, their subscriptions and invoices, some of them without a subscription."""
    raw: Raw = {"accounts": draw(accounts(as_of, most))}
    account_ids = account_ids_of(raw)
    raw["subscriptions"] = [
        draw(_subscription(as_of, number, account_ids))
        for number in range(1, draw(st.integers(0, len(account_ids) + 2)) + 1)
    ]
    raw["invoices"] = []
    for number, subscription in enumerate(raw["subscriptions"]):
        raw["invoices"] += draw(_invoices(as_of, subscription, number))
    if draw(st.integers(0, 2)) == 2:
        loose: Row = {"subscription_id": None, "account_id": draw(st.sampled_from(account_ids))}
        raw["invoices"] += draw(_invoices(as_of, loose, 99))
    return raw


@st.composite
def deals(draw: st.DrawFn, as_of: date, account_ids: Sequence[str], most: int = 16) -> list[Row]:
    """Deals of these accounts and of unknown ones, some closed before they were created."""
    rows = []
    oldest = draw(st.sampled_from([0, 8, 1, 3]))
    owners: list[str | None] = draw(
        st.sampled_from([[account_ids[0]], [*account_ids, "a99", None]])
    )
    for number in range(1, draw(st.integers(0, most)) + 1):
        created = draw(moments(as_of, oldest, -1) | _days_after(as_of, -90, -30))
        closed = _days_after(date.fromisoformat(created[:10]), 90, 30, 5)
        rows.append(
            {
                "deal_id": f"d{number}",
                "account_id": draw(st.sampled_from(owners)),
                "deal_value": draw(st.sampled_from([*AMOUNTS, None])),
                "stage": draw(st.sampled_from(STAGES)),
                "created_date": created,
                "closed_date": draw(closed | closed | moments(as_of, oldest + 2, -1) | st.none()),
                "segment": draw(st.sampled_from(SEGMENTS)),
            }
        )
    return rows


def _days_after(day: date, *days: int) -> st.SearchStrategy[str]:
    """A day that is so many days later, or one more or less."""
    return st.builds(
        lambda shift, more: str(day + timedelta(days=shift + more)),
        st.sampled_from(days),
        st.sampled_from([0, 1, -1]),
    )


@st.composite
def users(draw: st.DrawFn, as_of: date, account_ids: Sequence[str], most: int = 10) -> list[Row]:
    """Users of these accounts, many of them new."""
    newest = draw(st.integers(0, 4))
    return [
        {
            "user_id": f"u{number}",
            "account_id": draw(st.sampled_from(account_ids)),
            "created_at": draw(moments(as_of, newest + draw(st.integers(0, 5)), 0)),
        }
        for number in range(1, draw(st.integers(0, most)) + 1)
    ]


@st.composite
def events(
    draw: st.DrawFn, as_of: date, some_users: Sequence[Row], account_ids: Sequence[str]
) -> list[Row]:
    """Events of these users, nearly all for their own account, often soon after their creation."""
    if not some_users:
        return []
    rows = []
    oldest = draw(st.integers(1, 9))
    for number in range(1, draw(st.integers(0, 40)) + 1):
        user = draw(st.sampled_from(some_users))
        names = [None, user["account_id"], user["account_id"], draw(st.sampled_from(account_ids))]
        rows.append(
            {
                "event_id": f"e{number}",
                "user_id": user["user_id"],
                "account_id": draw(st.sampled_from(names)),
                "event_type": draw(st.sampled_from(EVENT_TYPES)),
                "event_timestamp": draw(_soon_after(user) | moments(as_of, oldest)),
            }
        )
    return rows


def _soon_after(user: Row) -> st.SearchStrategy[str]:
    """A moment some days after the creation of a user, to the second where it has no clock."""
    day = date.fromisoformat(str(user["created_at"])[:10])
    clocks = st.just(str(user["created_at"])[10:]) | st.sampled_from(CLOCKS)
    return st.builds(
        lambda days, clock: f"{day + timedelta(days=days)}{clock}",
        st.sampled_from([0, 14, 7, 1, 13, 14, 15, 7, 40]),
        clocks,
    )


@st.composite
def tickets(draw: st.DrawFn, as_of: date, account_ids: Sequence[str], most: int = 10) -> list[Row]:
    """Tickets with and without targets, resolved at, before and after them, or open."""
    rows = []
    oldest = draw(st.integers(0, 9))
    for number in range(1, draw(st.integers(0, most)) + 1):
        created = draw(moments(as_of, oldest))
        rows.append(
            {
                "ticket_id": f"t{number}",
                "account_id": draw(st.sampled_from(account_ids)),
                "category": draw(st.sampled_from(["bug", "Bug", "billing", None])),
                "severity": draw(st.sampled_from(["low", "HIGH", "urgent", None])),
                "created_at": created,
                "first_replied_at": draw(
                    _later(created) | st.just(created) | moments(as_of, oldest) | st.none()
                ),
                "resolved_at": draw(_later(created) | st.none()),
                "sla_hours": draw(st.sampled_from(["24", "0", "1.5", "720", None, "48"])),
            }
        )
    return rows


def _later(created: str) -> st.SearchStrategy[str]:
    """A moment some days after a ticket was created, at the same time of day or another."""
    day = date.fromisoformat(created[:10])
    return st.builds(
        lambda days, clock: f"{day + timedelta(days=days)}{clock}",
        st.sampled_from([0, 1, 2, 30, 31, 60]),
        st.just(created[10:]) | st.sampled_from(CLOCKS),
    )


@st.composite
def spend(draw: st.DrawFn, as_of: date) -> list[Row]:
    """Lines of spend, by month or by day, of channels with and without customers."""
    oldest = draw(st.integers(0, 14))
    months = st.integers(0, oldest).map(lambda back: day_text(as_of, back, 1)[:7])
    return [
        {
            "month": draw(months | moments(as_of, oldest)),
            "channel": draw(st.sampled_from(["Google Ads", "Events", "google ads", "Radio"])),
            "spend": draw(st.sampled_from(SPENDS)),
            "leads_generated": draw(st.sampled_from(["3", "0", None])),
        }
        for _ in range(draw(st.integers(0, 10)))
    ]


def account_ids_of(raw: Raw) -> list[str]:
    """The ids of the accounts of a company."""
    return sorted({str(row["account_id"]) for row in raw["accounts"]})


@st.composite
def companies(draw: st.DrawFn, as_of: date) -> Raw:
    """Everything at once."""
    raw = draw(billing(as_of, most=4))
    account_ids = account_ids_of(raw)
    raw["users"] = draw(users(as_of, account_ids))
    raw["product_events"] = draw(events(as_of, raw["users"], account_ids))
    raw["support_tickets"] = draw(tickets(as_of, account_ids))
    raw["crm_deals"] = draw(deals(as_of, account_ids))
    raw["marketing_spend"] = draw(spend(as_of))
    return raw
