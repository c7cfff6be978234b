"""Advertising by month, the leads it brings, and the cost of the teams."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _owner_params as params
from gtm_tower.sources.generate._arrays import Floats, Ints, Rows, per
from gtm_tower.sources.generate._calendar import Window

_GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Market(Rows):
    """One row per month; money in cents. `share` is the part of the month that is covered."""

    share: Floats
    advertising: Ints
    inbound: Floats  # expected leads
    outbound: Floats


def draw_market(rng: np.random.Generator, window: Window, scale: float) -> Market:
    """Budgets in blocks of months that cover the range of spend evenly, and what they bring."""
    months = window.all_months
    share = _covered_share(window)
    low, high = np.log(params.SPEND_RANGE)
    block = months // params.SPEND_BLOCK_MONTHS
    place = (rng.random() + block * _GOLDEN) % 1.0
    noise = params.SPEND_SPREAD * rng.standard_normal(window.months)
    level = np.exp(np.clip(low + place * (high - low) + noise, low, high))
    spend = np.round(params.REFERENCE_SPEND * scale * level * share).astype(np.int64)
    usual = window.season(params.LEAD_SEASON) * share * scale
    leads = per(params.CHANNELS, "leads")
    inbound = leads[params.INBOUND] * usual * level**params.ELASTICITY
    return Market(share, spend, inbound, leads[params.OUTBOUND] * usual)


def draw_salaries(
    rng: np.random.Generator, window: Window, share: Floats, scale: float, won: Ints
) -> Ints:
    """Cost of each team (channels x months) in cents, from its wins (channels x months)."""
    base = per(params.CHANNELS, "salary")[:, None] * scale * share
    growth = (1 + params.SALARY_GROWTH) ** window.all_months
    noise = np.exp(params.SALARY_SPREAD * rng.standard_normal(won.shape))
    fixed = np.round(base * growth * noise).astype(np.int64)
    return fixed + won * per(params.CHANNELS, "commission").astype(np.int64)[:, None]


def _covered_share(window: Window) -> Floats:
    months = window.all_months
    first = window.month_start(months)
    covered = window.month_end(months) - first + 1
    return np.asarray(covered / (window.month_start(months + 1) - first), dtype=np.float64)
