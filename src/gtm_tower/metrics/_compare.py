"""A value beside that of an earlier period."""

from typing import Any

from gtm_tower.metrics.answer import Column, Kind
from gtm_tower.metrics.catalog import Metric


def compared_columns(metric: Metric, compare: str) -> list[Column]:
    """The earlier value, the change, and the change as a share of the earlier value."""
    then = "the period before" if compare == "previous" else "a year ago"
    name, label = metric.name, metric.label
    kinds: list[tuple[str, str, Kind, str]] = [
        (f"{name}_{compare}", f"{label}, {then}", "compared", metric.unit),
        (f"{name}_change", "change", "change", metric.unit),
        (f"{name}_change_rate", "change, share", "change_rate", "rate"),
    ]
    return [Column(one, text, kind, unit, name) for one, text, kind, unit in kinds]


def change(now: Any, then: Any, metric: Metric) -> tuple[Any, Any]:
    """The change, and its share of what it was; of a rate only the change, in points."""
    if now is None or then is None:
        return None, None
    share = None if metric.unit == "rate" or not then else float(now - then) / abs(float(then))
    return now - then, share
