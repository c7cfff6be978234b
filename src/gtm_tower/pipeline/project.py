"""The dbt project of a workspace: what its models are told, and the files dbt needs beside them."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from gtm_tower import yml
from gtm_tower.config import Config
from gtm_tower.errors import ConfigError
from gtm_tower.sources.registry import source_tables
from gtm_tower.warehouse import Warehouse
from gtm_tower.workspace import DBT_PACKAGE, Workspace

DOUBLE = "float8"  # the double precision type of DuckDB and Postgres


@dataclass(frozen=True)
class Feed:
    """A staging model that provides an input, and the raw table it reads.

    `lacks` are the columns of the input that it has not; a raw row gives `parts` rows of the input.
    """

    model: str
    source: str
    table: str
    raw_table: str
    lacks: tuple[str, ...] = ()
    parts: int = 1


@dataclass(frozen=True)
class Mart:
    """A published table: the question it answers and the inputs or `input.column` it needs.

    Of a need such as `orders or deposits` one is enough. A table of `meta` answers no question.
    """

    name: str
    question: str
    requires: tuple[str, ...]


def find_feeds(sources: Iterable[str], own_models: Path | None = None) -> dict[str, list[Feed]]:
    """The feeds of each input: the staging models of the sources, then the company's own.

    A staging model says so in its yml: `config: {meta: {feeds: accounts, source: saas, table: …}}`.
    """
    folders = [DBT_PACKAGE / "models" / "staging" / source for source in sources]
    feeds: dict[str, list[Feed]] = {}
    for model in _models([*folders, *([own_models] if own_models else [])]):
        meta = model.get("config", {}).get("meta", {})
        if "feeds" not in meta:
            continue
        source, table = meta.get("source", "company"), meta.get("table", model["name"])
        raw_table = f"{source}_{table}"
        feed = Feed(model["name"], source, table, raw_table, tuple(meta.get("lacks", ())))
        feeds.setdefault(meta["feeds"], []).append(replace(feed, parts=meta.get("parts", 1)))
    return feeds


def find_marts(own_models: Path | None = None) -> list[Mart]:
    """Every mart that says in its yml which question it answers, by name."""
    return [table for table in find_tables(own_models) if table.question]


def find_tables(own_models: Path | None = None) -> list[Mart]:
    """The marts, and the tables of `meta` that say in their yml what they need, by name."""
    folders = [DBT_PACKAGE / "models" / "marts", *([own_models] if own_models else [])]
    tables = []
    for model in _models(folders):
        meta = model.get("config", {}).get("meta", {})
        if "question" in meta or "requires" in meta:
            requires = tuple(meta.get("requires", []))
            tables.append(Mart(model["name"], meta.get("question", ""), requires))
    return sorted(tables, key=lambda table: table.name)


def dbt_vars(
    config: Config,
    as_of: date,
    feeds: Mapping[str, list[Feed]],
    raw_columns: Mapping[str, list[str]],
    provided_inputs: Iterable[str],
    places: Mapping[str, str | None],
    double: str = DOUBLE,
) -> dict[str, Any]:
    """What the models are told; `places` is where the warehouse keeps things."""
    return {
        "gtm_sources": list(config.sources),
        "gtm_feeds": {name: [asdict(feed) for feed in some] for name, some in feeds.items()},
        "gtm_raw_columns": {name: list(columns) for name, columns in raw_columns.items()},
        "gtm_column_kinds": _column_kinds(config.sources),
        "gtm_provided_inputs": sorted(provided_inputs),
        "gtm_as_of": as_of.isoformat(),
        "gtm_currency": config.reporting.currency,
        "gtm_time_zone": config.reporting.time_zone,
        "gtm_policies": {
            name: [text.replace("'", "''") for text in value] if isinstance(value, tuple) else value
            for name, value in asdict(config.policies).items()
        },
        "gtm_rules": asdict(config.rules),
        "gtm_segments": [asdict(segment) for segment in config.segments],
        "gtm_derived_channels": {
            name: channel.replace("'", "''")
            for name, channel in asdict(config.derived_channels).items()
        },
        "gtm_double": double,
        **places,
    }


def _column_kinds(sources: Iterable[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """By raw table, what each column's text is read as, and whether another refuses the row."""
    return {
        table.identifier: {
            column.name: {"kind": column.kind, "is_refused": column.is_refused}
            for column in table.columns
            if column.kind
        }
        for source in sources
        for table in source_tables(source)
    }


def prepare_project(workspace: Workspace, warehouse: Warehouse) -> None:
    """Write what dbt needs under .gtm: the profile, without secrets, and a link to the package."""
    workspace.state.mkdir(parents=True, exist_ok=True)
    for name in ("dbt_project.yml", "packages.yml"):
        if not (workspace.root / name).is_file():
            raise ConfigError(
                f"{workspace.root / name} is missing; every workspace has one."
                " Copy it from a new one: gtm init NAME --template saas"
            )
    profile = {"gtm": {"target": "company", "outputs": {"company": warehouse.dbt_target()}}}
    profiles = workspace.state / "profiles.yml"
    profiles.write_text(yaml.safe_dump(profile, sort_keys=False), encoding="utf-8")
    _link(workspace.state / "package", DBT_PACKAGE)


def packages_are_stale(workspace: Workspace) -> bool:
    """Whether `dbt deps` must run: packages.yml changed since it last did."""
    stamp = workspace.state / "packages.json"
    return not stamp.is_file() or stamp.read_text(encoding="utf-8") != _packages(workspace)


def packages_are_installed(workspace: Workspace) -> None:
    """Remember that `dbt deps` ran for the present packages.yml."""
    (workspace.state / "packages.json").write_text(_packages(workspace), encoding="utf-8")


def _packages(workspace: Workspace) -> str:
    wanted = (workspace.root / "packages.yml").read_text(encoding="utf-8")
    return json.dumps({"packages.yml": wanted, "gtm_tower": str(DBT_PACKAGE)})


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and link.readlink() == target:
        return
    fresh = link.with_name("package.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target, target_is_directory=True)
    os.replace(fresh, link)


def _models(folders: Iterable[Path]) -> list[dict[str, Any]]:
    models: list[dict[str, Any]] = []
    for folder in folders:
        for path in sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")]):
            try:
                content = yml.parse(path.read_text(encoding="utf-8")) or {}
            except yaml.YAMLError as error:
                raise ConfigError(f"{path} is not valid YAML: {error}") from None
            models.extend(content.get("models", []))
    return models
