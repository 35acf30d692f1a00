"""Where the majority of votes leads: to a person, an organ, a listed firm, in a ring, or to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from graph.risk.patterns.matches import Match, Member, match
from graph.risk.patterns.pages import (
    BoolArray,
    IntArray,
    Relations,
    States,
    Walk,
    read_holdings,
    read_states,
)

_MAJORITY: Final = 50.0
_NOBODY: Final = -1
_PERSON: Final = -2
#: Steps are doubled so often that no chain of a million firms is too long.
_DOUBLINGS: Final = 20


def majority_holders(relations: Relations, size: int) -> IntArray:
    """Of each firm the firm that holds more than half of its votes, -2 for a person, -1 for none."""
    above = np.full(size, _NOBODY, dtype=np.int64)
    over = relations.pct > _MAJORITY
    source = np.where(relations.is_person | (relations.source < 0), _PERSON, relations.source)
    above[relations.target[over]] = source[over]
    return above


def _walks(above: IntArray) -> tuple[dict[int, list[int]], IntArray]:
    """Rings of the majority, by their smallest member, and where each firm's walk ends (-1 in a ring)."""
    step = np.where(above >= 0, above, np.arange(len(above)))
    end = step
    for _ in range(_DOUBLINGS):
        end = end[end]
    rings: dict[int, list[int]] = {}
    restless = np.flatnonzero(step[end] != end)
    for start in np.unique(end[restless]).tolist():
        ring, node = [start], int(step[start])
        while node != start and len(ring) <= len(above):
            ring.append(node)
            node = int(step[node])
        low = ring.index(min(ring))
        rings.setdefault(min(ring), ring[low:] + ring[:low])
    settled = end.copy()
    settled[restless] = _NOBODY
    return rings, settled


def circular_tops(walk: Walk, *, minimum: int) -> Iterator[Match]:
    """Majorities that lead back to where they began; a share in oneself counts from `minimum` = 1."""
    states, relations = read_states(walk, contacts=False), read_holdings(walk)
    size = len(walk.entity_ids)
    above = majority_holders(relations, size)
    rings, _ = _walks(above)
    own = {int(one): [int(one)] for one in np.flatnonzero(above == np.arange(size))}
    for ring in (rings | own).values():
        if len(ring) >= minimum and not states.organ[ring].any() and not states.listed[ring].any():
            members = [Member(walk.entity_ids[one], False, "MEMBER") for one in ring]
            yield match("circular_top", members, below=int(np.isin(above, ring).sum()) - len(ring))


def missing_tops(walk: Walk, *, minimum: int) -> Iterator[Match]:
    """Chains of majorities that end at a local company of which no holder is recorded."""
    states, relations = read_states(walk, contacts=False), read_holdings(walk)
    above = majority_holders(relations, len(walk.entity_ids))
    _, ends = _walks(above)
    bare = _without_holders(states, relations)
    order = np.argsort(ends, kind="stable")
    tops = np.flatnonzero(bare)
    starts = np.searchsorted(ends[order], tops, side="left")
    stops = np.searchsorted(ends[order], tops, side="right")
    for top, start, stop in zip(tops.tolist(), starts.tolist(), stops.tolist(), strict=True):
        chain = _longest(above, top, [one for one in order[start:stop].tolist() if one != top])
        if len(chain) > minimum:
            parts = ["TOP", *["MEMBER"] * (len(chain) - 1)]
            members = [
                Member(walk.entity_ids[one], False, part) for one, part in zip(chain, parts, strict=True)
            ]
            yield match("missing_top", members, below=stop - start - 1)


def _without_holders(states: States, relations: Relations) -> BoolArray:
    """Living local companies that hold something and of which nobody is recorded as holder."""
    held = np.zeros(len(states.organ), dtype=np.bool_)
    held[relations.target] = True
    holding = np.zeros(len(states.organ), dtype=np.bool_)
    over = (relations.pct > _MAJORITY) & (relations.source >= 0) & ~relations.is_person
    holding[relations.source[over & ~relations.state_holder]] = True
    return holding & ~held & states.company & states.known & states.alive & ~states.organ & ~states.listed


def _longest(above: IntArray, top: int, below: list[int]) -> list[int]:
    """From the top down to the firm that is farthest below it."""
    best: list[int] = [top]
    for start in below:
        path = [start]
        while path[-1] != top and len(path) <= len(below):
            path.append(int(above[path[-1]]))
        if len(path) > len(best):
            best = path[::-1]
    return best
