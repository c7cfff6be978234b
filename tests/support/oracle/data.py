"""Where the data begins."""

from support.oracle.contract import Judged
from support.oracle.values import Settings

# what can open the calendar: events in the product and payments come after something of these
BEGINNINGS = {
    "accounts": ["created_at"],
    "users": ["created_at"],
    "subscriptions": ["started_at"],
    "invoices": ["invoiced_at", "period_start"],
    "opportunities": ["created_at"],
    "support_tickets": ["created_at"],
    "marketing_spend": ["spent_at"],
}


def first_month(judged: Judged, settings: Settings) -> int:
    """The first month in which anything happened; that of as_of where nothing did."""
    moments = [
        row[column]
        for name, columns in BEGINNINGS.items()
        for row in judged.accepted[name]
        for column in columns
        if row[column] is not None
    ]
    return settings.month(min(moments)) if moments else settings.as_of_month
