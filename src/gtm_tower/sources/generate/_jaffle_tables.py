"""The four raw tables of the `jaffle` template: columns, order and types.

The arrays hold what a right reading of the cells gives, so that the truth can be counted from them.
"""

from collections.abc import Iterator

import numpy as np

from gtm_tower.sources.generate import _jaffle_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, per
from gtm_tower.sources.generate._jaffle_orders import CAMPAIGNS
from gtm_tower.sources.generate._jaffle_world import World
from gtm_tower.sources.generate._table import (
    ROW_ID,
    Table,
    day,
    identifier,
    label,
    moment,
    numbered,
)

CUSTOMERS, ORDERS, PAYMENTS, PRODUCTS = "customers", "orders", "payments", "products"

_CHANNELS = [row.name for row in params.CHANNELS]
_PRODUCTS = [row.name for row in params.PRODUCTS]


def draw_tables(world: World) -> Iterator[Table]:
    """The clean tables."""
    yield _customers(world)
    yield _orders(world)
    yield _payments(world)
    yield _products()


def _customers(world: World) -> Table:
    customers = world.customers
    arrays = {
        "first": customers.first_name,
        "last": customers.last_name,
        "email_state": customers.has_email,
        "signed_up": customers.signed_up,
    }
    first, last = label("first", params.FIRST_NAMES), label("last", params.LAST_NAMES)
    address = f"lower({first} || '.' || {last} || {ROW_ID} || '@mail.example')"
    columns = {
        "id": ROW_ID,
        "first_name": first,
        "last_name": last,
        "email": f"case when email_state >= 0 then {address} end",
        "signed_up_at": moment("signed_up"),
    }
    return Table(CUSTOMERS, columns, numbered(arrays), key=("id",))


def _orders(world: World) -> Table:
    orders = world.orders
    arrays = {
        "customer": orders.customer + 1,
        "signup_day": world.customers.signed_up[orders.customer] // DAY_SECONDS,
        "order_day": orders.day,
        "status_code": orders.status,
        "product": orders.product,
        "channel_code": orders.channel,
        "campaign_code": orders.campaign,
    }
    columns = {
        "id": ROW_ID,
        "user_id": "customer",
        "order_date": day("order_day"),
        "status": label("status_code", params.STATUSES),
        "product_name": label("product", _PRODUCTS),
        "campaign": label("campaign_code", CAMPAIGNS),
        "channel": label("channel_code", _CHANNELS),
    }
    return Table(ORDERS, columns, numbered(arrays), key=("id",))


def _payments(world: World) -> Table:
    payments = world.payments
    arrays = {
        "order_row": payments.order + 1,
        "method": payments.method,
        "amount_cents": payments.amount,
    }
    columns = {
        "id": ROW_ID,
        "order_id": "order_row",
        "payment_method": label("method", params.METHODS),
        "amount": "amount_cents",
    }
    return Table(PAYMENTS, columns, numbered(arrays), key=("id",))


def _products() -> Table:
    arrays = {
        "product": np.arange(len(_PRODUCTS)),
        "category_code": np.array(
            [params.CATEGORIES.index(row.category) for row in params.PRODUCTS]
        ),
        "price_cents": per(params.PRODUCTS, "price").astype(np.int64),
    }
    columns = {
        "product_id": identifier("prod"),
        "product_name": label("product", _PRODUCTS),
        "category": label("category_code", params.CATEGORIES),
        "price": "price_cents",
    }
    return Table(PRODUCTS, columns, numbered(arrays), key=("product_id",))
