"""The macros of parsing on the hand-written cases of tests/cases/parsing."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from gtm_tower.config import Config, Reporting, Source
from gtm_tower.policies import Policies
from support.macros import Texts, compile_expressions

FOLDER = Path(__file__).parents[2] / "cases" / "parsing"


@dataclass(frozen=True)
class Cases:
    """A file of cases of one macro, under the settings that differ from the defaults."""

    macro: str
    config: Config
    cases: tuple[dict[str, Any], ...]

    @staticmethod
    def read(path: Path) -> "Cases":
        """The cases of a file."""
        content = _yaml(path)
        settings = _yaml(FOLDER / "settings.yml").get(content.get("settings", ""), {})
        policies: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in settings.get("policies", {}).items()
        }
        config = Config(
            {"saas": Source("nowhere")},
            reporting=Reporting(time_zone=settings.get("time_zone", "UTC")),
            policies=Policies(**policies),
        )
        return Cases(content["macro"], config, tuple(content["cases"]))


def _yaml(path: Path) -> dict[str, Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


CASES = {
    path.stem: Cases.read(path) for path in sorted(FOLDER.glob("*.yml")) if path.stem != "settings"
}


@cache
def expressions(engine: str, settings: str) -> dict[str, str]:
    """The macros of all files with the same settings, compiled together."""
    alike = [cases for cases in CASES.values() if repr(cases.config) == settings]
    wanted = {cases.macro: f"{{{{ gtm_tower.{cases.macro}('given') }}}}" for cases in alike}
    return compile_expressions(engine, wanted, alike[0].config)


@pytest.mark.parametrize("name", CASES)
def test_texts_are_read_as_the_cases_say(texts: Texts, name: str) -> None:
    cases = CASES[name]
    expression = expressions(texts.engine, repr(cases.config))[cases.macro]
    found = texts.compute([expression], [case["given"] for case in cases.cases])
    wrong = [
        f"{case['given']!r}: {got!r}, expected {case['expected']!r}"
        for case, (got,) in zip(cases.cases, found, strict=True)
        if _written(got) != case["expected"]
    ]
    assert not wrong, "\n".join([f"{cases.macro} of {name}.yml", *wrong])


def test_every_case_is_there_once() -> None:
    for name, cases in CASES.items():
        given = [case["given"] for case in cases.cases]
        assert len(given) == len(set(given)), name


def _written(value: object) -> object:
    """A value as the files have it: amounts and moments as text."""
    return value if value is None or isinstance(value, bool | int | str) else str(value)
