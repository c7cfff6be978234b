"""The behaviour that is planted in the `owner` data, and how it shows in the accepted rows."""

import numpy as np

from gtm_tower.sources.generate import _owner_params as params
from gtm_tower.sources.generate._arrays import NONE, Bools
from gtm_tower.sources.generate._owner_facts import Facts
from gtm_tower.sources.generate._owner_leads import in_segment
from gtm_tower.sources.generate._owner_world import World
from gtm_tower.sources.generate._truth import Json, money_text

_HOUR = 3_600
_DECIMALS = 6


def planted_truth(facts: Facts, world: World, scale: float) -> Json:
    """Parameters of the world, with the counts that they led to."""
    return {
        "response_curve": _curve_truth(facts, world, scale),
        "score": _score_truth(facts),
        "speed": _speed_truth(facts),
    }


def _curve_truth(facts: Facts, world: World, scale: float) -> Json:
    """Leads that a month's advertising brings, and what the data show by the month of the lead."""
    window, market = facts.window, world.market
    is_inbound = (facts.lead_channel == params.INBOUND) & (facts.lead_day != NONE)
    is_won = is_inbound & facts.of_deal(facts.is_won)
    month = window.month_of(facts.lead_day)
    season = window.season(params.LEAD_SEASON)
    reference = params.REFERENCE_SPEND * scale
    return {
        "channel": params.CHANNELS[params.INBOUND].name,
        "form": "leads of a month = leads_at_reference * season * (spend / reference_spend)"
        " ** elasticity; in a month that is cut short spend and leads shrink with its days",
        "elasticity": params.ELASTICITY,
        "reference_spend": money_text(round(reference)),
        "leads_at_reference": params.CHANNELS[params.INBOUND].leads * scale,
        "by_month": {
            window.name(m): {
                "spend": money_text(market.advertising[m]),
                "covered": round(float(market.share[m]), _DECIMALS),
                "season": float(season[m]),
                "expected_leads": round(float(market.inbound[m]), _DECIMALS),
                "leads": int((is_inbound & (month == m)).sum()),
                "won": int((is_won & (month == m)).sum()),
            }
            for m in range(window.months)
        },
    }


def _score_truth(facts: Facts) -> Json:
    """Effects in log-odds on a lead's score, and the segments by what the extract says."""
    leads = facts.leads
    return {
        "opportunity_weight": params.OPPORTUNITY_SCORE_WEIGHT,
        "win_weight": params.WIN_SCORE_WEIGHT,
        "channels": {
            channel.name: {
                "opportunity_odds": channel.opportunity_odds,
                "demo_set_share": params.DEMO_SET_SHARE,
                "held_rate": channel.held_rate,
                "win_odds": channel.win_odds,
            }
            for channel in params.CHANNELS
        },
        "cuisines": {row.name: row.effect for row in params.CUISINES},
        "ordering_tools": {row.name: row.effect for row in params.TOOLS},
        "locations": {row.name: row.effect for row in params.LOCATIONS},
        "base": _outcome(facts, np.ones(len(leads["form"]), dtype=np.bool_)),
        "segments": [
            {
                "cuisine": segment.cuisine or None,
                "locations": segment.locations or None,
                "ordering_tool": segment.tool or None,
                "effect": segment.effect,
                "sales_factor": segment.sales_factor,
                "is_rare": segment.is_rare,
                **_outcome(
                    facts,
                    in_segment(segment, leads["cuisines"], leads["tools"], leads["locations"]),
                ),
            }
            for segment in params.SEGMENTS
        ],
    }


def _outcome(facts: Facts, is_in: Bools) -> Json:
    """Leads, what became of them, and the mean of their true chances to be won in the end."""
    chance = facts.leads["eventual_win"][is_in]
    predicted = facts.leads["predicted"][is_in & (facts.leads["predicted"] != NONE)]
    return {
        "leads": int(is_in.sum()),
        "opportunities": int((is_in & (facts.deal_of != NONE)).sum()),
        "won": int((is_in & facts.of_deal(facts.is_won)).sum()),
        "eventual_win_rate": round(float(chance.mean()), _DECIMALS) if len(chance) else None,
        "mean_predicted_sales": round(float(predicted.mean()) / 100, 2) if len(predicted) else None,
    }


def _speed_truth(facts: Facts) -> Json:
    """Inbound leads by the hours from their form to the first call or text."""
    leads = facts.leads
    is_inbound = leads["form"] != NONE
    touches = np.stack([leads["first_call"], leads["first_text"]])
    never = np.iinfo(np.int64).max
    first = np.where(touches == NONE, never, touches).min(axis=0)
    is_touched = first != never
    seconds = np.where(is_touched, first, 0) - leads["form"]
    edges = [edge * _HOUR for edge in params.SPEED_BUCKETS]
    bucket = np.searchsorted(edges, seconds, side="right") - 1
    is_made, is_won = facts.deal_of != NONE, facts.of_deal(facts.is_won)

    def counts(mask: Bools) -> Json:
        return {
            "leads": int(mask.sum()),
            "opportunities": int((mask & is_made).sum()),
            "won": int((mask & is_won).sum()),
        }

    return {
        "weight": params.SPEED_WEIGHT,
        "form": "the log-odds of an opportunity fall by weight * log2(1 + hours / 4)",
        "never": counts(is_inbound & ~is_touched),
        "from_hours": {
            f"{edge:g}": counts(is_inbound & is_touched & (bucket == code))
            for code, edge in enumerate(params.SPEED_BUCKETS)
        },
    }
