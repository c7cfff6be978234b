"""gtm.yml as one frozen dataclass: the one place of settings, defaults and legal values."""

import os
import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from gtm_tower.errors import ConfigError, did_you_mean
from gtm_tower.policies import DerivedChannels, Policies, Rule, Rules
from gtm_tower.segments import Segment, packaged_segments, parse_segments

TEMPLATES = ("saas", "owner", "olist", "jaffle", "lottery")
ENGINES = ("duckdb", "postgres")


@dataclass(frozen=True)
class Source:
    """Where a template's raw files are, and how they are written."""

    path: str
    encoding: str = "utf-8"
    delimiter: str = "auto"


@dataclass(frozen=True)
class WarehouseSettings:
    """The engine; `url` and `prefix` are for a warehouse server."""

    engine: str = "duckdb"
    url: str = field(default="", repr=False)
    prefix: str = "gtm"


@dataclass(frozen=True)
class Reporting:
    """The currency of every amount, and the time zone that says to which day a moment belongs."""

    currency: str = "USD"
    time_zone: str = "UTC"


@dataclass(frozen=True)
class Config:
    """A whole gtm.yml."""

    sources: Mapping[str, Source]
    warehouse: WarehouseSettings = WarehouseSettings()
    as_of: str = "latest"
    reporting: Reporting = Reporting()
    policies: Policies = Policies()
    rules: Rules = Rules()
    derived_channels: DerivedChannels = DerivedChannels()
    segments: tuple[Segment, ...] = field(default_factory=packaged_segments)


def load_config(path: Path, environ: Mapping[str, str] | None = None) -> Config:
    """Read gtm.yml; a fault is a ConfigError that names the key, the value and what is legal."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid YAML: {error}") from None
    return parse_config(content, str(path), os.environ if environ is None else environ)


def parse_config(content: Any, where: str, environ: Mapping[str, str]) -> Config:
    """Turn parsed YAML into a Config; `where` is the file named in errors."""
    _check_keys(content, [f.name for f in fields(Config)], where)
    sources = content.get("sources")
    if not sources:
        raise ConfigError(
            f"{where}: 'sources' is empty. Name a template, such as saas: {{path: data/saas}}."
        )
    _check_keys(sources, TEMPLATES, f"{where}: sources")
    warehouse = _expand(content.get("warehouse") or {}, f"{where}: warehouse", environ)
    config = Config(
        sources={
            name: _build(Source, value, f"{where}: sources.{name}")
            for name, value in sources.items()
        },
        warehouse=_build(WarehouseSettings, warehouse, f"{where}: warehouse"),
        as_of=str(content.get("as_of", "latest")),
        reporting=_build(Reporting, content.get("reporting") or {}, f"{where}: reporting"),
        policies=_build(Policies, content.get("policies") or {}, f"{where}: policies"),
        rules=_rules(content.get("rules") or {}, f"{where}: rules"),
        segments=_segments(content, f"{where}: segments"),
        derived_channels=_build(
            DerivedChannels, content.get("derived_channels") or {}, f"{where}: derived_channels"
        ),
    )
    _check_values(config, where)
    return config


def parse_as_of(value: str, where: str) -> date | None:
    """The date of an as_of setting; None for `latest`, the last date in the data."""
    if value == "latest":
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ConfigError(
            f"{where}: '{value}' is no date to report on."
            " Legal: latest, or a date such as 2025-06-30."
        ) from None


def _check_values(config: Config, where: str) -> None:
    parse_as_of(config.as_of, where)
    for pair in config.policies.medium_channels:
        if not re.fullmatch(r"[^=]+=[^=]+", pair):
            raise ConfigError(
                f"{where}: policies.medium_channels has '{pair}'."
                " Legal: a medium, = and its channel, such as cpc=paid_search."
            )
    warehouse = config.warehouse
    if warehouse.engine not in ENGINES:
        raise ConfigError(
            f"{where}: warehouse.engine is '{warehouse.engine}'. Legal: {', '.join(ENGINES)}."
            f"{did_you_mean(warehouse.engine, ENGINES)}"
        )
    if warehouse.engine != "duckdb" and not warehouse.url:
        raise ConfigError(
            f"{where}: warehouse.engine {warehouse.engine} needs warehouse.url,"
            " such as postgresql://user:${PGPASSWORD}@host:5432/database."
        )
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", warehouse.prefix):
        raise ConfigError(
            f"{where}: warehouse.prefix is '{warehouse.prefix}'."
            " Legal: lower-case letters, digits and _, a letter first."
        )
    if not re.fullmatch(r"[A-Z]{3}", config.reporting.currency):
        raise ConfigError(
            f"{where}: reporting.currency is '{config.reporting.currency}'."
            " Legal: a three-letter ISO 4217 code such as USD."
        )
    try:
        ZoneInfo(config.reporting.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ConfigError(
            f"{where}: reporting.time_zone is '{config.reporting.time_zone}'."
            " Legal: an IANA name such as Europe/Berlin."
        ) from None


def _build(kind: type[Any], content: Any, where: str) -> Any:
    known = {f.name: f for f in fields(kind)}
    _check_keys(content, known, where)
    for name, item in known.items():
        if item.default is MISSING and item.default_factory is MISSING and name not in content:
            raise ConfigError(f"{where}: '{name}' is missing.")
    return kind(**{name: _typed(known[name], value, where) for name, value in content.items()})


def _rules(content: Any, where: str) -> Rules:
    """The rules, each with what gtm.yml says of it in the place of its own defaults."""
    _check_keys(content, [f.name for f in fields(Rules)], where)
    changed = {}
    for name, values in content.items():
        asked = _build(Rule, values, f"{where}.{name}")
        changed[name] = replace(
            getattr(Rules(), name), **{key: getattr(asked, key) for key in values}
        )
    return Rules(**changed)


def _segments(content: Mapping[str, Any], where: str) -> tuple[Segment, ...]:
    """The company's own table of segments, whole, or ours."""
    own = content.get("segments")
    return packaged_segments() if own is None else parse_segments(own, where)


def _typed(item: Field[Any], value: Any, where: str) -> Any:
    place = f"{where}.{item.name}"
    default = item.default if item.default_factory is MISSING else item.default_factory()
    if isinstance(default, tuple):
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            raise ConfigError(
                f"{place} is {value!r}. Legal: a list of names, such as {list(default)}."
            )
        return tuple(v.strip().lower() for v in value)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise ConfigError(f"{place} is {value!r}. Legal: true or false.")
        return value
    if isinstance(default, int | float):
        return _number(item, value, place, whole=isinstance(default, int))
    if not isinstance(value, str):
        raise ConfigError(f"{place} is {value!r}. Legal: a text.")
    legal = item.metadata.get("legal")
    if legal and value not in legal:
        raise ConfigError(
            f"{place} is '{value}'. Legal: {', '.join(legal)}.{did_you_mean(value, legal)}"
        )
    return value


def _number(item: Field[Any], value: Any, place: str, whole: bool) -> int | float:
    kind = "a whole number" if whole else "a number"
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise ConfigError(f"{place} is {value!r}. Legal: {kind}.")
    legal = item.metadata.get("legal")
    if legal and value not in legal:
        raise ConfigError(f"{place} is {value}. Legal: {', '.join(map(str, legal))}.")
    low = item.metadata.get("low")
    if low is not None and value < low:
        raise ConfigError(f"{place} is {value}. Legal: {kind} of at least {low}.")
    return int(value) if whole else float(value)


def _check_keys(content: Any, legal: Any, where: str) -> None:
    if not isinstance(content, Mapping):
        raise ConfigError(f"{where}: expected keys and values, got {content!r}.")
    for key in content:
        if key not in legal:
            raise ConfigError(
                f"{where}: unknown key '{key}'. Legal: {', '.join(legal)}."
                f"{did_you_mean(str(key), legal)}"
            )


def _expand(content: Any, where: str, environ: Mapping[str, str]) -> Any:
    """Fill in ${NAME} from the environment, so that secrets need not stand in the file."""
    if not isinstance(content, Mapping):
        return content

    def value_of(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in environ:
            raise ConfigError(
                f"{where}: the environment has no variable {name}. Set it, or edit the file."
            )
        return environ[name]

    return {
        key: re.sub(r"\$\{(\w+)\}", value_of, value) if isinstance(value, str) else value
        for key, value in content.items()
    }
