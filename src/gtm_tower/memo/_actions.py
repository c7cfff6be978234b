"""What to do: the recommended actions, by rule, the most urgent rule first."""

from collections.abc import Iterator

from gtm_tower.memo.model import Figure, Sentence
from gtm_tower.metrics import Metrics
from gtm_tower.numbers import shown
from gtm_tower.warehouse import Session

EXAMPLES = 2


def actions(metrics: Metrics, session: Session) -> Iterator[Sentence]:
    """A sentence per rule that fired, and its first reasons."""
    mart = f"{metrics.warehouse.marts_schema}.actions"
    query = (
        "select rule, recommendation, count(*), min(case severity when 'high' then 1"
        " when 'medium' then 2 else 3 end) as urgency"
        f" from {mart} group by 1, 2 order by 4, 3 desc, 1"
    )
    for rule, recommendation, count, _ in session.query(query):
        yield Sentence(
            (
                f"{str(recommendation).rstrip('.').capitalize()}: ",
                Figure(shown(count, "count"), query),
                " case" if count == 1 else " cases",
                ", such as:" if count > EXAMPLES else ".",
            )
        )
        yield from _examples(mart, str(rule), session)


def _examples(mart: str, rule: str, session: Session) -> Iterator[Sentence]:
    query = (
        f"select explanation from {mart} where rule = '{rule}'"
        " order by icp_profile_score desc nulls last, evidence_value desc nulls last, subject_id"
        f" limit {EXAMPLES}"
    )
    for (explanation,) in session.query(query):
        yield Sentence((Figure(str(explanation), query),), is_example=True)
