"""Statistics: pure functions from counts, which SQL aggregates, to frozen results.

Nothing here reads a table, a clock or a file. scipy is imported by the functions that need it, when
they are called.
"""

from gtm_tower.stats.budget import Budget, Channel, ChannelBudget, recommend_budget
from gtm_tower.stats.contribution import (
    Contribution,
    Decomposition,
    additive_contributions,
    pooled,
    ratio_contributions,
    rounded,
)
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
from gtm_tower.stats.markov import MarkovAttribution, MarkovChannel, markov_attribution
from gtm_tower.stats.response import (
    Response,
    expected_wins,
    marginal_return,
    spend_response,
    wins_at_stake,
)
from gtm_tower.stats.shapley import (
    ShapleyAttribution,
    ShapleyChannel,
    channel_masks,
    shapley_attribution,
)
from gtm_tower.stats.shrinkage import Prior, Shrinkage, ShrunkRate, shrink_rates
from gtm_tower.stats.survival import Survival, SurvivalStep, kaplan_meier, survival_at
from gtm_tower.stats.wilson import wilson_intervals

__all__ = [
    "Budget",
    "CauseIncidence",
    "Channel",
    "ChannelBudget",
    "Contribution",
    "CumulativeIncidence",
    "Decomposition",
    "Figure",
    "LifetimeValues",
    "IncidenceStep",
    "MarkovAttribution",
    "MarkovChannel",
    "Prior",
    "Response",
    "ShapleyAttribution",
    "ShapleyChannel",
    "Shrinkage",
    "ShrunkRate",
    "Survival",
    "SurvivalStep",
    "additive_contributions",
    "channel_masks",
    "cumulative_incidence",
    "expected_wins",
    "incidence_at",
    "kaplan_meier",
    "ltv_to_cac",
    "markov_attribution",
    "marginal_return",
    "pooled",
    "ratio_contributions",
    "recommend_budget",
    "rounded",
    "shapley_attribution",
    "shrink_rates",
    "spend_response",
    "survival_at",
    "time_to_reach",
    "wilson_intervals",
    "wins_at_stake",
]
