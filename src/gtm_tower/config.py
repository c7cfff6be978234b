"""gtm.yml as one frozen dataclass: the one place of settings, defaults and legal values."""

import os
import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from gtm_tower.errors import ConfigError, did_you_mean
from gtm_tower.segments import Segment, packaged_segments, parse_segments

TEMPLATES = ("saas", "owner", "olist", "jaffle", "lottery")
ENGINES = ("duckdb", "postgres")


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


@dataclass(frozen=True)
class Source:
    """Where a template's raw files are, and how they are written."""

    path: str
    encoding: str = "utf-8"
    delimiter: str = "auto"


@dataclass(frozen=True)
class WarehouseSettings:
    """The engine; `url` and `prefix` are for a warehouse server."""

    engine: str = "duckdb"
    url: str = field(default="", repr=False)
    prefix: str = "gtm"


@dataclass(frozen=True)
class Reporting:
    """The currency of every amount, and the time zone that says to which day a moment belongs."""

    currency: str = "USD"
    time_zone: str = "UTC"


@dataclass(frozen=True)
class Config:
    """A whole gtm.yml."""

    sources: Mapping[str, Source]
    warehouse: WarehouseSettings = WarehouseSettings()
    as_of: str = "latest"
    reporting: Reporting = Reporting()
    policies: Policies = Policies()
    rules: Rules = Rules()
    derived_channels: DerivedChannels = DerivedChannels()
    segments: tuple[Segment, ...] = field(default_factory=packaged_segments)


def load_config(path: Path, environ: Mapping[str, str] | None = None) -> Config:
    """Read gtm.yml; a fault is a ConfigError that names the key, the value and what is legal."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid YAML: {error}") from None
    return parse_config(content, str(path), os.environ if environ is None else environ)


def parse_config(content: Any, where: str, environ: Mapping[str, str]) -> Config:
    """Turn parsed YAML into a Config; `where` is the file named in errors."""
    _check_keys(content, [f.name for f in fields(Config)], where)
    sources = content.get("sources")
    if not sources:
        raise ConfigError(
            f"{where}: 'sources' is empty. Name a template, such as saas: {{path: data/saas}}."
        )
    _check_keys(sources, TEMPLATES, f"{where}: sources")
    warehouse = _expand(content.get("warehouse") or {}, f"{where}: warehouse", environ)
    config = Config(
        sources={
            name: _build(Source, value, f"{where}: sources.{name}")
            for name, value in sources.items()
        },
        warehouse=_build(WarehouseSettings, warehouse, f"{where}: warehouse"),
        as_of=str(content.get("as_of", "latest")),
        reporting=_build(Reporting, content.get("reporting") or {}, f"{where}: reporting"),
        policies=_build(Policies, content.get("policies") or {}, f"{where}: policies"),
        rules=_rules(content.get("rules") or {}, f"{where}: rules"),
        segments=_segments(content, f"{where}: segments"),
        derived_channels=_build(
            DerivedChannels, content.get("derived_channels") or {}, f"{where}: derived_channels"
        ),
    )
    _check_values(config, where)
    return config


def parse_as_of(value: str, where: str) -> date | None:
    """The date of an as_of setting; None for `latest`, the last date in the data."""
    if value == "latest":
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ConfigError(
            f"{where}: '{value}' is no date to report on."
            " Legal: latest, or a date such as 2025-06-30."
        ) from None


def _check_values(config: Config, where: str) -> None:
    parse_as_of(config.as_of, where)
    for pair in config.policies.medium_channels:
        if not re.fullmatch(r"[^=]+=[^=]+", pair):
            raise ConfigError(
                f"{where}: policies.medium_channels has '{pair}'."
                " Legal: a medium, = and its channel, such as cpc=paid_search."
            )
    warehouse = config.warehouse
    if warehouse.engine not in ENGINES:
        raise ConfigError(
            f"{where}: warehouse.engine is '{warehouse.engine}'. Legal: {', '.join(ENGINES)}."
            f"{did_you_mean(warehouse.engine, ENGINES)}"
        )
    if warehouse.engine != "duckdb" and not warehouse.url:
        raise ConfigError(
            f"{where}: warehouse.engine {warehouse.engine} needs warehouse.url,"
            " such as postgresql://user:${PGPASSWORD}@host:5432/database."
        )
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", warehouse.prefix):
        raise ConfigError(
            f"{where}: warehouse.prefix is '{warehouse.prefix}'."
            " Legal: lower-case letters, digits and _, a letter first."
        )
    if not re.fullmatch(r"[A-Z]{3}", config.reporting.currency):
        raise ConfigError(
            f"{where}: reporting.currency is '{config.reporting.currency}'."
            " Legal: a three-letter ISO 4217 code such as USD."
        )
    try:
        ZoneInfo(config.reporting.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ConfigError(
            f"{where}: reporting.time_zone is '{config.reporting.time_zone}'."
            " Legal: an IANA name such as Europe/Berlin."
        ) from None


def _build(kind: type[Any], content: Any, where: str) -> Any:
    known = {f.name: f for f in fields(kind)}
    _check_keys(content, known, where)
    for name, item in known.items():
        if item.default is MISSING and item.default_factory is MISSING and name not in content:
            raise ConfigError(f"{where}: '{name}' is missing.")
    return kind(**{name: _typed(known[name], value, where) for name, value in content.items()})


def _rules(content: Any, where: str) -> Rules:
    """The rules, each with what gtm.yml says of it in the place of its own defaults."""
    _check_keys(content, [f.name for f in fields(Rules)], where)
    changed = {}
    for name, values in content.items():
        asked = _build(Rule, values, f"{where}.{name}")
        changed[name] = replace(
            getattr(Rules(), name), **{key: getattr(asked, key) for key in values}
        )
    return Rules(**changed)


def _segments(content: Mapping[str, Any], where: str) -> tuple[Segment, ...]:
    """The company's own table of segments, whole, or ours."""
    own = content.get("segments")
    return packaged_segments() if own is None else parse_segments(own, where)


def _typed(item: Field[Any], value: Any, where: str) -> Any:
    place = f"{where}.{item.name}"
    default = item.default if item.default_factory is MISSING else item.default_factory()
    if isinstance(default, tuple):
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            raise ConfigError(
                f"{place} is {value!r}. Legal: a list of names, such as {list(default)}."
            )
        return tuple(v.strip().lower() for v in value)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise ConfigError(f"{place} is {value!r}. Legal: true or false.")
        return value
    if isinstance(default, int | float):
        return _number(item, value, place, whole=isinstance(default, int))
    if not isinstance(value, str):
        raise ConfigError(f"{place} is {value!r}. Legal: a text.")
    legal = item.metadata.get("legal")
    if legal and value not in legal:
        raise ConfigError(
            f"{place} is '{value}'. Legal: {', '.join(legal)}.{did_you_mean(value, legal)}"
        )
    return value


def _number(item: Field[Any], value: Any, place: str, whole: bool) -> int | float:
    kind = "a whole number" if whole else "a number"
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise ConfigError(f"{place} is {value!r}. Legal: {kind}.")
    legal = item.metadata.get("legal")
    if legal and value not in legal:
        raise ConfigError(f"{place} is {value}. Legal: {', '.join(map(str, legal))}.")
    low = item.metadata.get("low")
    if low is not None and value < low:
        raise ConfigError(f"{place} is {value}. Legal: {kind} of at least {low}.")
    return int(value) if whole else float(value)


def _check_keys(content: Any, legal: Any, where: str) -> None:
    if not isinstance(content, Mapping):
        raise ConfigError(f"{where}: expected keys and values, got {content!r}.")
    for key in content:
        if key not in legal:
            raise ConfigError(
                f"{where}: unknown key '{key}'. Legal: {', '.join(legal)}."
                f"{did_you_mean(str(key), legal)}"
            )


def _expand(content: Any, where: str, environ: Mapping[str, str]) -> Any:
    """Fill in ${NAME} from the environment, so that secrets need not stand in the file."""
    if not isinstance(content, Mapping):
        return content

    def value_of(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in environ:
            raise ConfigError(
                f"{where}: the environment has no variable {name}. Set it, or edit the file."
            )
        return environ[name]

    return {
        key: re.sub(r"\$\{(\w+)\}", value_of, value) if isinstance(value, str) else value
        for key, value in content.items()
    }
