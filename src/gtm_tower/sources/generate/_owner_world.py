"""The whole restaurant software company, before it is written."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _owner_params as params
from gtm_tower.sources.generate._arrays import Floats, Ints
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._owner_activity import Activity, draw_activity
from gtm_tower.sources.generate._owner_deals import Deals, draw_chances, draw_deals
from gtm_tower.sources.generate._owner_leads import Leads, draw_leads
from gtm_tower.sources.generate._owner_market import Market, draw_market, draw_salaries
from gtm_tower.sources.generate.spec import GenerateSpec


@dataclass(frozen=True)
class World:
    """Every entity of one data set; positions in one table refer to rows of another."""

    window: Window
    market: Market
    leads: Leads
    activity: Activity
    deals: Deals
    salaries: Ints  # channels x months, in cents
    eventual_win: Floats  # chance of each lead to be won in the end


def draw_world(spec: GenerateSpec) -> World:
    """Draw everything from the spec; each part has its own stream of random numbers."""
    window = Window.ending(spec.end, spec.months)
    market = draw_market(spec.rng("market"), window, spec.scale)
    leads = draw_leads(spec.rng("leads"), window, market)
    chances = draw_chances(spec.rng("chances"), leads)
    deals = draw_deals(spec.rng("deals"), window, leads, chances)
    won = _wins(window, leads, deals)
    return World(
        window=window,
        market=market,
        leads=leads,
        activity=draw_activity(spec.rng("activity"), window, leads, chances, deals),
        deals=deals,
        salaries=draw_salaries(spec.rng("salaries"), window, market.share, spec.scale, won),
        eventual_win=chances.eventual_win,
    )


def _wins(window: Window, leads: Leads, deals: Deals) -> Ints:
    """Wins by channel and the month they were won in."""
    won = np.zeros((len(params.CHANNELS), window.months), dtype=np.int64)
    is_won = deals.stage == params.WON
    month = window.month_of(deals.closed_day[is_won])
    np.add.at(won, (leads.channel[deals.lead[is_won]], month), 1)
    return won
