"""Metrics: defined once in the semantic layer, asked for here by every surface.

`open_metrics(folder)` gives the metrics of what is published; its `query` answers a `request`,
`why` splits a change by segments, and `explain` says what a metric is and where it comes from.
"""

from gtm_tower.metrics.answer import Answer, Column
from gtm_tower.metrics.catalog import Catalog, Metric
from gtm_tower.metrics.explain import Explanation, MartExplanation, explain
from gtm_tower.metrics.reader import Metrics, open_metrics
from gtm_tower.metrics.request import Request, request
from gtm_tower.metrics.why import Why, why

__all__ = [
    "Answer",
    "Catalog",
    "Column",
    "Explanation",
    "MartExplanation",
    "Metric",
    "Metrics",
    "Request",
    "Why",
    "explain",
    "open_metrics",
    "request",
    "why",
]
