"""A made-up lottery whose files are faulty, against a plain reading of the files and the truth
beside them; and the same marts on Postgres."""

from pathlib import Path

import pytest

from builds.company import new_company
from builds.made_up import MadeUp, accepted, build_files
from builds.test_same_numbers import assert_same, published_tables
from gtm_tower.pipeline.load import LoadError
from support.lottery_files import Lottery

pytestmark = pytest.mark.slow

TABLES = {
    *("signups", "deposits", "ticket_purchases", "games", "funnel_spend", "web_events"),
}


def test_every_planted_fault_is_refused_and_nothing_else(
    lottery: MadeUp, lottery_read: Lottery
) -> None:
    found = lottery.quarantined()
    assert found == lottery_read.reading.refused
    assert found == {
        (fault["table"], fault["row"]): fault["reason"]
        for fault in lottery.truth["planted"]
        if fault["expect"] == "quarantined"
    }
    assert set(found.values()) == {
        *("duplicate", "orphan", "missing_value", "not_a_date", "not_a_number"),
        "negative_amount",
    }


def test_every_repair_is_counted(lottery: MadeUp, lottery_read: Lottery) -> None:
    wanted = lottery_read.reading.repairs()
    assert lottery.repairs() == {key: written for key, (written, _) in wanted.items()}
    assert {repair for _, _, repair in wanted} == {"placeholder", "unreadable"}


def test_rows_in_are_accepted_or_quarantined(lottery: MadeUp) -> None:
    rows = lottery.query(
        "select table_name, rows_in, rows_later, rows_accepted, rows_quarantined from meta.inputs"
    )
    assert {row[0] for row in rows} == TABLES
    for table, rows_in, later, taken, quarantined in rows:
        assert (rows_in, later) == (lottery.truth["rows"][table], 0)
        assert rows_in == taken + quarantined
        assert taken == lottery.truth["after_quarantine"][table]["accepted"]


def test_deposits_are_the_true_ones_to_the_cent(lottery: MadeUp) -> None:
    ((count, amount, players),) = lottery.accepted(
        "select count(*), sum(amount), count(distinct customer_id) from inputs.deposits"
    )
    truth = lottery.truth["deposits"]
    assert (count, str(amount), players) == (truth["deposits"], truth["amount"], truth["players"])


def test_tickets_are_the_true_ones_to_the_cent(lottery: MadeUp) -> None:
    truth = lottery.truth["purchases"]
    rows = lottery.accepted(
        "select products.product_name, count(*), sum(orders.amount),"
        " count(distinct orders.customer_id) from inputs.orders as orders"
        " left join inputs.products as products on orders.product_id = products.product_id"
        " group by 1"
    )
    assert {game: (count, str(amount), buyers) for game, count, amount, buyers in rows} == {
        game: (one["count"], one["amount"], one["buyers"])
        for game, one in truth["by_game"].items()
        if one["count"]
    }
    assert lottery.accepted("select distinct status, currency from inputs.orders") == [
        ("completed", "USD")
    ]


def test_tickets_before_the_sign_up_are_kept(lottery: MadeUp) -> None:
    ((early, buyers),) = lottery.accepted(
        "select sum(case when orders.ordered_at < customers.signed_up_at then 1 else 0 end),"
        " count(distinct orders.customer_id) from inputs.orders as orders"
        " inner join inputs.customers as customers on orders.customer_id = customers.customer_id"
    )
    truth = lottery.truth["purchases"]
    assert (early, buyers) == (truth["before_signup"], truth["buyers"])
    assert early > 0


def test_spend_is_that_of_the_files_to_the_cent(lottery: MadeUp) -> None:
    truth = lottery.truth["spend"]
    rows = lottery.accepted(
        "select lower(campaign) || ' / ' || lower(channel), sum(amount)"
        " from inputs.marketing_spend group by 1"
    )
    assert {place: str(amount) for place, amount in rows} == truth["by_campaign_and_channel"]
    ((total,),) = lottery.accepted("select sum(amount) from inputs.marketing_spend")
    assert str(total) == truth["total"]
    # the mart of what channels cost holds the same, by month
    ((published,),) = lottery.query("select sum(amount) from marts.int_channel_spend")
    assert str(published) == truth["total"]


def test_members_and_games_are_the_true_ones(lottery: MadeUp, lottery_read: Lottery) -> None:
    rows = lottery.accepted(
        "select coalesce(country, 'unknown (missing)'), count(*) from inputs.customers group by 1"
    )
    truth = lottery.truth["signups"]["by_country"]
    assert dict(rows) == {country: count for country, count in truth.items() if count}
    games = lottery.accepted(
        "select product_id, product_name, jackpot_estimate from inputs.products"
    )
    assert {game: (name, jackpot) for game, name, jackpot in games} == lottery_read.jackpots


def test_events_are_those_of_the_files(lottery: MadeUp, lottery_read: Lottery) -> None:
    rows = lottery.accepted(
        "select event_id, user_id, anonymous_id, device_id, email, lower(campaign), source,"
        " session_id, event_type, occurred_at from inputs.web_events"
    )
    kinds = ("user_id", "anonymous_user_id", "device_id", "email")
    assert {row[0]: row[1:] for row in rows} == {
        event.event_id: (
            *(dict(event.ids).get(kind) for kind in kinds),
            *(event.campaign, event.source, event.session, event.kind, event.at),
        )
        for event in lottery_read.events
    }


@pytest.mark.postgres
def test_postgres_publishes_what_duckdb_does(
    lottery: MadeUp, tmp_path: Path, postgres_url: str
) -> None:
    other = build_files(lottery.files, new_company(tmp_path / "c", postgres_url, "lottery"))
    tables = published_tables(lottery.company)
    assert published_tables(other) == tables
    for table in [*tables, "meta.repairs"]:
        assert_same(other.table(table), lottery.table(table), table)
    for name in ("customers", "orders", "products", "deposits", "web_events"):
        every = f"select * from inputs.{name} order by 1"
        assert accepted(other, every) == lottery.accepted(every)


@pytest.mark.parametrize(
    ("table", "column", "renamed"),
    [
        ("signups", "signup_timestamp", "signup_time"),
        ("deposits", "deposit_amount_inminor", "deposit_amount_minor"),
        ("web_events", "anonymous_user_id", "anonymous_id"),
    ],
)
def test_a_renamed_column_is_named_with_its_nearest_match(
    lottery: MadeUp, tmp_path: Path, table: str, column: str, renamed: str
) -> None:
    company = new_company(tmp_path / "c", template="lottery")
    head = (lottery.files / f"{table}.csv").read_text(encoding="utf-8").partition("\n")[0]
    (company.data / f"{table}.csv").write_text(
        head.replace(column, renamed) + "\n", encoding="utf-8"
    )
    with pytest.raises(LoadError) as failure:
        company.load()
    for piece in (f"{table}.csv", f"'{column}' is missing", f"Did you mean '{renamed}'?"):
        assert piece in str(failure.value)
