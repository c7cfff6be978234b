"""The files of the `jaffle` template, read row by row as the contract says."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from support.extract import Cells, Reading, read_table

STATUSES = ("placed", "shipped", "completed", "return_pending", "returned")
UNKNOWN = "unknown (missing)"


@dataclass
class Customer:
    """A customer as it can be read."""

    customer_id: str
    email: str | None
    signed_up: datetime | None
    orders: list["Order"] = field(default_factory=list)

    @property
    def days(self) -> dict[date, int]:
        """Worth of every purchase day, in order."""
        worth: Counter[date] = Counter()
        for order in self.orders:
            worth[order.day] += order.amount
        return dict(worth)


@dataclass
class Payment:
    """A payment as it can be read; the amount is in cents."""

    payment_id: str
    order_id: str
    method: str
    amount: int


@dataclass
class Order:
    """An order as it can be read, with its customer and payments."""

    order_id: str
    customer_id: str
    day: date
    status: str
    product: str
    campaign: str
    channel: str
    customer: Customer
    payments: list[Payment] = field(default_factory=list)

    @property
    def amount(self) -> int:
        return sum(payment.amount for payment in self.payments)

    @property
    def is_before_signup(self) -> bool:
        signed_up = self.customer.signed_up
        return signed_up is not None and self.day < signed_up.date()

    def paid_with(self, method: str) -> int:
        """What was paid by one method."""
        return sum(payment.amount for payment in self.payments if payment.method == method)


@dataclass
class Shop:
    """All accepted rows, each customer's orders by day and id, and what was found on the way."""

    customers: list[Customer]
    orders: list[Order]
    payments: list[Payment]
    categories: dict[str, str | None]
    reading: Reading

    @property
    def buyers(self) -> list[Customer]:
        return [customer for customer in self.customers if customer.orders]


def read_shop(folder: Path) -> Shop:
    """Read the four files."""
    reading = Reading()

    customers = read_table(
        folder / "customers.csv", reading, _customer, lambda row: str(row.customer_id)
    )
    by_id = {customer.customer_id: customer for customer in customers}
    orders = read_table(
        folder / "orders.csv",
        reading,
        lambda cells: _order(cells, by_id),
        lambda row: str(row.order_id),
    )
    orders.sort(key=lambda order: (order.day, int(order.order_id)))
    by_order = {order.order_id: order for order in orders}
    for order in orders:
        order.customer.orders.append(order)
    payments = read_table(
        folder / "payments.csv",
        reading,
        lambda cells: _payment(cells, by_order),
        lambda row: str(row.payment_id),
    )
    for payment in payments:
        by_order[payment.order_id].payments.append(payment)
    products = read_table(folder / "products.csv", reading, _product, lambda row: str(row[0]))
    return Shop(customers, orders, payments, dict(products), reading)


def name_of(text: str | None) -> str:
    """A name in lower case without blanks around it; a missing one has a name too."""
    return text.strip().lower() if text else UNKNOWN


def _customer(cells: Cells) -> Customer:
    return Customer(
        customer_id=cells.required("id"),
        email=cells.text("email"),
        signed_up=cells.moment("signed_up_at"),
    )


def _order(cells: Cells, customers: dict[str, Customer]) -> Order:
    day = cells.moment("order_date", is_strict=True)
    cells.required("order_date")
    customer = customers.get(cells.required("user_id"))
    if customer is None:
        cells.refuse("orphan")
    status = name_of(cells.row["status"])
    if status not in STATUSES:
        cells.refuse("unknown_value")
    return Order(
        order_id=cells.required("id"),
        customer_id=cells.row["user_id"],
        day=(day or datetime.min).date(),
        status=status,
        product=cells.text("product_name") or UNKNOWN,
        campaign=name_of(cells.text("campaign")),
        channel=name_of(cells.text("channel")),
        customer=customer or Customer("", None, None),
    )


def _payment(cells: Cells, orders: dict[str, Order]) -> Payment:
    amount = cells.number("amount", "not_a_number")
    cells.required("amount")
    if cells.row["order_id"] not in orders:
        cells.refuse("orphan")
    return Payment(
        payment_id=cells.required("id"),
        order_id=cells.row["order_id"],
        method=name_of(cells.text("payment_method")),
        amount=amount or 0,
    )


def _product(cells: Cells) -> tuple[str, str | None]:
    cells.required("product_id")
    return cells.required("product_id"), cells.text("category")
