"""Actions: what to do next, for whom and why, and which rules could not say anything."""

import streamlit as st

from gtm_tower.app.components import Board, empty, guarded
from gtm_tower.app.views._rules import show_rule, show_rules

SEVERITIES = ("high", "medium", "low")


def show(board: Board) -> None:
    """A table of actions for each rule that fired, the most urgent first; then all rules."""
    rules = board.table("action_rules")
    rules = rules.assign(_order=rules["severity"].map(_urgency)).sort_values(
        ["_order", "action_count"], ascending=[True, False]
    )
    left, right = st.columns(2)
    with left:
        there = set(rules["severity"])
        severities = _choice("Severity", [one for one in SEVERITIES if one in there])
    with right:
        names = _choice("Rule", list(rules["rule"]))
    fired = rules[rules["action_count"] > 0]
    shown = fired[fired["severity"].isin(severities) & fired["rule"].isin(names)]
    if shown.empty:
        empty("No action: no rule of this choice fired. Below is what each rule looked at.")
    for rule in shown.to_dict("records"):
        with guarded():
            show_rule(board, rule)
    with guarded():
        show_rules(board, rules)


def _choice(label: str, options: list[str]) -> list[str]:
    key = label.lower()
    chosen = st.multiselect(label, options, key=key, bind="query-params", placeholder="all")
    return chosen or options


def _urgency(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
