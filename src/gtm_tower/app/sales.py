"""What the pages about leads and deals show, shaped for their charts."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gtm_tower.app.components import Board
from gtm_tower.stats.wilson import wilson_intervals

STAGES = (
    *("mature_leads", "mature_leads_to_opportunity", "mature_leads_to_demo_set"),
    *("mature_leads_to_demo_held", "mature_leads_to_won"),
)
STEPS = {
    "mature_leads_to_opportunity": "lead_to_opportunity_rate",
    "mature_leads_to_demo_set": "opportunity_to_demo_set_rate",
    "mature_leads_to_demo_held": "demo_set_to_held_rate",
    "mature_leads_to_won": "demo_held_to_won_rate",
}
STAGE_NAMES = ("Leads", "Opportunity", "Demo set", "Demo held", "Won")
MATURE = (
    "The leads of the months of the period that are old enough, and the stages they passed in time;"
    " in brackets the share of the stage before. Leads of younger months are left out, and so is a"
    " stage that no deal has anything about."
)
DEFINITIONS = {"closed": "closed", "cohort": "cohort", "curve_90": "by day 90"}
WIN_RATES = (
    "Of all months. The intervals of the closed and the cohort rate are Wilson's, that of the curve"
    " comes from the curve; all are at 95%. A channel without a rate says why in its table."
)
ONLY_WINS = "only won deals are recorded"
CURVE_DAYS = (30, 60, 90, 180, 365)
MILESTONES = {
    "first_touch": "First touch",
    "demo_set": "Demo set",
    "win": "Win of a deal",
    "revenue": "Win of a lead",
}
MEDIANS = {
    "plain_median_days": "who reached it",
    "event_median_days": "who will",
    "median_days": "half of all",
}
MEDIANS_NOTE = (
    "Over all channels, with the 95% interval of the medians from the curve. Those who will are"
    " known from the curve, which takes in who is still waiting. A median that is not there was not"
    " reached by half; an interval that is not there is not bounded by the data."
)
PER_DAY = (
    "Open deals x win rate x average value / days, as of as_of; the last three are of the deals"
    " closed in the 12 months before. Never add up channels."
)
STALLED_NOTE = "As of as_of, by the month in which the lead was created."
VELOCITY = {
    "acquisition_channel": ("Channel", "text"),
    "open_count": ("Open deals", "count"),
    "win_rate": ("Win rate", "rate"),
    "closed_count": ("n (closed)", "count"),
    "average_amount": ("Average amount", "money"),
    "average_ltv": ("Average LTV", "money"),
    "average_cycle_days": ("Cycle, days", "days"),
    "wins_per_day": ("Wins per day", "ratio"),
    "velocity_per_day": ("Per day", "money"),
    "ltv_velocity_per_day": ("LTV per day", "money"),
    "is_too_small": ("Note", "text"),
}
WAITS = {
    "milestone": ("Milestone", "text"),
    "channel": ("Channel", "text"),
    "subject": ("Of a", "text"),
    "subject_count": ("n", "count"),
    "event_count": ("Reached it", "count"),
    "censored_count": ("Still waiting", "count"),
    "plain_median_days": ("Plain median, days", "days"),
    "event_median_days": ("Median of those who will, days", "days"),
    "event_median_days_lower": ("from", "days"),
    "event_median_days_upper": ("to", "days"),
    "median_days": ("Half of all, days", "days"),
    "day_90_rate": ("By day 90", "rate"),
    "day_90_rate_lower": ("from ", "rate"),
    "day_90_rate_upper": ("to ", "rate"),
    "is_too_small": ("Note", "text"),
}
AUDIT = {
    "score_band": ("Score", "text"),
    "lead_count": ("Leads with a form", "count"),
    "met_count": ("In time", "count"),
    "touched_late_count": ("Late", "count"),
    "still_waiting_count": ("Still waiting", "count"),
    "pending_count": ("Time left", "count"),
    "unknown_count": ("Unknown", "count"),
    "touched_before_form_count": ("Before the form", "count"),
    "breach_rate": ("Late, share", "rate"),
    "ci_low": ("from", "rate"),
    "ci_high": ("to", "rate"),
    "average_hours_to_first_touch": ("Hours to first touch", "hours"),
    "is_too_small": ("Note", "text"),
}


def stages(board: Board) -> pd.DataFrame:
    """One row per stage that is known, in order: `stage`, `count`, `rate` of the stage before."""
    names = [*STAGES, *STEPS.values(), "opportunity_to_won_rate"]
    found = board.answer(board.live(names)).records()
    values: dict[str, Any] = found[0] if found else {}
    if has_only_wins(board):
        values["demo_held_to_won_rate"] = board.answer(["lead_to_won_rate"]).value(
            "lead_to_won_rate"
        )
        values["mature_leads_to_opportunity"] = None
    elif values.get("mature_leads_to_demo_held") is None:
        values["demo_held_to_won_rate"] = values.get("opportunity_to_won_rate")
    rows = [
        (label, values.get(name), values.get(STEPS.get(name, "")))
        for name, label in zip(STAGES, STAGE_NAMES, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["stage", "count", "rate"]).dropna(subset=["count"])
    return frame.astype({"count": float, "rate": float})


def is_known(board: Board, name: str) -> bool:
    """True where a metric has a value in the period."""
    return board.is_live(name) and board.answer([name]).value(name) is not None


def long(board: Board, names: Mapping[str, str], kind: str) -> pd.DataFrame:
    """Metrics by month, one row per month and metric, which the column `kind` names."""
    live = board.live(names)
    wide = board.frame(live, grain="month")
    frame = wide.melt(["month", "is_complete"], var_name=kind, value_name="value")
    frame[kind] = frame[kind].map(names)
    return frame.dropna(subset=["value"])


def win_rates(board: Board) -> pd.DataFrame:
    """One row per channel and definition that gives a rate, with its interval and n."""
    rows = []
    for row in _totals(board).to_dict("records"):
        counts = {
            "closed": (row["won_count"], row["won_count"] + row["lost_count"]),
            "cohort": (row["cohort_won_count"], row["cohort_count"]),
        }
        for kind, (won, n) in counts.items():
            if pd.notna(row[f"{kind}_win_rate"]):
                (figure,) = wilson_intervals([int(won)], [int(n)])
                rate = row[f"{kind}_win_rate"]
                rows.append((row["acquisition_channel"], kind, rate, figure.low, figure.high, n))
        if pd.notna(row["curve_90_win_rate"]):
            ends = [row[f"curve_90_win_rate{end}"] for end in ("", "_lower", "_upper")]
            rows.append((row["acquisition_channel"], "curve_90", *ends, row["curve_count"]))
    names = ["acquisition_channel", "definition", "rate", "low", "high", "n"]
    frame = pd.DataFrame(rows, columns=names)
    frame["definition"] = frame["definition"].map(DEFINITIONS)
    return frame


def has_only_wins(board: Board) -> bool:
    """True where deals are only known once they are won: of open ones nothing is known."""
    if not board.version.has("fct_win_rates"):
        return False
    rows = board.top("fct_win_rates", "won_count desc", 1, period="total", is_total=True)
    return bool((rows["no_rate_reason"] == ONLY_WINS).any())


def no_rate(board: Board) -> str:
    """Why there is no win rate at all."""
    reasons = _totals(board)["no_rate_reason"].dropna().unique()
    return f"There is no win rate: {' and '.join(reasons) or 'no deal was closed'}."


def win_curve(board: Board) -> pd.DataFrame:
    """The share won by days since creation: of all deals, or by the chosen channels."""
    found = _totals(board)
    if found["is_total"].any():
        found = found[found["is_total"]]
    rows = [
        (row["acquisition_channel"], days, row["curve_count"])
        + tuple(row[f"curve_{days}_win_rate{end}"] for end in ("", "_lower", "_upper"))
        for row in found.to_dict("records")
        for days in CURVE_DAYS
    ]
    names = ["acquisition_channel", "days", "n", "rate", "low", "high"]
    return pd.DataFrame(rows, columns=names).dropna()


def milestones(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per milestone and median, of the rows over all channels, with its interval."""
    rows = []
    for row in frame.to_dict("records"):
        for name, label in MEDIANS.items():
            ends = [row.get(f"{name}{end}") for end in ("_lower", "_upper")]
            wait = MILESTONES.get(row["milestone"], row["milestone"])
            rows.append((wait, label, row[name], *ends, row["subject_count"]))
    names = ["milestone", "median of", "days", "low", "high", "n"]
    found = pd.DataFrame(rows, columns=names).dropna(subset=["days"])
    return found.astype(dict.fromkeys(("days", "low", "high"), float))


def audit(board: Board) -> pd.DataFrame:
    """First touches by band of scores; `n` are those whose answer is known."""
    found = in_bands(board.table("fct_sla_audit"))
    return found.assign(n=found["met_count"] + found["breached_count"])


def in_bands(frame: pd.DataFrame, band: str = "score_band") -> pd.DataFrame:
    """Rows by bands of scores, the lowest first and those without a score last."""
    low = frame[band].str.extract(r"^(\d+)", expand=False).astype(float)
    return frame.assign(_low=low).sort_values("_low", na_position="last").drop(columns="_low")


def _totals(board: Board) -> pd.DataFrame:
    """The rows over all months, that of all channels first."""
    rows = board.table("fct_win_rates", period="total")
    return rows.sort_values(["is_total", "won_count"], ascending=False)
