"""The whole jaffle shop, before it is written."""

from dataclasses import dataclass

from gtm_tower.sources.generate import _jaffle_params as params
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._jaffle_customers import Customers, draw_customers
from gtm_tower.sources.generate._jaffle_orders import (
    Orders,
    Payments,
    draw_orders,
    draw_payments,
)
from gtm_tower.sources.generate._jaffle_process import Process, draw_process
from gtm_tower.sources.generate.spec import GenerateSpec


@dataclass(frozen=True)
class World:
    """Every entity of one data set; positions in one table refer to rows of another."""

    window: Window
    customers: Customers
    process: Process
    orders: Orders
    payments: Payments


def draw_world(spec: GenerateSpec) -> World:
    """Draw everything from the spec; each part has its own stream of random numbers."""
    window = Window.ending(spec.end, spec.months)
    size = max(1, round(params.CUSTOMERS_AT_SCALE_1 * spec.scale))
    customers = draw_customers(spec.rng("customers"), window, size)
    process = draw_process(spec.rng("process"), window, customers)
    orders = draw_orders(spec.rng("orders"), window, customers, process.seen)
    return World(
        window=window,
        customers=customers,
        process=process,
        orders=orders,
        payments=draw_payments(spec.rng("payments"), orders),
    )
