"""Publishing, rolling back and pruning: one behaviour on every engine."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gtm_tower.errors import WarehouseError, WorkspaceError
from gtm_tower.warehouse import Session, Warehouse


def build_version(warehouse: Warehouse, run_id: str, answer: int) -> None:
    """Publish a version whose only mart says `answer`, and whose run log says the same."""
    warehouse.prepare_next()
    with warehouse.build() as session:
        for schema in (warehouse.next_marts_schema, warehouse.next_meta_schema):
            session.execute(f"create table {schema}.answers as select {answer} as answer")
    warehouse.publish(run_id)


def answers(session: Session, warehouse: Warehouse) -> list[tuple[int, int]]:
    """The answer of the published mart beside that of the published run log."""
    rows = session.query(
        f"select marts.answer, meta.answer from {warehouse.marts_schema}.answers as marts"
        f" cross join {warehouse.meta_schema}.answers as meta"
    )
    return [(row[0], row[1]) for row in rows]


def published(warehouse: Warehouse) -> list[tuple[int, int]]:
    with warehouse.reader() as session:
        return answers(session, warehouse)


def listed(warehouse: Warehouse) -> list[tuple[str, bool]]:
    return [(version.run_id, version.is_current) for version in warehouse.versions()]


def test_before_the_first_publish_there_is_nothing_to_read(warehouse: Warehouse) -> None:
    assert warehouse.versions() == []
    refused = pytest.raises(WorkspaceError, match="nothing is published yet: run gtm build")
    with refused, warehouse.reader():
        pass
    with pytest.raises(WorkspaceError, match="nothing is published yet"):
        warehouse.rollback()


def test_publish_makes_the_next_version_the_current_one(warehouse: Warehouse) -> None:
    build_version(warehouse, "run_1", 41)
    assert published(warehouse) == [(41, 41)]
    build_version(warehouse, "run_2", 42)
    assert published(warehouse) == [(42, 42)]
    assert listed(warehouse) == [("run_2", True), ("run_1", False)]


def test_publish_says_when_in_utc(warehouse: Warehouse) -> None:
    warehouse.prepare_next()
    version = warehouse.publish("run_1")
    assert version.is_current
    assert version.published_at.utcoffset() is not None
    assert version == warehouse.versions()[0]


def test_an_unfinished_next_version_is_not_seen_and_starts_afresh(warehouse: Warehouse) -> None:
    build_version(warehouse, "run_1", 1)
    warehouse.prepare_next()
    with warehouse.build() as session:
        session.execute(f"create table {warehouse.next_marts_schema}.half as select 1 as a")
    assert published(warehouse) == [(1, 1)]
    build_version(warehouse, "run_2", 2)
    with warehouse.reader() as session, pytest.raises(WarehouseError, match="half"):
        session.query(f"select * from {warehouse.marts_schema}.half")


def test_publish_without_a_next_version_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="no next version to publish"):
        warehouse.publish("run_1")
    build_version(warehouse, "run_1", 1)
    with pytest.raises(WarehouseError, match="no next version to publish"):
        warehouse.publish("run_2")
    assert published(warehouse) == [(1, 1)]


@pytest.mark.parametrize("run_id", ["", "Run", "a/b", "a'b", "x" * 25, "../up", "_x"])
def test_a_run_id_that_is_no_plain_name_is_refused(warehouse: Warehouse, run_id: str) -> None:
    warehouse.prepare_next()
    with pytest.raises(WarehouseError, match="the run id is"):
        warehouse.publish(run_id)


def test_a_publish_does_not_disturb_a_reader(warehouse: Warehouse, engine: str) -> None:
    build_version(warehouse, "run_1", 1)
    with warehouse.reader() as old:
        build_version(warehouse, "run_2", 2)
        # a DuckDB reader stays on its file; a Postgres one follows, statement by statement
        assert answers(old, warehouse) == ([(1, 1)] if engine == "duckdb" else [(2, 2)])
        assert published(warehouse) == [(2, 2)]


def test_a_reader_cannot_write(warehouse: Warehouse) -> None:
    build_version(warehouse, "run_1", 1)
    with warehouse.reader() as session:
        for sql in (
            f"insert into {warehouse.marts_schema}.answers values (2)",
            f"create table {warehouse.marts_schema}.mine (a integer)",
            f"drop table {warehouse.marts_schema}.answers",
        ):
            with pytest.raises(WarehouseError, match="read-only"):
                session.execute(sql)
    assert published(warehouse) == [(1, 1)]


def test_rollback_without_a_name_takes_the_version_before(warehouse: Warehouse) -> None:
    for number in (1, 2, 3):
        build_version(warehouse, f"run_{number}", number)
    assert warehouse.rollback().run_id == "run_2"
    assert published(warehouse) == [(2, 2)]
    assert warehouse.rollback().run_id == "run_1"
    assert listed(warehouse) == [("run_3", False), ("run_2", False), ("run_1", True)]
    with pytest.raises(WorkspaceError, match="no version before the current one, run_1"):
        warehouse.rollback()
    assert published(warehouse) == [(1, 1)]


def test_rollback_takes_any_version_by_name_also_forwards(warehouse: Warehouse) -> None:
    for number in (1, 2, 3):
        build_version(warehouse, f"run_{number}", number)
    warehouse.rollback("run_1")
    assert published(warehouse) == [(1, 1)]
    assert warehouse.rollback("run_3").is_current
    assert published(warehouse) == [(3, 3)]
    warehouse.rollback("run_3")
    assert published(warehouse) == [(3, 3)]
    assert len(warehouse.versions()) == 3


def test_rollback_to_an_unknown_version_lists_the_legal_ones(warehouse: Warehouse) -> None:
    for number in (1, 2):
        build_version(warehouse, f"run_{number}", number)
    with pytest.raises(WorkspaceError, match="no version 'run_9'. Legal: run_2, run_1"):
        warehouse.rollback("run_9")
    assert published(warehouse) == [(2, 2)]


def test_a_build_after_a_rollback_is_the_newest(warehouse: Warehouse) -> None:
    for number in (1, 2):
        build_version(warehouse, f"run_{number}", number)
    warehouse.rollback()
    build_version(warehouse, "run_3", 3)
    assert listed(warehouse) == [("run_3", True), ("run_2", False), ("run_1", False)]


def test_prune_keeps_the_newest_and_the_current_one(warehouse: Warehouse) -> None:
    for number in (1, 2, 3, 4):
        build_version(warehouse, f"run_{number}", number)
    warehouse.rollback("run_1")
    assert warehouse.prune(2) == ["run_2"]
    assert listed(warehouse) == [("run_4", False), ("run_3", False), ("run_1", True)]
    assert warehouse.prune(1) == ["run_3"]
    assert published(warehouse) == [(1, 1)]
    assert warehouse.prune(5) == []


@contextmanager
def failing() -> Iterator[None]:
    with pytest.raises(ValueError, match="stop"):
        yield


def test_a_transaction_takes_effect_as_a_whole_or_not(warehouse: Warehouse) -> None:
    with warehouse.build() as session:
        session.execute("create table numbers (number integer, word varchar)")
        with session.transaction():
            session.execute("insert into numbers values (?, ?)", [1, "one? 100% 'yes'"])
        with failing(), session.transaction():
            session.execute("insert into numbers values (2, 'two')")
            raise ValueError("stop")
        assert session.query("select number, word, '?%' from numbers where number = ?", [1]) == [
            (1, "one? 100% 'yes'", "?%")
        ]
        with pytest.raises(WarehouseError, match="refused a statement"):
            session.execute("select * from no_such_table")
        assert session.query("select count(*) from numbers") == [(1,)]


def test_copy_rows_keeps_null_empty_and_odd_texts(warehouse: Warehouse) -> None:
    rows = [(1, None), (2, ""), (3, 'a "quoted",\n\ttext\\N'), (4, "NULL"), (5, "Zoë 日本 ?%s")]
    rows += [(number, f"word {number}") for number in range(6, 1203)]
    with warehouse.build() as session:
        session.execute('create table odd ("order" integer, word varchar)')
        assert session.copy_rows("odd", ["order", "word"], rows) == 1202
        assert session.copy_rows("odd", ["order", "word"], []) == 0
        assert session.query('select * from odd order by "order"') == rows
