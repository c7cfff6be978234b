"""The folder of a company: what is where in it, and how a new one is laid out."""

import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from gtm_tower.config import TEMPLATES, Config, Reporting, WarehouseSettings, load_config
from gtm_tower.errors import ConfigError, WorkspaceError, did_you_mean
from gtm_tower.policies import SEVERITIES, DerivedChannels, Policies, Rules
from gtm_tower.sources.registry import source_tables

PACKAGE = Path(__file__).parent
DBT_PACKAGE = PACKAGE / "dbt"
SKELETON = PACKAGE / "templates" / "workspace"

CURRENCIES = {"olist": "BRL"}  # of templates whose files are in another one than the default


@dataclass(frozen=True)
class Workspace:
    """A company's folder; paths only, nothing is read until asked for."""

    root: Path

    @property
    def settings(self) -> Path:
        """gtm.yml, the settings."""
        return self.root / "gtm.yml"

    @property
    def state(self) -> Path:
        """.gtm, build files, logs and state: never edited by hand."""
        return self.root / ".gtm"

    @property
    def models(self) -> Path:
        """The company's own dbt models."""
        return self.root / "models"

    @property
    def run_log(self) -> Path:
        """One line of JSON per run, published or not."""
        return self.state / "runs.jsonl"

    def config(self) -> Config:
        """The settings, or a ConfigError that names the fault."""
        return load_config(self.settings)


def find_workspace(start: Path) -> Workspace:
    """The workspace at a folder or at the nearest one above it."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "gtm.yml").is_file():
            return Workspace(folder)
    raise WorkspaceError(
        f"There is no gtm.yml in {start} or above it."
        " Start a workspace with: gtm init NAME --template saas"
    )


def create_workspace(root: Path, template: str) -> Workspace:
    """Lay out a new workspace; nothing that exists is overwritten."""
    if template not in TEMPLATES:
        raise ConfigError(
            f"Template '{template}' is unknown. Legal: {', '.join(TEMPLATES)}."
            f"{did_you_mean(template, TEMPLATES)}"
        )
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise WorkspaceError(f"{root} is not empty. Name a new folder, or empty this one first.")
    data = root / "data" / template
    data.mkdir(parents=True)
    shutil.copytree(SKELETON, root, dirs_exist_ok=True)
    (root / "gitignore").rename(root / ".gitignore")
    (root / "models").mkdir(exist_ok=True)
    (root / "tests").mkdir(exist_ok=True)
    (root / "gtm.yml").write_text("\n".join(_settings(template)) + "\n", encoding="utf-8")
    (root / "data" / "README.md").write_text(
        "\n".join(_data_guide(template)) + "\n", encoding="utf-8"
    )
    return Workspace(root)


def _settings(template: str) -> Iterator[str]:
    """gtm.yml of a new workspace: every policy and rule with its default and what it decides."""
    yield "# What GTM Tower reads, where it writes, and the choices behind the numbers."
    yield "sources:"
    yield f"  {template}:"
    yield f"    path: data/{template}"
    yield "    # encoding: utf-8        or latin-1, utf-16"
    yield '    # delimiter: auto        or ",", ";", "|", "\\t"'
    yield ""
    yield "warehouse:"
    yield f"  engine: {WarehouseSettings().engine}"
    yield "  # For Postgres (pip install 'gtm-tower[postgres]'):"
    yield "  # engine: postgres"
    yield "  # url: postgresql://user:${PGPASSWORD}@localhost:5432/analytics"
    prefix = WarehouseSettings().prefix
    yield f"  # prefix: {prefix}            names its schemas: {prefix}_raw, {prefix}_marts ..."
    yield ""
    yield "as_of: latest             # the last date in the data; or a date such as 2025-06-30"
    yield ""
    yield "reporting:"
    yield f"  currency: {CURRENCIES.get(template, Reporting().currency)}"
    yield f"  time_zone: {Reporting().time_zone}"
    yield ""
    yield "policies:"
    for item in fields(Policies):
        legal = item.metadata["legal"]
        choice = f" ({', '.join(map(str, legal))})" if legal else ""
        yield f"  # {item.metadata['decides']}{choice}"
        yield f"  {item.name}: {_written(getattr(Policies(), item.name))}"
    yield ""
    yield "rules:"
    yield f"  # what the mart `actions` recommends; severity: {', '.join(SEVERITIES)}"
    for item in fields(Rules):
        yield f"  # {item.metadata['decides']}"
        yield f"  {item.name}: {_written(asdict(getattr(Rules(), item.name)))}"
    yield ""
    yield "derived_channels:"
    yield '  # of orders that nobody tracked: the first that holds; "" switches one off'
    for item in fields(DerivedChannels):
        yield f"  # {item.metadata['decides']}"
        yield f"  {item.name}: {_written(getattr(DerivedChannels(), item.name))}"
    yield ""
    yield "# segments:              # of customers by their scores; docs/configuration.md has ours"
    yield "#   - {name: Best, recency: 4-5, monetary: 5, action: Call them}"
    yield "#   - {name: Others, action: Write to them}"


def _written(value: Any) -> str:
    value = list(value) if isinstance(value, tuple) else value
    return yaml.safe_dump(value, default_flow_style=True, width=1000).removesuffix("...\n").strip()


def _data_guide(template: str) -> Iterator[str]:
    """The README of a new data folder: which files go there, with which columns."""
    yield f"# Raw files of the `{template}` template"
    yield ""
    yield f"Put one CSV or Parquet file per table into the folder `{template}`, named after it, or"
    yield "a folder of that name with several files. A table that you do not have can stay away:"
    yield "`gtm status` says what that blocks. Columns in **bold** are required; other columns are"
    yield "kept, and those of accounts and deals named `x_...` travel through to the marts."
    yield ""
    yield "| file | columns |"
    yield "|---|---|"
    for table in source_tables(template):
        columns = ", ".join(f"**{c.name}**" if c.is_required else c.name for c in table.columns)
        yield f"| {' or '.join(f'{name}.csv' for name in table.all_file_names)} | {columns} |"
