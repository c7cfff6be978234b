"""What a correct pipeline must find in the `jaffle` data, dirty or not."""

from collections.abc import Sequence

import numpy as np

from gtm_tower.sources.generate import _jaffle_params as params
from gtm_tower.sources.generate._arrays import NONE, Bools, Ints
from gtm_tower.sources.generate._jaffle_defects import NO_ADDRESS
from gtm_tower.sources.generate._jaffle_facts import PRODUCT_NAMES, Facts, months_of, total_by
from gtm_tower.sources.generate._jaffle_orders import CAMPAIGNS
from gtm_tower.sources.generate._truth import (
    MISSING_NAME,
    Json,
    money_text,
)

_CHANNELS = tuple(row.name for row in params.CHANNELS)


def totals_truth(facts: Facts) -> Json:
    """Aggregates of the accepted rows; money as text with two decimals, days in UTC."""
    return {
        "customers": _customers_truth(facts),
        "orders": _orders_truth(facts),
        "payments": _payments_truth(facts),
        "products": _products_truth(facts),
        "cross_sell": _cross_sell_truth(facts),
        "channels": _origins_truth(facts, "channel_code", _CHANNELS),
        "campaigns": _origins_truth(facts, "campaign_code", CAMPAIGNS),
        "cohorts": _cohorts_truth(facts),
        "purchase_days": _purchase_days_truth(facts),
    }


def _customers_truth(facts: Facts) -> Json:
    customers, orders = facts.customers, facts.orders_of
    return {
        "customers": len(orders),
        "without_orders": int((orders == 0).sum()),
        "with_one_order": int((orders == 1).sum()),
        "with_repeat_orders": int((orders > 1).sum()),
        "undated": int((customers["signed_up"] == NONE).sum()),
        "without_email": int((customers["email_state"] == NONE).sum()),
        "with_invalid_email": int((customers["email_state"] == NO_ADDRESS).sum()),
    }


def _orders_truth(facts: Facts) -> Json:
    everything = np.ones(len(facts.day), dtype=np.bool_)
    status, month = facts.orders["status_code"], facts.window.month_of(facts.day)
    return {
        **_sums(facts, everything),
        "without_payment": int((facts.parts == 0).sum()),
        "free": int(((facts.parts > 0) & (facts.amount == 0)).sum()),
        "paid_in_parts": int((facts.parts > 1).sum()),
        "on_the_day_of_another": len(everything) - int(facts.is_new_day.sum()),
        "before_signup": int(facts.is_before_signup.sum()),
        "by_status": {
            name: _sums(facts, status == code) for code, name in enumerate(params.STATUSES)
        },
        "by_month": {facts.window.name(m): _sums(facts, month == m) for m in months_of(facts)},
    }


def _sums(facts: Facts, mask: Bools) -> Json:
    return {"orders": int(mask.sum()), "revenue": money_text(facts.amount[mask].sum())}


def _payments_truth(facts: Facts) -> Json:
    method, amount = facts.payments["method"], facts.payments["amount_cents"]

    def sums(mask: Bools) -> Json:
        return {"payments": int(mask.sum()), "amount": money_text(amount[mask].sum())}

    names = (MISSING_NAME, *params.METHODS)
    return {
        **sums(np.ones(len(amount), dtype=np.bool_)),
        "refunds": sums(np.asarray(amount < 0)),
        "by_method": {name: sums(method == code) for code, name in enumerate(names, NONE)},
    }


def _products_truth(facts: Facts) -> Json:
    """By product; promotional is what coupons and gift cards paid."""
    product, status = facts.orders["product"], facts.orders["status_code"]
    coupon, gift = (facts.paid_with(code) for code in (params.COUPON, params.GIFT_CARD))

    def of(mask: Bools) -> Json:
        return {
            **_sums(facts, mask),
            "customers": len(np.unique(facts.customer[mask])),
            "new_customers": int((mask & facts.is_first).sum()),
            "returned": int((mask & (status == params.RETURNED)).sum()),
            "return_pending": int((mask & (status == params.RETURN_PENDING)).sum()),
            "coupon_revenue": money_text(coupon[mask].sum()),
            "gift_card_revenue": money_text(gift[mask].sum()),
        }

    planted = {
        row.name: {"return_rate": row.return_rate, "coupon_share": row.coupon_share}
        for row in params.PRODUCTS
    }
    found = {name: of(product == code) for code, name in enumerate(PRODUCT_NAMES)}
    return {
        **{name: {**of_name, "planted": planted[name]} for name, of_name in found.items()},
        MISSING_NAME: of(product == NONE),
    }


def _cross_sell_truth(facts: Facts) -> Json:
    """Customers who bought both products of a pair, on one day or on several."""
    product = facts.orders["product"]
    is_known = product != NONE
    has = np.zeros((len(facts.orders_of), len(PRODUCT_NAMES)), dtype=np.float64)
    has[facts.customer[is_known], product[is_known]] = 1
    both = has.T @ has
    return {
        f"{name} + {PRODUCT_NAMES[second]}": int(both[first, second])
        for first, name in enumerate(PRODUCT_NAMES)
        for second in range(first + 1, len(PRODUCT_NAMES))
    }


def _origins_truth(facts: Facts, array: str, names: Sequence[str]) -> Json:
    """Orders by what they were tracked to, and customers by that of their first and last order."""
    codes = facts.orders[array]
    return {
        name: {
            **_sums(facts, codes == code),
            "customers_by_first_order": int((facts.is_first & (codes == code)).sum()),
            "customers_by_last_order": int((facts.is_last & (codes == code)).sum()),
        }
        for code, name in enumerate((MISSING_NAME, *names), NONE)
    }


def _cohorts_truth(facts: Facts) -> Json:
    """Customers by the month of their first order: active ones and revenue, by age in months."""
    window, months = facts.window, months_of(facts)
    month = window.month_of(facts.day)
    cohort = window.month_of(facts.first_day)
    size = len(months)
    age = month - cohort
    cell = (cohort - months.start) * size + age
    revenue = total_by(cell, facts.amount, size * size)
    active = _distinct(facts.customer, cell, size * size)
    return {
        window.name(m): {
            "customers": int(active[start]),
            "active": [int(count) for count in active[start:end]],
            "revenue": [money_text(cents) for cents in revenue[start:end]],
        }
        for m in months
        for start in [(m - months.start) * size]
        for end in [start + window.months - m]
    }


def _distinct(customer: Ints, cell: Ints, cells: int) -> Ints:
    """Customers by cell, each once."""
    pairs = np.unique(customer * cells + cell)
    return np.bincount(pairs % cells, minlength=cells)


def _purchase_days_truth(facts: Facts) -> Json:
    """What BG/NBD and gamma-gamma are fitted to; orders of one day are one purchase.

    Of a customer with n purchase days, repeats are n - 1, recency runs from the first day to the
    last, and age from the first day to the end of the data.
    """
    is_new, is_first = facts.is_new_day, facts.is_first
    place = np.cumsum(is_new) - 1
    worth = total_by(place, facts.amount, int(is_new.sum()))
    buyer = (np.cumsum(is_first) - 1)[is_new]
    repeats = np.bincount(buyer, minlength=int(is_first.sum())) - 1
    is_repeat = ~is_first[is_new]
    first_day, last_day = facts.day[is_first], facts.day[facts.is_last]

    def spent(mask: Bools) -> Json:
        return {"days": int(mask.sum()), "worth": money_text(worth[mask].sum())}

    return {
        "customers": len(repeats),
        "repeats": int(repeats.sum()),
        "recency_days": int((last_day - first_day).sum()),
        "age_days": int((facts.window.end - first_day).sum()),
        "customers_by_repeats": {
            str(count): int((repeats == count).sum()) for count in np.unique(repeats)
        },
        "with_worth": spent(worth > 0),
        "repeats_with_worth": spent(is_repeat & (worth > 0)),
    }
