"""Names and texts as they are written into SQL, for every engine."""

from collections.abc import Sequence


def quoted(name: str) -> str:
    """An identifier that is taken exactly as it is; dots separate schema and table."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def column_list(columns: Sequence[str]) -> str:
    """Column names, quoted, with commas between; a dot in a name stays a part of it."""
    return ", ".join('"' + column.replace('"', '""') + '"' for column in columns)


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
