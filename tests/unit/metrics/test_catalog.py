"""What each metric of a semantic manifest is: from a small one written by hand."""

import json

import pytest

from gtm_tower.errors import QueryError
from gtm_tower.metrics import Catalog
from gtm_tower.metrics.catalog import read_catalog
from support.published import AS_OF, MANIFEST, WAITS, measured, metric


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The catalog of the small version."""
    return read_catalog(json.dumps(MANIFEST), WAITS, AS_OF)


def test_a_simple_metric(catalog: Catalog) -> None:
    found = catalog.metric("visits")
    assert (found.label, found.description, found.kind) == ("Visits", "All visits.", "simple")
    assert (found.unit, found.direction, found.question) == ("count", "up", "How many come?")
    assert (found.marts, found.models, found.parts) == (("visits",), ("visits",), ())
    assert dict(found.dimensions) == {"region": "visits_row__region"}
    assert (found.smallest_grain, found.is_snapshot, found.looks_back) == ("day", False, False)
    assert (found.is_additive, found.when_empty, found.times) == (True, 0, ("visit_date",))


def test_a_ratio_knows_its_parts_and_does_not_add_up(catalog: Catalog) -> None:
    found = catalog.metric("average_visit")
    assert (found.kind, found.parts) == ("ratio", ("takings", "visits"))
    assert (found.is_additive, found.when_empty) == (False, None)


def test_a_metric_of_two_marts_has_no_dimension_and_the_coarser_grain(catalog: Catalog) -> None:
    found = catalog.metric("visits_per_unit")
    assert found.marts == ("visits", "stock")
    assert (dict(found.dimensions), found.smallest_grain) == ({}, "month")


@pytest.mark.parametrize(
    ("name", "reach", "is_additive"),
    [
        ("visits_2m", (2, "month"), False),
        ("more_visits", (1, "month"), False),
        ("visits_and_takings", None, True),
    ],
)
def test_how_far_a_metric_looks_back(
    catalog: Catalog, name: str, reach: tuple[int, str] | None, is_additive: bool
) -> None:
    found = catalog.metric(name)
    assert (found.reach, found.is_additive) == (reach, is_additive)


def test_a_product_of_sums_does_not_add_up() -> None:
    inputs = [{"name": "visits"}, {"name": "takings"}]
    product = metric("product", "derived", {"expr": "visits * takings", "metrics": inputs})
    found = read_catalog(with_metrics(product), WAITS, AS_OF)
    assert not found.metric("product").is_additive


def test_a_snapshot_has_no_grain(catalog: Catalog) -> None:
    found = catalog.metric("staff")
    assert (found.smallest_grain, found.is_snapshot) == (None, True)


def test_what_is_live_has_data_and_is_no_part(catalog: Catalog) -> None:
    names = [one.name for one in catalog.live()]
    assert names == [one["name"] for one in MANIFEST["metrics"] if one["name"] != "refunds"]


def test_a_metric_whose_mart_waits_says_for_what(catalog: Catalog) -> None:
    with pytest.raises(QueryError, match="refunds has no data: no file of"):
        catalog.metric("refunds")


def test_a_metric_of_a_mart_that_nobody_publishes() -> None:
    waits = {name: text for name, text in WAITS.items() if name != "stock"}
    found = read_catalog(json.dumps(MANIFEST), waits, AS_OF)
    with pytest.raises(QueryError, match="visits_per_unit has no data: stock is not published"):
        found.metric("visits_per_unit")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("visit", "there is no metric 'visit'. Did you mean 'visits'? All of them: gtm metrics"),
        ("VISITS", "there is no metric 'VISITS'. Did you mean 'visits'?"),
        ("zzz", "there is no metric 'zzz'. All of them: gtm metrics"),
    ],
)
def test_an_unknown_metric_is_answered_with_the_nearest(
    catalog: Catalog, name: str, message: str
) -> None:
    with pytest.raises(QueryError) as refused:
        catalog.metric(name)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("metric_name", "dimension", "message"),
    [
        ("visits", "regions", "no metric has it. Did you mean 'region'? Legal: region."),
        ("visits", "agency", "visits does not have it, so it would count rows more than once."),
        ("visits_per_unit", "region", "which have no 'region' in common: split by it, one part"),
    ],
)
def test_a_dimension_that_a_metric_has_not(
    catalog: Catalog, metric_name: str, dimension: str, message: str
) -> None:
    with pytest.raises(QueryError) as refused:
        catalog.dimension(catalog.metric(metric_name), dimension)
    assert message in str(refused.value)


def test_a_conversion_of_a_companys_own_is_split_by_what_it_is_counted_of() -> None:
    conversion = metric(
        "visits_that_buy",
        "conversion",
        {
            "conversion_type_params": {
                "base_measure": {"name": "visit_sum"},
                "conversion_measure": {"name": "credit"},
                "entity": "visitor",
            }
        },
        unit="rate",
    )
    found = read_catalog(with_metrics(conversion), WAITS, AS_OF).metric("visits_that_buy")
    assert (found.marts, found.is_additive) == (("visits", "credits"), False)
    assert list(found.dimensions) == ["region"]


def test_a_metric_without_meta_has_its_label_from_its_name() -> None:
    bare = metric("bare_visits", "simple", measured("visit_sum")) | {"label": None, "config": None}
    found = read_catalog(with_metrics(bare), WAITS, AS_OF).metric("bare_visits")
    assert (found.label, found.unit, found.direction) == ("Bare visits", "number", "none")


def with_metrics(*own: object) -> str:
    """The small manifest and metrics of a company's own."""
    return json.dumps(MANIFEST | {"metrics": [*MANIFEST["metrics"], *own]})
