"""The world of the `jaffle` template: every number that shapes the data, in one place.

Customers buy by a known process. A customer's purchases follow one another at a rate of its own,
drawn from a gamma distribution; after each repeat purchase it leaves for good with a chance of its
own, drawn from a beta distribution (BG/NBD: Fader, Hardie, Lee 2005). What a purchase day is worth
is gamma distributed around the customer's own mean, which is gamma distributed in its turn
(gamma-gamma: Fader, Hardie 2013). Worth and frequency are independent.
"""

from dataclasses import dataclass

CUSTOMERS_AT_SCALE_1 = 1_000
# weight of the last month for 1 of the first one, in new customers per day
GROWTH = 1.5
NEVER_SHARE = 0.05  # of the customers who sign up: they never order
FIRST_ORDER_DAYS = 4.0  # mean, from sign-up to the first order


@dataclass(frozen=True)
class Purchasing:
    """BG/NBD: rate per day ~ gamma(r, alpha), chance to leave after a repeat ~ beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float


@dataclass(frozen=True)
class Spending:
    """Gamma-gamma: worth of a day ~ gamma(p, scale), 1 / scale ~ gamma(q, gamma), in dollars."""

    p: float
    q: float
    gamma: float

    @property
    def mean(self) -> float:
        """Expected worth of a purchase day in dollars."""
        return self.p * self.gamma / (self.q - 1)


@dataclass(frozen=True)
class Product:
    """What is sold; `trend` is the factor on its popularity over the window."""

    name: str
    category: str
    price: int  # cents
    popularity: float
    trend: float
    return_rate: float
    coupon_share: float  # of its orders: paid with a coupon


@dataclass(frozen=True)
class Channel:
    """Where tracked orders come from; without campaigns only the channel is known."""

    name: str
    share: float
    campaigns: tuple[str, ...]


PURCHASING = Purchasing(r=0.9, alpha=40.0, a=0.6, b=2.8)
SPENDING = Spending(p=5.0, q=5.0, gamma=36.0)
HOLDOUT_DAYS = 180  # the process goes on for so long after the end, unseen
FREQUENCY_BUCKETS = (0, 1, 2, 3, 4, 7)  # repeat purchase days from which each bucket runs

# fmt: off
PRODUCTS = (
    Product("Classic Jaffle Iron", "irons", 5_900, 1.00, 1.0, 0.05, 0.08),
    Product("Double Jaffle Iron", "irons", 8_900, 0.55, 1.6, 0.06, 0.06),
    Product("Electric Jaffle Press", "irons", 12_900, 0.35, 2.5, 0.19, 0.10),
    Product("Travel Jaffle Iron", "irons", 3_900, 0.60, 0.2, 0.09, 0.22),
    Product("Sourdough Loaf Box", "bread", 2_400, 1.10, 1.1, 0.01, 0.10),
    Product("Brioche Loaf Box", "bread", 2_600, 0.80, 1.3, 0.01, 0.12),
    Product("Rye Loaf Box", "bread", 2_200, 0.45, 0.4, 0.02, 0.15),
    Product("Cheese Filling Set", "fillings", 2_900, 1.20, 1.0, 0.02, 0.09),
    Product("Chilli Filling Set", "fillings", 2_700, 0.70, 1.2, 0.03, 0.11),
    Product("Sweet Filling Set", "fillings", 3_100, 0.50, 0.9, 0.02, 0.16),
    Product("Vegan Filling Set", "fillings", 3_300, 0.40, 4.0, 0.02, 0.07),
    Product("Bread Knife", "kitchen", 3_400, 0.60, 1.0, 0.04, 0.10),
    Product("Oak Board", "kitchen", 4_500, 0.50, 1.0, 0.07, 0.05),
    Product("Linen Apron", "kitchen", 2_800, 0.55, 0.8, 0.16, 0.14),
    Product("Recipe Book", "gifts", 1_900, 0.65, 0.7, 0.03, 0.30),
    Product("Gift Hamper", "gifts", 9_900, 0.40, 1.4, 0.03, 0.48),
)
CHANNELS = (
    Channel("email", 0.28, ("spring_mail", "weekly_news", "win_back")),
    Channel("paid_search", 0.24, ("brand_terms", "kitchen_terms")),
    Channel("paid_social", 0.20, ("summer_video", "lookalike")),
    Channel("affiliate", 0.10, ("compare_sites",)),
    Channel("organic_search", 0.18, ()),
)
FIRST_NAMES = (
    "Anna", "Ben", "Clara", "David", "Elena", "Felix", "Grace", "Hugo", "Ines", "Jonas", "Karla",
    "Leo", "Maria", "Noah", "Olivia", "Paul", "Rosa", "Sam", "Tara", "Victor", "Yara", "Zoe",
)
LAST_NAMES = (
    "Adams", "Baker", "Costa", "Diaz", "Evans", "Fischer", "Garcia", "Hughes", "Ito", "Jensen",
    "Kumar", "Lopez", "Meyer", "Novak", "Olsen", "Park", "Rossi", "Silva", "Turner", "Weber",
)
# fmt: on

CATEGORIES = ("irons", "bread", "fillings", "kitchen", "gifts")
# a customer's favourite category, and the factor on the popularity of its products
TASTE_SHARES = (0.20, 0.25, 0.30, 0.15, 0.10)
TASTE_FACTOR = 5.0
# an order's product is one near its worth: upper ends of the ranges in cents, each with the price
# in its middle, and the spread of log prices around it
VALUE_EDGES = (2_000, 3_000, 4_000, 6_000, 9_000)
VALUE_MIDDLES = (1_600, 2_500, 3_500, 4_900, 7_300, 12_000)
PRICE_SPREAD = 0.6

SAME_DAY_SHARE = 0.05  # of the purchase days: two orders share the worth of the day
UNPAID_SHARE, FREE_SHARE = 0.02, 0.01  # of the single orders: no payment; a coupon over nothing
TWO_PART_SHARE = 0.08  # of the paid orders
MIN_VALUE = 200  # cents
PART_RANGE = (0.2, 0.8)  # the smaller part of two orders or payments
TRACKED_SHARE = 0.45
MISSING_EMAIL_SHARE = 0.04

STATUSES = ("placed", "shipped", "completed", "return_pending", "returned")
PLACED, SHIPPED, COMPLETED, RETURN_PENDING, RETURNED = range(5)
SHIPPED_AFTER_DAYS, COMPLETED_AFTER_DAYS = 2, 6
# a return is announced so many days after the order, and settled so many later
RETURN_WITHIN_DAYS, SETTLED_AFTER_DAYS = 14, 10

METHODS = ("credit_card", "coupon", "bank_transfer", "gift_card")
CREDIT_CARD, COUPON, BANK_TRANSFER, GIFT_CARD = range(4)
METHOD_WEIGHTS = (0.66, 0.0, 0.22, 0.12)  # of payments without a coupon
