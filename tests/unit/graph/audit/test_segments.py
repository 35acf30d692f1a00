"""The writer: an entry is on disk before its caller goes on, or the caller is told."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from graph.audit import AuditUnavailableError, SegmentWriter, segment_file, verify
from graph.audit.scan import scan_segment
from graph.errors import UsageError


def test_entries_of_many_threads_form_one_sound_chain(tmp_path: Path, entry: Any, anchors: Any) -> None:
    writer = SegmentWriter(tmp_path, "api")
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: writer.append(entry(number)), range(400)))
    writer.close()
    (state,) = writer.states()
    assert (state.entries, state.closed) == (400, True)
    assert verify(tmp_path, anchors).sound
    assert scan_segment(tmp_path / state.segment).entries == 400


def test_tasks_append_without_blocking_their_loop(tmp_path: Path, entry: Any) -> None:
    writer = SegmentWriter(tmp_path, "api")

    async def run() -> None:
        await asyncio.gather(*(writer.append_async(entry(number)) for number in range(200)))

    asyncio.run(run())
    assert writer.states()[-1].entries == 200
    writer.close()


def test_files_are_for_the_owner_only(tmp_path: Path, entry: Any) -> None:
    folder = tmp_path / "audit"
    writer = SegmentWriter(folder, "api")
    writer.append(entry())
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    writer.close()


def test_a_new_file_names_the_end_of_the_one_before(tmp_path: Path, entry: Any, anchors: Any) -> None:
    writer = SegmentWriter(tmp_path, "api", max_bytes=2000)
    for number in range(30):
        writer.append(entry(number))
    writer.close()
    states = writer.states()
    assert len(states) > 3
    headings = {one.segment: scan_segment(tmp_path / one.segment).heading for one in states}
    for before, after in pairwise(states):
        assert headings[after.segment]["previous"] == before.segment
        assert headings[after.segment]["previous_chain"] == before.chain
    assert verify(tmp_path, anchors).sound
    (tmp_path / states[1].segment).unlink()
    assert [one.segment for one in verify(tmp_path, anchors).faults] == [states[1].segment]


def test_a_new_day_begins_a_new_file(tmp_path: Path, entry: Any) -> None:
    now = ["2026-03-01T15:59:59.000000Z"]
    writer = SegmentWriter(tmp_path, "api", clock=lambda: now[0])
    writer.append(entry())
    now[0] = "2026-03-01T16:00:00.000000Z"
    writer.append(entry())
    writer.close()
    assert len(writer.states()) == 2


def test_a_failing_disk_is_told_to_every_waiter_and_later_ones_are_served(
    tmp_path: Path, entry: Any, anchors: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = SegmentWriter(tmp_path, "api")
    writer.append(entry(0))
    full = threading.Event()
    full.set()
    real = os.write

    def write(descriptor: int, data: Any) -> int:
        if full.is_set() and len(data) > 40:
            real(descriptor, bytes(data[:40]))
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(descriptor, data)

    monkeypatch.setattr(segment_file.os, "write", write)
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda number: _refusal(writer, entry(number)), range(1, 9)))
    assert all(isinstance(one, AuditUnavailableError) and one.todo for one in told)
    full.clear()
    writer.append(entry(9))
    writer.close()
    anchors.states = list(writer.states())
    report = verify(tmp_path, anchors)
    assert (report.faults, report.entries) == ([], 2)


def test_a_file_that_cannot_be_cut_to_its_end_is_no_fault(
    tmp_path: Path, entry: Any, anchors: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = SegmentWriter(tmp_path, "api")
    writer.append(entry(0))

    def broken(*_: Any) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patched:
        patched.setattr(segment_file, "_sync", broken)
        patched.setattr(segment_file.os, "ftruncate", broken)
        assert isinstance(_refusal(writer, entry(1)), AuditUnavailableError)
    writer.append(entry(2))
    writer.close()
    anchors.states = list(writer.states())
    assert [one.closed for one in anchors.states] == [False, True]
    assert verify(tmp_path, anchors).faults == []


def _refusal(writer: SegmentWriter, given: Any) -> Exception | None:
    try:
        writer.append(given)
    except AuditUnavailableError as error:
        return error
    return None


def test_nothing_is_taken_after_closing(tmp_path: Path, entry: Any) -> None:
    writer = SegmentWriter(tmp_path, "api")
    writer.close()
    with pytest.raises(AuditUnavailableError):
        writer.append(entry())
    assert list(tmp_path.iterdir()) == []


def test_too_many_waiters_are_refused_in_time(
    tmp_path: Path, entry: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    real = segment_file._sync

    def slow(descriptor: int) -> None:
        held.wait(5)
        real(descriptor)

    monkeypatch.setattr(segment_file, "_sync", slow)
    writer = SegmentWriter(tmp_path, "api", queue_size=2, patience=0.2)
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda number: _refusal(writer, entry(number)), range(6)))
    assert all(isinstance(one, AuditUnavailableError) for one in told)
    held.set()
    writer.close()


def test_numbers_of_persons_are_masked_or_refused(tmp_path: Path, entry: Any) -> None:
    number = "11010519491231002X"
    writer = SegmentWriter(tmp_path, "api")
    with pytest.raises(UsageError):
        writer.append(entry(subjects=(number,)))
    writer.append(entry(reason=f"核对 {number}", purpose="\ud800"))
    writer.close()
    (path,) = tmp_path.iterdir()
    assert number not in path.read_text(encoding="utf-8")


CHILD = """
import sys, threading
from pathlib import Path
from graph.audit import ReadEntry, SegmentWriter
writer = SegmentWriter(Path(sys.argv[1]), "api")
lock = threading.Lock()
def work(thread):
    number = 0
    while True:
        name = f"t{thread}n{number}"
        writer.append(ReadEntry(at="2026-01-01T00:00:00.000000Z", actor="account:a", role="OFFICER",
            action="READ_PERSON", subjects=(name,)))
        with lock:
            sys.stdout.write(name + "\\n")
            sys.stdout.flush()
        number += 1
for thread in range(8):
    threading.Thread(target=work, args=(thread,), daemon=True).start()
threading.Event().wait()
"""


def test_after_a_kill_every_acknowledged_entry_is_there(tmp_path: Path, anchors: Any) -> None:
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    acknowledged = [child.stdout.readline().strip() for _ in range(300)]
    child.send_signal(signal.SIGKILL)
    acknowledged += [
        line.strip() for line in child.stdout.read().splitlines(keepends=True) if line[-1] == "\n"
    ]
    child.stdout.close()
    child.wait()
    (path,) = tmp_path.iterdir()
    text = path.read_text(encoding="utf-8", errors="replace")
    assert all(f'"subjects":["{name}"]' in text for name in acknowledged if name)
    assert verify(tmp_path, anchors).faults == []


def test_a_torn_last_line_is_told_apart_from_tampering(
    filled: Callable[..., Path], anchors: Any, entry: Any
) -> None:
    path = filled()
    anchors.states.clear()
    with path.open("ab") as file:
        file.write(b'{"at":"2026-01-01T0')
    report = verify(path.parent, anchors)
    assert report.sound
    assert {one.line for one in report.notices} == {0, 14}
    writer = SegmentWriter(path.parent, "api")
    writer.append(entry())
    writer.close()
    assert len(list(path.parent.iterdir())) == 2


def test_entries_that_nobody_waits_for_are_written_all_the_same(
    tmp_path: Path, entry: Any, anchors: Any
) -> None:
    writer = SegmentWriter(tmp_path, "api")

    async def run() -> None:
        for number in range(100):
            await writer.append_soon(entry(number))
        await writer.append_async(entry(100))

    asyncio.run(run())
    assert writer.states()[-1].entries == 101  # one file, in order: whoever waits waits for those before
    asyncio.run(writer.append_soon(entry(101)))
    writer.close()
    assert writer.states()[-1].entries == 102
    assert verify(tmp_path, anchors).sound


def test_after_a_failed_write_nobody_goes_on_unwritten(
    tmp_path: Path, entry: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    writer = SegmentWriter(tmp_path, "api")
    with monkeypatch.context() as patched:
        patched.setattr(segment_file, "_sync", fail)
        with pytest.raises(AuditUnavailableError):
            writer.append(entry(1))
        for number in (2, 3):
            with pytest.raises(AuditUnavailableError):
                asyncio.run(writer.append_soon(entry(number)))
    asyncio.run(writer.append_soon(entry(4)))
    assert writer.states()[-1].entries == 1  # it waited
    writer.close()
