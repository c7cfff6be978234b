"""dbt's own docs as one file that asks nobody for anything: no database, no network."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from gtm_tower import yml
from gtm_tower.pipeline.project import dbt_vars, find_feeds, prepare_project
from gtm_tower.pipeline.transform import (
    PACKAGE,
    Transformer,
    close_connections,
    secrets_in_environment,
)
from gtm_tower.site._facts import Facts
from gtm_tower.warehouse import Warehouse
from gtm_tower.workspace import DBT_PACKAGE, Workspace

MANIFEST, CATALOG = '"MANIFEST.JSON INLINE DATA"', '"CATALOG.JSON INLINE DATA"'
# of each run of dbt, and not of what it describes
CLOCKS = ("generated_at", "invocation_id", "invocation_started_at", "run_started_at")


def dbt_docs(workspace: Workspace, warehouse: Warehouse, facts: Facts) -> str:
    """One page of HTML with all models, their SQL as written, and their lineage.

    dbt does not read its catalog: it would open the database that builds write to. The types of the
    marts are those of the published version. No clock and no path is in it, so the same project
    gives the same bytes.
    """
    folder = workspace.state / "dbt_docs"
    config = workspace.config()
    feeds = find_feeds(config.sources, workspace.models)
    told = dbt_vars(config, facts.publication.as_of, feeds, {}, feeds, warehouse.dbt_vars())
    prepare_project(workspace, warehouse)
    try:
        with secrets_in_environment(warehouse.dbt_environment()):
            transformer = Transformer(workspace, told)
            transformer.install_packages()
            transformer.write_docs(folder)
    finally:
        close_connections()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    catalog = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))
    catalog["nodes"] = dict(_types(facts, packages(workspace)))
    page = (folder / "index.html").read_text(encoding="utf-8")
    page = page.replace(MANIFEST, _inline(_quiet(manifest)))
    return page.replace(CATALOG, _inline(_quiet(catalog)))


def packages(workspace: Workspace) -> dict[str, str]:
    """The dbt package of every model, by the model's name."""
    project = yml.parse((workspace.root / "dbt_project.yml").read_text(encoding="utf-8"))
    ours = {path.stem: PACKAGE for path in (DBT_PACKAGE / "models").rglob("*.sql")}
    own = {path.stem: str(project["name"]) for path in workspace.models.rglob("*.sql")}
    return {**ours, **own}


def _types(facts: Facts, owners: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The published columns of each mart, as dbt's catalog has them."""
    nothing = {"id": "has_stats", "label": "", "value": False, "include": False}
    for mart, columns in facts.columns.items():
        name = f"model.{owners.get(mart, PACKAGE)}.{mart}"
        yield (
            name,
            {
                "unique_id": name,
                "metadata": {"type": "table", "schema": "marts", "name": mart},
                "columns": {
                    column.name: {"name": column.name, "type": column.kind, "index": place}
                    for place, column in enumerate(columns, start=1)
                },
                "stats": {"has_stats": nothing},
            },
        )


def _quiet(document: dict[str, Any]) -> dict[str, Any]:
    """Without clocks and tags in descriptions, in an order that does not change."""
    for name in CLOCKS:
        document["metadata"].pop(name, None)
    return {
        key: dict(sorted(part.items())) if isinstance(part, dict) else part
        for key, part in sorted(_cleaned(document).items())
    }


def _cleaned(value: Any) -> Any:
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: 0 if key == "created_at" else _untagged(one) if key == "description" else _cleaned(one)
        for key, one in value.items()
    }


def _untagged(text: Any) -> Any:
    """A description whose tags are shown: dbt's page would take them for its own."""
    return re.sub(r"<(?=[A-Za-z/!])", "&lt;", text) if isinstance(text, str) else text


def _inline(document: dict[str, Any]) -> str:
    """JSON that cannot end the script it stands in."""
    return json.dumps(document).replace("<", "\\u003c")
