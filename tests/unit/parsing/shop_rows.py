"""Dirty rows of jaffle and lottery, what staging makes of them, and the repairs counted."""

from datetime import datetime
from decimal import Decimal
from typing import Any

RAW: dict[str, list[dict[str, str]]] = {
    "jaffle_customers": [
        {
            "id": " 1 ",
            "first_name": "Anna",
            "last_name": "Null",
            "email": " Anna.Null@Mail.Example ",
            "signed_up_at": "0024-03-21 10:00:00",
        },
        {"id": "2", "first_name": "Ben", "last_name": "", "email": "NaN", "signed_up_at": "soon"},
        {"id": "null", "first_name": "Cem", "last_name": "Z."},
    ],
    "jaffle_orders": [
        {
            "id": "1",
            "user_id": "1",
            "order_date": "2024-03-22",
            "status": " Return_Pending ",
            "product_name": "Select",
            "campaign": "N/A",
            "channel": "Email",
        },
        {"id": "2", "user_id": "nan", "order_date": "22/03/2024", "status": "placed"},
    ],
    "jaffle_payments": [
        {"id": "1", "order_id": "1", "payment_method": "Credit_Card", "amount": "1234.0"},
        {"id": "2", "order_id": "1", "payment_method": "nan", "amount": "-29"},
        {"id": "3", "order_id": "1", "payment_method": "coupon", "amount": "12.34"},
        {"id": "4", "order_id": "1", "payment_method": "coupon", "amount": "nan"},
    ],
    "jaffle_products": [
        {"product_id": "p1", "product_name": "Press", "category": "irons", "price": "4900"},
        {"product_id": "p2", "product_name": "Bread", "category": "-", "price": "a lot"},
    ],
    "lottery_signups": [
        {
            "user_id": "u1",
            "signup_id": "s1",
            "signup_timestamp": "2024-03-21T10:00:00+02:00",
            "country": "DE",
        },
        {"user_id": "u2", "signup_id": "s2", "signup_timestamp": "nat", "country": "select"},
        {"user_id": "u3", "signup_id": "s3", "signup_timestamp": "2024-02-30"},
    ],
    "lottery_deposits": [
        {
            "deposit_id": "d1",
            "user_id": "u1",
            "deposit_amount_inminor": "5005",
            "deposit_timestamp": "2024-03-22 08:00:00",
        },
        {
            "deposit_id": "d2",
            "user_id": "u1",
            "deposit_amount_inminor": "50.05",
            "deposit_timestamp": "2024-03-22",
        },
    ],
    "lottery_ticket_purchases": [
        {
            "purchase_id": "t1",
            "user_id": "u1",
            "game_id": "g1",
            "purchase_amount_usd": "2.50",
            "purchase_timestamp": "2024-03-23 09:00:00",
        },
        {
            "purchase_id": "t2",
            "user_id": "u1",
            "game_id": "N/A",
            "purchase_amount_usd": "$2.50",
            "purchase_timestamp": "2024-03-23",
        },
    ],
    "lottery_games": [
        {"game_id": "g1", "game_name": "Comet", "jackpot_estimate_inminor": "12000000000"},
        {"game_id": "g2", "game_name": "None", "jackpot_estimate_inminor": "a few"},
    ],
    "lottery_funnel_spend": [
        {
            "date": "2024-03-21",
            "campaign_name": "Mega_Draw",
            "channel": "paid_search",
            "spend_inminor": "12345",
        },
        {"date": "", "campaign_name": "nan", "channel": "NULL", "spend_inminor": "12,x"},
    ],
    "lottery_web_events": [
        {
            "event_id": "e1",
            "user_id": "u1",
            "anonymous_user_id": "a1",
            "utm_campaign": "Mega_Draw",
            "event_timestamp": "2024-03-21 07:59:59.5",
            "device_id": "D1",
            "email": "Anna@Mail.Example",
            "utm_source": "Google",
            "utm_medium": "CPC",
            "session_id": "s1",
            "page_url": "https://lottery.example/Play",
            "event_type": "Login",
        },
        {
            "event_id": "e2",
            "user_id": "",
            "anonymous_user_id": "NULL",
            "utm_campaign": "nan",
            "event_timestamp": "soon",
            "device_id": "none",
        },
    ],
}

EXPECTED: dict[str, list[dict[str, Any]]] = {
    "stg_jaffle__customers": [
        {
            "customer_id": "1",
            "first_name": "Anna",
            "last_name": "Null",
            "email": "anna.null@mail.example",
            "signed_up_at": datetime(2024, 3, 21, 10),
        },
        {"customer_id": "2", "first_name": "Ben"},
        {"first_name": "Cem", "last_name": "Z."},
    ],
    "stg_jaffle__orders": [
        {
            "order_id": "1",
            "customer_id": "1",
            "status": "return_pending",
            "channel": "Email",
            "ordered_at": datetime(2024, 3, 22),
        },
        {
            "order_id": "2",
            "status": "placed",
            "problem": "not_a_date: order_date '22/03/2024'",
        },
    ],
    "stg_jaffle__payments": [
        {
            "payment_id": "1",
            "order_id": "1",
            "amount": Decimal("12.34"),
            "method": "credit_card",
        },
        {"payment_id": "2", "order_id": "1", "amount": Decimal("-0.29")},
        {
            "payment_id": "3",
            "order_id": "1",
            "method": "coupon",
            "problem": "not_a_number: amount '12.34'",
        },
        {"payment_id": "4", "order_id": "1", "method": "coupon"},
    ],
    "stg_jaffle__products": [
        {
            "product_id": "p1",
            "product_name": "Press",
            "category": "irons",
            "price": Decimal("49.00"),
        },
        {"product_id": "p2", "product_name": "Bread"},
    ],
    "stg_lottery__signups": [
        {"customer_id": "u1", "country": "DE", "signed_up_at": datetime(2024, 3, 21, 8)},
        {"customer_id": "u2", "problem": "missing_value: signup_timestamp"},
        {"customer_id": "u3", "problem": "not_a_date: signup_timestamp '2024-02-30'"},
    ],
    "stg_lottery__deposits": [
        {
            "deposit_id": "d1",
            "customer_id": "u1",
            "amount": Decimal("50.05"),
            "deposited_at": datetime(2024, 3, 22, 8),
        },
        {
            "deposit_id": "d2",
            "customer_id": "u1",
            "deposited_at": datetime(2024, 3, 22),
            "problem": "not_a_number: deposit_amount_inminor '50.05'",
        },
    ],
    "stg_lottery__ticket_purchases": [
        {
            "order_id": "t1",
            "customer_id": "u1",
            "product_id": "g1",
            "status": "completed",
            "currency": "USD",
            "amount": Decimal("2.50"),
            "ordered_at": datetime(2024, 3, 23, 9),
        },
        {
            "order_id": "t2",
            "customer_id": "u1",
            "status": "completed",
            "currency": "USD",
            "ordered_at": datetime(2024, 3, 23),
            "problem": "not_a_number: purchase_amount_usd '$2.50'",
        },
    ],
    "stg_lottery__games": [
        {
            "product_id": "g1",
            "product_name": "Comet",
            "category": "game",
            "jackpot_estimate": Decimal("120000000.00"),
        },
        {"product_id": "g2", "category": "game"},
    ],
    "stg_lottery__funnel_spend": [
        {
            "channel": "paid_search",
            "campaign": "Mega_Draw",
            "amount": Decimal("123.45"),
            "spent_at": datetime(2024, 3, 21),
        },
        {"problem": "not_a_number: spend_inminor '12,x'"},
    ],
    "stg_lottery__web_events": [
        {
            "event_id": "e1",
            "user_id": "u1",
            "anonymous_id": "a1",
            "device_id": "D1",
            "email": "anna@mail.example",
            "session_id": "s1",
            "event_type": "login",
            "source": "google",
            "medium": "cpc",
            "campaign": "Mega_Draw",
            "page_url": "https://lottery.example/Play",
            "occurred_at": datetime(2024, 3, 21, 7, 59, 59, 500_000),
        },
        {"event_id": "e2", "problem": "not_a_date: event_timestamp 'soon'"},
    ],
}

REPAIRS = {
    ("customers", "id", "placeholder"): 1,
    ("customers", "email", "placeholder"): 1,
    ("customers", "signed_up_at", "century"): 1,
    ("customers", "signed_up_at", "unreadable"): 1,
    ("orders", "user_id", "placeholder"): 1,
    ("orders", "product_name", "placeholder"): 1,
    ("orders", "campaign", "placeholder"): 1,
    ("payments", "payment_method", "placeholder"): 1,
    ("payments", "amount", "placeholder"): 1,
    ("products", "category", "placeholder"): 1,
    ("products", "price", "unreadable"): 1,
    ("signups", "signup_timestamp", "placeholder"): 1,
    ("signups", "country", "placeholder"): 1,
    ("ticket_purchases", "game_id", "placeholder"): 1,
    ("games", "game_name", "placeholder"): 1,
    ("games", "jackpot_estimate_inminor", "unreadable"): 1,
    ("funnel_spend", "campaign_name", "placeholder"): 1,
    ("funnel_spend", "channel", "placeholder"): 1,
    ("web_events", "anonymous_user_id", "placeholder"): 1,
    ("web_events", "utm_campaign", "placeholder"): 1,
    ("web_events", "device_id", "placeholder"): 1,
}
