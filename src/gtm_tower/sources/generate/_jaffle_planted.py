"""The process behind the `jaffle` data: its parameters, and what it does after the end."""

import numpy as np

from gtm_tower.sources.generate import _jaffle_params as params
from gtm_tower.sources.generate._arrays import Bools
from gtm_tower.sources.generate._jaffle_world import World
from gtm_tower.sources.generate._truth import Json, money_text


def planted_truth(world: World) -> Json:
    """What estimates from the data can be held against."""
    buys, spends = params.PURCHASING, params.SPENDING
    return {
        "process": {
            "purchasing": {
                "model": "BG/NBD",
                "time_unit": "day",
                "r": buys.r,
                "alpha": buys.alpha,
                "a": buys.a,
                "b": buys.b,
            },
            "spending": {
                "model": "gamma-gamma",
                "unit": "dollars of a purchase day",
                "p": spends.p,
                "q": spends.q,
                "gamma": spends.gamma,
                "mean": spends.mean,
            },
            "same_day_share": params.SAME_DAY_SHARE,
            "two_part_share": params.TWO_PART_SHARE,
            "tracked_share": params.TRACKED_SHARE,
        },
        "holdout": _holdout_truth(world),
    }


def _holdout_truth(world: World) -> Json:
    """What the customers of the clean data do in the days after the end, by their repeats in it."""
    process, size = world.process, len(world.customers)
    days = np.bincount(process.seen.customer, minlength=size)
    later = np.bincount(process.later.customer, minlength=size)
    worth = np.zeros(size, dtype=np.int64)
    np.add.at(worth, process.later.customer, process.later.value)
    is_buyer, repeats = days > 0, days - 1
    bucket = np.searchsorted(params.FREQUENCY_BUCKETS, repeats, side="right") - 1

    def counts(mask: Bools) -> Json:
        return {
            "customers": int(mask.sum()),
            "alive": int((mask & process.is_alive).sum()),
            "buying": int((mask & (later > 0)).sum()),
            "purchase_days": int(later[mask].sum()),
            "worth": money_text(worth[mask].sum()),
        }

    return {
        "days": params.HOLDOUT_DAYS,
        **counts(is_buyer),
        "from_repeats": {
            str(edge): counts(is_buyer & (bucket == code))
            for code, edge in enumerate(params.FREQUENCY_BUCKETS)
        },
    }
