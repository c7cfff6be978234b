"""What pages make of rows before they are drawn: nothing is added, lost or renamed to another."""

from typing import Any

import pandas as pd
import pytest

from gtm_tower.app.economics import by_age, wins
from gtm_tower.app.sales import in_bands, milestones
from gtm_tower.app.tables import plain


def test_bands_are_in_the_order_of_their_scores() -> None:
    bands = ["not scored", "50 to 74", "0 to 24", "75 to 100"]
    found = in_bands(pd.DataFrame({"score_band": bands, "n": [1, 2, 3, 4]}))
    assert found["n"].tolist() == [3, 2, 4, 1]
    assert list(found.columns) == ["score_band", "n"]


def test_an_age_nobody_has_reached_is_left_out() -> None:
    ages: dict[str, Any] = {
        f"{name}_{age}m": [None] for name in ("ltv", "cac") for age in (1, 3, 6, 12, 24)
    }
    ages |= {f"customer_count_{age}m": [None] for age in (1, 3, 6, 12, 24)}
    row = pd.DataFrame(ages | {"acquisition_channel": ["ads"]})
    row = row.assign(ltv_1m=10.0, cac_1m=7.0, customer_count_1m=5)
    row = row.assign(ltv_3m=31.0, cac_3m=7.5, customer_count_3m=4)
    found = by_age(row)
    assert found[["age", "ltv", "cac", "n"]].values.tolist() == [[1, 10, 7, 5], [3, 31, 7.5, 4]]


def test_wins_now_and_then_are_told_apart() -> None:
    ends: dict[str, Any] = {
        f"expected_wins_{at}{end}": [0.0] for at in ("now", "then") for end in ("", "_lower")
    }
    ends |= {f"expected_wins_{at}_upper": [9.0] for at in ("now", "then")}
    row = pd.DataFrame(ends | {"channel": ["ads"]})
    found = wins(row.assign(expected_wins_now=3.0, expected_wins_then=4.0))
    assert found[["at", "wins"]].values.tolist() == [["current", 3.0], ["recommended", 4.0]]


def test_a_median_that_was_not_reached_is_no_point() -> None:
    row: dict[str, Any] = {
        "milestone": "win",
        "subject_count": 20,
        "median_days": None,
        "plain_median_days": 8.0,
    }
    row |= {"event_median_days": 9.0}
    row |= {"event_median_days_lower": 7.0, "event_median_days_upper": None}
    found = milestones(pd.DataFrame([row]))
    assert found["days"].tolist() == [8.0, 9.0]
    assert found["milestone"].unique().tolist() == ["Win of a deal"]
    assert found["low"].dropna().tolist() == [7.0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lead 12 waits", "Lead 12 waits"),
        ("*_[x](y)$z$", r"\*\_\[x\]\(y\)\$z\$"),
        (":red[x]", r"\:red\[x\]"),
        ("café – naïve", "café – naïve"),
    ],
)
def test_no_mark_in_a_name_means_anything(text: str, shown: str) -> None:
    assert plain(text) == shown
