"""One segment file while it is written: locked by its process, in whole lines, synced before it counts."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from graph.audit import lines

SUFFIX: Final = ".jsonl"
_sync: Final = getattr(os, "fdatasync", os.fsync)


@dataclass(frozen=True)
class SegmentState:
    """Where a segment file stands on disk.

    Parameters
    ----------
    entries
        Lines after the heading.
    chain
        Digest of the last line.
    size
        Bytes up to there; of the whole file when closed.
    closed
        Nothing may follow.
    ended
        The process writes there no more; not closed as well if the file could not be cut to its end.
    """

    segment: str
    entries: int
    chain: str
    size: int
    closed: bool = False
    ended: bool = False


class SegmentFile:
    """An open segment file; only the writing thread touches it."""

    def __init__(self, descriptor: int, state: SegmentState, day: str, at: str) -> None:
        self.state = state
        self.day = day
        self._descriptor = descriptor
        self._at = at

    def write(self, bodies: Sequence[tuple[str, str]], now: str) -> None:
        """Append lines and sync; only then does the state count them.

        Raises
        ------
        OSError
            The disk does not take them; how much of them is there is unknown.
        """
        self._at = max(self._at, now)
        n, chain, parts = self.state.entries, self.state.chain, []
        for kind, body in bodies:
            n += 1
            line, chain = lines.encode_line(n, self._at, kind, body, chain)
            parts.append(line)
        data = b"".join(parts)
        _write_all(self._descriptor, data)
        _sync(self._descriptor)
        size = self.state.size + len(data)
        self.state = replace(self.state, entries=n, chain=chain, size=size)

    def take_back(self) -> bool:
        """Cut off what was never acknowledged; False if that fails too."""
        try:
            os.ftruncate(self._descriptor, self.state.size)
            os.fsync(self._descriptor)
        except OSError:
            return False
        return True

    def end(self, *, whole: bool) -> SegmentState:
        """Close the file; `whole` says that it ends where its state does."""
        self.state = replace(self.state, closed=whole, ended=True)
        with contextlib.suppress(OSError):
            os.close(self._descriptor)
        return self.state


def open_segment(folder: Path, process: str, now: str, day: str, before: SegmentState | None) -> SegmentFile:
    """Begin a file; its first line names the file before it in the same process.

    Raises
    ------
    OSError
        The folder does not take it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    moment = re.sub(r"\D", "", now)[:14]
    name = f"{re.sub(r'[^A-Za-z0-9-]', '-', process) or 'process'}-{moment}-{secrets.token_hex(6)}{SUFFIX}"
    heading = {
        "segment": name,
        "process": process,
        "previous": before.segment if before else "",
        "previous_entries": before.entries if before else 0,
        "previous_chain": before.chain if before else "",
        # A file that could not be brought to its acknowledged end may hold lines that nobody was promised.
        "previous_whole": before.closed if before else True,
    }
    line, chain = lines.encode_line(0, now, lines.SEGMENT, lines.canonical(heading), "")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
    descriptor = os.open(folder / name, flags, 0o600)
    try:
        # Held while the process lives: whoever gets it knows that nobody writes here any more.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _write_all(descriptor, line)
        os.fsync(descriptor)
        _sync_folder(folder)
    except OSError:
        os.close(descriptor)
        with contextlib.suppress(OSError):
            (folder / name).unlink()
        raise
    return SegmentFile(descriptor, SegmentState(name, 0, chain, len(line)), day, now)


def is_being_written(path: Path) -> bool:
    """Whether a living process holds the file."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
