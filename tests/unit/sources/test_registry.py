"""The declared raw tables are those of the dbt package."""

import re

import pytest
import yaml

from gtm_tower.config import TEMPLATES
from gtm_tower.errors import ConfigError
from gtm_tower.sources.registry import STAGING, SourceColumn, source_table, source_tables


def test_the_saas_tables_are_those_a_company_exports() -> None:
    assert [table.name for table in source_tables("saas")] == [
        *("accounts", "users", "subscriptions", "invoices", "payments", "crm_deals"),
        *("product_events", "support_tickets", "marketing_spend"),
    ]


def test_a_table_has_its_columns_and_what_they_are_for() -> None:
    table = source_table("saas", "users")
    assert (table.source, table.identifier) == ("saas", "saas_users")
    assert table.columns == (
        SourceColumn("user_id", is_required=True),
        SourceColumn("account_id", is_required=True),
        SourceColumn("email"),
        SourceColumn("role"),
        SourceColumn("created_at", is_required=True, is_as_of=True),
    )
    assert table.column_names == ("user_id", "account_id", "email", "role", "created_at")


@pytest.mark.parametrize("source", TEMPLATES)
def test_every_declared_table_is_read_and_every_name_is_plain(source: str) -> None:
    path = STAGING / source / f"_{source}__sources.yml"
    declared = yaml.safe_load(path.read_text())["sources"][0]["tables"]
    tables = source_tables(source)
    assert [table.identifier for table in tables] == [table["identifier"] for table in declared]
    assert any(column.is_as_of for table in tables for column in table.columns)
    for table in tables:
        assert len(set(table.column_names)) == len(table.column_names)
        for name in (table.name, table.identifier, *table.column_names):
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name)


def test_the_tables_are_read_once() -> None:
    assert source_tables("saas") is source_tables("saas")


def test_unknown_names_are_configuration_errors() -> None:
    with pytest.raises(ConfigError, match="no template 'sass'"):
        source_tables("sass")
    with pytest.raises(ConfigError, match="no table 'clients'. Legal: accounts, users"):
        source_table("saas", "clients")
