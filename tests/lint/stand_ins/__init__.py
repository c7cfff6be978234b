"""What sqlfluff renders our SQL with, in the place of what dbt would make; dbt is not run.

A macro becomes a call of its own name with its arguments. Only those that return no expression are
written out, in the shape that they return.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from gtm_tower.policies import DerivedChannels, Policies, Rules
from gtm_tower.segments import packaged_segments

FEEDS = [
    {"model": "stg_saas__users", "source": "saas", "table": "users", "raw_table": "saas_users"}
]
# one name of each list is enough, and sqlfluff counts a text as long as it is once rendered
POLICIES = {
    name: list(value[:1]) if isinstance(value, tuple) else value
    for name, value in asdict(Policies()).items()
}
VARS: dict[str, Any] = {
    "gtm_column_kinds": {"saas_users": {"user_id": {"kind": "text", "is_refused": False}}},
    "gtm_currency": "USD",
    "gtm_derived_channels": asdict(DerivedChannels()),
    "gtm_feeds": {"users": FEEDS},
    "gtm_policies": POLICIES,
    "gtm_rules": asdict(Rules()),
    "gtm_segments": [asdict(segment) for segment in packaged_segments()],
    "gtm_profile_columns": ["cuisine_italian"],
    "gtm_provided_inputs": ["users"],
    "gtm_raw_columns": {"saas_users": ["user_id"]},
    "gtm_sources": ["saas"],
}


def var(name: str, default: Any = None) -> Any:
    """A var of `gtm build`; never its default."""
    if name not in VARS:
        raise ValueError(f"var '{name}' has no value in tests/lint/stand_ins: add it to VARS")
    return VARS[name]


class Expressions:
    """A namespace of macros, each of which becomes a call: `dbt.f('x', 1)` is `f(x, 1)`."""

    def __getattr__(self, name: str) -> Callable[..., str]:
        def call(*arguments: object, **options: object) -> str:
            shown = (str(value) for value in arguments if isinstance(value, str | int))
            return f"{name}({', '.join(shown)})"

        return call


class GtmTower(Expressions):
    """Our macros, and those of them that are no expression."""

    def type_of(self, kind: str) -> str:
        return "date" if kind == "date" else "numeric(18, 2)"

    def text_of(self, text: str) -> str:
        return "'text'"

    def inlined(self) -> str:
        return "not materialized"

    def input_moments(self, rows: str) -> dict[str, str]:
        return {"users": f"{rows}.created_at", "invoices": f"{rows}.invoiced_at"}

    def input_extensions(self, entity: str) -> list[str]:
        return ["x_first", "x_second"]

    def raw_feeds(self) -> list[dict[str, str]]:
        return FEEDS

    def provenance(self, source_name: str, table_name: str) -> str:
        return f"'{source_name}' as source_name, '{table_name}' as table_name"

    def feeds(self, entity: str, columns: dict[str, str], ends: tuple[str, ...] = ()) -> str:
        return f"select {', '.join(columns)} from feed"

    def keys_of(self, entity: str, column: str, name: str | None = None) -> str:
        return f"select {name or column} from known"

    def later_keys_of(self, entity: str, column: str) -> str:
        return f"select {column} from known"

    def superseded(self, keys: list[str]) -> str:
        return f"select {', '.join(keys)} from judged"

    def with_verdicts(self, entity: str, columns: dict[str, str], has_versions: bool = True) -> str:
        versions = " cross join superseded" if has_versions else ""
        return f"select {', '.join(columns)} from judged{versions}"


gtm_tower = GtmTower()
dbt = Expressions()
