"""Which cells of a heat map of cohorts are shown, and how a cohort is called."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd

from gtm_tower.app.components import Board
from gtm_tower.app.views import _cohorts

NAN = float("nan")
# as of 20 March: a cohort from before the data, one of February, one of the running month
ROWS = [
    ("2026-01-01", 0, "2026-01-01", True, NAN, NAN),
    ("2026-01-01", 2, "2026-03-01", False, NAN, NAN),
    ("2026-02-01", 0, "2026-02-01", True, 1.0, 4),
    ("2026-02-01", 1, "2026-03-01", False, NAN, NAN),
    ("2026-02-01", 2, "2026-04-01", False, NAN, NAN),
    ("2026-03-01", 0, "2026-03-01", False, NAN, NAN),
    ("2026-03-01", 1, "2026-04-01", False, NAN, NAN),
]


def board() -> Any:
    """A page whose only answer is these rows; it keeps what it was asked."""
    names = ["cohort_month", "months_since", "month", "is_complete", "kept", "members"]
    rows = pd.DataFrame(ROWS, columns=names)
    rows["month"] = pd.to_datetime(rows["month"])
    asked: list[Any] = []

    def frame(*args: Any, **kwargs: Any) -> pd.DataFrame:
        asked.append(kwargs)
        return rows.copy()

    return SimpleNamespace(
        metric=lambda name: SimpleNamespace(sample="members"),
        frame=frame,
        asked=asked,
        filters=SimpleNamespace(first_month=date(2026, 1, 1)),
        version=SimpleNamespace(
            metrics=SimpleNamespace(publication=SimpleNamespace(as_of=date(2026, 3, 20)))
        ),
    )


def test_cells_are_those_that_were_seen_and_those_of_the_running_month() -> None:
    found = _cohorts.cells(cast(Board, board()), "kept")
    cells = list(zip(found["cohort"], found["months_since"], found["is_complete"], strict=True))
    assert cells == [("2026-02 (4)", 0, True), ("2026-02 (4)", 1, False), ("2026-03", 0, False)]


def test_cohorts_are_those_that_began_in_the_period() -> None:
    page = board()
    _cohorts.cells(cast(Board, page), "kept")
    (condition,) = page.asked[0]["where"]
    assert (condition.dimension, condition.operator) == ("cohort_month", ">=")
    assert condition.values == ("2026-01-01",)


def test_an_age_that_nobody_has_lived_is_no_point_of_a_curve() -> None:
    assert list(_cohorts.by_age(cast(Board, board()), "kept")["kept"]) == [1.0]
