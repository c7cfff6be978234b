"""The sentences of a memo: only what the published data supports, in a fixed order."""

from datetime import date

from gtm_tower.errors import QueryError
from gtm_tower.memo import _actions, _changes, _reasons, _risks
from gtm_tower.memo.model import Memo, Section
from gtm_tower.metrics import Metrics
from gtm_tower.metrics.request import last_day, period, shifted
from gtm_tower.warehouse import Session


def write_memo(metrics: Metrics, company: str, month: str | None = None) -> Memo:
    """The memo of a month such as 2026-05, by default the last one that had ended by as_of.

    QueryError for a month that had not ended, or lies before the data.
    """
    return metrics.of_one_version(lambda session: _written(metrics, company, month, session))


def _written(metrics: Metrics, company: str, month: str | None, session: Session) -> Memo:
    first, last = _months(session, metrics)
    wanted = _wanted(month, first, last, metrics.publication.as_of)
    changes = _changes.changes(metrics, wanted, session)
    sections = (
        Section(
            "What changed",
            tuple(change.sentence for change in changes),
            "No headline metric is known in this month and the one before.",
        ),
        Section(
            "Why",
            tuple(_reasons.reasons(metrics, changes, wanted, session)),
            "No headline metric moved enough to be taken apart.",
        ),
        Section(
            f"What is at risk, as of {metrics.publication.as_of}",
            tuple(_risks.risks(metrics, wanted, session)),
            "No metric is unusual, no group of customers leaves more than others.",
        ),
        Section(
            f"What to do, as of {metrics.publication.as_of}",
            tuple(_actions.actions(metrics, session)),
            "No rule found anything to do.",
        ),
    )
    publication = metrics.publication
    return Memo(company, wanted, publication.as_of, publication.run_id, sections)


def _months(session: Session, metrics: Metrics) -> tuple[date, date]:
    """The first month of the data, and the last that had ended."""
    ((first, last),) = session.query(
        f"select min(date_month), max(case when is_complete_month then date_month end)"
        f" from {metrics.warehouse.marts_schema}.dim_date"
    )
    if last is None:
        raise QueryError(f"no month had ended by {metrics.publication.as_of}: no memo to write.")
    return first, last


def _wanted(month: str | None, first: date, last: date, as_of: date) -> date:
    if month is None:
        return last
    start, end = period("--month", month)
    if end != last_day(start, "month") or start != start.replace(day=1):
        raise QueryError(f"--month: '{month}' is no month. Legal: a month such as {last:%Y-%m}.")
    if not shifted(first, "month", 1) <= start <= last:
        raise QueryError(
            f"--month: there is no memo of {start:%Y-%m}. The data begins in {first:%Y-%m}, a"
            f" memo needs the month before, and {last:%Y-%m} is the last that had ended by {as_of}."
        )
    return start
