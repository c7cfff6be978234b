"""The world of the `lottery` template: every number that shapes the data, in one place.

A visitor comes back a few times, by a campaign or directly. Each visit leads to a sign-up with the
chance of its campaign, by itself (`effect`); the visits that were to come take place all the same.
So the chance to sign up is 1 - (1 - effect) * (1 - effect) * ... over the visits, and what a
campaign adds is the difference that its visits make to it.
"""

from dataclasses import dataclass

VISITORS_AT_SCALE_1 = 13_000
# weight of the last month for 1 of the first one, in new visitors per day
GROWTH = 1.3


@dataclass(frozen=True)
class Placement:
    """Where the money of a campaign goes, and what its links say; spend in cents at scale 1."""

    channel: str
    source: str
    medium: str
    daily_spend: int


@dataclass(frozen=True)
class Campaign:
    """What is advertised; shares are those of first and of later visits.

    `is_alone`: its visitors see nothing else.
    """

    name: str
    placements: tuple[Placement, ...]
    first_share: float
    later_share: float
    effect: float
    jackpot_share: float  # of those it wins: they play for high jackpots
    deposit_factor: float  # on the first deposit
    is_alone: bool = False


@dataclass(frozen=True)
class Game:
    """What is played; the jackpot is in dollars, NONE where there is no estimate."""

    name: str
    jackpot: int
    price: int  # cents of a line
    popularity: float


@dataclass(frozen=True)
class Country:
    """Where players live."""

    name: str
    share: float


# fmt: off
CAMPAIGNS = (
    Campaign("brand_search", (Placement("paid_search", "google", "cpc", 2_300),),
             0.11, 0.18, 0.26, 0.20, 1.1),
    Campaign("category_search", (Placement("paid_search", "bing", "cpc", 5_600),),
             0.17, 0.08, 0.12, 0.15, 1.0),
    # one name in two channels
    Campaign("mega_draw", (Placement("paid_social", "facebook", "paid", 4_500),
                           Placement("video", "youtube", "cpv", 3_800)),
             0.15, 0.08, 0.16, 0.62, 1.5),
    Campaign("jackpot_alert", (Placement("display", "ad_network", "banner", 3_000),),
             0.09, 0.08, 0.14, 0.55, 1.3),
    Campaign("summer_social", (Placement("paid_social", "instagram", "paid", 4_000),),
             0.17, 0.08, 0.06, 0.08, 0.8),
    Campaign("retargeting", (Placement("display", "remarketing", "banner", 2_000),),
             0.01, 0.20, 0.04, 0.15, 1.0),
    Campaign("compare_sites", (Placement("affiliate", "partner", "referral", 1_800),),
             0.10, 0.03, 0.22, 0.25, 1.0),
    Campaign("newsletter", (Placement("email", "newsletter", "email", 400),),
             0.02, 0.06, 0.10, 0.18, 1.0),
    # visits and no player
    Campaign("night_display", (Placement("display", "night_network", "banner", 1_300),),
             0.0, 0.0, 0.0, 0.0, 1.0, is_alone=True),
    # not a single visit
    Campaign("radio_spots", (Placement("radio", "radio", "audio", 1_500),),
             0.0, 0.0, 0.0, 0.0, 1.0),
)
GAMES = (
    Game("Comet Millions", 1_250_000_000, 350, 0.45),
    Game("Grand Meteor", 640_000_000, 250, 0.35),
    Game("Aurora Jackpot", 185_000_000, 250, 0.20),
    Game("Harbour Six", 24_000_000, 150, 0.24),
    Game("Lucky Meadow", 8_500_000, 150, 0.22),
    Game("Silver Draw", 3_200_000, 100, 0.18),
    Game("Quick Nine", 750_000, 100, 0.14),
    Game("Saturday Five", 500_000, 100, 0.10),
    Game("Garden Bingo", 40_000, 50, 0.08),
    Game("Parcel Raffle", -1, 200, 0.04),
)
COUNTRIES = (
    Country("US", 0.34), Country("GB", 0.18), Country("DE", 0.13), Country("CA", 0.10),
    Country("AU", 0.08), Country("IE", 0.07), Country("NL", 0.06), Country("SE", 0.04),
)
# fmt: on
HIGH_JACKPOT = 100_000_000  # dollars: a game above it is one of a high jackpot
DIRECT_FIRST_SHARE, DIRECT_LATER_SHARE, DIRECT_EFFECT = 0.18, 0.21, 0.09
DIRECT_JACKPOT_SHARE = 0.15
DIRECT_DEPOSIT_FACTOR = 1.0
ALONE_SHARE = 0.05  # of the visitors: those of the campaign that is alone

# visits of somebody who is not a member yet
STOP_CHANCE, MAX_VISITS = 0.5, 12
GAP_SECONDS, GAP_DAYS = 3 * 3_600, 5.0  # least and further mean time from visit to visit
PACE_SECONDS = (15, 140)  # from event to event of a visit
MORE_EVENTS, MAX_EVENTS = 0.5, 20
VISIT_SECONDS = 3_600  # no visit is longer

# members
UNTRACKED_SHARE = 0.05  # of the sign-ups: nothing of them is in the web events
MEMBER_VISITS_PER_DAY = 0.012
MEMBER_CAMPAIGNS = {"newsletter": 0.10, "retargeting": 0.12, "mega_draw": 0.06}  # others direct
SECOND_DEVICE_SHARE, THIRD_DEVICE_SHARE = 0.40, 0.10
OTHER_DEVICE_SHARE = 0.35  # of the visits, where there is another device
LOGIN_SHARE, EMAIL_SHARE = 0.60, 0.08  # of a member's visits
EMAIL_EVIDENCE_SHARE = 0.20  # of the devices that are known by no login
NEW_COOKIE_SHARE = 0.08  # of the visits of a device

# what is shared by more people than max_group_size links nobody
MAX_GROUP_SIZE = 10
SHARED_PEOPLE = (14, 24)  # users of a library computer or of a mailbox
LIBRARIES_AT_SCALE_1, MAILBOXES_AT_SCALE_1 = 4, 2
STRANGERS = 4  # visitors per library who never log in

# money
PLAYER_SHARE = 0.62  # of the members: they deposit
# first deposit: shares of the players and mean hours from sign-up
DEPOSIT_SPEEDS = ((0.55, 0.4), (0.38, 90.0), (0.07, 900.0))
DEPOSITS_SHAPE, DEPOSITS_PER_DAY = 0.8, 0.012
DEPOSIT_MEDIAN, DEPOSIT_SPREAD, DEPOSIT_STEP = 2_000, 0.8, 100  # cents
FIRST_DEPOSIT_FACTOR = 1.3
BUYER_SHARE = 0.94  # of the players: they buy tickets
FIRST_PURCHASE_HOURS = 20.0  # mean, from the first deposit
PURCHASES_SHAPE, PURCHASES_PER_DAY = 0.9, 0.035
MORE_LINES = 1.2  # of a ticket, mean
HIGH_GAME_SHARES = (0.002, 0.80)  # of the tickets of usual players and of those for high jackpots

WEEKDAYS = (0.94, 0.95, 1.0, 1.05, 1.15, 1.0, 0.91)  # of the spend, from Thursday, 1970-01-01
SPEND_SPREAD = 0.08

EVENT_TYPES = ("page_view", "signup", "login", "email_click")
PAGE_VIEW, SIGNUP, LOGIN, EMAIL_CLICK = range(4)
PAGES = ("", "jackpots", "results", "how-it-works", "offers", "account")
