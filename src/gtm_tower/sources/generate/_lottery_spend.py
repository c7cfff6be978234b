"""What the campaigns of the `lottery` template cost, and which of their links brought a visit."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _lottery_params as params
from gtm_tower.sources.generate._arrays import NONE, Ints, Rows, pick_by
from gtm_tower.sources.generate._calendar import Window

# every place of every campaign, with the code of the campaign
PLACES = tuple(
    (code, place) for code, row in enumerate(params.CAMPAIGNS) for place in row.placements
)
CHANNELS = tuple(dict.fromkeys(place.channel for _, place in PLACES))
CAMPAIGN_OF_PLACE = np.array([code for code, _ in PLACES])
CHANNEL_OF_PLACE = np.array([CHANNELS.index(place.channel) for _, place in PLACES])


@dataclass(frozen=True)
class Spend(Rows):
    """One row per day and place."""

    day: Ints
    place: Ints
    amount: Ints  # cents


def draw_spend(rng: np.random.Generator, window: Window, scale: float) -> Spend:
    """Every place has spend on every day."""
    days = np.arange(window.first_day, window.end + 1)
    day = np.repeat(days, len(PLACES))
    place = np.tile(np.arange(len(PLACES)), len(days))
    usual = np.array([row.daily_spend for _, row in PLACES])[place]
    weekday = np.array(params.WEEKDAYS)[day % len(params.WEEKDAYS)]
    noise = np.exp(params.SPEND_SPREAD * rng.standard_normal(len(day)))
    amount = np.round(usual * weekday * noise * scale).astype(np.int64)
    return Spend(day, place, np.maximum(amount, 1))


def draw_places(rng: np.random.Generator, campaign: Ints) -> Ints:
    """The place of each visit's campaign by its share of the spend; NONE for direct visits."""
    weights = np.zeros((len(params.CAMPAIGNS), len(PLACES)))
    for place, (code, row) in enumerate(PLACES):
        weights[code, place] = row.daily_spend
    return np.where(campaign == NONE, NONE, pick_by(rng, weights, campaign))
