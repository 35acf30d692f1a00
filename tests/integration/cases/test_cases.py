"""A case from its opening to the archive, who is refused, and what falls when the ground does."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from graph import queries
from graph.derivation import derive
from graph.errors import AnswerRefusedError, RegisterConflictError, UsageError
from graph.liability.rulebook import load_rules
from graph.registers.accountability import decision
from graph.registers.accountability.book import records
from graph.registers.accountability.contract import Actor
from graph.registers.accountability.follow import follow_day

WAGES, SAFETY, TAX = (
    "L03_wage_arrears.legal_rep@1",
    "L04_work_safety.defied_penalty_principal@1",
    "L05_major_tax.legal_rep@1",
)
GONE = "FACT_CORRECTED"
REVOKED = "L16_licence_revoked.legal_rep@1"
COMPANY = "91411300MA00000077"
OTHER = "11320100MB1886843H"
OBJECTION = {
    "objection_id": "O-1", "target_kind": "LISTING", "target_key": "W-1", "raised_on": "2026-11-20",
}  # fmt: skip
REMOVED = {"listing_id": "W-1", "list_type": "L03", "list_scope": "国家", "uscc": COMPANY,
           "violation_from": "2024-01-01", "violation_to": "2024-03-31", "decided_on": "2024-06-01",
           "authority": "南阳市测试局", "authority_code": "1141130000598765XE",
           "doc_no": "宛人社列〔2024〕1号", "reason": "拖欠农民工工资"}  # fmt: skip


def test_a_case_goes_from_lead_to_archive_and_leaves_its_records(world: Any) -> None:
    finding = world.finding(WAGES, "A")
    case_id = world.confirmed(finding["finding_id"])
    confirmed = world.finding(WAGES, "A")
    assert (confirmed["base_state"], confirmed["finding_id"]) == ("CONFIRMED", finding["finding_id"])
    (entry,) = world.records("PersonCreditEntry", "finding_id", finding["finding_id"])
    assert (entry["standing"], entry["conduct"], entry["publication_state"], entry["ends_on"]) == (
        "OPEN", "拖欠农民工工资", "AUTHORIZED", "2027-06-01"
    )  # fmt: skip
    assert entry["doc_no"].startswith("宛信confirm")
    with pytest.raises(AnswerRefusedError, match="没有规定这项措施"):
        world.take(case_id, "enforce", measures=["M03"])
    world.take(case_id, "enforce", measures=["M01", "M06"])
    assert {one["measure"] for one in world.messages("SANCTION_BEGUN")} == {"M01", "M06"}
    with pytest.raises(AnswerRefusedError, match="尚有措施未签收"):
        world.take(case_id, "report")
    world.acknowledge_all(case_id)
    world.take(case_id, "report")
    with pytest.raises(AnswerRefusedError, match="通报上级主管单位、通报审计部门、通报所在单位"):
        world.take(case_id, "archive", doc_no="", doc_on="")
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    for kind in ("SUPERIOR", "AUDIT", "EMPLOYER", "DISCIPLINE", "PERSONNEL"):
        world.notify(case, kind)
    sent = world.messages("NOTICE_SENT")
    # The superior unit of the day, not the one that comes tomorrow; and inside the administration only.
    assert {one["kind"]: one["recipient"] for one in sent}["SUPERIOR"] == "测试国资委"
    assert {one["kind"]: one["recipient"] for one in sent}["EMPLOYER"] == "测试中心"
    assert {one["channel"] for one in sent} == {"INTERNAL"}
    world.take(case_id, "archive", doc_no="", doc_on="")
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    steps = world.records("CaseStep", "case_id", case_id)
    assert (case["state"], case["standing"]) == ("ARCHIVED", "ENDED")
    assert [one["step"] for one in steps] == [
        "open", "notify", "hear", "confirm", "enforce", "report", "archive"
    ]  # fmt: skip
    # A whole derivation finds the same as the one after the decision.
    assert derive(world.store, today=world.today, full=True).findings.keys() == {"same"}


def test_what_a_person_may_not_do_is_refused(world: Any) -> None:
    finding_id = world.finding(WAGES, "A")["finding_id"]
    stranger = Actor("account:o2", "OFFICER", "外单位", ("11320100MB1886843H",))
    with pytest.raises(AnswerRefusedError, match="原决定的机关"):
        world.service.open(stranger, finding_id, request_id="r")
    with pytest.raises(AnswerRefusedError, match="立案"):
        world.service.open(world.reviewer, finding_id, request_id="r")
    case_id = world.opened(finding_id)
    with pytest.raises(RegisterConflictError, match="在办案件"):
        world.opened(finding_id)
    with pytest.raises(UsageError, match="不能直接"):
        world.take(case_id, "confirm", world.reviewer)
    with pytest.raises(UsageError, match="晚于今天"):
        world.take(case_id, "notify", doc_on="2026-11-24")
    with pytest.raises(UsageError, match="早于所依据决定的日期 2024-06-01"):
        world.take(case_id, "notify", doc_on="2020-01-02")
    with pytest.raises(UsageError, match="送达日期不对"):
        world.take(case_id, "notify", doc_on="2026-11-20", served_on="2026-11-19")
    world.take(case_id, "notify", doc_on="2026-11-20", served_on="2026-11-20")
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    assert (case["due_step"], case["due_on"], case["due_provisional"]) == ("hear", "2026-11-27", False)
    with pytest.raises(UsageError, match="期限到"):
        world.take(case_id, "hear", heard="NO_ANSWER")
    with pytest.raises(UsageError, match="早于上一步"):
        world.take(case_id, "hear", heard="WAIVED", doc_on="2026-11-19")
    world.take(case_id, "hear", heard="WAIVED")
    both = Actor("account:o1", "REVIEWER", "同一人", world.officer.authorities)
    with pytest.raises(AnswerRefusedError, match="不同的人"):
        world.take(case_id, "confirm", both)
    with pytest.raises(AnswerRefusedError, match="原决定的机关"):
        world.take(case_id, "confirm", replace(world.reviewer, authorities=stranger.authorities))
    assert world.finding(WAGES, "A")["base_state"] == "PROPOSED"


@pytest.mark.parametrize(("rule", "person", "why"), [(TAX, "B", "机关的文书"), (SAFETY, "P", "尚未核实")])
def test_tax_and_unread_rows_are_nobodys_to_confirm(world: Any, rule: str, person: str, why: str) -> None:
    finding = world.finding(rule, person)
    assert finding["base_state"] == "LEAD"
    with pytest.raises(AnswerRefusedError, match=why):
        world.opened(finding["finding_id"])


def test_a_ban_for_a_revoked_licence_needs_the_paper_on_his_fault(world: Any) -> None:
    finding_id = world.finding(REVOKED, "R")["finding_id"]
    case_id = world.heard(finding_id)
    with pytest.raises(UsageError, match="个人责任"):
        world.take(case_id, "confirm", world.reviewer)
    world.take(case_id, "confirm", world.reviewer, fault_doc="宛市监责〔2026〕1号")
    assert world.finding(REVOKED, "R")["base_state"] == "CONFIRMED"
    # The same man's registry ban is a decision of its own.
    assert world.finding("L16_licence_revoked.legal_rep_registry@1", "R")["base_state"] == "PROPOSED"


def test_nobody_is_late_while_nobody_knows_when_he_was_told(world: Any) -> None:
    case_id = world.opened(world.finding(WAGES, "A")["finding_id"])
    world.take(case_id, "notify", doc_on="2026-11-02")
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    assert (case["state"], case["due_step"], case["due_on"]) == ("NOTIFIED", "hear", "")
    with pytest.raises(UsageError, match="尚未起算"):
        world.take(case_id, "hear", heard="NO_ANSWER")
    # He got it two weeks after its date: five working days from then.
    with pytest.raises(UsageError, match="期限到 2026-11-23"):
        world.take(case_id, "hear", heard="NO_ANSWER", served_on="2026-11-16")
    assert world.take(case_id, "hear", heard="NO_ANSWER", served_on="2026-11-13").case["state"] == "HEARD"
    steps = world.records("CaseStep", "case_id", case_id)
    assert [one["served_on"] for one in steps] == ["", "", "2026-11-13"]


def test_a_dismissal_stands_and_nothing_is_recorded(world: Any) -> None:
    finding_id = world.finding(WAGES, "A")["finding_id"]
    case_id = world.heard(finding_id)
    world.take(case_id, "dismiss", world.reviewer)
    assert world.finding(WAGES, "A")["base_state"] == "DISMISSED"
    assert world.records("PersonCreditEntry", "finding_id", finding_id) == []
    derive(world.store, today=world.today, full=True)
    assert world.finding(WAGES, "A")["base_state"] == "DISMISSED"
    with pytest.raises(AnswerRefusedError, match="不能立案"):
        world.opened(finding_id)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"listings": [{**REMOVED, "removed_on": "2026-11-20", "removal_kind": "ANNULLED"}]}, "ANNULLED"),
        ({"listings": [{**REMOVED, "violation_from": "2014-01-01", "violation_to": "2014-02-01"}]}, GONE),
        ({"person_status": [{"person": "A", "status": "DECEASED", "since": "2026-11-01"}]}, "DEATH"),
    ],
)  # fmt: skip
def test_what_rests_on_a_fallen_ground_falls(world: Any, change: dict[str, Any], because: str) -> None:
    finding_id = world.finding(WAGES, "A")["finding_id"]
    case_id = world.confirmed(finding_id)
    world.take(case_id, "enforce", measures=["M01"])
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    world.notify(case, "SUPERIOR")
    world.hand_in(change)
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    (entry,) = world.records("PersonCreditEntry", "finding_id", finding_id)
    (sanction,) = world.records("Sanction", "case_id", case_id)
    assert (case["state"], case["ended_because"]) == ("CLOSED", because)
    assert (entry["standing"], entry["ended_because"], entry["publication_state"]) == (
        "ENDED", because, "ARCHIVED"
    )  # fmt: skip
    assert (sanction["standing"], sanction["ended_because"]) == ("ENDED", because)
    assert [one["ended_because"] for one in world.messages("SANCTION_ENDED")] == [because]
    assert [one["recipient"] for one in world.messages("NOTICE_CORRECTED")] == ["测试国资委"]
    with pytest.raises(RegisterConflictError, match="已办结"):
        world.take(case_id, "report")
    # Nothing was overwritten: what was recorded before stands at its commit.
    known = {"ids": [case_id], "seq": sanction["seq_from"] - 1}
    query = queries.get("read/cases/records", label="Sanction", key="case_id")
    (before,) = world.store.read(query, **known)[0]["rows"]
    assert (before["standing"], before["seq_to"]) == ("OPEN", sanction["seq_from"])


def test_an_open_objection_stops_the_case_and_its_dismissal_lets_it_go_on(world: Any) -> None:
    case_id = world.heard(world.finding(WAGES, "A")["finding_id"])
    raised = {"objection_id": "O-1", "target_kind": "LISTING", "target_key": "W-1", "raised_on": "2026-11-20",
              "ground": "事实错误"}  # fmt: skip
    world.hand_in({"objections": [raised]})
    with pytest.raises(AnswerRefusedError, match="异议未决"):
        world.take(case_id, "confirm", world.reviewer)
    world.hand_in({"objections": [{**raised, "decided_on": "2026-11-21", "result": "不成立"}]})
    world.take(case_id, "confirm", world.reviewer)
    assert world.finding(WAGES, "A")["base_state"] == "CONFIRMED"


def test_measures_rest_while_their_ground_is_in_dispute_and_their_executors_are_told_both_ways(
    world: Any,
) -> None:
    finding_id = world.finding(WAGES, "A")["finding_id"]
    case_id = world.confirmed(finding_id)
    world.take(case_id, "enforce", measures=["M01", "M06"])
    objection = {
        "objection_id": "O-1",
        "target_kind": "LISTING",
        "target_key": "W-1",
        "raised_on": "2026-11-20",
    }

    def measures() -> set[tuple[str, str, str]]:
        found = world.records("Sanction", "case_id", case_id)
        return {(one["measure"], one["standing"], one["suspended_on"]) for one in found}

    world.hand_in({"objections": [objection]}, derived=False)
    # At once, with the objection itself: nothing waits for a derivation.
    assert measures() == {("M01", "OPEN", "2026-11-20"), ("M06", "OPEN", "2026-11-20")}
    told = world.messages("SANCTION_SUSPENDED")
    assert {(one["measure"], one["suspended_on"], one["ended_because"]) for one in told} == {
        ("M01", "2026-11-20", ""), ("M06", "2026-11-20", "")
    }  # fmt: skip
    with pytest.raises(RegisterConflictError, match="暂停执行"):
        world.acknowledge_all(case_id)
    with pytest.raises(AnswerRefusedError, match="异议未决"):
        world.take(case_id, "report")
    derive(world.store, today=world.today)
    assert len(world.messages("SANCTION_SUSPENDED")) == 2 and not world.messages("SANCTION_RESUMED")

    dismissed = {**objection, "decided_on": "2026-11-22", "result": "DISMISSED"}
    world.hand_in({"objections": [dismissed]})
    assert measures() == {("M01", "OPEN", ""), ("M06", "OPEN", "")}
    assert {one["measure"] for one in world.messages("SANCTION_RESUMED")} == {"M01", "M06"}
    world.acknowledge_all(case_id)

    # Objected to once more, on the role this time, and upheld: they end.
    second = {"objection_id": "O-2", "uscc": COMPANY, "role": "LEGAL_REP", "person": "A",
              "ground": "冒名登记", "raised_on": "2026-11-21"}  # fmt: skip
    world.hand_in({"objections": [second]}, derived=False)
    assert measures() == {("M01", "OPEN", "2026-11-21"), ("M06", "OPEN", "2026-11-21")}
    world.hand_in({"objections": [{**second, "decided_on": "2026-11-23", "result": "UPHELD"}]})
    assert {one[1] for one in measures()} == {"ENDED"}
    assert {one["ended_because"] for one in world.messages("SANCTION_ENDED")} == {"OBJECTION_UPHELD"}
    assert len(world.messages("SANCTION_RESUMED")) == 2
    assert derive(world.store, today=world.today, full=True).findings.keys() <= {"same"}


def test_an_objection_decided_as_of_a_later_day_ends_the_rest_when_that_day_has_passed(world: Any) -> None:
    case_id = world.confirmed(world.finding(WAGES, "A")["finding_id"])
    world.take(case_id, "enforce", measures=["M01"])
    objection = {**OBJECTION, "decided_on": "2026-11-25", "result": "DISMISSED"}
    world.hand_in({"objections": [objection]})
    for day, rests in (("2026-11-24", "2026-11-20"), ("2026-11-25", "")):
        world.store.write(lambda tx, day=day: follow_day(tx, day), by="test", why="day")
        (one,) = world.records("Sanction", "case_id", case_id)
        assert one["suspended_on"] == rests
    assert [one["measure"] for one in world.messages("SANCTION_RESUMED")] == ["M01"]


def test_nobody_decides_on_facts_that_have_just_changed(world: Any) -> None:
    case_id = world.heard(world.finding(WAGES, "A")["finding_id"])
    world.hand_in(
        {"listings": [{**REMOVED, "removed_on": "2026-11-20", "removal_kind": "REPAIRED"}]}, derived=False
    )
    with pytest.raises(RegisterConflictError, match="尚未推导"):
        world.take(case_id, "confirm", world.reviewer)


def test_the_same_request_twice_changes_nothing_and_of_two_writers_one_is_told(world: Any) -> None:
    finding_id = world.finding(WAGES, "A")["finding_id"]
    first = world.service.open(world.officer, finding_id, request_id="same")
    again = world.service.open(world.officer, finding_id, request_id="same")
    assert again.repeated and again.case["record_id"] == first.case["record_id"]
    stranger = Actor("account:o2", "OFFICER", "外单位", ("11320100MB1886843H",))
    for other in (stranger, world.reviewer):
        with pytest.raises(AnswerRefusedError):
            world.service.open(other, finding_id, request_id="same")
    case_id = first.case["record_id"]
    request = world.request(case_id, "notify")
    world.service.take(world.officer, case_id, request)
    assert world.service.take(world.officer, case_id, request).repeated
    assert [one["step"] for one in world.records("CaseStep", "case_id", case_id)] == ["open", "notify"]
    with pytest.raises(RegisterConflictError, match="请求编号"):
        world.service.take(world.officer, case_id, replace(request, doc_no="另一文号"))
    asked = [world.request(case_id, "hear", heard="WAIVED") for _ in range(2)]
    results: list[str] = []

    def hear(one: Any) -> None:
        try:
            world.service.take(world.officer, case_id, one)
            results.append("taken")
        except RegisterConflictError:
            results.append("conflict")

    threads = [threading.Thread(target=hear, args=(one,)) for one in asked]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(results) == ["conflict", "taken"]


def test_a_term_that_runs_out_ends_measures_and_tells_their_executors(world: Any) -> None:
    finding_id = world.finding(WAGES, "A")["finding_id"]
    case_id = world.confirmed(finding_id, until_day="2026-12-01")
    world.take(case_id, "enforce", measures=["M01"])
    world.store.write(lambda tx: follow_day(tx, "2026-11-30"), by="test", why="day")
    assert world.messages("SANCTION_ENDED") == []
    for _ in range(2):
        world.store.write(lambda tx: follow_day(tx, "2026-12-01"), by="test", why="day")
    assert [one["ended_because"] for one in world.messages("SANCTION_ENDED")] == ["EXPIRED"]
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    assert (case["state"], case["ended_because"]) == ("CLOSED", "EXPIRED")


def test_nobody_decides_in_the_name_of_another_authority_and_the_right_one_begins_anew(world: Any) -> None:
    finding_id = world.finding(WAGES, "A")["finding_id"]
    case_id = world.heard(finding_id)
    moved = {**REMOVED, "authority": "测试另一局", "authority_code": OTHER}
    world.hand_in({"listings": [moved]}, derived=False)
    with pytest.raises(RegisterConflictError, match="尚未推导"):
        world.take(case_id, "confirm", world.reviewer)
    derive(world.store, today=world.today)
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    assert (case["state"], case["ended_because"]) == ("CLOSED", "AUTHORITY_CHANGED")
    with pytest.raises(RegisterConflictError, match="已办结"):
        world.take(case_id, "confirm", world.reviewer)
    with pytest.raises(AnswerRefusedError, match="原决定的机关"):
        world.opened(finding_id)
    first = world.reviewer
    world.officer, world.reviewer = (replace(one, authorities=(OTHER,)) for one in (world.officer, first))
    again = world.confirmed(finding_id)
    world.take(again, "enforce", measures=["M01"])
    assert world.finding(WAGES, "A")["base_state"] == "CONFIRMED"
    # Corrected once more: the decision has no effect, and what followed from it ends.
    world.hand_in({"listings": [REMOVED]})
    assert world.finding(WAGES, "A")["base_state"] == "PROPOSED"
    (one,) = world.records("Sanction", "case_id", again)
    (entry,) = world.records("PersonCreditEntry", "finding_id", finding_id)
    assert (one["standing"], entry["standing"]) == ("ENDED", "ENDED")
    (case,) = world.records("AccountabilityCase", "record_id", again)
    assert (case["state"], case["ended_because"]) == ("CLOSED", "AUTHORITY_CHANGED")
    assert derive(world.store, today=world.today, full=True).findings.keys() == {"same"}


@pytest.mark.parametrize("put_away", [False, True])
def test_a_decision_whose_ground_fell_and_stands_again_is_taken_up_by_another_case(
    world: Any, put_away: bool
) -> None:
    finding_id = world.finding(WAGES, "A")["finding_id"]
    first = world.confirmed(finding_id)
    world.take(first, "enforce", measures=["M01"])
    if put_away:
        world.acknowledge_all(first)
        world.take(first, "report")
        (case,) = world.records("AccountabilityCase", "record_id", first)
        for kind in ("SUPERIOR", "AUDIT", "EMPLOYER", "DISCIPLINE", "PERSONNEL"):
            world.notify(case, kind)
        world.take(first, "archive", doc_no="", doc_on="")
        with pytest.raises(AnswerRefusedError, match="不重复立案"):
            world.opened(finding_id)
    seq = world.store.head_seq()
    world.hand_in({"listings": [{**REMOVED, "removed_on": "2026-11-20", "removal_kind": "ANNULLED"}]})
    world.hand_in({"listings": [REMOVED]})
    (case,) = world.records("AccountabilityCase", "record_id", first)
    (entry,) = world.records("PersonCreditEntry", "finding_id", finding_id)
    assert (case["state"], entry["standing"]) == ("ARCHIVED" if put_away else "CLOSED", "OPEN")
    assert world.finding(WAGES, "A")["base_state"] == "CONFIRMED"
    again = world.opened(finding_id)
    (opening,) = world.records("CaseStep", "case_id", again)
    (decided,) = [one for one in world.records("CaseStep", "case_id", first) if one["step"] == "confirm"]
    assert (opening["to_state"], opening["doc_no"]) == ("CONFIRMED", decided["doc_no"])
    world.take(again, "enforce", measures=["M01"])
    (old,) = world.records("Sanction", "case_id", first)
    (new,) = world.records("Sanction", "case_id", again)
    assert (old["standing"], new["standing"], new["ends_on"]) == ("ENDED", "OPEN", "2027-06-01")
    with pytest.raises(RegisterConflictError, match="在办案件"):
        world.opened(finding_id)
    # What was known then stays, and it falls with its ground as the first one did.
    (then,) = records(world.store.read, "Sanction", "case_id", [first], seq=seq)
    assert then["standing"] == "OPEN"
    world.hand_in({"listings": [{**REMOVED, "removed_on": "2026-11-21", "removal_kind": "ANNULLED"}]})
    (case,) = world.records("AccountabilityCase", "record_id", again)
    (new,) = world.records("Sanction", "case_id", again)
    assert (case["state"], new["standing"], new["ended_because"]) == ("CLOSED", "ENDED", "ANNULLED")
    assert derive(world.store, today=world.today, full=True).findings.keys() == {"same"}


@pytest.mark.parametrize("what", ["withdrawn", "suspended"])
def test_a_decision_is_not_written_when_its_ground_falls_after_it_was_tried(
    world: Any, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = world.heard(world.finding(WAGES, "A")["finding_id"])
    tried = decision.refuse_without_effect

    def then_it_falls(*given: Any) -> None:
        tried(*given)
        if what == "withdrawn":
            gone = {**REMOVED, "removed_on": "2026-11-20", "removal_kind": "ANNULLED"}
            world.hand_in({"listings": [gone]})
        else:
            world.hand_in({"objections": [OBJECTION]}, derived=False)

    monkeypatch.setattr(decision, "refuse_without_effect", then_it_falls)
    with pytest.raises((AnswerRefusedError, RegisterConflictError), match=r"已办结|异议未决"):
        world.take(case_id, "confirm", world.reviewer)
    assert world.finding(WAGES, "A")["base_state"] == "PROPOSED"
    about = queries.get("read/liability/facts_about", label="Attribution")
    refs = [world.finding(WAGES, "A")["ground_ref"]]
    assert [one for one in world.store.read(about, refs=refs)[0]["rows"] if one.get("decided_by")] == []


def test_an_officers_decision_falls_back_when_registers_no_longer_propose(world: Any) -> None:
    finding_id = world.finding(WAGES, "A")["finding_id"]
    world.confirmed(finding_id)
    world.hand_in({"listings": [{**REMOVED, "violation_from": "", "violation_to": ""}]})
    found = world.finding(WAGES, "A")
    assert (found["base_state"], found["reason"]) == ("LEAD", "ANCHOR_UNCERTAIN")
    (entry,) = world.records("PersonCreditEntry", "finding_id", finding_id)
    assert (entry["standing"], entry["ended_because"]) == ("ENDED", "FACT_CORRECTED")
    assert load_rules().by_ref(WAGES) is not None


def test_a_missing_superior_unit_is_a_task_and_never_a_guess(world: Any) -> None:
    world.hand_in(
        {"entities": [{"uscc": COMPANY, "name": "宛城测试建设有限公司", "subject_type": "法人",
                       "legal_form": "有限责任公司", "status": "存续", "established_on": "2015-01-01",
                       "state_capital_class": "国有控股", "effective_on": "2015-01-01"}]}
    )  # fmt: skip
    case_id = world.confirmed(world.finding(WAGES, "A")["finding_id"])
    world.take(case_id, "enforce", measures=["M01"])
    (task,) = world.records("CaseTask", "case_id", case_id)
    assert (task["kind"], task["standing"]) == ("SUPERIOR_MISSING", "OPEN")
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    with pytest.raises(UsageError, match="接收单位"):
        world.notify(case, "SUPERIOR")
    assert world.notify(case, "SUPERIOR", recipient="查明的主管单位")["recipient"] == "查明的主管单位"


def test_no_measure_is_imposed_while_what_the_ground_has_become_is_not_derived(world: Any) -> None:
    case_id = world.confirmed(world.finding(WAGES, "A")["finding_id"])
    annulled = {**REMOVED, "removed_on": "2026-11-20", "removal_kind": "ANNULLED"}
    world.hand_in({"listings": [annulled]}, derived=False)
    with pytest.raises(RegisterConflictError, match="尚未推导"):
        world.take(case_id, "enforce", measures=["M01"])
    assert not world.records("Sanction", "case_id", case_id)
    assert not world.messages("SANCTION_BEGUN")


@pytest.mark.parametrize("document_on", ["2024-06-01", "2026-11-22"])
def test_the_authoritys_own_document_stands_above_an_officers_whichever_came_first(
    world: Any, document_on: str
) -> None:
    document = {
        "ground_kind": "LISTING", "ground_id": "W-1", "person": "A", "role": "LEGAL_REP",
        "mode": "LISTED_SELF", "decided_on": document_on, "doc_no": "宛人社决〔2024〕9号",
        "authority_code": "1141130000598765XE", "at_violation": 1,
    }  # fmt: skip
    case_id = world.heard(world.finding(WAGES, "A")["finding_id"])
    world.take(case_id, "confirm", world.reviewer, doc_on="2026-11-20")
    world.hand_in({"liable_persons": [document]})
    after = world.finding(WAGES, "A")
    assert (after["base_state"], after["valid_from"]) == ("CONFIRMED", document_on)
    (entry,) = world.records("PersonCreditEntry", "finding_id", after["finding_id"])
    assert (entry["doc_no"], entry["standing"]) == ("宛人社决〔2024〕9号", "OPEN")
    # Taken back, what the officer decided stands as before.
    world.hand_in({"liable_persons": [{**document, "op": "RETRACT"}]})
    again = world.finding(WAGES, "A")
    assert (again["base_state"], again["valid_from"]) == ("CONFIRMED", "2026-11-20")
