"""What an objection has overturned should never have been: from that day on no signal counts it."""

from __future__ import annotations

from typing import Any

import pytest

from graph import queries
from graph.risk.warning import Signal
from ingest.synthetic.codes import body_of, uscc

A, B = "91411300MA00000077", "91411302MA3X00010W"
FIRST, LAST = "2026-06-01", "2026-06-30"
PERSONS = {"甲某某": "41130219800101001X", "乙某某": "411381197512311245"}


def _days(events: list[Any]) -> list[str]:
    return [one.day for one in events]


def _tables(firm: Any) -> dict[str, list[dict[str, Any]]]:
    """Something for each of the signals that tell of no decision."""
    number = {"id_type": "01", "id_no": PERSONS["乙某某"]}
    holder = {f"holder_{name}": value for name, value in number.items()}
    codes = [uscc("91", "411302", body_of("NY", 920_000 + place)) for place in range(6)]
    return {
        "entities": [firm(one, address="南阳路1号", established_on="2026-06-05") for one in codes],
        "commitments": [
            {
                "code": "1", "subject_name": "测试", "subject_category": "法人及非法人组织",
                "subject_code": A, "type": "审批替代型", "made_on": "2026-01-05",
                "fulfilment": "全部未履行", "assessed_on": "2026-06-05",
            }
        ],
        "complaints": [{"complaint_id": "1", "uscc": A, "kind": "投诉", "received_on": "2026-06-05"}],
        "listings": [{"listing_id": "L-1", "list_type": "L03", "uscc": A, "decided_on": "2026-05-05"}],
        "repairs": [
            {"repair_id": "R-1", "target_kind": "LISTING", "target_key": "L-1", "applied_on": "2026-05-20"}
        ],
        "positions": [
            {"uscc": A, "role": "LEGAL_REP", "name": "甲某某", "id_type": "01", "id_no": PERSONS["甲某某"],
             "valid_from": "2020-01-01", "valid_to": "2026-06-05"},
            {"uscc": A, "role": "LEGAL_REP", "name": "乙某某", **number, "valid_from": "2026-06-05"},
        ],
        "holdings": [
            {"uscc": A, "holder_kind": "ORG", "holder_code": B, "holder_name": "乙", "equity_pct": "40",
             "valid_from": "2020-01-01"},
            {"uscc": A, "holder_kind": "PERSON", "holder_name": "乙某某", **holder, "equity_pct": "60",
             "valid_from": "2026-06-05"},
        ],
        "relations": [
            {"kind": "GUARANTEES", "from_uscc": B, "to_uscc": A, "valid_from": "2026-06-05",
             "amount_cny": "1"}
        ],
    }  # fmt: skip


def _contested(register: Any, signal: Signal, what: str) -> str:
    """The fact to object to: of the event itself, or another one on which it rests."""
    (event, *_) = register.events(signal, FIRST, LAST)
    if not what:
        return str(event.fact_id)
    query, more, column = {
        "guarantee": ("guarantees_exposed", {"first": FIRST, "last": LAST}, "guarantee"),
        "term before": (
            "representatives_changed",
            {"first": "", "last": "~", "from_day": FIRST, "to_day": LAST},
            "before_fact",
        ),
        "record": ("repairs_between", {"first": "2026-05-01", "last": LAST}, "records"),
    }[what]
    slots = {"label": "Listing"} if what == "record" else {}
    asked = queries.get(f"read/warning/{query}", **slots)
    (found,) = register.store.read_columns(asked, **more, seq=register.store.head_seq())[column]
    return str(found if isinstance(found, str) else found[0])


@pytest.mark.parametrize(
    ("signal", "what"),
    [
        (Signal.BROKEN_COMMITMENTS, ""),
        (Signal.COMPLAINTS, ""),
        (Signal.OVERDUE_REPAIRS, ""),
        (Signal.OVERDUE_REPAIRS, "record"),
        (Signal.REPRESENTATIVE_CHANGES, ""),
        (Signal.REPRESENTATIVE_CHANGES, "term before"),
        (Signal.CLUSTER_REGISTRATIONS, ""),
        (Signal.GUARANTEE_EXPOSURE, "guarantee"),
        (Signal.CONTROLLER_CHANGES, ""),
    ],
)
def test_whatever_an_objection_overturned_is_no_event_from_the_day_of_that_decision(
    register: Any, firm: Any, signal: Signal, what: str
) -> None:
    register.firms(A, B)
    register.take(**_tables(firm))
    before = register.events(signal, FIRST, LAST)
    fact_id = _contested(register, signal, what)
    row = {"objection_id": "O-1", "fact_id": fact_id, "raised_on": "2026-06-10", "decided_on": "2026-06-25"}
    register.take(objections=[{**row, "result": "DISMISSED"}])
    assert before and _days(register.events(signal, FIRST, LAST)) == _days(before)
    register.take(objections=[{**row, "objection_id": "O-2", "result": "UPHELD"}])
    # With one firm less the other five are no cluster either.
    assert register.events(signal, FIRST, LAST) == []
    assert _days(register.events(signal, FIRST, "2026-06-24")) == _days(before)
