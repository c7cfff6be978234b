"""What a right reading of the written `owner` tables gives: accepted rows, joined."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _owner_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, Bools, Ints, equals, has_value
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._owner_defects import DEFECTS
from gtm_tower.sources.generate._owner_tables import (
    ADVERTISING,
    LEAD_DATES,
    LEADS,
    OPPORTUNITIES,
    SALARIES,
)
from gtm_tower.sources.generate._table import ROW_ID, Table
from gtm_tower.sources.generate._truth import MISSING_NAME, accepted
from gtm_tower.sources.generate.dirt import Arrays

# a deal that no lead names has no channel
CHANNELS = (*(channel.name for channel in params.CHANNELS), MISSING_NAME)
UNKNOWN_CHANNEL = len(params.CHANNELS)


@dataclass(frozen=True)
class Facts:
    """Accepted rows as arrays; `deal_of` and `lead_of` are positions in the other table or NONE."""

    window: Window
    leads: Arrays
    deals: Arrays
    advertising: Arrays
    salaries: Arrays
    lead_day: Ints  # of the earliest date of the lead, NONE for a lead without any
    lead_channel: Ints
    deal_of: Ints
    lead_of: Ints
    deal_channel: Ints

    @property
    def is_won(self) -> Bools:
        """Deals that were won."""
        return equals(self.deals["stage"], params.WON) & has_value(self.deals["closed_day"])

    @property
    def is_lost(self) -> Bools:
        """Deals that were lost."""
        return equals(self.deals["stage"], params.LOST) & has_value(self.deals["closed_day"])

    @property
    def deal_created_day(self) -> Ints:
        """The day each deal was created."""
        return np.asarray(self.deals["created"] // DAY_SECONDS, dtype=np.int64)

    def of_lead(self, values: Ints, missing: int = NONE) -> Ints:
        """A value of the leads for every deal."""
        return np.where(self.lead_of == NONE, missing, np.append(values, missing)[self.lead_of])

    def of_deal(self, values: Bools) -> Bools:
        """Whether the deal of each lead is meant; a lead without a deal is not."""
        return np.append(values, False)[self.deal_of]


def facts_of(window: Window, written: dict[str, Table]) -> Facts:
    """Join the accepted rows of the written tables."""
    arrays = {name: accepted(table, DEFECTS[name]).arrays for name, table in written.items()}
    leads, deals = arrays[LEADS], arrays[OPPORTUNITIES]
    channel = np.where(leads["form"] == NONE, params.OUTBOUND, params.INBOUND)
    deal_of = _positions(deals[ROW_ID], leads["opportunity"])
    lead_of = np.full(len(deals[ROW_ID]), NONE)
    lead_of[deal_of[deal_of != NONE]] = np.nonzero(deal_of != NONE)[0]
    return Facts(
        window=window,
        leads=leads,
        deals=deals,
        advertising=arrays[ADVERTISING],
        salaries=arrays[SALARIES],
        lead_day=_earliest_day(leads),
        lead_channel=channel,
        deal_of=deal_of,
        lead_of=lead_of,
        deal_channel=np.append(channel, UNKNOWN_CHANNEL)[lead_of],
    )


def _positions(ids: Ints, wanted: Ints) -> Ints:
    """Where each wanted id stands; NONE for one that is not there."""
    size = int(max(ids.max(initial=0), wanted.max(initial=0))) + 1
    places = np.full(size + 1, NONE)
    places[ids] = np.arange(len(ids))
    return np.asarray(places[wanted], dtype=np.int64)


def _earliest_day(leads: Arrays) -> Ints:
    dates = np.stack([leads[array] for array in LEAD_DATES.values()])
    never = np.iinfo(np.int64).max
    first = np.where(dates == NONE, never, dates).min(axis=0)
    return np.where(first == never, NONE, first // DAY_SECONDS)
