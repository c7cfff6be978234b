"""MetricFlow in process: the SQL of a query over the published marts, in the engine's dialect."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from gtm_tower.errors import QueryError

TIME = "metric_time"
MOST_SAID = 500
_LOCK = threading.Lock()  # MetricFlow numbers the parts of a query in one place for all engines


@dataclass(frozen=True)
class Plan:
    """What MetricFlow is asked for: names as it knows them; `end` is the last day."""

    metrics: tuple[str, ...]
    group_by: tuple[str, ...]
    where: tuple[str, ...]
    start: date | None
    end: date | None


class Compiler:
    """Warmed once; a plan that was compiled before is remembered."""

    def __init__(self, document: str, engine: str, relations: Mapping[str, str]) -> None:
        """Read a semantic manifest; `relations` says where each mart is, as SQL addresses it."""
        from metricflow.engine.metricflow_engine import MetricFlowEngine
        from metricflow_semantics.model.dbt_manifest_parser import (
            parse_manifest_from_dbt_generated_manifest,
        )
        from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

        manifest = parse_manifest_from_dbt_generated_manifest(document)
        spines = manifest.project_configuration.time_spines
        for node in [*manifest.semantic_models, *spines]:
            node.node_relation.relation_name = relations.get(
                node.node_relation.alias, node.node_relation.relation_name
            )
        self._engine = MetricFlowEngine(SemanticManifestLookup(manifest), _client(engine))
        self.compiled = lru_cache(maxsize=4096)(self._compile)

    def _compile(self, plan: Plan) -> str:
        from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

        request = MetricFlowQueryRequest.create(
            metric_names=plan.metrics,
            group_by_names=plan.group_by,
            where_constraints=plan.where,
            time_constraint_start=_moment(plan.start),
            time_constraint_end=_moment(plan.end),
        )
        try:
            with _LOCK:
                sql = self._engine.explain(request).sql_statement.without_descriptions.sql
        except Exception as error:  # of a metric of a company's own: MetricFlow has no one base
            said = " ".join(str(error).split())
            raise QueryError(
                f"{', '.join(plan.metrics)} cannot be put into SQL: {said[:MOST_SAID]}"
                "\nLook at its definition: gtm explain, or the file in models that defines it."
            ) from error
        columns = ", ".join((*plan.group_by, *plan.metrics))
        return f"select {columns} from (\n{sql}\n) as answer"


@dataclass(frozen=True)
class _Client:
    """The part of MetricFlow's client that says how SQL is written; it runs nothing."""

    sql_engine_type: Any
    sql_plan_renderer: Any


def _client(engine: str) -> Any:
    from metricflow.protocols.sql_client import SqlEngine
    from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
    from metricflow.sql.render.postgres import PostgresSQLSqlPlanRenderer

    clients = {
        "duckdb": _Client(SqlEngine.DUCKDB, DuckDbSqlPlanRenderer()),
        "postgres": _Client(SqlEngine.POSTGRES, PostgresSQLSqlPlanRenderer()),
    }
    if engine not in clients:
        raise QueryError(f"metrics cannot be asked on {engine}. Legal: {', '.join(clients)}.")
    return clients[engine]


def _moment(day: date | None) -> datetime | None:
    return None if day is None else datetime(day.year, day.month, day.day)


def dimension_filter(qualified: str, comparison: str) -> str:
    """A condition on a dimension as MetricFlow reads it: Jinja, so that braces are quoted."""
    quoted = comparison.replace("{", "{{ '{' }}")
    return f"{{{{ Dimension('{qualified}') }}}} {quoted}"


def time_column(grain: str) -> str:
    """The name of the period in a query and in its answer."""
    return f"{TIME}__{grain}"
