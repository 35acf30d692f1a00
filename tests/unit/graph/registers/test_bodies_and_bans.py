"""Who is told of a public body's own listing, and what a ban says of other firms: without an engine."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.principal import Kind, Principal, Role
from api.services.body_notices import body_duties, issue_body_notice
from api.services.desk import Desk
from api.services.subjects import Subject
from graph.errors import AnswerRefusedError, NotFoundError
from graph.liability.rulebook import load_rules
from graph.registers.accountability.follow import follow_grounds
from graph.registers.accountability.notices import Asked
from graph.registers.ban_leads import ban_leads

TODAY, AUTHORITY = "2026-11-23", "1141130000598765XE"
OFFICER = Principal("account:o1", Kind.ACCOUNT, "经办", Role.OFFICER, (AUTHORITY,))
BODY = Subject("ENTITY", "e1", "11320100MB1886843H", "某局")
LISTING = {
    "fact_id": "F-1", "ground_kind": "LISTING", "ground_ref": "LISTING:g-1", "ground_id": "G-1",
    "record_key": "k", "entity_id": "e1", "list_type": "L22", "authority_code": AUTHORITY,
    "decided_on": "2026-06-01",
}  # fmt: skip


@pytest.fixture
def desk(memory: Any) -> Desk:
    """A desk at a body that is listed, whose superior the register names since this year."""
    memory.listing = dict(LISTING)
    state = {"entity_id": "e1", "name": "某局", "subject_type": "机关", "state_capital_class": "",
             "region_code": ""}  # fmt: skip
    states = [
        {**state, "valid_from": "2015-01-01", "supervisor_code": ""},
        {**state, "valid_from": "2026-01-01", "supervisor_code": "S1"},
    ]
    memory.facts |= {
        "read/liability/ground_refs_of_entities": [{"refs": ["LISTING:g-1"]}],
        "read/liability/grounds": lambda asked: [
            {"rows": [memory.listing] if "LISTING:g-1" in asked["refs"] else []}
        ],
        "read/liability/tenures": [{"rows": []}],
        "read/liability/entity_states": [{"rows": []}],
        "read/liability/facts_about": [{"rows": []}],
        "read/cases/bodies": lambda asked: [{"rows": states if "e1" in asked["ids"] else []}],
        "read/ingest/entities_by_code": [{"keys": [], "entity_ids": []}],
        "read/commit/head": [{"seq": 1}],
    }
    memory.head_seq = lambda: memory.seq
    return Desk(memory, None, TODAY, "test", load_rules())


def test_superior_of_the_day_and_audit_are_told_once_and_told_of_the_end(memory: Any, desk: Desk) -> None:
    (row,) = body_duties(desk, OFFICER, BODY)["rows"]
    assert [(one["kind"], one["recipient"]) for one in row["duties"]] == [
        ("SUPERIOR", "S1"), ("AUDIT", "同级审计机关")
    ]  # fmt: skip
    for kind in ("SUPERIOR", "AUDIT"):
        asked = Asked(kind, f"r-{kind}", f"宛通{kind}号", TODAY)
        for _ in range(2):
            told = issue_body_notice(desk, OFFICER, BODY, ("LISTING", "G-1"), asked)
    (row,) = told["rows"]
    assert all(one["notice_id"] for one in row["duties"])
    assert [kind for kind, _ in memory.sent] == ["NOTICE_SENT"] * 2
    memory.write(lambda tx: follow_grounds(tx, ["LISTING:g-1"], TODAY), by="t", why="t")
    assert [kind for kind, _ in memory.sent[2:]] == ["NOTICE_CORRECTED"] * 2
    memory.listing["removed_on"] = "2026-11-20"
    (row,) = body_duties(desk, OFFICER, BODY)["rows"]
    assert (row["live"], row["duties"], len(row["notices"])) == (False, [], 4)
    memory.facts["read/liability/ground_refs_of_entities"] = [{"refs": []}]
    (gone,) = body_duties(desk, OFFICER, BODY)["rows"]
    assert (gone["ground_id"], gone["live"], gone["notices"]) == ("G-1", False, row["notices"])


@pytest.mark.parametrize("result", ["", "CORRECTED", "DISMISSED"])
def test_nobody_is_told_of_a_listing_that_is_contested(memory: Any, desk: Desk, result: str) -> None:
    # An objection decided as corrected is given without the day of its decision until the record is there.
    decided = "2026-11-20" if result == "DISMISSED" else ""
    said = {"fact_id": "F-1", "objection_id": "O-1", "raised_on": "2026-11-01", "decided_on": decided,
            "result": result}  # fmt: skip
    memory.facts["read/liability/objections_to_facts"] = [{"rows": [said]}]
    asked = Asked("AUDIT", "r1", "宛通1号", TODAY)
    assert [one["disputed"] for one in body_duties(desk, OFFICER, BODY)["rows"]] == [not decided]
    assert [one["disputed"] for one in body_duties(desk, OFFICER, BODY, "2026-10-31")["rows"]] == [False]
    if decided:
        issue_body_notice(desk, OFFICER, BODY, ("LISTING", "G-1"), asked)
    else:
        with pytest.raises(AnswerRefusedError, match="异议中"):
            issue_body_notice(desk, OFFICER, BODY, ("LISTING", "G-1"), asked)
    assert len(memory.sent) == bool(decided)


def test_nobody_is_told_of_a_listing_that_was_repaired(memory: Any, desk: Desk) -> None:
    repair = {"fact_id": "R-1", "repair_id": "R-1", "target_ref": "LISTING:g-1", "result": "APPROVED",
              "decided_on": "2026-10-20"}  # fmt: skip
    memory.facts["read/liability/facts_about"] = [{"rows": [repair]}]
    assert body_duties(desk, OFFICER, BODY, "2026-10-19")["rows"]
    assert body_duties(desk, OFFICER, BODY)["rows"] == []
    with pytest.raises(NotFoundError):
        issue_body_notice(desk, OFFICER, BODY, ("LISTING", "G-1"), Asked("AUDIT", "r1", "1", TODAY))


def test_another_authority_s_decision_is_not_to_be_told(desk: Desk) -> None:
    stranger = Principal("account:o2", Kind.ACCOUNT, "外单位", Role.OFFICER, ("11320100MB1886843H",))
    assert body_duties(desk, stranger, BODY)["rows"] == []
    with pytest.raises(NotFoundError):
        issue_body_notice(desk, stranger, BODY, ("LISTING", "G-1"), Asked("AUDIT", "r1", "1", TODAY))


def test_a_ban_names_the_offices_that_it_bars_and_a_share_only_as_a_hint(memory: Any) -> None:
    ban = {"finding_id": "L1", "authority_code": AUTHORITY, "scope": ["COMPANY_DSM"], "person_id": "p1",
           "person_name": "甲", "entity_id": "e1", "valid_from": "2025-05-01",
           "valid_to": "2028-05-01"}  # fmt: skip
    held = {"person_id": "p1", "valid_from": "2020-01-01", "valid_to": "9999-12-31", "fact_id": "T"}
    memory.facts["read/cases/offices_of_barred"] = [
        {"rows": [{**held, "type": "DIRECTOR_OF", "entity_id": "e2"},
                  {**held, "type": "LEGAL_REP_OF", "entity_id": "e2"},
                  {**held, "type": "FINANCE_HEAD_OF", "entity_id": "e5"},
                  {**held, "type": "EXECUTIVE_PARTNER_OF", "entity_id": "e6"},
                  {**held, "type": "HOLDS", "entity_id": "e3"},
                  {**held, "type": "DIRECTOR_OF", "entity_id": "e4", "valid_to": "2026-01-01"}]}
    ]  # fmt: skip
    memory.facts["read/cases/bodies"] = lambda asked: [
        {"rows": [_body(one, legal_form="有限责任公司") for one in asked["ids"]]}
    ]
    found = ban_leads(memory, [ban], TODAY, 1)
    assert [(one.entity_id, one.office, one.covered) for one in found] == [
        ("e2", "DIRECTOR_OF", True), ("e5", "FINANCE_HEAD_OF", True), ("e2", "LEGAL_REP_OF", False),
        ("e3", "HOLDS", False), ("e6", "EXECUTIVE_PARTNER_OF", False),
    ]  # fmt: skip
    assert {one.since for one in found} == {"2025-05-01"}
    assert ban_leads(memory, [], TODAY, 1) == []


def _body(entity_id: str, **more: str) -> dict[str, str]:
    return {"entity_id": entity_id, "valid_from": "2015-01-01", "subject_type": "法人", **more}


@pytest.mark.parametrize(
    ("scope", "office", "firm", "expected"),
    [
        ("SAFETY_PRINCIPAL_SAME_INDUSTRY", "PRINCIPAL_OF", {"industry_code": "B0610"}, (True, "")),
        ("SAFETY_PRINCIPAL_SAME_INDUSTRY", "PRINCIPAL_OF", {"industry_code": "H6210"}, (False, "INDUSTRY")),
        ("SAFETY_PRINCIPAL_SAME_INDUSTRY", "PRINCIPAL_OF", {}, (False, "INDUSTRY")),
        ("SAFETY_PRINCIPAL_SAME_INDUSTRY", "DIRECTOR_OF", {"industry_code": "B0610"}, (False, "")),
        ("SAFETY_PRINCIPAL_ANY", "PRINCIPAL_OF", {"industry_code": "H6210"}, (True, "")),
        ("COMPANY_DSM", "DIRECTOR_OF", {"legal_form": "股份有限公司"}, (True, "")),
        ("COMPANY_DSM", "DIRECTOR_OF", {"legal_form": "农民专业合作社"}, (False, "")),
        ("COMPANY_DSM", "DIRECTOR_OF", {"legal_form": "非公司企业法人"}, (False, "")),
        ("COMPANY_DSM", "DIRECTOR_OF", {"subject_type": "社会组织"}, (False, "")),
        ("COMPANY_DSM", "DIRECTOR_OF", {}, (False, "COMPANY")),
        ("COMPANY_LEGAL_REP", "LEGAL_REP_OF", {"legal_form": "非公司企业法人"}, (True, "")),
        ("COMPANY_LEGAL_REP", "LEGAL_REP_OF", {"legal_form": "事业单位法人"}, (False, "")),
    ],
)
def test_a_ban_covers_the_firms_that_its_scope_names(
    memory: Any, scope: str, office: str, firm: dict[str, str], expected: tuple[bool, str]
) -> None:
    ban = {"finding_id": "L1", "authority_code": AUTHORITY, "scope": [scope], "person_id": "p1",
           "person_name": "甲", "entity_id": "e1", "valid_from": "2025-05-01",
           "valid_to": "9999-12-31"}  # fmt: skip
    held = {"person_id": "p1", "valid_from": "2020-01-01", "valid_to": "9999-12-31", "fact_id": "T"}
    later = {**_body("e1", industry_code="H6210"), "valid_from": "2026-01-01"}
    memory.facts |= {
        "read/cases/offices_of_barred": [{"rows": [{**held, "type": office, "entity_id": "e2"}]}],
        "read/cases/bodies": [{"rows": [_body("e1", industry_code="B0610"), later, _body("e2", **firm)]}],
    }
    (found,) = ban_leads(memory, [ban], TODAY, 1)
    assert (found.covered, found.to_check) == expected


def test_a_ban_from_a_person_s_own_decision_names_no_industry(memory: Any) -> None:
    ban = {"finding_id": "L1", "authority_code": AUTHORITY, "scope": ["SAFETY_PRINCIPAL_SAME_INDUSTRY"],
           "person_id": "p1", "person_name": "甲", "entity_id": "", "valid_from": "2025-05-01",
           "valid_to": "9999-12-31"}  # fmt: skip
    held = {"person_id": "p1", "valid_from": "2020-01-01", "valid_to": "9999-12-31", "fact_id": "T"}
    memory.facts |= {
        "read/cases/offices_of_barred": [{"rows": [{**held, "type": "PRINCIPAL_OF", "entity_id": "e2"}]}],
        "read/cases/bodies": [{"rows": [_body("e2")]}],
    }
    (found,) = ban_leads(memory, [ban], TODAY, 1)
    assert (found.covered, found.to_check) == (False, "INDUSTRY")
