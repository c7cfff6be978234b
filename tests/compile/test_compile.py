"""The checks of compiled SQL on statements of a few words, and the vars of the workspace."""

import socket
from types import SimpleNamespace

import pytest
from bigquery_types import TypedWarehouse
from compile_warehouses import Outcome, forbid_network, main, table
from compile_workspace import EMPTY, ENGINES, FED, OTHER, VARIANTS, workspace_vars
from portability import faults, type_faults

FAULTY = [
    ("bigquery", "select 1 +", "does not parse"),
    ("bigquery", "select 1; select 2", "expected one select"),
    ("spark", "drop table x", "expected one select"),
    ("bigquery", "select x::date from t", "`::`"),
    ("spark", "select x::date from t", "`::`"),
    ("snowflake", "select count(*) filter (where x) from t", "not for snowflake"),
    ("bigquery", "select cast(x as timestamp with time zone) from t", "no type timestamp with"),
    ("bigquery", "select cast(x as text) from t", "no type text"),
    ("spark", "select cast(x as double precision) from t", "no type double precision"),
    ("spark", "select cast(cast(x as string) as float8) from t", "no type float8"),
    ("redshift", "select cast(x as text) from t", "no type text"),
    ("snowflake", "select timezone('UTC', x) from t", "no function timezone()"),
    ("postgres", "select epoch(x) from t", "no function epoch()"),
    ("duckdb", "select x ~ 'a' from t", "`~`"),
    ("snowflake", "select x from t order by x collate 'C'", "`collate`"),
    ("redshift", "select x + interval '1 day' from t", "`interval`"),
    ("bigquery", "select 'it''s' as x from t", "doubled quote"),
    ("spark", "select x rlike '\\d' from t", "backslash"),
    ("bigquery", "select 1 as x where 1 = 0", "no `where` without `from`"),
    ("bigquery", "select 1 from a left join b on a.x < b.y", "equality"),
    ("redshift", "select sum(x) over (order by y) from t", "frame"),
    ("redshift", "select 1 as tag from t", "reserved"),
    ("snowflake", "select start from t", "reserved"),
    ("snowflake", 'select "account_id" from t', "upper case"),
    ("bigquery", "select x as rows from t", "reserved"),
]
SOUND = [
    (
        "bigquery",
        "select cast(x as numeric(18, 2)) as y from a left join b on a.x = b.x and a.y < b.y",
    ),
    (
        "snowflake",
        "with t as (select 1 as x) select sum(x) over (order by x) from t where x in (1, 2)",
    ),
    ("redshift", "select sum(x) over (order by y rows unbounded preceding) from t -- it's"),
    ("postgres", "select x::date, 'it''s' from t where x ~ 'a'"),
    ("spark", "select cast(x as string) as y from t where y rlike '(?s)^(a)(?!.)'"),
    ("duckdb", "with t as not materialized (select 1 as x) select x from t"),
]
CLASHES = [
    ("select name = 1 as x from raw.t", "STRING meets a number"),
    ("select coalesce(cast(name as date), cast(name as timestamp)) as x from raw.t", "TIMESTAMP"),
    ("select case when true then 1 else name end as x from raw.t", "STRING meets a number"),
    ("select 1 as x from raw.t union all select name from raw.t", "STRING meets a number"),
    ("select _gtm_row / 2 as x from raw.t", "whole numbers"),
    ("select cast(name as date) - 1 as x from raw.t", "plus and minus"),
    ("select name || _gtm_row as x from raw.t", "texts only"),
    ("select mystery(name) as x from raw.t", "no type"),
    ("select stranger as x from raw.t", "stranger"),
    ("select 1 as x from raw.t", "the contract says STRING"),
]


@pytest.mark.parametrize(("engine", "sql", "expected"), FAULTY)
def test_a_foreign_construct_is_named(engine: str, sql: str, expected: str) -> None:
    assert expected in " ".join(faults(sql, engine))


@pytest.mark.parametrize(("engine", "sql"), SOUND)
def test_sound_statements_pass(engine: str, sql: str) -> None:
    assert faults(sql, engine) == ()


def test_a_fault_has_its_line_and_is_told_once() -> None:
    assert faults("select\n    x::date,\n    y::date\nfrom t", "spark") == (
        "line 2: `::` is not for spark",
    )


def test_contract_types_are_those_of_the_engine() -> None:
    assert type_faults("STRING", "bigquery") == type_faults("numeric(18, 2)", "spark") == []
    assert type_faults("float8", "bigquery") == [
        "no type float8 in the list for contracts on bigquery"
    ]


@pytest.mark.parametrize(("sql", "expected"), CLASHES)
def test_a_clash_of_types_is_named(sql: str, expected: str) -> None:
    warehouse = TypedWarehouse("raw", {"t": ["name"]})
    assert expected in " ".join(warehouse.faults(_model("m", sql)))


def test_types_follow_from_model_to_model_and_stop_at_a_fault() -> None:
    warehouse = TypedWarehouse("raw", {"t": ["name"]})
    assert warehouse.faults(_model("sound", "select name as x from raw.t")) == []
    assert warehouse.faults(_model("next", "select lower(x) as x from main.sound", "sound")) == []
    assert warehouse.faults(_model("bad", "select mystery(name) as x from raw.t"))
    assert warehouse.faults(_model("after", "select x from main.bad", "bad")) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_has_vars_for_its_variants(engine: str) -> None:
    for variant in VARIANTS[engine]:
        assert bool(workspace_vars(engine, variant)["gtm_feeds"]) == (variant != EMPTY)


def test_variants_differ_in_zone_churn_and_extra_column() -> None:
    fed, other = workspace_vars("spark", FED), workspace_vars("spark", OTHER)
    assert (fed["gtm_time_zone"], other["gtm_time_zone"]) == ("UTC", "America/New_York")
    assert other["gtm_policies"]["churn_timing"] == "cancel_date"
    assert "x_tier" in other["gtm_raw_columns"]["saas_accounts"]


def test_network_is_refused_and_noted() -> None:
    with forbid_network() as attempts, pytest.raises(OSError, match="no network"):
        socket.create_connection(("example.invalid", 443), timeout=1)
    assert attempts == ["example.invalid"]


def test_table_has_a_line_per_warehouse() -> None:
    lines = table([Outcome("spark", 71, 114, 9.87, ("x",))]).splitlines()
    assert lines[1].split() == ["spark", "71", "114", "1", "9.9"]


def test_an_unknown_warehouse_lists_the_legal_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["oracle"]) == 2
    assert "Legal: duckdb, postgres, snowflake" in capsys.readouterr().err


def test_a_missing_adapter_is_said_aloud(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("compile_warehouses.find_spec", lambda _: None)
    assert main(["spark", "bigquery"]) == 1
    assert "not installed: dbt-spark, dbt-bigquery" in capsys.readouterr().err


def _model(name: str, sql: str, *parents: str) -> SimpleNamespace:
    contract = SimpleNamespace(enforced=True)
    return SimpleNamespace(
        unique_id=name,
        alias=name,
        schema="main",
        resource_type="model",
        compiled_code=sql,
        depends_on=SimpleNamespace(nodes=list(parents)),
        config=SimpleNamespace(contract=contract),
        columns={"x": SimpleNamespace(name="x", data_type="string")},
    )
