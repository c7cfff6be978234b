"""Writes the site: aside first, then put in place whole."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from gtm_tower.errors import WorkspaceError
from gtm_tower.pipeline.estimates import models_read
from gtm_tower.site._book import DBT, Book
from gtm_tower.site._dbt import dbt_docs, packages
from gtm_tower.site._facts import read_facts
from gtm_tower.site._graph import read_graph
from gtm_tower.site._pages import pages
from gtm_tower.site._project import read_project
from gtm_tower.warehouse import open_warehouse
from gtm_tower.workspace import Workspace

MARK = ".gtm-docs"  # says that a folder is ours to replace


@dataclass(frozen=True)
class Site:
    """A site on disk: its first page, and how many files it has."""

    index: Path
    files: int


def build_site(workspace: Workspace, folder: Path | None = None, with_dbt: bool = True) -> Site:
    """Write the docs of the published version to a folder, .gtm/docs unless another is named.

    Nothing published yet is a WorkspaceError, and so is a folder that holds anything but an earlier
    site. The same version gives the same bytes.
    """
    folder = (folder or workspace.state / "docs").absolute()
    _refuse_what_is_not_ours(folder)
    warehouse = open_warehouse(workspace.config(), workspace.root)
    facts = read_facts(warehouse)
    book = Book(
        company=workspace.root.name,
        warehouse=warehouse.describe(),
        facts=facts,
        project=read_project(workspace),
        graph=read_graph(facts.lineage, models_read),
        dbt=packages(workspace) if with_dbt else {},
    )
    files = dict(pages(book))
    if with_dbt:
        files[DBT] = dbt_docs(workspace, warehouse, facts)
    _write(folder, files)
    return Site(folder / "index.html", len(files))


def _refuse_what_is_not_ours(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise WorkspaceError(
            f"{folder} is not empty, and what is in it is not an earlier docs site."
            " Name a new folder with --out, or empty this one first."
        )
    if folder.exists() and not folder.is_dir():
        raise WorkspaceError(f"{folder} is not a folder. Name one with --out.")


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write all files beside the folder, then put them in its place."""
    fresh, old = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    for name, text in {**files, MARK: ""}.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
