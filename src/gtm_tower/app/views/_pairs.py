"""Products that the same customers buy: a part of the page on products."""

from gtm_tower.app.components import Board, guarded
from gtm_tower.app.tables import mart_rows

MOST = 100
COLUMNS = {
    "product_name": ("product", "text"),
    "other_product_name": ("and", "text"),
    "lift": ("lift", "ratio"),
    "customer_count": ("customers, n", "count"),
    "support_rate": ("support", "rate"),
    "confidence_rate": ("confidence", "rate"),
    "reverse_confidence_rate": ("the other way", "rate"),
}


def show(board: Board) -> None:
    """The pairs of the highest lift."""
    found = board.top("fct_product_affinity", "lift desc", MOST)
    many = board.version.rows["fct_product_affinity"]
    note = (
        f"The first {len(found)} of {many} pairs by lift. customer_count is n; a lift of 1 means"
        " that the two have nothing to do with each other. Pairs below min_affinity_customers are"
        " left out."
    )
    with guarded():
        mart_rows(board, "Bought together", "fct_product_affinity", found, COLUMNS, note=note)
