"""A day's figures in the store: versioned, comparable, the same when they are computed again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api.services import warning
from api.services.desk import open_desk
from api.services.warning import events_answer, figures_answer, trend_answer
from graph.derivation import derive
from graph.errors import AnswerRefusedError
from graph.risk.warning import Scope, Signal, compute_day, run_day, stored_figures

A, B, C = "91411300MA00000077", "91411302MA3X00010W", "1141130000598765XE"
TODAY = "2026-06-30"


def complaint(number: int, code: str, day: str) -> dict[str, Any]:
    return {"complaint_id": str(number), "uscc": code, "kind": "投诉", "received_on": day}


def keyed(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {one["value_key"]: one for one in rows}


def test_figures_are_stored_once_and_a_later_run_replaces_what_differs(register: Any) -> None:
    store = register.store
    register.firms(A, B)
    register.take(complaints=[complaint(number, A, "2026-06-20") for number in range(3)])
    first = run_day(store, TODAY, today=TODAY)
    assert (first.events, first.closed) == (3, 0)
    city = f"{TODAY}|COMPLAINTS|CITY|"
    entity = f"{TODAY}|COMPLAINTS|ENTITY|{register.id(A)}"
    stored = keyed(stored_figures(store, TODAY, store.head_seq()))
    assert (stored[city]["value"], stored[entity]["level"]) == (3, "WATCH")
    assert {one["run_id"] for one in stored.values()} == {first.run_id}
    again = run_day(store, TODAY, today=TODAY)
    assert (again.opened, again.closed) == (0, 0)
    before = store.head_seq()
    register.take(complaints=[complaint(9, A, "2026-06-21"), complaint(10, B, "2026-06-21")])
    later = run_day(store, TODAY, today=TODAY)
    assert later.opened >= later.closed > 0
    now, then = (keyed(stored_figures(store, TODAY, seq)) for seq in (store.head_seq(), before))
    assert (now[city]["value"], then[city]["value"]) == (5, 3)
    run = store.read("read/warning/run_of_day", day=TODAY, seq=store.head_seq())[0]["run"]
    assert (run["run_id"], run["data_version"]) == (later.run_id, later.data_version)


def test_a_past_day_is_told_again_as_of_then_and_as_known_then(register: Any) -> None:
    register.firms(A)
    register.take(complaints=[complaint(number, A, "2026-06-10") for number in range(2)])
    known = register.store.head_seq()
    register.take(complaints=[complaint(9, A, "2026-06-10"), complaint(10, A, "2026-06-25")])
    city = (Signal.COMPLAINTS, Scope.CITY, "")
    assert register.value("2026-06-10", *city)[0] == 3
    assert register.value("2026-06-09", *city)[0] == 0
    assert register.value("2026-06-25", *city)[0] == 4
    found = register.day("2026-06-25", seq=known, signals=(Signal.COMPLAINTS,))
    assert {one.value for one in found.figures if one.scope is Scope.CITY} == {2}


def test_figure_trend_and_list_say_the_same(register: Any) -> None:
    register.firms(A, B)
    register.take(
        complaints=[complaint(1, A, "2026-06-01"), complaint(2, A, TODAY), complaint(3, B, "2026-05-31")]
    )
    desk = open_desk(register.store)
    for day in (TODAY, "2026-06-29", "2026-06-01"):
        rows = figures_answer(desk, day, scope="DISTRICT", signal="COMPLAINTS")["rows"]
        told = events_answer(desk, day, signal="COMPLAINTS", scope="DISTRICT", scope_id="411302")
        line = trend_answer(desk, day, signal="COMPLAINTS", scope="DISTRICT", scope_id="411302", days=5)
        assert rows[0]["value"] == told["number"] == len(told["rows"]) == line["days"][-1]["value"]
        assert rows[0]["baseline"] == line["days"][-1]["baseline"]
    rows = events_answer(desk, TODAY, signal="COMPLAINTS", scope="ENTITY", scope_id=A)["rows"]
    assert [one["day"] for one in rows] == [TODAY, "2026-06-01"]
    assert all("complaints.csv" in one["origin"] for one in rows)
    # What lies in a district that the asker may not see is counted, and not shown.
    hidden = events_answer(desk, TODAY, signal="COMPLAINTS", seen=lambda region: region == "410100")
    assert (hidden["number"], hidden["hidden"], hidden["rows"]) == (2, 2, [])


@pytest.mark.parametrize("answer", [events_answer, trend_answer])
@pytest.mark.parametrize(
    ("scope", "own", "other"), [("ENTITY", A, B), ("GROUP", A, B), ("DISTRICT", "411302", "411303")]
)
def test_neither_list_nor_trend_tells_of_another_district(
    register: Any, answer: Any, scope: str, own: str, other: str
) -> None:
    register.firms(A, C)
    register.firms(B, region_code="411303")
    below = {"holder_kind": "ORG", "holder_code": A, "holder_name": "甲", "equity_pct": "80"}
    register.take(holdings=[{"uscc": C, "valid_from": "2020-01-01", **below}])
    derive(register.store, today=TODAY, full=True)
    register.take(complaints=[complaint(1, A, TODAY), complaint(2, B, TODAY)])
    desk = open_desk(register.store)

    def ask(scope: str, scope_id: str) -> Any:
        return answer(
            desk,
            TODAY,
            signal="COMPLAINTS",
            scope=scope,
            scope_id=scope_id,
            seen=lambda region: region == "411302",
        )

    assert ask(scope, own)["as_of"] == TODAY
    with pytest.raises(AnswerRefusedError, match="不在您的"):
        ask(scope, other)
    assert ask("CITY", "")["as_of"] == TODAY, "what is of no district is everybody's"


def test_a_guaranteed_firm_of_another_district_is_not_named_nor_its_list(register: Any) -> None:
    register.firms(A)
    register.firms(B, region_code="411303")
    register.take(
        listings=[{"listing_id": "L-1", "list_type": "L03", "uscc": B, "decided_on": "2026-06-20"}],
        relations=[
            {"kind": "GUARANTEES", "from_uscc": A, "to_uscc": B, "valid_from": "2024-01-01",
             "amount_cny": "1"}
        ],
    )  # fmt: skip
    desk = open_desk(register.store)

    def told(scope: str, scope_id: str, region: str) -> Any:
        where: dict[str, Any] = {
            "scope": scope,
            "scope_id": scope_id,
            "seen": lambda at: at.startswith(region),
        }
        return events_answer(desk, TODAY, signal="GUARANTEE_EXPOSURE", **where)

    (row,) = told("ENTITY", A, "411302")["rows"]
    assert (row["entity"], row["day"], row["other_name"]) == (A, "2026-06-20", "辖区外主体")
    assert not any(row[name] for name in ("other", "list_type", "list_type_zh", "fact_id", "origin"))
    by_list = told("LIST", "L03", "411302")
    assert (by_list["number"], by_list["hidden"], by_list["rows"]) == (1, 1, [])
    for scope, scope_id in (("ENTITY", A), ("LIST", "L03")):
        (row,) = told(scope, scope_id, "4113")["rows"]
        assert (row["other"], row["list_type"]) == (B, "L03") and row["fact_id"] and row["origin"]


def test_a_group_is_named_by_a_company_and_counts_all_of_its_members(register: Any) -> None:
    register.firms(A, B)
    holder = {
        "holder_kind": "PERSON", "holder_name": "甲某某", "holder_id_type": "01",
        "holder_id_no": "41130219800101001X", "equity_pct": "80", "valid_from": "2020-01-01",
    }  # fmt: skip
    register.take(holdings=[{"uscc": A, **holder}, {"uscc": B, **holder}])
    derive(register.store, today=TODAY, full=True)
    rows = [complaint(number, code, "2026-06-10") for number, code in enumerate([A, A, A, B, B])]
    register.take(complaints=rows)
    head = min(register.id(A), register.id(B))
    assert register.value(TODAY, Signal.COMPLAINTS, Scope.GROUP, head) == (5, "WATCH")
    figures = register.day(TODAY, signals=(Signal.COMPLAINTS,)).figures
    assert not [one for one in figures if one.scope_id.startswith("p")], "no figure hangs on a person"


def test_a_day_that_the_worker_has_computed_is_read_until_a_fact_changes(
    register: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = register.store
    register.firms(A, B)
    register.take(complaints=[complaint(number, A, "2026-06-20") for number in range(3)])
    desk = replace(open_desk(store), today=TODAY)
    computed: list[str] = []

    def counted(*given: Any, **named: Any) -> Any:
        computed.append(given[1])
        return compute_day(*given, **named)

    for memory in ("_REMEMBERED", "_STORED"):
        monkeypatch.setattr(warning, memory, {})
    monkeypatch.setattr(warning, "compute_day", counted)

    def told(scope: str) -> list[dict[str, Any]]:
        return list(figures_answer(desk, TODAY, scope=scope)["rows"])

    scopes = ("CITY", "ENTITY", "DISTRICT", "INDUSTRY")
    before = [told(one) for one in scopes]
    assert computed and before[0]
    run_day(store, TODAY, today=TODAY)
    computed.clear()
    assert [told(one) for one in scopes] == before and not computed
    register.take(complaints=[complaint(9, A, "2026-06-21")])
    assert told("CITY")[0]["value"] == 4 and computed
