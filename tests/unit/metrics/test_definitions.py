"""The semantic models and metrics of the package say all that a reader needs, and nothing twice."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
import yaml

from gtm_tower.metrics.catalog import GRAINS, UNITS
from gtm_tower.policies import Policies
from gtm_tower.workspace import DBT_PACKAGE

FOLDER = DBT_PACKAGE / "models" / "semantic"
FILES = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in FOLDER.glob("*.yml")}
MODELS: list[dict[str, Any]] = [one for file in FILES.values() for one in file["semantic_models"]]
METRICS: dict[str, dict[str, Any]] = {
    one["name"]: one for file in FILES.values() for one in file["metrics"]
}
KEYS = {"unit", "direction", "question", "policies", "sample", "grain", "needs", "is_part"}


def meta(name: str) -> dict[str, Any]:
    """The meta of a metric."""
    found: dict[str, Any] = METRICS[name]["config"]["meta"]
    return found


def parts(name: str) -> Iterator[str]:
    """What a metric is made of."""
    params = METRICS[name]["type_params"]
    yield from (params[key] for key in ("numerator", "denominator") if key in params)
    yield from (one["name"] for one in params.get("metrics", ()))


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_says_what_it_is(name: str) -> None:
    own, said = METRICS[name], meta(name)
    assert said.keys() <= KEYS
    assert said["unit"] in UNITS
    assert said["direction"] in ("up", "down", "none")
    assert said.get("grain", "month") in GRAINS
    assert own["label"][0].isupper()
    assert own["description"].strip().endswith(('."', ".", "}}"))
    assert set(said.get("policies", ())) <= {one.name for one in fields(Policies)}
    assert said.get("question", "?").endswith("?")


@pytest.mark.parametrize("name", [name for name in METRICS if "sample" in meta(name)])
def test_n_is_a_count(name: str) -> None:
    sample = meta(name)["sample"]
    assert meta(sample)["unit"] == "count"


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_passes_on_what_its_parts_must_not_be_added_up_over(name: str) -> None:
    for part in parts(name):
        assert set(meta(part).get("needs", ())) <= set(meta(name).get("needs", ()))


@pytest.mark.parametrize("name", METRICS)
def test_only_counts_and_movements_of_mrr_are_0_where_there_is_nothing(name: str) -> None:
    measure = METRICS[name]["type_params"].get("measure")
    if isinstance(measure, dict) and measure.get("fill_nulls_with") == 0:
        assert meta(name)["unit"] == "count" or name.endswith("_mrr")


def test_labels_and_questions_are_used_once() -> None:
    for texts in (
        [one["label"] for one in METRICS.values()],
        [meta(name)["question"] for name in METRICS if "question" in meta(name)],
    ):
        assert not [text for text, count in Counter(texts).items() if count > 1]


def test_names_are_plain() -> None:
    dimensions = [one["name"] for model in MODELS for one in model["dimensions"]]
    for name in (*METRICS, *dimensions, *(model["name"] for model in MODELS)):
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)


def test_every_model_of_accounts_and_deals_can_be_filtered_alike() -> None:
    """The filters of the pages: where a mart has the columns, its model has the dimensions."""
    wanted = {"segment", "region", "acquisition_channel"}
    with_all = {model["name"] for model in MODELS if wanted <= {*_names(model)}}
    assert with_all == {
        *("revenue", "accounts", "activation", "cohorts", "deals", "pipeline", "tickets"),
    }


def _names(model: dict[str, Any]) -> list[str]:
    return [one["name"] for one in model["dimensions"]]
