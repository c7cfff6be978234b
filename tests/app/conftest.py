"""The made-up companies by template."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.two_versions import with_two_versions
from builds.company import Company

COMPANIES = {
    "saas": "built_once",
    "owner": "seller",
    "olist": "marketplace",
    "jaffle": "shop",
    "lottery": "lottery",
}


@pytest.fixture(scope="session")
def company_of(request: pytest.FixtureRequest) -> Callable[[str], Company]:
    """The made-up company of a template; nothing may change it."""

    def company_of(template: str) -> Company:
        found = request.getfixturevalue(COMPANIES[template])
        return found if isinstance(found, Company) else found.company

    return company_of


@pytest.fixture
def two_versions(built_once: Company, tmp_path: Path) -> Company:
    """A copy of the saas company with another version to publish."""
    return with_two_versions(built_once, tmp_path / "two")
