"""Whoever received an answer is told when a finding in it falls: once, with cause, time and document."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import wait
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.auth.keys import issue_key
from api.auth.principal import local_principal
from api.main import create_app
from api.services.check import check
from api.services.kept import relied_on
from api.settings import ApiSettings
from creditgraph.processes import credentials_for
from creditgraph.settings import Settings
from creditgraph.worker import Worker
from graph.answers import AnswerWriter, receipts
from graph.answers.receipts import tell_holders
from graph.answers.reliance import index_abandoned
from graph.answers.writer import Given
from graph.identity.keys import load_or_create_keys
from graph.outbox import due
from graph.store import Store, open_async_store

A = "91411300MA00000077"
ONE = "41130219800101001X"
KEY, ACCOUNT = "key:1", "account:2"


@pytest.fixture
def answer(register: Any, tmp_path: Path) -> Any:
    """Gives a holder the answer on company A, as of now; files are left as a killed process leaves them."""

    def give(*holders: str) -> list[str]:
        document = check(register.desk(), A)
        writer = AnswerWriter(tmp_path / "answers", register.keys)
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


def test_nobody_is_told_that_an_objection_failed_which_was_right(
    listed: Any, rows: Any, answer: Any, tmp_path: Path
) -> None:
    answer(KEY)
    index_abandoned(tmp_path / "answers", listed.store)
    listed.event(objections=[objection()])
    assert tell_holders(listed.store, listed.today) == 1
    listed.event(objections=[objection(decided_on="2026-11-10", result="CORRECTED")])
    assert tell_holders(listed.store, listed.today) == 0  # nothing is corrected yet
    listed.event(listings=[rows.listing("W-1", violation_from="2026-02-01")])
    assert tell_holders(listed.store, listed.today) == 1
    assert [(one["cause"], one["cause_day"]) for one in written(listed)] == [
        ("OBJECTION", "2026-11-01"), ("OBJECTION_CORRECTED", "2026-11-10")
    ]  # fmt: skip


def test_whatever_turns_back_to_what_it_was_is_told_again(
    listed: Any, rows: Any, answer: Any, tmp_path: Path
) -> None:
    answer(KEY)
    index_abandoned(tmp_path / "answers", listed.store)
    events: list[dict[str, Any]] = [
        {"objections": [objection()]},
        {"objections": [objection(decided_on="2026-11-10", result="DISMISSED")]},
        {"listings": [rows.listing("W-1", op="RETRACT")]},
        {"listings": [rows.listing("W-1")]},
        {"objections": [objection(objection_id="O-2", raised_on="2026-11-12")]},
        {"objections": [objection(objection_id="O-2", raised_on="2026-11-12", op="RETRACT")]},
    ]
    for event in events:
        listed.event(**event)
        assert tell_holders(listed.store, listed.today) == 1 and tell_holders(listed.store, listed.today) == 0
    assert [one["state"] for one in written(listed)] == [
        "SUSPENDED", "CONFIRMED", "WITHDRAWN", "CONFIRMED", "SUSPENDED", "CONFIRMED"
    ]  # fmt: skip


def test_a_correction_that_is_called_in_question_is_told_of_each_time_and_timed_by_its_record(
    register: Any, rows: Any, answer: Any, tmp_path: Path
) -> None:
    register.event(
        "2026-07-01", entities=[rows.entity(A)], positions=[rows.rep(A, ONE)], listings=[rows.listing("W-1")],
        liable_persons=[rows.named("W-1", ONE)],
    )  # fmt: skip
    answer(KEY)
    index_abandoned(tmp_path / "answers", register.store)
    decided = objection(decided_on="2026-11-10", result="CORRECTED")
    moved = [rows.listing("W-1", violation_from=f"2026-02-0{day}") for day in (1, 2)]
    events: list[tuple[str, str, dict[str, Any]]] = [
        ("2026-11-10", "T", {"objections": [decided]}),
        ("2026-11-15", "T", {"listings": [moved[0]]}),
        ("2026-10-01", "U", {"listings": [moved[0]]}),
        ("2026-11-20", "T", {"listings": [moved[1]]}),
    ]
    before = ""
    for day, source, tables in events:
        register.hand_in(day, source, **tables)
        register.derive()
        assert tell_holders(register.store, register.today) == 1
        last = written(register)[-1]
        if last["cause"] == "OBJECTION_CORRECTED":
            assert last["known_at"] > before, "known when the record came, not when it was decided"
        before = last["at"]
    assert [one["cause"] for one in written(register)] == ["OBJECTION", "OBJECTION_CORRECTED"] * 2


def test_a_decision_that_is_put_right_is_told_once_more(
    listed: Any, rows: Any, answer: Any, tmp_path: Path
) -> None:
    answer(KEY)
    index_abandoned(tmp_path / "answers", listed.store)
    settled = {"decided_on": "2026-11-10"}
    for said in ({}, {**settled, "result": "DISMISSED"}, {**settled, "result": "CORRECTED"}):
        listed.event(objections=[objection(**said)])
        assert tell_holders(listed.store, listed.today) == 1
    listed.event(listings=[rows.listing("W-1", violation_from="2026-02-01")])
    assert tell_holders(listed.store, listed.today) == 1
    assert [(one["state"], one["cause"]) for one in written(listed)] == [
        ("SUSPENDED", "OBJECTION"), ("CONFIRMED", "OBJECTION_DISMISSED"),
        ("SUSPENDED", "OBJECTION"), ("CONFIRMED", "OBJECTION_CORRECTED"),
    ]  # fmt: skip


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


async def _until_known(store: Store) -> None:
    """Wait until the answer that was given stands in the store as relied upon."""
    for _ in range(400):
        if store.read("read/receipts/any_reliance", seq=store.head_seq()):
            return
        await asyncio.sleep(0.05)


def test_a_department_finds_its_receipt_and_takes_note_of_it(
    listed: Any, rows: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("CREDITGRAPH_HOME", str(home))
    home.mkdir()
    load_or_create_keys(home / "keys")
    settings = Settings.load()
    credentials = credentials_for(settings)
    app = create_app(ApiSettings(settings.store, home, home / "keys", home / "audit", credentials))
    worker = Worker(listed.store, settings, today=lambda: str(listed.today))

    async def as_a_department() -> None:
        async with await open_async_store(settings.store, credentials=credentials) as store:
            by = local_principal("tests")
            issued = [await issue_key(store, by=by, name=one, authority="114", days=3) for one in ("a", "b")]
            keys = [one.key for one in issued]
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://test/api/v1", timeout=60) as http,
        ):

            async def ask(place: int, method: str, path: str) -> httpx.Response:
                return await http.request(method, path, headers={"Authorization": f"Bearer {keys[place]}"})

            given = await ask(0, "GET", f"/checks/{A}")
            assert given.status_code == 200 and len(given.json()["liabilities"]) == 1
            await _until_known(listed.store)
            removed = rows.listing("W-1", removed_on="2026-11-20", removal_kind="ANNULLED")
            await asyncio.to_thread(listed.event, listings=[removed])
            assert [(await asyncio.to_thread(worker.run_once)).told for _ in range(2)] == [2, 0]
            shown = (await ask(0, "GET", "/receipts")).json()["rows"]
            entry, receipt = sorted(shown, key=lambda one: str(one["finding_id"]))
            assert (entry["finding_id"], entry["ground_id"], entry["cause"]) == ("", "W-1", "ANNULLED")
            assert receipt["answer_id"] == given.headers["X-Answer-Id"]
            told = (receipt["told"], receipt["state"], receipt["cause"])
            assert told == ("CONFIRMED", "WITHDRAWN", "ANNULLED")
            assert (await ask(1, "GET", "/receipts")).json()["rows"] == []
            path = f"/receipts/{receipt['receipt_id']}/acknowledgement"
            assert (await ask(1, "POST", path)).status_code == 404
            first = (await ask(0, "POST", path)).json()["acknowledged_at"]
            assert first and (await ask(0, "POST", path)).json()["acknowledged_at"] == first
            assert (await ask(0, "GET", "/receipts")).json()["rows"] == [entry]
            every = (await ask(0, "GET", "/receipts?unacknowledged=false")).json()["rows"]
            assert sorted(one["acknowledged_at"] for one in every) == ["", first]

    asyncio.run(as_a_department())
    files = list((settings.home / "outbox").glob("r*.json"))
    assert [json.loads(one.read_text())["kind"] for one in files] == ["RECEIPT"] * 2
