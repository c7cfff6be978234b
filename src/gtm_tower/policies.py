"""What gtm.yml lets a company choose: policies, rules of actions and derived channels."""

from dataclasses import dataclass, field
from typing import Any


def policy(
    default: Any, decides: str, legal: tuple[Any, ...] = (), low: float | None = None
) -> Any:
    """A policy field: its default, the line of gtm.yml that says what it decides, its bounds."""
    facts = {"decides": decides, "legal": legal, "low": low}
    if isinstance(default, list):
        return field(default_factory=lambda: tuple(default), metadata=facts)
    return field(default=default, metadata=facts)


@dataclass(frozen=True)
class Policies:
    """Choices on which the field disagrees; each is stored with the results it shaped."""

    max_refused_share: float = policy(
        0.05, "share of refused rows of an input above which nothing is published", low=0
    )
    missing_words: tuple[str, ...] = policy(
        ["nan", "nat", "none", "null", "n/a", "#n/a", "select", "-"],
        "words that stand for an empty cell, in the files of all templates but saas",
    )
    money_decimal_mark: str = policy(
        "auto",
        "decimal mark in owner and olist; auto tells 1,234 from 12,34 by the digits behind it",
        legal=("auto", "point", "comma"),
    )
    mrr_invoice_statuses: tuple[str, ...] = policy(
        ["paid"], "invoice statuses that count as recurring revenue"
    )
    churn_timing: str = policy(
        "service_end",
        "a customer churns when the service ends, or when it was cancelled",
        legal=("service_end", "cancel_date"),
    )
    reactivation_gap_months: int = policy(
        1, "months at zero after which a return is a reactivation and not an expansion", low=1
    )
    gross_margin: float = policy(1.0, "share of revenue kept as margin in LTV and payback", low=0)
    cac_lag_months: int = policy(
        0, "months between spending and the win that the spend is set against", low=0
    )
    won_stages: tuple[str, ...] = policy(
        ["closed_won", "closed won", "won"], "deal stages that mean won"
    )
    lost_stages: tuple[str, ...] = policy(
        ["closed_lost", "closed lost", "lost"], "deal stages that mean lost"
    )
    win_rate_horizon_days: int = policy(
        90, "days a deal gets before it counts in the cohort win rate", low=1
    )
    lead_horizon_days: int = policy(
        90, "days a lead gets before it counts in the conversion rates of leads", low=1
    )
    revenue_month: str = policy(
        "won",
        "the month that a won deal's customer, costs and lifetime value belong to",
        legal=("won", "created"),
    )
    subscription_per_month: float = policy(
        500.0, "subscription a month of a new customer, for the lifetime value of leads", low=0
    )
    take_rate: float = policy(
        0.05, "share of a customer's predicted monthly sales that is earned on top of it", low=0
    )
    lifetime_months: float = policy(
        24.0, "months that a new customer is expected to stay, for the lifetime value", low=0
    )
    speed_to_lead_hours: int = policy(
        4, "hours from a lead's form to the first call, text or e-mail that are in time", low=1
    )
    stalled_days: int = policy(
        30, "days without sales activity after which an open lead or deal is stalled", low=1
    )
    closed_lead_statuses: tuple[str, ...] = policy(
        ["converted", "not interested", "incorrect contact data", "disqualified", "unqualified"],
        "lead statuses that say there is nobody left to call",
    )
    fast_track_days: int = policy(
        30, "days from first contact to the win within which a deal is fast track", low=1
    )
    high_tier_lead_types: tuple[str, ...] = policy(
        ["online_big", "industry", "online_top"], "lead types of the best fit, high tier"
    )
    mid_tier_lead_types: tuple[str, ...] = policy(
        ["online_medium", "offline_big"], "lead types of mid tier; every other one is long tail"
    )
    max_missing_origin_share: float = policy(
        0.05, "share of leads without an origin above which a warning is given", low=0
    )
    min_one_hot_count: int = policy(
        10, "leads that a cuisine, marketplace or tool needs for a column of its own", low=1
    )
    monthly_budget: float = policy(
        0.0, "media spend a month to allocate over the channels; 0 is what is spent now", low=0
    )
    max_budget_shift: float = policy(
        0.3, "largest change of a channel's spend that is recommended, as a share of it", low=0
    )
    activation_event_types: tuple[str, ...] = policy(
        ["project_created"], "product events that show a user got value"
    )
    activation_days: int = policy(14, "days a new user gets to activate", low=1)
    default_sla_hours: int = policy(
        24, "hours to resolve a ticket whose own target is not given", low=1
    )
    anomaly_moderate: float = policy(
        0.10, "month-on-month change above which a metric is Moderate", low=0
    )
    anomaly_high: float = policy(0.20, "month-on-month change above which a metric is High", low=0)
    max_data_age_days: int = policy(
        31, "days before as_of since the last order, deposit or visit that give a warning", low=1
    )
    product_trend_days: int = policy(
        90, "days whose sales of a product are compared with those of as many days before", low=1
    )
    max_return_rate: float = policy(
        0.10, "share of returned orders above which a product is a Problem", low=0
    )
    max_promotional_share: float = policy(
        0.25, "share of a product's payments by promotion above which it depends on them", low=0
    )
    min_affinity_customers: int = policy(
        10, "customers who must have bought both products for the pair to be listed", low=1
    )
    max_customer_products: int = policy(
        100, "different products above which a customer's purchases make no pairs", low=2
    )
    high_jackpot_amount: float = policy(
        100_000_000.0, "jackpot above which a game counts as one of a high jackpot", low=0
    )
    returned_order_statuses: tuple[str, ...] = policy(
        ["returned", "refunded"], "order statuses that mean that the goods came back"
    )
    pending_order_statuses: tuple[str, ...] = policy(
        ["placed", "pending", "processing", "return_pending"],
        "order statuses of which it is not settled yet what becomes of the order",
    )
    cancelled_order_statuses: tuple[str, ...] = policy(
        ["cancelled", "canceled", "failed"], "order statuses that mean that nothing came of it"
    )
    card_methods: tuple[str, ...] = policy(
        ["credit_card", "debit_card", "card"], "payment methods that are cards"
    )
    bank_methods: tuple[str, ...] = policy(
        ["bank_transfer", "direct_debit"], "payment methods that go through a bank account"
    )
    promotional_methods: tuple[str, ...] = policy(
        ["coupon", "gift_card"], "payment methods that are a promotion"
    )
    cohort_quality_band: float = policy(
        0.2, "how far a cohort's value per customer is from that of all to be High or Low", low=0
    )
    ltv_weight_recency: int = policy(20, "weight of recency in the LTV score", low=0)
    ltv_weight_frequency: int = policy(20, "weight of the number of orders in it", low=0)
    ltv_weight_monetary: int = policy(25, "weight of what the orders were worth in it", low=0)
    ltv_weight_deposits: int = policy(15, "weight of what was deposited in it", low=0)
    ltv_weight_activity: int = policy(10, "weight of the days with an order of late in it", low=0)
    ltv_weight_variety: int = policy(5, "weight of the number of different products in it", low=0)
    ltv_weight_tenure: int = policy(5, "weight of the time from first to last order in it", low=0)
    activity_window_days: int = policy(
        90, "days up to as_of whose days with an order are a customer's activity", low=1
    )
    vip_diamond_score: float = policy(90.0, "LTV score from which a customer is Diamond", low=0)
    vip_gold_score: float = policy(80.0, "LTV score from which a customer is Gold", low=0)
    vip_silver_score: float = policy(60.0, "LTV score from which a customer is Silver", low=0)
    visit_gap_minutes: int = policy(
        30, "minutes without an event after which a visit without a session id is over", low=1
    )
    medium_channels: tuple[str, ...] = policy(
        [
            *("cpc=paid_search", "ppc=paid_search", "paid=paid_social", "paid_social=paid_social"),
            *("cpv=video", "video=video", "banner=display", "display=display", "cpm=display"),
            *("affiliate=affiliate", "referral=referral", "email=email"),
            *("social=organic_social", "organic=organic_search"),
        ],
        "medium=channel of visits whose campaign has no spend, or spend in several channels",
    )
    attribution_lookback_days: int = policy(
        30, "days before a conversion within which a touch has a part in it", low=1
    )
    attribution_half_life_days: int = policy(
        7, "days before a conversion after which time decay counts a touch half", low=1
    )
    markov_order: int = policy(
        1, "how many touches the next step of a path is taken to depend on", legal=(1, 2)
    )
    high_value_amount: float = policy(
        50.0, "amount of an untracked order from which the derived channel is high_value", low=0
    )
    performance_band: float = policy(
        0.2, "how far a campaign's return is from that of all paid ones to be High or Low", low=0
    )
    max_group_size: int = policy(
        10, "user ids that a device or mailbox may be shared by and still link its people", low=1
    )
    min_group_size: int = policy(10, "groups smaller than this are shown as too small", low=1)
    keep_versions: int = policy(5, "published versions kept for rollback", low=1)


SEVERITIES = ("low", "medium", "high")


@dataclass(frozen=True)
class Rule:
    """A rule of the `actions` mart: when it fires, and how urgent what it recommends is.

    `threshold` is in the unit that the rule's own line of gtm.yml says.
    """

    severity: str = policy("medium", "how urgent it is", legal=SEVERITIES)
    threshold: float = policy(0.0, "when it fires", low=0)
    is_on: bool = policy(True, "whether it is looked at")


def rule(severity: str, threshold: float, decides: str) -> Any:
    """A field of Rules: its default, and the line of gtm.yml that says when it fires."""
    return field(default=Rule(severity, threshold), metadata={"decides": decides})


@dataclass(frozen=True)
class Rules:
    """The rules of recommended actions; one row of `actions` for each subject that fires one."""

    slow_to_revenue: Rule = rule(
        "medium", 45, "open longer than so many days since first contact: give it high touch"
    )
    high_tier_below_base: Rule = rule(
        "high", 0, "best-fit profile that wins less often than all by more than this: messaging"
    )
    slow_low_value_origin: Rule = rule(
        "medium", 45, "origin whose average days to the win exceed this, of low value: nurture it"
    )
    late_first_touch: Rule = rule(
        "high", 4, "lead without a call, text or e-mail so many hours after its form: call it"
    )
    stalled_deal: Rule = rule(
        "medium", 30, "open deal without sales activity for so many days: move it or close it"
    )
    shift_budget: Rule = rule(
        "high", 1, "channel whose LTV:CAC interval lies above the others' times this: shift budget"
    )


@dataclass(frozen=True)
class DerivedChannels:
    """The channel of an order that nobody tracked; the first rule that holds names it.

    A rule with an empty name is switched off.
    """

    promotion: str = policy("Promotional Campaign", "paid at least in part by promotional_methods")
    weekend: str = policy("Social Media", "ordered on a Saturday or Sunday")
    high_value: str = policy("Email Marketing", "worth at least high_value_amount")
    otherwise: str = policy("Organic", "every other one")
