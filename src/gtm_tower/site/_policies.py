"""The policies in force: the choices of the published run, and which metrics each touches."""

from dataclasses import dataclass, fields
from typing import Any

from gtm_tower.metrics.catalog import Catalog, Metric
from gtm_tower.policies import Policies
from gtm_tower.site._facts import Facts


@dataclass(frozen=True)
class InForce:
    """A policy: its value in the published run and its default as text, and what it touches."""

    name: str
    value: str
    default: str
    decides: str
    metrics: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the company chose another value than the default."""
        return self.value != self.default


def policies_in_force(facts: Facts) -> list[InForce]:
    """Every policy with its value in the published run."""
    settings, defaults = facts.publication.settings, Policies()
    catalog = facts.catalog
    touching = {
        one.name: policy_names(catalog, one) for one in catalog.metrics.values() if not one.is_part
    }
    return [
        InForce(
            item.name,
            _shown(settings.get(item.name, getattr(defaults, item.name))),
            _shown(getattr(defaults, item.name)),
            item.metadata["decides"],
            tuple(metric for metric, names in touching.items() if item.name in names),
        )
        for item in fields(Policies)
    ]


def policy_names(catalog: Catalog, metric: Metric) -> list[str]:
    """The policies that touch a metric, or one that it is made of."""
    parts = [policy_names(catalog, catalog.metrics[part]) for part in metric.parts]
    return list(dict.fromkeys([*metric.policies, *(name for some in parts for name in some)]))


def _shown(value: Any) -> str:
    """A value as gtm.yml has it; an empty list as `none`."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
