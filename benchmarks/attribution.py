"""The budgets of attribution, measured on this machine: `make bench`.

rules    all rule models weigh 10 million touches in 10 s
effects  Markov and Shapley are solved over 1 million distinct paths in 10 s, from their counts

Every five touches within the look-back belong to one of 2 million conversions. dbt runs the models
of a company on DuckDB, in a process of its own; only touches and conversions are made up in the
warehouse, in the place of files. What the marts of attribution take to write is measured beside it.
Prints the figures and writes results.json; exit 1 if a budget is missed.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from run import GTM, Budget, Cost, machine, measure, models_of, save, versions

TOUCHES = 10_000_000
TOUCHES_EACH = 5
PATHS = 1_000_000
MOST_SECONDS = 10.0

CHANNELS = (
    *("paid_search", "paid_social", "display", "email"),
    *("affiliate", "video", "organic_search", "(direct)"),
)
PATH_CHANNELS = tuple(f"channel_{place:02}" for place in range(20))
MOST_STEPS = 8
RULES = ("first", "last", "last_non_direct", "linear", "position", "w_shaped", "time_decay")
CREDIT = ", ".join(f"sum({rule}_weight / {rule}_total)" for rule in RULES)
JOURNEYS, WEIGHTS = "int_attribution__journeys", "int_attribution__rule_weights"
COUNTS = (
    *("int_attribution__channels", "int_attribution__spare_touches", "int_attribution__steps"),
    *("int_attribution__transitions", "int_attribution__channel_sets"),
)
WRITTEN = ("int_attribution__data_weights", "fct_attribution")


@dataclass(frozen=True)
class Found:
    """Seconds by model, and of the rule models together; rows of the largest mart."""

    cost: Cost
    rules: float
    models: dict[str, float]
    attribution_rows: int


def main() -> int:
    """Measure, print, write the results; 1 if a budget is missed."""
    options = _options()
    if options.company:
        run_models(Path(options.company), options.touches)
        return 0
    folder = Path(tempfile.mkdtemp(prefix="gtm-bench-"))
    try:
        found = run_touches(folder, options.touches)
    finally:
        shutil.rmtree(folder)
    effects = run_effects(options.paths)
    budgets = [
        Budget(f"rules over {options.touches:,} touches", found.rules, MOST_SECONDS, "s"),
        *(
            Budget(f"effects of {options.paths:,} paths, order {order}", took, MOST_SECONDS, "s")
            for order, took in effects.items()
        ),
    ]
    report(options, found, budgets)
    return 0 if all(budget.is_kept for budget in budgets) else 1


def run_touches(folder: Path, touches: int) -> Found:
    """Make a company and measure its models in a process of its own."""
    company = folder / "company"
    measure([GTM, "init", str(company), "--template", "lottery"], folder)
    command = [sys.executable, __file__, "--company", str(company), "--touches", str(touches)]
    cost = measure(command, folder)
    return Found(cost, **json.loads((company / "found.json").read_text(encoding="utf-8")))


def run_models(root: Path, touches: int) -> None:
    """Run the models on made-up touches; writes the seconds by model beside the company.

    AssertionError where the credit of a model is not 1 for every conversion.
    """
    from gtm_tower.config import Config
    from gtm_tower.pipeline.estimates import Context, write_estimates
    from gtm_tower.pipeline.estimates.attribution import CHANNEL_EFFECTS
    from gtm_tower.pipeline.transform import close_connections
    from gtm_tower.warehouse import open_warehouse
    from gtm_tower.workspace import Workspace

    workspace = Workspace(root)
    config: Config = workspace.config()
    warehouse = open_warehouse(config, root)
    warehouse.prepare_next()
    with warehouse.build() as session:
        for statement in _made_up(touches):
            session.execute(statement)
    transformer = models_of(workspace)
    models = _seconds(transformer, [JOURNEYS, WEIGHTS])
    close_connections()
    with warehouse.build() as session:
        started = time.perf_counter()
        credited = session.query(f"select {CREDIT} from intermediate.{WEIGHTS}")[0]
        weighing = time.perf_counter() - started
    conversions = touches // TOUCHES_EACH
    assert all(abs(credit - conversions) < 0.001 for credit in credited), credited
    models |= {f"{WEIGHTS}, all read": weighing} | _seconds(transformer, COUNTS)
    close_connections()
    with warehouse.build() as session:
        context = Context(config, date(2026, 1, 31))
        write_estimates(session, "", context, {CHANNEL_EFFECTS.table})
    models |= _seconds(transformer, WRITTEN)
    close_connections()
    mart = f"{warehouse.next_marts_schema}.fct_attribution"
    with warehouse.build() as session:
        rows = session.query(
            f"select model, count(*), sum(credit), sum(value) from {mart} group by 1"
        )
        ((value,),) = session.query(
            "select sum(value) from intermediate.int_attribution__conversions"
        )
    assert len(rows) == 9
    assert all(abs(row[2] - conversions) < 0.001 and row[3] == value for row in rows), rows
    found = {
        "rules": models[JOURNEYS] + weighing,
        "models": models,
        "attribution_rows": sum(row[1] for row in rows),
    }
    (root / "found.json").write_text(json.dumps(found), encoding="utf-8")


def _made_up(touches: int) -> Iterator[str]:
    """Touches of people over 30 days, and a conversion of each of them at the end of these."""
    people = touches // TOUCHES_EACH
    channels = ", ".join(f"'{name}'" for name in CHANNELS)
    yield "create schema intermediate"
    yield f"""
        create table intermediate.int_attribution__touchpoints as
        select
            'visit:evt_' || lpad(cast(i as text), 9, '0') as touchpoint_id,
            'person_' || i % {people} as person_id,
            'person' as person_kind,
            cast(null as text) as customer_id,
            [{channels}][cast(1 + hash(i * 7) % {len(CHANNELS)} as integer)] as channel,
            'campaign_' || hash(i * 3) % 20 as campaign,
            'web' as origin,
            hash(i * 7) % {len(CHANNELS)} = {len(CHANNELS) - 1} as is_direct,
            false as is_derived,
            timestamp '2026-01-01'
            + to_seconds(cast(hash(i * 11) % 2592000 as bigint)) as touched_at
        from range({touches}) as numbers (i)
    """
    yield f"""
        create table intermediate.int_attribution__conversions as
        select
            'order:' || i as conversion_id,
            'order' as conversion_type,
            'person_' || i as person_id,
            'person' as person_kind,
            cast(null as text) as customer_id,
            cast(hash(i) % 10000 / 100 as numeric(18, 2)) as value,
            timestamp '2026-01-31' as converted_at,
            timestamp '2026-01-10' as lead_at,
            timestamp '2026-01-20' as opportunity_at,
            true as is_first_of_person
        from range({people}) as numbers (i)
    """


def _seconds(transformer: Any, models: Sequence[str]) -> dict[str, float]:
    """Run models, without those that they need, and give the seconds of each."""
    command = ["run", "--select", *models, "--threads", "1"]
    results = transformer._results(transformer._invoke(command, lambda name, done, total: None))
    broken = [f"{result.name}: {result.message}" for result in results if result.status != "pass"]
    assert not broken, broken
    return {result.name: result.seconds for result in results}


def run_effects(paths: int) -> dict[int, float]:
    """Seconds by order of the chain, from the counts of so many distinct paths."""
    from gtm_tower.pipeline.estimates.attribution import channel_effects

    counts = _counts(paths)
    took = {}
    for order in (1, 2):
        started = time.perf_counter()
        rows = channel_effects(*counts, order)
        took[order] = time.perf_counter() - started
        assert len(rows) == 3 * (len(PATH_CHANNELS) + 1)
    return took


def _counts(paths: int) -> tuple[list[Any], list[Any], list[Any]]:
    """What the models would count of distinct paths of 5 to 8 touches; every fourth converts."""
    rng = np.random.default_rng(1)
    drawn = rng.integers(0, len(PATH_CHANNELS), (paths * 6 // 5, MOST_STEPS))
    length = rng.integers(5, MOST_STEPS + 1, len(drawn))
    drawn[np.arange(MOST_STEPS) >= length[:, None]] = -1
    drawn = np.unique(drawn, axis=0)
    chosen = rng.permutation(len(drawn))[:paths]
    drawn, length = drawn[chosen], (drawn[chosen] >= 0).sum(axis=1)
    assert len(drawn) == paths
    names = [*PATH_CHANNELS, "(conversion)", "(null)", "(start)"]
    start, won = len(names) - 1, len(names) - 3
    is_won = np.arange(paths) % 4 == 0
    steps = np.full((paths, MOST_STEPS + 3), start)
    steps[:, 2:-1] = np.where(drawn < 0, start, drawn)
    steps[np.arange(paths), length + 2] = np.where(is_won, won, won + 1)
    moves: Counter[tuple[int, ...]] = Counter()
    for place in range(MOST_STEPS + 1):
        part = steps[length >= place, place : place + 3]
        found, times = np.unique(part, axis=0, return_counts=True)
        moves.update(dict(zip(map(tuple, found.tolist()), times.tolist(), strict=True)))
    bits = np.where(drawn < 0, 0, 1 << np.maximum(drawn, 0))
    sets, owner = np.unique(np.bitwise_or.reduce(bits, axis=1), return_inverse=True)
    states = ("before_state", "from_state", "to_state")
    return (
        [
            {
                "conversion_type": "order",
                **{state: names[code] for state, code in zip(states, move, strict=True)},
                "move_count": count,
                "value": None,
            }
            for move, count in moves.items()
        ],
        [
            {
                "conversion_type": "order",
                "channel_set": mask,
                "path_count": met,
                "conversion_count": converted,
                "value": None,
            }
            for mask, met, converted in zip(
                sets.tolist(),
                np.bincount(owner).tolist(),
                np.bincount(owner, is_won).astype(int).tolist(),
                strict=True,
            )
        ],
        [{"label": name, "bit": 1 << place} for place, name in enumerate(PATH_CHANNELS)],
    )


def report(options: argparse.Namespace, found: Found, budgets: list[Budget]) -> None:
    """Print the figures and write them to results.json."""
    facts: dict[str, Any] = {"machine": machine(), "versions": versions()}
    for title, content in facts.items():
        print(f"{title:<10}{', '.join(f'{key} {value}' for key, value in content.items())}")
    print(f"\n{'model':<44}{'seconds':>9}")
    for name, seconds in found.models.items():
        print(f"{name:<44}{seconds:>9.2f}")
    print(f"{'rows of fct_attribution':<42}{found.attribution_rows:>11,}")
    print(f"{'peak memory, GB':<44}{found.cost.memory_gb:>9.2f}")
    print(f"\n{'budget':<42}{'figure':>8}{'most':>8}")
    for one in budgets:
        verdict = "kept" if one.is_kept else "MISSED"
        print(f"{one.name:<42}{one.value:>8.2f}{one.most:>8.4g} {one.unit:<6}{verdict}")
    steps = {
        "touches": options.touches,
        "paths": options.paths,
        "attribution_rows": found.attribution_rows,
        "model_seconds": found.models,
        **asdict(found.cost),
    }
    judged = [asdict(budget) | {"is_kept": budget.is_kept} for budget in budgets]
    save({"attribution": facts | {"steps": steps, "budgets": judged}})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--touches", type=int, default=TOUCHES)
    parser.add_argument("--paths", type=int, default=PATHS)
    parser.add_argument("--company", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
