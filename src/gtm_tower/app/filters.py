"""The global filters: in the sidebar, in the URL, and on every chart that has them."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from gtm_tower.app.data import GLOBAL_FILTERS, Version, default_period, month_end
from gtm_tower.metrics import Metric
from gtm_tower.metrics.request import Condition

LABELS = {
    "segment": "Segment",
    "region": "Region",
    "acquisition_channel": "Acquisition channel",
}


@dataclass(frozen=True)
class Filters:
    """What is chosen: values by dimension, all where a dimension is not in it, and the months."""

    values: dict[str, tuple[str, ...]]
    first_month: date
    last_month: date

    @property
    def end(self) -> date:
        """The last day of the period."""
        return month_end(self.last_month)

    def conditions(self, metric: Metric) -> tuple[Condition, ...]:
        """The conditions that act on a metric."""
        return tuple(
            Condition(name, "in", values)
            for name, values in self.values.items()
            if name in metric.dimensions
        )

    def columns(self, names: list[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The conditions that act on a table with these columns."""
        return tuple((name, values) for name, values in self.values.items() if name in names)

    def left_out(self, names: list[str]) -> list[str]:
        """The labels of the filters that are set and cannot act on what has only these columns."""
        return [LABELS[name].lower() for name in self.values if name not in names]


def sidebar(version: Version) -> Filters:
    """Show the filters and give what is chosen; the URL holds it, so a link shows the same."""
    with st.sidebar:
        first, last = _period(version)
        values = {
            name: tuple(
                st.multiselect(
                    LABELS[name],
                    version.filter_values[name],
                    key=name,
                    bind="query-params",
                    placeholder="all",
                )
            )
            for name in GLOBAL_FILTERS
            if name in version.filter_values
        }
    return Filters({name: chosen for name, chosen in values.items() if chosen}, first, last)


def _period(version: Version) -> tuple[date, date]:
    names = [f"{month:%Y-%m}" for month in version.months]
    if len(names) < 2:
        return version.months[0], version.months[0]
    first, last = (f"{month:%Y-%m}" for month in default_period(version))
    chosen = st.select_slider(
        "Period", names, value=(first, last), key="period", bind="query-params"
    )
    start, end = (date.fromisoformat(f"{name}-01") for name in chosen)
    return start, end
