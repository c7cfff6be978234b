"""The world of the `olist` template: every number that shapes the data, in one place.

Shares, and the win rates and days seen in a window of 18 months, are near those of the public data
that the template reads. The rates and days below are those once all time has passed.
"""

from dataclasses import dataclass

LEADS_AT_SCALE_1 = 8_000


@dataclass(frozen=True)
class Origin:
    """Where leads come from; days run from the first contact to the win."""

    name: str
    share: float
    win_rate: float
    median_days: float
    mean_days: float


@dataclass(frozen=True)
class LeadType:
    """The kind of a seller, with its fit, its share of the deals and its factor on the days."""

    name: str
    tier: str
    share: float
    days_factor: float


@dataclass(frozen=True)
class Named:
    """A name and its share; an empty one is a missing value."""

    name: str
    share: float


HIGH, MID, LONG_TAIL = "high tier", "mid tier", "long tail"

# fmt: off
ORIGINS = (
    Origin("organic_search", 0.287, 0.138, 17, 90),
    Origin("paid_search", 0.198, 0.145, 18, 100),
    Origin("social", 0.169, 0.071, 42, 120),
    Origin("unknown", 0.137, 0.186, 13, 74),
    Origin("direct_traffic", 0.062, 0.126, 12, 56),
    Origin("email", 0.062, 0.037, 26, 94),
    Origin("referral", 0.0355, 0.096, 20, 42),
    Origin("other", 0.0188, 0.029, 9, 17),
    Origin("display", 0.0147, 0.053, 8, 12),
    Origin("other_publicities", 0.0085, 0.053, 34, 60),
    Origin("", 0.0075, 0.265, 9, 70),
)
LEAD_TYPES = (
    LeadType("online_medium", MID, 0.394, 1.0),
    LeadType("online_big", HIGH, 0.150, 1.3),
    LeadType("industry", HIGH, 0.146, 1.2),
    LeadType("offline", LONG_TAIL, 0.124, 0.8),
    LeadType("online_small", LONG_TAIL, 0.091, 0.8),
    LeadType("online_beginner", LONG_TAIL, 0.068, 0.7),
    LeadType("online_top", HIGH, 0.017, 1.4),
    LeadType("", LONG_TAIL, 0.007, 1.0),
    LeadType("other", LONG_TAIL, 0.003, 1.0),
)
SEGMENTS = (
    Named("home_decor", 0.125), Named("health_beauty", 0.110), Named("car_accessories", 0.091),
    Named("household_utilities", 0.084), Named("construction_tools_house_garden", 0.082),
    Named("audio_video_electronics", 0.076), Named("computers", 0.040), Named("pet", 0.036),
    Named("food_supplement", 0.033), Named("food_drink", 0.031), Named("sports_leisure", 0.030),
    Named("bags_backpacks", 0.026), Named("bed_bath_table", 0.026), Named("toys", 0.024),
    Named("fashion_accessories", 0.023), Named("home_office_furniture", 0.017),
    Named("phone_mobile", 0.015), Named("stationery", 0.015), Named("small_appliances", 0.014),
    Named("handcrafted", 0.014), Named("baby", 0.012), Named("books", 0.011),
    Named("music_instruments", 0.011), Named("jewerly", 0.010), Named("watches", 0.010),
    Named("home_appliances", 0.008), Named("party", 0.006), Named("gifts", 0.006),
    Named("air_conditioning", 0.004), Named("other", 0.004), Named("games_consoles", 0.002),
    Named("perfume", 0.002), Named("religious", 0.001), Named("", 0.001),
)
BEHAVIOURS = (
    Named("cat", 0.483), Named("", 0.210), Named("eagle", 0.146), Named("wolf", 0.113),
    Named("shark", 0.028), Named("cat, wolf", 0.010), Named("eagle, cat", 0.004),
    Named("eagle, wolf", 0.004), Named("shark, cat", 0.001), Named("shark, wolf", 0.001),
)
BUSINESS_TYPES = (
    Named("reseller", 0.697), Named("manufacturer", 0.287), Named("", 0.012), Named("other", 0.004),
)
STOCKS = (
    Named("5-20", 0.33), Named("50-200", 0.23), Named("1-5", 0.15), Named("20-50", 0.12),
    Named("200+", 0.11), Named("unknown", 0.06),
)
# fmt: on

# leads arrive faster towards the end of the window: weight of the last month for 1 of the first
GROWTH = 4.0
LANDING_PAGES, LANDING_PAGE_POWER, LANDING_PAGE_OFFSET = 495, 1.25, 2.0
SDRS, REPS, REP_POWER = 32, 22, 0.8

# sellers who were asked for details are few; of those asked, these shares have them
DETAILED_SHARE = 0.075
COMPANY_SHARE, GTIN_SHARE = 0.92, 0.84
CATALOG_SIZES = (1, 5, 10, 20, 30, 50, 80, 100, 200, 300, 400, 1_000, 2_000)
REVENUE_SHARE = 0.70
REVENUES = (1_000, 5_000, 8_000, 10_000, 20_000, 25_000, 30_000, 60_000, 100_000, 300_000)
HIGH_TIER_REVENUE_FACTOR = 2
FAST_TRACK_DAYS = 30
