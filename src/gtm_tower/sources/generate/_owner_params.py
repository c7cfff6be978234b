"""The world of the `owner` template: every number that shapes the data, in one place.

A lead's score is a sum of effects in log-odds: its cuisine's, its locations', its ordering tool's
and the bonus of an ideal segment. The score moves the chances of an opportunity and of a win.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Channel:
    """What differs between the two ways in; chances are those of a lead with score 0."""

    name: str
    leads: float  # per month at scale 1; inbound: at the reference spend
    opportunity_odds: float  # log-odds of an opportunity, touched at once
    held_rate: float  # of the demos set
    win_odds: float  # log-odds of a win after a held demo
    set_days: float  # mean days from first touch to the demo being set
    won_days: float  # mean days from demo to win
    lost_days: float  # mean days from demo to loss
    salary: int  # of the team per month at scale 1, in cents
    commission: int  # per win, in cents


@dataclass(frozen=True)
class Named:
    """One item of a list with its share, its effect on the score and its factor on sales."""

    name: str
    share: float
    effect: float = 0.0
    sales_factor: float = 1.0


@dataclass(frozen=True)
class Locations:
    """A range of location counts, with the effect on the score."""

    name: str
    low: int
    high: int
    effect: float


@dataclass(frozen=True)
class Segment:
    """A planted segment; an empty part is any. `is_rare`: too few leads to judge by themselves."""

    cuisine: str
    locations: str
    tool: str
    effect: float
    sales_factor: float
    is_rare: bool = False

    @property
    def name(self) -> str:
        """Cuisine x locations x tool."""
        return " x ".join(part or "any" for part in (self.cuisine, self.locations, self.tool))


INBOUND, OUTBOUND = 0, 1

# fmt: off
CHANNELS = (
    Channel("inbound", 81.0, -0.45, 0.80, -0.45, 1.0, 6.0, 9.0, 2_150_000, 30_000),
    Channel("outbound", 56.0, -1.60, 0.72, -0.60, 9.0, 22.0, 26.0, 4_300_000, 45_000),
)
CUISINES = (
    Named("American", 0.16, 0.00, 1.00),
    Named("Pizza", 0.15, 0.15, 1.05),
    Named("Mexican", 0.13, 0.05, 0.95),
    Named("Italian", 0.11, 0.10, 1.10),
    Named("Chinese", 0.09, -0.15, 0.90),
    Named("Burgers", 0.08, -0.10, 1.00),
    Named("Indian", 0.06, 0.05, 0.95),
    Named("Thai", 0.05, 0.00, 0.90),
    Named("Japanese", 0.05, -0.05, 1.15),
    Named("Mediterranean", 0.04, 0.00, 0.95),
    Named("Bakery", 0.03, -0.50, 0.55),
    Named("Seafood", 0.02, -0.10, 1.25),
    Named("Chef's Table", 0.01, -0.30, 1.40),
    Named("Vegan", 0.01, 0.00, 0.80),
    Named("Ethiopian", 0.005, 0.00, 0.75),
    Named("Peruvian", 0.005, 0.00, 0.85),
)
TOOLS = (
    Named("Toast", 0.26, 0.10, 1.10),
    Named("Square", 0.20, 0.00, 0.85),
    Named("ChowNow", 0.14, 0.20, 1.00),
    Named("Slice", 0.09, 0.10, 1.00),
    Named("Menufy", 0.09, -0.05, 0.90),
    Named("Clover", 0.09, -0.10, 0.95),
    Named("Olo", 0.04, -0.30, 1.35),
    Named("BentoBox", 0.04, -0.20, 1.15),
)
# fmt: on
MARKETPLACES = (
    Named("Doordash", 0.72),
    Named("Grubhub", 0.44),
    Named("UberEats", 0.52),
    Named("Postmates", 0.10),
    Named("EzCater", 0.07),
)
LOCATIONS = (
    Locations("1", 1, 1, 0.0),
    Locations("2-5", 2, 5, 0.20),
    Locations("6+", 6, 1_000, -0.40),
)
LOCATION_COUNTS = (1, 2, 3, 4, 5, 7, 12, 25)
LOCATION_COUNT_WEIGHTS = (0.60, 0.15, 0.09, 0.06, 0.04, 0.03, 0.02, 0.01)
SEGMENTS = (
    Segment("Italian", "2-5", "Toast", 1.80, 1.60),
    Segment("Pizza", "1", "Slice", 1.30, 1.15),
    Segment("Mexican", "2-5", "ChowNow", 1.50, 1.30),
    Segment("Burgers", "1", "Square", -1.20, 0.80),
    Segment("Ethiopian", "1", "", 0.0, 1.0, is_rare=True),
    Segment("Peruvian", "2-5", "", 0.0, 1.0, is_rare=True),
    Segment("Chef's Table", "6+", "", 0.0, 1.0, is_rare=True),
)
# the tool that a cuisine has more often than others, so that the ideal segments have leads
FAVOURITE_TOOLS = {"Italian": "Toast", "Pizza": "Slice", "Mexican": "ChowNow", "Burgers": "Square"}
FAVOURITE_TOOL_SHARE = 0.35
SECOND_CUISINE_SHARE, SECOND_TOOL_SHARE = 0.15, 0.08
NO_TOOL_SHARE = 0.14  # known to have none: a list of one empty text
UNKNOWN_LIST_SHARE = 0.04  # the text nan
UNKNOWN_LOCATIONS_SHARE, UNKNOWN_SALES_SHARE = 0.05, 0.07
OPPORTUNITY_SCORE_WEIGHT, WIN_SCORE_WEIGHT = 0.8, 0.8

# predicted monthly sales: log-normal around the base times the factors, and locations to a power
SALES_BASE = 800_000  # cents
SALES_SPREAD = 0.45
LOCATION_SALES_POWER = 0.7
SALES_STEP = 20  # cents: a take rate of 5% of it is a whole cent

# advertising and the leads it brings:
# leads of a month = leads * season * (spend / reference spend) ** elasticity
REFERENCE_SPEND = 4_000_000  # cents per month at scale 1
ELASTICITY = 0.5
SPEND_RANGE = (0.4, 2.5)  # of the reference spend
SPEND_BLOCK_MONTHS = 3  # months in a row at about the same spend
SPEND_SPREAD = 0.06
LEAD_SEASON = (1.03, 1.00, 1.02, 1.00, 0.99, 0.98, 0.96, 0.97, 1.01, 1.02, 1.01, 1.01)
SALARY_GROWTH, SALARY_SPREAD = 0.004, 0.02

# first touch of an inbound lead: shares of the leads and mean hours
TOUCH_SPEEDS = ((0.50, 1.0), (0.35, 9.0), (0.15, 50.0))
NEVER_TOUCHED_SHARE = 0.05
SPEED_WEIGHT = 0.35  # the log-odds of an opportunity fall by it with log2(1 + hours / SPEED_HOURS)
SPEED_HOURS = 4.0
SPEED_BUCKETS = (0.0, 1.0, 4.0, 24.0, 72.0)  # hours from which each bucket of truth.json runs
CALL_FIRST_SHARE = 0.7
SECOND_WAY_SHARE = 0.65  # of the touched leads: a text after the call, a call after the text

# work on a lead until its opportunity is made, or for so many days
WORKED_DAYS = 14
MORE_CALLS, MORE_TEXTS, EMAILS = 1.8, 1.2, 1.6  # means; calls and texts beside the first one
CONVERTED_FACTOR = 1.5
REACHED_SHARES = (0.25, 0.95)  # of the decision makers of leads, and of converted leads
SET_MIN_SECONDS = 600  # from first touch to the demo being set

# demos, outcomes, and deals that stall
DEMO_SET_SHARE = 0.95
DEMO_WITHIN_DAYS = 6
NO_DEMO_DAYS = 5  # the outcome of a deal without a demo counts from its creation and these
CLOSE_SHAPE = 1.5  # of the gamma waiting times
STALLED_SHARE = 0.12  # of the deals that are not won
STALLED_MIN_DAYS, STALLED_MEAN_DAYS = 60, 120.0
STALLED_CALLS_DAYS = 6
STALLED_POLICY_DAYS = 30
OPEN_CALL_DAYS = 12  # the last call of a live open deal is at most so long ago
CONTRACT_SENT_SHARE = 0.3
UNKNOWN_CALL_SHARE = 0.06
QUIET_FROM_MONTHS = 6  # in windows from this length one month sees no outbound win
QUIET_SHIFT_DAYS = 31

# how often each list, count or name is not there
MISSING_COUNT_SHARE = 0.04
MISSING_REASON_SHARE, MISSING_ISSUE_SHARE, MISSING_HEARD_SHARE = 0.04, 0.15, 0.20
NOTES_SHARE = 0.7
BROKEN_YEAR_SHARE = 0.06  # of the date cells of a column
BROKEN_DAY_SHARE = 0.5  # of those: the time of day is lost too, never on a lead's first day
UNDERSCORE_SHARE = 0.4  # of the statuses of two or more words that have a second spelling

STAGES = ("Demo Set", "Demo Held", "Contract Sent", "Closed Won", "Closed Lost")
DEMO_SET, DEMO_HELD, CONTRACT_SENT, WON, LOST = range(5)
STATUSES = (
    "New",
    "Working",
    "Attempted Contact",
    "Not Interested",
    "Incorrect Contact Data",
    "Incorrect_Contact_Data",
    "Converted",
)
NEW, WORKING, ATTEMPTED, NOT_INTERESTED, INCORRECT, INCORRECT_SPELT, CONVERTED = range(7)
OPEN_STATUS_WEIGHTS = (0.0, 0.30, 0.30, 0.25, 0.15)

LOST_REASONS = (
    "Unresponsive",
    "Price",
    "Timing",
    "Competitor",
    "Missing Feature",
    "Not a Fit",
)
LOST_REASON_WEIGHTS = (  # without and with a held demo
    (0.62, 0.06, 0.16, 0.06, 0.02, 0.08),
    (0.18, 0.28, 0.20, 0.15, 0.12, 0.07),
)
BUSINESS_ISSUES = (
    "High marketplace fees",
    "Few direct orders",
    "Outdated website",
    "Not found online",
    "No loyalty program",
)
BUSINESS_ISSUE_WEIGHTS = (0.36, 0.24, 0.18, 0.14, 0.08)
HEARD_ABOUT_US = (
    "Facebook",
    "Instagram",
    "Google Search",
    "Podcast",
    "Another restaurant",
    "Cold call",
    "Cold email",
)
HEARD_WEIGHTS = (  # of each channel
    (0.34, 0.22, 0.22, 0.08, 0.12, 0.01, 0.01),
    (0.04, 0.04, 0.05, 0.03, 0.08, 0.52, 0.24),
)
NOTE_HEADS = (
    'The manager said "call me after the season".',
    "Wants a lower price, in writing.",
    "No answer on the phone,\nno answer to three texts.",
    'Uses a rival and calls it "good enough".',
    "Asked for a feature we do not have:\n- table booking\n- gift cards",
)
NOTE_TAILS = (
    "",
    "\nTry again next year.",
    "\n\nDecision maker was not in the room.",
    " Keep warm.",
)
