"""A compiled project, a configuration and what the oracle must know: where companies are tried."""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gtm_tower.config import Config, Reporting
from gtm_tower.policies import Policies
from support.compare import differences
from support.compiled import Raw, Runner, cached_project, default_config
from support.oracle.contract import Judged, judge
from support.oracle.names import Names, find_names
from support.oracle.values import Settings

EXAMPLES = "GTM_EXAMPLES"

# the defaults, in the middle of a month; then everything otherwise, on a leap day that ends a month
LABS: dict[str, tuple[Config, date]] = {
    "plain": (default_config(), date(2024, 3, 15)),
    "odd": (
        default_config(
            reporting=Reporting("USD", "America/New_York"),
            policies=Policies(
                churn_timing="cancel_date",
                mrr_invoice_statuses=("paid", "open"),
                reactivation_gap_months=3,
                gross_margin=0.8,
                cac_lag_months=1,
                won_stages=("won",),
                lost_stages=("lost", "closed_lost"),
                win_rate_horizon_days=30,
                activation_event_types=("project_created", "report_shared"),
                activation_days=7,
                default_sla_hours=8,
                min_group_size=3,
            ),
        ),
        date(2024, 2, 29),
    ),
}


def tries(examples: int) -> int:
    """How many examples to try: GTM_EXAMPLES=10 makes it ten times as many."""
    return max(1, round(examples * float(os.environ.get(EXAMPLES, "1"))))


@dataclass(frozen=True)
class Company:
    """What the oracle knows of the company that was tried last."""

    judged: Judged
    names: Names


@dataclass(frozen=True)
class Lab:
    """Companies go in, and the marts and the oracle are compared."""

    runner: Runner
    settings: Settings

    @staticmethod
    def open(name: str, cache: Path) -> "Lab":
        """One of the labs; compiled once for all processes that share the cache."""
        config, as_of = LABS[name]
        runner = Runner(cached_project(cache, config, as_of), config)
        return Lab(runner, Settings.of(config, as_of))

    @property
    def as_of(self) -> date:
        """The date of the results."""
        return self.settings.as_of

    def load(self, raw: Raw) -> Company:
        """Put a company into the raw tables, and hold it against the contract."""
        self.runner.load(raw)
        judged = judge(raw, self.settings)
        return Company(judged, find_names(judged))

    def check(self, mart: str, expected: list[dict[str, object]], key: tuple[str, ...]) -> None:
        """Fail where the mart is not what the oracle expects."""
        found = differences(self.runner.rows(mart), expected, key)
        assert not found, "\n".join([f"{mart} differs from the oracle:", *found[:20]])

    def check_data_tests(self, *folders: str) -> None:
        """Fail where a data test of the folders does."""
        failed = self.runner.failures(self.runner.tests_of(*folders))
        assert not failed, "\n".join(["data tests fail:", *failed])
