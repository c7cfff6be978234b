"""The dbt unit tests of the package, the worked examples of the docs, on both engines."""

from typing import Any

import pytest

from builds.company import Company
from builds.test_golden import put_example
from gtm_tower.pipeline.estimates import ESTIMATES
from gtm_tower.pipeline.transform import NodeResult, Progress, Transformer

pytestmark = pytest.mark.slow


def keep_all(self: Transformer, marts: Any, counted: Any) -> set[str]:
    """In the place of leave_out."""
    return {estimate.table for estimate in ESTIMATES}


def run_unit_tests(self: Transformer, progress: Progress, select: Any = ()) -> list[NodeResult]:
    """In the place of run_checks."""
    return self._results(self._invoke(["test", "--resource-type", "unit_test"], progress))


def test_every_dbt_unit_test_passes(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    put_example(company)
    company.load()
    monkeypatch.setattr(Transformer, "run_checks", run_unit_tests)
    monkeypatch.setattr(Transformer, "leave_out", keep_all)
    result = company.build("2026-10-31")  # a failed unit test is a BlockedError
    assert {check.status for check in result.checks} == {"pass"}
    assert len(result.checks) >= 25
