"""What a correct pipeline must find in the `olist` data, dirty or not."""

from dataclasses import dataclass
from hashlib import md5

import numpy as np

from gtm_tower.sources.generate import _olist_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, Bools, Ints
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._olist_defects import DEFECTS
from gtm_tower.sources.generate._olist_tables import CLOSED_DEALS, MQL, hash_source
from gtm_tower.sources.generate._table import ROW_ID, Table
from gtm_tower.sources.generate._truth import (
    MISSING_NAME,
    Json,
    accepted,
    contract_truth,
    repairs_truth,
)
from gtm_tower.sources.generate.dirt import Arrays
from gtm_tower.sources.generate.spec import GenerateSpec

NO_LEAD = "no lead"
_DECIMALS = 6
_NAMES = [row.name or MISSING_NAME for row in params.ORIGINS]
_NULL_ORIGIN = len(_NAMES) - 1
_TIERS = (params.HIGH, params.MID, params.LONG_TAIL)


@dataclass(frozen=True)
class Facts:
    """Accepted rows; `origin` and `days` are those of the lead of each deal or NONE."""

    window: Window
    leads: Arrays
    deals: Arrays
    lead_origin: Ints
    origin: Ints
    is_orphan: Bools
    is_dated: Bools
    days: Ints

    @property
    def is_flagged(self) -> Bools:
        """Deals won before the first contact."""
        return self.is_dated & (self.days < 0)


def truth_of(spec: GenerateSpec, window: Window, written: dict[str, Table]) -> Json:
    """Counts by origin, month, tier and person; days are calendar days in UTC."""
    facts = _facts_of(window, written)
    rows: Json = {name: contract_truth(table, DEFECTS[name]) for name, table in written.items()}
    return {
        "origins": _origins_truth(facts),
        "months": _months_truth(facts),
        "deals": _deals_truth(facts),
        "tiers": _tiers_truth(facts),
        "lead_types": _lead_types_truth(facts),
        "reps": _reps_truth(spec, facts),
        "after_quarantine": rows,
        "repairs": [
            entry
            for name, table in written.items()
            for entry in repairs_truth(table, DEFECTS[name], {})
        ],
    }


def _facts_of(window: Window, written: dict[str, Table]) -> Facts:
    leads, deals = (accepted(written[name], DEFECTS[name]).arrays for name in (MQL, CLOSED_DEALS))
    lead_origin = np.where(leads["origin_code"] == NONE, _NULL_ORIGIN, leads["origin_code"])
    size = int(leads[ROW_ID].max(initial=0)) + 1
    places = np.full(size + 1, NONE)
    places[leads[ROW_ID]] = np.arange(len(lead_origin))
    lead_of = places[np.where(deals["lead"] < size, deals["lead"], NONE)]
    contact = np.append(leads["first_day"], NONE)[lead_of]
    is_dated = contact != NONE
    return Facts(
        window=window,
        leads=leads,
        deals=deals,
        lead_origin=lead_origin,
        origin=np.append(lead_origin, NONE)[lead_of],
        is_orphan=lead_of == NONE,
        is_dated=is_dated,
        days=np.where(is_dated, deals["won"] // DAY_SECONDS - contact, 0),
    )


def _origins_truth(facts: Facts) -> Json:
    """By origin of the lead; the missing one is apart from the literal unknown."""
    codes = {name: code for code, name in enumerate(_NAMES)} | {NO_LEAD: NONE}
    return {
        name: {
            "leads": int((facts.lead_origin == code).sum()) if code != NONE else 0,
            **_outcome(facts, facts.origin == code),
        }
        for name, code in codes.items()
    }


def _outcome(facts: Facts, mask: Bools) -> Json:
    """Wins, and their days with and without those won before the first contact."""
    dated = mask & facts.is_dated
    timed = dated & ~facts.is_flagged
    return {
        "won": int(mask.sum()),
        "won_before_contact": int((mask & facts.is_flagged).sum()),
        "average_days_of_all": _mean(facts.days[dated]),
        "timed": int(timed.sum()),
        "days": int(facts.days[timed].sum()),
        "average_days": _mean(facts.days[timed]),
        "fast_track": int((timed & (facts.days <= params.FAST_TRACK_DAYS)).sum()),
        "revenue": f"{int(facts.deals['revenue'][mask].sum())}.00",
    }


def _mean(values: Ints) -> float | None:
    return round(float(values.mean()), _DECIMALS) if len(values) else None


def _months_truth(facts: Facts) -> Json:
    """Dated leads by month of first contact, with their wins; wins by their own month."""
    window = facts.window
    first_day = facts.leads["first_day"]
    contact = window.month_of(first_day[first_day != NONE])
    won = window.month_of(facts.deals["won"] // DAY_SECONDS)
    by_contact = window.month_of(facts.deals["won"] // DAY_SECONDS - facts.days)
    is_known = facts.is_dated
    months = range(min(0, int(won.min(initial=0))), window.months)
    return {
        window.name(m): {
            "leads": int((contact == m).sum()),
            "won_of_leads": int((is_known & (by_contact == m)).sum()),
            "won": int((won == m).sum()),
        }
        for m in months
    }


def _deals_truth(facts: Facts) -> Json:
    return {
        "leads": len(facts.lead_origin),
        "undated_leads": int((facts.leads["first_day"] == NONE).sum()),
        "orphans": int(facts.is_orphan.sum()),
        **_outcome(facts, np.ones(len(facts.is_orphan), dtype=np.bool_)),
    }


def _tiers_truth(facts: Facts) -> Json:
    """By fit of the seller; `share_of_wins` has all wins below it. A lead has no fit before it is
    won, so a tier's conversion is its wins over all leads."""
    tiers = np.array([_TIERS.index(row.tier) for row in params.LEAD_TYPES])[facts.deals["kind"]]
    total, leads = len(tiers), len(facts.lead_origin)
    return {
        name: {
            **_outcome(facts, tiers == code),
            "share_of_wins": round(int((tiers == code).sum()) / total, _DECIMALS)
            if total
            else None,
            "wins_per_lead": round(int((tiers == code).sum()) / leads, _DECIMALS),
        }
        for code, name in enumerate(_TIERS)
    }


def _lead_types_truth(facts: Facts) -> Json:
    names = [row.name or MISSING_NAME for row in params.LEAD_TYPES]
    return {name: _outcome(facts, facts.deals["kind"] == code) for code, name in enumerate(names)}


def _reps_truth(spec: GenerateSpec, facts: Facts) -> Json:
    reps = np.unique(facts.deals["rep"])
    return {
        md5(hash_source(spec, "rep", code).encode()).hexdigest(): _outcome(
            facts, facts.deals["rep"] == code
        )
        for code in reps
    }
