"""The figures that are watched for anomalies, as the page shows them."""

import pandas as pd

from gtm_tower.app.components import Board
from gtm_tower.numbers import shown_short

COLUMNS = {
    "figure": ("figure", "text"),
    "unusual": ("unusual", "text"),
    "severity": ("change is", "text"),
    "value": ("value", "text"),
    "prior_value": ("month before", "text"),
    "change_rate": ("change", "rate"),
    "expected_low": ("expected from", "text"),
    "expected_high": ("to", "text"),
    "robust_score": ("robust score", "ratio"),
    "volume_count": ("n", "count"),
    "history_count": ("earlier changes", "count"),
    "no_score_reason": ("no score because", "text"),
}
AMOUNTS = ("value", "prior_value", "expected_low", "expected_high")
SIGNS = {"Moderate": "M", "High": "H", "unknown": "?"}


def history(board: Board) -> pd.DataFrame:
    """One row per figure and month up to the last complete one of the period."""
    found = board.table("fct_anomalies").sort_values(["metric", "date_month"])
    found = found[found["date_month"] <= pd.Timestamp(board.month)]
    unusual = found["is_unusual"].fillna(False).astype(bool)
    found.insert(0, "figure", [label(board, name) for name in found["metric"]])
    marks = unusual.map({True: "!", False: ""})
    return found.assign(is_unusual=unusual, sign=found["severity"].map(SIGNS).fillna("") + marks)


def told(board: Board, found: pd.DataFrame) -> pd.DataFrame:
    """The same with its amounts written in the unit of each figure."""
    units = [unit(board, name) for name in found["metric"]]
    unusual = found["is_unusual"].map({True: "! unusual", False: "no"})
    unusual = unusual.where(found["robust_score"].notna(), "not known")
    found = found.assign(unusual=unusual)
    for name in AMOUNTS:
        found[name] = _written(board, found[name], units)
    return found


def label(board: Board, name: str) -> str:
    """The name of a figure for people: that of the metric of this name, if there is one."""
    known = board.version.metrics.catalog.metrics.get(name)
    return known.label if known else name.replace("_", " ").capitalize()


def unit(board: Board, name: str) -> str:
    """The unit of a figure: that of the metric of this name, else what its name says."""
    known = board.version.metrics.catalog.metrics.get(name)
    if known:
        return known.unit
    if name.endswith("_rate"):
        return "rate"
    return "money" if name.endswith(("_amount", "_spend", "deposits", "_value")) else "count"


def _written(board: Board, values: pd.Series, units: list[str]) -> list[str | None]:
    pairs = zip(values, units, strict=True)
    return [
        None if pd.isna(value) else shown_short(value, one, board.currency) for value, one in pairs
    ]
