"""gtm.yml: every fault names the key, the value and what is legal."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from gtm_tower.config import Config, load_config, parse_as_of, parse_config
from gtm_tower.errors import ConfigError
from gtm_tower.policies import Policies, Rule, Rules
from gtm_tower.workspace import create_workspace

SOURCES = {"sources": {"saas": {"path": "data/saas"}}}


def parse(content: Any, **environ: str) -> Config:
    return parse_config(content, "gtm.yml", environ)


def test_the_settings_of_a_new_workspace_are_the_defaults(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "acme", "saas")
    assert workspace.config() == parse(SOURCES)


def test_a_new_gtm_yml_says_what_each_policy_decides(tmp_path: Path) -> None:
    text = create_workspace(tmp_path / "acme", "saas").settings.read_text(encoding="utf-8")
    for policy in fields(Policies):
        assert f"\n  {policy.name}: " in text
        assert policy.metadata["decides"] in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({**SOURCES, "polices": {}}, ["polices", "policies", "Did you mean"]),
        ({**SOURCES, "policies": {"gross_margn": 1}}, ["gross_margn", "gross_margin"]),
        ({**SOURCES, "policies": {"gross_margin": "much"}}, ["policies.gross_margin", "'much'"]),
        ({**SOURCES, "policies": {"gross_margin": -0.1}}, ["-0.1", "at least 0"]),
        ({**SOURCES, "policies": {"activation_days": 0}}, ["activation_days", "at least 1"]),
        ({**SOURCES, "policies": {"activation_days": 1.5}}, ["1.5", "a whole number"]),
        ({**SOURCES, "policies": {"keep_versions": True}}, ["True", "a whole number"]),
        ({**SOURCES, "policies": {"churn_timing": "cancel"}}, ["'cancel'", "cancel_date"]),
        ({**SOURCES, "policies": {"won_stages": "won"}}, ["won_stages", "a list"]),
        ({**SOURCES, "policies": {"won_stages": []}}, ["won_stages", "a list"]),
        ({**SOURCES, "policies": [1]}, ["policies", "keys and values"]),
        ({}, ["sources", "saas"]),
        ({"sources": {"sass": {"path": "x"}}}, ["'sass'", "Did you mean 'saas'"]),
        ({"sources": {"saas": {}}}, ["sources.saas", "'path' is missing"]),
        ({**SOURCES, "as_of": "2025-02-30"}, ["2025-02-30", "latest"]),
        ({**SOURCES, "warehouse": {"engine": "postgress"}}, ["postgress", "'postgres'"]),
        ({**SOURCES, "warehouse": {"engine": "postgres"}}, ["warehouse.url", "postgresql://"]),
        ({**SOURCES, "warehouse": {"prefix": "My Co"}}, ["'My Co'", "lower-case"]),
        ({**SOURCES, "warehouse": {"url": "${NOWHERE}"}}, ["NOWHERE", "environment"]),
        ({**SOURCES, "reporting": {"currency": "dollar"}}, ["dollar", "ISO 4217"]),
        ({**SOURCES, "reporting": {"time_zone": "Mars/Base"}}, ["Mars/Base", "IANA"]),
        ({**SOURCES, "policies": {"markov_order": 3}}, ["markov_order is 3", "1, 2"]),
        ({**SOURCES, "policies": {"medium_channels": ["cpc"]}}, ["'cpc'", "cpc=paid_search"]),
        ({**SOURCES, "derived_channels": {"weekends": "x"}}, ["'weekends'", "weekend"]),
        ({**SOURCES, "derived_channels": {"weekend": 6}}, ["derived_channels.weekend", "a text"]),
        ({**SOURCES, "rules": {"stalled": {}}}, ["rules", "'stalled'", "stalled_deal"]),
        ({**SOURCES, "rules": {"stalled_deal": {"days": 9}}}, ["'days'", "threshold"]),
        ({**SOURCES, "rules": {"stalled_deal": {"severity": "hi"}}}, ["severity", "'hi'", "high"]),
        ({**SOURCES, "rules": {"stalled_deal": {"threshold": -1}}}, ["threshold", "at least 0"]),
        ({**SOURCES, "rules": {"stalled_deal": {"is_on": "no"}}}, ["is_on", "true or false"]),
        (["sources"], ["keys and values"]),
    ],
)
def test_a_fault_is_named(content: Any, words: list[str]) -> None:
    with pytest.raises(ConfigError) as error:
        parse(content)
    for word in ["gtm.yml", *words]:
        assert word in str(error.value)


def test_a_rule_keeps_what_is_not_said_of_it() -> None:
    config = parse({**SOURCES, "rules": {"stalled_deal": {"threshold": 14}}})
    assert config.rules.stalled_deal == Rule("medium", 14.0, True)
    assert config.rules.shift_budget == Rules().shift_budget


def test_a_new_gtm_yml_says_what_each_rule_is_for(tmp_path: Path) -> None:
    text = create_workspace(tmp_path / "acme", "saas").settings.read_text(encoding="utf-8")
    for rule in fields(Rules):
        assert f"\n  {rule.name}: " in text
        assert rule.metadata["decides"] in text


def test_a_secret_comes_from_the_environment_and_is_not_shown() -> None:
    config = parse(
        {**SOURCES, "warehouse": {"engine": "postgres", "url": "postgresql://u:${PW}@h/d"}},
        PW="hunter2",
    )
    assert config.warehouse.url == "postgresql://u:hunter2@h/d"
    assert "hunter2" not in repr(config)


def test_names_are_compared_in_lower_case() -> None:
    assert parse({**SOURCES, "policies": {"won_stages": ["Closed WON "]}}).policies.won_stages == (
        "closed won",
    )


def test_yaml_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gtm.yml"
    path.write_text("sources: [", encoding="utf-8")
    with pytest.raises(ConfigError, match="not valid YAML"):
        load_config(path)


def test_dates() -> None:
    assert parse_as_of("latest", "x") is None
    assert str(parse_as_of("2024-02-29", "x")) == "2024-02-29"


def test_a_date_in_yaml_without_quotes_is_a_date() -> None:
    assert parse(yaml.safe_load("sources: {saas: {path: d}}\nas_of: 2025-06-30")).as_of == (
        "2025-06-30"
    )
