"""Metrics: defined once in the semantic layer, asked for here by every surface.

`open_metrics(folder)` gives the metrics of what is published; its `query` answers a `request`.
"""

from gtm_tower.metrics.answer import Answer, Column
from gtm_tower.metrics.catalog import Catalog, Metric
from gtm_tower.metrics.reader import Metrics, open_metrics
from gtm_tower.metrics.request import Request, request

__all__ = [
    "Answer",
    "Catalog",
    "Column",
    "Metric",
    "Metrics",
    "Request",
    "open_metrics",
    "request",
]
