"""What truth.json says of the `owner` data, against a plain recount of its files."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from gtm_tower.sources.generate import Generated
from support.generated import VARIETIES, generate, truth_of
from support.owner_files import UNKNOWN, Company, Deal, Lead, month_of, read_company


@pytest.fixture(scope="module", params=VARIETIES)
def generated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generated:
    return generate("owner", tmp_path_factory.mktemp("company"), **VARIETIES[request.param])


@pytest.fixture(scope="module")
def truth(generated: Generated) -> Any:
    return truth_of(generated)


@pytest.fixture(scope="module")
def company(generated: Generated) -> Company:
    return read_company(generated.truth.parent)


def test_nothing_is_dated_after_the_end(truth: Any, company: Company) -> None:
    last = datetime.fromisoformat(truth["spec"]["end"]) + timedelta(days=1)
    dates = [date for lead in company.leads for date in lead.dates.values()]
    for deal in company.deals:
        dates += [deal.created, deal.closed, deal.demo, deal.demo_set, deal.last_call]
    assert max(found for found in dates if found) < last


def table_of(pairs: Iterable[tuple[datetime, str]]) -> Counter[tuple[str, str]]:
    return Counter((month_of(day), channel) for day, channel in pairs)


def cells(counts: dict[str, dict[str, int]]) -> Counter[tuple[str, str]]:
    """A table of truth.json without its zeros."""
    return Counter(
        {(month, name): n for month, row in counts.items() for name, n in row.items() if n}
    )


def test_spend_is_that_of_the_files_to_the_cent(truth: Any, company: Company) -> None:
    spend = truth["spend"]
    by_cell: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for cost in company.costs:
        by_cell[cost.month, cost.channel, cost.kind] += cost.amount
    assert {
        (month, channel, kind): Decimal(amount)
        for month, channels in spend["by_month_channel"].items()
        for channel, kinds in channels.items()
        for kind, amount in kinds.items()
    } == by_cell
    assert Decimal(spend["total"]) == sum(by_cell.values())
    for channel, kinds in spend["by_channel"].items():
        for kind, amount in kinds.items():
            parts = (value for key, value in by_cell.items() if key[1:] == (channel, kind))
            assert Decimal(amount) == sum(parts)


def test_leads_deals_demos_and_wins_recounted(truth: Any, company: Company) -> None:
    dated = [(lead.created, lead.channel) for lead in company.leads if lead.created]
    assert table_of(dated) == cells(truth["leads"]["by_month_channel"])
    undated = Counter(lead.channel for lead in company.leads if not lead.created)
    assert undated == +Counter(truth["leads"]["undated"])
    deals = company.deals
    created = table_of((deal.created, deal.channel) for deal in deals)
    assert created == cells(truth["opportunities"]["by_month_channel"])
    demos = truth["demos"]
    demo_set = table_of((deal.demo_set, deal.channel) for deal in deals if deal.demo_set)
    assert demo_set == cells(demos["set_by_month_channel"])
    held = [deal for deal in deals if deal.is_held]
    demo_held = table_of((deal.demo, deal.channel) for deal in held if deal.demo)
    assert demo_held == cells(demos["held_by_month_channel"])
    assert Counter(deal.channel for deal in held) == +Counter(demos["held"])
    check_wins(truth["wins"], [deal for deal in deals if deal.state == "won"])


def check_wins(truth: Any, won: list[Deal]) -> None:
    assert len({deal.account_id for deal in won}) == len(won)
    assert Counter(deal.channel for deal in won) == +Counter(truth["by_channel"])
    by_won = table_of((deal.closed, deal.channel) for deal in won if deal.closed)
    assert by_won == cells(truth["by_won_month_channel"])
    by_created = table_of((deal.created, deal.channel) for deal in won)
    assert by_created == cells(truth["by_created_month_channel"])
    of_leads = ((deal.lead and deal.lead.created or deal.created, deal.channel) for deal in won)
    assert table_of(of_leads) == cells(truth["by_lead_month_channel"])


def test_cohorts_recounted(truth: Any, company: Company) -> None:
    stages: dict[str, list[Lead]] = defaultdict(list)
    stages["leads"] = company.leads
    for deal in company.deals:
        if not deal.lead:
            continue
        stages["opportunities"].append(deal.lead)
        stages[deal.state].append(deal.lead)
        if deal.demo_set:
            stages["demos_set"].append(deal.lead)
        if deal.is_held:
            stages["demos_held"].append(deal.lead)
    for name, counts in truth["cohorts"].items():
        dated = ((lead.created, lead.channel) for lead in stages[name] if lead.created)
        assert table_of(dated) == cells(counts), name


def test_states_values_and_flags_recounted(truth: Any, company: Company) -> None:
    end = datetime.fromisoformat(truth["spec"]["end"])
    for channel, expected in truth["deals"]["by_channel"].items():
        deals = [deal for deal in company.deals if deal.channel == channel]
        states = Counter(deal.state for deal in deals)
        assert [states[name] for name in ("won", "lost", "open")] == [
            expected[name] for name in ("won", "lost", "open")
        ]
        idle = [deal.idle_days(end) for deal in deals if deal.state == "open"]
        assert sum(days > 30 for days in idle) == expected["stalled"]
        won = [deal for deal in deals if deal.state == "won" and deal.closed]
        cycles = [(deal.closed.date() - deal.created.date()).days for deal in won if deal.closed]
        cycles = [days for days in cycles if days >= 0]
        assert (len(cycles), sum(cycles)) == (expected["won_cycles"], expected["won_cycle_days"])
        if channel != UNKNOWN:
            known = [deal.ltv for deal in won if deal.ltv is not None]
            value = truth["ltv"]["by_channel"][channel]
            assert Decimal(value["ltv"]) == sum(known)
            assert (value["deals"], value["deals_of_unknown_sales"]) == (
                len(won),
                len(won) - len(known),
            )
    lost = Counter(deal.lost_reason or UNKNOWN for deal in company.deals if deal.state == "lost")
    assert lost == +Counter(truth["lost_reasons"])
    check_flags(truth["flags"], company)


def check_flags(flags: Any, company: Company) -> None:
    deals = company.deals
    early = [deal for deal in deals if deal.state != "open" and deal.closed]
    assert flags == {
        "closed_before_created": sum(
            deal.closed.date() < deal.created.date() for deal in early if deal.closed
        ),
        "demo_held_without_date": sum(bool(deal.is_held) and not deal.demo for deal in deals),
        "opportunities_without_lead": sum(deal.lead is None for deal in deals),
        "undated_leads": sum(lead.created is None for lead in company.leads),
        "leads_with_a_deal": sum(deal.lead is not None for deal in deals),
        "leads": len(company.leads),
    }


def test_values_by_month_add_up(truth: Any, company: Company) -> None:
    by_month: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for deal in company.deals:
        if deal.state == "won" and deal.closed and deal.ltv is not None:
            by_month[month_of(deal.closed), deal.channel] += deal.ltv
    for month, channels in truth["ltv"]["by_won_month_channel"].items():
        for channel, value in channels.items():
            assert Decimal(value["ltv"]) == by_month[month, channel]


def test_segments_and_speed_recounted(truth: Any, company: Company) -> None:
    fate = {deal.lead.lead_id: deal.state for deal in company.deals if deal.lead}
    ranges = {"1": (1, 1), "2-5": (2, 5), "6+": (6, 1_000), None: (-1, 1_000)}
    for segment in truth["score"]["segments"]:
        low, high = ranges[segment["locations"]]
        inside = [
            lead
            for lead in company.leads
            if segment["cuisine"] in (lead.cuisines or ())
            and (segment["ordering_tool"] is None or segment["ordering_tool"] in (lead.tools or ()))
            and low <= (lead.locations or 0) <= high
        ]
        assert counted(inside, fate) == [
            segment[name] for name in ("leads", "opportunities", "won")
        ]
    edges = [*map(float, truth["speed"]["from_hours"]), math.inf]
    for (name, counts), until in zip(truth["speed"]["from_hours"].items(), edges[1:], strict=True):
        inside = [lead for lead in company.leads if float(name) <= hours_of(lead) < until]
        assert counted(inside, fate) == list(counts.values())
    never = [lead for lead in company.leads if hours_of(lead) == -1]
    assert counted(never, fate) == list(truth["speed"]["never"].values())


def hours_of(lead: Lead) -> float:
    """Hours from form to first touch; -1 for never, -2 for a lead without a form."""
    form = lead.dates["FORM_SUBMISSION_DATE"]
    if not form:
        return -2
    return (lead.touched - form) / timedelta(hours=1) if lead.touched else -1


def counted(leads: list[Lead], fate: dict[str, str]) -> list[int]:
    """Leads, opportunities and wins."""
    fates = [fate[lead.lead_id] for lead in leads if lead.lead_id in fate]
    return [len(leads), len(fates), fates.count("won")]
