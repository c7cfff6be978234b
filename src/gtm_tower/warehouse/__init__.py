"""Warehouses: one protocol, one module per engine, opened by name."""

from collections.abc import Callable
from pathlib import Path

from gtm_tower.config import Config
from gtm_tower.errors import ConfigError, did_you_mean
from gtm_tower.warehouse.protocol import Row, Session, Version, Warehouse

__all__ = ["Row", "Session", "Version", "Warehouse", "open_warehouse"]


def open_warehouse(config: Config, root: Path) -> Warehouse:
    """The warehouse that gtm.yml names, for the workspace at `root`; nothing is connected yet."""
    engine = config.warehouse.engine
    if engine not in _ENGINES:
        raise ConfigError(
            f"warehouse.engine is '{engine}'. Legal: {', '.join(_ENGINES)}."
            f"{did_you_mean(engine, _ENGINES)}"
        )
    return _ENGINES[engine](config, root.absolute())


def _duckdb(config: Config, root: Path) -> Warehouse:
    from gtm_tower.warehouse.duckdb import DuckDBWarehouse

    return DuckDBWarehouse(root)


def _postgres(config: Config, root: Path) -> Warehouse:
    try:
        import psycopg2  # noqa: F401
    except ImportError:
        raise ConfigError(
            "warehouse.engine is postgres, and its driver psycopg2 is not installed."
            " Run: pip install gtm-tower[postgres]"
        ) from None
    from gtm_tower.warehouse.postgres import PostgresWarehouse

    return PostgresWarehouse(root, config.warehouse.url, config.warehouse.prefix)


_ENGINES: dict[str, Callable[[Config, Path], Warehouse]] = {
    "duckdb": _duckdb,
    "postgres": _postgres,
}
