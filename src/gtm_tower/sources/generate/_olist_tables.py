"""The two raw tables of the `olist` template: columns, order and notation of the public files.

The arrays hold what a right reading of the cells gives, so that the truth can be counted from them.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from gtm_tower.sources.generate import _olist_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS
from gtm_tower.sources.generate._notation import boolean_text, day_text, float_text, moment_text
from gtm_tower.sources.generate._olist_world import World
from gtm_tower.sources.generate._table import ROW_ID, Table, label, numbered
from gtm_tower.sources.generate.spec import GenerateSpec

MQL, CLOSED_DEALS = "mql", "closed_deals"


def draw_tables(spec: GenerateSpec, world: World) -> Iterator[Table]:
    """The clean tables."""
    yield _mql(spec, world)
    yield _closed_deals(spec, world)


def hash_source(spec: GenerateSpec, kind: str, number: object) -> str:
    """The text whose hash is the id of one entity; `number` may be SQL or a number."""
    return f"{spec.seed} {kind} {number}"


def _hash_id(spec: GenerateSpec, kind: str, array: str) -> str:
    return f"md5('{hash_source(spec, kind, '')}' || {array})"


def _name(array: str, names: Sequence[params.Named | params.Origin | params.LeadType]) -> str:
    return f"nullif({label(array, [row.name for row in names])}, '')"


def _mql(spec: GenerateSpec, world: World) -> Table:
    leads = world.leads
    has_deal = np.zeros(len(leads), dtype=np.int64)
    has_deal[world.deals.lead] = 1
    arrays = {
        "first_day": leads.first_day,
        "page": leads.page,
        "origin_code": leads.origin,
        "has_deal": has_deal,
    }
    columns = {
        "mql_id": _hash_id(spec, "lead", ROW_ID),
        "first_contact_date": day_text("first_day"),
        "landing_page_id": _hash_id(spec, "page", "page"),
        "origin": _name("origin_code", params.ORIGINS),
    }
    return Table(MQL, columns, numbered(arrays), key=("mql_id",))


def _closed_deals(spec: GenerateSpec, world: World) -> Table:
    deals = world.deals
    names = ("won", "sdr", "rep", "segment", "behaviour", "stock", "revenue")
    arrays = {
        "lead": deals.lead + 1,
        "contact": world.leads.first_day[deals.lead] * DAY_SECONDS,
        "kind": deals.lead_type,
        "company": deals.has_company,
        "gtin": deals.has_gtin,
        "business": deals.business_type,
        "catalog": deals.catalog_size,
        **{name: getattr(deals, name) for name in names},
    }
    columns = {
        "mql_id": _hash_id(spec, "lead", "lead"),
        "seller_id": _hash_id(spec, "seller", ROW_ID),
        "sdr_id": _hash_id(spec, "sdr", "sdr"),
        "sr_id": _hash_id(spec, "rep", "rep"),
        "won_date": moment_text("won"),
        "business_segment": _name("segment", params.SEGMENTS),
        "lead_type": _name("kind", params.LEAD_TYPES),
        "lead_behaviour_profile": _name("behaviour", params.BEHAVIOURS),
        "has_company": boolean_text("company"),
        "has_gtin": boolean_text("gtin"),
        "average_stock": _name("stock", params.STOCKS),
        "business_type": _name("business", params.BUSINESS_TYPES),
        "declared_product_catalog_size": float_text("catalog"),
        "declared_monthly_revenue": float_text("revenue"),
    }
    return Table(CLOSED_DEALS, columns, numbered(arrays), key=("mql_id",))
