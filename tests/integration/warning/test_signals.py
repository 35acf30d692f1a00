"""Each signal from file to event: what counts, what does not, a day inside and a day outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph import queries
from graph.identity_acts import Judge, merge_persons
from graph.risk.warning import Scope, Signal
from ingest.synthetic.codes import body_of, uscc

A, B, C = "91411300MA00000077", "91411302MA3X00010W", "1141130000598765XE"
FIRST, LAST = "2026-06-01", "2026-06-30"
PERSONS = {"甲某某": "41130219800101001X", "乙某某": "411381197512311245", "丙某某": "411302198203040022"}


def penalty(doc: str, decided: str, **more: Any) -> dict[str, Any]:
    return {
        "CF_XDR_MC": "测试", "CF_XDR_SHXYM": A, "CF_XDR_LB": "法人及非法人组织", "CF_WSH": doc,
        "CF_JDRQ": decided, "CF_CFJGDM": "113", "CF_CFLB": "罚款", "procedure": "普通", "severity": "一般",
        **more,
    }  # fmt: skip


def listing(key: str, decided: str, code: str = A, **more: Any) -> dict[str, Any]:
    return {"listing_id": key, "list_type": "L03", "uscc": code, "decided_on": decided, **more}


def days(events: list[Any]) -> list[str]:
    return [one.day for one in events]


def test_penalties_and_their_severity(register: Any) -> None:
    register.firms(A, B)
    register.take(
        penalties_org=[
            penalty("1", FIRST),
            penalty("2", LAST, severity="严重"),
            penalty("3", "2026-05-31"),
            penalty("4", "2026-07-01"),
            penalty("5", "2026-06-10", annulled_on="2026-06-20"),
            penalty("6", "2026-06-11", annulled_on="2026-07-20"),
            penalty("7", "2026-06-12", CF_CFLB="吊销许可证件"),
        ],
        listings=[
            listing("L-1", "2026-06-13", severity="严重"),
            listing("L-2", "2026-06-14", severity="一般"),
        ],
    )
    found = register.events(Signal.PENALTIES, FIRST, LAST)
    assert days(found) == [FIRST, "2026-06-11", "2026-06-12", LAST]
    assert {one.entity for one in found} == {register.id(A)}
    assert days(register.events(Signal.SEVERITY, FIRST, LAST)) == ["2026-06-12", "2026-06-13", LAST]
    # An annulment of the 20th is not yet known to the 15th.
    assert "2026-06-10" in days(register.events(Signal.PENALTIES, FIRST, "2026-06-15"))


def test_listings_count_but_not_those_undone_as_wrong(register: Any) -> None:
    register.firms(A)
    register.take(
        listings=[
            listing("L-1", FIRST),
            listing("L-2", "2026-05-31"),
            listing("L-3", "2026-06-05", removed_on="2026-06-25", removal_kind="REPAIRED"),
            listing("L-4", "2026-06-06", removed_on="2026-06-25", removal_kind="ANNULLED"),
            {"listing_id": "L-5", "list_type": "L05", "name": "甲某某", "id_type": "01",
             "id_no": "41130219800101001X", "decided_on": "2026-06-07"},
        ]
    )  # fmt: skip
    found = register.events(Signal.LISTINGS, FIRST, LAST)
    assert [(one.day, one.list_type) for one in found] == [(FIRST, "L03"), ("2026-06-05", "L03")]


def objection(key: str, result: str, decided: str) -> dict[str, Any]:
    return {
        "objection_id": f"O-{key}", "target_kind": "LISTING", "target_key": key, "raised_on": "2026-06-10",
        "decided_on": decided, "result": result,
    }  # fmt: skip


def test_a_listing_that_an_objection_overturned_is_no_event_from_the_day_of_that_decision(
    register: Any,
) -> None:
    register.firms(A, B)
    register.take(
        relations=[{
            "kind": "GUARANTEES", "from_uscc": B, "to_uscc": A, "valid_from": "2024-01-01", "amount_cny": "1",
        }]
    )  # fmt: skip
    told = [(f"L-{at}", f"2026-06-0{at}") for at in (1, 2, 3)]
    register.take(listings=[listing(key, decided, severity="严重") for key, decided in told])
    # Upheld, dismissed, and upheld only after the span.
    register.take(
        objections=[
            objection("L-1", "UPHELD", "2026-06-20"),
            objection("L-2", "DISMISSED", "2026-06-20"),
            objection("L-3", "UPHELD", "2026-07-02"),
        ]
    )
    for signal in (Signal.LISTINGS, Signal.SEVERITY, Signal.GUARANTEE_EXPOSURE):
        assert days(register.events(signal, FIRST, LAST)) == ["2026-06-02", "2026-06-03"], signal
        # The day before the decision it still counted.
        assert "2026-06-01" in days(register.events(signal, FIRST, "2026-06-19")), signal


def test_a_repair_is_overdue_on_the_first_day_after_its_working_days(register: Any) -> None:
    register.firms(A)
    register.take(listings=[listing(f"L-{number}", "2025-01-10") for number in range(1, 5)])

    def repair(number: int, applied: str, decided: str = "") -> dict[str, Any]:
        return {
            "repair_id": f"R-{number}", "target_kind": "LISTING", "target_key": f"L-{number}",
            "applied_on": applied, "decided_on": decided,
        }  # fmt: skip

    # Ten working days after Monday 6 July end on Monday 20 July: no holiday between.
    register.take(
        repairs=[
            repair(1, "2026-07-06"),
            repair(2, "2026-07-06", "2026-07-20"),
            repair(3, "2026-07-06", "2026-07-21"),
            repair(4, "2026-07-07"),
        ]
    )
    found = register.events(Signal.OVERDUE_REPAIRS, "2026-07-01", "2026-07-21")
    assert [(one.day, one.list_type) for one in found] == [("2026-07-21", "L03")] * 2
    assert register.events(Signal.OVERDUE_REPAIRS, "2026-07-01", "2026-07-20") == []
    assert len(register.events(Signal.OVERDUE_REPAIRS, "2026-07-01", "2026-07-22")) == 3


def test_an_overdue_day_in_a_year_that_is_not_announced_is_provisional_until_it_is(
    register: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CREDITGRAPH_CALENDAR", raising=False)
    register.firms(A)
    register.take(listings=[listing(f"L-{number}", "2025-01-10") for number in (1, 2)])
    register.take(
        repairs=[
            {"repair_id": f"R-{key}", "target_kind": "LISTING", "target_key": f"L-{key}", "applied_on": day}
            for key, day in ((1, "2026-12-16"), (2, "2026-12-29"))
        ]
    )

    def told() -> list[tuple[str, bool]]:
        found = register.events(Signal.OVERDUE_REPAIRS, "2026-12-01", "2027-01-31")
        return [(one.day, one.provisional) for one in found]

    # Ten working days after 16 December end with the 30th; after the 29th they reach into the new year.
    assert told() == [("2026-12-31", False), ("2027-01-13", True)]
    table = "years: {2027: {source: 通知, published_on: 2026-11-30, holidays: [2027-01-01]}}"
    (tmp_path / "calendar.yaml").write_text(table, encoding="utf-8")
    monkeypatch.setenv("CREDITGRAPH_CALENDAR", str(tmp_path / "calendar.yaml"))
    assert told() == [("2026-12-31", False), ("2027-01-14", False)]


def test_broken_commitments_by_the_day_of_the_finding(register: Any) -> None:
    register.firms(A)

    def commitment(code: str, fulfilment: str, assessed: str) -> dict[str, Any]:
        return {
            "code": code, "subject_name": "测试", "subject_category": "法人及非法人组织", "subject_code": A,
            "type": "审批替代型", "made_on": "2026-01-05", "fulfilment": fulfilment, "assessed_on": assessed,
        }  # fmt: skip

    register.take(
        commitments=[
            commitment("1", "全部未履行", FIRST),
            commitment("2", "部分履行", LAST),
            commitment("3", "全部履行", "2026-06-10"),
            commitment("4", "全部未履行", "2026-05-31"),
            commitment("5", "", ""),
            {"code": "6", "subject_name": "甲某某", "subject_category": "自然人", "id_type": "01",
             "id_no": "41130219800101001X", "type": "主动型", "made_on": "2026-01-05",
             "fulfilment": "全部未履行", "assessed_on": "2026-06-11"},
        ]
    )  # fmt: skip
    assert days(register.events(Signal.BROKEN_COMMITMENTS, FIRST, LAST)) == [FIRST, LAST]


def test_complaints_without_who_complained(register: Any) -> None:
    register.firms(A)
    rows = [
        {
            "complaint_id": str(number),
            "uscc": A,
            "kind": "投诉",
            "received_on": day,
            "content": "甲某某态度差",
            "complainant": "丙某某",
        }
        for number, day in enumerate([FIRST, "2026-05-31", LAST])
    ]  # fmt: skip
    register.take(complaints=rows)
    assert days(register.events(Signal.COMPLAINTS, FIRST, LAST)) == [FIRST, LAST]
    query = queries.get("read/answers/fact_nodes", label="Complaint")
    columns = register.store.read(query, after="", limit=10, seq=register.store.head_seq())
    assert len(columns[0]["rows"]) == 3
    assert "丙某某" not in str(columns) and "态度差" not in str(columns)


def test_a_representative_change_needs_somebody_before(register: Any) -> None:
    register.firms(A, B)

    def rep(code: str, name: str, number: str, start: str, end: str = "") -> dict[str, Any]:
        return {
            "uscc": code, "role": "LEGAL_REP", "name": name, "id_type": "01", "id_no": number,
            "valid_from": start, "valid_to": end,
        }  # fmt: skip

    one, two = "41130219800101001X", "411381197512311245"
    register.take(
        positions=[
            rep(A, "甲某某", one, "2020-01-01", FIRST),
            rep(A, "乙某某", two, FIRST),
            rep(B, "甲某某", one, "2026-06-10"),
            rep(B, "甲某某", one, "2026-06-20"),
        ]
    )
    found = register.events(Signal.REPRESENTATIVE_CHANGES, FIRST, LAST)
    assert [(one.day, one.entity) for one in found] == [(FIRST, register.id(A))]
    assert register.events(Signal.REPRESENTATIVE_CHANGES, "2026-06-02", LAST) == []


def test_a_term_of_the_same_representative_that_is_recorded_anew_is_no_change(register: Any) -> None:
    register.firms(A, B, C)

    def rep(code: str, name: str, start: str, end: str = "") -> dict[str, Any]:
        return {
            "uscc": code, "role": "LEGAL_REP", "name": name, "id_type": "01", "id_no": PERSONS[name],
            "valid_from": start, "valid_to": end,
        }  # fmt: skip

    register.take(
        positions=[
            rep(A, "甲某某", "2019-01-01", "2020-01-01"),
            rep(A, "乙某某", "2020-01-01", "2026-06-10"),
            rep(A, "乙某某", "2026-06-10"),
            # He laid it down and came back a day later, after another.
            rep(B, "甲某某", "2019-01-01", "2026-06-10"),
            rep(B, "乙某某", "2026-06-10", "2026-06-11"),
            rep(B, "甲某某", "2026-06-11"),
            # Two ids, and they are one person by somebody's judgement.
            rep(C, "甲某某", "2019-01-01", "2020-01-01"),
            rep(C, "乙某某", "2020-01-01", "2026-06-10"),
            rep(C, "丙某某", "2026-06-10"),
        ]
    )

    def changed() -> set[tuple[str, str]]:
        found = register.events(Signal.REPRESENTATIVE_CHANGES, FIRST, LAST)
        return {(one.day, one.entity) for one in found}

    there = {("2026-06-10", register.id(B)), ("2026-06-11", register.id(B))}
    assert changed() == there | {("2026-06-10", register.id(C))}
    span = {"first": "", "last": "~", "from_day": "2026-06-10", "to_day": "2026-06-10"}
    told = register.store.read_columns(
        "read/warning/representatives_changed", **span, seq=register.store.head_seq()
    )
    took_over = dict(zip(told["entity"], told["person"], strict=True))
    other, same = took_over[register.id(C)], took_over[register.id(B)]
    merge_persons(register.store, other, same, Judge("tests", "REVIEWER", "同一人", "核验笔录 3 号"))
    assert changed() == there


def test_a_firm_that_moved_in_later_did_not_register_there(register: Any, firm: Any) -> None:
    codes = [uscc("91", "411302", body_of("NY", 910_000 + place)) for place in range(7)]
    there = {"address": "南阳路1号", "established_on": "2026-06-05", "effective_on": "2026-06-05"}
    mover = {**there, "address": "南阳路7号"}
    register.take(entities=[firm(one, **there) for one in codes[:5]])
    register.take(entities=[firm(codes[5], **mover), firm(codes[6], **{**mover, "address": ""})])
    moved = {**there, "effective_on": "2026-06-20"}
    register.take(entities=[firm(one, **moved) for one in codes[5:]])
    assert register.events(Signal.CLUSTER_REGISTRATIONS, FIRST, LAST) == []
    # A sixth that did register there makes the cluster; it still is one when a firm has moved away.
    sixth = uscc("91", "411302", body_of("NY", 910_100))
    register.take(entities=[firm(sixth, **there), firm(codes[0], **{**moved, "address": "别处"})])
    found = register.events(Signal.CLUSTER_REGISTRATIONS, FIRST, LAST)
    assert {one.entity for one in found} == {register.id(one) for one in (*codes[:5], sixth)}


def test_a_guarantee_is_exposed_when_it_and_the_listing_meet(register: Any) -> None:
    register.firms(A, B)

    def guarantee(start: str, end: str = "") -> dict[str, Any]:
        return {
            "kind": "GUARANTEES", "from_uscc": B, "to_uscc": A, "valid_from": start, "valid_to": end,
            "amount_cny": "100000",
        }  # fmt: skip

    register.take(relations=[guarantee("2024-01-01", "2026-06-10"), guarantee("2026-06-20")])
    register.take(
        listings=[
            listing("L-1", "2026-06-09"),
            listing("L-2", "2026-06-10", removed_on="2026-06-20", removal_kind="REPAIRED"),
        ]
    )
    found = register.events(Signal.GUARANTEE_EXPOSURE, FIRST, LAST)
    assert [(one.day, one.entity, one.other) for one in found] == [
        (day, register.id(B), register.id(A)) for day in ("2026-06-09", "2026-06-20")
    ]


def test_registrations_cluster_at_one_address_within_the_days(register: Any, firm: Any) -> None:
    def codes(first: int, number: int) -> list[str]:
        return [uscc("91", "411302", body_of("NY", 900_000 + first + place)) for place in range(number)]

    six, five, spread = codes(0, 6), codes(10, 5), codes(20, 6)
    rows = [firm(one, address="南阳路1号 2层", established_on="2026-06-05") for one in six]
    rows += [firm(one, address="南阳路1号3层", established_on="2026-06-05") for one in five]
    rows += [
        firm(
            one,
            address="南阳路９号",
            established_on=f"2026-0{5 + place // 3}-{1 + 28 * (place % 3 == 2):02d}",
        )
        for place, one in enumerate(spread)
    ]
    register.take(entities=rows)
    found = register.events(Signal.CLUSTER_REGISTRATIONS, FIRST, LAST)
    assert {one.entity for one in found} == {register.id(one) for one in six}
    value, level = register.value(LAST, Signal.CLUSTER_REGISTRATIONS, Scope.DISTRICT, "411302")
    assert (value, level) == (6, "WATCH")


def test_a_controller_change_is_computed_for_its_own_day(register: Any) -> None:
    register.firms(A, B, C)

    def holding(company: str, holder: str, percent: str, start: str, end: str = "") -> dict[str, Any]:
        return {
            "uscc": company, "holder_kind": "PERSON", "holder_name": holder, "equity_pct": percent,
            "holder_id_type": "01", "holder_id_no": PERSONS[holder], "valid_from": start, "valid_to": end,
        }  # fmt: skip

    below = {
        "uscc": B, "holder_kind": "ORG", "holder_code": A, "holder_name": "甲", "equity_pct": "80",
        "valid_from": "2020-01-01",
    }  # fmt: skip
    register.take(
        holdings=[
            holding(A, "甲某某", "60", "2020-01-01", "2026-06-10"),
            holding(A, "乙某某", "60", "2026-06-10"),
            holding(A, "丙某某", "40", "2020-01-01", "2026-06-20"),
            holding(A, "甲某某", "40", "2026-06-20"),
            holding(C, "丙某某", "100", "2026-06-15"),
            below,
        ]
    )
    found = register.events(Signal.CONTROLLER_CHANGES, FIRST, LAST)
    # A and what it controls on the 10th; not on the 20th, when a minority changed hands; C had nobody before.
    assert {(one.day, one.entity) for one in found} == {
        ("2026-06-10", register.id(A)),
        ("2026-06-10", register.id(B)),
    }


def _loaded_in_june(known: Any) -> None:
    known.first_load = "2026-06-01"


def test_what_becomes_known_late_is_told_as_late_and_stands_on_its_own_day(
    register: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = {"at": "2026-06-01T01:00:00.000000Z"}
    monkeypatch.setattr("graph.store.moments.now_text", lambda: moments["at"])
    monkeypatch.setattr("graph.risk.warning.events.Known.__post_init__", _loaded_in_june)
    register.firms(A)
    register.take(penalties_org=[penalty("old", "2025-01-15")])
    moments["at"] = "2026-06-25T01:00:00.000000Z"
    first = register.store.head_seq()
    register.take(penalties_org=[penalty("in-time", "2026-06-15"), penalty("late", "2026-06-14")])
    found = {one.day: one for one in register.events(Signal.PENALTIES, "2025-01-01", LAST)}
    assert (found["2026-06-15"].late, found["2026-06-15"].known_on) == (False, "2026-06-25")
    assert (found["2026-06-14"].late, found["2026-06-14"].known_on) == (True, "2026-06-25")
    assert not found["2025-01-15"].late, "what the first load brought is the past"
    # The day before it was known, the platform said what it then knew; today it says the same of then.
    assert days(register.events(Signal.PENALTIES, FIRST, LAST, seq=first)) == []
    # A correction tells nothing new: the fact stays known since then.
    moments["at"] = "2026-09-01T01:00:00.000000Z"
    register.take(penalties_org=[penalty("in-time", "2026-06-15", CF_SY="事实更正")])
    again = {one.day: one for one in register.events(Signal.PENALTIES, FIRST, LAST)}
    assert (again["2026-06-15"].late, again["2026-06-15"].known_on) == (False, "2026-06-25")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """When commits are made; the first load was on 1 June."""
    moments = {"at": "2026-06-01T01:00:00.000000Z"}
    monkeypatch.setattr("graph.store.moments.now_text", lambda: moments["at"])
    monkeypatch.setattr("graph.risk.warning.events.Known.__post_init__", _loaded_in_june)
    return moments


def test_an_end_that_is_recorded_makes_no_old_guarantee_news(register: Any, clock: dict[str, str]) -> None:
    register.firms(A, B)
    guarantee = {
        "kind": "GUARANTEES", "from_uscc": B, "to_uscc": A, "valid_from": "2026-01-01",
        "amount_cny": "100000",
    }  # fmt: skip
    clock["at"] = "2026-06-12T01:00:00.000000Z"
    register.take(relations=[guarantee], listings=[listing("L-1", "2026-06-10")])
    (before,) = register.events(Signal.GUARANTEE_EXPOSURE, FIRST, LAST)
    clock["at"] = "2026-09-01T01:00:00.000000Z"
    register.take(relations=[{**guarantee, "valid_to": "2026-08-31"}])
    (after,) = register.events(Signal.GUARANTEE_EXPOSURE, FIRST, LAST)
    assert (before.day, before.known_on, before.late) == ("2026-06-10", "2026-06-12", False)
    assert (after.day, after.known_on, after.late) == ("2026-06-10", "2026-06-12", False)


def test_an_end_that_is_recorded_makes_no_old_change_of_control_news(
    register: Any, clock: dict[str, str]
) -> None:
    register.firms(A)

    def holding(holder: str, start: str, end: str = "") -> dict[str, Any]:
        return {
            "uscc": A, "holder_kind": "PERSON", "holder_name": holder, "equity_pct": "80",
            "holder_id_type": "01", "holder_id_no": PERSONS[holder], "valid_from": start, "valid_to": end,
        }  # fmt: skip

    register.take(holdings=[holding("甲某某", "2020-01-01")])
    clock["at"] = "2026-06-12T01:00:00.000000Z"
    register.take(holdings=[holding("甲某某", "2020-01-01", "2026-06-10"), holding("乙某某", "2026-06-10")])

    def told(first: str, last: str) -> list[tuple[str, str, bool]]:
        found = register.events(Signal.CONTROLLER_CHANGES, first, last)
        return [(one.day, one.known_on, one.late) for one in found]

    assert told(FIRST, LAST) == [("2026-06-10", "2026-06-12", False)]
    clock["at"] = "2026-09-01T01:00:00.000000Z"
    register.take(holdings=[holding("乙某某", "2026-06-10", "2026-07-01"), holding("丙某某", "2026-07-01")])
    assert told(FIRST, LAST) == [("2026-06-10", "2026-06-12", False)]
    # The end itself was told late: by it control changed, and that is said to be late.
    assert told("2026-07-01", "2026-07-01") == [("2026-07-01", "2026-09-01", True)]
