"""What blocks a mart: files that nobody provides, columns in which nothing stands."""

import pytest

from gtm_tower.pipeline.project import Feed, Mart, find_feeds, find_marts
from gtm_tower.pipeline.readiness import blocking, empty_columns
from gtm_tower.warehouse import Warehouse
from gtm_tower.workspace import DBT_PACKAGE


def feed(table: str) -> Feed:
    """A feed from a table of a shop."""
    return Feed(f"stg_shop__{table}", "shop", table, f"shop_{table}")


FEEDS = {
    "orders": [feed("orders"), feed("tickets")],
    "deposits": [feed("deposits")],
    "leads": [feed("leads")],
}


def mart(*requires: str) -> Mart:
    """A mart with these needs."""
    return Mart("fct_sales", "What was sold?", requires)


@pytest.mark.parametrize(
    ("requires", "provided", "empty", "wanted"),
    [
        ((), "", "", []),
        (("orders",), "orders", "", []),
        (("orders",), "", "", ["no file of orders or tickets"]),
        (("orders", "leads"), "orders", "", ["no file of leads"]),
        (("orders", "orders.channel"), "", "", ["no file of orders or tickets"]),
        (("orders.channel",), "orders", "orders.channel", ["nothing in orders.channel"]),
        # one of several is enough
        (("orders or deposits",), "deposits", "", []),
        (("orders or deposits",), "orders deposits", "", []),
        (("orders or deposits",), "leads", "", ["no file of orders or tickets or deposits"]),
        (("leads or deposits", "orders"), "orders", "", ["no file of leads or deposits"]),
        (("web_events or leads",), "", "", ["no file of web_events or leads"]),
        (("orders or orders.channel",), "", "", ["no file of orders or tickets"]),
        (("orders.channel or leads",), "orders leads", "orders.channel", []),
        (
            ("orders.channel or leads",),
            "orders",
            "orders.channel",
            ["no file of leads and nothing in orders.channel"],
        ),
        (
            ("orders.channel or leads.origin",),
            "orders leads",
            "orders.channel leads.origin",
            ["nothing in orders.channel or leads.origin"],
        ),
    ],
)
def test_what_blocks_a_mart(
    requires: tuple[str, ...], provided: str, empty: str, wanted: list[str]
) -> None:
    assert blocking(mart(*requires), FEEDS, provided.split(), empty.split()) == wanted


def test_every_need_is_an_input_or_one_of_its_columns() -> None:
    inputs = {
        path.stem.partition("__")[2] for path in (DBT_PACKAGE / "models/inputs").glob("*.sql")
    }
    needs = {one for some in find_marts() for need in some.requires for one in need.split(" or ")}
    for need in needs:
        name, _, column = need.partition(".")
        assert name in inputs, need
        sql = (DBT_PACKAGE / f"models/inputs/inputs__{name}.sql").read_text(encoding="utf-8")
        assert not column or f"    {column},\n" in sql, need
    assert find_feeds(["jaffle"]).keys() < inputs


def test_columns_are_looked_at_where_their_input_exists(warehouse: Warehouse) -> None:
    with warehouse.build() as session:
        session.execute("create schema here")
        session.execute("create table here.orders (channel varchar, campaign varchar, note text)")
        session.execute("insert into here.orders values ('email', null, null)")
        marts = [
            mart("orders", "orders.channel or leads.origin", "orders.campaign"),
            mart("leads", "leads.created_at or orders.note"),
        ]
        assert empty_columns(session, "here", marts) == {"orders.campaign", "orders.note"}
