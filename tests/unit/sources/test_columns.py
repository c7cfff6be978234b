"""From titles to raw columns."""

import pytest

from gtm_tower.errors import SourceError
from gtm_tower.sources.columns import plain_name, raw_names
from gtm_tower.sources.registry import SourceColumn, SourceTable

TABLE = SourceTable(
    "saas",
    "deals",
    "saas_deals",
    (SourceColumn("deal_id", is_required=True), SourceColumn("amount"), SourceColumn("stage")),
)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Deal ID", "deal_id"),
        ("  deal-id  ", "deal_id"),
        ("dealId", "dealid"),
        ("Größe (cm)", "groe_cm"),
        ("Café", "cafe"),
        ("x_Tier", "x_tier"),
        ("2nd", "column_2nd"),
        ("_gtm_file", "gtm_file"),
        ("金額", ""),
        ("$", ""),
        ("", ""),
        ('a"; drop table', "a_drop_table"),
        ("long " * 40, "long_" * 11 + "l"),
    ],
)
def test_a_plain_name(title: str, name: str) -> None:
    assert plain_name(title) == name


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (["deal_id", "amount"], ("deal_id", "amount")),
        ([" STAGE", "Deal_Id "], ("stage", "deal_id")),
        (["deal_id", "", " ", "x"], ("deal_id", "column_2", "column_3", "x")),
        (["deal_id", "", "column_2"], ("deal_id", "column_2", "column_2_3")),
        (["deal_id", "$ a", "a", "a!", "a_4"], ("deal_id", "a", "a_3", "a_4_4", "a_4")),
        (["deal_id", "金額", "日付"], ("deal_id", "column_2", "column_3")),
        (["deal_id", "X" * 80, "X" * 81], ("deal_id", "x" * 56, "x" * 56 + "_3")),
    ],
)
def test_every_title_gets_a_name_of_its_own(header: list[str], names: tuple[str, ...]) -> None:
    assert raw_names(header, TABLE, "deals.csv") == names
    assert len(set(names)) == len(header)
    assert all(len(name) < 64 for name in names)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (["deal_id", "a", "A "], "has 'A' twice, as columns 2 and 3"),
        (["deal_id", "Deal ID"], "'deal_id' and 'Deal ID' both mean deal_id"),
        (["dealid", "amount"], "'deal_id' is missing. Did you mean 'dealid'?"),
        (["amount", ""], "'deal_id' is missing. The header has: amount, (unnamed)."),
    ],
)
def test_a_faulty_header_is_explained(header: list[str], message: str) -> None:
    with pytest.raises(SourceError) as refused:
        raw_names(header, TABLE, "deals.csv")
    assert message in str(refused.value)
    assert str(refused.value).startswith("deals.csv: ")
