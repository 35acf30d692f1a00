"""Hints of all entities in one pass: columns out of the store, a few sparse sweeps, changes written back."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from graph import queries
from graph.days import OPEN_SEQ
from graph.ids import new_id
from graph.ownership.read import batches
from graph.risk.hints.columns import (
    ORGAN,
    STATE_FIRM,
    TRADER,
    Bools,
    Decision,
    HintGraph,
    Links,
    decisions_in_force,
    matrix,
    seed_of,
)
from graph.risk.hints.freshness import HintRun, note_run
from graph.risk.hints.parameters import HintParameters, parameters
from graph.risk.hints.sweep import FloatArray, path_sums
from graph.risk.patterns.matches import Progress
from graph.risk.patterns.pages import Walk, ranges_of, read_states
from graph.risk.standing import set_aside_among
from graph.store import Store, WriteTransaction

_BATCH: Final = 500
_PARTIES: Final = (("Entity", "entity_id"), ("Person", "person_id"))


@dataclass(frozen=True)
class CityHints:
    """Hints of all entities on a day, those left out that are a natural person's business.

    Parameters
    ----------
    values
        By number of the entity, 0..1; from related parties only.
    own
        What each entity's own record weighs, kept apart.
    scored
        Who has a value at all; a 个体工商户 has none and is not ranked.
    seconds
        By step: reading, sweeping, writing.
    """

    ids: list[str]
    values: FloatArray
    own: FloatArray
    scored: Bools
    edition: str
    day: str
    seq: int
    blocked: int
    seconds: dict[str, float]


@dataclass(frozen=True)
class HintReport:
    """What storing the hints of all entities did."""

    edition: str
    as_of: str
    seq: int
    entities: int
    hinted: int
    opened: int
    closed: int
    seconds: dict[str, float]


def read_graph(walk: Walk, chosen: HintParameters) -> HintGraph:
    """Everything that the sweeps need, as numbers."""
    states = read_states(walk, contacts=False)
    types = sorted(chosen.relations)
    numbers = walk.place()
    links = _links(walk, types, numbers)
    size = len(numbers)
    marks = np.zeros(size, dtype=np.int64)
    marks[: len(walk.entity_ids)] = (
        states.organ * ORGAN + states.state_firm * STATE_FIRM + states.trader * TRADER
    )
    decisions = _decisions(walk, chosen)
    seeds = np.zeros(size)
    for party, found in decisions.items():
        if party in numbers:
            seeds[numbers[party]] = seed_of(found)
    weights, blocked, hub = matrix(links, marks, size, types, chosen)
    unscored = (marks & TRADER) > 0
    return HintGraph(list(numbers), len(walk.entity_ids), weights, seeds, blocked, hub, unscored, decisions)


def _links(walk: Walk, types: Sequence[str], numbers: dict[str, int]) -> Links:
    """All relations; persons get their numbers as they are met, one for all ids that count as one."""
    kinds = {one: at for at, one in enumerate(types)}
    parts: list[tuple[Any, Any, Any, Any]] = []
    for columns in walk.columns(queries.get("read/patterns/edges_range", types=types)):
        renamed = walk.same.renamed(columns["source"], columns["is_person"])
        source = [numbers.setdefault(one, len(numbers)) for one in renamed]
        state = np.asarray(columns["holder_kind"], dtype=object) == "STATE"
        parts.append(
            (
                np.array(source, dtype=np.int64),
                np.array([numbers[one] for one in columns["target"]], dtype=np.int64),
                np.array([kinds[one] for one in columns["type"]], dtype=np.int64),
                state & ~np.asarray(columns["is_person"], dtype=np.bool_),
            )
        )
    empty = np.zeros(0, dtype=np.int64)
    joined = [np.concatenate(some) for some in zip(*parts, strict=True)] if parts else [empty] * 4
    return Links(joined[0], joined[1], joined[2], joined[3].astype(np.bool_))


def _decisions(walk: Walk, chosen: HintParameters) -> dict[str, list[Decision]]:
    """Decisions in force of entities and persons, a range at a time."""
    found: dict[str, list[Decision]] = {}
    for label, key in _PARTIES:
        query = queries.get("read/patterns/decisions_range", label=label, key=key)
        ids = walk.entity_ids if label == "Entity" else walk.persons()
        spans = ranges_of(ids)
        walk.expect(len(spans))
        for first, last in spans:
            columns = walk.store.read_columns(
                query, first=first, last=last, since="", day=walk.day, seq=walk.seq
            )
            aside = set_aside_among(walk.store, columns["ground_ref"], walk.day, walk.seq)
            for party, some in decisions_in_force(columns, aside, walk.day, chosen).items():
                found.setdefault(walk.same.of(party), []).extend(some)
            walk.step()
    return found


def city_hints(
    store: Store,
    day: str,
    *,
    seq: int | None = None,
    edition: str | None = None,
    progress: Progress | None = None,
) -> CityHints:
    """Hints of all entities on a day, nothing stored.

    Parameters
    ----------
    edition
        Of the parameters; the newest by default.

    Raises
    ------
    NotFoundError
        There is no such edition.
    """
    chosen = parameters(edition)
    started = time.monotonic()
    walk = Walk(store, day, store.head_seq() if seq is None else seq, progress)
    graph = read_graph(walk, chosen)
    read = time.monotonic()
    sums = path_sums(graph.weights, graph.seeds, chosen.decay)[: graph.entities]
    scored = ~graph.unscored[: graph.entities]
    values = np.where(scored, -np.expm1(-sums), 0.0) + 0.0
    swept = time.monotonic()
    return CityHints(
        ids=walk.entity_ids,
        values=values,
        own=graph.seeds[: graph.entities],
        scored=scored,
        edition=chosen.edition,
        day=day,
        seq=walk.seq,
        blocked=int(graph.blocked.sum()),
        seconds={"read": read - started, "sweep": swept - read},
    )


def derive_hints(
    store: Store, day: str, *, by: str = "derive", progress: Progress | None = None
) -> HintReport:
    """Compute the hints of all entities and store what changed, as new versions.

    A run that is broken off leaves whole batches behind and no note that it was made; the next completes it.
    """
    found = city_hints(store, day, progress=progress)
    started = time.monotonic()
    least = parameters(found.edition).least
    wanted = {
        found.ids[at]: (round(float(found.values[at]), 6), round(float(found.own[at]), 6))
        for at in np.flatnonzero(found.values >= least).tolist()
    }
    stored = _stored(store, found.ids, found.seq)
    kept = {one for one, held in stored.items() if wanted.get(one) == held[:2] and held[2] == found.edition}
    closes = sorted(set(stored) - kept)
    opens = sorted(set(wanted) - kept)
    run = HintRun(new_id("h"), found.edition, day, found.seq, "", len(found.ids), len(wanted))
    _write(store, closes, opens, wanted, run, by, progress)
    store.write(lambda tx: note_run(tx, run), by=by, why="hints of all entities")
    return HintReport(
        edition=found.edition,
        as_of=day,
        seq=store.head_seq(),
        entities=len(found.ids),
        hinted=len(wanted),
        opened=len(opens),
        closed=len(closes),
        seconds={**found.seconds, "write": time.monotonic() - started},
    )


def _stored(store: Store, ids: Sequence[str], seq: int) -> dict[str, tuple[float, float, str]]:
    found: dict[str, tuple[float, float, str]] = {}
    for first, last in ranges_of(ids):
        columns = store.read_columns("read/hints/stored_range", first=first, last=last, seq=seq)
        names = ("entity", "value", "own", "edition")
        for entity, value, own, edition in zip(*(columns[name] for name in names), strict=True):
            found[entity] = (value, own, edition)
    return found


def _write(
    store: Store,
    closes: list[str],
    opens: list[str],
    wanted: Mapping[str, tuple[float, float]],
    run: HintRun,
    by: str,
    progress: Progress | None,
) -> None:
    """Close and open, an entity's two steps in one transaction, so that no reader sees a gap."""
    closing, opening = set(closes), set(opens)
    turned = sorted(closing | opening)
    for number, batch in enumerate(batches(turned, _BATCH)):
        if progress is not None:
            progress(number * _BATCH, len(turned))
        rows = [
            {"entity_id": one, "value": wanted[one][0], "own": wanted[one][1]}
            for one in batch
            if one in opening
        ]
        ended = [one for one in batch if one in closing]

        def work(tx: WriteTransaction, rows: list[dict[str, Any]] = rows, ended: list[str] = ended) -> None:
            if ended:
                tx.run("write/hints/close_hints", entity_ids=ended)
            if rows:
                tx.run(
                    "write/hints/open_hints",
                    rows=rows,
                    as_of=run.as_of,
                    run_id=run.run_id,
                    edition=run.edition,
                    open_seq=OPEN_SEQ,
                )

        store.write(work, by=by, why="hints")
