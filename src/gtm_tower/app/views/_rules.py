"""One rule of recommended actions: whom it fired for and why, or why it could not say anything."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from gtm_tower.app.components import Board
from gtm_tower.app.tables import mart_rows, plain

LISTED = 5  # as sentences; all are in the table
MOST_ACTIONS = 200
ACTIONS = {
    "subject_id": ("About", "medium"),
    "explanation": ("Why", "large"),
    "owner_id": ("Owner", "text"),
    "evidence_value": ("Evidence", "ratio"),
    "evidence_threshold": ("Held against", "ratio"),
    "evidence_lower": ("from", "ratio"),
    "evidence_upper": ("to", "ratio"),
    "evidence_n": ("n", "count"),
    "evidence_unit": ("Unit", "text"),
    "icp_profile_score": ("Score", "count"),
    "subject_kind": ("Kind", "text"),
}
RULES = {
    "rule": ("Rule", "medium"),
    "state": ("State", "text"),
    "severity": ("Severity", "text"),
    "action_count": ("Actions", "count"),
    "candidate_count": ("Looked at", "count"),
    "threshold": ("Threshold", "ratio"),
    "reason": ("Reason", "large"),
}
SIGNS = {"high": ":red-badge[high]", "medium": ":orange-badge[medium]", "low": ":gray-badge[low]"}


def show_rule(board: Board, rule: Mapping[Hashable, Any]) -> None:
    """The actions of a rule: the first as sentences, all with their evidence as a table."""
    frame = board.top("actions", "icp_profile_score desc", MOST_ACTIONS, rule=rule["rule"])
    what = frame["recommendation"].iloc[0]
    name = rule["rule"].replace("_", " ")
    title = f"{what[:1].upper()}{what[1:]}" + (f": {name}" if name != what else "")
    with st.container(border=True, key=f"rule-{rule['rule']}"):
        st.markdown(f"#### {title} {SIGNS.get(rule['severity'], rule['severity'])}")
        st.caption(f"{rule['reason'][:1].upper()}{rule['reason'][1:]}.")
        st.markdown("\n".join(_line(one) for one in frame.head(LISTED).to_dict("records")))
        count = rule["action_count"]
        with st.expander(f"All {count:,}, with evidence, owner and score"):
            note = f"The {len(frame):,} of {count:,} with the best score are shown."
            mart_rows(board, f"{title}, the evidence", "actions", frame, ACTIONS, note=note)


def _line(action: Mapping[Hashable, Any]) -> str:
    owner = f" **Owner:** {plain(action['owner_id'])}." if action["owner_id"] else ""
    return f"- {plain(action['explanation'])}{owner}"


def show_rules(board: Board, rules: pd.DataFrame) -> None:
    """Every rule with what it looked at; of those without an action the reason in words."""
    silent = rules[rules["action_count"] == 0].to_dict("records")
    if silent:
        st.markdown("##### Rules without an action")
        st.markdown("\n".join(_silence(rule) for rule in silent))
    note = "Rules are set in gtm.yml: threshold, severity, on or off."
    mart_rows(board, "All rules", "action_rules", rules, RULES, note=note)


def _silence(rule: Mapping[Hashable, Any]) -> str:
    name = rule["rule"].replace("_", " ").capitalize()
    return f"- **{name}**, {rule['state']}: {plain(rule['reason'] or 'it is off')}."
