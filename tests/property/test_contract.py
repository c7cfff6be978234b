"""The input contract under any text in any column: nothing is lost, nothing breaks."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.companies import Raw
from support.garbage import raw_tables
from support.lab import Lab, tries
from support.oracle.contract import ENTITIES
from support.oracle.values import first_day

pytestmark = pytest.mark.slow

POLICY = "assert_refused_share_within_policy"


@settings(max_examples=tries(15))
@given(data=st.data())
def test_verdicts_equal_the_oracle(lab: Lab, data: st.DataObject) -> None:
    raw = data.draw(raw_tables())
    judged = lab.load(raw).judged
    for name in ENTITIES:
        found = {
            (row["_gtm_file"], row["_gtm_row"]): without_value(row["verdict"])
            for row in lab.runner.rows(f"received__{name}")
        }
        assert found == judged.verdicts[name], name


@settings(max_examples=tries(4))
@given(data=st.data())
def test_rows_in_are_accepted_quarantined_or_later(lab: Lab, data: st.DataObject) -> None:
    raw = data.draw(raw_tables())
    lab.load(raw)
    counted = {row["input_name"]: row for row in lab.runner.rows("meta__inputs")}
    for name, entity in ENTITIES.items():
        row = counted[name]
        assert row["rows_in"] == row["rows_accepted"] + row["rows_quarantined"]
        assert row["rows_in"] + row["rows_later"] == len(raw[entity.table])
        assert row["rows_accepted"] == len(lab.runner.rows(f"inputs__{name}"))
    refused = {
        (row["table_name"], row["file_name"], row["row_number"]): json.loads(row["raw_content"])
        for row in lab.runner.rows("meta__quarantine")
    }
    assert len(refused) == sum(row["rows_quarantined"] for row in counted.values())
    for (table, _, number), content in refused.items():
        assert received(content) == received(raw[table][number - 1])


@settings(max_examples=tries(4))
@given(data=st.data())
def test_every_model_and_check_stands_any_text(lab: Lab, data: st.DataObject) -> None:
    lab.load(data.draw(raw_tables(most=3)))
    lab.runner.build_all()
    failed = lab.runner.failures()
    assert [failure for failure in failed if not failure.startswith(POLICY)] == []
    days = [row["date_day"] for row in lab.runner.rows("dim_date")]
    assert max(days) == first_day(lab.settings.as_of_month + 1) - timedelta(days=1)


@pytest.mark.parametrize("zone", ["Z", " Z", "+05:30", " +05:30", " +0530", " +05", " -08"])
def test_a_moment_may_have_a_blank_before_its_zone(lab: Lab, zone: str) -> None:
    raw: Raw = {"accounts": [{"account_id": "a1", "created_at": f"2024-01-31 00:00:00{zone}"}]}
    expected = lab.load(raw).judged.accepted["accounts"]
    found = lab.runner.rows("inputs__accounts")
    assert [row["created_at"] for row in found] == [row["created_at"] for row in expected]


def test_raw_content_is_json_whatever_the_character(lab: Lab) -> None:
    codes = [*range(1, 35), 39, 92, *range(127, 161), 8232, 65279, 128512]
    names = {f"a{chr(code)}b" for code in codes}
    lab.load({"accounts": [{"account_id": name, "created_at": "?"} for name in names]})
    refused = [json.loads(row["raw_content"]) for row in lab.runner.rows("meta__quarantine")]
    assert {content["account_id"] for content in refused} == names


@pytest.mark.parametrize("day", ["1970-01-01", "1900-01-01"])
def test_calendar_reaches_from_the_first_day_to_as_of(lab: Lab, day: str) -> None:
    lab.load({"accounts": [{"account_id": "a1", "created_at": day}]})
    days = [row["date_day"] for row in lab.runner.rows("dim_date")]
    end = first_day(lab.settings.as_of_month + 1)
    assert max(days) == end - timedelta(days=1)
    assert len(days) == (end - min(days)).days


@pytest.mark.parametrize("digits", [12, 15])
def test_large_amounts_break_nothing(lab: Lab, digits: int) -> None:
    amount = "9" * digits
    start = {"account_id": "a1", "created_at": "2023-01-05", "acquisition_channel": "Ads"}
    served = {"subscription_id": "s1", "account_id": "a1", "start_date": "2023-01-05"}
    lab.load(
        {
            "accounts": [start],
            "subscriptions": [served],
            "invoices": [
                {
                    "invoice_id": "i1",
                    "subscription_id": "s1",
                    "invoice_date": "2023-01-05",
                    "amount": amount,
                }
            ],
            "crm_deals": [
                {
                    "deal_id": f"d{number}",
                    "stage": "won",
                    "created_date": "2023-01-05",
                    "deal_value": amount,
                }
                for number in range(11)
            ],
            "marketing_spend": [{"month": "2023-01", "channel": "Ads", "spend": amount}] * 11,
        }
    )
    lab.runner.build_all()


def without_value(verdict: str | None) -> str | None:
    """A verdict as `reason: column`, without the value that it quotes."""
    return verdict and verdict.partition(" '")[0]


def received(row: dict[str, Any]) -> dict[str, Any]:
    """The columns of a raw row that hold something."""
    return {
        name: value
        for name, value in row.items()
        if value is not None and not name.startswith("_gtm_")
    }
