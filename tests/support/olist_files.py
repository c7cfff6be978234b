"""The files of the `olist` template, read row by row as the contract says."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from support.extract import Cells, Reading, read_table

HIGH_TIER = ("online_big", "industry", "online_top")
MID_TIER = ("online_medium", "offline_big")


@dataclass
class Lead:
    """A marketing qualified lead as it can be read."""

    mql_id: str
    contact: datetime | None
    origin: str | None


@dataclass
class Deal:
    """A closed deal as it can be read, with its lead."""

    mql_id: str
    won: datetime
    rep: str
    lead_type: str | None
    revenue: int
    lead: Lead | None = None

    @property
    def days(self) -> int | None:
        """Calendar days from first contact to win."""
        if not self.lead or not self.lead.contact:
            return None
        return (self.won.date() - self.lead.contact.date()).days

    @property
    def tier(self) -> str:
        if self.lead_type in HIGH_TIER:
            return "high tier"
        return "mid tier" if self.lead_type in MID_TIER else "long tail"


@dataclass
class Marketplace:
    """All accepted rows, and what was found on the way."""

    leads: list[Lead]
    deals: list[Deal]
    reading: Reading


def read_marketplace(folder: Path) -> Marketplace:
    """Read the two files."""
    reading = Reading()
    leads = read_table(folder / "mql.csv", reading, _lead, lambda lead: str(lead.mql_id))
    deals = read_table(folder / "closed_deals.csv", reading, _deal, lambda deal: str(deal.mql_id))
    by_id = {lead.mql_id: lead for lead in leads}
    for deal in deals:
        deal.lead = by_id.get(deal.mql_id)
    return Marketplace(leads, deals, reading)


def _lead(cells: Cells) -> Lead:
    return Lead(
        mql_id=cells.required("mql_id"),
        contact=cells.moment("first_contact_date", is_strict=True),
        origin=cells.text("origin"),
    )


def _deal(cells: Cells) -> Deal:
    won = cells.moment("won_date", is_strict=True)
    revenue = cells.number("declared_monthly_revenue", "not_a_number") or 0
    if revenue < 0:
        cells.refuse("negative_amount")
    cells.number("declared_product_catalog_size")
    for column in ("lead_behaviour_profile", "business_type"):
        cells.text(column)
    return Deal(
        mql_id=cells.required("mql_id"),
        won=won or datetime.min,
        rep=cells.row["sr_id"],
        lead_type=cells.text("lead_type"),
        revenue=revenue,
    )
