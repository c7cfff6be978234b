"""What holds for every amount, every list and any text at all, on both engines."""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.macros import Texts, compile_expressions

tried = settings(
    deadline=None, derandomize=True, max_examples=12, suppress_health_check=[HealthCheck.too_slow]
)
MACROS = [
    *("clean_missing", "clean_label", "currency_of", "parse_boolean", "parse_count", "parse_list"),
    *("parse_loose_moment", "parse_money", "parse_named_month", "repair_century"),
]
NARROW = "\u202f"
NOTATIONS: dict[str, Callable[[Decimal], str]] = {
    "plain": str,
    "American": lambda amount: f"${amount:,}",
    "American loss": lambda amount: f"(${-amount:,})" if amount < 0 else f"{amount:,} USD",
    "German": lambda amount: f"{_commas(amount, '.')} €",
    "Brazilian": lambda amount: f"R$ {_commas(amount, '.')}",
    "French": lambda amount: f"{_commas(amount, NARROW)}{NARROW}€",
    "Swiss": lambda amount: f"CHF {amount:,}".replace(",", "'"),
    "minus behind": lambda amount: f"{-amount:,}-" if amount < 0 else f"US$\t{amount:,}\u00a0",
}
AMOUNTS = st.decimals("-999999999999.99", "999999999999.99", places=2)
# whole amounts have no decimal mark, so that a single mark must be one of thousands
WHOLE = st.integers(-999_999_999_999, 999_999_999_999).map(Decimal)
SIGNS = "'\"`,;|[]{}\\ \u00a0néX/-"
ITEMS = st.text(st.sampled_from("abc" + SIGNS.replace("\u00a0", "")), max_size=8)
PLAIN_ITEMS = st.text(st.sampled_from("abc 'né/-"), max_size=8).filter(
    lambda item: not item.strip().startswith("'")
)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
NEAR = st.text(st.sampled_from("0123456789.,'$€()+-: TZaAjJnNuU_\t\u202f" + SIGNS), max_size=16)
LONG = st.sampled_from(["9" * 400, "1," * 300, "['" * 200, "a|" * 500, "0" * 300 + ".5"])


@cache
def expressions(engine: str) -> list[str]:
    """The macros in their order, compiled."""
    wanted = {name: f"{{{{ gtm_tower.{name}('given') }}}}" for name in MACROS}
    compiled = compile_expressions(engine, wanted)
    return [compiled[name] for name in MACROS]


def compute(texts: Texts, macro: str, given: list[str]) -> list[object]:
    """What a macro makes of texts."""
    expression = expressions(texts.engine)[MACROS.index(macro)]
    return [value for (value,) in texts.compute([expression], given)]


@tried
@given(amounts=st.lists(AMOUNTS | WHOLE, min_size=1, max_size=20))
def test_an_amount_is_read_back_from_every_notation(texts: Texts, amounts: list[Decimal]) -> None:
    written = [notation(amount) for notation in NOTATIONS.values() for amount in amounts]
    expected = [amount for _ in NOTATIONS for amount in amounts]
    assert dict(zip(written, compute(texts, "parse_money", written), strict=True)) == dict(
        zip(written, expected, strict=True)
    )


@tried
@given(lists=st.lists(st.lists(ITEMS, max_size=4), min_size=1, max_size=30))
def test_items_are_read_back_from_python_json_and_postgres(
    texts: Texts, lists: list[list[str]]
) -> None:
    for write in (repr, lambda items: json.dumps(items, ensure_ascii=False, indent=2), _postgres):
        found = compute(texts, "parse_list", [write(items) for items in lists])
        assert found == [_joined(items) for items in lists], write


@tried
@given(
    lists=st.lists(st.lists(PLAIN_ITEMS, min_size=2, max_size=4), min_size=1, max_size=30),
    sign=st.sampled_from([", ", " ;", "|"]),
)
def test_items_are_read_back_from_plain_lists(
    texts: Texts, lists: list[list[str]], sign: str
) -> None:
    lists = [items for items in lists if (sign.join(items)).strip()]
    found = compute(texts, "parse_list", [sign.join(items) for items in lists]) if lists else []
    assert found == [_joined(items) for items in lists]


@tried
@given(given=st.lists(ANY | NEAR | LONG, min_size=1, max_size=60))
def test_any_text_has_the_same_value_on_each_engine_and_never_an_error(
    texts: Texts, duckdb_texts: Texts, given: list[str]
) -> None:
    found = texts.compute(expressions(texts.engine), given)
    is_reference = texts.engine == duckdb_texts.engine
    expected = found if is_reference else duckdb_texts.compute(expressions("duckdb"), given)
    assert dict(zip(given, found, strict=True)) == dict(zip(given, expected, strict=True))


def _commas(amount: Decimal, thousands: str) -> str:
    return f"{amount:,}".translate({ord(","): thousands, ord("."): ","})


def _postgres(items: list[str]) -> str:
    """The items as Postgres writes an array, with every one of them quoted."""
    quoted = ['"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"' for item in items]
    return "{" + ",".join(quoted) + "}"


def _joined(items: list[str]) -> str:
    """What parse_list makes of the items, in plain Python."""
    trimmed = [item.strip() for item in items]
    missing = {"", "nan", "nat", "none", "null", "n/a", "#n/a", "select", "-"}
    return "|".join(item.replace("|", "/") for item in trimmed if item.lower() not in missing)
