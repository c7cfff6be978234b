"""gtm explain."""

import json
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gtm_tower.commands.why import plain
from gtm_tower.metrics import Explanation, MartExplanation, explain, open_metrics
from gtm_tower.numbers import shown
from gtm_tower.output import emit, print_table, remark

BETTER = {"up": ", better when it rises", "down": ", better when it falls"}
CHECKS = ("check", "severity", "status", "rows", "models", "a bad row is")
TABLES = ("raw table", "rows", "accepted", "last date")
WIDTH = 12
LINE = 110


def run_explain(folder: Path, name: str, fmt: str) -> None:
    """Print what a metric or mart is: text for people, all of it as JSON, its checks as CSV."""
    found = explain(open_metrics(folder), name)
    if fmt == "json":
        print(json.dumps(_document(found), indent=2, default=plain, ensure_ascii=False))
    elif fmt == "csv":
        emit(CHECKS, _checks(found), fmt)
    elif isinstance(found, Explanation):
        _print_metric(found)
    else:
        _print_mart(found)


def _print_metric(found: Explanation) -> None:
    metric = found.metric
    print(f"{metric.name}: {metric.label}\n\n{metric.description}\n")
    _say("Question", metric.question)
    _say("Formula", found.formula)
    for name, formula in found.formulas[1:]:
        _say("", f"{name} = {formula}")
    _say("Unit", metric.unit + BETTER.get(metric.direction, ""))
    _say("Grain", found.grain)
    _say("By", ", ".join(found.dimensions))
    _say("Latest", _latest(found))
    _say("Marts", "; ".join(f"{one.name} ({_state(one)})" for one in found.marts))
    _print_behind(found)
    _table(("policy", "value", "decides"), [_policy(one) for one in found.policies])
    columns = [
        (f"{mart.name}.{name}", _sentence(text))
        for mart in found.marts
        for name, text in mart.columns
    ]
    _table(("column", "definition"), columns)
    _print_tables(found)
    for text in found.sql:
        print(f"{text}\n")
    for note in found.notes:
        remark(f"note: {note}")


def _print_mart(found: MartExplanation) -> None:
    mart = found.mart
    print(f"{mart.name}: {mart.question}\n\n{mart.description}\n")
    _say("State", _state(mart))
    _say("Rows", f"{mart.row_count:,}")
    _say("Metrics", ", ".join(found.metrics))
    _print_behind(found)
    _table(("column", "definition"), [(name, _sentence(text)) for name, text in mart.columns])
    _print_tables(found)


def _print_behind(found: Explanation | MartExplanation) -> None:
    behind = found.behind
    passed = sum(one.status == "pass" for one in behind.checks)
    _say("Made of", ", ".join(behind.marts + behind.intermediate))
    _say("Inputs", ", ".join(n for n in behind.inputs if n.startswith("inputs__")))
    _say("Checks", f"{passed:,} of {len(behind.checks):,} passed, here and in what it is made of")
    _say("Data to", behind.fresh_to)
    _say(
        "As of", f"{found.as_of}, run {found.run_id}, published {found.published_at:%Y-%m-%d %H:%M}"
    )


def _print_tables(found: Explanation | MartExplanation) -> None:
    rows = [
        (f"{one.source}.{one.table}", one.rows_in, one.rows_accepted, one.last_date)
        for one in found.behind.tables
    ]
    _table(TABLES, rows)
    own = {one.name for one in _marts(found)}
    near = [one for one in found.behind.checks if own & set(one.models) or one.status != "pass"]
    _table(("check", "result", "a bad row is"), [(c.name, c.status, _bad(c)) for c in near])


def _bad(check: Any) -> str:
    return str(check.description).removeprefix("a row of the result is ")


def _say(label: str, text: object) -> None:
    if text:
        rest = " " * WIDTH
        print(
            textwrap.fill(
                str(text), LINE, initial_indent=f"{label:<{WIDTH}}", subsequent_indent=rest
            )
        )


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    listed = list(rows)
    if listed:
        print_table(columns, listed)


def _latest(found: Explanation) -> str:
    if found.latest is None:
        return ""
    metric, latest = found.metric, found.latest
    n = f", n {shown(latest.n, 'count')} ({metric.sample})" if metric.sample else ""
    return f"{latest.period}: {shown(latest.value, metric.unit, found.currency)}{n}"


def _policy(one: Any) -> tuple[str, str, str]:
    value = ", ".join(map(str, one.value)) if isinstance(one.value, list) else str(one.value)
    return one.name, value, one.decides


def _state(mart: Any) -> str:
    return "live" if mart.is_live else f"waits for: {mart.blocked_by}"


def _sentence(definition: str) -> str:
    """The first paragraph of a definition, on one line."""
    return " ".join(definition.split("\n\n")[0].split())


def _marts(found: Explanation | MartExplanation) -> Sequence[Any]:
    return found.marts if isinstance(found, Explanation) else (found.mart,)


def _checks(found: Explanation | MartExplanation) -> list[tuple[Any, ...]]:
    return [
        (one.name, one.severity, one.status, one.row_count, ", ".join(one.models), _bad(one))
        for one in found.behind.checks
    ]


def _document(found: Explanation | MartExplanation) -> dict[str, Any]:
    document = asdict(found)
    document["behind"]["fresh_to"] = found.behind.fresh_to
    if isinstance(found, Explanation):
        document["formulas"] = dict(found.formulas)
    for mart in document["marts"] if isinstance(found, Explanation) else [document["mart"]]:
        mart["columns"] = dict(mart["columns"])
    return document
