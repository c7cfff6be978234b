"""What the channels are credited with by Markov and by Shapley, for each type of conversion."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from gtm_tower.pipeline.estimates._estimate import Context, Estimate, Read, Record
from gtm_tower.stats.markov import MOST_STATES, markov_attribution
from gtm_tower.stats.shapley import CONVERSIONS, RATE, shapley_attribution

TRANSITIONS = "int_attribution__transitions"
SETS = "int_attribution__channel_sets"
CHANNELS = "int_attribution__channels"

UNATTRIBUTED = "(none)"
# the sets of so many channels are gone through one by one; of more, orders are sampled
EXACT_CHANNELS = 12
PERMUTATIONS = 400
SEED = 0
SHAPLEY_MODELS = {"shapley": CONVERSIONS, "shapley_rate": RATE}

Row = tuple[object, ...]


def channel_effects(
    transitions: Sequence[Record], sets: Sequence[Record], bits: Sequence[Record], order: int
) -> list[Row]:
    """The rows of every type of conversion; the last of each model is what had no touch."""
    channels = [str(row["label"]) for row in sorted(bits, key=_bit)]
    channels = list(dict.fromkeys(channels))
    rows: list[Row] = []
    for kind in sorted({str(row["conversion_type"]) for row in sets}, key=str.encode):
        moves = [row for row in transitions if row["conversion_type"] == kind]
        met = [row for row in sets if row["conversion_type"] == kind]
        paths = _paths(channels, met)
        rows += _markov(kind, sorted(moves, key=_states), channels, paths, order)
        rows += _shapley(kind, sorted(met, key=_set), channels, paths)
    return rows


def _markov(
    kind: str, moves: Sequence[Record], channels: Sequence[str], paths: dict[str, int], order: int
) -> Iterator[Row]:
    """By removal effect; where a chain of order 2 had too many states, by one of order 1."""
    states = {(row["before_state"], row["from_state"]) for row in moves}
    is_second = order == 2 and len(states) <= MOST_STATES
    found = markov_attribution(
        [str(row["from_state"]) for row in moves],
        [str(row["to_state"]) for row in moves],
        [int(row["move_count"]) for row in moves],
        _values(moves),
        before=[str(row["before_state"]) for row in moves] if is_second else None,
        channels=channels,
    )
    for one in found.channels:
        shown = (one.effect, one.conversions, None, one.value, None, found.method)
        yield kind, one.channel, "markov", paths[one.channel], *shown
    rest = (None, float(found.unattributed), None, found.unattributed_value, None, found.method)
    yield kind, UNATTRIBUTED, "markov", paths[UNATTRIBUTED], *rest


def _shapley(
    kind: str, sets: Sequence[Record], channels: Sequence[str], paths: dict[str, int]
) -> Iterator[Row]:
    """In equal parts to the channels of a path, and by the conversion rates of sets of channels."""
    for model, worth in SHAPLEY_MODELS.items():
        found = shapley_attribution(
            channels,
            [int(row["channel_set"]) for row in sets],
            [int(row["path_count"]) for row in sets],
            [int(row["conversion_count"]) for row in sets],
            _values(sets),
            worth=worth,
            exact_channels=EXACT_CHANNELS,
            permutations=PERMUTATIONS,
            seed=SEED,
        )
        for one in found.channels:
            credit = (one.conversions, one.conversions_error, one.value, one.value_error)
            yield kind, one.channel, model, paths[one.channel], None, *credit, found.method
        rest = (float(found.unattributed), 0.0, found.unattributed_value, None, found.method)
        yield kind, UNATTRIBUTED, model, paths[UNATTRIBUTED], None, *rest


def _paths(channels: Sequence[str], sets: Sequence[Record]) -> dict[str, int]:
    """How many paths met each channel, and how many conversions had no touch."""
    met = dict.fromkeys([*channels, UNATTRIBUTED], 0)
    for row in sets:
        left, count = int(row["channel_set"]), int(row["path_count"])
        if not left:
            met[UNATTRIBUTED] += count
        while left:
            met[channels[(left & -left).bit_length() - 1]] += count
            left &= left - 1
    return met


def _values(rows: Sequence[Record]) -> list[float] | None:
    """The values of rows; None where none is known, or one is below 0 and cannot be shared out."""
    values: list[Decimal | None] = [row["value"] for row in rows]
    if all(value is None for value in values) or any(value and value < 0 for value in values):
        return None
    return [float(value or 0) for value in values]


def _bit(row: Record) -> int:
    return int(row["bit"])


def _set(row: Record) -> int:
    return int(row["channel_set"])


def _states(row: Record) -> tuple[bytes, ...]:
    return tuple(row[name].encode() for name in ("before_state", "from_state", "to_state"))


def _rows(read: Read, context: Context) -> list[Row]:
    order = context.config.policies.markov_order
    return channel_effects(read(TRANSITIONS), read(SETS), read(CHANNELS), order)


COLUMNS: dict[str, Any] = {
    "conversion_type": "text",
    "channel": "text",
    "model": "text",
    "path_count": "count",
    "effect": "number",
    "conversions": "number",
    "conversions_error": "number",
    "value": "money",
    "value_error": "number",
    "method": "text",
}
CHANNEL_EFFECTS = Estimate(
    table="channel_effects", reads=(TRANSITIONS, SETS, CHANNELS), columns=COLUMNS, rows=_rows
)
