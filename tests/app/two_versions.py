"""A company with two versions whose numbers differ, to publish one after the other."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from builds.company import Company
from gtm_tower.workspace import Workspace

OTHER = "20260601t000000z_other"
TWICE = ("fct_revenue_summary", "fct_opportunities", "int_channel_spend")


def with_two_versions(company: Company, root: Path) -> Company:
    """A copy of a company at `root`, with a version beside the one that is published.

    It was made an hour earlier, and holds every row of some marts twice.
    """
    shutil.copytree(company.workspace.root, root, symlinks=True)
    copy = Company(Workspace(root), company.template)
    (current,) = copy.warehouse.versions()
    folder = root / "warehouse" / "versions"
    file = folder / f"{OTHER}.duckdb"
    shutil.copy(folder / f"{current.run_id}.duckdb", file)
    with duckdb.connect(str(file)) as connection:
        earlier = datetime.now(UTC) - timedelta(hours=1)
        connection.execute(
            "update meta.published set run_id = ?, published_at = ?", [OTHER, earlier]
        )
        connection.execute(
            "update meta.runs set run_id = ? where run_id = ?", [OTHER, current.run_id]
        )
        for mart in TWICE:
            connection.execute(f"insert into marts.{mart} select * from marts.{mart}")
    return copy
