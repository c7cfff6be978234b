"""What the page about ideal customers shows, shaped for its charts."""

import pandas as pd

from gtm_tower.app.components import Board

MOST_SEGMENTS = 300
CHARTED_SEGMENTS = 15
MOST_ITEMS = 300
UNNAMED = ("other", "none", "unknown (missing)")
LEVELS = ("one", "two", "three")
SEGMENT_NOTE = (
    "Mature leads, as of as_of. The point is the conversion drawn towards that of all leads, the"
    " more so the fewer there are; the bar is the middle 95% of that belief, the broken line the"
    " rate of all. Ranked by the lower end. Segments overlap: never add them up."
)
COLUMNS_NOTE = (
    "Leads by what they have, the 20 most frequent; a lead with two items counts in both."
)
SEGMENTS = {
    "segment": ("Segment", "medium"),
    "segment_rank": ("Rank", "count"),
    "lead_count": ("Leads (n)", "count"),
    "won_count": ("Won", "count"),
    "conversion_rate": ("Conversion", "rate"),
    "shrunk_rate": ("Drawn to all", "rate"),
    "shrunk_lower": ("from", "rate"),
    "shrunk_upper": ("to", "rate"),
    "lift": ("Lift", "ratio"),
    "average_ltv": ("LTV", "money"),
    "expected_value_per_lead": ("Value per lead", "money"),
    "cac": ("CAC", "money"),
    "is_too_small": ("Note", "text"),
}


def segments(board: Board, level: str) -> pd.DataFrame:
    """Segments of a number of attributes, the best first and those without a rank last."""
    number = LEVELS.index(level) + 1
    found = board.top(
        "fct_icp_segments", "segment_rank", MOST_SEGMENTS, segment_level=number, has_unknown=False
    )
    return found.sort_values(["segment_rank", "lead_count"], ascending=[True, False])


def best(frame: pd.DataFrame) -> pd.DataFrame:
    """The first of the ranked ones, named for the chart of rates."""
    named = {"shrunk_rate": "rate", "shrunk_lower": "low", "shrunk_upper": "high"}
    ranked = frame.dropna(subset=["segment_rank"]).head(CHARTED_SEGMENTS)
    return ranked.rename(columns=named | {"lead_count": "n"})


def base_rate(frame: pd.DataFrame) -> float | None:
    """The conversion rate of all mature leads."""
    return None if frame.empty else float(frame["base_rate"].iloc[0])


def known_items(board: Board) -> pd.DataFrame:
    """What leads have, the most frequent first; a kind of which nothing is known is left out."""
    found = board.top("dim_profile_columns", "lead_count desc", MOST_ITEMS)
    found = found[found["lead_count"] > 0]
    named = found[~found["item"].isin(UNNAMED)]
    return found[found["kind"].isin(named["kind"])]
