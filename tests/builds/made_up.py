"""A made-up company of a template: its faulty files, the truth beside them, and what is built."""

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from builds.company import Company, Rows, new_company
from gtm_tower.sources.generate import GENERATORS, GenerateSpec

END = date(2026, 5, 31)
MONTHS = 14


@dataclass(frozen=True)
class MadeUp:
    """A company that is built, the folder of its files, and what its generator says is true."""

    company: Company
    files: Path
    truth: Any

    def query(self, sql: str) -> Rows:
        """A query on what is published; `marts.` and `meta.` stand for its schemas."""
        return self.company.query(sql)

    def table(self, name: str) -> list[dict[str, Any]]:
        """All rows of a published table, such as marts.orders, as dictionaries."""
        return self.company.table(name)

    def accepted(self, sql: str) -> Rows:
        """A query on the rows that the contract accepts; `inputs.` stands for their schema."""
        return accepted(self.company, sql)

    def quarantined(self) -> dict[tuple[str, int], str]:
        """The reason of every row in quarantine, by table and row number."""
        rows = self.query("select table_name, row_number, reason from meta.quarantine")
        return {(table, number): reason for table, number, reason in rows}

    def repairs(self) -> dict[tuple[str, str, str], int]:
        """The number of repaired cells, by table, column and repair."""
        rows = self.query("select table_name, column_name, repair, row_count from meta.repairs")
        return {(table, column, repair): count for table, column, repair, count in rows}


def accepted(company: Company, sql: str) -> Rows:
    """A query on the rows that the contract accepted in the last build."""
    warehouse = company.warehouse
    prefix = warehouse.dbt_vars()["gtm_schema_prefix"]
    with warehouse.build() as session:
        return session.query(sql.replace("inputs.", f"{prefix}inputs."))


def make_up(template: str, folder: Path, **changes: Any) -> MadeUp:
    """Write a company of a template and build it on DuckDB."""
    files = folder / "files"
    GENERATORS[template](GenerateSpec(out=files, **{"end": END, "months": MONTHS, **changes}))
    company = build_files(files, new_company(folder / "company", template=template))
    truth = json.loads((files / "truth.json").read_text(encoding="utf-8"))
    return MadeUp(company, files, truth)


def build_files(files: Path, company: Company) -> Company:
    """The company with all the files, loaded and built; many of their rows are faulty."""
    company.set("max_refused_share: 0.05", "max_refused_share: 0.5")
    for path in files.glob("*.csv"):
        shutil.copyfile(path, company.data / path.name)
    company.load()
    company.build(END.isoformat())
    return company
