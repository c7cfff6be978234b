"""Leads and closed deals of the `olist` template, before they are written."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _olist_params as params
from gtm_tower.sources.generate._arrays import (
    DAY_SECONDS,
    NONE,
    Floats,
    Ints,
    Rows,
    chance,
    per,
    pick,
    work_second,
)
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate.spec import GenerateSpec


@dataclass(frozen=True)
class Leads(Rows):
    """One row per lead, in no order."""

    first_day: Ints
    page: Ints
    origin: Ints


@dataclass(frozen=True)
class Deals(Rows):
    """One row per won deal in order of the win; details nobody asked for are NONE."""

    lead: Ints
    won: Ints  # second
    sdr: Ints
    rep: Ints
    segment: Ints
    lead_type: Ints
    behaviour: Ints
    has_company: Ints
    has_gtin: Ints
    stock: Ints
    business_type: Ints
    catalog_size: Ints
    revenue: Ints


@dataclass(frozen=True)
class World:
    """Every entity of one data set."""

    window: Window
    leads: Leads
    deals: Deals


def draw_world(spec: GenerateSpec) -> World:
    """Draw everything from the spec; each part has its own stream of random numbers."""
    window = Window.ending(spec.end, spec.months)
    size = max(1, round(params.LEADS_AT_SCALE_1 * spec.scale))
    leads = _draw_leads(spec.rng("leads"), window, size)
    return World(window, leads, _draw_deals(spec.rng("deals"), window, leads))


def _draw_leads(rng: np.random.Generator, window: Window, size: int) -> Leads:
    first = window.month_start(window.all_months)
    days = window.month_end(window.all_months) - first + 1
    growth = np.linspace(1.0, params.GROWTH, window.months) * days
    month = pick(rng, growth, size)
    day = first[month] + np.floor(rng.random(size) * days[month]).astype(np.int64)
    pages = params.LANDING_PAGES
    usual = _falling(pages, params.LANDING_PAGE_OFFSET, params.LANDING_PAGE_POWER)
    page = pick(rng, usual, size)
    return Leads(day, page, pick(rng, per(params.ORIGINS, "share"), size))


def _draw_deals(rng: np.random.Generator, window: Window, leads: Leads) -> Deals:
    """The deals that are won by the end of the window; later ones are not in the data."""
    size = len(leads)
    lead_type = pick(rng, per(params.LEAD_TYPES, "share"), size)
    median, mean = (
        per(params.ORIGINS, f"{kind}_days")[leads.origin] for kind in ("median", "mean")
    )
    spread = np.sqrt(2 * np.log(mean / median))
    wait = median * np.exp(spread * rng.standard_normal(size))
    wait = wait * per(params.LEAD_TYPES, "days_factor")[lead_type]
    day = leads.first_day + np.floor(np.minimum(wait, 10_000)).astype(np.int64)
    is_won = chance(rng, per(params.ORIGINS, "win_rate")[leads.origin], size) & (day <= window.end)
    won = day * DAY_SECONDS + work_second(rng, size)
    lead = np.nonzero(is_won)[0]
    lead = lead[np.argsort(won[lead], kind="stable")]
    return _described(rng, lead, won[lead], lead_type[lead])


def _described(rng: np.random.Generator, lead: Ints, won: Ints, lead_type: Ints) -> Deals:
    size = len(lead)
    is_asked = chance(rng, params.DETAILED_SHARE, size)
    tiers = np.array([row.tier == params.HIGH for row in params.LEAD_TYPES])
    factor = np.where(tiers[lead_type], params.HIGH_TIER_REVENUE_FACTOR, 1)
    revenue = np.array(params.REVENUES)[rng.integers(0, len(params.REVENUES), size)] * factor
    has_revenue = is_asked & chance(rng, params.REVENUE_SHARE, size)
    sizes = np.array(params.CATALOG_SIZES)[rng.integers(0, len(params.CATALOG_SIZES), size)]

    def asked(codes: Ints) -> Ints:
        return np.where(is_asked, codes, NONE)

    return Deals(
        lead=lead,
        won=won,
        sdr=_people(rng, params.SDRS, size),
        rep=_people(rng, params.REPS, size),
        segment=pick(rng, per(params.SEGMENTS, "share"), size),
        lead_type=lead_type,
        behaviour=pick(rng, per(params.BEHAVIOURS, "share"), size),
        has_company=asked(chance(rng, params.COMPANY_SHARE, size).astype(np.int64)),
        has_gtin=asked(chance(rng, params.GTIN_SHARE, size).astype(np.int64)),
        stock=asked(pick(rng, per(params.STOCKS, "share"), size)),
        business_type=pick(rng, per(params.BUSINESS_TYPES, "share"), size),
        catalog_size=asked(sizes),
        revenue=np.where(has_revenue, revenue, 0),
    )


def _people(rng: np.random.Generator, count: int, size: int) -> Ints:
    """Some of them win more than others."""
    return pick(rng, _falling(count, 1.0, params.REP_POWER), size)


def _falling(count: int, offset: float, power: float) -> Floats:
    """Weights of the first, the second, ... that fall with a power of the place."""
    return np.asarray((np.arange(count) + offset) ** -power, dtype=np.float64)
