"""Whoever contests the penalty that took a licence contests what follows from the licence being gone."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.check import check
from api.services.findings import export_liabilities

A, REP = "91411300MA00000077", "41130219800101001X"
OFFICE, DOC = "1141130000598765XE", "宛市监吊〔2025〕1号"


@pytest.fixture
def revoked(register: Any, rows: Any) -> Any:
    """A company whose licence a penalty revoked, and its representative, found at fault."""
    gone = {
        "status": "吊销", "status_on": "2025-05-01", "status_reason": "违法", "status_authority_code": OFFICE,
        "status_doc": DOC, "violation_from": "2024-10-01", "violation_to": "2024-12-31",
    }  # fmt: skip
    penalty = {
        "subject_name": "宛城测试餐饮有限公司", "subject_code": A, "doc_no": DOC,
        "penalty_kinds": "吊销许可证件", "procedure": "普通", "decided_on": "2025-05-01",
        "violation_from": "2024-10-01", "violation_to": "2024-12-31", "authority_code": OFFICE,
    }  # fmt: skip
    paper = {
        "ground_kind": "REVOCATION", "ground_id": f"{A}|2025-05-01|吊销", "mode": "BAN", "role": "LEGAL_REP",
        **rows.person(REP), "decided_on": "2025-05-01", "doc_no": "宛市监认〔2025〕1号",
        "authority_code": OFFICE, "at_violation": 1, "fault_doc": "宛市监责〔2025〕1号",
    }  # fmt: skip
    register.event(
        entities=[rows.entity(A, **gone)],
        positions=[rows.rep(A, REP)],
        penalties_org=[penalty],
        liable_persons=[paper],
    )
    return register


def objected(result: str = "") -> dict[str, str]:
    return {
        "objection_id": "O-1", "target_kind": "PENALTY", "target_key": f"{OFFICE}|{DOC}|{A}",
        "raised_on": "2026-11-01", "decided_on": "2026-11-15" if result else "", "result": result,
    }  # fmt: skip


def test_an_objection_to_the_penalty_suspends_the_ban_at_once_and_upheld_it_ends_it(revoked: Any) -> None:
    bans = {one["rule"]: one["state"] for one in revoked.findings()}
    assert len(bans) == 2 and set(bans.values()) == {"CONFIRMED"}
    person = revoked.findings()[0]["person_id"]
    assert check(revoked.desk(), person, purpose="COMPANY_DSM")["decision"] == "RESTRICT"

    revoked.hand_in(objections=[objected()])
    # Nothing is derived yet.
    assert {one["state"] for one in revoked.findings()} == {"SUSPENDED"}
    assert check(revoked.desk(), person, purpose="COMPANY_DSM")["decision"] == "CAUTION"

    revoked.event(objections=[objected("UPHELD")])
    assert {one["withdrawn_because"] for one in revoked.findings()} == {"OBJECTION_UPHELD"}
    assert check(revoked.desk(), person, purpose="COMPANY_DSM")["decision"] == "PASS"
    assert revoked.derive(full=True).keys() <= {"same"}


def test_an_export_says_what_was_known_at_an_earlier_commit(revoked: Any) -> None:
    before, seq = revoked.findings(), revoked.store.head_seq()
    revoked.event(objections=[objected("UPHELD")])
    assert [*export_liabilities(revoked.desk(), known_at=f"seq:{seq}")] == before != revoked.findings()


def test_a_dismissed_objection_to_the_penalty_lets_the_ban_stand(revoked: Any) -> None:
    revoked.event(objections=[objected("DISMISSED")])
    assert {one["state"] for one in revoked.findings()} == {"CONFIRMED"}


def test_the_term_that_a_listing_gives_itself_ends_what_rests_on_it(register: Any, rows: Any) -> None:
    """Whoever takes it off later, or does not: the person and the unit are free from that day."""
    register.event(
        entities=[rows.entity(A)],
        positions=[rows.rep(A, REP)],
        listings=[
            rows.listing("W-1", term_months=5),
            rows.listing("W-2", publish_until="2026-10-31"),
            rows.listing("W-3", term_months=5, removed_on="2026-11-20", removal_kind="REPAIRED"),
            rows.listing("W-4", term_months=6),
        ],
        liable_persons=[rows.named(f"W-{number}", REP) for number in range(1, 5)],
    )
    assert {one["ground_id"]: (one["state"], one["valid_to"]) for one in register.findings()} == {
        "W-1": ("EXPIRED", "2026-11-01"),
        "W-2": ("EXPIRED", "2026-11-01"),
        "W-3": ("WITHDRAWN", "2026-11-01"),
        "W-4": ("CONFIRMED", "2026-12-01"),
    }
    assert [one["ground_id"] for one in check(register.desk(), A)["own"]] == ["W-4"]


@pytest.mark.parametrize("decided_on", ["2025-12-31", "2026-01-01"])
def test_a_decision_before_its_violation_is_not_taken_in(register: Any, rows: Any, decided_on: str) -> None:
    """A slip in the year would name whoever came after the decision."""
    report = register.hand_in(
        entities=[rows.entity(A)], listings=[rows.listing("W-1", decided_on=decided_on)]
    )
    assert report.total("quarantined") == (decided_on < "2026-01-01")
