"""The pages, in the order of the menu; each appears where one of its marts has rows."""

from collections.abc import Callable
from dataclasses import dataclass

from gtm_tower.app.components import Board
from gtm_tower.app.data import Version
from gtm_tower.app.views import (
    acquisition,
    actions,
    activation,
    anomalies,
    attribution,
    customers,
    funnel,
    health,
    overview,
    products,
    profile,
    retention,
    revenue,
    support,
    velocity,
)


@dataclass(frozen=True)
class View:
    """A page: its name in the URL, the question it answers, and the marts that it lives on."""

    name: str
    title: str
    icon: str
    question: str
    marts: tuple[str, ...]
    show: Callable[[Board], None]


VIEWS = (
    View(
        "overview",
        "Executive overview",
        ":material/monitoring:",
        "How are we doing, and what has changed?",
        ("dim_date",),
        overview.show,
    ),
    View(
        "funnel",
        "Funnel and pipeline",
        ":material/filter_alt:",
        "What becomes of leads and deals?",
        ("fct_pipeline", "fct_lead_funnel"),
        funnel.show,
    ),
    View(
        "velocity",
        "Sales velocity",
        ":material/speed:",
        "How fast do leads and deals move, and who waits?",
        ("fct_pipeline_velocity", "fct_sales_velocity"),
        velocity.show,
    ),
    View(
        "profile",
        "Ideal customers",
        ":material/target:",
        "Which leads are won most, and what are they worth?",
        ("fct_icp_segments", "fct_lead_scores", "dim_sellers_profile"),
        profile.show,
    ),
    View(
        "acquisition",
        "Acquisition",
        ":material/payments:",
        "What do customers cost, what are they worth, and where should the budget go?",
        ("int_channel_spend", "fct_cac_ltv", "fct_channel_efficiency"),
        acquisition.show,
    ),
    View(
        "attribution",
        "Attribution",
        ":material/hub:",
        "What earns conversions, and what does it cost?",
        ("marketing_attribution",),
        attribution.show,
    ),
    View(
        "revenue",
        "Revenue movements",
        ":material/waterfall_chart:",
        "How did MRR move, and how well do we keep it?",
        ("fct_revenue_summary",),
        revenue.show,
    ),
    View(
        "retention",
        "Retention and cohorts",
        ":material/grid_on:",
        "Do customers and users stay?",
        ("fct_retention", "customer_cohorts", "fct_churn_drivers"),
        retention.show,
    ),
    View(
        "customers",
        "Customers",
        ":material/groups:",
        "Which kinds of customers are there, and what are they worth?",
        ("customer_segmentation", "customers", "dim_customer", "dim_account"),
        customers.show,
    ),
    View(
        "products",
        "Products",
        ":material/inventory_2:",
        "Which products sell, to whom, and which go together?",
        ("product_performance", "fct_product_affinity"),
        products.show,
    ),
    View(
        "activation",
        "Activation",
        ":material/rocket_launch:",
        "Do new users get value, and how fast?",
        ("fct_activation",),
        activation.show,
    ),
    View(
        "support",
        "Support and quality",
        ":material/support_agent:",
        "Do we answer customers in time?",
        ("fct_support",),
        support.show,
    ),
    View(
        "anomalies",
        "Anomalies",
        ":material/troubleshoot:",
        "Which figures moved more than they usually do?",
        ("fct_anomalies",),
        anomalies.show,
    ),
    View(
        "actions",
        "Actions",
        ":material/checklist:",
        "What should we do next, for whom, and why?",
        ("action_rules",),
        actions.show,
    ),
    View(
        "health",
        "Data health",
        ":material/health_and_safety:",
        "What came in, what was refused, and what was checked?",
        ("dim_date",),
        health.show,
    ),
)


def available(version: Version) -> list[View]:
    """The pages that have something to show."""
    return [view for view in VIEWS if any(version.has(mart) for mart in view.marts)]
