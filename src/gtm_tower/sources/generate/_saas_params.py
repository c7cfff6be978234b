"""The world of the `saas` template: every number that shapes the data, in one place."""

from dataclasses import dataclass

ACCOUNTS_AT_SCALE_1 = 500


@dataclass(frozen=True)
class Segment:
    """What differs between customer sizes; rates are per month unless named otherwise."""

    name: str
    share: float
    sizes: tuple[str, str]
    price: int  # median monthly price of the base plan, in cents
    churn_rate: float
    extra_users: float
    events_per_user: float
    tickets: float
    addon_share: float
    sales_days: float  # mean days from account creation to first subscription
    trial_share: float
    sales_led_share: float
    cycle_weights: tuple[float, float, float]  # as in CYCLES


@dataclass(frozen=True)
class Channel:
    """What differs between acquisition channels; spend is per month in cents at scale 1."""

    name: str
    share: float
    win_rate: float
    churn_factor: float
    activation_rate: float
    spend: int
    cost_per_lead: int
    campaigns: tuple[str, ...]


@dataclass(frozen=True)
class Severity:
    """A ticket severity and its target."""

    name: str
    share: float
    sla_hours: int


# fmt: off
SEGMENTS = (
    Segment("SMB", 0.55, ("1-10", "11-50"), 14_900, 0.026, 2.6, 6.7, 0.40,
            0.30, 9.0, 0.45, 0.55, (0.86, 0.05, 0.09)),
    Segment("Mid-Market", 0.30, ("51-200", "201-500"), 89_000, 0.016, 5.8, 7.3, 0.65,
            0.55, 24.0, 0.20, 0.90, (0.66, 0.12, 0.22)),
    Segment("Enterprise", 0.15, ("501-2000", "2000+"), 420_000, 0.009, 11.0, 8.2, 1.15,
            0.75, 48.0, 0.05, 1.00, (0.40, 0.15, 0.45)),
)
CHANNELS = (
    Channel("Google Ads", 0.32, 0.60, 1.35, 0.68, 1_200_000, 4_800,
            ("Brand Search", "Category Search", "Retargeting")),
    Channel("LinkedIn", 0.22, 0.68, 1.00, 0.74, 950_000, 9_500,
            ("ABM Enterprise", "Lead Gen Forms", "Thought Leadership")),
    Channel("Content Marketing", 0.22, 0.76, 0.80, 0.80, 380_000, 2_600, ("Blog", "Webinars")),
    Channel("Events", 0.12, 0.64, 1.10, 0.72, 720_000, 12_000, ("Trade Shows", "Field Dinners")),
    Channel("Referral", 0.12, 0.88, 0.60, 0.86, 60_000, 1_500, ("Partner Programme",)),
)
SEVERITIES = (
    Severity("low", 0.40, 72),
    Severity("medium", 0.35, 24),
    Severity("high", 0.20, 8),
    Severity("critical", 0.05, 4),
)
# fmt: on

REGIONS = ("North America", "EMEA", "APAC", "LATAM")
REGION_WEIGHTS = (0.45, 0.30, 0.15, 0.10)
ROLES = ("admin", "member", "analyst", "viewer")
ROLE_WEIGHTS = (0.15, 0.50, 0.20, 0.15)
TICKET_CATEGORIES = ("billing", "bug", "how-to", "integration", "performance")
TICKET_CATEGORY_WEIGHTS = (0.18, 0.27, 0.30, 0.15, 0.10)
PAYMENT_METHODS = ("card", "bank_transfer", "direct_debit", "paypal")
PAYMENT_METHOD_WEIGHTS = (0.55, 0.25, 0.15, 0.05)
EVENT_TYPES = (
    "login",
    "feature_used",
    "project_created",
    "report_exported",
    "invite_sent",
    "integration_connected",
)
EVENT_WEIGHTS = (0.38, 0.36, 0.08, 0.10, 0.05, 0.03)
FEATURE_USED, PROJECT_CREATED = 1, 2

ACCOUNT_STATUSES = ("active", "churned", "trial")
ACTIVE, CHURNED, TRIAL = range(3)
SUBSCRIPTION_STATUSES = ("trialing", "active", "past_due", "cancelled")
SUB_TRIALING, SUB_ACTIVE, SUB_PAST_DUE, SUB_CANCELLED = range(4)
INVOICE_STATUSES = ("paid", "open", "void", "refunded", "uncollectible")
PAID, OPEN, VOID, REFUNDED, UNCOLLECTIBLE = range(5)
STAGES = ("prospecting", "qualified", "proposal", "negotiation", "closed_won", "closed_lost")
CLOSED_WON, CLOSED_LOST = 4, 5
PLAN_TIERS = ("Starter", "Growth", "Enterprise", "Add-on Analytics", "Add-on Seats")
FIRST_ADDON_TIER = 3

# accounts
EXISTING_SHARE = 0.25  # customers from before the window
EXISTING_MAX_MONTHS = 36
MONTHLY_GROWTH = 0.015
SIGNUP_SEASON = (1.15, 1.05, 1.10, 1.00, 1.00, 0.90, 0.70, 0.65, 1.15, 1.20, 1.10, 0.70)
QUIET_CHANNEL, QUIET_CHANNEL_HEIR = 3, 2  # Events wins nobody in one month; Content does instead
TRIAL_DAYS = 30
LAST_BILLING_DAY = 28  # every month has it, so anniversaries are exact

# churn and its planted drivers
DISENGAGE_RATE = 0.045
LOW_USAGE_CHURN_FACTOR = 4.0
BREACH_CHURN_FACTOR = 2.5
LOW_USAGE_EVENT_FACTOR = 0.2
LOW_USAGE_EVENTS_PER_USER = 2.5  # the bucket edge truth.json reports on
LATE_END_SHARE = 0.5  # service ends the day before the next bill instead of at the month's end
RETURN_SHARE = 0.35
RETURN_EMPTY_MONTHS = (2, 5)

# subscriptions and prices
CYCLES = (1, 3, 12)
CYCLE_PRICE_PERCENT = (100, 285, 1_000)  # of one month: a quarter is 5% off, a year two months off
PRICE_SPREAD = 0.35
ADDON_PRICE_SHARE = 0.3
SECOND_ADDON_FACTOR = 0.5
ADDON_LAST_START = 10
ADDON_EARLY_END_SHARE = 0.35
ADDON_MAX_MONTHS = 9
ADDON_ANNUAL_SHARE = 0.15
UPGRADE_RATE, UPGRADE_RANGE = 0.030, (1.10, 1.60)
DOWNGRADE_RATE, DOWNGRADE_RANGE = 0.013, (0.60, 0.92)

# invoices and payments
GAP_RATE = 0.035  # months inside a live monthly subscription whose bill is not counted
GAP_WEIGHTS = (0.30, 0.22, 0.12, 0.18, 0.18)  # no invoice, open, void, refunded, uncollectible
SPLIT_RATE = 0.01
REISSUE_RATE = 0.007
ZERO_TRIAL_INVOICE_SHARE = 0.5
TWO_PAYMENTS_RATE = 0.06
PARTIAL_REFUND_RATE = 0.012
PAYMENT_MEAN_DAYS = 5.0

# users and events
EARLY_USER_SHARE = 0.6
EARLY_USER_MEAN_DAYS = 25.0
ACTIVATION_DAYS = 14
ACTIVATION_MEAN_DAYS = 3.0
SEGMENT_ACTIVATION = (0.97, 1.04, 1.08)
LATE_ACTIVATION_SHARE = 0.25  # of the users who miss the 14 days
USER_EVENT_SPREAD = 0.6
EVENT_SEASON = (1.00, 1.00, 1.06, 1.02, 1.00, 0.98, 0.86, 0.80, 1.05, 1.10, 1.06, 0.82)
WEEKEND_MOVED_SHARE = 0.7

# support
POORLY_SERVED_SHARE = 0.15
BREACH_RATE, POOR_BREACH_RATE = 0.12, 0.45
NEVER_RESOLVED_RATE = 0.02

# sales and marketing
UPSELL_DEAL_SHARE = 0.7
FAILED_UPSELL_SHARE = 0.35
SPEND_SEASON = (0.95, 1.00, 1.05, 1.00, 1.00, 0.95, 0.80, 0.80, 1.10, 1.15, 1.15, 0.85)
SPEND_SPREAD = 0.15

NAME_HEADS = (
    "Amber", "Bright", "Cedar", "Delta", "Ember", "Falcon", "Granite", "Harbor", "Indigo",
    "Juniper", "Keystone", "Lumen", "Maple", "Nimbus", "Orchid", "Pioneer", "Quartz", "River",
    "Summit", "Tidal", "Umber", "Vertex", "Willow", "Yonder", "Zephyr",
)  # fmt: skip
NAME_TAILS = (
    "Analytics", "Foods", "Freight", "Health", "Labs", "Logistics", "Media", "Networks", "Partners",
    "Robotics", "Software", "Studios", "Systems", "Travel", "Ventures", "Works",
)  # fmt: skip
