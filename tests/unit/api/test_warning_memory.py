"""What early warning keeps: until a fact changes, computed once for all who ask at once, and not for ever."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from api.services import warning, warning_memory
from api.services.warning import events_answer, figures_answer
from api.services.warning_memory import patiently
from graph.errors import AnswerBusyError
from graph.risk.warning import SILENT, DayFigures, Places, Signal, last_change

DAY = "2026-06-30"


class Commits:
    """A store of nothing but commits, by their reasons."""

    url = "memory:"

    def __init__(self) -> None:
        self.reasons: list[str] = ["ingest a.csv"]

    def head_seq(self) -> int:
        return len(self.reasons)

    def read(self, query: str, **params: Any) -> list[dict[str, Any]]:
        if query != "read/warning/last_change":
            return []
        for seq in range(params["last"], params["first"] - 1, -1):
            if self.reasons[seq - 1] not in params["silent"]:
                return [{"seq": seq, "at": f"t{seq}"}]
        return []

    def read_columns(self, query: str, **params: Any) -> dict[str, list[Any]]:
        return {"number": params["numbers"], "at": [f"t{one}" for one in params["numbers"]]}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Signal]]:
    """Signals in the order in which they were computed; each takes a moment."""
    found: list[Signal] = []

    def compute(store: Any, day: str, *, seq: int, signals: Sequence[Signal], **_: Any) -> DayFigures:
        store.read("read/anything")
        found.extend(signals)
        time.sleep(0.02)
        return DayFigures(day, seq, "", (), dict.fromkeys(signals, ()), Places({}, {}))

    monkeypatch.setattr(warning, "_REMEMBERED", {})
    monkeypatch.setattr(warning, "compute_day", compute)
    monkeypatch.setattr(warning, "labels_of", lambda *_: {})
    monkeypatch.setattr(warning, "event_rows", lambda *_: [])
    yield found


def _desk(store: Commits) -> Any:
    return SimpleNamespace(store=store, today=DAY, seq=lambda _known_at=None: store.head_seq())


def test_a_commit_that_changes_no_fact_has_nothing_computed_again(asked: list[Signal]) -> None:
    store = Commits()
    first = figures_answer(_desk(store), DAY)
    assert asked == list(Signal) and first["data_version"].startswith("1/")
    store.reasons += SILENT
    again = figures_answer(_desk(store), DAY)
    assert asked == list(Signal) and again["data_version"].startswith(f"{len(store.reasons)}/")
    for reason in ("ingest b.csv", "derive liability", "judge same person", "something new", ""):
        asked.clear()
        store.reasons.append(reason)
        figures_answer(_desk(store), DAY)
        assert asked == list(Signal), reason


def test_the_list_behind_one_figure_computes_its_signal_only(asked: list[Signal]) -> None:
    desk = _desk(Commits())
    events_answer(desk, DAY, signal="COMPLAINTS")
    assert asked == [Signal.COMPLAINTS]
    figures_answer(desk, DAY)
    assert sorted(asked) == sorted(Signal)


def test_where_no_change_is_found_within_bounds_every_commit_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.risk.warning.changes._LOOK", 2)
    monkeypatch.setattr("graph.risk.warning.changes._LOOKS", 2)
    store: Any = Commits()
    store.reasons += ["sign in"] * 3
    assert last_change(store, 4) == (1, "t1")
    store.reasons += ["sign in"]
    assert last_change(store, 5) == (5, "t5")


def test_reasons_that_change_nothing_are_ones_that_are_written() -> None:
    root = Path(warning.__file__).parents[2]
    texts = [
        one.read_text() for part in ("api", "graph", "creditgraph") for one in (root / part).rglob("*.py")
    ]
    missing = [one for one in SILENT if not any(f'why="{one}"' in text for text in texts)]
    assert not missing


class _Threads:
    """An asker whose work runs in threads."""

    async def compute(self, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        return await asyncio.to_thread(work, *args, **named)


def test_several_who_ask_at_once_have_it_computed_once(asked: list[Signal]) -> None:
    desk, asker = _desk(Commits()), _Threads()

    async def all_at_once() -> list[Any]:
        return await asyncio.gather(*(patiently(asker, figures_answer, desk, DAY) for _ in range(4)))  # type: ignore[arg-type]

    answers = asyncio.run(all_at_once())
    assert len(answers) == 4 and sorted(asked) == sorted(Signal)


def test_who_waits_holds_no_thread_and_is_told_after_a_while(
    asked: list[Signal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warning_memory, "PATIENCE", 0.3)
    with warning_memory._COMPUTING:
        begun = time.monotonic()
        with pytest.raises(AnswerBusyError) as told:
            figures_answer(_desk(Commits()), DAY)
        assert told.value.passing and time.monotonic() - begun < 1
        with pytest.raises(AnswerBusyError):
            asyncio.run(patiently(_Threads(), figures_answer, _desk(Commits()), DAY))  # type: ignore[arg-type]
    assert not asked


def test_what_takes_too_long_is_refused_and_asking_again_goes_on(
    asked: list[Signal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warning, "SECONDS", 0.03)
    desk, refused = _desk(Commits()), 0
    for _ in range(20):
        try:
            figures_answer(desk, DAY)
            break
        except AnswerBusyError as error:
            assert error.http_status == 503 and "时限" in str(error) and not error.passing
            refused += 1
    assert refused and asked == list(Signal)
