"""Credit for conversions by what the chain of touches would lose without a channel: Markov."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from gtm_tower.errors import StatsError
from gtm_tower.stats._cents import to_money
from gtm_tower.stats._credit import cents_of, conversions_to, money_to
from gtm_tower.stats._inputs import Amounts, Counts, Floats, Ints, whole_counts

START = "(start)"
CONVERSION = "(conversion)"
NULL = "(null)"
ENDS = (CONVERSION, NULL)
# the fundamental matrix is dense: so many states take some seconds and 200 MB
MOST_STATES = 3000

State = tuple[str, ...]


@dataclass(frozen=True)
class MarkovChannel:
    """What one channel is credited with.

    `touches` is how often a path met it. `effect` is the share of the conversions that the chain
    loses without it, 0 for a channel that no path meets, None where nothing converts;
    `value_effect` is the same of their value. `conversions` are multiples of 2^-20, `value` is to
    the cent.
    """

    channel: str
    touches: int
    effect: float | None
    value_effect: float | None
    conversions: float
    value: Decimal | None


@dataclass(frozen=True)
class MarkovAttribution:
    """The channels in order of their names. Their credit and what is unattributed, the conversions
    without a touch, add up to `conversions` exactly, and so does value, None where none was given.

    `paths` counts those with a touch, whether they converted or not.
    """

    channels: tuple[MarkovChannel, ...]
    paths: int
    conversions: int
    unattributed: int
    value: Decimal | None
    unattributed_value: Decimal | None
    order: int
    method: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Chain:
    """How many paths go from state to state.

    `moves` is square over `states`; the others have a value for each state: the paths that start
    there, leave it at all, convert from it, and the cents of those. `direct` are the conversions
    without a touch and their cents.
    """

    states: Sequence[State]
    moves: Ints
    starts: Ints
    leaving: Ints
    converting: Ints
    cents: Ints
    direct: tuple[int, int]


def markov_attribution(
    from_state: Sequence[str],
    to_state: Sequence[str],
    count: Counts,
    value: Amounts | None = None,
    *,
    before: Sequence[str] | None = None,
    channels: Iterable[str] = (),
) -> MarkovAttribution:
    """Credit each channel by its removal effect, from how often paths go from state to state.

    E. Anderl, I. Becker, F. von Wangenheim and J. H. Schumann 2016, Mapping the customer journey:
    lessons learned from graph-based online attribution modeling, IJRM 33, 457. States are START,
    the channels, and CONVERSION or NULL, in one of which every path ends. The removal effect of a
    channel is 1 - P(conversion without it) / P(conversion), where what went to it goes to NULL;
    its credit is the conversions x effect / sum of effects.

    Solved, not simulated: J. G. Kemeny and J. L. Snell 1976, Finite Markov Chains, 3.3 and 3.5.
    With transition shares Q between channels and r to conversion, N = (I - Q)^-1, the channels
    convert with x = N r, and a path that starts by s meets channel j with h_j = (s N)_j / N_jj.
    A path is lost without j if it meets j and converts, so effect_j = h_j x_j / P(conversion): the
    share of converting paths of the chain that meet j. In order 1 it is of no matter how often a
    touch is repeated at once.

    `value` is that of the conversions of a row, rounded to the cent, 0 in all other rows; its
    effects have the mean value of conversions in the place of r. `before` makes the chain one of
    order 2, whose states are pairs: the channel before that of `from_state`, START at the first.
    `channels` names those that are to have a row though no path may meet them.

    Conversions from START have no touch: they, and what goes from START to NULL, are no part of the
    chain. Where nothing converts, nothing is credited. Assumes that where a path goes depends on
    nothing but its state.
    """
    counts = whole_counts("count", count, len(from_state))
    cents = None if value is None else cents_of("value", value, len(counts))
    rows = _rows(from_state, to_state, before, counts)
    chain = _chain(rows, counts, np.zeros_like(counts) if cents is None else cents)
    _check(chain)
    names = sorted({state[-1] for state in chain.states} | set(channels))
    reached = _reached(chain)
    effects, value_effects = _effects(chain, reached, names)
    order = 1 if before is None else 2
    return MarkovAttribution(
        channels=_credited(chain, names, effects, value_effects, cents is not None),
        paths=int(chain.starts.sum()),
        conversions=int(chain.converting.sum()) + chain.direct[0],
        unattributed=chain.direct[0],
        value=None if cents is None else to_money(int(cents.sum())),
        unattributed_value=None if cents is None else to_money(chain.direct[1]),
        order=order,
        method=f"removal effect in a Markov chain of order {order}, solved",
        notes=_notes(chain, reached, names),
    )


def _rows(
    from_state: Sequence[str],
    to_state: Sequence[str],
    before: Sequence[str] | None,
    counts: Ints,
) -> list[tuple[State, State]]:
    """From which state to which each row goes; the name of a state is its last part."""
    given = {"from_state": from_state, "to_state": to_state}
    columns = given if before is None else {"before": before, **given}
    for label, names in columns.items():
        _check_names(label, names, len(counts))
    rows: list[tuple[State, State]] = []
    for *earlier, at, to in zip(*columns.values(), strict=True):
        if at in ENDS or to == START:
            raise StatsError(
                f"A row goes from {at} to {to}, expected {START} first and {CONVERSION} or {NULL}"
                " last."
            )
        source = (at,) if at == START else (*earlier, at)
        target = (to,) if before is None or to in ENDS else (at, to)
        rows.append((source, target))
    return rows


def _check_names(label: str, names: Sequence[str], length: int) -> None:
    if len(names) != length:
        raise StatsError(f"{label} has {len(names)} values, expected {length}, one for each count.")
    for place, name in enumerate(names):
        if not isinstance(name, str) or not name:
            raise StatsError(f"{label} holds {name!r} at position {place + 1}, expected a name.")


def _chain(rows: Sequence[tuple[State, State]], counts: Ints, cents: Ints) -> _Chain:
    outside = [(START,), (CONVERSION,), (NULL,)]
    states = sorted({state for row in rows for state in row}.difference(outside))
    n = len(states)
    if n > MOST_STATES:
        raise StatsError(
            f"The chain has {n} states, expected {MOST_STATES} at most. Group channels, or leave"
            " out `before`."
        )
    place = {state: at for at, state in enumerate([*states, *outside])}
    source = np.array([place[one] for one, _ in rows], dtype=np.int64)
    target = np.array([place[other] for _, other in rows], dtype=np.int64)
    if cents[target != n + 1].any():
        raise StatsError(f"value is above 0 in a row that is not one to {CONVERSION}.")
    table = np.zeros((n + 1, n + 3), dtype=np.int64)
    np.add.at(table, (source, target), counts)
    worth = np.zeros(n + 1, dtype=np.int64)
    np.add.at(worth, source, cents)
    return _Chain(
        states=states,
        moves=table[:n, :n],
        starts=table[n, :n],
        leaving=table[:n].sum(axis=1),
        converting=table[:n, n + 1],
        cents=worth[:n],
        direct=(int(table[n, n + 1]), int(worth[n])),
    )


def _check(chain: _Chain) -> None:
    """Whole paths enter a state as often as they leave it."""
    entered = chain.starts + chain.moves.sum(axis=0)
    for place in np.flatnonzero(entered != chain.leaving).tolist():
        raise StatsError(
            f"'{' > '.join(chain.states[place])}' is entered {entered[place]} times and left"
            f" {chain.leaving[place]} times. Count whole paths, from {START} to {CONVERSION} or"
            f" {NULL}, those that did not convert among them."
        )
    if (chain.cents[chain.converting == 0] > 0).any() or (chain.direct[1] and not chain.direct[0]):
        raise StatsError("value is above 0 in a row without a conversion.")


def _reached(chain: _Chain) -> Ints:
    """The places of the states that paths from the start come to."""
    reached = chain.starts > 0
    while True:
        further = reached | (chain.moves[reached] > 0).any(axis=0)
        if (further == reached).all():
            return np.flatnonzero(reached).astype(np.int64)
        reached = further


def _effects(chain: _Chain, reached: Ints, names: Sequence[str]) -> tuple[Floats, Floats]:
    """The removal effects of the channels on conversions and on value; 0 where there are none.

    In counts: with out the diagonal matrix of how often states are left, G = (out - moves)^-1 is
    N out^-1 and, as whole paths visit a state out / paths times, s N is out / paths. For the states
    J of a channel h = (s N)_J (N_JJ)^-1 = 1 (G_JJ)^-1 / paths.
    """
    moves = chain.moves[np.ix_(reached, reached)].astype(np.float64)
    inverse = np.linalg.inv(np.diag(chain.leaving[reached]) - moves)
    gains = np.stack([chain.converting[reached], chain.cents[reached]], axis=1)
    from_states = inverse @ gains / np.maximum(gains.sum(axis=0), 1)
    owners = np.array([chain.states[place][-1] for place in reached.tolist()], dtype=object)
    effects = np.zeros((len(names), 2))
    for place, name in enumerate(names):
        own = np.flatnonzero(owners == name)
        entries = np.linalg.solve(inverse[np.ix_(own, own)].T, np.ones(len(own)))
        effects[place] = np.clip(entries @ from_states[own], 0, 1)
    return effects[:, 0], effects[:, 1]


def _credited(
    chain: _Chain, names: Sequence[str], effects: Floats, value_effects: Floats, has_value: bool
) -> tuple[MarkovChannel, ...]:
    conversions, cents = int(chain.converting.sum()), int(chain.cents.sum())
    credit = conversions_to(_in_proportion(effects, conversions), conversions)
    money = money_to(_in_proportion(value_effects, cents), cents)
    touches: Counter[str] = Counter()
    for state, left in zip(chain.states, chain.leaving.tolist(), strict=True):
        touches[state[-1]] += left
    return tuple(
        MarkovChannel(
            channel=name,
            touches=touches[name],
            effect=float(effects[place]) if conversions else None,
            value_effect=float(value_effects[place]) if cents else None,
            conversions=credit[place],
            value=money[place] if has_value else None,
        )
        for place, name in enumerate(names)
    )


def _in_proportion(effects: Floats, total: int) -> Floats:
    """Nothing where there is nothing to give; else a path that converts has a channel to lose."""
    return np.asarray(total * effects / effects.sum()) if total else np.zeros_like(effects)


def _notes(chain: _Chain, reached: Ints, names: Sequence[str]) -> tuple[str, ...]:
    met = {chain.states[place][-1] for place in reached.tolist()}
    missing = [name for name in names if name not in met]
    notes = []
    if not met:
        notes.append("No path has a touch.")
    elif not chain.converting.any():
        notes.append("No path with a touch converts, so that no effect is defined.")
    if missing and met:
        notes.append(f"No path from {START} meets {', '.join(missing)}.")
    return tuple(notes)
