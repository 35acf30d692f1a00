"""Read a segment file by itself: what it says, and where its chain is broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.audit import lines
from graph.audit.lines import Line


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was written.

    Parameters
    ----------
    segment
        The file; for change events their label.
    line
        Line of the file, from 1, or number of the event; 0 if the whole is concerned.
    what_zh
        What is wrong, in Chinese.
    """

    segment: str
    line: int
    what_zh: str


@dataclass(frozen=True)
class Mark:
    """What is kept of a line: enough to compare it with its neighbours and with anchors."""

    place: int
    n: int
    prev: str
    digest: str


@dataclass
class SegmentScan:
    """One segment file.

    Parameters
    ----------
    marks
        Its sound lines, in the order of the file.
    damaged
        Places of lines that no writer wrote so.
    torn
        Whether bytes without an end of line follow: a write that a kill or a full disk cut short.
    size, whole_size
        Bytes up to the last end of line, and of the file.
    events
        (place, number, digest) of change events that it vouches for.
    """

    name: str
    heading: dict[str, Any] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    torn: bool = False
    size: int = 0
    whole_size: int = 0
    events: list[tuple[int, int, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def entries(self) -> int:
        """The last entry's place in the chain."""
        return max((one.n for one in self.marks), default=0)

    @property
    def places(self) -> int:
        """How many whole lines the file has."""
        return len(self.marks) + len(self.damaged)

    def fault(self, place: int, what_zh: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(self.name, place, what_zh))


def raw_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Place and bytes of each line; only a torn one comes with no end of line."""
    with path.open("rb") as file:
        yield from enumerate(file, 1)


def scan_segment(path: Path) -> SegmentScan:
    """Read a segment file and find what is wrong with it by itself."""
    scan = SegmentScan(path.name)
    for place, raw in raw_lines(path):
        scan.whole_size += len(raw)
        if not raw.endswith(b"\n"):
            scan.torn = True
            break
        scan.size += len(raw)
        line = lines.decode_line(raw[:-1])
        if line is None:
            scan.damaged.append(place)
            scan.fault(place, "这一行被改动，与其校验值不符")
            continue
        scan.marks.append(Mark(place, line.n, line.prev, line.digest))
        _note(scan, place, line)
    _check_heading(scan)
    _check_order(scan)
    scan.faults.sort(key=lambda one: one.line)
    return scan


def _note(scan: SegmentScan, place: int, line: Line) -> None:
    if line.kind == lines.SEGMENT and not scan.heading:
        scan.heading = dict(line.body)
    elif line.kind == lines.EVENTS:
        scan.events.append((place, int(line.body.get("number", 0)), str(line.body.get("digest", ""))))


def _check_heading(scan: SegmentScan) -> None:
    first = scan.marks[0] if scan.marks else None
    if first is None or first.place != 1:
        return  # the damaged first line is a fault already, an empty file is told by its anchors
    if first.n == 0 and scan.heading.get("segment") != scan.name:
        scan.fault(1, "段首记载的文件名与实际文件名不符，文件被替换或改名")


def _check_order(scan: SegmentScan) -> None:
    """Each line's place in the chain against its place in the file."""
    present = {one.n for one in scan.marks}
    damaged = set(scan.damaged)
    expected, last_place, last_digest = 0, 0, ""
    for at, mark in enumerate(scan.marks):
        lost = sum(1 for place in range(last_place + 1, mark.place) if place in damaged)
        after = scan.marks[at + 1] if at + 1 < len(scan.marks) else None
        if expected <= mark.n <= expected + lost:
            if mark.n == expected and mark.prev != last_digest:
                scan.fault(last_place or 1, "与后一行所记的链值不符，这一行或其后的行被替换")
        else:
            scan.fault(mark.place, _misplaced(mark.n, expected + lost, present))
            if not _goes_on(mark, after):
                expected, last_place = expected + lost + 1, mark.place
                last_digest = after.prev if after else ""
                continue
        expected, last_place, last_digest = mark.n + 1, mark.place, mark.digest


def _goes_on(mark: Mark, after: Mark | None) -> bool:
    """Whether the chain continues from this line, so that what is before it was removed or inserted."""
    return after is not None and after.n == mark.n + 1 and after.prev == mark.digest


def _misplaced(n: int, expected: int, present: set[int]) -> str:
    if n < expected:
        return f"第 {n} 条重复出现或次序颠倒，此处应为第 {expected} 条"
    if all(one in present for one in range(expected, n)):
        return f"次序颠倒：此处应为第 {expected} 条，实为第 {n} 条"
    return f"此处缺少第 {expected} 条至第 {n - 1} 条"
