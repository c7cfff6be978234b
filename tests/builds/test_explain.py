"""What a metric and a mart are: against the definitions in the yml, the run log and by hand."""

import csv
import io
import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from builds.company import Company
from gtm_tower.errors import QueryError
from gtm_tower.metrics import Explanation, MartExplanation, Metrics, explain, open_metrics
from gtm_tower.policies import Policies
from gtm_tower.workspace import DBT_PACKAGE

SEMANTIC = Path(DBT_PACKAGE) / "models" / "semantic"


def defined_metrics() -> dict[str, Any]:
    """Every metric as the yml files define it."""
    found = {}
    for path in sorted(SEMANTIC.glob("*.yml")):
        for metric in yaml.safe_load(path.read_text(encoding="utf-8")).get("metrics", []):
            found[metric["name"]] = metric
    return found


DEFINED = defined_metrics()


@pytest.fixture(scope="module")
def metrics(built_once: Company) -> Metrics:
    """The metrics of the made-up company."""
    return open_metrics(built_once.workspace.root)


@pytest.fixture(scope="module")
def explained(metrics: Metrics) -> dict[str, Explanation]:
    """The explanation of every metric of the project."""
    return {name: metric(metrics, name) for name in DEFINED}


def metric(metrics: Metrics, name: str) -> Explanation:
    """The explanation of a metric."""
    found = explain(metrics, name)
    assert isinstance(found, Explanation)
    return found


def mart(metrics: Metrics, name: str) -> MartExplanation:
    """The explanation of a mart."""
    found = explain(metrics, name)
    assert isinstance(found, MartExplanation)
    return found


def test_every_metric_is_explained_as_its_yml_defines_it(
    explained: dict[str, Explanation],
) -> None:
    policies = {item.name for item in fields(Policies)}
    for name, own in DEFINED.items():
        found = explained[name]
        meta = own["config"]["meta"]
        assert found.metric.label == own["label"]
        assert found.metric.unit == meta["unit"]
        assert found.metric.direction == meta["direction"]
        assert set(meta.get("policies", [])) <= {one.name for one in found.policies} <= policies
        assert all(one.decides for one in found.policies)
        assert found.formula
        assert all(formula for _, formula in found.formulas)
        assert found.marts
        assert bool(found.sql) == (not found.metric.blocked_by)


def test_every_formula_speaks_of_what_it_is_made_of(explained: dict[str, Explanation]) -> None:
    for name, own in DEFINED.items():
        found = explained[name]
        if own["type"] == "ratio":
            parts = [own["type_params"][part] for part in ("numerator", "denominator")]
            names = [part if isinstance(part, str) else part["name"] for part in parts]
            assert found.formula.startswith(f"{names[0]} / {names[1]}")
        elif own["type"] == "derived":
            # the formula has the value of a policy where the yml names it
            start, policy, _ = str(own["type_params"]["expr"]).partition("{{")
            assert found.formula.startswith(start)
            assert policy or found.formula.startswith(own["type_params"]["expr"])
        else:
            assert f" of {found.marts[0].name}" in found.formula
        if own["type"] in ("ratio", "derived"):
            named = {word for word in re.findall(r"\w+", found.formula) if word in DEFINED}
            assert named
            assert named <= set(dict(found.formulas))


def test_a_ratio_is_explained_with_its_parts(metrics: Metrics, built_once: Company) -> None:
    found = metric(metrics, "nrr")
    assert found.formulas == (
        ("nrr", "retained_mrr / opening_mrr"),
        ("retained_mrr", "sum(retained_mrr) of fct_revenue_summary by date_month"),
        (
            "opening_mrr",
            "sum(opening_mrr) of fct_revenue_summary in the first date_month of the period,"
            " 0 where there is none",
        ),
    )
    assert found.grain == "month only"
    assert found.dimensions == ("segment", "region", "acquisition_channel")
    assert [(one.name, one.value) for one in found.policies] == [
        ("mrr_invoice_statuses", ["paid"]),
        ("churn_timing", "service_end"),
    ]
    (summary,) = found.marts
    assert [name for name, _ in summary.columns] == ["date_month", "opening_mrr", "retained_mrr"]
    ((retained, opening, accounts),) = built_once.query(
        "select sum(retained_mrr), sum(opening_mrr), sum(opening_account_count)"
        " from marts.fct_revenue_summary where date_month = '2026-05-01'"
    )
    assert found.latest
    assert (found.latest.period, found.latest.n) == ("2026-05", accounts)
    assert found.latest.value == pytest.approx(float(retained / opening))


def test_an_expression_is_shown_with_its_columns(metrics: Metrics) -> None:
    found = metric(metrics, "won_deals")
    assert found.formula == (
        "sum(case when state = 'won' then 1 end) of fct_opportunities by closed_date,"
        " 0 where there is none"
    )
    assert [name for name, _ in found.marts[0].columns] == ["closed_date", "state"]
    assert metric(metrics, "median_sales_cycle").formula.startswith("median(case when state")
    assert metric(metrics, "pipeline_velocity").formula == (
        "max(case when is_total then velocity_per_day end) of fct_pipeline_velocity"
    )
    assert metric(metrics, "pipeline_velocity").grain == "as of a day"


def test_names_that_stand_for_metrics_of_other_times_are_explained(metrics: Metrics) -> None:
    found = metric(metrics, "magic_number")
    assert found.formula == (
        "(revenue_now - revenue_before) * 4.0 / nullif(cost_before, 0)"
        " where revenue_now = recurring_revenue;"
        " revenue_before = recurring_revenue, 1 quarter before;"
        " cost_before = total_cost, 1 quarter before"
    )
    assert found.grain == "quarter only"


def test_the_tables_behind_a_metric_are_counted(metrics: Metrics, built_once: Company) -> None:
    found = metric(metrics, "sla_breach_rate").behind
    tables = {one.table: one for one in found.tables}
    assert {"support_tickets", "accounts"} <= set(tables)
    ((rows, accepted),) = built_once.query(
        "select rows_in, rows_accepted from meta.inputs where table_name = 'support_tickets'"
    )
    tickets = tables["support_tickets"]
    assert (tickets.source, tickets.rows_in, tickets.rows_accepted) == ("saas", rows, accepted)
    assert "inputs__support_tickets" in found.inputs
    assert "stg_saas__support_tickets" in found.staging
    assert "product_events" not in tables


def test_the_checks_of_a_metric_are_those_of_its_mart_and_above(
    metrics: Metrics, built_once: Company
) -> None:
    found = {one.name: one for one in metric(metrics, "nrr").behind.checks}
    assert "assert_mrr_rolls_forward" in found
    assert "unique_inputs__subscriptions_subscription_id" in found
    assert "assert_every_user_is_in_one_activation_cohort" not in {
        name for name, one in found.items() if one.models == ("fct_activation",)
    }
    published = {
        name: (severity, status)
        for name, severity, status in built_once.query(
            "select check_name, severity, status from meta.checks"
        )
    }
    assert {name: (one.severity, one.status) for name, one in found.items()} == {
        name: published[name] for name in found
    }
    assert not any(name for name in found if "fct_lead_scores" in found[name].models)


def test_a_metric_without_data_says_what_it_waits_for(metrics: Metrics) -> None:
    found = metric(metrics, "leads")
    assert found.notes[0] == "leads has no data: no file of leads."
    assert found.marts[0].blocked_by == "no file of leads"
    assert (found.latest, found.sql) == (None, ())


def test_a_mart_is_explained(metrics: Metrics, built_once: Company) -> None:
    found = mart(metrics, "fct_revenue_summary")
    own = yaml.safe_load(
        (DBT_PACKAGE / "models/marts/revenue/fct_revenue_summary.yml").read_text(encoding="utf-8")
    )["models"][0]
    assert found.mart.question == own["config"]["meta"]["question"]
    assert found.mart.description == " ".join(own["description"].split())
    assert {name for name, _ in found.mart.columns} == {one["name"] for one in own["columns"]}
    ((rows,),) = built_once.query("select count(*) from marts.fct_revenue_summary")
    assert (found.mart.is_live, found.mart.row_count) == (True, rows)
    assert {"mrr", "nrr", "arpa"} <= set(found.metrics)
    assert "fct_revenue_monthly" in found.behind.marts


def test_a_name_that_is_both_is_the_metric_unless_the_mart_is_meant(metrics: Metrics) -> None:
    assert isinstance(explain(metrics, "orders"), Explanation)
    assert metric(metrics, "orders").notes[-1].endswith("gtm explain marts.orders")
    assert mart(metrics, "marts.orders").mart.name == "orders"


@pytest.mark.parametrize(
    ("name", "nearest"), [("mmr", "mrr"), ("fct_revenue_sumary", "fct_revenue_summary")]
)
def test_an_unknown_name_is_refused_with_the_nearest(
    metrics: Metrics, name: str, nearest: str
) -> None:
    with pytest.raises(QueryError, match=f"no metric or mart '{name}'. Did you mean '{nearest}'"):
        explain(metrics, name)


def test_the_command_explains_in_three_forms(built_once: Company) -> None:
    text = built_once.gtm("explain", "nrr")
    assert text.returncode == 0, text.stderr
    for said in ("Formula     retained_mrr / opening_mrr", "churn_timing", "assert_mrr_rolls_forw"):
        assert said in text.stdout
    document = json.loads(built_once.gtm("explain", "nrr", "--format", "json").stdout)
    assert document["metric"]["name"] == "nrr"
    assert document["formulas"]["nrr"] == "retained_mrr / opening_mrr"
    rows = built_once.gtm("explain", "fct_revenue_summary", "--format", "csv").stdout
    checks = [row["check"] for row in csv.DictReader(io.StringIO(rows))]
    assert "assert_mrr_rolls_forward" in checks
    waiting = built_once.gtm("explain", "ltv_to_cac")
    assert waiting.returncode == 0
    assert "has no data" in waiting.stderr
