"""The whole synthetic company, before it is written."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _saas_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, Ints
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._saas_accounts import Accounts, draw_accounts
from gtm_tower.sources.generate._saas_billing import (
    Billing,
    Invoices,
    draw_billing,
    draw_invoices,
    is_past_due,
)
from gtm_tower.sources.generate._saas_lifecycle import (
    Access,
    Lifecycle,
    access_days,
    draw_lifecycle,
)
from gtm_tower.sources.generate._saas_payments import Payments, draw_payments
from gtm_tower.sources.generate._saas_sales import Deals, Spend, draw_deals, draw_spend
from gtm_tower.sources.generate._saas_subscriptions import (
    Subscriptions,
    draw_subscriptions,
    statuses,
)
from gtm_tower.sources.generate._saas_support import Tickets, breaches, draw_tickets
from gtm_tower.sources.generate._saas_usage import Events, Users, draw_events, draw_users
from gtm_tower.sources.generate.spec import GenerateSpec


@dataclass(frozen=True)
class World:
    """Every entity of one data set; positions in one table refer to rows of another."""

    window: Window
    accounts: Accounts
    account_status: Ints
    users: Users
    subscriptions: Subscriptions
    subscription_status: Ints
    billing: Billing
    invoices: Invoices
    payments: Payments
    deals: Deals
    events: Events
    tickets: Tickets
    spend: Spend


def draw_world(spec: GenerateSpec) -> World:
    """Draw everything from the spec; each part has its own stream of random numbers."""
    window = Window.ending(spec.end, spec.months)
    size = max(1, round(params.ACCOUNTS_AT_SCALE_1 * spec.scale))
    accounts = draw_accounts(spec.rng("accounts"), window, size)
    tickets = draw_tickets(spec.rng("tickets"), window, accounts)
    breached = breaches(tickets, size, window.months)
    lifecycle = draw_lifecycle(spec.rng("lifecycle"), window, accounts, breached)
    access = access_days(window, accounts, lifecycle)
    subscriptions = draw_subscriptions(spec.rng("subscriptions"), window, accounts, lifecycle)
    billing = draw_billing(spec.rng("billing"), window, subscriptions)
    invoices = draw_invoices(spec.rng("invoices"), window, subscriptions, billing)
    users = draw_users(spec.rng("users"), window, accounts, lifecycle)
    return World(
        window=window,
        accounts=accounts,
        account_status=_account_statuses(window, lifecycle),
        users=users,
        subscriptions=subscriptions,
        subscription_status=statuses(window, subscriptions, is_past_due(billing)),
        billing=billing,
        invoices=invoices,
        payments=draw_payments(spec.rng("payments"), window, invoices),
        deals=draw_deals(spec.rng("deals"), window, accounts, subscriptions, access),
        events=draw_events(
            spec.rng("events"), window, accounts, users, access, lifecycle.low_usage
        ),
        tickets=_with_access(tickets, access),
        spend=draw_spend(spec.rng("spend"), window, spec.scale),
    )


def _account_statuses(window: Window, lifecycle: Lifecycle) -> Ints:
    """Active, churned, or trial for those who never paid."""
    first, second = lifecycle.first, lifecycle.second
    has_paid = first.paid_from < window.months
    is_back = second.paid_from < window.months
    is_live = np.where(is_back, second.end_day, first.end_day) == NONE
    paid = np.where(is_live, params.ACTIVE, params.CHURNED)
    return np.where(has_paid, paid, params.TRIAL)


def _with_access(tickets: Tickets, access: Access) -> Tickets:
    """Tickets opened on days on which the account was a customer."""
    day = tickets.created_at // DAY_SECONDS
    first = access.first[tickets.account, tickets.month]
    return tickets.take((day >= first) & (day <= access.last[tickets.account, tickets.month]))
