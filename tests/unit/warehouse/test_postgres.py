"""What only Postgres has: a URL with a secret, other machines, readers with open transactions."""

import sys
from pathlib import Path

import psycopg2
import pytest

from gtm_tower.config import Config, Source, WarehouseSettings
from gtm_tower.errors import ConfigError, WarehouseError, WorkspaceError
from gtm_tower.warehouse import Warehouse, open_warehouse

SOURCES = {"saas": Source("data/saas")}
SECRET = "s3cr/t p@ss"
SECRET_URL = "postgresql://anna:s3cr%2Ft%20p%40ss@127.0.0.1:1/shop?sslmode=prefer"


def at(url: str, root: Path, prefix: str = "gtm") -> Warehouse:
    return open_warehouse(Config(SOURCES, WarehouseSettings("postgres", url, prefix)), root)


def publish(warehouse: Warehouse, run_id: str, rows: int) -> None:
    warehouse.prepare_next()
    with warehouse.build() as session:
        for schema in (warehouse.next_marts_schema, warehouse.next_meta_schema):
            session.execute(
                f"create table {schema}.numbers as select n, {rows} as size"
                f" from generate_series(1, {rows}) as series (n)"
            )
    warehouse.publish(run_id)


def test_the_target_of_dbt_names_the_password_and_does_not_hold_it(tmp_path: Path) -> None:
    warehouse = at(SECRET_URL, tmp_path, "acme")
    target = warehouse.dbt_target()
    assert target == {
        "type": "postgres",
        "host": "127.0.0.1",
        "port": 1,
        "user": "anna",
        "password": "{{ env_var('GTM_WAREHOUSE_PASSWORD') }}",
        "dbname": "shop",
        "schema": "acme",
        "threads": 4,
        "sslmode": "prefer",
    }
    assert warehouse.dbt_environment() == {"GTM_WAREHOUSE_PASSWORD": SECRET, "PGTZ": "UTC"}
    assert warehouse.dbt_vars() == {
        "gtm_raw_schema": "acme_raw",
        "gtm_published_database": None,
        "gtm_marts_schema": "acme_next_marts",
        "gtm_meta_schema": "acme_next_meta",
        "gtm_schema_prefix": "acme_",
    }


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgresql://anna@db.example/shop", "db.example", 5432),
        ("postgres://anna@db.example:6432/shop", "db.example", 6432),
        ("postgresql://anna:@/shop?host=/var/run/postgresql", "/var/run/postgresql", 5432),
        ("postgresql://anna@[::1]:5433/shop", "::1", 5433),
        ("host=db.example user=anna dbname=shop", "db.example", 5432),
    ],
)
def test_every_form_of_url(url: str, host: str, port: int, tmp_path: Path) -> None:
    target = at(url, tmp_path).dbt_target()
    assert (target["host"], target["port"], target["user"]) == (host, port, "anna")
    assert at(url, tmp_path).describe() == f"Postgres shop on {host}, schemas gtm_*"


@pytest.mark.parametrize(
    "url",
    [
        "anna:s3cret@host/shop",
        "postgresql://anna:s3cret@host",
        "postgresql://host/shop?password=s3cret",
        "postgresql://anna:s3cret@one,two/shop",
        "postgresql://anna:s3cret@one:5,two:6/shop",
        "postgresql://anna:s3cret@host:port/shop",
        "postgresql://anna:s3cret@host/shop?colour=red",
        "postgresql://anna:s3cret@[host/shop",
    ],
)
def test_a_faulty_url_is_refused_without_repeating_it(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not the URL of a Postgres database") as refused:
        at(url, tmp_path).dbt_target()
    assert "s3cret" not in str(refused.value)


def test_no_message_and_no_repr_has_the_password(tmp_path: Path) -> None:
    warehouse = at(SECRET_URL, tmp_path)
    expected = pytest.raises(WarehouseError, match="cannot connect to Postgres shop")
    with expected as refused, warehouse.build():
        pass
    assert "Check that the server is running" in str(refused.value)
    for text in (str(refused.value), repr(refused.value), repr(warehouse), warehouse.describe()):
        assert SECRET not in text
        assert "s3cr" not in text
    assert refused.value.__cause__ is None


@pytest.mark.postgres
def test_an_error_that_repeats_the_password_is_blotted_out(
    postgres_url: str, tmp_path: Path
) -> None:
    warehouse = at(postgres_url.replace("postgres:@", "postgres:s3cret@"), tmp_path)
    with warehouse.build() as session, pytest.raises(WarehouseError) as refused:
        session.query("select 's3cret'::integer")
    assert '"***"' in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_a_missing_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    with pytest.raises(ConfigError, match=r"pip install gtm-tower\[postgres\]"):
        at(SECRET_URL, tmp_path)


@pytest.mark.postgres
def test_two_machines_cannot_build_one_prefix_at_once(postgres_url: str, tmp_path: Path) -> None:
    here, there = at(postgres_url, tmp_path / "here"), at(postgres_url, tmp_path / "there")
    other = at(postgres_url, tmp_path / "other", "other")
    with here.lock():
        refused = pytest.raises(WorkspaceError, match="a build or load is running on Postgres")
        with refused as busy, there.lock():
            pass
        assert "since 20" in str(busy.value)
        with other.lock():
            pass
    with there.lock():
        pass


@pytest.mark.postgres
def test_two_prefixes_do_not_touch_each_other(postgres_url: str, tmp_path: Path) -> None:
    # `a_` would match `ab` if _ were a wildcard
    one, two = at(postgres_url, tmp_path, "a"), at(postgres_url, tmp_path, "ab")
    publish(one, "run_1", 1)
    publish(two, "run_2", 2)
    publish(two, "run_3", 3)
    assert [version.run_id for version in one.versions()] == ["run_1"]
    assert [version.run_id for version in two.versions()] == ["run_3", "run_2"]


@pytest.mark.postgres
def test_a_reader_in_a_transaction_neither_blocks_publish_nor_sees_half(
    postgres_url: str, tmp_path: Path
) -> None:
    warehouse = at(postgres_url, tmp_path)
    publish(warehouse, "run_1", 5000)
    connection = psycopg2.connect(postgres_url, options="-c lock_timeout=5s")
    with connection, connection.cursor("slow") as slow, connection.cursor() as quick:
        slow.itersize = 10
        slow.execute(
            "select marts.n, marts.size, meta.size from gtm_marts.numbers as marts"
            " inner join gtm_meta.numbers as meta on marts.n = meta.n order by 1"
        )
        rows = slow.fetchmany(10)
        publish(warehouse, "run_2", 7000)
        publish(warehouse, "run_3", 9000)
        rows += slow.fetchall()
        assert rows == [(n, 5000, 5000) for n in range(1, 5001)]
        quick.execute(
            "select count(*), min(marts.size), max(meta.size) from gtm_marts.numbers as marts"
            " inner join gtm_meta.numbers as meta on marts.n = meta.n"
        )
        assert quick.fetchall() == [(9000, 9000, 9000)]
    connection.close()


@pytest.mark.postgres
def test_a_version_somebody_reads_is_pruned_the_next_time(
    postgres_url: str, tmp_path: Path
) -> None:
    warehouse = at(postgres_url, tmp_path)
    connection = psycopg2.connect(postgres_url)
    publish(warehouse, "run_1", 10)
    with connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from gtm_marts.numbers")
        publish(warehouse, "run_2", 20)
        publish(warehouse, "run_3", 30)
        assert warehouse.prune(1) == ["run_2"]
        assert [version.run_id for version in warehouse.versions()] == ["run_3", "run_1"]
    connection.close()
    assert warehouse.prune(1) == ["run_1"]
    with warehouse.build() as session:
        schemas = session.query("select nspname from pg_namespace where nspname like 'gtm%'")
    assert sorted(schemas) == [("gtm_marts",), ("gtm_meta",)]


@pytest.mark.postgres
def test_a_failed_publish_changes_nothing(postgres_url: str, tmp_path: Path) -> None:
    warehouse = at(postgres_url, tmp_path)
    publish(warehouse, "run_1", 1)
    warehouse.prepare_next()
    with warehouse.build() as session:
        session.execute("create schema gtm_meta__run_1")  # in the way of the second rename
        with pytest.raises(WarehouseError, match="already exists"):
            warehouse.publish("run_2")
        session.execute("drop schema gtm_meta__run_1")
        assert session.query("select count(*) from gtm_marts.numbers") == [(1,)]
    assert warehouse.publish("run_2").is_current


@pytest.mark.postgres
def test_schemas_of_somebody_else_are_left_alone(postgres_url: str, tmp_path: Path) -> None:
    warehouse = at(postgres_url, tmp_path)
    with warehouse.build() as session:
        session.execute("create schema gtm_marts")
        session.execute("create table gtm_marts.precious (a integer)")
    warehouse.prepare_next()
    with pytest.raises(WarehouseError, match="was not published by GTM Tower"):
        warehouse.publish("run_1")
    with warehouse.build() as session:
        assert session.query("select count(*) from gtm_marts.precious") == [(0,)]
        assert session.query("show timezone") == [("UTC",)]


@pytest.mark.postgres
def test_the_longest_prefix_and_run_id_still_fit(postgres_url: str, tmp_path: Path) -> None:
    warehouse = at(postgres_url, tmp_path, "p" * 31)
    publish(warehouse, "r" * 23 + "1", 1)
    publish(warehouse, "r" * 23 + "2", 2)
    assert [version.run_id[-1] for version in warehouse.versions()] == ["2", "1"]
    assert warehouse.rollback().run_id == "r" * 23 + "1"


@pytest.mark.postgres
def test_sessions_are_in_utc_whatever_the_database_says(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = at(postgres_url, tmp_path)
    with warehouse.build() as session:
        name = session.query("select current_database()")[0][0]
        session.execute(f"alter database {name} set timezone = 'America/New_York'")
    with warehouse.build() as session:
        assert session.query("show timezone") == [("UTC",)]
    for variable, value in warehouse.dbt_environment().items():
        monkeypatch.setenv(variable, value)
    connection = psycopg2.connect(postgres_url)  # as dbt connects
    with connection.cursor() as cursor:
        cursor.execute("show timezone")
        assert cursor.fetchall() == [("UTC",)]
    connection.close()


def test_who_may_read_a_version_may_read_the_next(postgres_url: str, tmp_path: Path) -> None:
    warehouse = at(postgres_url, tmp_path)
    publish(warehouse, "20260101t000000z_aaaa", 1)
    with warehouse.build() as session:
        session.execute("drop role if exists gtm_bi")
        session.execute("create role gtm_bi")
        session.execute(f"grant usage on schema {warehouse.marts_schema} to gtm_bi")
        session.execute(f"grant select on {warehouse.marts_schema}.numbers to gtm_bi")
    publish(warehouse, "20260102t000000z_bbbb", 2)
    with warehouse.build() as session:
        session.execute("set role gtm_bi")
        assert session.query(f"select count(*) from {warehouse.marts_schema}.numbers") == [(2,)]
        with pytest.raises(WarehouseError, match="permission denied"):
            session.query(f"select count(*) from {warehouse.meta_schema}.numbers")
        session.execute("reset role")
        session.execute("drop owned by gtm_bi")
        session.execute("drop role gtm_bi")


def test_a_version_that_a_view_elsewhere_shows_is_kept(postgres_url: str, tmp_path: Path) -> None:
    warehouse = at(postgres_url, tmp_path)
    publish(warehouse, "20260101t000000z_aaaa", 1)
    with warehouse.build() as session:
        session.execute(
            f"create view public.mine as select * from {warehouse.marts_schema}.numbers"
        )
    publish(warehouse, "20260102t000000z_bbbb", 2)
    publish(warehouse, "20260103t000000z_cccc", 3)
    assert warehouse.prune(1) == ["20260102t000000z_bbbb"]
    with warehouse.build() as session:
        assert session.query("select count(*) from public.mine") == [(1,)]
        session.execute("drop view public.mine")
    assert warehouse.prune(1) == ["20260101t000000z_aaaa"]


@pytest.mark.postgres
def test_files_that_cannot_be_read_to_their_end_are_refused_each_time(
    postgres_url: str, tmp_path: Path
) -> None:
    # of twenty such refusals, a COPY straight from the files had one that never came
    numbers = "select case when n = {fault} then error('torn') else n end from range(1000000) t (n)"
    with at(postgres_url, tmp_path).build() as session:
        session.execute("create schema sent")
        session.execute("create table sent.numbers (n bigint)")
        for _ in range(20):
            with pytest.raises(WarehouseError, match="torn"):
                session.insert_select("sent.numbers", ["n"], numbers.format(fault=500_000))
        assert session.query("select count(*) from sent.numbers") == [(0,)]
        assert session.insert_select("sent.numbers", ["n"], numbers.format(fault=-1)) == 1_000_000
        assert session.query("select sum(n) from sent.numbers") == [(499_999_500_000,)]
