"""Products: which sell, to whom, and which are bought together."""

from functools import partial

import streamlit as st

from gtm_tower.app.charts import bars
from gtm_tower.app.components import Board, figure, guarded, not_shown
from gtm_tower.app.special_charts import matrix, parts
from gtm_tower.app.tables import mart_rows
from gtm_tower.app.views import _pairs

MOST = 30
TABLE = {
    "product_name": ("product", "text"),
    "abc_category": ("class", "text"),
    "product_status": ("status", "text"),
    "total_revenue": ("revenue", "money"),
    "revenue_share_rate": ("share", "rate"),
    "order_count": ("orders", "count"),
    "growth_rate": ("growth", "rate"),
    "return_rate": ("returned", "rate"),
    "promotional_rate": ("promotions", "rate"),
    "customer_count": ("customers", "count"),
    "new_customer_count": ("new customers", "count"),
    "lifecycle_stage": ("stage", "text"),
    "companion_product_name": ("goes with", "text"),
    "is_too_small": ("note", "text"),
    "marketing_recommendation": ("what to do", "large"),
}
JUDGED = ("Star", "Cash Cow", "Problem", "Declining")


def show(board: Board) -> None:
    """Revenue by class, the status matrix, the table, and pairs."""
    if board.version.has("product_performance"):
        _products(board)
    if board.version.has("fct_product_affinity"):
        _pairs.show(board)
    waits = {"product_performance": "products", "fct_product_affinity": "pairs bought together"}
    not_shown(board, waits)


def _products(board: Board) -> None:
    as_of = board.version.metrics.publication.as_of
    found = board.top("product_performance", "revenue_rank", MOST)
    columns, many = list(found.columns), board.version.rows["product_performance"]
    note = f"The first {len(found)} of {many} by revenue; all orders up to {as_of}."
    found = found[found["is_product"]]
    ranks = found["revenue_rank"].astype(int).astype(str)
    found = found.assign(rank=ranks, named=ranks + ". " + found["product_name"])
    left, right = st.columns(2)
    with left, guarded():
        draw = partial(parts, category="named", value="total_revenue", by="abc_category")
        draw = partial(draw, title=f"revenue, {board.currency}", order=("A", "B", "C"))
        figure(board, "Revenue by product and ABC class", draw, found, note=note, columns=columns)
    with right, guarded():
        placed = found[found["product_status"].isin(JUDGED) & found["growth_rate"].notna()]
        draw = partial(matrix, x="growth_rate", y="revenue_share_rate", label="product_name")
        draw = partial(draw, by="product_status", size="order_count", place="rank")
        figure(
            board,
            "Status: growth and share of revenue",
            draw,
            placed,
            note=f"{note} Growth is of the last product_trend_days days over as many before. The"
            " number is the rank by revenue, the area the orders. Products too small or too"
            " new to judge are left out.",
            columns=columns,
            nothing="No product is old and large enough to be judged.",
        )
    for place, by in zip(st.columns(2), ("abc_category", "product_status"), strict=True):
        with place, guarded():
            drawn = partial(bars, category=by, value="products", title="products", unit="count")
            counted = board.frame(["products"], by=[by])
            title = f"Products by {by.replace('_', ' ').replace('abc category', 'ABC class')}"
            figure(board, title, drawn, counted[counted["products"].notna()], about=["products"])
    with guarded():
        mart_rows(board, "Products", "product_performance", found, TABLE, note=note)
