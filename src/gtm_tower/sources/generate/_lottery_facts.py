"""What a right reading of the written `lottery` tables gives: accepted rows in order of time."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate._arrays import NONE, Ints
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._lottery_defects import DEFECTS
from gtm_tower.sources.generate._lottery_tables import (
    DEPOSITS,
    EVENTS,
    GAMES,
    PURCHASES,
    SIGNUPS,
    SPEND,
)
from gtm_tower.sources.generate._table import ROW_ID, Table
from gtm_tower.sources.generate._truth import accepted
from gtm_tower.sources.generate.dirt import Arrays


@dataclass(frozen=True)
class Facts:
    """Accepted rows as arrays: sign-ups by member, so that a member is a position in them."""

    window: Window
    signups: Arrays
    deposits: Arrays
    purchases: Arrays
    games: Arrays
    spend: Arrays
    events: Arrays

    @property
    def members(self) -> int:
        """Number of members."""
        return len(self.signups[ROW_ID])

    @property
    def signed_up(self) -> Ints:
        """Second of each member's sign-up."""
        return np.asarray(self.signups["signed_up"], dtype=np.int64)

    @property
    def first_deposit(self) -> Ints:
        """Each member's first deposit, or NONE."""
        return self._first(self.deposits)

    @property
    def first_purchase(self) -> Ints:
        """Each member's first ticket, or NONE."""
        return self._first(self.purchases)

    def _first(self, rows: Arrays) -> Ints:
        first = np.full(self.members, NONE)
        # of several rows of a member the last one assigned stays: the earliest
        first[rows["user_row"][::-1]] = np.arange(len(rows[ROW_ID]))[::-1]
        return first


def facts_of(window: Window, written: dict[str, Table]) -> Facts:
    """Read the written tables."""
    rows = {name: accepted(table, DEFECTS[name]).arrays for name, table in written.items()}
    return Facts(
        window=window,
        signups=_ordered(rows[SIGNUPS], ROW_ID),
        deposits=_ordered(rows[DEPOSITS], "happened_at"),
        purchases=_ordered(rows[PURCHASES], "happened_at"),
        games=rows[GAMES],
        spend=rows[SPEND],
        events=_ordered(rows[EVENTS], "happened_at"),
    )


def second_of(rows: Arrays, place: Ints) -> Ints:
    """The second of a row of each member, NONE where there is none."""
    return np.where(place == NONE, NONE, np.append(rows["happened_at"], NONE)[place])


def _ordered(rows: Arrays, by: str) -> Arrays:
    """Rows in order of one array, and of their ids where it is the same."""
    order = np.lexsort((rows[ROW_ID], rows[by]))
    return {name: array[order] for name, array in rows.items()}
