"""When a notice may be issued, to whom, and what follows when its finding falls: without an engine."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import AnswerRefusedError, CreditGraphError, UsageError
from graph.registers.accountability.book import CASE, NOTICE, new_record, open_records
from graph.registers.accountability.contract import PERSON_CASE, Actor
from graph.registers.accountability.follow import follow_findings
from graph.registers.accountability.notices import Asked, issue

TODAY, AUTHORITY = "2026-11-23", "1141130000598765XE"
OFFICER = Actor("account:o1", "OFFICER", "甲", (AUTHORITY,))
FINDING = {
    "finding_id": "f1", "ground_ref": "LISTING:w-1", "base_state": "CONFIRMED", "valid_from": "2026-01-01",
    "valid_to": "9999-12-31", "withdrawn_at": "", "withdrawn_because": "", "path": "[]",
    "authority_code": AUTHORITY,
}  # fmt: skip


@pytest.fixture
def told(memory: Any) -> Any:
    """A case on an employee of a public body, at the state that a test gives it."""
    about = {"finding_id": "f1", "ground_kind": "LISTING", "ground_ref": "LISTING:w-1", "ground_id": "W-1",
             "authority_code": AUTHORITY, "entity_id": "e1", "person_id": "p1",
             "person_name": "甲"}  # fmt: skip
    case = new_record("k", about, "2026-11-01", kind=PERSON_CASE, state="CONFIRMED", number=3)
    case |= {"case_id": case["record_id"], "open_key": "k1"}
    bodies = {
        "e1": {"entity_id": "e1", "valid_from": "2015-01-01", "subject_type": "法人", "name": "某公司"},
        "e2": {"entity_id": "e2", "valid_from": "2015-01-01", "subject_type": "事业单位", "name": "测试中心"},
    }  # fmt: skip
    edge = {"valid_from": "2020-01-01", "valid_to": "9999-12-31"}
    memory.finding, memory.disputes, memory.case = dict(FINDING), [], case
    memory.facts |= {
        "read/cases/bodies": lambda asked: [{"rows": [bodies[one] for one in asked["ids"]]}],
        "read/subject/ties": [{"rows": [{"other": "e2", "edge": edge}]}],
        "read/answers/finding_by_id": lambda _: [
            {"rows": [{"finding": memory.finding, "disputes": memory.disputes}]}
        ],
    }  # fmt: skip
    return memory


def _issue(told: Any, kind: str = "EMPLOYER", recipient: str = "", **case: Any) -> Any:
    about = {**told.case, **case}
    told.kept[CASE] = []
    told.write(lambda tx: open_records(tx, CASE, [about]), by="t", why="t")
    asked = Asked(kind, "r1", "宛通1号", TODAY, recipient=recipient)
    return told.write(lambda tx: issue(tx, OFFICER, about, asked, today=TODAY), by="t", why="t")


@pytest.mark.parametrize("state", ["LEAD", "NOTIFIED", "HEARD", "DISMISSED", "CLOSED"])
@pytest.mark.parametrize("kind", ["EMPLOYER", "DISCIPLINE", "PERSONNEL"])
def test_nobody_is_told_of_what_was_not_decided(told: Any, state: str, kind: str) -> None:
    with pytest.raises(AnswerRefusedError, match="尚未认定"):
        _issue(told, kind, state=state)
    assert not told.kept.get(NOTICE) and not told.sent


def test_nobody_is_told_in_a_case_that_is_over(told: Any) -> None:
    with pytest.raises(AnswerRefusedError, match="已办结"):
        _issue(told, standing="ENDED", state="ARCHIVED")


@pytest.mark.parametrize(
    ("change", "disputes"),
    [
        ({"base_state": "LEAD"}, []),
        ({"base_state": "DISMISSED"}, []),
        ({"withdrawn_at": "2026-11-01"}, []),
        ({}, [["2026-11-20", "", ""]]),
    ],
)
def test_nobody_is_told_of_a_finding_that_does_not_stand(told: Any, change: Any, disputes: Any) -> None:
    told.finding |= change
    told.disputes = disputes
    with pytest.raises(AnswerRefusedError, match="不得通报"):
        _issue(told)


def test_nobody_is_told_in_the_name_of_an_authority_whose_ground_it_is_not(told: Any) -> None:
    told.finding["authority_code"] = "11320100MB1886843H"
    with pytest.raises(AnswerRefusedError, match="机关已更正"):
        _issue(told)


@pytest.mark.parametrize("portal", ["信用南阳", "“信用中国”网站", "市政府门户"])
def test_it_never_goes_to_a_portal(told: Any, portal: str) -> None:
    with pytest.raises(UsageError, match="不得发往网站"):
        _issue(told, recipient=portal)


def test_staff_are_told_of_in_a_case_only(told: Any) -> None:
    with pytest.raises(CreditGraphError, match="案件中"):
        _issue(told, case_id="")


def test_the_employer_is_told_after_the_decision_and_told_again_when_it_falls(told: Any) -> None:
    assert _issue(told)["recipient"] == "测试中心"
    fallen = {**FINDING, "withdrawn_at": TODAY, "withdrawn_because": "ANNULLED"}
    told.write(lambda tx: follow_findings(tx, [fallen], ["f1"], {}, TODAY), by="t", why="t")
    (_, sent), (kind, back) = told.sent
    assert (kind, back["recipient"], back["channel"]) == ("NOTICE_CORRECTED", "测试中心", "INTERNAL")
    assert (back["follows"], back["ended_because"]) == (sent["record_id"], "ANNULLED")
