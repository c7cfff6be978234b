"""Raw rows that nobody checked: sound values, near misses and any text at all."""

from hypothesis import strategies as st

from support.companies import Raw, Row
from support.oracle.contract import ENTITIES, Entity

MOMENTS = [
    *(
        "2024-01-31",
        "2024-02-29",
        "2023-02-29",
        "2023-12-31 23:59:59",
        "2024-02-28T23:59:59.999999",
    ),
    *("2024-03-10 02:30", "2024-03-15", "2024-03-16T00:00:00Z", "2024-03-01T04:59:59-05:00"),
    *("2024-01-01 00:00:00+0530", "2024-01-01T10:00 -08", "2024-01-01T24:00:00", "2024-04-31"),
    *(
        "2024-13-01",
        "2024-1-5",
        "05/01/2024",
        "20240105",
        "2024-01-05T",
        "2024-01-05 10",
        "2031-05-05",
    ),
    *(
        "1900-01-01",
        "1899-12-31",
        "2099-12-31",
        "2100-01-01",
        "0000-00-00",
        "2024-01-01T10:00:00+15",
    ),
    *("2024-01-01T10:00:00.1234567", "2024-01-01  10:00", " 2024-01-05 ", "2024-01-05\t", "NaT"),
]
MONTHS = ["2024-01", "2024-00", "2024-12", "2023-1", "2023-02 "]
NUMBERS = [
    *(
        "0",
        "12.5",
        "-0.001",
        "-0.01",
        "+7.005",
        "1e3",
        "1,000.00",
        "$5",
        "NaN",
        "Infinity",
        ".5",
        "5.",
    ),
    *(
        "123456789012",
        "1234567890123456",
        "0.0000000000000001",
        "--1",
        "00012",
        "12 34",
        "٣",
        "²",
        "-0",
    ),
]
COUNTS = ["0", "3", "-1", "2.0", "007", "+1"]
IDS = ["x1", "x2", "x3", " x1 ", "X1", "x'1", 'x"1', "x\\1"]
ANY = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=6
)
NEAR_MOMENT = st.from_regex(
    r"\A(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]"
    r"([ T][0-2][0-9]:[0-6][0-9](:[0-6][0-9]([.][0-9]{0,7})?)?"
    r"( ?(Z|[+-][01][0-9](:?[0-6][0-9])?))?)?\Z"
)
NEAR_NUMBER = st.from_regex(r"\A[+-]?[0-9]{0,13}([.][0-9]{0,16})?\Z")


def values(entity: Entity, raw_column: str) -> st.SearchStrategy[str | None]:
    """What may stand in a column: mostly something like what belongs there."""
    column, kind = entity.columns[raw_column]
    likely: st.SearchStrategy[str | None]
    if kind in ("moment", "end", "month"):
        likely = st.sampled_from(MOMENTS + MONTHS * (kind == "month")) | NEAR_MOMENT
    elif kind in ("money", "number"):
        likely = st.sampled_from(NUMBERS) | NEAR_NUMBER
    elif kind == "count":
        likely = st.sampled_from(COUNTS + NUMBERS)
    elif kind == "code":
        likely = st.sampled_from(["USD", "usd", " Usd ", "EUR", None])
    elif column in entity.names:
        likely = st.sampled_from([*entity.names[column].split(), "Active", " PAID ", "none", None])
    else:
        likely = st.sampled_from(IDS)
    return st.one_of(
        likely, likely, likely, likely, ANY, st.sampled_from([None, "", " ", "\u00a0"])
    )


@st.composite
def rows(draw: st.DrawFn, entity: Entity, most: int) -> list[Row]:
    """Rows of a raw table, out of one or two files."""
    return [
        {column: draw(values(entity, column)) for column in entity.columns}
        | {"_gtm_file": draw(st.sampled_from(["a.csv", "b.csv", "B.csv"])), "_gtm_row": str(number)}
        for number in range(1, draw(st.integers(0, most)) + 1)
    ]


@st.composite
def raw_tables(draw: st.DrawFn, most: int = 4) -> Raw:
    """All raw tables."""
    return {entity.table: draw(rows(entity, most)) for entity in ENTITIES.values()}
