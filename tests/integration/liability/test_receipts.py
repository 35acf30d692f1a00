"""Whoever received an answer is told when a finding in it falls: once, with cause, time and document."""

from __future__ import annotations

import json
from concurrent.futures import wait
from pathlib import Path
from typing import Any

import pytest

from api.services.check import check
from api.services.kept import relied_on
from graph.answers import AnswerWriter, receipts
from graph.answers.receipts import tell_holders
from graph.answers.reliance import index_abandoned
from graph.answers.writer import Given
from graph.outbox import due

A = "91411300MA00000077"
KEY, ACCOUNT = "key:1", "account:2"


@pytest.fixture
def answer(listed: Any, tmp_path: Path) -> Any:
    """Gives a holder the answer on company A, as of now; files are left as a killed process leaves them."""

    def give(*holders: str) -> list[str]:
        document = check(listed.desk(), A)
        writer = AnswerWriter(tmp_path / "answers", listed.keys)
        relied = relied_on(document["liabilities"])
        given = [
            writer.offer(
                Given("CHECK", one, {}, document["data_version"], relied, document, lambda body: body)
            )
            for one in holders
        ]
        wait([done for _, done in given], 30)
        writer.close()
        return [answer_id for answer_id, _ in given]

    return give


def written(listed: Any) -> list[dict[str, Any]]:
    rows = listed.store.read("read/receipts/told_between", since="", limit=100, seq=listed.store.head_seq())[
        0
    ]["rows"]
    return sorted(rows, key=lambda one: (one["seq"], one["holder"]))


def objection(**more: Any) -> dict[str, Any]:
    return {
        "objection_id": "O-1", "target_kind": "LISTING", "target_key": "W-1", "raised_on": "2026-11-01",
        "raised_by": "甲某某", **more,
    }  # fmt: skip


def test_each_holder_is_told_once_of_each_event_and_of_nothing_else(
    listed: Any, rows: Any, answer: Any, tmp_path: Path
) -> None:
    store, today = listed.store, listed.today
    first, second = answer(KEY, ACCOUNT)
    assert index_abandoned(tmp_path / "answers", store) == 2
    assert index_abandoned(tmp_path / "answers", store) == 0
    assert tell_holders(store, today) == 0 and written(listed) == []

    listed.event(objections=[objection()])
    due_rows = store.read("read/receipts/due", seq=store.head_seq(), limit=100)[0]["rows"]
    assert len(due_rows) == 2
    assert tell_holders(store, today) == 2 and tell_holders(store, today) == 0
    found = written(listed)
    assert [(one["holder"], one["answer_id"]) for one in found] == [(ACCOUNT, second), (KEY, first)]
    assert {(one["told"], one["state"], one["cause"], one["cause_day"]) for one in found} == {
        ("CONFIRMED", "SUSPENDED", "OBJECTION", "2026-11-01")
    }
    assert {one["document"] for one in found} == {"O-1"} and all(
        one["known_at"] <= one["at"] for one in found
    )

    # A worker that was killed after it wrote and before it noted so goes over the same again.
    receipts._tell(store, due_rows, store.head_seq(), today)
    assert len(written(listed)) == 2
    sent = [json.loads(json.dumps(one.payload)) for one in due(store, "9999")]
    assert sorted(one["holder"] for one in sent if "receipt_id" in one) == [ACCOUNT, KEY]

    listed.event(objections=[objection(decided_on="2026-11-10", result="DISMISSED")])
    assert tell_holders(store, today) == 2
    assert {one["cause"] for one in written(listed)[2:]} == {"OBJECTION_DISMISSED"}

    removed = rows.listing("W-1", removed_on="2026-11-20", removal_kind="REPAIRED", removal_doc="修1号")
    listed.event(listings=[removed])
    assert tell_holders(store, today) == 2
    last = written(listed)[4:]
    assert {(one["state"], one["cause"], one["cause_day"], one["document"]) for one in last} == {
        ("WITHDRAWN", "ENTITY_REPAIRED", "2026-11-20", "修1号")
    }
    # What rests on the other listing stands, and ends by itself.
    assert {one["ground_id"] for one in written(listed)} == {"W-1"}
    assert tell_holders(store, "2029-05-31") == 0
    assert tell_holders(store, "2029-06-01") == 2
    assert {(one["ground_id"], one["state"], one["cause"]) for one in written(listed)[6:]} == {
        ("W-2", "EXPIRED", "TERM_OVER")
    }
    assert tell_holders(store, "2029-06-02") == 0


def test_an_answer_that_reaches_the_index_after_the_finding_fell_is_told_of_at_once(
    listed: Any, rows: Any, answer: Any, tmp_path: Path
) -> None:
    answer(KEY)
    listed.event(listings=[rows.listing("W-1", removed_on="2026-11-20", removal_kind="ANNULLED")])
    assert tell_holders(listed.store, listed.today) == 0
    assert index_abandoned(tmp_path / "answers", listed.store) == 1
    assert tell_holders(listed.store, listed.today) == 1
    assert [(one["holder"], one["cause"]) for one in written(listed)] == [(KEY, "ANNULLED")]
    # He asks again and is told as it is now: nothing more to tell.
    answer(KEY)
    index_abandoned(tmp_path / "answers", listed.store)
    assert tell_holders(listed.store, listed.today) == 0
