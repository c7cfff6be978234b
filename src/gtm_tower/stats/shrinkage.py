"""Rates of many groups, drawn towards the rate of all: empirical Bayes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gtm_tower.errors import StatsError
from gtm_tower.stats._inputs import Counts, Floats, Ints, parts_of, share, whole_counts
from gtm_tower.stats._quantiles import beta_quantiles
from gtm_tower.stats.figure import UNKNOWN, Figure

# a prior is never worth less than the uniform one, which says nothing: below, it would say that
# groups win either always or never, and a group of three could lead the list
LEAST_STRENGTH = 2.0
# above, the prior is one rate for all groups
MOST_STRENGTH = 1e6
# gain in log-likelihood over one rate for all groups below which the groups do not differ
LEAST_GAIN = 1e-3
PRECISION = {"ftol": 1e-14, "gtol": 1e-10}


@dataclass(frozen=True)
class Prior:
    """What is believed of a group before its own counts: its rate is Beta(alpha, beta).

    `strength` = alpha + beta says how many trials the belief is worth, `base_rate` is its mean.
    Where `is_fitted` is false the strength is the stated one and `note` says why; the note is also
    there where a fitted strength was held at its least.
    """

    alpha: float
    beta: float
    strength: float
    base_rate: float
    is_fitted: bool
    note: str


@dataclass(frozen=True)
class ShrunkRate:
    """A group: its plain rate won / n, None without a trial, and its rate drawn to the base."""

    group: str
    won: int
    n: int
    plain_rate: float | None
    rate: Figure


@dataclass(frozen=True)
class Shrinkage:
    """The groups in the order given, and the prior, None where no group has a single trial."""

    groups: tuple[ShrunkRate, ...]
    prior: Prior | None
    won: int
    n: int
    level: float
    method: str


@dataclass(frozen=True)
class _Tallies:
    """Distinct pairs of wins and trials, and how many groups have each; trials are above 0."""

    won: Floats
    n: Floats
    groups: Floats


def shrink_rates(
    groups: Sequence[str],
    won: Counts,
    n: Counts,
    *,
    whole: tuple[int, int] | None = None,
    fallback_strength: float = 20.0,
    min_groups: int = 5,
    level: float = 0.95,
) -> Shrinkage:
    """The rate of each group as the mean of its Beta posterior, with its credible interval.

    wins_i ~ Binomial(n_i, p_i), p_i ~ Beta(alpha, beta). alpha and beta maximise the marginal
    likelihood, prod B(alpha + wins_i, beta + n_i - wins_i) / B(alpha, beta): D. A. Griffiths 1973,
    Maximum likelihood estimation for the beta-binomial distribution, Biometrics 29, 637,
    from the moments of J. C. Kleinman 1973, JASA 68, 46. Posterior mean (alpha + wins_i) /
    (alpha + beta + n_i), as in B. Efron and C. Morris 1975, JASA 70, 311, and G. Casella 1985, An
    introduction to empirical Bayes data analysis, Am. Stat. 39, 83; interval from the quantiles of
    Beta(alpha + wins_i, beta + n_i - wins_i), which takes the fitted prior as known.

    `whole` is (won, n) of everybody, to be given where groups overlap or leave some out: it fixes
    the mean of the prior, and only the strength is fitted. With fewer than `min_groups` groups of
    two trials or more, with all or no trials won, and where groups differ no more than chance makes
    them, the strength is `fallback_strength`, and the prior says so.
    """
    trials = whole_counts("n", n, len(groups))
    wins = parts_of("won", won, "n", trials)
    share("level", level)
    if fallback_strength <= 0:
        raise StatsError(f"fallback_strength is {fallback_strength}, expected a number above 0.")
    prior = _prior(wins, trials, _whole(wins, trials, whole), fallback_strength, min_groups)
    return Shrinkage(
        groups=_shrunk(groups, wins, trials, prior, level),
        prior=prior,
        won=int(wins.sum()),
        n=int(trials.sum()),
        level=level,
        method="beta-binomial empirical Bayes, maximum marginal likelihood",
    )


def _whole(wins: Ints, trials: Ints, whole: tuple[int, int] | None) -> tuple[int, int, bool]:
    """Wins and trials of everybody, and whether they were given."""
    if whole is None:
        return int(wins.sum()), int(trials.sum()), False
    n = whole_counts("n of the whole", [whole[1]])
    won = parts_of("won of the whole", [whole[0]], "n", n)
    return int(won[0]), int(n[0]), True


def _prior(
    wins: Ints, trials: Ints, whole: tuple[int, int, bool], fallback: float, min_groups: int
) -> Prior | None:
    all_won, all_n, is_given = whole
    if all_n == 0:
        return None
    reason = _reason_not_to_fit(wins, trials, min_groups)
    if 0 < all_won < all_n:
        base_rate = all_won / all_n
    else:
        # Jeffreys' prior, so that neither a win nor a loss is held to be impossible
        base_rate = (all_won + 0.5) / (all_n + 1)
        reason = reason or "Every trial ended alike."
    if not reason:
        fitted = _fit(_tallies(wins, trials), base_rate, is_given)
        if fitted is not None:
            return fitted
        reason = "The groups differ no more than chance makes them."
    note = f"{reason} The prior is worth {fallback:g} trials at the base rate, as stated."
    return _prior_of(base_rate, fallback, False, note)


def _reason_not_to_fit(wins: Ints, trials: Ints, min_groups: int) -> str:
    telling = int((trials >= 2).sum())
    if telling < max(min_groups, 2):
        needed = max(min_groups, 2)
        return f"Too few groups have two trials or more: {telling}, where {needed} are needed."
    if wins.sum() in (0, trials.sum()):
        return "Every trial ended alike."
    return ""


def _prior_of(base_rate: float, strength: float, is_fitted: bool, note: str) -> Prior:
    alpha = base_rate * strength
    return Prior(alpha, strength - alpha, strength, base_rate, is_fitted, note)


def _tallies(wins: Ints, trials: Ints) -> _Tallies:
    pairs = np.stack([wins, trials], axis=1)[trials > 0]
    unique, groups = np.unique(pairs, axis=0, return_counts=True)
    won, n = unique.T.astype(np.float64)
    return _Tallies(won, n, groups.astype(np.float64))


def _fit(tallies: _Tallies, base_rate: float, is_base_fixed: bool) -> Prior | None:
    """The prior of the highest marginal likelihood, None where one rate for all does as well.

    Searched over the logit of the mean and the log of the strength.
    """
    from scipy.optimize import minimize

    logit = float(np.log(base_rate / (1 - base_rate)))
    reach = 0.0 if is_base_fixed else 5.0
    bounds = [(logit - reach, logit + reach), (np.log(LEAST_STRENGTH), np.log(MOST_STRENGTH))]
    start = [logit, np.log(_strength_by_moments(tallies))]
    found = minimize(
        _loss, start, (tallies,), jac=True, bounds=bounds, method="L-BFGS-B", options=PRECISION
    )
    at_most = np.array([found.x[0], np.log(MOST_STRENGTH)])
    gain = (_loss(at_most, tallies)[0] - float(found.fun)) * tallies.groups.sum()
    if gain < LEAST_GAIN:
        return None
    strength = float(np.exp(found.x[1]))
    mean = base_rate if is_base_fixed else float(1 / (1 + np.exp(-found.x[0])))
    is_held = strength <= LEAST_STRENGTH * 1.0001
    note = f"The strength was held at its least, {LEAST_STRENGTH:g} trials." if is_held else ""
    return _prior_of(mean, strength, True, note)


def _strength_by_moments(tallies: _Tallies) -> float:
    """Kleinman 1973: the excess of the spread between groups over that by chance."""
    n, groups = tallies.n, tallies.groups
    total = (groups * n).sum()
    mean = (groups * tallies.won).sum() / total
    spread = (groups * n * (tallies.won / n - mean) ** 2).sum() / (mean * (1 - mean))
    by_chance = groups.sum() - 1
    excess = (spread - by_chance) / (total - (groups * n**2).sum() / total - by_chance)
    strength = 1 / excess - 1 if excess > 0 else MOST_STRENGTH
    return float(np.clip(strength, 2 * LEAST_STRENGTH, 1000.0))


def _loss(point: Floats, tallies: _Tallies) -> tuple[float, Floats]:
    """Minus the mean marginal log-likelihood, without the binomial coefficients, and its gradient.

    Of Griffiths 1973, by the logit of the mean and the log of the strength.
    """
    from scipy.special import betaln, digamma

    mean, strength = 1 / (1 + np.exp(-point[0])), np.exp(point[1])
    alpha, beta = mean * strength, (1 - mean) * strength
    won, lost, share_of = (
        tallies.won,
        tallies.n - tallies.won,
        tallies.groups / tallies.groups.sum(),
    )
    value = share_of @ (betaln(alpha + won, beta + lost) - betaln(alpha, beta))
    all_of = digamma(strength) - digamma(strength + tallies.n)
    by_alpha = share_of @ (digamma(alpha + won) - digamma(alpha) + all_of)
    by_beta = share_of @ (digamma(beta + lost) - digamma(beta) + all_of)
    by_logit = strength * mean * (1 - mean) * (by_alpha - by_beta)
    by_log_strength = alpha * by_alpha + beta * by_beta
    return -float(value), np.array([-by_logit, -by_log_strength])


def _shrunk(
    groups: Sequence[str], wins: Ints, trials: Ints, prior: Prior | None, level: float
) -> tuple[ShrunkRate, ...]:
    if prior is None:
        return tuple(ShrunkRate(group, 0, 0, None, UNKNOWN) for group in groups)
    alpha = np.asarray(prior.alpha + wins, dtype=np.float64)
    beta = np.asarray(prior.beta + (trials - wins), dtype=np.float64)
    rates = zip(
        (alpha / (alpha + beta)).tolist(),
        beta_quantiles(alpha, beta, (1 - level) / 2).tolist(),
        beta_quantiles(alpha, beta, (1 + level) / 2).tolist(),
        strict=True,
    )
    counts = zip(groups, wins.tolist(), trials.tolist(), rates, strict=True)
    return tuple(
        ShrunkRate(group, won, n, won / n if n else None, Figure(*rate))
        for group, won, n, rate in counts
    )
