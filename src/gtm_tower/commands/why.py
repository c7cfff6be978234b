"""gtm why."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from gtm_tower.metrics import Why, open_metrics, why
from gtm_tower.metrics.why import Segment
from gtm_tower.numbers import shown, shown_change
from gtm_tower.output import emit, print_table, remark, stdout

FIGURES = tuple(one.name for one in fields(Segment) if one.name not in ("values", "name"))
ENDS = ("segment", "before", "after")
WEIGHTS = ("weight before", "weight after")


def run_why(
    folder: Path,
    name: str,
    fmt: str,
    first: str,
    second: str,
    by: Sequence[str],
    where: Sequence[str],
    with_all: bool,
) -> None:
    """Print what moved a metric: a table for people, all of it as JSON, the segments as CSV."""
    found = why(open_metrics(folder), name, first, second, by, where, pool=not with_all)
    if fmt == "json":
        print(json.dumps(_document(found), indent=2, default=plain, ensure_ascii=False))
    elif fmt == "csv":
        emit((*found.by, "segment", *FIGURES), [_row(found, one) for one in found.segments], fmt)
    else:
        _print(found)


def _print(found: Why) -> None:
    is_ratio, has_n = found.mix is not None, found.n_before is not None
    console = stdout()
    console.print(found.headline())
    for part in found.parts:
        ends = (shown(one, part.metric.unit, found.currency) for one in (part.before, part.after))
        console.print("{}: {} -> {}".format(part.metric.name, *ends))
    if has_n:
        console.print(f"n: {found.n_before:,} -> {found.n_after:,} ({found.metric.sample})")
    shares = ("mix", "rate") if is_ratio else ()
    columns = (
        *ENDS,
        *(("n before", "n after") if has_n else ()),
        *(WEIGHTS if is_ratio else ()),
        *(*shares, "contribution", "of the change"),
    )
    rows = [_cells(found, one, has_n) for one in found.to_show().segments]
    numeric = [column != "segment" for column in columns]
    print_table(columns, rows, numeric=numeric)
    for note in found.notes:
        remark(f"note: {note}")


def _cells(found: Why, one: Segment, has_n: bool) -> list[str]:
    unit = found.metric.unit  # no currency: the headline has it, and a table little room
    effects = (one.contribution,) if one.mix is None else (one.mix, one.rate, one.contribution)
    return [
        one.name,
        *(shown(value, unit) for value in (one.before, one.after)),
        *(shown(value, "count") for value in (one.n_before, one.n_after) if has_n),
        *(
            shown(value, "rate")
            for value in (one.weight_before, one.weight_after)
            if value is not None
        ),
        *(shown_change(value, unit) for value in effects),
        "" if one.share is None else f"{one.share:+.1%}",
    ]


def _row(found: Why, one: Segment) -> tuple[Any, ...]:
    values = one.values or (None,) * len(found.by)
    return (*values, one.name, *(plain(getattr(one, name)) for name in FIGURES))


def _document(found: Why) -> dict[str, Any]:
    metric = found.metric
    return {
        "metric": metric.name,
        "label": metric.label,
        "unit": metric.unit,
        "currency": found.currency,
        "direction": metric.direction,
        "by": found.by,
        "where": found.where,
        "from": _period(found, 0),
        "to": _period(found, 1),
        **{name: getattr(found, name) for name in ("change", "mix", "rate")},
        "sample": metric.sample,
        "segments": [asdict(one) for one in found.segments],
        "headline": found.headline(),
        "command": found.command,
        "as_of": found.as_of,
        "run_id": found.run_id,
        "notes": found.notes,
        "sql": found.sql,
    }


def _period(found: Why, place: int) -> dict[str, Any]:
    one = (found.first, found.second)[place]
    return {
        "period": str(one),
        "first_day": one.start,
        "last_day": one.end,
        "value": (found.before, found.after)[place],
        "n": (found.n_before, found.n_after)[place],
        **{part.metric.name: (part.before, part.after)[place] for part in found.parts},
    }


def plain(value: Any) -> Any:
    """Money as a number with its cents, days as text."""
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, int | float | str) else str(value)
