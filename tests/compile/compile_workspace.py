"""A throw-away dbt workspace for one warehouse: its files, and the vars of `gtm build`."""

import shutil
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from gtm_tower.config import TEMPLATES, Config, Reporting, Source
from gtm_tower.pipeline.project import DOUBLE, dbt_vars, find_feeds
from gtm_tower.policies import Policies
from gtm_tower.sources.registry import source_tables
from gtm_tower.workspace import DBT_PACKAGE, SKELETON

DOUBLES = {"bigquery": "float64", "spark": "double"}
FED = "all fed"
OTHER = "other zone, churn at cancel, x_ column"
EMPTY = "nothing fed"
# the first two are run for real elsewhere; each of the others writes time zones in its own way, and
# leaves them out for UTC; without sources only casts of null remain, about which BigQuery is the
# strictest
VARIANTS = {
    "duckdb": (FED,),
    "postgres": (FED,),
    "snowflake": (OTHER,),
    "bigquery": (OTHER, EMPTY),
    "redshift": (OTHER,),
    "spark": (OTHER,),
}

# made up: a connection is never opened, see `forbid_network`
PROFILES: dict[str, dict[str, Any]] = {
    "duckdb": {"path": ":memory:", "schema": "main"},
    "postgres": {
        "host": "nowhere.invalid",
        "port": 5432,
        "user": "nobody",
        "password": "none",
        "dbname": "gtm",
        "schema": "gtm",
    },
    "snowflake": {
        "account": "nowhere",
        "user": "nobody",
        "password": "none",
        "database": "gtm",
        "warehouse": "gtm",
        "schema": "gtm",
    },
    "bigquery": {
        "method": "oauth-secrets",
        "token": "none",
        "project": "gtm",
        "dataset": "gtm",
    },
    "redshift": {
        "host": "nowhere.invalid",
        "port": 5439,
        "user": "nobody",
        "password": "none",
        "dbname": "gtm",
        "schema": "gtm",
    },
    "spark": {
        "method": "odbc",
        "host": "nowhere.invalid",
        "driver": "none",
        "cluster": "none",
        "schema": "gtm",
    },
}
ENGINES = tuple(PROFILES)
PLACES = {
    "gtm_raw_schema": "raw",
    "gtm_published_database": None,
    "gtm_marts_schema": "marts",
    "gtm_meta_schema": "meta",
    "gtm_schema_prefix": "",
}

# what the materialization connected_components runs: no model, so made one here, each on the last
CONTRACTION = {
    "contracted_links": "links('select node, component from ' ~ ref('int_identity__components'))",
    "contracted_followers": "followers(ref('contracted_links'), 1)",
    "contracted_fewer_links": "fewer_links(ref('contracted_links'), ref('contracted_followers'))",
    "contracted_again": "followers(ref('contracted_fewer_links'), 2)",
    "contracted_twice": (
        "followers_of_followers(ref('contracted_followers'), ref('contracted_again'))"
    ),
    "contracted_least": "least_nodes(ref('contracted_twice'))",
}

PROJECT = {
    "name": "compiled",
    "config-version": 2,
    "profile": "compiled",
    "packages-install-path": "dbt_packages",
    "flags": {"send_anonymous_usage_stats": False},
}


def write_workspace(folder: Path, engine: str) -> None:
    """Write the files of a workspace that takes the package from this repository."""
    profile = {"type": engine, "threads": 1, **PROFILES[engine]}
    files = {
        "dbt_project.yml": PROJECT,
        "packages.yml": {"packages": [{"local": str(DBT_PACKAGE)}]},
        "profiles.yml": {"compiled": {"target": "dev", "outputs": {"dev": profile}}},
    }
    for name, content in files.items():
        (folder / name).write_text(yaml.safe_dump(content), encoding="utf-8")
    shutil.copytree(SKELETON / "macros", folder / "macros")
    (folder / "models").mkdir()
    for name, call in CONTRACTION.items():
        (folder / "models" / f"{name}.sql").write_text(
            f"{{{{ gtm_tower.{call} }}}}", encoding="utf-8"
        )


def workspace_vars(engine: str, variant: str) -> dict[str, Any]:
    """The vars of a build on an engine, made by the product's own function."""
    is_other = variant == OTHER
    sources = () if variant == EMPTY else TEMPLATES
    columns = {
        table.identifier: list(table.column_names)
        for source in TEMPLATES
        for table in source_tables(source)
    }
    if is_other:
        columns["saas_accounts"].append("x_tier")
    config = Config(
        sources={name: Source(path="nowhere") for name in sources},
        reporting=Reporting(time_zone="America/New_York" if is_other else "UTC"),
        policies=Policies(churn_timing="cancel_date" if is_other else "service_end"),
    )
    feeds = find_feeds(sources)
    double = DOUBLES.get(engine, DOUBLE)
    told = dbt_vars(config, date(2026, 10, 31), feeds, columns, feeds, PLACES, double)
    learned = {} if variant == EMPTY else {"gtm_profile_columns": ["cuisine_a", "cuisine_other"]}
    return told | learned


def stub_driver(engine: str) -> None:
    """Let dbt-spark accept its profile without a driver: it imports one and never calls it here."""
    if engine == "spark":
        sys.modules.setdefault("pyodbc", ModuleType("pyodbc"))
