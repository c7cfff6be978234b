"""Every metric of every template, as asked for, against plain Python over the rows of the marts."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from builds.company import Company
from builds.made_up import MadeUp
from gtm_tower.metrics import Metrics, request
from support.plain_metrics import TABLES, Row, Table, views
from support.plain_metrics.views import MONTHS, Key
from support.values import is_same

pytestmark = pytest.mark.slow

COMPANIES = ["built_once", "shop", "lottery", "marketplace", "seller"]
# of two marts, by day, or of two events: each has a test of its own
APART = {"magic_number", "order_revenue_mtd", "signup_to_purchase_rate"}


@dataclass
class Asked:
    """A company, its metrics, and its marts once read."""

    company: Company
    metrics: Metrics
    marts: dict[str, list[Row]]

    def rows(self, mart: str) -> list[Row]:
        """The rows of a mart."""
        if mart not in self.marts:
            self.marts[mart] = self.company.table(f"marts.{mart}")
        return self.marts[mart]

    def answers(self, names: list[str], by: tuple[str, ...], grain: str | None) -> dict[Key, Row]:
        """What the metrics say, by period and dimensions."""
        found = self.metrics.query(request(names, by=by, grain=grain))
        keys = [grain, *by] if grain else list(by)
        return {tuple(row[name] for name in keys): row for row in found.records()}


@pytest.fixture(scope="module", params=COMPANIES)
def asked(request: pytest.FixtureRequest) -> Asked:
    """The company of each template."""
    found = request.getfixturevalue(request.param)
    company = found.company if isinstance(found, MadeUp) else found
    return Asked(company, Metrics(company.warehouse), {})


def ways(table: Table) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    """Every grain; and each dimension alone, by month where there is a time."""
    for grain in (*MONTHS, None) if table.time else (None,):
        yield grain, table.always
    for dimension in table.by:
        if dimension not in table.always:
            yield "month" if table.time else None, (*table.always, dimension)


def differences(asked: Asked, table: Table) -> Iterator[str]:
    """Every value of a table's metrics that is not what plain Python says."""
    as_of = asked.metrics.publication.as_of
    for grain, by in ways(table):
        names = table.metrics(grain)
        if not names:
            continue
        found = asked.answers(names, by, grain)
        expected = dict(views(table, asked.rows(table.mart), grain, by, as_of))
        if table.looking_back:  # a period without an order has a year up to it all the same
            found = {key: row for key, row in found.items() if key in expected}
        if found.keys() != expected.keys():
            yield f"{table.mart} by {by} and {grain}: {found.keys() ^ expected.keys()}"
            continue
        for key, view in expected.items():
            for name in names:
                value = table.formulas[name](view)
                if not is_same(found[key][name], value):
                    yield f"{name} of {key}: {found[key][name]} is not {value}"


def test_every_metric_equals_plain_python(asked: Asked) -> None:
    live = [table for table in TABLES if not asked.metrics.waits[table.mart]]
    found = [text for table in live for text in differences(asked, table)]
    assert not found, "\n".join(found[:20])


def test_every_metric_has_its_formula_here(asked: Asked) -> None:
    here = {name for table in TABLES for name in table.formulas} | APART
    assert {metric.name for metric in asked.metrics.catalog.live()} <= here
    parts = {name for name, one in asked.metrics.catalog.metrics.items() if one.is_part}
    assert here <= asked.metrics.catalog.metrics.keys() - parts


def test_every_dimension_is_asked_for_here(asked: Asked) -> None:
    dimensions = {name: set(table.by) for table in TABLES for name in table.formulas}
    for metric in asked.metrics.catalog.live():
        if metric.name not in APART and not metric.looks_back:
            assert set(metric.dimensions) == dimensions[metric.name], metric.name


def test_a_metric_that_is_a_column_equals_it(asked: Asked) -> None:
    """At the grain of the mart, in every row."""
    for mart, by, columns in COLUMNS:
        if asked.metrics.waits[mart]:
            continue
        found = asked.answers(list(columns), tuple(by), "month")
        for row in asked.rows(mart):
            month = row["created_month" if mart == "fct_lead_funnel" else "date_month"]
            if month is None:
                continue
            here = found[(month, *(row[column] for column in by.values()))]
            for metric, column in columns.items():
                # the mart counts none where open deals are not recorded; the metric is not known
                unknown = column == "open_count" and row["has_only_wins"]
                value = None if unknown else row[column]
                assert is_same(here[metric], value), (metric, row)


GROUPS = {name: name for name in ("segment", "region", "acquisition_channel")}
COLUMNS: list[tuple[str, dict[str, str], dict[str, str]]] = [
    (
        "fct_revenue_summary",
        GROUPS,
        {
            **{name: name for name in ("nrr", "grr", "ttm_nrr", "ttm_grr", "quick_ratio", "arpa")},
            **{name: name for name in ("mrr", "arr", "logo_churn_rate", "new_mrr", "churned_mrr")},
        },
    ),
    (
        "fct_pipeline",
        GROUPS,
        {
            "open_deals": "open_count",
            "won_deals": "won_count",
            "created_deals": "created_count",
            "win_rate": "closed_win_rate",
            "cohort_win_rate": "cohort_win_rate",
            "sales_cycle": "average_won_cycle_days",
            "median_sales_cycle": "median_won_cycle_days",
        },
    ),
    ("fct_activation", GROUPS, {"activation_rate": "activation_rate", "new_users": "user_count"}),
    (
        "fct_cac_ltv",
        {"acquisition_channel": "acquisition_channel"},
        {
            "cac_paid_media": "cac_paid_media",
            "roas": "roas",
            "ltv_to_cac_6m": "ltv_to_cac_6m",
            "ltv_to_cac_12m": "ltv_to_cac_12m",
        },
    ),
    (
        "fct_monthly_reporting",
        {"acquisition_channel": "channel"},
        {
            "cac_media": "cac_media",
            "cac_fully_loaded": "cac_fully_loaded",
            "estimated_ltv": "average_ltv",
            "ltv_to_cac": "ltv_to_cac",
            "ltv_to_cac_media": "ltv_to_cac_media",
        },
    ),
    (
        "fct_support",
        GROUPS | {"category": "category", "severity": "severity"},
        {
            "sla_breach_rate": "sla_breach_rate",
            "time_to_resolution": "average_resolution_hours",
            "time_to_first_reply": "average_first_reply_hours",
        },
    ),
    (
        "fct_lead_funnel",
        {"channel": "channel", "origin": "origin"},
        {
            "lead_to_opportunity_rate": "lead_to_opportunity_rate",
            "opportunity_to_demo_set_rate": "opportunity_to_demo_set_rate",
            "demo_set_to_held_rate": "demo_set_to_demo_held_rate",
            "demo_held_to_won_rate": "demo_held_to_won_rate",
            "opportunity_to_won_rate": "opportunity_to_won_rate",
            "lead_to_won_rate": "lead_to_won_rate",
        },
    ),
]
