"""What goes before churn: a part of the retention page."""

from functools import partial

from gtm_tower.app.components import Board, figure, guarded
from gtm_tower.app.special_charts import rates
from gtm_tower.app.tables import mart_rows, pick

COLUMNS = {
    "driver": ("driver", "text"),
    "bucket": ("bucket", "text"),
    "lift": ("lift", "ratio"),
    "churn_rate": ("churn", "rate"),
    "ci_low": ("from", "rate"),
    "ci_high": ("to", "rate"),
    "account_months": ("n", "count"),
    "is_too_small": ("note", "text"),
}


def show(board: Board) -> None:
    """The churn of each bucket of a chosen driver, and the table of all."""
    table = board.table("fct_churn_drivers").sort_values(["driver", "bucket_order"])
    table = table.rename(columns={"churn_rate": "rate", "ci_low": "low", "ci_high": "high"})
    table = table.rename(columns={"account_months": "n"})
    note = (
        "Months in which an account left over those in which it could have, all of them up to"
        f" {board.version.metrics.publication.as_of}: the period does not act here. The line is the"
        " 95% interval, the broken one the rate of all; a hollow point is too small to judge. An"
        " association: nothing says that it is the cause."
    )
    names = sorted(table["driver"].unique())
    with guarded():
        driver = pick("Churn by", names, "driver")
        one = table[table["driver"] == driver]
        base = None if one.empty else float(one["base_churn_rate"].iloc[0])
        draw = partial(rates, category="bucket", base_rate=base)
        columns = list(table.columns)
        figure(board, "Churn of a month by driver", draw, one, note=note, columns=columns)
        found = board.table("fct_churn_drivers").sort_values("lift", ascending=False)
        title = "Churn drivers, the highest lift first"
        mart_rows(board, title, "fct_churn_drivers", found, COLUMNS, note=note)
