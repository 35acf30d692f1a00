"""Stored runs: what a pattern found, under which parameters, version and data version.

A run is noted before it begins and says how far it is while it goes on, so that whoever asks, from whichever
process, sees the same. One run at a time: a second one is refused while the first one shows progress.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from graph.errors import CreditGraphError, NotFoundError, StoreConflictError
from graph.ids import new_id
from graph.ownership.read import batches
from graph.risk.patterns.library import PATTERNS, pattern
from graph.risk.patterns.matches import PatternRun
from graph.risk.patterns.run import run_pattern
from graph.store import Store, WriteTransaction
from graph.store.moments import now_text

#: A run that says nothing for so long was interrupted.
SILENT_SECONDS: Final = 120
_BEAT_SECONDS: Final = 2.0
_BATCH: Final = 500


@dataclass(frozen=True)
class Begun:
    """A run that has been noted and not yet carried out."""

    run_id: str
    pattern: str
    parameters: Mapping[str, Any]
    day: str
    seq: int
    by: str


def begin_run(
    store: Store,
    name: str,
    day: str,
    *,
    seq: int,
    data_version: str,
    by: str,
    parameters: Mapping[str, Any] | None = None,
) -> Begun:
    """Note a run.

    Raises
    ------
    NotFoundError
        There is no such pattern.
    StoreConflictError
        Another run is going on.
    UsageError
        A parameter is unknown or out of bounds.
    """
    declared = pattern(name)
    values = declared.values(parameters)
    busy = [one for one in newest_runs(store) if one["state"] == "RUNNING"]
    if busy:
        raise StoreConflictError(
            f"另一次模式运行正在进行：{PATTERNS[busy[0]['pattern']].zh}", todo="待其结束后再运行"
        )
    begun = Begun(new_id("r"), name, values, day, seq, by)
    properties = _noted(begun, declared.version, data_version)
    store.write(lambda tx: tx.run("write/patterns/open_run", properties=properties), by=by, why="pattern run")
    return begun


def _noted(begun: Begun, version: int, data_version: str) -> dict[str, Any]:
    """A run as it is stored before it begins."""
    now = now_text()
    return {
        "run_id": begun.run_id,
        "pattern": begun.pattern,
        "version": version,
        "parameters": json.dumps(begun.parameters, ensure_ascii=False, sort_keys=True),
        "as_of": begun.day,
        "known_seq": begun.seq,
        "data_version": data_version,
        "state": "RUNNING",
        "done": 0,
        "total": 0,
        "matches": 0,
        "complete": False,
        "left_out": "",
        "by": begun.by,
        "error": "",
        "started_at": now,
        "beat_at": now,
        "finished_at": "",
    }


def carry_out(store: Store, begun: Begun) -> dict[str, Any]:
    """Run it and keep what it finds; how it ended is noted whatever happens.

    Raises
    ------
    CreditGraphError
        As the run raised it, after it was noted.
    """
    beat = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal beat
        if time.monotonic() - beat >= _BEAT_SECONDS:
            beat = time.monotonic()
            _note(store, begun, done=done, total=total, beat_at=now_text())

    try:
        found = run_pattern(
            store,
            begun.pattern,
            begun.day,
            seq=begun.seq,
            parameters=begun.parameters,
            progress=progress,
        )
        _keep(store, begun, found)
    except CreditGraphError as error:
        _note(store, begun, state="FAILED", error=str(error), finished_at=now_text())
        raise
    _note(
        store,
        begun,
        state="DONE",
        matches=len(found.matches),
        complete=found.complete,
        left_out=found.left_out,
        finished_at=now_text(),
    )
    return run_by_id(store, begun.run_id)


def _note(store: Store, begun: Begun, **properties: Any) -> None:
    def work(tx: WriteTransaction) -> None:
        tx.run("write/patterns/note_run", run_id=begun.run_id, properties=properties)

    store.write(work, by=begun.by, why="pattern run")


def _keep(store: Store, begun: Begun, found: PatternRun) -> None:
    rows = [
        {
            "match_id": f"{begun.run_id}|{number}",
            "run_id": begun.run_id,
            "match_key": one.key,
            "number": number,
            "size": one.size,
            "members": json.dumps([list(member) for member in one.members]),
            "facts": json.dumps(one.facts, ensure_ascii=False, sort_keys=True),
        }
        for number, one in enumerate(found.matches, 1)
    ]
    by_number = {str(at): row for at, row in enumerate(rows)}
    for batch in batches(by_number, _BATCH):
        some = [by_number[one] for one in batch]
        store.write(
            lambda tx, some=some: tx.run("write/patterns/add_matches", rows=some),  # type: ignore[misc]
            by=begun.by,
            why="pattern matches",
        )


def newest_runs(store: Store, names: tuple[str, ...] = (), *, limit: int = 50) -> list[dict[str, Any]]:
    """The newest runs, of all patterns by default; interrupted ones say so."""
    rows = store.read("read/patterns/runs_of", patterns=list(names or PATTERNS), limit=limit)
    return [shown(row["run"]) for row in rows]


def run_by_id(store: Store, run_id: str) -> dict[str, Any]:
    """One run.

    Raises
    ------
    NotFoundError
        There is none.
    """
    rows = store.read("read/patterns/run_by_id", run_id=run_id)
    if not rows:
        raise NotFoundError("没有这次模式运行", where=run_id, todo="从运行列表中选择")
    return shown(rows[0]["run"])


def shown(run: Mapping[str, Any]) -> dict[str, Any]:
    """A stored run as answers show it."""
    state = run["state"]
    silent = datetime.now(UTC) - timedelta(seconds=SILENT_SECONDS)
    if state == "RUNNING" and _moment(run["beat_at"]) < silent:
        state = "INTERRUPTED"
    kept = {name: value for name, value in run.items() if name not in ("seq_from", "parameters")}
    # Runs of before the reason was kept could only be cut for one.
    cut = "" if run["complete"] or state != "DONE" else "命中太多，没有全部保存，请提高阈值再运行"
    left_out = run.get("left_out") or cut
    return {**kept, "state": state, "left_out": left_out, "parameters": json.loads(run["parameters"])}


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def matches_page(store: Store, run_id: str, *, after: int = 0, limit: int = 50) -> list[dict[str, Any]]:
    """Matches of a run in their order, with internal ids."""
    rows = store.read("read/patterns/matches_page", run_id=run_id, after=after, limit=limit)
    return [
        {
            "number": row["found"]["number"],
            "key": row["found"]["match_key"],
            "size": row["found"]["size"],
            "members": [
                {"id": one, "is_person": is_person, "part": part}
                for one, is_person, part in json.loads(row["found"]["members"])
            ],
            "facts": json.loads(row["found"]["facts"]),
        }
        for row in rows
    ]
