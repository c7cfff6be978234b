"""The checks on attribution: a sound attribution of three conversions passes, each fault fails.

A check is compiled alone, with plain tables in the place of the marts that it reads.
"""

import re
from collections.abc import Iterator
from functools import cache

import duckdb
import pytest

from gtm_tower.workspace import DBT_PACKAGE
from support.macros import compile_expressions

CHECKS = {path.stem: path for path in (DBT_PACKAGE / "tests" / "attribution").glob("*.sql")}

# A was touched twice and bought twice, once for an amount that nobody knows; B was never touched
SOUND = """
create table fct_touchpoints as
select * from (values
    ('t1', 'A', 'person', 'spring', 'email', 'web', false, timestamp '2026-01-01 10:00'),
    ('t2', 'A', 'person', 'none', 'Organic', 'derived', true, timestamp '2026-01-01 10:00'),
    ('t3', 'A', 'person', 'spring', 'email', 'web', false, timestamp '2026-02-28 10:00')
) as rows (
    touchpoint_id, person_id, person_kind, campaign, channel, origin, is_derived, touched_at
);
create table fct_conversions as
select * from (values
    ('c1', 'order', 'A', 'person', 10.00, timestamp '2026-01-31 10:00'),
    ('c2', 'order', 'B', 'person', 7.00, timestamp '2026-01-05 00:00'),
    ('c3', 'order', 'A', 'person', null, timestamp '2026-01-02 00:00')
) as rows (conversion_id, conversion_type, person_id, person_kind, value, converted_at);
create table fct_attribution as
select
    conversions.conversion_id,
    coalesce(touches.touchpoint_id, '(none)') as touchpoint_id,
    model,
    conversions.conversion_type,
    conversions.person_id,
    coalesce(touches.channel, '(none)') as channel,
    coalesce(touches.campaign, '(none)') as campaign,
    coalesce(touches.is_derived, false) as is_derived,
    cast(
        case when touches.touchpoint_id is null or model <> 'linear' then 1 else 0.5 end as double
    ) as credit,
    case
        when touches.touchpoint_id is null or model <> 'linear' then conversions.value
        else conversions.value / 2
    end as value,
    touches.touched_at,
    conversions.converted_at
from fct_conversions as conversions
cross join (values ('first'), ('last'), ('linear')) as models (model)
left join fct_touchpoints as touches
    on
        conversions.person_id = touches.person_id
        and touches.touchpoint_id <> 't3'
        and (model <> 'first' or touches.touchpoint_id = 't1')
        and (model <> 'last' or touches.touchpoint_id = 't2');
create table marketing_attribution as
select
    conversion_type,
    model,
    campaign,
    channel,
    is_derived,
    case when campaign = '(none)' then 0 else 1 end as person_count,
    sum(credit) as conversions,
    sum(value) as value,
    case when campaign = 'spring' then 5.00 end as spend
from fct_attribution
group by all
union all
select 'order', 'last', 'spring', 'email', false, 1, 0, 0, 5.00
union all
select 'order', 'first', 'none', 'Organic', true, 1, 0, 0, null;
create table inputs__marketing_spend as
select 'Email' as channel, 'SPRING' as campaign, 2.00 as amount
union all
select 'email', 'spring', 3.00;
create table fct_channel_effects as
select * from (values
    ('order', 'email', 'markov', 1.5, 2.0),
    ('order', 'Organic (derived)', 'markov', 0.5, 0.0),
    ('order', '(none)', 'markov', 1.0, 1.0),
    ('order', 'email', 'shapley', 1.0, 1.0),
    ('order', 'Organic (derived)', 'shapley', 1.0, 1.0),
    ('order', '(none)', 'shapley', 1.0, 1.0)
) as rows (conversion_type, channel, model, conversions, attributed_conversions);
create table fct_attribution_paths as
select * from (values
    ('order', 'email > Organic (derived)', 4, 2, 1, 10.00),
    ('order', '(none)', 1, 1, 0, 7.00)
) as rows (conversion_type, path, path_count, conversion_count, open_count, value);
"""

OF_C1 = "where conversion_id = 'c1' and model = 'linear' and touchpoint_id = 't1'"
FAULTS = {
    "assert_credit_adds_up_to_one": [
        f"update fct_attribution set credit = 0.49 {OF_C1}",
        f"update fct_attribution set value = 5.01 {OF_C1}",
        f"update fct_attribution set value = null {OF_C1}",
        f"delete from fct_attribution {OF_C1}",
        "update fct_attribution set value = 0 where conversion_id = 'c3'",
        "delete from fct_attribution where conversion_id = 'c2' and model = 'last'",
    ],
    "assert_touches_lie_in_the_look_back": [
        "update fct_touchpoints set touched_at = timestamp '2026-01-01 09:59:59'",
        "update fct_touchpoints set touched_at = timestamp '2026-01-31 10:00:01'",
        f"update fct_attribution set person_id = 'B' {OF_C1}",
        f"update fct_attribution set touchpoint_id = 't9' {OF_C1}",
    ],
    "assert_conversions_without_a_touch_are_none": [
        "delete from fct_attribution where touchpoint_id = '(none)'",
        f"update fct_attribution set touchpoint_id = '(none)' {OF_C1}",
        "update fct_touchpoints set person_id = 'B' where touchpoint_id = 't1'",
    ],
    "assert_first_and_last_touches_are_the_ends": [
        "update fct_attribution set touchpoint_id = 't2' where model = 'first'",
        "update fct_attribution set touchpoint_id = 't1' where model = 'last'",
        "update fct_attribution set touched_at = touched_at - interval 1 second"
        " where model = 'last'",
    ],
    "assert_campaigns_add_up_to_the_attribution": [
        "update marketing_attribution set conversions = 0.9 where campaign = '(none)'",
        "update marketing_attribution set value = 6.99 where campaign = '(none)'",
        "delete from marketing_attribution",
    ],
    "assert_campaign_spend_is_there_once_in_every_model": [
        "update marketing_attribution set spend = 5.01 where model = 'first' and spend is not null",
        "delete from marketing_attribution where model = 'last' and campaign = 'spring'",
        "insert into inputs__marketing_spend values ('radio', 'radio', 0.00)",
        "update marketing_attribution set spend = 5.00 where campaign = 'none'",
    ],
    "assert_channel_effects_hold_every_conversion": [
        "update fct_channel_effects set conversions = 1.4"
        " where model = 'markov' and channel = 'email'",
        "update fct_channel_effects set attributed_conversions = 1.1 where model = 'shapley'",
        "delete from fct_channel_effects where channel = '(none)'",
    ],
    "assert_paths_count_every_conversion_once": [
        "update fct_attribution_paths set conversion_count = 3 where path <> '(none)'",
        "update fct_attribution_paths set value = 6.99 where path = '(none)'",
        "update fct_attribution_paths set path_count = 2 where path <> '(none)'",
        "delete from fct_attribution_paths",
    ],
    "assert_derived_touches_stay_apart": [
        "update marketing_attribution set is_derived = true where spend is not null",
        "update marketing_attribution set spend = 1 where is_derived",
        "update fct_touchpoints set is_derived = false where touchpoint_id = 't2'",
        "update fct_touchpoints set origin = 'web' where touchpoint_id = 't2'",
    ],
}
CASES = [(name, fault) for name, faults in FAULTS.items() for fault in faults]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A sound attribution in memory."""
    opened = duckdb.connect(":memory:")
    opened.execute(SOUND)
    yield opened
    opened.close()


@cache
def compiled() -> dict[str, str]:
    """The SQL of every check, with the names of models for tables."""
    return compile_expressions(
        "duckdb",
        {
            name: re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", path.read_text(encoding="utf-8"))
            for name, path in CHECKS.items()
        },
    )


def offending(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """How many rows a check gives."""
    return len(connection.execute(compiled()[name]).fetchall())


def test_every_check_is_tried() -> None:
    assert CHECKS.keys() == FAULTS.keys()


@pytest.mark.parametrize("name", CHECKS)
def test_a_sound_attribution_passes(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    assert offending(connection, name) == 0


@pytest.mark.parametrize(("name", "fault"), CASES)
def test_a_planted_fault_fails(
    connection: duckdb.DuckDBPyConnection, name: str, fault: str
) -> None:
    connection.execute(fault)
    assert offending(connection, name) > 0
