"""Why: the segments that moved the headline metrics which moved most."""

from collections.abc import Iterator, Sequence
from datetime import date

from gtm_tower.errors import QueryError
from gtm_tower.memo._changes import Change
from gtm_tower.memo.model import Figure, Sentence
from gtm_tower.metrics import Metrics
from gtm_tower.metrics.request import shifted
from gtm_tower.metrics.why import Why, why
from gtm_tower.numbers import shown, shown_change
from gtm_tower.warehouse import Session

MOST = 4
# who and where; the state or model that a metric is held to would say nothing
DIMENSIONS = (
    *("segment", "region", "acquisition_channel", "channel", "origin", "campaign", "country"),
    *("category", "severity", "product_name"),
)
ENOUGH = 0.02  # a smaller change is not taken apart
SEGMENTS = 4


def reasons(
    metrics: Metrics, changes: Sequence[Change], month: date, session: Session
) -> Iterator[Sentence]:
    """A sentence for each of the changes that are largest for their size, and clear."""
    moved = [one for one in changes if one.is_clear and one.share >= ENOUGH]
    said = 0
    for change in sorted(moved, key=lambda one: (-one.share, one.metric.name)):
        found = _best(metrics, change, month, session)
        if found is not None and said < MOST:
            said += 1
            yield _sentence(found, metrics.publication.currency)


def _best(metrics: Metrics, change: Change, month: date, session: Session) -> Why | None:
    """The dimension whose largest segment says most of the change."""
    found = []
    before, now = f"{shifted(month, 'month', -1):%Y-%m}", f"{month:%Y-%m}"
    for name in (one for one in DIMENSIONS if one in change.metric.dimensions):
        try:
            one = why(metrics, change.metric.name, before, now, [name], session=session)
        except QueryError:  # not every metric can be split by each of its dimensions
            continue
        if len(one.segments) > 1:
            found.append(one)
    return max(found, key=_weight, default=None)


def _weight(one: Why) -> tuple[float, str]:
    sizes = [abs(float(segment.contribution)) for segment in one.segments]
    return max(sizes) / (sum(sizes) or 1), one.by[0]


def _sentence(found: Why, currency: str) -> Sentence:
    one, unit = found.to_show(), found.metric.unit
    label = found.metric.label

    def figure(value: object) -> Figure:
        return Figure(shown_change(value, unit, currency), found.command)

    parts: list[str | Figure] = [f"{label}, ", figure(one.change)]
    parts += [f", by {found.by[0].replace('_', ' ')}: "]
    for place, segment in enumerate(one.segments[:SEGMENTS]):
        parts += [", " if place else "", f"{segment.name} ", figure(segment.contribution)]
        if segment.n_after is not None:
            parts += [" (n = ", Figure(shown(segment.n_after, "count"), found.command), ")"]
    left = len(one.segments) - SEGMENTS
    parts += [f", and {left} smaller {'one' if left == 1 else 'ones'}"] if left > 0 else []
    if one.mix is not None:
        parts += ["; ", figure(one.mix), " by a shift between them and ", figure(one.rate)]
        parts += [" by changes within them"]
    return Sentence((*parts, "."))
