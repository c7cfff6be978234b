"""What each warehouse has, as far as the models use it: functions, types, forms, reserved words."""

from sqlglot import exp


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# functions that all six write alike
COMMON_FUNCTIONS = _words("""
    abs avg cast ceil chr coalesce count dense_rank exp extract first_value floor greatest lag
    last_value lead least length ln lower lpad max md5 min mod nullif power rank regexp_replace
    replace round row_number sqrt substr sum translate trim upper
""")
OWN_FUNCTIONS = {
    "duckdb": _words("date_diff date_part epoch_us regexp_full_match string_split timezone"),
    "postgres": _words("btrim date_part split_part timezone"),
    "snowflake": _words("convert_timezone dateadd datediff regexp_like split_part"),
    "redshift": _words("btrim convert_timezone dateadd datediff split_part"),
    "bigquery": _words("""
        datetime datetime_add datetime_diff regexp_contains safe_offset split timestamp
        timestamp_diff timestamp_trunc to_hex
    """),
    "spark": _words("""
        add_months assert_true concat date date_add datediff from_utc_timestamp nvl2 regexp_extract
        split to_timestamp to_unix_timestamp to_utc_timestamp unix_micros
    """),
}
SHARED_FUNCTIONS = {"date_trunc": ("duckdb", "postgres", "snowflake", "redshift", "spark")}

COMMON_TYPES = ("bigint", "boolean", "date", "int", "integer")
SIZED_NUMBER = r"numeric\(\d\d?,[0-9]\)"  # BigQuery keeps nine decimals
OWN_TYPES = {
    "duckdb": ("text", "float8", "timestamp", "timestamp with time zone"),
    "postgres": ("text", "float8", "timestamp", "timestamp with time zone"),
    "snowflake": ("text", "float8", "timestamp_ntz", "timestamp_tz"),
    "redshift": ("varchar(65535)", "float8", "timestamp", "timestamp with time zone"),
    "bigquery": ("string", "float64", "timestamp", "datetime"),
    "spark": ("string", "double", "timestamp"),
}
# a contract may also say these, with the limits that docs/warehouses.md names
CONTRACT_TYPES = {"redshift": ("text",), "snowflake": ("timestamp",)}

# words that only some engines know, or read otherwise
OPERATORS: dict[str, tuple[str, ...]] = {
    "::": ("duckdb", "postgres"),  # dbt's own date macros write it on these two
    "~": ("postgres", "redshift"),
    "collate": ("postgres",),
    "ilike": (),
    "interval": ("bigquery", "duckdb", "postgres"),
    "lateral": (),
    "materialized": ("duckdb", "postgres"),
    "recursive": (),
}
FORMS: dict[type[exp.Expr], tuple[str, ...]] = {
    exp.Array: (),
    exp.Filter: ("duckdb", "postgres", "spark"),
    exp.NullSafeEQ: ("bigquery", "duckdb", "postgres", "snowflake", "spark"),
    exp.NullSafeNEQ: ("bigquery", "duckdb", "postgres", "snowflake", "spark"),
    exp.Qualify: (),
    exp.Unnest: (),
    exp.Values: ("duckdb", "postgres", "snowflake", "spark"),
    exp.WithinGroup: ("duckdb", "postgres", "redshift", "snowflake", "spark"),
}
# joins that need an equality of a column of each side
STRICT_JOINS = {
    "bigquery": ("LEFT", "RIGHT", "FULL"),
    "postgres": ("FULL",),
    "redshift": ("FULL",),
}
# aggregates that Redshift wants a frame for when a window is ordered
FRAMED = (exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Count, exp.FirstValue, exp.LastValue)

# sqlglot has the reserved words of the others
SNOWFLAKE_RESERVED = _words("""
    account all alter and any as between by case cast check column connect connection constraint
    create cross current current_date current_time current_timestamp current_user database delete
    distinct drop else exists false following for from full grant group gscluster having ilike in
    increment inner insert intersect into is issue join lateral left like localtime localtimestamp
    minus natural not null of on or order organization qualify regexp revoke right rlike row rows
    sample schema select set some start table tablesample then to trigger true try_cast union
    unique update using values view when whenever where with
""")
# words before a parenthesis that are no functions
NOT_CALLS = _words("""
    all and any as between by case cross distinct else end exists except filter from full group
    having if in inner intersect interval is join left like materialized not on or order over
    partition right rlike rows select then union using values when where with within
""")
