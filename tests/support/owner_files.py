"""The files of the `owner` template, read row by row as the contract says."""

import ast
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from support.extract import Cells, Reading, read_table

LEAD_DATES = (
    "FORM_SUBMISSION_DATE",
    "FIRST_SALES_CALL_DATE",
    "FIRST_TEXT_SENT_DATE",
    "FIRST_MEETING_BOOKED_DATE",
    "LAST_SALES_CALL_DATE",
    "LAST_SALES_ACTIVITY_DATE",
    "LAST_SALES_EMAIL_DATE",
)
UNKNOWN = "unknown (missing)"


@dataclass
class Lead:
    """A lead as it can be read; a list is None where it is not known."""

    lead_id: str
    opportunity_id: str
    dates: dict[str, datetime | None]
    predicted: Decimal | None
    cuisines: list[str] | None
    marketplaces: list[str] | None
    tools: list[str] | None
    locations: int | None
    status: str | None

    @property
    def channel(self) -> str:
        return "inbound" if self.dates["FORM_SUBMISSION_DATE"] else "outbound"

    @property
    def created(self) -> datetime | None:
        return min((date for date in self.dates.values() if date), default=None)

    @property
    def touched(self) -> datetime | None:
        first = (self.dates[name] for name in ("FIRST_SALES_CALL_DATE", "FIRST_TEXT_SENT_DATE"))
        return min((date for date in first if date), default=None)


@dataclass
class Deal:
    """An opportunity as it can be read, with the lead that names it."""

    opportunity_id: str
    account_id: str
    stage: str
    created: datetime
    closed: datetime | None
    demo_set: datetime | None
    demo: datetime | None
    last_call: datetime | None
    is_held: bool | None
    lost_reason: str | None
    lead: Lead | None = None

    @property
    def channel(self) -> str:
        return self.lead.channel if self.lead else UNKNOWN

    @property
    def state(self) -> str:
        if not self.closed:
            return "open"
        return {"Closed Won": "won", "Closed Lost": "lost"}.get(self.stage, "open")

    @property
    def ltv(self) -> Decimal | None:
        if not self.lead or self.lead.predicted is None:
            return None
        return (500 + self.lead.predicted * Decimal("0.05")) * 24

    def idle_days(self, end: datetime) -> int:
        """Days without a sign of life up to the last day of the data."""
        dates = [self.created, self.demo, self.last_call]
        dates += list(self.lead.dates.values()) if self.lead else []
        return (end.date() - max(date for date in dates if date).date()).days


@dataclass
class Cost:
    """One amount of the two expenses files."""

    channel: str
    kind: str
    month: str
    amount: Decimal


@dataclass
class Company:
    """All accepted rows, and what was found on the way."""

    leads: list[Lead]
    deals: list[Deal]
    costs: list[Cost]
    reading: Reading


def read_company(folder: Path) -> Company:
    """Read the four files."""
    reading = Reading()
    leads = read_table(folder / "leads.csv", reading, _lead, lambda lead: str(lead.lead_id))
    deals = read_table(
        folder / "opportunities.csv", reading, _deal, lambda deal: str(deal.opportunity_id)
    )
    by_deal = {lead.opportunity_id: lead for lead in leads if lead.opportunity_id}
    for deal in deals:
        deal.lead = by_deal.get(deal.opportunity_id)
    costs = []
    for table, read_row in (
        ("expenses_advertising", _advertising),
        ("expenses_salary_and_commissions", _salaries),
    ):
        for parts in read_table(folder / f"{table}.csv", reading, read_row):
            costs += parts
    return Company(leads, deals, costs, reading)


def month_of(day: datetime) -> str:
    return f"{day:%Y-%m}"


def _lead(cells: Cells) -> Lead:
    form = cells.moment("FORM_SUBMISSION_DATE", is_strict=True)
    lead_id = cells.required("LEAD_ID")
    for column in ("SALES_CALL_COUNT", "SALES_TEXT_COUNT", "SALES_EMAIL_COUNT"):
        cells.number(column)
    cells.boolean("CONNECTED_WITH_DECISION_MAKER")
    return Lead(
        lead_id=lead_id,
        opportunity_id=cells.row["CONVERTED_OPPORTUNITY_ID"],
        dates={
            LEAD_DATES[0]: form,
            **{column: cells.moment(column) for column in LEAD_DATES[1:]},
        },
        predicted=cells.money("PREDICTED_SALES_WITH_OWNER"),
        cuisines=_items(cells.row["CUISINE_TYPES"]),
        marketplaces=_items(cells.row["MARKETPLACES_USED"]),
        tools=_items(cells.row["ONLINE_ORDERING_USED"]),
        locations=cells.number("LOCATION_COUNT"),
        status=(cells.text("STATUS") or "").replace("_", " ") or None,
    )


def _deal(cells: Cells) -> Deal:
    created = cells.moment("CREATED_DATE", is_strict=True)
    closed = cells.moment("CLOSE_DATE", is_strict=True)
    cells.required("CREATED_DATE")
    cells.text("BUSINESS_ISSUE_C")
    cells.text("HOW_DID_YOU_HEAR_ABOUT_US_C")
    return Deal(
        opportunity_id=cells.required("OPPORTUNITY_ID"),
        account_id=cells.row["ACCOUNT_ID"],
        stage=cells.required("STAGE_NAME"),
        created=created or datetime.min,
        closed=closed,
        demo_set=cells.moment("DEMO_SET_DATE"),
        demo=cells.moment("DEMO_TIME"),
        last_call=cells.moment("LAST_SALES_CALL_DATE_TIME"),
        is_held=cells.boolean("DEMO_HELD"),
        lost_reason=cells.text("LOST_REASON_C"),
    )


def _advertising(cells: Cells) -> list[Cost]:
    return [Cost("inbound", "advertising", _month(cells), _amount(cells, "ADVERTISING"))]


def _salaries(cells: Cells) -> list[Cost]:
    month, kind = _month(cells), "salaries and commissions"
    return [
        Cost("outbound", kind, month, _amount(cells, "OUTBOUND_SALES_TEAM")),
        Cost("inbound", kind, month, _amount(cells, "INBOUND_SALES_TEAM")),
    ]


def _month(cells: Cells) -> str:
    try:
        return month_of(datetime.strptime(cells.required("MONTH"), "%b-%y"))
    except ValueError:
        cells.refuse("not_a_date")
        return ""


def _amount(cells: Cells, column: str) -> Decimal:
    cells.required(column)
    amount = cells.money(column, "not_a_number") or Decimal(0)
    if amount < 0:
        cells.refuse("negative_amount")
    return amount


def _items(text: str) -> list[str] | None:
    if text == "nan":
        return None
    return [item for item in ast.literal_eval(text) if item]
