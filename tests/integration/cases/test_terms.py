"""A term into a year that is not announced: provisional, counted again when it is, and nobody late before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from creditgraph.settings import Settings
from creditgraph.worker import Worker
from graph.audit import TrailFilter, read_changes
from graph.errors import UsageError
from graph.identity.numbers import IdentityKeys
from graph.registers.accountability.arrears import ArrearsService
from graph.registers.accountability.book import records
from graph.registers.accountability.service import CaseService
from graph.registers.accountability.terms import recount_terms
from graph.store import Store

WAGES, REVOKED = "L03_wage_arrears.legal_rep@1", "L16_licence_revoked.legal_rep@1"
TABLE = "years: {2027: {source: 通知, published_on: 2026-11-30, holidays: [2027-01-01]}}"
#: Five working days from Tuesday 29 December, without and with New Year's Day off.
BEFORE, AFTER = ("2027-01-05", True), ("2027-01-06", False)
Said = list[str]


@pytest.fixture
def late(store: Store, tmp_path: Path, world_on: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The world on 29 December 2026, before 2027 is announced."""
    monkeypatch.delenv("CREDITGRAPH_CALENDAR", raising=False)
    return world_on(store, tmp_path, IdentityKeys.generate(), "2026-12-29")


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def known() -> None:
        (tmp_path / "calendar.yaml").write_text(TABLE, encoding="utf-8")
        monkeypatch.setenv("CREDITGRAPH_CALENDAR", str(tmp_path / "calendar.yaml"))

    return known


@pytest.fixture
def worker(late: Any, tmp_path: Path) -> tuple[Worker, Said]:
    said: Said = []
    settings = Settings.load({"CREDITGRAPH_HOME": str(tmp_path / "home")})
    return Worker(late.store, settings, today=lambda: str(late.today), say=said.append), said


def notified(world: Any, rule: str = WAGES, person: str = "A") -> str:
    case_id = str(world.opened(world.finding(rule, person)["finding_id"]))
    world.take(case_id, "notify", doc_on="2026-12-29", served_on="2026-12-29")
    return case_id


def due(world: Any, case_id: str, **params: Any) -> list[tuple[str, bool]]:
    """Of the case, then of its steps."""
    found = [
        *records(world.store.read, "AccountabilityCase", "record_id", [case_id], **params),
        *records(world.store.read, "CaseStep", "case_id", [case_id], **params),
    ]
    return [(one["due_on"], one["due_provisional"]) for one in found]


def versions(world: Any) -> set[str]:
    """Of all open cases and their steps."""
    cases = world.records("AccountabilityCase", "standing", "OPEN")
    steps = records(world.store.read, "CaseStep", "case_id", [one["record_id"] for one in cases])
    return {one["version_id"] for one in cases} | {one["step_id"] for one in steps}


def moved(world: Any) -> list[dict[str, Any]]:
    return list(read_changes(world.store, TrailFilter(action="CASE_TERM_MOVED")).events)


def on(world: Any, day: str) -> Any:
    world.today = day
    world.service = CaseService(world.store, world.rules, day)
    return world


def test_a_term_is_moved_once_when_its_year_is_announced(
    late: Any, worker: tuple[Worker, Said], publish: Callable[[], None]
) -> None:
    work, said = worker
    case_id = notified(late)
    soe = ArrearsService(late.store, late.today).open(late.officer, "ARREARS:a-1", request_id="soe").case
    work.run_once()
    opened_due = ("2027-01-12", True)
    assert due(late, case_id) == [BEFORE, opened_due, BEFORE]
    assert due(late, soe["record_id"]) == [("2027-01-12", True)] * 2
    before = late.store.head_seq()
    publish()
    work.run_once()
    # What was due before the notice is done and stays; the time that runs is another one now.
    assert due(late, case_id) == [AFTER, opened_due, AFTER]
    assert due(late, soe["record_id"]) == [("2027-01-13", False)] * 2
    assert "工作日历有变，已重新计算案件期限 2 件" in said
    # Nothing was overwritten, and the trail says what moved.
    assert due(late, case_id, seq=before) == [BEFORE, opened_due, BEFORE]
    assert {one["target"] for one in moved(late)} == {case_id, soe["record_id"]}
    stood, told = versions(late), len(said)
    assert work.run_once().idle
    assert (versions(late), said[told:], len(moved(late))) == (stood, [], 2)
    # The step keeps its request: sent again it is the same one, and the next step follows it.
    assert late.take(case_id, "hear", heard="WAIVED").case["number"] == 2


def test_a_case_that_is_over_stays_as_it_was(
    late: Any, worker: tuple[Worker, Said], publish: Callable[[], None]
) -> None:
    case_id = notified(late)
    late.take(case_id, "hear", heard="WAIVED")
    late.take(case_id, "dismiss", late.reviewer)
    fallen = notified(late, REVOKED, "R")
    late.hand_in({"person_status": [{"person": "R", "status": "DECEASED", "since": "2026-12-01"}]})
    kept = {one: due(late, one) for one in (case_id, fallen)}
    assert all(one[0] == ("", False) and BEFORE in one for one in kept.values())
    publish()
    worker[0].run_once()
    assert {one: due(late, one) for one in kept} == kept
    assert moved(late) == []


def test_nobody_is_late_before_the_day_that_the_announced_year_gives(
    late: Any, worker: tuple[Worker, Said], publish: Callable[[], None]
) -> None:
    case_id = notified(late)
    on(late, "2027-01-06")
    with pytest.raises(UsageError, match="不能确定已经届满"):
        late.take(case_id, "hear", heard="NO_ANSWER")
    publish()
    # Before the worker looked, and after it.
    for look in (lambda: None, worker[0].run_once):
        look()
        with pytest.raises(UsageError, match="期限到 2027-01-06 才届满"):
            late.take(case_id, "hear", heard="NO_ANSWER")
    on(late, "2027-01-07")
    assert late.take(case_id, "hear", heard="NO_ANSWER").case["state"] == "HEARD"


def test_who_is_stopped_between_two_batches_leaves_the_rest_to_the_next(
    late: Any, publish: Callable[[], None]
) -> None:
    cases = sorted([notified(late), notified(late, REVOKED, "R")])
    publish()

    def stop(_done: int, _of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        recount_terms(late.store, batch=1, progress=stop)
    assert [due(late, one)[0] for one in cases] == [AFTER, BEFORE]
    assert recount_terms(late.store, batch=1) == 1
    assert [due(late, one)[0] for one in cases] == [AFTER, AFTER]
    head = late.store.head_seq()
    assert (recount_terms(late.store), late.store.head_seq()) == (0, head)
