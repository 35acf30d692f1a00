"""The worker's round: what happened while it was off is told when it starts again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.auth.principal import Role
from creditgraph.settings import Settings
from creditgraph.watching import watch_day
from creditgraph.worker import Worker
from graph.registers.clues import Actor
from graph.registers.records import records_of
from graph.registers.subscriptions import subscribe
from graph.risk.warning import WARNING_DAY, Scope
from graph.store import Store

A, B = "91411300MA00000077", "91411302MA3X00010W"


def listing(key: str, code: str, decided: str) -> dict[str, Any]:
    return {"listing_id": key, "list_type": "L03", "uscc": code, "decided_on": decided}


@pytest.fixture
def off_and_on(store: Store, tmp_path: Path) -> Callable[[str], None]:
    """A worker that starts on a day, does what is due and ends."""
    settings = Settings.load({"CREDITGRAPH_HOME": str(tmp_path / "home")})
    return lambda day: (Worker(store, settings, today=lambda: day).run_once(), None)[1]


def told(store: Store, account: str) -> set[tuple[str, str]]:
    return {(one["scope_id"], one["day"]) for one in records_of(store, "WarningAlert", account)}


def test_what_happened_on_a_day_without_a_worker_is_told_when_it_starts(
    register: Any, off_and_on: Callable[[str], None], account: Callable[..., str]
) -> None:
    store = register.store
    id_ = account("away", role=Role.INVESTIGATOR)
    register.firms(A, B)
    actor = Actor(f"account:{id_}", "INVESTIGATOR", id_)
    for code in (A, B):
        subscribe(
            store, signal="LISTINGS", scope=Scope.ENTITY, scope_id=register.id(code), level="WATCH",
            actor=actor,
        )  # fmt: skip
    register.take(listings=[listing("L-1", B, "2026-06-20")])
    off_and_on("2026-06-26")
    assert told(store, id_) == {(register.id(B), "2026-06-26")}
    register.take(listings=[listing("L-2", A, "2026-06-28")])
    off_and_on("2026-06-30")
    after = {(register.id(B), "2026-06-26"), (register.id(A), "2026-06-30")}
    assert told(store, id_) == after, "three days were filled in first, and told nobody"
    assert store.read("read/meta/value", name=WARNING_DAY)[0]["value"] == "2026-06-30"
    off_and_on("2026-07-02")
    assert told(store, id_) == after, "the same listing is no news"


def test_a_day_told_is_compared_as_it_was_told(register: Any, account: Callable[..., str]) -> None:
    """A record of before that came in afterwards is news, though the day was computed again with it."""
    store = register.store
    id_ = account("later", role=Role.INVESTIGATOR)
    register.firms(A)
    subscribe(
        store, signal="LISTINGS", scope=Scope.ENTITY, scope_id=register.id(A), level="WATCH",
        actor=Actor(f"account:{id_}", "INVESTIGATOR", id_),
    )  # fmt: skip
    watch_day(store, "2026-06-26", today="2026-06-26")
    register.take(listings=[listing("L-1", A, "2026-06-25")])
    watch_day(store, "2026-06-26", today="2026-06-28")
    watch_day(store, "2026-06-28", today="2026-06-28")
    assert told(store, id_) == {(register.id(A), "2026-06-28")}


def test_a_change_whose_window_is_longer_than_the_standstill_is_not_told_again(
    register: Any, account: Callable[..., str]
) -> None:
    store = register.store
    id_ = account("still", role=Role.INVESTIGATOR)
    register.firms(A)
    numbers = {"甲某某": "41130219800101001X", "乙某某": "411381197512311245"}
    terms = [("甲某某", "2020-01-01", "2026-06-20"), ("乙某某", "2026-06-20", "")]
    register.take(
        positions=[
            {
                "uscc": A, "role": "LEGAL_REP", "name": name, "id_type": "01", "id_no": numbers[name],
                "valid_from": begins, "valid_to": ends,
            }
            for name, begins, ends in terms
        ]
    )  # fmt: skip
    subscribe(
        store, signal="REPRESENTATIVE_CHANGES", scope=Scope.ENTITY, scope_id=register.id(A), level="WATCH",
        actor=Actor(f"account:{id_}", "INVESTIGATOR", id_),
    )  # fmt: skip
    first = {(register.id(A), "2026-06-20")}
    watch_day(store, "2026-06-20", today="2026-06-20")
    assert told(store, id_) == first
    # The last day of its ninety: the worker stood still for eighty-nine.
    watch_day(store, "2026-09-17", today="2026-09-17")
    assert told(store, id_) == first
