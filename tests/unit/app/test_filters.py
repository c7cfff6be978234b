"""A filter acts on what has its column, and names itself where it does not."""

from dataclasses import dataclass, field
from datetime import date
from typing import cast

from gtm_tower.app.filters import Filters
from gtm_tower.metrics import Metric
from gtm_tower.metrics.request import Condition

CHOSEN = Filters(
    {"segment": ("SMB", "Mid-market"), "acquisition_channel": ("paid",)},
    date(2025, 11, 1),
    date(2026, 2, 1),
)


@dataclass(frozen=True)
class Asked:
    """What filters look at of a metric."""

    dimensions: dict[str, str] = field(default_factory=dict)


def test_conditions_are_those_that_the_metric_has() -> None:
    asked = cast(Metric, Asked({"segment": "account__segment", "plan": "account__plan"}))
    assert CHOSEN.conditions(asked) == (Condition("segment", "in", ("SMB", "Mid-market")),)
    assert CHOSEN.conditions(cast(Metric, Asked())) == ()


def test_columns_are_those_that_the_table_has() -> None:
    assert CHOSEN.columns(["region", "acquisition_channel"]) == (
        ("acquisition_channel", ("paid",)),
    )


def test_what_does_not_act_is_named_as_it_is_on_the_page() -> None:
    assert CHOSEN.left_out(["segment"]) == ["acquisition channel"]
    assert CHOSEN.left_out(["segment", "acquisition_channel"]) == []


def test_the_period_ends_with_the_last_day_of_its_month() -> None:
    assert CHOSEN.end == date(2026, 2, 28)
