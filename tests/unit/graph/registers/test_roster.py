"""Who is on the roster when an office is contested or never was, or its holder is dead: no engine."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from graph.registers import roster
from graph.registers.roster import roster_of

TODAY = "2026-11-23"
LISTING = {
    "fact_id": "F-1", "ground_kind": "LISTING", "ground_ref": "LISTING:w-1", "ground_id": "W-1",
    "record_key": "k", "entity_id": "e1", "list_type": "L03", "authority_code": "1141130000598765XE",
    "violation_from": "2024-01-01", "violation_to": "2024-03-31", "decided_on": "2024-06-01",
}  # fmt: skip


@pytest.fixture
def listed(memory: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A listed firm with one representative then and now."""
    edge = {"person_name": "甲", "valid_from": "2015-01-01", "valid_to": "9999-12-31", "fact_id": "T-1"}
    row = {"entity_id": "e1", "type": "LEGAL_REP_OF", "person_id": "p1", "verified": True, "edge": edge}
    memory.facts |= {
        "read/liability/ground_refs_of_entities": [{"refs": ["LISTING:w-1"]}],
        "read/liability/grounds": [{"rows": [LISTING]}],
        "read/liability/tenures": [{"rows": [row]}],
        "read/liability/entity_states": [{"rows": []}],
    }
    monkeypatch.setattr(roster, "controllers_of", lambda *_, **__: SimpleNamespace(controllers=[]))
    return memory


def _objection(memory: Any, result: str) -> None:
    said = {"fact_id": "T-1", "objection_id": "O", "raised_on": "2026-11-01",
            "decided_on": "2026-11-20" if result else "", "result": result}  # fmt: skip
    memory.facts["read/liability/objections_to_facts"] = lambda asked: [
        {"rows": [said] if "T-1" in asked["fact_ids"] else []}
    ]


def _shown(memory: Any, day: str = TODAY) -> list[tuple[str, bool, bool]]:
    return [(one.when, one.disputed, one.deceased) for one in roster_of(memory, "e1", day, 1)]


def test_an_office_that_is_contested_is_marked_while_it_is(listed: Any) -> None:
    assert _shown(listed) == [("AT_VIOLATION", False, False), ("CURRENT", False, False)]
    _objection(listed, "")
    assert _shown(listed) == [("AT_VIOLATION", True, False), ("CURRENT", True, False)]
    assert _shown(listed, "2026-10-01") == [("AT_VIOLATION", False, False), ("CURRENT", False, False)]
    _objection(listed, "DISMISSED")
    assert _shown(listed) == [("AT_VIOLATION", False, False), ("CURRENT", False, False)]


def test_a_stolen_identity_is_on_it_no_longer(listed: Any) -> None:
    _objection(listed, "UPHELD")
    assert _shown(listed) == []


def test_the_dead_hold_no_office_and_are_shown_as_such(listed: Any) -> None:
    dead = {"person_id": "p1", "name": "甲", "verified": True, "status": "DECEASED", "since": "2026-05-01"}
    listed.facts["read/liability/persons"] = [{"rows": [dead]}]
    assert _shown(listed) == [("AT_VIOLATION", False, True)]
    assert _shown(listed, "2026-04-30") == [("AT_VIOLATION", False, False), ("CURRENT", False, False)]


def test_a_repaired_listing_stays_on_it_as_one_that_is_over(listed: Any) -> None:
    repair = {"fact_id": "R-1", "repair_id": "R-1", "target_ref": "LISTING:w-1", "result": "APPROVED",
              "decided_on": "2026-10-20"}  # fmt: skip
    listed.facts["read/liability/facts_about"] = lambda asked: [
        {"rows": [repair] if "LISTING:w-1" in asked["refs"] else []}
    ]
    assert {one.ground_live for one in roster_of(listed, "e1", "2026-10-19", 1)} == {True}
    assert {one.ground_live for one in roster_of(listed, "e1", "2026-10-20", 1)} == {False}
    repair["result"] = "REFUSED"
    assert {one.ground_live for one in roster_of(listed, "e1", TODAY, 1)} == {True}


@pytest.mark.parametrize(
    ("label", "more", "listed_there"),
    [
        ("CourtRecord", {"court_kind": "失信被执行人"}, True),
        ("CourtRecord", {"court_kind": "限制消费"}, False),
        ("CourtRecord", {"court_kind": "判决"}, False),
        ("Penalty", {"penalty_kinds": ["吊销许可证件"]}, True),
        ("Penalty", {"penalty_kinds": ["吊销许可证件"], "severity": "一般"}, False),
        ("Penalty", {"penalty_kinds": ["警告"], "severity": "严重"}, True),
        ("Penalty", {"penalty_kinds": ["警告"]}, False),
    ],
)
def test_the_court_list_and_the_gravest_penalties_have_one(
    listed: Any, label: str, more: dict[str, Any], listed_there: bool
) -> None:
    kind = {"CourtRecord": "COURT_ORDER", "Penalty": "PENALTY"}[label]
    row = {**LISTING, "ground_kind": kind, "ground_ref": f"{kind}:w-1", "list_type": None, **more,
           "valid_from": "2024-06-01", "valid_to": "9999-12-31"}  # fmt: skip
    listed.facts |= {
        "read/liability/ground_refs_of_entities": [{"refs": [row["ground_ref"]]}],
        "read/liability/grounds": [{"rows": [row]}],
    }
    assert bool(roster_of(listed, "e1", TODAY, 1)) is listed_there


def test_a_term_of_the_court_list_that_is_over_is_over_here(listed: Any) -> None:
    row = {**LISTING, "ground_kind": "COURT_ORDER", "ground_ref": "COURT_ORDER:w-1", "list_type": None,
           "court_kind": "失信被执行人", "valid_from": "2024-06-01", "valid_to": "2026-06-01"}  # fmt: skip
    listed.facts |= {
        "read/liability/ground_refs_of_entities": [{"refs": [row["ground_ref"]]}],
        "read/liability/grounds": [{"rows": [row]}],
    }
    assert {one.ground_live for one in roster_of(listed, "e1", "2026-05-31", 1)} == {True}
    assert {one.ground_live for one in roster_of(listed, "e1", "2026-06-01", 1)} == {False}
