"""The nine raw tables of the `saas` template: columns, order and types."""

from collections.abc import Iterator

from gtm_tower.sources.generate import _saas_params as params
from gtm_tower.sources.generate._saas_support import BREACHED
from gtm_tower.sources.generate._saas_world import World
from gtm_tower.sources.generate._table import (
    ROW_ID,
    Table,
    day,
    identifier,
    label,
    moment,
    money,
    numbered,
)

_SEGMENTS = [row.name for row in params.SEGMENTS]
_CHANNELS = [row.name for row in params.CHANNELS]
_SEVERITIES = [row.name for row in params.SEVERITIES]
_SIZES = [size for row in params.SEGMENTS for size in row.sizes]
_CAMPAIGNS = [name for row in params.CHANNELS for name in row.campaigns]


def draw_tables(world: World) -> Iterator[Table]:
    """The clean tables, small ones first."""
    yield _accounts(world)
    yield _users(world)
    yield _subscriptions(world)
    yield _invoices(world)
    yield _payments(world)
    yield _crm_deals(world)
    yield _support_tickets(world)
    yield _marketing_spend(world)
    yield _product_events(world)


def _accounts(world: World) -> Table:
    accounts = world.accounts
    arrays = numbered(
        {
            "segment": accounts.segment,
            "size": accounts.segment * 2 + accounts.size,
            "region": accounts.region,
            "channel": accounts.channel,
            "created_at": accounts.created_at,
            "status": world.account_status,
        }
    )
    columns = {
        "account_id": identifier("acc"),
        "account_name": _account_name(),
        "segment": label("segment", _SEGMENTS),
        "company_size": label("size", _SIZES),
        "region": label("region", params.REGIONS),
        "acquisition_channel": label("channel", _CHANNELS),
        "created_at": moment("created_at"),
        "status": label("status", params.ACCOUNT_STATUSES),
    }
    return Table("accounts", columns, arrays, key=("account_id",))


def _account_name() -> str:
    heads, tails = len(params.NAME_HEADS), len(params.NAME_TAILS)
    head = label(f"{ROW_ID} * 7 % {heads}", params.NAME_HEADS)
    tail = label(f"{ROW_ID} // {heads} % {tails}", params.NAME_TAILS)
    return f"{head} || ' ' || {tail} || ' ' || {ROW_ID}"


def _users(world: World) -> Table:
    users = world.users
    arrays = numbered(
        {"account": users.account, "role": users.role, "created_at": users.created_at}
    )
    columns = {
        "user_id": identifier("usr"),
        "account_id": identifier("acc", "account", 1),
        "email": f"'user' || {ROW_ID} || '@company' || (account + 1) || '.example'",
        "role": label("role", params.ROLES),
        "created_at": moment("created_at"),
    }
    return Table("users", columns, arrays, key=("user_id",))


def _subscriptions(world: World) -> Table:
    subscriptions = world.subscriptions
    arrays = numbered(
        {
            "account": subscriptions.account,
            "tier": subscriptions.tier,
            "start_day": subscriptions.start_day,
            "end_day": subscriptions.end_day,
            "status": world.subscription_status,
        }
    )
    columns = {
        "subscription_id": identifier("sub"),
        "account_id": identifier("acc", "account", 1),
        "plan_tier": label("tier", params.PLAN_TIERS),
        "start_date": day("start_day"),
        "end_date": day("end_day"),
        "status": label("status", params.SUBSCRIPTION_STATUSES),
    }
    return Table("subscriptions", columns, arrays, key=("subscription_id",))


def _invoices(world: World) -> Table:
    invoices = world.invoices
    arrays = numbered(
        {
            "subscription": invoices.subscription,
            "account": world.subscriptions.account[invoices.subscription],
            "day": invoices.day,
            "amount": invoices.amount,
            "status": invoices.status,
            "period_start": invoices.period_start,
            "period_end": invoices.period_end,
        }
    )
    columns = {
        "invoice_id": identifier("inv"),
        "subscription_id": identifier("sub", "subscription", 1),
        "account_id": identifier("acc", "account", 1),
        "invoice_date": day("day"),
        "amount": money("amount"),
        "status": label("status", params.INVOICE_STATUSES),
        "period_start": day("period_start"),
        "period_end": day("period_end"),
    }
    return Table("invoices", columns, arrays, key=("invoice_id",))


def _payments(world: World) -> Table:
    payments = world.payments
    arrays = numbered(
        {
            "invoice": payments.invoice,
            "day": payments.day,
            "amount": payments.amount,
            "method": payments.method,
        }
    )
    columns = {
        "payment_id": identifier("pay"),
        "invoice_id": identifier("inv", "invoice", 1),
        "payment_date": day("day"),
        "amount": money("amount"),
        "payment_method": label("method", params.PAYMENT_METHODS),
    }
    return Table("payments", columns, arrays, key=("payment_id",))


def _crm_deals(world: World) -> Table:
    deals = world.deals
    arrays = numbered(
        {
            "account": deals.account,
            "value": deals.value,
            "stage": deals.stage,
            "created_day": deals.created_day,
            "closed_day": deals.closed_day,
            "segment": world.accounts.segment[deals.account],
        }
    )
    columns = {
        "deal_id": identifier("deal"),
        "account_id": identifier("acc", "account", 1),
        "deal_value": money("value"),
        "stage": label("stage", params.STAGES),
        "created_date": day("created_day"),
        "closed_date": day("closed_day"),
        "sales_cycle_days": "case when closed_day >= 0 then closed_day - created_day end",
        "segment": label("segment", _SEGMENTS),
    }
    return Table("crm_deals", columns, arrays, key=("deal_id",))


def _support_tickets(world: World) -> Table:
    tickets = world.tickets
    arrays = numbered(
        {
            "account": tickets.account,
            "category": tickets.category,
            "severity": tickets.severity,
            "created_at": tickets.created_at,
            "sla_hours": tickets.sla_hours,
            "minutes": tickets.resolution_minutes,
            "is_breached": tickets.state == BREACHED,
        }
    )
    resolved = "case when minutes >= 0 then {} end"
    columns = {
        "ticket_id": identifier("tic"),
        "account_id": identifier("acc", "account", 1),
        "category": label("category", params.TICKET_CATEGORIES),
        "severity": label("severity", _SEVERITIES),
        "created_at": moment("created_at"),
        "resolved_at": resolved.format(moment("created_at + minutes * 60")),
        "sla_hours": "sla_hours",
        "resolution_hours": resolved.format("cast(minutes / 60 as decimal(18, 2))"),
        "sla_breached": resolved.format("is_breached"),
    }
    return Table("support_tickets", columns, arrays, key=("ticket_id",))


def _marketing_spend(world: World) -> Table:
    spend = world.spend
    arrays = numbered(
        {
            "month_start": world.window.month_start(spend.month),
            "channel": spend.channel,
            "campaign": spend.campaign,
            "spend": spend.spend,
            "leads": spend.leads,
        }
    )
    # the table has no id: rows added later get a campaign of their own
    added = f"case when {ROW_ID} > {len(spend)} then ' ' || {ROW_ID} else '' end"
    columns = {
        "month": day("month_start"),
        "channel": label("channel", _CHANNELS),
        "spend": money("spend"),
        "leads_generated": "leads",
        "campaign_name": f"{label('campaign', _CAMPAIGNS)} || {added}",
    }
    return Table("marketing_spend", columns, arrays, key=("month", "channel", "campaign_name"))


def _product_events(world: World) -> Table:
    events = world.events
    arrays = numbered(
        {
            "user_row": events.user,
            "account": world.users.account[events.user].astype("int32"),
            "kind": events.kind,
            "happened_at": events.at,
        }
    )
    columns = {
        "event_id": identifier("evt"),
        "user_id": identifier("usr", "user_row", 1),
        "account_id": identifier("acc", "account", 1),
        "event_type": label("kind", params.EVENT_TYPES),
        "event_timestamp": moment("happened_at"),
    }
    return Table("product_events", columns, arrays, key=("event_id",))
