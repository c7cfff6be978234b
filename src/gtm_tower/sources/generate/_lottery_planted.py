"""What each campaign of the `lottery` template truly adds."""

import numpy as np

from gtm_tower.sources.generate._arrays import NONE, Bools
from gtm_tower.sources.generate._lottery_attribution import DIRECT_NAME
from gtm_tower.sources.generate._lottery_tables import CAMPAIGN_NAMES
from gtm_tower.sources.generate._lottery_visits import DIRECT, EFFECTS
from gtm_tower.sources.generate._lottery_world import World
from gtm_tower.sources.generate._truth import Json

_DECIMALS = 6


def effects_truth(world: World) -> Json:
    """Sign-ups with all visits, and those that would not be there without a campaign's visits."""
    visits = world.visits
    size = int(visits.visitor.max(initial=0)) + 1
    odds = np.log1p(-EFFECTS[visits.campaign])
    stays_out = np.bincount(visits.visitor, weights=odds, minlength=size)
    successes = np.bincount(visits.visitor, weights=visits.is_success, minlength=size)
    is_open = _is_open(world)

    def of(code: int) -> Json:
        is_here = visits.campaign == code
        its = visits.visitor[is_here]
        without = stays_out - np.bincount(its, weights=odds[is_here], minlength=size)
        won = np.bincount(its, weights=visits.is_success[is_here], minlength=size)
        return {
            "effect": float(EFFECTS[code]),
            "visits": int(is_here.sum()),
            "visits_before_signup": int((is_here & is_open).sum()),
            "signups_on_visit": int((world.users.campaign[_is_seen(world)] == code).sum()),
            "expected_incremental": round(
                float((np.exp(without) - np.exp(stays_out)).sum()), _DECIMALS
            ),
            "incremental": int(((won > 0) & (won == successes)).sum()),
        }

    codes = {**{name: code for code, name in enumerate(CAMPAIGN_NAMES)}, DIRECT_NAME: DIRECT}
    return {
        "form": "each visit leads to a sign-up with the chance `effect` of its campaign; later"
        " visits take place all the same, and what a campaign adds are the sign-ups that no visit"
        " of another one leads to",
        "visitors": len(np.unique(visits.visitor)),
        "signups": int(_is_seen(world).sum()),
        "signups_without_visits": int((~_is_seen(world)).sum()),
        "expected_signups": round(float((1 - np.exp(stays_out)).sum()), _DECIMALS),
        "campaigns": {name: of(code) for name, code in codes.items()},
    }


def _is_seen(world: World) -> Bools:
    return np.asarray(world.users.visitor != NONE, dtype=np.bool_)


def _is_open(world: World) -> Bools:
    """Visits up to the sign-up; all of them where there is none."""
    visits, users = world.visits, world.users
    last = np.arange(len(visits))
    by_visitor = np.full(int(visits.visitor.max(initial=0)) + 1, len(visits))
    is_seen = _is_seen(world)
    by_visitor[users.visitor[is_seen]] = users.visit[is_seen]
    return np.asarray(last <= by_visitor[visits.visitor], dtype=np.bool_)
