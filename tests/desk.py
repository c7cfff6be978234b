"""A workspace with raw files on one side and a warehouse on the other, for the tests."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gtm_tower.config import Config, Source
from gtm_tower.pipeline.load import LoadResult, load
from gtm_tower.warehouse import Warehouse

ACCOUNTS = "account_id,created_at\na1,2025-01-05\na2,2025-02-10\n"
Rows = list[tuple[Any, ...]]


def csv_text(rows: Sequence[Sequence[object]]) -> str:
    """Rows as Python writes them to CSV; None is an empty field."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


class Desk:
    """Files on one side, the raw tables of a warehouse on the other."""

    def __init__(self, config: Config, root: Path, warehouse: Warehouse) -> None:
        self.config = config
        self.root = root
        self.warehouse = warehouse
        self.folder = root / "data" / "saas"
        self.folder.mkdir(parents=True)

    def put(self, name: str, content: str | bytes) -> Path:
        """Write a raw file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def reading(self, **options: str) -> "Desk":
        """The same desk with other options of the source."""
        self.config = Config({"saas": Source("data/saas", **options)}, self.config.warehouse)
        return self

    def load(self, **options: Any) -> LoadResult:
        """Load everything."""
        return load(self.config, self.root, self.warehouse, **options)

    def statuses(self) -> dict[str, tuple[str, int]]:
        """Load everything; gives the status and the rows of each file."""
        return {file.file: (file.status, file.rows) for file in self.load().files}

    def query(self, sql: str) -> Rows:
        """A query on the build side; `raw.` stands for the raw schema."""
        with self.warehouse.build() as session:
            return session.query(sql.replace("raw.", f"{self.warehouse.raw_schema}."))

    def rows(self, columns: str, table: str = "accounts") -> Rows:
        """Columns of a raw table in the order of the files and their records."""
        return self.query(f"select {columns} from raw.saas_{table} order by _gtm_file, _gtm_row")
