"""What a right reading of the written `jaffle` tables gives: accepted rows, joined."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _jaffle_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, Bools, Ints
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._jaffle_defects import DEFECTS
from gtm_tower.sources.generate._jaffle_tables import CUSTOMERS, ORDERS, PAYMENTS
from gtm_tower.sources.generate._table import ROW_ID, Table
from gtm_tower.sources.generate._truth import accepted
from gtm_tower.sources.generate.dirt import Arrays

PRODUCT_NAMES = tuple(row.name for row in params.PRODUCTS)


@dataclass(frozen=True)
class Facts:
    """Accepted rows as arrays, the orders by customer, day and id; money in cents."""

    window: Window
    customers: Arrays
    orders: Arrays
    payments: Arrays
    customer: Ints  # of each order: position in the customers
    order: Ints  # of each payment: position in the orders
    amount: Ints  # of each order: all its payments
    parts: Ints  # of each order: number of its payments
    day: Ints  # of each order

    @property
    def is_first(self) -> Bools:
        """The first order of each customer; of several on one day that with the lowest id."""
        return _changes(self.customer)

    @property
    def is_last(self) -> Bools:
        """The last order of each customer."""
        return _changes(self.customer[::-1])[::-1]

    @property
    def is_new_day(self) -> Bools:
        """The first order of each purchase day of a customer."""
        return self.is_first | _changes(self.day)

    @property
    def first_day(self) -> Ints:
        """Day of the first order of each order's customer."""
        firsts = self.day[self.is_first]
        return np.asarray(firsts[np.cumsum(self.is_first) - 1], dtype=np.int64)

    @property
    def orders_of(self) -> Ints:
        """Number of orders of each customer."""
        size = len(self.customers[ROW_ID])
        return np.asarray(np.bincount(self.customer, minlength=size), dtype=np.int64)

    @property
    def is_before_signup(self) -> Bools:
        """Orders of a day before that of the customer's sign-up, where it is known."""
        signed_up = self.customers["signed_up"][self.customer]
        return np.asarray((signed_up != NONE) & (self.day < signed_up // DAY_SECONDS))

    def paid_with(self, method: int) -> Ints:
        """What was paid for each order by one method."""
        is_by = self.payments["method"] == method
        return total_by(self.order[is_by], self.payments["amount_cents"][is_by], len(self.day))


def facts_of(window: Window, written: dict[str, Table]) -> Facts:
    """Read the written tables; every accepted order has its customer, every payment its order."""
    customers, orders, payments = (
        accepted(written[name], DEFECTS[name]).arrays for name in (CUSTOMERS, ORDERS, PAYMENTS)
    )
    in_order = np.lexsort((orders[ROW_ID], orders["order_day"], orders["customer"]))
    orders = {name: array[in_order] for name, array in orders.items()}
    order = _places(orders[ROW_ID])[payments["order_row"]]
    return Facts(
        window=window,
        customers=customers,
        orders=orders,
        payments=payments,
        customer=_places(customers[ROW_ID])[orders["customer"]],
        order=order,
        amount=total_by(order, payments["amount_cents"], len(in_order)),
        parts=np.bincount(order, minlength=len(in_order)),
        day=orders["order_day"],
    )


def total_by(group: Ints, values: Ints, size: int) -> Ints:
    """Sums of whole numbers by group 0, 1, ..."""
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, group, values)
    return total


def months_of(facts: Facts) -> range:
    """The months of the window, and those before it in which a wrong order may be."""
    first = facts.window.month_of(facts.day).min(initial=0)
    return range(int(first), facts.window.months)


def _changes(values: Ints) -> Bools:
    """Where a value differs from the one before it; the first one does."""
    is_other = np.ones(len(values), dtype=np.bool_)
    is_other[1:] = values[1:] != values[:-1]
    return is_other


def _places(ids: Ints) -> Ints:
    """Position of each row id."""
    places = np.full(int(ids.max(initial=0)) + 1, NONE)
    places[ids] = np.arange(len(ids))
    return places
