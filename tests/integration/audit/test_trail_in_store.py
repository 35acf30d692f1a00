"""The trail on a real store: change events, anchors, files of killed processes."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from pathlib import Path

import pytest

from graph import queries
from graph.audit import (
    Anchorer,
    ReadEntry,
    SegmentWriter,
    TrailFilter,
    read_changes,
    record_change,
    seal_abandoned,
    verify,
)
from graph.audit.changes import record_change_async
from graph.audit.verify import EVENTS
from graph.days import SHANGHAI
from graph.errors import UsageError
from graph.store import Store, WriteTransaction, moments, open_async_store


def entry(number: int) -> ReadEntry:
    return ReadEntry(
        at=moments.now_text(), actor="account:a1", role="OFFICER", action="READ_PERSON",
        subjects=(f"p{number}",), reason="审查投标人",
    )  # fmt: skip


def change(store: Store, number: int) -> None:
    def work(tx: WriteTransaction) -> None:
        for _ in range(2):
            record_change(
                tx, actor=f"account:a{number}", role="ADMINISTRATOR", action="ACCOUNT_CHANGED",
                target="account:b", reason="调岗", detail={"role": "OFFICER"},
            )  # fmt: skip

    store.write(work, by="test", why="change")


def tamper(store: Store, number: int, clause: str) -> None:
    """Change the database behind the platform's back."""
    query = queries.parse(
        "write/test/tamper",
        "// name: write/test/tamper\n// summary: Tamper.\n// params: number: int\n// returns:\n"
        f"MATCH (event:AuditEvent {{number: $number}}) {clause}",
    )
    store.write(lambda tx: tx.run(query, number=number), by="test", why="tamper")


def test_a_change_is_audited_with_it_or_not_at_all(store: Store, tmp_path: Path) -> None:
    change(store, 1)
    with pytest.raises(UsageError):
        store.write(_failing, by="test", why="fails")
    change(store, 2)
    report = verify(tmp_path, store)
    assert (report.events, report.faults) == (4, [])


def _failing(tx: WriteTransaction) -> None:
    record_change(tx, actor="account:a", role="OFFICER", action="X", target="t", reason="")
    raise UsageError("不行")


def test_the_async_flavour_continues_the_same_chain(store: Store, tmp_path: Path) -> None:
    change(store, 1)

    async def run() -> None:
        async with await open_async_store(store.url) as other:
            await other.write(
                lambda tx: record_change_async(
                    tx, actor="account:a", role="OFFICER", action="X", target="t", reason="", detail={}
                ),
                by="test",
                why="async",
            )
            writer = SegmentWriter(tmp_path, "api")
            anchorer = Anchorer(writer)
            stop = asyncio.Event()
            running = asyncio.create_task(anchorer.run(other, stop, tick=0.05))
            await writer.append_async(entry(1))
            await asyncio.sleep(1)
            stop.set()
            await running
            writer.close()
            assert await anchorer.anchor_async(other) == 1

    asyncio.run(run())
    report = verify(tmp_path, store)
    assert (report.events, report.faults, report.notices) == (3, [], [])


@pytest.mark.parametrize(
    ("clause", "places"),
    [
        ("SET event.reason = '别的'", [3]),
        ("SET event.digest = 'x'", [3]),
        ("DELETE event", [3]),
        ("REMOVE event.number", [0, 3]),
    ],
)
def test_a_changed_or_removed_event_is_found(
    store: Store, tmp_path: Path, clause: str, places: list[int]
) -> None:
    for number in range(3):
        change(store, number)
    tamper(store, 3, clause)
    faults = verify(tmp_path, store).faults
    assert sorted({one.line for one in faults}) == places
    assert {one.segment for one in faults} == {EVENTS}


def test_events_cut_off_with_their_counter_are_missed_by_the_files(store: Store, tmp_path: Path) -> None:
    change(store, 1)
    writer = SegmentWriter(tmp_path, "api")
    anchorer = Anchorer(writer)
    writer.append(entry(1))
    assert anchorer.anchor(store) == 1
    tamper(store, 2, "DELETE event WITH 1 AS one MATCH (counter:Counter {name: 'audit'}) SET counter.seq = 1")
    writer.close()
    assert [(one.segment, one.line) for one in verify(tmp_path, store).faults] == [(EVENTS, 2)]


def test_a_file_cut_behind_its_anchor_is_found(store: Store, tmp_path: Path) -> None:
    writer = SegmentWriter(tmp_path, "api")
    anchorer = Anchorer(writer, every_entries=5)
    assert not anchorer.due()
    for number in range(10):
        writer.append(entry(number))
    assert anchorer.due()
    assert anchorer.anchor(store) == 1
    assert not anchorer.due()
    writer.append(entry(11))
    writer.close()
    assert anchorer.due()
    assert anchorer.anchor(store) == 1
    assert anchorer.anchor(store) == 0
    assert verify(tmp_path, store).faults == []
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:8]))
    assert [one.line for one in verify(tmp_path, store).faults] == [9]
    path.unlink()
    assert [one.line for one in verify(tmp_path, store).faults] == [0]


def test_files_of_killed_processes_are_sealed_and_of_living_ones_not(store: Store, tmp_path: Path) -> None:
    writer = SegmentWriter(tmp_path, "api")
    writer.append(entry(1))
    assert seal_abandoned(tmp_path, store) == 0
    writer.close()
    (path,) = tmp_path.iterdir()
    with path.open("ab") as file:
        file.write(b'{"at":"20')
    assert seal_abandoned(tmp_path, store) == 1
    assert seal_abandoned(tmp_path, store) == 0
    assert verify(tmp_path, store).faults == []
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:1]))
    assert [one.line for one in verify(tmp_path, store).faults] == [2]


def test_auditors_read_changes_newest_first_page_by_page(store: Store) -> None:
    for number in (1, 2, 1):
        change(store, number)

    def numbers(wanted: TrailFilter) -> list[int]:
        cursor, found = "", []
        while True:
            page = read_changes(store, wanted, cursor=cursor, limit=2)
            found += [one["number"] for one in page.events]
            cursor = page.cursor
            if not cursor:
                return found

    today = datetime.now(SHANGHAI).date().isoformat()
    assert numbers(TrailFilter()) == [6, 5, 4, 3, 2, 1]
    assert numbers(TrailFilter(actor="account:a1")) == [6, 5, 2, 1]
    assert numbers(TrailFilter(actor="account:a2", day=today)) == [4, 3]
    assert numbers(TrailFilter(subject="account:b", action="ACCOUNT_CHANGED")) == [6, 5, 4, 3, 2, 1]
    assert numbers(TrailFilter(action="OTHER")) == []
    assert numbers(TrailFilter(day="2020-01-01")) == []


def test_the_command_tells_sound_from_tampered(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CREDITGRAPH_HOME", str(tmp_path))
    writer = SegmentWriter(tmp_path / "audit", "api")
    writer.append(entry(1))
    writer.close()
    Anchorer(writer).anchor(store)
    assert _exit_status(monkeypatch, "--json") == 0
    assert json.loads(capsys.readouterr().out)["entries"] == 1
    (path,) = (tmp_path / "audit").iterdir()
    path.write_bytes(path.read_bytes().replace("审查".encode(), "审理".encode()))
    assert _exit_status(monkeypatch, "--json") == 1
    assert [one["line"] for one in json.loads(capsys.readouterr().out)["faults"]] == [2]
    assert _exit_status(monkeypatch) == 1


def _exit_status(monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    from creditgraph.cli import main

    monkeypatch.setattr("sys.argv", ["creditgraph", "audit", "verify", *options])
    with pytest.raises(SystemExit) as ended:
        main.main()
    return int(ended.value.code or 0)
