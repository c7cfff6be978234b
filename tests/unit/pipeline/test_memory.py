"""What a version hands on to the next one, on every engine."""

import pytest
import yaml

from gtm_tower.pipeline.memory import BEFORE, REMEMBERED, remember
from gtm_tower.pipeline.project import find_marts, find_tables
from gtm_tower.pipeline.readiness import blocking
from gtm_tower.warehouse import Row, Warehouse
from gtm_tower.workspace import DBT_PACKAGE

REMEMBERED_VALUE = ("email", "k1", 1, "p_k1", "2026-01-31")


def publish(warehouse: Warehouse, run_id: str, columns: str, values: Row) -> None:
    """Publish a version whose meta table identity_memory has one row."""
    warehouse.prepare_next()
    with warehouse.build() as session:
        table = f"{warehouse.next_meta_schema}.identity_memory"
        session.execute(f"create table {table} ({columns})")
        names = [column.split()[0] for column in columns.split(", ")]
        session.copy_rows(table, names, [values])
    warehouse.publish(run_id)


def remembered(warehouse: Warehouse) -> dict[str, list[Row]]:
    """The rows of the tables that a build would read, after it has asked for them."""
    prefix = warehouse.dbt_vars()["gtm_schema_prefix"] or ""
    with warehouse.build() as session:
        remember(session, warehouse)
        return {name: session.query(f"select * from {prefix}before.{name}") for name in REMEMBERED}


def all_columns() -> str:
    """The columns of the table, as they are published."""
    return ", ".join(f"{name} {kind}" for name, kind in REMEMBERED["identity_memory"].items())


def test_nothing_is_remembered_before_the_first_version(warehouse: Warehouse) -> None:
    assert remembered(warehouse) == {"identity_memory": [], "identity_log": []}


def test_the_published_version_is_copied_as_often_as_asked(warehouse: Warehouse) -> None:
    publish(warehouse, "run_1", all_columns(), REMEMBERED_VALUE)
    for _ in range(2):
        ((*values, as_of),) = remembered(warehouse)["identity_memory"]
        assert (*values, str(as_of)) == REMEMBERED_VALUE
    assert remembered(warehouse)["identity_log"] == []


def test_it_is_the_version_that_readers_see(warehouse: Warehouse) -> None:
    publish(warehouse, "run_1", all_columns(), REMEMBERED_VALUE)
    publish(warehouse, "run_2", all_columns(), ("email", "k2", 1, "p_k2", "2026-02-28"))
    assert [row[1] for row in remembered(warehouse)["identity_memory"]] == ["k2"]
    warehouse.rollback()
    assert [row[1] for row in remembered(warehouse)["identity_memory"]] == ["k1"]


@pytest.mark.parametrize("columns", ["value text", "value text, person text"])
def test_a_version_of_other_columns_is_not_read(warehouse: Warehouse, columns: str) -> None:
    publish(warehouse, "run_1", columns, REMEMBERED_VALUE[: len(columns.split(", "))])
    assert remembered(warehouse) == {"identity_memory": [], "identity_log": []}


def test_the_published_version_stays_readable(warehouse: Warehouse) -> None:
    publish(warehouse, "run_1", all_columns(), REMEMBERED_VALUE)
    with warehouse.reader() as reader:
        remembered(warehouse)
        count = f"select count(*) from {warehouse.meta_schema}.identity_memory"
        assert reader.query(count) == [(1,)]


def test_the_source_is_described_as_it_is_made() -> None:
    file = DBT_PACKAGE / "models" / "intermediate" / "identity" / "_before__sources.yml"
    (source,) = yaml.safe_load(file.read_text(encoding="utf-8"))["sources"]
    assert source["name"] == BEFORE
    assert {
        table["name"]: [column["name"] for column in table["columns"]] for table in source["tables"]
    } == {name: list(columns) for name, columns in REMEMBERED.items()}


def test_what_remembers_persons_is_built_where_persons_are() -> None:
    tables = {table.name: table for table in find_tables()}
    others = tables.keys() - {mart.name for mart in find_marts()}
    assert others == {f"meta__{name}" for name in REMEMBERED}
    for name in others:
        assert tables[name].requires == tables["dim_person"].requires
        assert blocking(tables[name], {}, {"accounts", "leads"})
        assert not blocking(tables[name], {}, {"web_events"})
