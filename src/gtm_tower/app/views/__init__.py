"""The pages, in the order of the menu; each appears where one of its marts has rows."""

from collections.abc import Callable
from dataclasses import dataclass

from gtm_tower.app.components import Board
from gtm_tower.app.data import Version
from gtm_tower.app.views import (
    overview,
    revenue,
)


@dataclass(frozen=True)
class View:
    """A page: its name in the URL, the question it answers, and the marts that it lives on."""

    name: str
    title: str
    icon: str
    question: str
    marts: tuple[str, ...]
    show: Callable[[Board], None]


VIEWS = (
    View(
        "overview",
        "Executive overview",
        ":material/monitoring:",
        "How are we doing, and what has changed?",
        ("dim_date",),
        overview.show,
    ),
    View(
        "revenue",
        "Revenue movements",
        ":material/waterfall_chart:",
        "How did MRR move, and how well do we keep it?",
        ("fct_revenue_summary",),
        revenue.show,
    ),
)


def available(version: Version) -> list[View]:
    """The pages that have something to show."""
    return [view for view in VIEWS if any(version.has(mart) for mart in view.marts)]
