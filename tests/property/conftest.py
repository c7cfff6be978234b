"""The labs of all property tests, and how many examples Hypothesis tries.

Every run tries the same examples; GTM_EXAMPLES=10 tries ten times as many, others each time.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

from support.lab import EXAMPLES, LABS, Lab

settings.register_profile(
    "gtm",
    deadline=None,
    derandomize=EXAMPLES not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    print_blob=True,
)
settings.load_profile("gtm")


@pytest.fixture(scope="session", params=list(LABS))
def lab(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Each configuration, compiled once for all workers of the run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    opened = Lab.open(request.param, shared / "compiled")
    yield opened
    opened.runner.close()
