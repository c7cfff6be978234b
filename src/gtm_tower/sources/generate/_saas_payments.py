"""Money received and given back."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _saas_params as params
from gtm_tower.sources.generate._arrays import Bools, Ints, Rows, chance, pick, wait_days
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._saas_billing import Invoices


@dataclass(frozen=True)
class Payments(Rows):
    """One row per movement of money; refunds are negative."""

    invoice: Ints
    day: Ints
    amount: Ints
    method: Ints


def draw_payments(rng: np.random.Generator, window: Window, invoices: Invoices) -> Payments:
    """Payments of paid and refunded bills, some in two parts, and their full or partial refunds."""
    size = len(invoices)
    is_settled = np.isin(invoices.status, (params.PAID, params.REFUNDED)) & (invoices.amount > 0)
    is_refunded = is_settled & (invoices.status == params.REFUNDED)
    is_plain = is_settled & ~is_refunded
    is_halved = is_plain & chance(rng, params.TWO_PAYMENTS_RATE, size)
    is_partial = is_plain & chance(rng, params.PARTIAL_REFUND_RATE, size)
    second = np.where(is_halved, invoices.amount * 2 // 5, 0)
    back = np.floor(invoices.amount * rng.uniform(0.1, 0.5, size)).astype(np.int64)
    paid_day = invoices.day + wait_days(rng, params.PAYMENT_MEAN_DAYS, size)
    later_day = paid_day + 1 + wait_days(rng, params.PAYMENT_MEAN_DAYS, size)
    method = pick(rng, params.PAYMENT_METHOD_WEIGHTS, size)

    def movement(chosen: Bools, day: Ints, amount: Ints) -> Payments:
        day = np.minimum(day, window.end)
        return Payments(np.arange(size), day, amount, method).take(chosen)

    payments = Payments.concat(
        [
            movement(is_settled, paid_day, invoices.amount - second),
            movement(is_halved, later_day, second),
            movement(is_refunded, later_day, -invoices.amount),
            movement(is_partial, later_day, -back),
        ]
    )
    return payments.take(np.lexsort((payments.invoice, payments.day)))
