"""How well the LTV:CAC of each channel is known, by media spend alone and fully loaded."""

from collections.abc import Sequence

from gtm_tower.pipeline.estimates._estimate import Context, Estimate, Read, Record
from gtm_tower.stats.figure import UNKNOWN, Figure
from gtm_tower.stats.ltv_to_cac import LifetimeValues, ltv_to_cac

COUNTS = "int_efficiency__channel_values"


def channel_values(counts: Sequence[Record]) -> list[tuple[object, ...]]:
    """Channel, cost basis, LTV:CAC and its interval of every row, in the order of their names."""
    rows: list[tuple[object, ...]] = []
    for row in sorted(counts, key=_names):
        found = _figure(row)
        rows.append((row["channel"], row["cost_basis"], found.value, found.low, found.high))
    return rows


def _figure(row: Record) -> Figure:
    if row["cost"] is None or row["ltv"] is None:
        return UNKNOWN
    values = LifetimeValues(
        won=int(row["won_count"]),
        known=int(row["won_with_ltv_count"]),
        total=float(row["ltv"]),
        squares=float(row["ltv_squares"]),
        most=float(row["most_ltv"]),
    )
    return ltv_to_cac(float(row["cost"]), values)


def _names(row: Record) -> tuple[bytes, bytes]:
    return row["channel"].encode(), row["cost_basis"].encode()


def _rows(read: Read, context: Context) -> list[tuple[object, ...]]:
    return channel_values(read(COUNTS))


CHANNEL_VALUES = Estimate(
    table="channel_values",
    reads=(COUNTS,),
    columns={
        "channel": "text",
        "cost_basis": "text",
        "ltv_to_cac": "number",
        "ltv_to_cac_lower": "number",
        "ltv_to_cac_upper": "number",
    },
    rows=_rows,
)
