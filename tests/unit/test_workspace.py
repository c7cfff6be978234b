"""The folder of a company."""

from pathlib import Path

import pytest

from gtm_tower.errors import ConfigError, WorkspaceError
from gtm_tower.sources.registry import source_tables
from gtm_tower.workspace import create_workspace, find_workspace


def test_a_new_workspace_names_every_file_and_column(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "acme", "saas")
    guide = (workspace.root / "data" / "README.md").read_text(encoding="utf-8")
    for table in source_tables("saas"):
        assert f"| {table.name}.csv |" in guide
        for column in table.columns:
            assert (f"**{column.name}**" if column.is_required else column.name) in guide


def test_a_workspace_is_found_from_inside(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "acme", "saas")
    assert find_workspace(workspace.root / "data" / "saas").root == workspace.root.resolve()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="not empty"):
        create_workspace(tmp_path, "saas")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_no_workspace_is_said_with_the_way_to_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="gtm init"):
        find_workspace(tmp_path)


def test_an_unknown_template_is_named_with_the_nearest(tmp_path: Path) -> None:
    wanted = "'sas' is unknown. Legal: saas, owner, olist, jaffle, lottery. Did you mean 'saas'"
    with pytest.raises(ConfigError, match=wanted):
        create_workspace(tmp_path / "x", "sas")
