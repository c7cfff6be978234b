"""The types of all columns as BigQuery will see them, followed from the raw texts to the marts.

BigQuery is the strictest of the warehouses that cannot run here: it compares, unites and chains
values of equal types only, and a TIMESTAMP is no DATE and no DATETIME. What other engines convert
without a word is a fault here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError, TokenError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

from gtm_tower.pipeline.estimates import ESTIMATES
from gtm_tower.pipeline.memory import BEFORE, REMEMBERED
from gtm_tower.pipeline.transform import ESTIMATED as STATS

DIALECT = "bigquery"
NUMBERS = ("INT64", "NUMERIC", "BIGNUMERIC", "FLOAT64")
MOMENTS = ("DATE", "DATETIME", "TIMESTAMP")
UNKNOWN = ("NULL", "UNKNOWN")
COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
ESTIMATED = {
    "text": "string",
    "count": "bigint",
    "number": "float64",
    "money": "numeric",
    "boolean": "bool",
    "date": "date",
}
LOADED = {"_gtm_file": "string", "_gtm_row": "bigint", "_gtm_load_id": "string"}


class TypedWarehouse:
    """The relations seen so far with their columns' types; models come in the order of a build."""

    def __init__(self, raw_schema: str, raw_columns: Mapping[str, Iterable[str]]) -> None:
        self._schema = MappingSchema(dialect=DIALECT)
        for table, columns in raw_columns.items():
            types = {**dict.fromkeys(columns, "string"), **LOADED}
            self._schema.add_table(exp.table_(table, raw_schema), types, dialect=DIALECT)
        for estimate in ESTIMATES:
            kinds = {name: ESTIMATED[kind] for name, kind in estimate.columns.items()}
            self._schema.add_table(exp.table_(estimate.table, STATS), kinds, dialect=DIALECT)
        for table, columns_before in REMEMBERED.items():
            kinds = {name: ESTIMATED.get(kind, kind) for name, kind in columns_before.items()}
            self._schema.add_table(exp.table_(table, BEFORE), kinds, dialect=DIALECT)
        self._untyped: set[str] = set()

    def faults(self, node: Any) -> list[str]:
        """The clashes of types in a compiled model or test; remembers the columns of a model.

        Nothing is said of what does not parse, and of what stands on a model without known types.
        """
        if self._untyped.intersection(node.depends_on.nodes):
            self._untyped.add(node.unique_id)
            return []
        try:
            tree = self._typed(node.compiled_code)
        except (ParseError, TokenError):
            self._untyped.add(node.unique_id)
            return []
        except SqlglotError as error:
            self._untyped.add(node.unique_id)
            return [f"types: {' '.join(str(error).split())[:200]}"]
        found = dict.fromkeys(clash for part in tree.walk() for clash in _clashes(part))
        if node.resource_type == "model":
            found.update(dict.fromkeys(self._remember(node, tree)))
        return list(found)

    def _typed(self, sql: str) -> exp.Query:
        tree = sqlglot.parse_one(sql, read=DIALECT)
        for table in tree.find_all(exp.Table):
            table.set("catalog", None)
        options: dict[str, Any] = {"expand_alias_refs": False, "quote_identifiers": False}
        tree = qualify(tree, schema=self._schema, dialect=DIALECT, **options)
        typed = annotate_types(tree, schema=self._schema, dialect=DIALECT)
        assert isinstance(typed, exp.Query)
        return typed

    def _remember(self, node: Any, tree: exp.Query) -> Iterator[str]:
        types = {column.alias_or_name: _type(column) for column in tree.selects}
        self._schema.add_table(exp.table_(node.alias, node.schema), types, dialect=DIALECT)
        for name, kind in types.items():
            if kind in UNKNOWN:
                self._untyped.add(node.unique_id)
                yield f"column {name} has no type; cast it"
        if node.config.contract.enforced:
            yield from _contract_clashes(node.columns.values(), types)


def _contract_clashes(columns: Iterable[Any], types: Mapping[str, str]) -> Iterator[str]:
    for column in columns:
        promised = _bare(column.data_type)
        made = types.get(column.name, "no such column")
        if promised != made:
            yield f"column {column.name}: the contract says {promised}, the select makes {made}"


def _clashes(part: exp.Expr) -> Iterator[str]:
    for trouble in (*_family_trouble(part), *_operator_trouble(part)):
        yield f"{trouble}: {part.sql(DIALECT)[:120]}"


def _family_trouble(part: exp.Expr) -> Iterator[str]:
    for group in _alike(part):
        families = {"a number" if _type(one) in NUMBERS else _type(one) for one in group}
        known = sorted(families - set(UNKNOWN))
        if len(known) > 1:
            yield f"{' meets '.join(known)} in"


def _operator_trouble(part: exp.Expr) -> Iterator[str]:
    if isinstance(part, exp.Add | exp.Sub | exp.Div | exp.DPipe):
        kinds = (_type(part.left), _type(part.right))
        if isinstance(part, exp.Add | exp.Sub) and set(kinds) & set(MOMENTS):
            yield "plus and minus of dates differ by engine"
        if isinstance(part, exp.Div) and kinds == ("INT64", "INT64"):
            yield "whole numbers divide differently by engine, cast one"
        if isinstance(part, exp.DPipe) and set(kinds) - {"STRING", *UNKNOWN}:
            yield "`||` takes texts only, cast"


def _alike(part: exp.Expr) -> Iterator[Sequence[exp.Expr]]:
    """The groups of expressions inside `part` that must have one type."""
    if isinstance(part, COMPARISONS):
        yield (part.left, part.right)
    elif isinstance(part, exp.Coalesce | exp.Greatest | exp.Least | exp.In):
        yield (part.this, *part.expressions)
    elif isinstance(part, exp.Nullif):
        yield (part.this, part.expression)
    elif isinstance(part, exp.Between):
        yield (part.this, part.args["low"], part.args["high"])
    elif isinstance(part, exp.Case):
        results = [branch.args["true"] for branch in part.args["ifs"]]
        yield [result for result in (*results, part.args.get("default")) if result]
    elif isinstance(part, exp.SetOperation):
        yield from zip(part.left.selects, part.right.selects, strict=False)


def _type(part: exp.Expr) -> str:
    return _bare(part.type.sql(DIALECT)) if part.type else "UNKNOWN"


def _bare(kind: str) -> str:
    """A type's name without its size."""
    name = kind.upper().partition("(")[0].strip()
    return {"BIGINT": "INT64", "INTEGER": "INT64", "BOOLEAN": "BOOL"}.get(name, name)
