"""The page of policies and rules, as they were in force for the published run."""

from collections.abc import Iterator
from dataclasses import fields

from gtm_tower.policies import DerivedChannels, Rules
from gtm_tower.site._book import Book, Page


def policy_pages(book: Book) -> Iterator[Page]:
    """One page: policies, rules, channels of untracked orders, segments."""
    settings = book.facts.publication.settings
    rules = settings.get("rules", {})
    channels = settings.get("derived_channels", {})
    yield book.page(
        "policies.html",
        "policies.html",
        policies=book.policies,
        rules=[
            {**rules[item.name], "name": item.name, "decides": item.metadata["decides"]}
            for item in fields(Rules)
            if item.name in rules
        ],
        channels=[
            (item.name, channels[item.name], item.metadata["decides"])
            for item in fields(DerivedChannels)
            if item.name in channels
        ],
        segments=[
            {
                **segment,
                **{name: _range(segment[name]) for name in ("recency", "frequency", "monetary")},
            }
            for segment in settings.get("segments", ())
        ],
    )


def _range(bounds: list[int]) -> str:
    low, high = bounds
    return str(low) if low == high else f"{low} to {high}"
