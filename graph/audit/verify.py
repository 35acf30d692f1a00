"""Verify the trail: files by themselves, against each other and against the store, and change events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graph.audit.anchors import Anchors, load_anchors
from graph.audit.changes import event_digest
from graph.audit.scan import Fault, SegmentScan, scan_segment
from graph.audit.segment_file import SUFFIX, SegmentState
from graph.store import Store

#: What change events are called where a segment file is named.
EVENTS: Final = "AuditEvent"
_PAGE: Final = 1000
_LARGEST: Final = 2**62


@dataclass
class VerifyReport:
    """What verification found.

    Parameters
    ----------
    segments, entries
        Segment files, and sound entries in them.
    events
        Change events in the store.
    faults
        What is not as it was written, at its place.
    notices
        What is worth knowing and no fault: files not anchored yet, writes that a kill cut short.
    """

    segments: int = 0
    entries: int = 0
    events: int = 0
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(folder: Path, store: Store) -> VerifyReport:
    """Verify segment files and change events.

    Anchors are read first and events last: what is written meanwhile is then no fault.
    """
    report = VerifyReport()
    anchors = load_anchors(store)
    vouched: list[tuple[str, int, int, str]] = []
    ends: dict[str, _End] = {}
    headings: list[tuple[str, dict[str, Any]]] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        scan = scan_segment(path)
        headings.append((scan.name, scan.heading))
        _compare(scan, anchors.get(scan.name, []))
        report.segments += 1
        report.entries += sum(1 for one in scan.marks if one.n > 0)
        report.faults += scan.faults
        report.notices += _notices(scan, anchors)
        vouched += [(scan.name, *one) for one in scan.events]
        ends[scan.name] = _End.of(scan, headings[-1][1])
    for name in sorted(anchors.keys() - ends.keys()):
        most = max(one.entries for one in anchors[name])
        report.faults.append(Fault(name, 0, f"段文件不见了：锚定记录中它至少有 {most} 条"))
    report.faults += _successions(headings, ends)
    _verify_events(store, vouched, report)
    return report


# -- a file against its anchors


def _compare(scan: SegmentScan, anchors: Sequence[SegmentState]) -> None:
    """Add what the anchors know better than the file."""
    digests = {one.n: one.digest for one in scan.marks}
    places = {one.n: one.place for one in scan.marks}
    sound_to = 0
    last_sound = scan.marks[-1].place if scan.marks else 1
    reach = scan.entries + sum(1 for place in scan.damaged if place > last_sound)
    for anchor in anchors:
        if scan.entries < anchor.entries <= reach:
            break  # it stood at a line that is told as changed
        if anchor.entries > reach:
            what = f"文件在此中断：锚定记录中有 {anchor.entries} 条，此处之后的不见了"
            scan.fault(scan.places + 1, what)
            break
        found = digests.get(anchor.entries)
        if found is not None and found != anchor.chain:
            span = f"第 {sound_to + 1} 行至第 {places[anchor.entries]} 行"
            scan.fault(sound_to + 1, f"{span}之间被整体改写，与锚定的链值不符")
            break
        sound_to = places.get(anchor.entries, sound_to)
    closed = next((one for one in anchors if one.closed), None)
    if closed is None:
        return
    for mark in scan.marks:
        if mark.n > closed.entries:
            scan.fault(mark.place, f"封存于第 {closed.entries} 条之后又追加了这一行")
            return
    if not scan.faults and scan.whole_size != closed.size:
        what = f"封存时文件有 {closed.size} 字节，现有 {scan.whole_size} 字节"
        scan.fault(scan.places + (1 if scan.torn else 0), what)


def _notices(scan: SegmentScan, anchors: Anchors) -> list[Fault]:
    found = []
    if scan.name not in anchors:
        found.append(Fault(scan.name, 0, "尚未锚定：其末尾如被截去，无从发现"))
    if scan.torn:
        found.append(Fault(scan.name, scan.places + 1, "最后一行没有写完：写入时进程中断，这一条从未确认过"))
    return found


# -- a file against the one before it in its process


@dataclass(frozen=True)
class _End:
    """What a following file may say of this one."""

    digests: dict[int, str]
    entries: int

    @classmethod
    def of(cls, scan: SegmentScan, heading: dict[str, Any]) -> _End:
        """Only the last few: what follows can name no others unless the disk failed."""
        return cls({one.n: one.digest for one in scan.marks[-4096:]}, scan.entries)


def _successions(headings: Iterable[tuple[str, dict[str, Any]]], ends: dict[str, _End]) -> list[Fault]:
    faults = []
    for name, heading in headings:
        previous = str(heading.get("previous", ""))
        if not previous:
            continue
        end, entries = ends.get(previous), int(heading["previous_entries"])
        if end is None:
            faults.append(Fault(previous, 0, f"段文件不见了：{name} 记载它在前，有 {entries} 条"))
        elif end.digests.get(entries) != heading["previous_chain"]:
            faults.append(Fault(previous, entries + 1, f"末尾与后一段 {name} 所记的链值不符"))
        elif end.entries > entries and heading["previous_whole"]:
            faults.append(Fault(previous, entries + 2, f"后一段 {name} 开始之后又追加了条目"))
    return faults


# -- change events


def _verify_events(store: Store, vouched: Iterable[tuple[str, int, int, str]], report: VerifyReport) -> None:
    """Each event against itself, against the one before, and against what files vouch for."""
    last = store.read("read/audit/last_number")
    head = int(last[0]["number"]) if last else 0
    seq = store.head_seq()
    expected = _Expected(report, sorted((one[2], one[3], one[0], one[1]) for one in vouched))
    first = 1
    while rows := store.read("read/audit/events_between", first=first, last=_LARGEST, limit=_PAGE, seq=seq):
        for row in rows:
            expected.take(row["event"])
        first = int(rows[-1]["event"]["number"]) + 1
    expected.end(head)
    counted = store.read("read/audit/count_events", seq=seq)[0]["events"]
    if counted > report.events:
        report.faults.append(Fault(EVENTS, 0, f"另有 {counted - report.events} 条没有流水号的变更记录"))


class _Expected:
    """What the next event must be."""

    def __init__(self, report: VerifyReport, vouched: list[tuple[int, str, str, int]]) -> None:
        self._report = report
        self._vouched = {number: (digest, segment, line) for number, digest, segment, line in vouched}
        self._number, self._digest, self._seq = 0, "", 0

    def take(self, event: dict[str, Any]) -> None:
        number = int(event["number"])
        self._report.events += 1
        if number > self._number + 1:
            self._missing(self._number + 1, number - 1)
        if event_digest(event) != event.get("digest"):
            self._fault(number, "这条变更记录被改动，与其校验值不符")
        elif number == self._number + 1 and event["previous"] != self._digest:
            self._fault(self._number or 1, "与后一条所记的链值不符，这一条被替换")
        elif int(event["seq"]) < self._seq:
            self._fault(number, "提交序号早于前一条")
        noted = self._vouched.pop(number, None)
        if noted and noted[0] != event.get("digest"):
            self._fault(number, f"与段文件 {noted[1]} 第 {noted[2]} 行所记的链值不符")
        self._number, self._digest = number, str(event.get("digest", ""))
        self._seq = max(self._seq, int(event["seq"]))

    def end(self, head: int) -> None:
        """Nothing may be missing at the end."""
        most = max([head, *self._vouched])
        if most > self._number:
            self._missing(self._number + 1, most)
        elif head < self._number:
            self._fault(head + 1, "超出流水号计数器，系另行插入")

    def _missing(self, first: int, last: int) -> None:
        what = f"缺少第 {first} 条" if first == last else f"缺少第 {first} 条至第 {last} 条"
        self._fault(first, what)

    def _fault(self, number: int, what_zh: str) -> None:
        self._report.faults.append(Fault(EVENTS, number, what_zh))
