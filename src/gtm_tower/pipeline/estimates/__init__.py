"""Estimates: what SQL counted is read, solved in `stats`, and written where the marts find it.

dbt runs twice. The first run makes every model that needs no estimate, the counts among them; then
`write_estimates` fills the tables of the dbt source `stats`; the second run makes the rest.
"""

from collections.abc import Collection
from typing import Any

from gtm_tower.pipeline.estimates._estimate import Context, Estimate, Read, Record
from gtm_tower.pipeline.estimates.attribution import CHANNEL_EFFECTS
from gtm_tower.pipeline.estimates.budget import BUDGET
from gtm_tower.pipeline.estimates.channel_value import CHANNEL_VALUES
from gtm_tower.pipeline.estimates.icp import ICP_POINTS, ICP_SCORE_MONTHS, ICP_SEGMENTS
from gtm_tower.pipeline.estimates.survival import MILESTONE_TIMES
from gtm_tower.pipeline.estimates.vocabulary import PROFILE_COLUMNS, learned_vars
from gtm_tower.pipeline.transform import ESTIMATED
from gtm_tower.warehouse import Session

__all__ = [
    "ESTIMATES",
    "Context",
    "Estimate",
    "create_tables",
    "learn",
    "models_read",
    "write_estimates",
]

ESTIMATES: tuple[Estimate, ...] = (
    BUDGET,
    CHANNEL_EFFECTS,
    CHANNEL_VALUES,
    ICP_POINTS,
    ICP_SCORE_MONTHS,
    ICP_SEGMENTS,
    MILESTONE_TIMES,
    PROFILE_COLUMNS,
)

# types of the same meaning on the engines that run here
TYPES = {
    "text": "text",
    "count": "bigint",
    "number": "double precision",
    "money": "numeric(18, 2)",
    "boolean": "boolean",
    "date": "date",
}


def write_estimates(
    session: Session, prefix: str, context: Context, tables: Collection[str]
) -> None:
    """Make these tables of the source anew.

    `prefix` stands before the names of the schemas on the build side. Raises StatsError where an
    estimate cannot be made of the counts.
    """
    wanted = [one for one in ESTIMATES if one.table in tables]
    create_tables(session, prefix, wanted)
    read = _reader(session, prefix)
    for estimate in wanted:
        columns = list(estimate.columns)
        session.copy_rows(
            f"{prefix}{ESTIMATED}.{estimate.table}", columns, estimate.rows(read, context)
        )


def models_read(tables: Collection[str]) -> set[str]:
    """The models that hold the counts for the estimates of these tables."""
    return {model for one in ESTIMATES if one.table in tables for model in one.reads}


def learn(
    session: Session, prefix: str, context: Context, tables: Collection[str]
) -> dict[str, Any]:
    """What the models of the second run are told of what these tables hold."""
    if PROFILE_COLUMNS.table not in tables:
        return {}
    return learned_vars(_reader(session, prefix), context)


def create_tables(session: Session, prefix: str, estimates: Collection[Estimate]) -> None:
    """Make the tables of estimates, empty."""
    session.execute(f"create schema if not exists {prefix}{ESTIMATED}")
    for estimate in estimates:
        table = f"{prefix}{ESTIMATED}.{estimate.table}"
        described = ", ".join(f"{name} {TYPES[kind]}" for name, kind in estimate.columns.items())
        session.execute(f"drop table if exists {table} cascade")
        session.execute(f"create table {table} ({described})")


def _reader(session: Session, prefix: str) -> Read:
    def read(model: str) -> list[Record]:
        columns = [
            str(name)
            for (name,) in session.query(
                "select column_name from information_schema.columns"
                " where table_schema = ? and table_name = ? order by ordinal_position",
                [f"{prefix}intermediate", model],
            )
        ]
        rows: list[tuple[Any, ...]] = session.query(
            f"select {', '.join(columns)} from {prefix}intermediate.{model}"
        )
        return [dict(zip(columns, row, strict=True)) for row in rows]

    return read
