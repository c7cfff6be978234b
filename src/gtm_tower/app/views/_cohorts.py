"""Cohorts as pages show them: cells of a heat map, and curves by age."""

import pandas as pd

from gtm_tower.app.components import Board
from gtm_tower.metrics.request import Condition

MARKS = (
    "A broken border marks a month that had not ended: it is not judged yet. A cell that is not"
    " there cannot have been seen. Rates are in per cent; beside a cohort is how many began it."
)


def cells(board: Board, name: str) -> pd.DataFrame:
    """One row per cohort and month since that was seen or is running, the newest cohort last."""
    sample = board.metric(name).sample
    by = ["cohort_month", "months_since"]
    found = board.frame([name, sample], by=by, grain="month", where=began(board))
    begun = found["month"] <= pd.Timestamp(board.version.metrics.publication.as_of)
    found = found[begun & (found[name].notna() | ~found["is_complete"])]
    # a cohort from before the data has no month that was seen, the newest none that has ended
    is_seen = found.groupby("cohort_month")[name].transform("count") > 0
    found = found[is_seen | (found["months_since"] == 0)]
    sizes = found.groupby("cohort_month")[sample].transform("max")
    found.insert(0, "cohort", named(found["cohort_month"], sizes))
    return found.sort_values(by)


def by_age(board: Board, name: str, split: str | None = None) -> pd.DataFrame:
    """One row per month since, all cohorts together; months that nobody has lived are left out."""
    names = [name, board.metric(name).sample]
    found = board.frame(names, by=["months_since", *([split] if split else [])], where=began(board))
    return found[found[name].notna()].sort_values("months_since")


def began(board: Board) -> tuple[Condition, ...]:
    """The condition that a cohort began in the period."""
    return (Condition("cohort_month", ">=", (str(board.filters.first_month),)),)


def named(months: pd.Series, sizes: pd.Series) -> list[str]:
    """The names of cohorts: their month, and how many began it where that is known."""
    pairs = zip(months.astype(str), sizes, strict=True)
    return [month[:7] + (f" ({size:,.0f})" if size == size else "") for month, size in pairs]
