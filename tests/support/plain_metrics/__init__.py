"""Every metric once more, in plain Python over the rows of the marts."""

from support.plain_metrics.customers import CUSTOMERS
from support.plain_metrics.sales import SALES
from support.plain_metrics.subscriptions import SUBSCRIPTIONS
from support.plain_metrics.views import Row, Table, View, views

TABLES: tuple[Table, ...] = (*SUBSCRIPTIONS, *SALES, *CUSTOMERS)

__all__ = ["TABLES", "Row", "Table", "View", "views"]
