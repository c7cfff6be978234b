"""A small published version, written by hand: visits to two shops, stock, staff, and their metrics.

visits by day  March  north 2 and 1 (of 30.00 and 10.00), south 1 (of 20.00)
               April  north 1 (of 50.00), none in the south
               May, up to the 20th, which is as_of: north 3 (of 90.00), south 2 (no price known)
stock          the units at the end of a month: March 10 + 5, April 8 + 7
"""

import json
from datetime import date
from typing import Any

from gtm_tower.warehouse import Warehouse

AS_OF = date(2026, 5, 20)
RUN = "20260521t000000z_0001"
SETTINGS = {"currency": "EUR", "gross_margin": 1.0}

TABLES = {
    "visits": """
        select
            cast(day as date) as visit_date, region, visits,
            cast(amount as decimal(18, 2)) as amount
        from (values
            ('2026-03-03', 'north', 2, 30.00), ('2026-03-31', 'north', 1, 10.00),
            ('2026-03-10', 'south', 1, 20.00), ('2026-04-30', 'north', 1, 50.00),
            ('2026-05-02', 'north', 3, 90.00), ('2026-05-20', 'south', 2, null)
        ) as t (day, region, visits, amount)""",
    "stock": """
        select cast(month as date) as date_month, region, units from (values
            ('2026-03-01', 'north', 10), ('2026-03-01', 'south', 5),
            ('2026-04-01', 'north', 8), ('2026-04-01', 'south', 7)
        ) as t (month, region, units)""",
    "staff": """
        select staff_id, agency, cast(null as date) as as_of_month
        from (values ('s1', 'Dun''s, Ltd'), ('s2', 'Dun''s, Ltd'), ('s3', '{{ 7 }}'))
        as t (staff_id, agency)""",
    "credits": """
        select cast('2026-03-03' as date) as visit_date, model, credit from (values
            ('first', 1.0), ('last', 1.0), ('last', 2.0)) as t (model, credit)""",
    "refunds": "select cast(null as date) as visit_date, cast(null as int) as n where false",
    "dim_date": """
        select cast(day as date) as date_day
        from generate_series(date '2026-03-01', date '2026-05-31', interval '1 day') as t (day)""",
}
WAITS = dict.fromkeys(TABLES, "") | {"refunds": "no file of refunds"}


def model(
    name: str, times: tuple[str, str], dimensions: list[str], measures: list[Any], **more: Any
) -> dict[str, Any]:
    """A semantic model on the mart of its name; `times` is the column and its grain."""
    time, grain = times
    held = [{"name": time, "type": "time", "type_params": {"time_granularity": grain}}]
    return {
        "name": name,
        "defaults": {"agg_time_dimension": time},
        "node_relation": {
            "alias": name,
            "schema_name": "marts",
            "relation_name": f"marts.{name}",
        },
        "primary_entity": f"{name}_row",
        "entities": [],
        "dimensions": [*held, *({"name": one, "type": "categorical"} for one in dimensions)],
        "measures": measures,
    } | more


def metric(name: str, kind: str, params: dict[str, Any], **meta: Any) -> dict[str, Any]:
    """A metric with its meta."""
    inputs = [params["measure"]] if "measure" in params else []
    return {
        "name": name,
        "label": name.replace("_", " ").capitalize(),
        "description": f"All {name}.",
        "type": kind,
        "type_params": {"input_measures": inputs, "metrics": []} | params,
        "config": {"meta": meta},
    }


def measured(measure: str, **more: Any) -> dict[str, Any]:
    """Adds a measure up."""
    return {"measure": {"name": measure} | more}


def over(above: str, below: str) -> dict[str, Any]:
    """One metric over another."""
    return {"numerator": {"name": above}, "denominator": {"name": below}}


TWO_MONTHS = {"window": {"count": 2, "granularity": "month"}, "period_agg": "last"}
LAST = {"name": "date_month", "window_choice": "max"}
BEFORE = {"count": 1, "granularity": "month"}
BY_DAY = ("visit_date", "day")
MANIFEST: dict[str, Any] = {
    "semantic_models": [
        model(
            "visits",
            BY_DAY,
            ["region"],
            [
                {"name": "visit_sum", "agg": "sum", "expr": "visits"},
                {"name": "amount", "agg": "sum"},
            ],
        ),
        model(
            "stock",
            ("date_month", "month"),
            ["region"],
            [{"name": "units", "agg": "sum", "non_additive_dimension": LAST}],
        ),
        model(
            "staff",
            ("as_of_month", "month"),
            ["agency"],
            [{"name": "staff_count", "agg": "count", "expr": "staff_id"}],
            config={"meta": {"is_snapshot": True}},
        ),
        model("credits", BY_DAY, ["model"], [{"name": "credit", "agg": "sum"}]),
        model("refunds", BY_DAY, [], [{"name": "refund_count", "agg": "sum", "expr": "n"}]),
    ],
    "metrics": [
        metric(
            "visits",
            "simple",
            measured("visit_sum", fill_nulls_with=0),
            unit="count",
            direction="up",
            question="How many come?",
        ),
        metric("takings", "simple", measured("amount"), unit="money", policies=["gross_margin"]),
        metric("average_visit", "ratio", over("takings", "visits"), unit="money", sample="visits"),
        metric("stock_units", "simple", measured("units"), unit="count"),
        metric("visits_per_unit", "ratio", over("visits", "stock_units"), unit="ratio"),
        metric("visit_rate", "ratio", over("visits", "visits"), unit="rate", grain="month"),
        metric("staff", "simple", measured("staff_count"), unit="count"),
        metric("credits", "simple", measured("credit"), unit="count", needs=["model"]),
        metric("refunds", "simple", measured("refund_count"), unit="count", is_part=True),
        metric(
            "visits_2m",
            "cumulative",
            measured("visit_sum", fill_nulls_with=0) | {"cumulative_type_params": TWO_MONTHS},
            unit="count",
        ),
        metric(
            "more_visits",
            "derived",
            {
                "expr": "now - before",
                "metrics": [
                    {"name": "visits", "alias": "now"},
                    {"name": "visits", "alias": "before", "offset_window": BEFORE},
                ],
            },
            unit="count",
        ),
        metric(
            "visits_and_takings",
            "derived",
            {"expr": "visits + takings", "metrics": [{"name": "visits"}, {"name": "takings"}]},
        ),
    ],
    "project_configuration": {
        "time_spine_table_configurations": [],
        "time_spines": [
            {
                "node_relation": {
                    "alias": "dim_date",
                    "schema_name": "marts",
                    "relation_name": "marts.dim_date",
                },
                "primary_column": {"name": "date_day", "time_granularity": "day"},
            }
        ],
    },
    "saved_queries": [],
}


def publish(
    warehouse: Warehouse,
    run_id: str = RUN,
    manifest: dict[str, Any] = MANIFEST,
    tables: dict[str, str] = TABLES,
) -> Warehouse:
    """Publish the version in a warehouse of any engine, as a build does."""
    marts, meta = warehouse.next_marts_schema, warehouse.next_meta_schema
    warehouse.prepare_next()
    with warehouse.build() as session:
        for name, query in tables.items():
            session.execute(f"create table {marts}.{name} as {query}")
        session.execute(
            f"create table {meta}.runs"
            " (run_id varchar, as_of date, finished_at timestamp, policies varchar)"
        )
        settings = json.dumps(SETTINGS)
        session.execute(
            f"insert into {meta}.runs values (?, cast(? as date), timestamp '2026-05-21', ?)",
            [run_id, AS_OF.isoformat(), settings],
        )
        session.execute(f"create table {meta}.semantics (document varchar)")
        session.execute(f"insert into {meta}.semantics values (?)", [json.dumps(manifest)])
        session.execute(f"create table {meta}.marts (mart varchar, blocked_by varchar)")
        session.copy_rows(f"{meta}.marts", ["mart", "blocked_by"], WAITS.items())
    warehouse.publish(run_id)
    return warehouse
