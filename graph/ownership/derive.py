"""Today's control, stored: computed from all holdings or what a change touches; differences are written."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from graph import queries
from graph.days import OPEN_SEQ
from graph.ownership.compute import ComputeControl, ControlFound, compute_control, control_of
from graph.ownership.policy import DEFAULT_POLICY, ControlPolicy
from graph.ownership.read import batches, entity_ranges, read_above, read_columns_of_day
from graph.ownership.touched import Touched, resting_on
from graph.ownership.via import RULES
from graph.store import Store, WriteTransaction

BATCH: Final = 1_000
_PARTY_KEYS: Final = {True: ("Person", "person_id"), False: ("Entity", "entity_id")}


class _Held(NamedTuple):
    """What is stored, or to be stored, about one pair."""

    is_person: bool
    voting_pct: float
    kind: str
    state: str
    via: tuple[str, ...]


Pair = tuple[str, str]


@dataclass(frozen=True)
class ControlReport:
    """What one derivation of control did."""

    run_id: str
    as_of: str
    holdings: int
    pairs: int
    opened: int
    closed: int
    over_the_whole: tuple[str, ...]
    unclear: tuple[str, ...]
    seconds: float
    whole: bool = True


def derive_control(
    store: Store,
    as_of: str,
    *,
    policy: ControlPolicy = DEFAULT_POLICY,
    by: str = "derive",
    run_id: str = "",
    touched: Touched | None = None,
    compute: ComputeControl = compute_control,
) -> ControlReport:
    """Compute control for one day and bring the stored ``CONTROLS`` edges in line with it.

    Nothing is overwritten: what no longer follows is closed, what is new or different is opened, 1,000 rows
    at most a transaction. The next run completes one that was killed: each starts from what is stored.

    Parameters
    ----------
    store, as_of, policy
        The caller holds the lease of the one bulk writer; the day whose holdings count; how votes count.
    by, run_id
        Who derives, for the commits; tag of the run, made up if empty.
    touched
        Whose holdings, offices or agreements changed since control was last derived for this day: only
        control of what rests on them is computed again. Everything without, and where it is too much.
    compute
        What computes control of all; what rests on a change is always computed here.
    """
    started = time.monotonic()
    run_id = run_id or "r" + secrets.token_hex(6)
    seq = store.head_seq()
    affected = None if touched is None else resting_on(store, touched, seq)
    size, found = _computed(store, affected, as_of, seq, policy, compute)
    wanted = _wanted(found, affected)
    stored, doubled = _stored(_stored_columns(store, affected, seq))
    stale = {pair for pair, held in stored.items() if wanted.get(pair) != held} | doubled
    fresh = [pair for pair in wanted if pair not in stored or pair in stale]
    _write(store, stale, {pair: wanted[pair] for pair in fresh}, as_of=as_of, run_id=run_id, by=by)
    return ControlReport(
        run_id=run_id,
        as_of=as_of,
        holdings=size,
        pairs=len(wanted),
        opened=len(fresh),
        closed=len(stale),
        over_the_whole=found.over_the_whole,
        unclear=found.unclear,
        seconds=time.monotonic() - started,
        whole=affected is None,
    )


def _computed(
    store: Store,
    affected: set[str] | None,
    day: str,
    seq: int,
    policy: ControlPolicy,
    compute: ComputeControl,
) -> tuple[int, ControlFound]:
    """How many holdings were looked at, and the control that they give."""
    if affected is None:
        columns = read_columns_of_day(store, day, seq=seq)
        return len(columns), compute(columns, policy)
    holdings = read_above(store, affected, day, seq=seq)
    return len(holdings.holder), control_of(holdings, policy)


def _wanted(found: ControlFound, affected: set[str] | None) -> dict[Pair, _Held]:
    return {
        (one.controller, one.controlled): _Held(one.is_person, one.voting_pct, one.kind, one.state, one.via)
        for one in found.rows
        if affected is None or one.controlled in affected
    }


def _stored_columns(store: Store, affected: set[str] | None, seq: int) -> Iterator[dict[str, list[Any]]]:
    if affected is None:
        for first, last in entity_ranges(store):
            yield store.read_columns("read/ownership/controls_range", first=first, last=last, seq=seq)
    else:
        for batch in batches(sorted(affected)):
            yield store.read_columns("read/ownership/controls_of", entity_ids=batch, seq=seq)


def _stored(found_columns: Iterable[dict[str, list[Any]]]) -> tuple[dict[Pair, _Held], set[Pair]]:
    """Stored pairs, and those that are stored twice."""
    found: dict[Pair, _Held] = {}
    doubled: set[Pair] = set()
    names = ("controller", "controlled", "is_person", "voting_pct", "kind", "state", "via")
    for columns in found_columns:
        for controller, controlled, *held in zip(*(columns[name] for name in names), strict=True):
            pair = (controller, controlled)
            if pair in found:
                doubled.add(pair)
            found[pair] = _Held._make((*held[:-1], tuple(held[-1])))
    return found, doubled


def _write(
    store: Store, stale: set[Pair], fresh: dict[Pair, _Held], *, as_of: str, run_id: str, by: str
) -> None:
    """Close and open, a pair that changed in one transaction, so that no reader sees a gap."""
    order = sorted(stale | fresh.keys(), key=lambda pair: (pair[1], pair[0]))
    batch: list[Pair] = []
    rows = 0
    for pair in order:
        weight = (pair in stale) + (pair in fresh)
        if rows + weight > BATCH:
            _write_batch(store, batch, stale, fresh, as_of=as_of, run_id=run_id, by=by)
            batch, rows = [], 0
        batch.append(pair)
        rows += weight
    if batch:
        _write_batch(store, batch, stale, fresh, as_of=as_of, run_id=run_id, by=by)


def _write_batch(
    store: Store,
    batch: list[Pair],
    stale: set[Pair],
    fresh: dict[Pair, _Held],
    *,
    as_of: str,
    run_id: str,
    by: str,
) -> None:
    closes = [{"controlled": pair[1], "control_key": _key(pair)} for pair in batch if pair in stale]
    opens: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for pair in batch:
        if pair in fresh:
            held = fresh[pair]
            opens[held.is_person].append(
                {
                    "controller": pair[0],
                    "controlled": pair[1],
                    "control_key": _key(pair),
                    "voting_pct": held.voting_pct,
                    "kind": held.kind,
                    "state": held.state,
                    "via": list(held.via),
                    "rule": RULES[held.state],
                }
            )

    def work(tx: WriteTransaction) -> None:
        if closes:
            tx.run("derive/control/close_controls", rows=closes, open_seq=OPEN_SEQ)
        for is_person, rows in opens.items():
            if rows:
                label, key = _PARTY_KEYS[is_person]
                query = queries.get("derive/control/open_controls", label=label, key=key)
                tx.run(query, rows=rows, as_of=as_of, run_id=run_id, open_seq=OPEN_SEQ)

    store.write(work, by=by, why="control")


def _key(pair: Pair) -> str:
    return f"{pair[0]}>{pair[1]}"
