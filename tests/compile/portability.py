"""What is wrong with a compiled statement on a warehouse that cannot run here.

sqlglot parses in each dialect, but it is lenient: it accepts functions, types and forms that the
warehouse lacks. The tables of engine_tables say what each warehouse has; whatever is new must be
added to them by somebody who has looked it up in the manual of that warehouse.
"""

import re
from collections.abc import Iterator
from functools import cache

import sqlglot
from engine_tables import (
    COMMON_FUNCTIONS,
    COMMON_TYPES,
    CONTRACT_TYPES,
    FORMS,
    FRAMED,
    NOT_CALLS,
    OPERATORS,
    OWN_FUNCTIONS,
    OWN_TYPES,
    SHARED_FUNCTIONS,
    SIZED_NUMBER,
    SNOWFLAKE_RESERVED,
    STRICT_JOINS,
)
from sqlglot import Token, TokenType, exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ErrorLevel, SqlglotError

COMMENT_OR_LITERAL = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
WRITTEN_BY_DBT_SPARK = r"'\\'"


@cache
def faults(sql: str, engine: str) -> tuple[str, ...]:
    """Every fault of one compiled statement, each kind once, with its line where there is one."""
    found: dict[str, str] = {}
    for fault in (*_foreign_literals(sql, engine), *_structure_faults(sql, engine)):
        kind = re.sub(r"^line \d+: ", "", fault).partition(": ")[0]
        found.setdefault(kind, fault)
    return tuple(found.values())


def type_faults(data_type: str, engine: str) -> list[str]:
    """What is wrong with a column type of a contract, after dbt has translated it."""
    if _is_type(data_type, engine) or data_type.lower() in CONTRACT_TYPES.get(engine, ()):
        return []
    return [f"no type {data_type} in the list for contracts on {engine}"]


def _structure_faults(sql: str, engine: str) -> Iterator[str]:
    try:
        statements = sqlglot.parse(sql, read=engine, error_level=ErrorLevel.RAISE)
    except SqlglotError as error:
        yield _parse_fault(error)
        return
    tree = statements[0]
    if len(statements) != 1 or not isinstance(tree, exp.Query):
        yield f"expected one select, got {len(statements)} statements"
        return
    tokens = sqlglot.tokenize(sql, read=engine)
    for token_check in (_unknown_functions, _unknown_types, _foreign_operators):
        yield from token_check(tokens, engine)
    for tree_check in TREE_CHECKS:
        yield from tree_check(tree, engine)


def _parse_fault(error: SqlglotError) -> str:
    details = getattr(error, "errors", None)
    if not details:
        return f"does not parse: {' '.join(str(error).split())}"
    first = details[0]
    context = f"{first['start_context']}{first['highlight']}".strip().splitlines()[-1].strip()
    return f"line {first['line']}: does not parse: {first['description']} near: {context}"


def _foreign_literals(sql: str, engine: str) -> Iterator[str]:
    """A doubled quote and a backslash mean something else from engine to engine."""
    for found in COMMENT_OR_LITERAL.finditer(sql):
        written, line = found.group(), sql.count("\n", 0, found.start()) + 1
        if not written.startswith("'") or written == WRITTEN_BY_DBT_SPARK:
            continue
        if "''" in written[1:-1] and engine in ("bigquery", "spark"):
            yield f"line {line}: {engine} does not know a doubled quote, use chr(39): {written}"
        if "\\" in written:
            yield f"line {line}: a backslash differs by engine, use a class or chr(92): {written}"


def _unknown_functions(tokens: list[Token], engine: str) -> Iterator[str]:
    known = COMMON_FUNCTIONS | OWN_FUNCTIONS[engine] | NOT_CALLS | {"numeric", "varchar"}
    for token, following in zip(tokens, tokens[1:], strict=False):
        name = token.text.lower()
        if following.token_type != TokenType.L_PAREN or not name.isidentifier() or name in known:
            continue
        if engine not in SHARED_FUNCTIONS.get(name, ()):
            yield f"line {token.line}: no function {name}() in the list for {engine}"


def _unknown_types(tokens: list[Token], engine: str) -> Iterator[str]:
    for place, token in enumerate(tokens):
        if token.text.lower() == "cast":
            kind = _cast_type(tokens[place + 1 :])
            if not _is_type(kind, engine):
                yield f"line {token.line}: no type {kind} in the list for {engine}"


def _cast_type(tokens: list[Token]) -> str:
    """The words between the last `as` of a cast's own parenthesis and its end."""
    depth = 0
    words: list[str] = []
    for token in tokens:
        depth += (token.token_type == TokenType.L_PAREN) - (token.token_type == TokenType.R_PAREN)
        if depth == 0:
            break
        words = [] if depth == 1 and token.token_type == TokenType.ALIAS else [*words, token.text]
    return " ".join(words).lower()


def _is_type(kind: str, engine: str) -> bool:
    plain = re.sub(r"\s*([(),])\s*", r"\1", kind.strip().lower())
    return plain in (*COMMON_TYPES, *OWN_TYPES[engine]) or bool(re.fullmatch(SIZED_NUMBER, plain))


def _foreign_operators(tokens: list[Token], engine: str) -> Iterator[str]:
    for token in tokens:
        sign = token.text.lower()
        if token.token_type != TokenType.STRING and engine not in OPERATORS.get(sign, (engine,)):
            yield f"line {token.line}: `{sign}` is not for {engine}"


def _reserved_names(tree: exp.Query, engine: str) -> Iterator[str]:
    reserved = Dialect.get_or_raise(engine).generator_class.RESERVED_KEYWORDS
    if engine == "snowflake":
        reserved = set(SNOWFLAKE_RESERVED)
    for name in tree.find_all(exp.Identifier):
        if not name.args.get("quoted") and name.name.lower() in reserved:
            yield f"`{name.name}` is a reserved word on {engine}; choose another name"


def _quoted_names(tree: exp.Query, engine: str) -> Iterator[str]:
    if engine == "snowflake":
        for name in tree.find_all(exp.Identifier):
            if name.args.get("quoted") and name.name != name.name.upper():
                yield f"snowflake reads unquoted names in upper case, so quote them so: {name.name}"


def _where_alone(tree: exp.Query, engine: str) -> Iterator[str]:
    if engine == "bigquery":
        for select in tree.find_all(exp.Select):
            if select.args.get("where") and not select.args.get("from_"):
                yield f"bigquery has no `where` without `from`: {select.sql()[:80]}"


def _outer_joins(tree: exp.Query, engine: str) -> Iterator[str]:
    for join in tree.find_all(exp.Join):
        if join.side in STRICT_JOINS.get(engine, ()) and not _has_equality(join):
            yield f"{engine} needs an equality of a column of each side in: {join.sql()[:80]}"


def _has_equality(join: exp.Join) -> bool:
    condition = join.args.get("on")
    if condition is None:
        return bool(join.args.get("using"))
    parts = condition.flatten() if isinstance(condition, exp.And) else [condition]
    return any(isinstance(part, exp.EQ) and _sides_differ(part) for part in parts)


def _sides_differ(equality: exp.EQ) -> bool:
    left, right = (
        {column.table for column in side.find_all(exp.Column)}
        for side in (equality.left, equality.right)
    )
    return bool(left and right and left != right)


def _bare_frames(tree: exp.Query, engine: str) -> Iterator[str]:
    if engine == "redshift":
        for window in tree.find_all(exp.Window):
            is_bare = window.args.get("order") and not window.args.get("spec")
            if is_bare and isinstance(window.this, FRAMED):
                yield f"redshift needs a frame, such as rows between …, in: {window.sql()[:80]}"


def _foreign_forms(tree: exp.Query, engine: str) -> Iterator[str]:
    for form, engines in FORMS.items():
        if engine not in engines:
            for found in tree.find_all(form):
                yield f"not for {engine}: {found.sql()[:80]}"


TREE_CHECKS = (
    _reserved_names,
    _quoted_names,
    _where_alone,
    _outer_joins,
    _bare_frames,
    _foreign_forms,
)
