"""The watched figures: their names, units and signs."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd

from gtm_tower.app.views import _watched


def board() -> Any:
    """A page with two figures, one of them a metric, in two months and the running one."""
    rows = pd.DataFrame(
        [
            ("mrr", "2026-02-01", 120.0, None, "unknown", None, None),
            ("mrr", "2026-03-01", 1200.5, 120.0, "High", 9.0, True),
            ("mrr", "2026-04-01", 1.0, 1200.5, "High", -9.0, True),
            ("lost_rate", "2026-03-01", 0.25, 0.2, "Moderate", 1.0, False),
        ],
        columns=[
            *("metric", "date_month", "value", "prior_value", "severity", "robust_score"),
            "is_unusual",
        ],
    )
    rows["date_month"] = pd.to_datetime(rows["date_month"])
    rows[["expected_low", "expected_high"]] = None
    known = {"mrr": SimpleNamespace(label="MRR", unit="money")}
    return SimpleNamespace(
        table=lambda name: rows.copy(),
        month=date(2026, 3, 1),
        currency="USD",
        version=SimpleNamespace(metrics=SimpleNamespace(catalog=SimpleNamespace(metrics=known))),
    )


def test_the_history_ends_with_the_last_complete_month() -> None:
    found = _watched.history(board())
    signs = list(zip(found["figure"], found["sign"], found["is_unusual"], strict=True))
    assert signs == [("Lost rate", "M", False), ("MRR", "?", False), ("MRR", "H!", True)]


def test_values_are_written_in_the_unit_of_their_figure() -> None:
    page = board()
    told = _watched.told(page, _watched.history(page))
    assert list(told["value"]) == ["25.0%", "USD 120.00", "USD 1,200"]
    assert list(told["unusual"]) == ["no", "not known", "! unusual"]
    assert told["expected_low"].isna().all()
