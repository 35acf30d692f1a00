"""A public body's own listing is told to its superior unit and to audit, and its end too."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.principal import Kind, Principal, Role
from api.services.body_notices import body_duties, issue_body_notice
from api.services.desk import Desk
from api.services.subjects import find_subject
from graph.errors import AnswerRefusedError, NotFoundError
from graph.liability.rulebook import load_rules
from graph.registers.accountability.notices import Asked

COMPANY, PRIVATE = "91411300MA00000077", "91411302MA3X00010W"
REPAIRED = {"listing_id": "W-1", "list_type": "L03", "list_scope": "国家", "uscc": COMPANY,
            "violation_from": "2024-01-01", "violation_to": "2024-03-31", "decided_on": "2024-06-01",
            "authority": "南阳市测试局", "authority_code": "1141130000598765XE",
            "doc_no": "宛人社列〔2024〕1号", "removed_on": "2026-11-20",
            "removal_kind": "REPAIRED"}  # fmt: skip


def test_superior_and_audit_are_told_of_a_body_s_listing_and_of_its_end(world: Any) -> None:
    desk = Desk(world.store, world.keys, world.today, "test", load_rules())
    officer = Principal("account:o1", Kind.ACCOUNT, "经办", Role.OFFICER, ("1141130000598765XE",))
    subject = find_subject(desk, COMPANY)
    shown = {one["ground_id"]: one for one in body_duties(desk, officer, subject)["rows"]}
    assert [(one["kind"], one["recipient"]) for one in shown["W-1"]["duties"]] == [
        ("SUPERIOR", "测试国资委"), ("AUDIT", "同级审计机关")
    ]  # fmt: skip
    untold = world.store.head_seq()
    for kind in ("SUPERIOR", "AUDIT"):
        asked = Asked(kind, f"r-{kind}", f"宛通〔2026〕{kind}号", world.today)
        for _ in range(2):
            told = issue_body_notice(desk, officer, subject, ("LISTING", "W-1"), asked)
    done = {one["ground_id"]: one for one in told["rows"]}["W-1"]
    assert all(one["notice_id"] for one in done["duties"]) and len(done["notices"]) == 2
    assert [one["channel"] for one in world.messages("NOTICE_SENT")] == ["INTERNAL"] * 2
    then = {one["ground_id"]: one for one in body_duties(desk, officer, subject, seq=untold)["rows"]}["W-1"]
    assert not then["notices"] and not any(one["notice_id"] for one in then["duties"])
    eve = body_duties(desk, officer, subject, "2024-05-31")["rows"]
    assert "W-1" not in {one["ground_id"] for one in eve}
    world.hand_in({"listings": [REPAIRED]})
    corrected = world.messages("NOTICE_CORRECTED")
    assert {one["recipient"] for one in corrected} == {"测试国资委", "同级审计机关"}
    # What went out on it stays to be opened, with what corrects it; nothing more is due.
    over = {one["ground_id"]: one for one in body_duties(desk, officer, subject)["rows"]}["W-1"]
    assert (over["live"], over["duties"], len(over["notices"])) == (False, [], 4)
    with pytest.raises(NotFoundError):
        issue_body_notice(desk, officer, subject, ("LISTING", "W-1"), asked)


def test_nobody_is_told_of_a_decision_that_is_to_be_corrected_before_it_is(world: Any) -> None:
    desk = Desk(world.store, world.keys, world.today, "test", load_rules())
    officer = Principal("account:o1", Kind.ACCOUNT, "经办", Role.OFFICER, ("1141130000598765XE",))
    subject = find_subject(desk, COMPANY)
    said = {"objection_id": "O-1", "target_kind": "LISTING", "target_key": "W-1", "raised_on": "2026-11-01",
            "decided_on": "2026-11-10", "result": "CORRECTED"}  # fmt: skip
    world.hand_in({"objections": [said]})
    shown = {one["ground_id"]: one for one in body_duties(desk, officer, subject)["rows"]}
    assert (shown["W-1"]["live"], shown["W-1"]["disputed"]) == (True, True)
    asked = Asked("AUDIT", "r1", "宛通〔2026〕1号", world.today)
    with pytest.raises(AnswerRefusedError, match="待更正"):
        issue_body_notice(desk, officer, subject, ("LISTING", "W-1"), asked)
    corrected = {name: one for name, one in REPAIRED.items() if not name.startswith("remov")}
    world.hand_in({"listings": [{**corrected, "violation_from": "2024-02-01"}]})
    issue_body_notice(desk, officer, subject, ("LISTING", "W-1"), asked)
    assert len(world.messages("NOTICE_SENT")) == 1


def test_a_private_company_or_another_authority_has_nobody_to_tell(world: Any) -> None:
    desk = Desk(world.store, world.keys, world.today, "test", load_rules())
    officer = Principal("account:o1", Kind.ACCOUNT, "经办", Role.OFFICER, ("1141130000598765XE",))
    rows = body_duties(desk, officer, find_subject(desk, PRIVATE))["rows"]
    assert rows and not any(one["duties"] for one in rows)
    stranger = Principal("account:o2", Kind.ACCOUNT, "外单位", Role.OFFICER, ("11320100MB1886843H",))
    assert body_duties(desk, stranger, find_subject(desk, COMPANY))["rows"] == []
