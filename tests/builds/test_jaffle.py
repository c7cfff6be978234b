"""A made-up web shop whose files are faulty, against a plain reading of the files and the truth
beside them; the published files of the shop, as they are; and the same marts on Postgres."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from builds.company import Company, new_company
from builds.made_up import MadeUp, accepted, build_files
from builds.test_same_numbers import assert_same, published_tables
from gtm_tower.pipeline.load import LoadError
from support.jaffle_files import Shop
from support.real_data import real_data

pytestmark = pytest.mark.slow


def test_every_planted_fault_is_refused_and_nothing_else(shop: MadeUp, shop_read: Shop) -> None:
    found = shop.quarantined()
    assert found == shop_read.reading.refused
    assert found == {
        (fault["table"], fault["row"]): fault["reason"]
        for fault in shop.truth["planted"]
        if fault["expect"] == "quarantined"
    }
    assert set(found.values()) == {
        *("duplicate", "orphan", "missing_value", "not_a_date", "not_a_number", "unknown_value"),
    }


def test_every_repair_is_counted(shop: MadeUp, shop_read: Shop) -> None:
    wanted = shop_read.reading.repairs()
    assert shop.repairs() == {key: written for key, (written, _) in wanted.items()}
    assert {repair for _, _, repair in wanted} == {"placeholder", "unreadable"}


def test_rows_in_are_accepted_or_quarantined(shop: MadeUp) -> None:
    rows = shop.query(
        "select table_name, rows_in, rows_later, rows_accepted, rows_quarantined from meta.inputs"
    )
    assert {row[0] for row in rows} == {"customers", "orders", "payments", "products"}
    for table, rows_in, later, taken, quarantined in rows:
        assert (rows_in, later) == (shop.truth["rows"][table], 0)
        assert rows_in == taken + quarantined
        assert taken == shop.truth["after_quarantine"][table]["accepted"]


def test_orders_and_revenue_are_the_true_ones_to_the_cent(shop: MadeUp) -> None:
    truth = shop.truth["orders"]
    paid = (
        "select order_id, sum(amount) as amount from inputs.payments"
        " where order_id is not null group by 1"
    )
    orders = (
        "select {group}, count(*), coalesce(sum(paid.amount), 0) from inputs.orders as orders"
        f" left join ({paid}) as paid on orders.order_id = paid.order_id group by 1"
    )
    ((_, count, revenue),) = shop.accepted(orders.format(group="'all'"))
    assert (count, str(revenue)) == (truth["orders"], truth["revenue"])
    by_status = shop.accepted(orders.format(group="orders.status"))
    assert {status: (count, str(revenue)) for status, count, revenue in by_status} == {
        status: (one["orders"], one["revenue"]) for status, one in truth["by_status"].items()
    }


def test_payments_by_method_are_the_true_ones_to_the_cent(shop: MadeUp) -> None:
    truth = shop.truth["payments"]
    rows = shop.accepted(
        "select coalesce(method, 'unknown (missing)'), count(*), sum(amount) from inputs.payments"
        " group by 1"
    )
    assert {method: (count, str(amount)) for method, count, amount in rows} == {
        method: (one["payments"], one["amount"])
        for method, one in truth["by_method"].items()
        if one["payments"]
    }
    ((count, amount),) = shop.accepted(
        "select count(*), sum(amount) from inputs.payments where amount < 0"
    )
    assert (count, str(amount)) == (truth["refunds"]["payments"], truth["refunds"]["amount"])
    assert count > 0


def test_customers_without_a_date_or_address_are_kept(shop: MadeUp, shop_read: Shop) -> None:
    ((count, undated, without_email),) = shop.accepted(
        "select count(*), count(*) - count(signed_up_at), count(*) - count(email)"
        " from inputs.customers"
    )
    truth = shop.truth["customers"]
    assert (count, undated) == (truth["customers"], truth["undated"])
    assert without_email == sum(customer.email is None for customer in shop_read.customers)


def test_the_classic_files_load_as_they_are(classic: Company) -> None:
    rows = classic.query(
        "select table_name, rows_in, rows_accepted, rows_quarantined from meta.inputs"
        " where rows_in > 0 order by 1"
    )
    assert rows == [
        ("customers", 100, 100, 0),
        ("orders", 99, 99, 0),
        ("payments", 113, 113, 0),
    ]
    assert classic.table("meta.repairs") == []
    assert classic.query("select as_of from meta.runs") == [(date(2018, 4, 9),)]


def test_the_classic_orders_have_the_published_totals(classic: Company) -> None:
    ((customers, revenue),) = accepted(
        classic,
        "select count(distinct orders.customer_id), sum(payments.amount) from inputs.orders"
        " as orders inner join inputs.payments as payments on orders.order_id = payments.order_id",
    )
    assert (customers, str(revenue)) == (62, "1672.00")


@pytest.mark.postgres
def test_postgres_publishes_what_duckdb_does(
    shop: MadeUp, tmp_path: Path, postgres_url: str
) -> None:
    other = build_files(shop.files, new_company(tmp_path / "c", postgres_url, "jaffle"))
    tables = published_tables(shop.company)
    assert published_tables(other) == tables
    for table in [*tables, "meta.repairs"]:
        assert_same(other.table(table), shop.table(table), table)
    for name in ("customers", "orders", "payments", "products"):
        every = f"select * from inputs.{name} order by 1"
        assert accepted(other, every) == shop.accepted(every)


@pytest.mark.parametrize(
    ("file", "column", "renamed"),
    [
        ("raw_customers.csv", "first_name", "first_names"),
        ("raw_orders.csv", "user_id", "user_ids"),
        ("raw_payments.csv", "payment_method", "pay_method"),
    ],
)
def test_a_renamed_column_is_named_with_its_nearest_match(
    tmp_path: Path, file: str, column: str, renamed: str
) -> None:
    company = new_company(tmp_path / "c", template="jaffle")
    shutil.copyfile(real_data("jaffle_classic") / file, company.data / file)
    text = (company.data / file).read_text(encoding="utf-8")
    (company.data / file).write_text(text.replace(column, renamed, 1), encoding="utf-8")
    with pytest.raises(LoadError) as failure:
        company.load()
    for piece in (file, f"'{column}' is missing", f"Did you mean '{renamed}'?"):
        assert piece in str(failure.value)
