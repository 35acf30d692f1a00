"""An answer on an organisation rests on its own entries in lists: its holders are told when one falls."""

from __future__ import annotations

from concurrent.futures import wait
from pathlib import Path
from typing import Any

import pytest

from api.services.check import check_dossier
from api.services.dossier import dossier_of
from api.services.exits import relied_in
from api.services.kept import relied_entries
from graph.answers import AnswerWriter
from graph.answers.receipts import tell_holders
from graph.answers.reliance import index_abandoned
from graph.answers.writer import Given

A, B = "91411300MA00000077", "91411302MA3X00010W"
KEY, ACCOUNT = "key:1", "account:2"


@pytest.fixture
def told(unnamed: Any, tmp_path: Path) -> Any:
    """A register with company A listed and nobody to answer for it, of which two holders were told."""
    desk = unnamed.desk()
    dossier = unnamed.store.ask(dossier_of(desk, A, unnamed.today, None))
    document = check_dossier(desk, dossier, unnamed.today, purpose="PROCUREMENT")
    assert document["decision"] == "RESTRICT" and not document["liabilities"]
    relied = relied_entries(dossier.subject, dossier.records, document["own"])
    assert [one.finding_id for one in relied] == ["LISTING:w-1", "LISTING:w-2"]
    assert relied_in(desk, dossier, unnamed.today) == relied  # the way out tells of the same
    writer = AnswerWriter(tmp_path / "answers", unnamed.keys)
    given = [
        Given("CHECK", one, {}, document["data_version"], relied, document, lambda body: body)
        for one in (KEY, ACCOUNT)
    ]
    wait([writer.offer(one)[1] for one in given], 30)
    writer.close()
    assert index_abandoned(tmp_path / "answers", unnamed.store) == 2
    assert tell_holders(unnamed.store, unnamed.today) == 0
    return unnamed


def written(register: Any) -> list[tuple[str, ...]]:
    store = register.store
    rows = store.read("read/receipts/told_between", since="", limit=100, seq=store.head_seq())[0]["rows"]
    rows.sort(key=lambda one: (one["seq"], one["holder"]))
    assert {(one["finding_id"], one["person_id"]) for one in rows} <= {("", "")}
    said = ("holder", "ground_id", "told", "state", "cause", "cause_day", "document")
    return [tuple(one[name] for name in said) for one in rows]


def _objection(**more: Any) -> dict[str, Any]:
    return {"objection_id": "O-1", "target_kind": "LISTING", "target_key": "W-1",
            "raised_on": "2026-11-01", **more}  # fmt: skip


def test_each_holder_is_told_once_of_each_event_on_an_own_entry(told: Any, rows: Any) -> None:
    told.event(objections=[_objection()])
    assert tell_holders(told.store, told.today) == 2 and tell_holders(told.store, told.today) == 0
    told.event(objections=[_objection(decided_on="2026-11-10", result="DISMISSED")])
    assert tell_holders(told.store, told.today) == 2
    repair = {"repair_id": "R-1", "target_kind": "LISTING", "target_key": "W-1", "applied_on": "2026-11-11",
              "decided_on": "2026-11-20", "result": "APPROVED", "doc_no": "修1号"}  # fmt: skip
    told.event(repairs=[repair])
    assert tell_holders(told.store, told.today) == 2 and tell_holders(told.store, told.today) == 0
    told.event(listings=[rows.listing("W-2", removed_on="2026-11-21", removal_kind="ANNULLED",
                                      removal_doc="撤1号")])  # fmt: skip
    assert tell_holders(told.store, told.today) == 2 and tell_holders(told.store, "2029-01-01") == 0
    expected = [
        ("W-1", "CONFIRMED", "SUSPENDED", "OBJECTION", "2026-11-01", "O-1"),
        ("W-1", "SUSPENDED", "CONFIRMED", "OBJECTION_DISMISSED", "2026-11-10", "O-1"),
        ("W-1", "CONFIRMED", "WITHDRAWN", "REPAIRED", "2026-11-20", "修1号"),
        ("W-2", "CONFIRMED", "WITHDRAWN", "ANNULLED", "2026-11-21", "撤1号"),
    ]
    assert written(told) == [(holder, *one) for one in expected for holder in (ACCOUNT, KEY)]


def test_an_own_entry_that_turns_back_to_what_it_was_is_told_of_again(told: Any) -> None:
    upheld = {"decided_on": "2026-11-10", "result": "UPHELD"}
    for more in ({}, {"op": "RETRACT"}, upheld, {"op": "RETRACT"}, upheld):
        told.event(objections=[_objection(**more)])
        assert tell_holders(told.store, told.today) == 2
    assert [one[3] for one in written(told)[::2]] == [
        "SUSPENDED", "CONFIRMED", "WITHDRAWN", "CONFIRMED", "WITHDRAWN"
    ]  # fmt: skip


def test_a_term_that_ends_by_itself_and_an_entry_of_somebody_else_are_told_too(told: Any, rows: Any) -> None:
    told.event(entities=[rows.entity(B)], listings=[rows.listing("W-1", B)])
    assert tell_holders(told.store, told.today) == 2
    told.event(listings=[rows.listing("W-2", term_months=12)])
    assert tell_holders(told.store, "2027-05-31") == 0
    assert tell_holders(told.store, "2027-06-01") == 2
    found = {one[1:] for one in written(told)}
    assert {one[:4] for one in found} == {
        ("W-1", "CONFIRMED", "WITHDRAWN", "FACT_CORRECTED"), ("W-2", "CONFIRMED", "EXPIRED", "TERM_OVER")
    }  # fmt: skip
