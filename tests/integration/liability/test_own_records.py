"""A unit's own record and the findings on it end together when it is repaired, in every kind of answer."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.check import check
from api.services.detail import detail_plan
from api.services.lists import listings_plan
from api.services.screen import screen
from api.services.statistics import statistics_plan
from api.services.subjects import find_subject
from graph.answers.receipts import _stands
from graph.risk.hints import explain_hint

CODE = "91411300MA00000077"
DAY = "2026-11-10"
OFFICE = "1141130000598765XE"


def decided(register: Any, day: str) -> tuple[str, int]:
    answer = check(register.desk(), CODE, purpose="TENDER", as_of=day)
    return answer["decision"], len(answer["own"])


@pytest.mark.parametrize(("result", "after"), [("APPROVED", "PASS"), ("REJECTED", "RESTRICT")])
def test_a_repaired_listing_holds_the_unit_no_longer_than_its_persons(
    listed: Any, result: str, after: str
) -> None:
    repairs = [
        {
            "repair_id": f"R-{name}", "target_kind": "LISTING", "target_key": name, "applied_on": DAY,
            "decided_on": DAY, "result": result, "doc_no": f"修-{name}", "authority_code": OFFICE,
        }
        for name in ("W-1", "W-2")
    ]  # fmt: skip
    assert decided(listed, "2026-11-23") == ("RESTRICT", 2)
    listed.event(repairs=repairs)
    assert decided(listed, "2026-11-09") == ("RESTRICT", 2)
    assert decided(listed, "2026-11-23")[0] == after
    (row,) = screen(listed.desk(), [CODE], purpose="TENDER")
    assert row["decision"] == after


def objected(result: str = "") -> dict[str, str]:
    """An objection to the listing W-1 itself, perhaps decided."""
    decided_on = "2026-11-15" if result else ""
    return {
        "objection_id": "O-1", "target_kind": "LISTING", "target_key": "W-1", "raised_on": "2026-11-01",
        "decided_on": decided_on, "result": result,
    }  # fmt: skip


def confirmed_states(register: Any) -> dict[str, str]:
    return {one["ground_id"]: one["state"] for one in register.findings() if one["ground_id"] == "W-1"}


def test_an_objection_that_was_upheld_ends_the_own_record_at_once_and_holds_back_what_rests_on_it(
    listed: Any,
) -> None:
    listed.event(objections=[objected()])
    (disputed,) = (one for one in check(listed.desk(), CODE)["own"] if one["disputed"])
    assert disputed["ground_id"] == "W-1" and confirmed_states(listed) == {"W-1": "SUSPENDED"}

    listed.hand_in(objections=[objected("UPHELD")])
    # Nothing is derived yet: the record is over already, and nobody is told that the finding stands.
    assert confirmed_states(listed) == {"W-1": "SUSPENDED"}
    assert [one["ground_id"] for one in check(listed.desk(), CODE)["own"]] == ["W-2"]
    assert [one["ground_id"] for one in check(listed.desk(), CODE, as_of="2026-11-14")["own"]] == [
        "W-1",
        "W-2",
    ]
    person = listed.findings(ground_id="W-1")[0]["person_id"]
    answer = check(listed.desk(), person, purpose="TENDER")
    assert answer["decision"] == "CAUTION"
    assert {one["state"] for one in answer["liabilities"] if one["ground_id"] == "W-1"} == {"SUSPENDED"}
    shown = listed.store.ask(
        detail_plan(listed.desk(), find_subject(listed.desk(), CODE), listed.today, listed.store.head_seq())
    )
    lives = [(one["live"], one["disputed"]) for one in shown["records"] if one["label"] == "Listing"]
    assert sorted(lives) == [(False, True), (True, False)]

    listed.derive()
    assert confirmed_states(listed) == {"W-1": "WITHDRAWN"}
    (row,) = screen(listed.desk(), [CODE], purpose="TENDER")
    assert row["decision"] == "RESTRICT"  # W-2 stands
    assert listed.derive(full=True).keys() <= {"same"}


def test_an_objection_that_was_dismissed_lets_the_own_record_stand(listed: Any) -> None:
    listed.event(objections=[objected("DISMISSED")])
    assert [(one["ground_id"], one["disputed"]) for one in check(listed.desk(), CODE)["own"]] == [
        ("W-1", False), ("W-2", False)
    ]  # fmt: skip
    assert confirmed_states(listed) == {"W-1": "CONFIRMED"}


@pytest.mark.parametrize(("result", "shown"), [("UPHELD", 1), ("DISMISSED", 2)])
def test_the_public_reads_no_record_that_an_objection_has_overturned(
    listed: Any, result: str, shown: int
) -> None:
    listed.hand_in(objections=[objected(result)])
    desk, seq = listed.desk(), listed.store.head_seq()

    def published(day: str) -> int:
        plan = detail_plan(desk, find_subject(desk, CODE), day, seq, published_only=True)
        return sum(one["label"] == "Listing" for one in listed.store.ask(plan)["records"])

    assert published("2026-11-15") == shown and published("2026-11-14") == 2


def seen_in_overview(register: Any, day: str, **asked: Any) -> tuple[int, list[str], int]:
    """Listings that live on the day: counted, listed, and as the own decisions of the hint."""
    desk, seq = register.desk(), register.store.head_seq()
    figures = register.store.ask(statistics_plan(desk, day, seq))
    shown = {"list_types": [], "after": "", "limit": 1, **asked}
    rows: list[str] = []
    while shown["after"] is not None:
        page = register.store.ask(listings_plan(desk, day, seq, **shown))
        rows += [one["listing_id"] for one in page["rows"]]
        shown["after"] = page["cursor"]
    hint = explain_hint(register.store, find_subject(desk, CODE).id, day, seq=seq)
    return figures["live_listings"], sorted(rows), len(hint.own_decisions)


def by_fact_id(register: Any, result: str) -> dict[str, str]:
    """The same objection, which names the record by its id."""
    desk, seq = register.desk(), register.store.head_seq()
    shown = register.store.ask(detail_plan(desk, find_subject(desk, CODE), register.today, seq))
    (fact_id,) = (
        one["fact_id"]
        for one in shown["records"]
        if one["label"] == "Listing" and "W-1" in one["fields"].values()
    )
    return {**objected(result), "target_kind": "", "target_key": "", "fact_id": fact_id}


@pytest.mark.parametrize("says", [lambda _, result: objected(result), by_fact_id], ids=["number", "fact"])
@pytest.mark.parametrize(("result", "live"), [("UPHELD", ["W-2"]), ("DISMISSED", ["W-1", "W-2"])])
def test_the_overview_its_list_and_the_hint_leave_out_what_an_objection_has_overturned(
    unnamed: Any, result: str, live: list[str], says: Any
) -> None:
    unnamed.hand_in(objections=[says(unnamed, result)])
    assert seen_in_overview(unnamed, "2026-11-15") == (len(live), live, len(live))
    # The day before the decision both counted; who asks for those that are over as well is shown both.
    assert seen_in_overview(unnamed, "2026-11-14") == (2, ["W-1", "W-2"], 2)
    assert seen_in_overview(unnamed, "2026-11-15", live=False)[1] == ["W-1", "W-2"]


@pytest.mark.parametrize(
    ("results", "live"),
    [
        (["APPROVED"], ["W-2"]),
        (["REJECTED"], ["W-1", "W-2"]),
        (["APPROVED", "REVOKED"], ["W-1", "W-2"]),
        (["REVOKED", "APPROVED"], ["W-2"]),
    ],
)
def test_the_overview_its_list_the_hint_and_the_public_leave_out_what_was_repaired(
    listed: Any, results: list[str], live: list[str]
) -> None:
    """Its list may take it off later: the decision on the repair is what counts."""
    repairs = [
        {
            "repair_id": f"R-{day}", "target_kind": "LISTING", "target_key": "W-1",
            "applied_on": "2026-11-01", "decided_on": f"2026-11-{day}", "result": result,
            "doc_no": f"修-{day}", "authority_code": OFFICE,
        }
        for day, result in zip((10, 12), results, strict=False)
    ]  # fmt: skip
    listed.hand_in(repairs=repairs)
    assert seen_in_overview(listed, "2026-11-15") == (len(live), live, len(live))
    assert seen_in_overview(listed, "2026-11-09") == (2, ["W-1", "W-2"], 2)
    desk, seq = listed.desk(), listed.store.head_seq()
    plan = detail_plan(desk, find_subject(desk, CODE), "2026-11-15", seq, published_only=True)
    records = [one for one in listed.store.ask(plan)["records"] if one["label"] == "Listing"]
    assert len(records) == len(live) and all(one["live"] for one in records)


def test_a_receipt_tells_of_an_upheld_objection_as_suspended_until_it_is_derived() -> None:
    """Whoever looks in between is told of the objection, not that the finding stands again."""
    raised = ["2026-11-01", "2026-11-15", "UPHELD", "O-1", "2026-11-15T00:00:00Z"]
    finding = {
        "finding_id": "L1", "version_id": "v1", "base_state": "CONFIRMED", "valid_from": "2026-06-01",
        "valid_to": "2029-06-01", "withdrawn_at": "", "withdrawn_because": "",
    }  # fmt: skip
    found = _stands({"finding": finding, "known_at": "", "disputes": [raised]}, "2026-11-23", {})
    assert (found.state, found.cause_day, found.document) == ("SUSPENDED", "2026-11-01", "O-1")
