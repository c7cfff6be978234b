"""Statistics: pure functions from counts, which SQL aggregates, to frozen results.

Nothing here reads a table, a clock or a file. scipy is imported by the functions that need it, when
they are called.
"""

from gtm_tower.stats.budget import Budget, Channel, ChannelBudget, recommend_budget
from gtm_tower.stats.figure import Figure
from gtm_tower.stats.incidence import (
    CauseIncidence,
    CumulativeIncidence,
    IncidenceStep,
    cumulative_incidence,
    incidence_at,
    time_to_reach,
)
from gtm_tower.stats.ltv_to_cac import LifetimeValues, ltv_to_cac
from gtm_tower.stats.response import (
    Response,
    expected_wins,
    marginal_return,
    spend_response,
    wins_at_stake,
)
from gtm_tower.stats.shrinkage import Prior, Shrinkage, ShrunkRate, shrink_rates
from gtm_tower.stats.survival import Survival, SurvivalStep, kaplan_meier, survival_at
from gtm_tower.stats.wilson import wilson_intervals

__all__ = [
    "Budget",
    "CauseIncidence",
    "Channel",
    "ChannelBudget",
    "CumulativeIncidence",
    "Figure",
    "LifetimeValues",
    "IncidenceStep",
    "Prior",
    "Response",
    "Shrinkage",
    "ShrunkRate",
    "Survival",
    "SurvivalStep",
    "cumulative_incidence",
    "expected_wins",
    "incidence_at",
    "kaplan_meier",
    "ltv_to_cac",
    "marginal_return",
    "recommend_budget",
    "shrink_rates",
    "spend_response",
    "survival_at",
    "time_to_reach",
    "wilson_intervals",
    "wins_at_stake",
]
