"""The marts of a made-up company that sells to restaurants, whose files are faulty, against a plain
reading of the files and the truth beside them; and the same marts on Postgres."""

import math
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from app.server import served
from app.wire import tiles_of
from builds.company import Company, new_company
from builds.made_up import MadeUp, build_files
from builds.test_same_numbers import assert_same, published_tables
from gtm_tower.metrics import Metrics
from gtm_tower.metrics.headlines import headlines
from support import owner_files as plain
from support.owner_files import Deal, Lead, month_of

pytestmark = pytest.mark.slow

END = date(2026, 5, 31)
LOOKBACK = timedelta(days=30)
KINDS = {"media": "advertising"}  # what the files call a cost type


@pytest.fixture(scope="module")
def files(seller: MadeUp) -> Path:
    """The files of the company."""
    return seller.files


@pytest.fixture(scope="module")
def owner(seller: MadeUp) -> Company:
    """The company, built on DuckDB; nothing may change it."""
    return seller.company


@pytest.fixture(scope="module")
def truth(seller: MadeUp) -> Any:
    """What the generator says is true."""
    return seller.truth


@pytest.fixture(scope="module")
def read(files: Path) -> plain.Company:
    """The files, read in plain Python."""
    return plain.read_company(files)


@pytest.fixture(scope="module")
def leads(read: plain.Company) -> dict[str, Lead]:
    """The accepted leads by their id."""
    return {lead.lead_id: lead for lead in read.leads}


@pytest.fixture(scope="module")
def won(read: plain.Company) -> list[Deal]:
    """The accepted deals that are won."""
    return [deal for deal in read.deals if deal.state == "won"]


def by_channel_and_month(company: Company, column: str) -> Counter[tuple[str, str]]:
    """A count of the monthly report, without its zeros."""
    rows = company.query(
        f"select period, channel, {column} from marts.fct_monthly_reporting"
        f" where period <> 'total' and {column} > 0"
    )
    return Counter({(period, channel): count for period, channel, count in rows})


def test_every_planted_fault_is_refused_and_nothing_else(
    owner: Company, truth: Any, read: plain.Company
) -> None:
    found = {
        (row["table_name"], row["row_number"]): row["reason"]
        for row in owner.table("meta.quarantine")
    }
    assert found == read.reading.refused
    planted = {
        (fault["table"], fault["row"]): fault["reason"]
        for fault in truth["planted"]
        if fault["expect"] == "quarantined"
    }
    assert found == planted
    assert set(planted.values()) == {
        *("duplicate", "missing_value", "not_a_date", "not_a_number", "negative_amount"),
    }


def test_every_repair_is_counted(owner: Company, truth: Any, read: plain.Company) -> None:
    found = {
        (row["table_name"], row["column_name"], row["repair"]): row["row_count"]
        for row in owner.table("meta.repairs")
    }
    lists = {"marketplaces_used", "online_ordering_used", "cuisine_types"}
    unknown_lists = {key: found.pop(key) for key in list(found) if key[1] in lists}
    assert found == {
        (table, column.lower(), repair): written
        for (table, column, repair), (written, _) in read.reading.repairs().items()
    }
    assert {repair for _, _, repair in found} == {"century", "placeholder", "unreadable"}
    assert unknown_lists == {
        ("leads", column.lower(), "placeholder"): counts["written"]
        for column, counts in truth["notation"]["nan_lists"].items()
    }


def test_rows_in_are_accepted_or_quarantined(owner: Company, truth: Any) -> None:
    entries = {row["table_name"]: row for row in owner.table("meta.inputs") if row["rows_in"]}
    assert entries.keys() == truth["rows"].keys()
    for table, row in entries.items():
        parts = 2 if table == "expenses_salary_and_commissions" else 1
        assert row["rows_in"] == truth["rows"][table] * parts
        assert row["rows_in"] == row["rows_accepted"] + row["rows_quarantined"]
    assert entries["leads"]["rows_accepted"] == truth["after_quarantine"]["leads"]["accepted"]


def test_spend_is_that_of_the_files_to_the_cent(owner: Company, read: plain.Company) -> None:
    wanted: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for cost in read.costs:
        wanted[cost.month, cost.channel, cost.kind] += cost.amount
    rows = owner.query(
        "select cast(date_month as varchar), channel, cost_type, amount"
        " from marts.int_channel_spend"
    )
    found = {(month[:7], channel, KINDS.get(kind, kind)): a for month, channel, kind, a in rows}
    assert {key: a for key, a in found.items() if a} == {key: a for key, a in wanted.items() if a}
    for period in ("= 'total'", "<> 'total'"):
        total = owner.query(
            f"select sum(total_cost) from marts.fct_monthly_reporting where period {period}"
        )
        assert total == [(sum(wanted.values()),)]


def test_leads_and_deals_are_those_of_the_files(
    owner: Company, read: plain.Company, leads: dict[str, Lead]
) -> None:
    dated = Counter((month_of(lead.created), lead.channel) for lead in read.leads if lead.created)
    assert by_channel_and_month(owner, "lead_count") == dated
    total = owner.query(
        "select sum(lead_count) from marts.fct_monthly_reporting where period = 'total'"
    )
    assert total == [(len(leads),)]
    created = Counter((month_of(deal.created), deal.channel) for deal in read.deals)
    assert by_channel_and_month(owner, "opportunity_count") == created


def test_each_won_deal_is_counted_once_in_the_month_it_was_won(
    owner: Company, won: list[Deal], truth: Any
) -> None:
    assert len({deal.opportunity_id for deal in won}) == len(won)
    assert sum(fault["kind"] == "duplicate" for fault in truth["planted"]) > 5
    closed = Counter((month_of(deal.closed), deal.channel) for deal in won if deal.closed)
    assert by_channel_and_month(owner, "won_count") == closed
    deals = owner.query(
        "select count(*), count(distinct opportunity_id) from marts.fct_opportunities"
    )
    assert deals[0][0] == deals[0][1]


def test_cac_is_cost_over_distinct_won_customers(
    owner: Company, read: plain.Company, won: list[Deal]
) -> None:
    rows = owner.query(
        "select channel, cac_media, cac_fully_loaded from marts.fct_monthly_reporting"
        " where period = 'total'"
    )
    found = {channel: (media, full) for channel, media, full in rows}
    for channel in ("inbound", "outbound"):
        costs = [cost for cost in read.costs if cost.channel == channel]
        media = [cost.amount for cost in costs if cost.kind == "advertising"]
        customers = len({deal.opportunity_id for deal in won if deal.channel == channel})
        full = float(sum(cost.amount for cost in costs)) / customers
        assert found[channel][1] == pytest.approx(full, rel=1e-12)
        wanted = float(sum(media)) / customers if media else None
        assert found[channel][0] == (pytest.approx(wanted, rel=1e-12) if media else None)


def test_the_cac_that_a_demo_leads_with_is_that_of_the_channels_with_costs(
    owner: Company, read: plain.Company, won: list[Deal]
) -> None:
    by_month: dict[str, list[Deal]] = defaultdict(list)
    for deal in won:
        by_month[month_of(deal.closed) if deal.closed else ""].append(deal)
    metrics = Metrics(owner.warehouse)
    for month, deals in by_month.items():
        shown = headlines(metrics, date.fromisoformat(f"{month}-01"))
        found = next(one.value for one in shown if one.metric == "cac_fully_loaded")
        cost = sum(cost.amount for cost in read.costs if cost.month == month)
        known = [deal for deal in deals if deal.channel != plain.UNKNOWN]
        assert found == pytest.approx(float(cost) / len(known), rel=1e-9), month
    assert any(deal.channel == plain.UNKNOWN for deal in won)  # whose cost nobody knows


def test_lifetime_value_is_the_formula_over_won_customers(owner: Company, won: list[Deal]) -> None:
    rows = owner.query(
        "select channel, won_ltv, won_with_ltv_count from marts.fct_monthly_reporting"
        " where period = 'total' and won_count > 0"
    )
    for channel, ltv, count in rows:
        known = [deal.ltv for deal in won if deal.channel == channel and deal.ltv is not None]
        assert (ltv, count) == (sum(known), len(known)), channel


def test_lost_reasons_are_those_of_the_files(owner: Company, read: plain.Company) -> None:
    lost = Counter(deal.lost_reason or plain.UNKNOWN for deal in read.deals if deal.state == "lost")
    rows = owner.query("select lost_reason, sum(lost_count) from marts.fct_lost_reasons group by 1")
    assert dict(rows) == lost


def test_velocity_of_each_lead(owner: Company, read: plain.Company, leads: dict[str, Lead]) -> None:
    deals = {deal.opportunity_id: deal for deal in read.deals}
    rows = owner.query(
        "select lead_id, opportunity_id, hours_to_first_touch, days_to_close, days_to_revenue,"
        " is_touched_before_form, is_closed_before_created from marts.fct_sales_velocity"
    )
    assert {row[0] for row in rows} == leads.keys()
    for lead_id, opportunity_id, hours, to_close, to_revenue, is_early, is_reversed in rows:
        lead, deal = leads[lead_id], deals.get(opportunity_id)
        form, touch = lead.dates["FORM_SUBMISSION_DATE"], lead.touched
        has_clocks = form and touch and form.time().isoformat() != "00:00:00" != str(touch.time())
        if has_clocks and form and touch and touch >= form:
            assert hours == pytest.approx((touch - form).total_seconds() / 3600), lead_id
        assert bool(is_early) == bool(form and touch and touch < form) or not has_clocks
        if deal is None or deal.closed is None or deal.state == "open":
            assert (to_close, to_revenue) == (None, None)
            continue
        days = (deal.closed.date() - deal.created.date()).days
        assert to_close == (days if days >= 0 else None), lead_id
        assert is_reversed == (days < 0)
        if deal.state == "won" and lead.created:
            whole = (deal.closed.date() - lead.created.date()).days
            assert to_revenue == (whole if whole >= 0 else None), lead_id


def test_stalled_deals_are_the_true_ones(owner: Company, truth: Any) -> None:
    rows = owner.query(
        "select channel, count(*) from marts.fct_sales_velocity"
        " where is_stalled and state = 'open' group by 1"
    )
    by_channel = truth["deals"]["by_channel"]
    wanted = {name: counts["stalled"] for name, counts in by_channel.items() if counts["stalled"]}
    assert dict(rows) == wanted


@pytest.mark.parametrize("channel", ["inbound", "outbound", "all"])
def test_times_to_the_win_are_a_product_limit_over_the_deals(
    owner: Company, read: plain.Company, channel: str
) -> None:
    deals = [deal for deal in read.deals if channel in (deal.channel, "all")]
    ends = [
        ((deal.closed.date() if deal.closed and deal.state != "open" else END), deal)
        for deal in deals
    ]
    waits = [((end - deal.created.date()).days, deal.state) for end, deal in ends]
    watched = [(days, state) for days, state in waits if days >= 0]
    won = sorted(days for days, state in watched if state == "won")
    found = owner.query(
        "select subject_count, left_out_count, plain_median_days, median_days, day_30_rate,"
        " day_90_rate from marts.fct_milestone_times"
        f" where milestone = 'win' and channel = '{channel}'"
    )[0]
    assert found[:3] == (len(watched), len(waits) - len(watched), median(won))
    assert found[3] == next((day for day in won if share_won(watched, day) >= 0.5), None)
    assert found[4:] == pytest.approx([float(share_won(watched, day)) for day in (30, 90)])


def share_won(waits: list[tuple[int, str]], by_day: int) -> Fraction:
    """The share won by a day, a loss ending the wait, deal by deal in exact fractions."""
    won, waiting = Fraction(0), Fraction(1)
    for day in sorted({days for days, state in waits if state != "open" and days <= by_day}):
        at_risk = sum(days >= day for days, _ in waits)
        ended = [state for days, state in waits if days == day and state != "open"]
        won += waiting * Fraction(ended.count("won"), at_risk)
        waiting *= 1 - Fraction(len(ended), at_risk)
    return won


def test_no_small_segment_tops_the_list(owner: Company) -> None:
    ranked = owner.query(
        "select lead_count, won_count, shrunk_rate, base_rate, shrunk_lower, shrunk_upper"
        " from marts.fct_icp_segments where segment_rank is not null order by segment_rank"
    )
    assert ranked
    assert min(row[0] for row in ranked) >= 10
    for count, wins, shrunk, base, lower, upper in ranked:
        raw = wins / count
        assert min(raw, base) - 1e-12 <= shrunk <= max(raw, base) + 1e-12
        assert lower <= shrunk <= upper


def test_scores_are_the_sum_of_their_reasons(owner: Company) -> None:
    points = ("cuisine", "locations", "ordering_tool", "marketplace", "channel")
    columns = ", ".join(f"{kind}_points" for kind in points)
    rows = owner.query(
        f"select icp_profile_score, {columns} from marts.fct_lead_scores"
        " where icp_profile_score is not null"
    )
    assert len(rows) > 100
    for score, *parts in rows:
        total = 50 + sum(float(part) for part in parts)
        assert score == math.floor(min(100.0, max(0.0, total)) + 0.5 + 1e-9)


def test_one_hot_columns_hold_every_lead_with_the_item(owner: Company, read: plain.Company) -> None:
    items = Counter(
        item.lower() for lead in read.leads for item in {i.lower() for i in lead.cuisines or ()}
    )
    rows = owner.query(
        "select column_name, item, lead_count from marts.dim_profile_columns"
        " where kind = 'cuisine' and column_name not like '%other'"
        " and column_name not like '%none' and column_name not like '%unknown'"
    )
    assert {item.lower(): count for _, item, count in rows} == {
        item: count for item, count in items.items() if count >= 10
    }
    profile = owner.table("marts.dim_ideal_customer_profile")
    lead_of = {deal.opportunity_id: deal.lead for deal in read.deals if deal.lead}
    assert {row["opportunity_id"] for row in profile} == lead_of.keys()
    for row in profile:
        lead = lead_of[row["opportunity_id"]]
        has = {item.lower() for item in (lead.cuisines if lead else None) or ()}
        for column, item, _ in rows:
            assert row[column] == (item.lower() in has)


def test_wins_are_credited_to_what_brought_their_lead(
    owner: Company, read: plain.Company, won: list[Deal]
) -> None:
    known = {lead.lead_id: lead.created for lead in read.leads}
    for deal in sorted(read.deals, key=lambda deal: deal.created, reverse=True):
        if deal.lead and not deal.lead.created:
            known[deal.lead.lead_id] = deal.created
    touches = owner.query("select person_id, touched_at, origin from marts.fct_touchpoints")
    assert {row[0]: row[1] for row in touches} == {name: at for name, at in known.items() if at}
    assert {row[2] for row in touches} == {"lead"}
    credited = owner.query(
        "select conversion_id, channel, count(*) from marts.fct_attribution group by 1, 2"
    )
    wanted = {}
    for deal in won:
        touched = known[deal.lead.lead_id] if deal.lead else None
        is_near = touched and deal.closed and timedelta(0) <= deal.closed - touched <= LOOKBACK
        channel = deal.channel if is_near else "(none)"
        wanted[f"won_opportunity:{deal.opportunity_id}"] = (channel, 9)
    assert {name: (channel, count) for name, channel, count in credited} == wanted
    assert {channel for channel, _ in wanted.values()} == {"inbound", "outbound", "(none)"}


@pytest.mark.postgres
def test_postgres_publishes_what_duckdb_does(
    owner: Company, files: Path, tmp_path: Path, postgres_url: str
) -> None:
    company = new_company(tmp_path / "c", postgres_url, template="owner")
    on_postgres = build_files(files, company)
    tables = [*published_tables(owner), "meta.repairs"]
    assert published_tables(on_postgres) == tables[:-1]
    for table in tables:
        assert_same(on_postgres.table(table), owner.table(table), table)
    with (
        served(owner.workspace, tmp_path / "duckdb") as one,
        served(on_postgres.workspace, tmp_path / "postgres") as other,
    ):
        assert tiles_of(other) == tiles_of(one)
