"""Who controls one entity on a day: the ultimate controllers, on what evidence, and what is not known.

The same closure as for all pairs runs over what stands above the entity, so a past day is answered from the
holdings of that day without anything stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from graph.ownership.closure import ControlPair, ControlPairs, control_pairs
from graph.ownership.evidence import PowerPath, power_paths
from graph.ownership.holdings import Holdings, Mark
from graph.ownership.policy import DEFAULT_POLICY, ControlPolicy, is_majority, percents_of
from graph.ownership.read import Upward, UpwardLimits, read_upward
from graph.ownership.votes import VotingGraph, voters, voting_graph
from graph.store import Store

CONTROLLED: Final = "CONTROLLED"
NO_CONTROLLER: Final = "NO_CONTROLLER"
NOT_DERIVABLE: Final = "NOT_DERIVABLE"
MAX_PATHS: Final = 20


@dataclass(frozen=True)
class Controller:
    """One ultimate controller: a person, an organ of the state, or whoever nobody else controls."""

    id: str
    controller_kind: str
    kind: str
    voting_pct: float
    state: str
    paths: tuple[PowerPath, ...]

    def to_json(self, codes: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
        """As ``control --json`` shows it."""
        return {
            "id": codes.get(self.id, self.id),
            "name": names.get(self.id, ""),
            "kind": self.kind,
            "controller_kind": self.controller_kind,
            "voting_pct": self.voting_pct,
            "state": self.state,
            "paths": [path.to_json(codes, names) for path in self.paths],
        }


@dataclass(frozen=True)
class Possible:
    """Who might control the entity if unknown percentages are at their upper bounds."""

    id: str
    min_pct: float
    max_pct: float


@dataclass(frozen=True)
class ControlAnswer:
    """The answer for one entity.

    Parameters
    ----------
    result
        CONTROLLED; NO_CONTROLLER: the votes are known and nobody has the majority; NOT_DERIVABLE: what is
        not known could decide, see `reasons`.
    controllers
        The ultimate ones, the most votes first.
    reasons
        Why it is not derivable: RANGE (a percentage is a range or unknown), UNDISCLOSED (most votes are
        nobody's that we know), CUT_SHORT (the search reached its limits).
    possible
        Who could control if ranges are at their upper bounds.
    unresolved
        Holders and controllers above whom nothing is known.
    over_the_whole, unclear
        Companies with more than all votes; parties whose agreements contradict each other.
    """

    entity: str
    as_of: str
    seq: int
    result: str
    controllers: tuple[Controller, ...]
    complete: bool
    levels: int
    holdings: int
    disclosed_pct: float
    reasons: tuple[str, ...] = ()
    possible: tuple[Possible, ...] = ()
    unresolved: tuple[str, ...] = ()
    over_the_whole: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    policy: ControlPolicy = field(default_factory=ControlPolicy)

    def ids(self) -> set[str]:
        """All parties that the answer names, so that codes and names can be looked up."""
        found = {self.entity, *self.unresolved, *self.over_the_whole, *self.unclear}
        found.update(one.id for one in self.possible)
        for controller in self.controllers:
            found.add(controller.id)
            for path in controller.paths:
                found.update(party for hop in path.hops for party in (hop.from_id, hop.to_id))
        return found

    def to_json(
        self, codes: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """As ``control --json`` shows it; `codes` and `names` are by internal id."""
        codes, names = codes or {}, names or {}

        def coded(ids: tuple[str, ...]) -> list[str]:
            return [codes.get(one, one) for one in ids]

        return {
            "entity": codes.get(self.entity, self.entity),
            "as_of": self.as_of,
            "result": self.result,
            "controllers": [one.to_json(codes, names) for one in self.controllers],
            "bounds": {
                "complete": self.complete,
                "levels": self.levels,
                "holdings": self.holdings,
                "disclosed_pct": self.disclosed_pct,
                "reasons": list(self.reasons),
                "possible": [
                    {"id": codes.get(one.id, one.id), "min_pct": one.min_pct, "max_pct": one.max_pct}
                    for one in self.possible
                ],
                "unresolved": coded(self.unresolved),
                "over_the_whole": coded(self.over_the_whole),
                "unclear_agreements": coded(self.unclear),
                "policy": self.policy.to_json(),
            },
        }


def controllers_of(
    store: Store,
    entity_id: str,
    day: str,
    *,
    seq: int | None = None,
    policy: ControlPolicy = DEFAULT_POLICY,
    limits: UpwardLimits | None = None,
) -> ControlAnswer:
    """Who controls the entity on `day`, as known at `seq`."""
    return answer(read_upward(store, entity_id, day, seq=seq, limits=limits), policy)


def answer(upward: Upward, policy: ControlPolicy = DEFAULT_POLICY) -> ControlAnswer:
    """The answer from the holdings above one entity."""
    holdings = upward.holdings
    position = holdings.position
    at = position.get(upward.entity_id)
    if at is None:
        return _nothing_known(upward, policy)
    graph = voting_graph(holdings, policy)
    pairs = control_pairs(holdings, policy, graph=graph)
    known = list(pairs.rows())
    tops = _tops(known, upward.entity_id)
    found = tuple(_controller(pair, holdings, graph, pairs) for pair in tops)
    possible = () if found else _possible(holdings, graph, at)
    is_organ = bool(holdings.marks[at] & Mark.ORGAN)
    reasons = () if found or is_organ else _reasons(holdings, graph, at, possible, upward.complete)
    ids = holdings.ids
    return ControlAnswer(
        entity=upward.entity_id,
        as_of=upward.day,
        seq=upward.seq,
        result=CONTROLLED if found else NOT_DERIVABLE if reasons else NO_CONTROLLER,
        controllers=found,
        complete=upward.complete,
        levels=upward.levels,
        holdings=len(holdings.holder),
        disclosed_pct=float(percents_of(graph.disclosed[[at]], graph.base[[at]])[0]),
        reasons=reasons,
        possible=possible,
        unresolved=_unresolved(holdings, upward.entity_id),
        over_the_whole=tuple(ids[one] for one in pairs.over_the_whole.tolist()),
        unclear=tuple(ids[one] for one in pairs.unclear),
        policy=policy,
    )


def _nothing_known(upward: Upward, policy: ControlPolicy) -> ControlAnswer:
    return ControlAnswer(
        entity=upward.entity_id,
        as_of=upward.day,
        seq=upward.seq,
        result=NOT_DERIVABLE,
        controllers=(),
        complete=upward.complete,
        levels=upward.levels,
        holdings=0,
        disclosed_pct=0.0,
        reasons=("UNDISCLOSED",),
        policy=policy,
    )


def _tops(pairs: list[ControlPair], entity: str) -> list[ControlPair]:
    """Controllers of the entity whom nobody controls who is not controlled by them: a ring is its own top."""
    above: dict[str, set[str]] = {}
    for pair in pairs:
        above.setdefault(pair.controlled, set()).add(pair.controller)
    found = [
        pair
        for pair in pairs
        if pair.controlled == entity
        and all(pair.controller in above.get(one, ()) for one in above.get(pair.controller, ()))
    ]
    return sorted(found, key=lambda pair: (-pair.voting_pct, pair.controller))


def _controller(pair: ControlPair, holdings: Holdings, graph: VotingGraph, pairs: ControlPairs) -> Controller:
    at = holdings.position[pair.controller]
    kind = "STATE" if holdings.marks[at] & Mark.ORGAN else "ENTITY"
    if holdings.is_person[at]:
        kind = "PERSON"
    paths = power_paths(holdings, graph, pairs, pair.controller, pair.controlled, limit=MAX_PATHS)
    return Controller(pair.controller, kind, pair.kind, pair.voting_pct, pair.state, paths)


def _reasons(
    holdings: Holdings, graph: VotingGraph, at: int, possible: tuple[Possible, ...], complete: bool
) -> tuple[str, ...]:
    reasons = []
    if possible:
        reasons.append("RANGE")
    unknown = int(graph.base[at] - graph.disclosed[at])
    ranged = bool(((holdings.company == at) & (holdings.high > holdings.low)).any())
    if not ranged and not holdings.marks[at] & Mark.LISTED and is_majority(unknown, int(graph.base[at])):
        reasons.append("UNDISCLOSED")
    if not complete:
        reasons.append("CUT_SHORT")
    return tuple(reasons)


def _possible(holdings: Holdings, graph: VotingGraph, entity: int) -> tuple[Possible, ...]:
    """Who could reach a majority if ranges are at their upper bounds, never more than others leave."""
    if not (holdings.high > holdings.low).any():
        return ()
    voter, kept = voters(holdings, graph.agreements)
    out: dict[int, list[tuple[int, int, int]]] = {}
    columns = (voter[kept], holdings.company[kept], holdings.low[kept], holdings.high[kept])
    for who, company, low, high in zip(*(column.tolist() for column in columns), strict=True):
        out.setdefault(who, []).append((company, low, high))
    for partner, partnership in graph.offices:
        out.setdefault(partner, []).append((partnership, 0, int(graph.base[partnership])))
    found = []
    for root in out:
        bounds = _upper_closure(root, out, graph).get(entity)
        if bounds is not None and root != entity:
            votes = np.array(bounds, dtype=np.int64)
            low_pct, high_pct = percents_of(votes, graph.base[[entity, entity]]).tolist()
            found.append(Possible(holdings.ids[root], low_pct, high_pct))
    return tuple(sorted(found, key=lambda one: (-one.max_pct, one.id)))


def _upper_closure(
    root: int, out: Mapping[int, list[tuple[int, int, int]]], graph: VotingGraph
) -> dict[int, tuple[int, int]]:
    """What the root could control: company to votes at least and at most."""
    low: dict[int, int] = {}
    high: dict[int, int] = {}
    inside: dict[int, tuple[int, int]] = {}
    waiting = [root]
    while waiting:
        for company, least, most in out.get(waiting.pop(), ()):
            low[company] = low.get(company, 0) + least
            high[company] = high.get(company, 0) + most
            base = int(graph.base[company])
            left = base - (int(graph.disclosed[company]) - low[company])
            at_most = min(high[company], max(left, low[company]))
            if is_majority(at_most, base):
                if company not in inside and company != root:
                    waiting.append(company)
                inside[company] = (low[company], at_most)
    return inside


def _unresolved(holdings: Holdings, entity: str) -> tuple[str, ...]:
    """Entities above, no organs, of whose holders nothing is known."""
    held = set(holdings.company.tolist()) | {
        to for type_, _, to in holdings.links if type_.startswith("EXEC")
    }
    open_ = [
        party
        for at, party in enumerate(holdings.ids)
        if not holdings.is_person[at] and at not in held and not holdings.marks[at] & Mark.ORGAN
    ]
    return tuple(party for party in open_ if party != entity)
