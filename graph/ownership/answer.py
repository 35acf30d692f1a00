"""Who controls one entity on a day: the ultimate controllers, on what evidence, and what is not known.

The same closure as for all pairs runs over what stands above the entity, so a past day is answered from the
holdings of that day without anything stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from graph.ownership.agreements import NOMINEE, OFFICE
from graph.ownership.bounds import (
    CUT_SHORT,
    UNDISCLOSED,
    Above,
    Possible,
    possible_controllers,
    reasons_for,
    unresolved_at,
)
from graph.ownership.closure import ControlPair, ControlPairs, control_pairs
from graph.ownership.declared import CONFIRMED, Comparison, Declared, declared_json
from graph.ownership.evidence import Power, PowerHop, PowerPath, power_of
from graph.ownership.holdings import Holdings, Mark
from graph.ownership.likely import Board, Likely, likely_controllers
from graph.ownership.policy import DEFAULT_POLICY, ControlPolicy, ControlState, percents_of
from graph.ownership.read import Upward, UpwardLimits, read_upward
from graph.ownership.votes import VotingGraph, voting_graph
from graph.store import Store

CONTROLLED: Final = "CONTROLLED"
NO_CONTROLLER: Final = "NO_CONTROLLER"
NOT_DERIVABLE: Final = "NOT_DERIVABLE"
LISTED_DISPERSED: Final = "LISTED_DISPERSED"
MAX_PATHS: Final = 20
_COMPUTED: Final = ControlState.COMPUTED.name


@dataclass(frozen=True)
class Controller:
    """One ultimate controller: a person, an organ of the state, or whoever nobody else controls.

    Parameters
    ----------
    standing
        Of a person SUSPECTED, and CONFIRMED where an authority has found it; COMPUTED of others.
    paths, paths_complete, hops
        Ways in which the votes come, the shortest first; whether these are all; every step of all ways.
    confidence
        HIGH: registered votes alone; MEDIUM: an agreement, an office or a range counts; LOW: the data
        contradict themselves or were not read to the end. `doubts` say which.
    stop
        Why the chain ends here: PERSON, STATE, LISTED_DISPERSED, UNRESOLVED (nothing is known above), RING,
        NOT_DERIVABLE (what is not known could decide, `above` says what), LIKELY_ABOVE (somebody likely
        controls it, see `likely_above`) or NO_MAJORITY (nobody above has one).
    """

    id: str
    controller_kind: str
    kind: str
    voting_pct: float
    state: str
    paths: tuple[PowerPath, ...]
    standing: str = "COMPUTED"
    confidence: str = "HIGH"
    doubts: tuple[str, ...] = ()
    stop: str = "NO_MAJORITY"
    paths_complete: bool = True
    hops: tuple[PowerHop, ...] = ()
    above: tuple[str, ...] = ()
    likely_above: tuple[Likely, ...] = ()

    def to_json(self, codes: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
        """As ``control --json`` shows it."""
        return {
            "id": codes.get(self.id, self.id),
            "name": names.get(self.id, ""),
            "kind": self.kind,
            "controller_kind": self.controller_kind,
            "voting_pct": self.voting_pct,
            "state": self.state,
            "standing": self.standing,
            "confidence": self.confidence,
            "doubts": list(self.doubts),
            "stop": self.stop,
            "above": list(self.above),
            "likely_above": [one.to_json(codes, names) for one in self.likely_above],
            "paths": [path.to_json(codes, names) for path in self.paths],
            "paths_complete": self.paths_complete,
        }


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
        nobody's that we know), PARTNER_UNKNOWN (a partnership without a known executive partner),
        OWNERS_UNKNOWN (who owns holders of whose control nothing is known would have most votes),
        UNCLEAR_AGREEMENTS (contradicting agreements could give them to somebody), CUT_SHORT (the search
        reached its limits).
    possible
        Who else could control if ranges are at their upper bounds.
    likely
        Who likely controls where nobody surely does; never a controller.
    declared
        Controllers that were filed or found.
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
    likely: tuple[Likely, ...] = ()
    declared: tuple[Declared, ...] = ()
    unresolved: tuple[str, ...] = ()
    over_the_whole: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    policy: ControlPolicy = field(default_factory=ControlPolicy)

    @property
    def comparison(self) -> Comparison:
        """Persons stated against persons computed."""
        computed = [one.id for one in self.controllers if one.controller_kind == "PERSON"]
        return Comparison.of(self.declared, computed)

    def persons(self) -> set[str]:
        """Persons that the answer names as controllers of any standing, likely and possible ones included."""
        found = {one.id for one in self.controllers} | {one.id for one in self.possible}
        found |= {one.id for one in self.declared}
        likely = (*self.likely, *(one for top in self.controllers for one in top.likely_above))
        return found | {party for one in likely for party in one.ids}

    def ids(self) -> set[str]:
        """All parties that the answer names, so that codes and names can be looked up."""
        found = {self.entity, *self.unresolved, *self.over_the_whole, *self.unclear, *self.persons()}
        for controller in self.controllers:
            for path in controller.paths:
                found.update(party for hop in path.hops for party in (hop.from_id, hop.to_id))
        return found

    def to_json(
        self, codes: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """As ``control --json`` shows it; `codes` and `names` are by internal id."""
        codes, names = codes or {}, names or {}
        return {
            "entity": codes.get(self.entity, self.entity),
            "as_of": self.as_of,
            "result": self.result,
            "controllers": [one.to_json(codes, names) for one in self.controllers],
            "likely": [one.to_json(codes, names) for one in self.likely],
            "declared": declared_json(self.declared, codes, names),
            "differences": self.comparison.to_json(codes),
            "bounds": self._bounds(codes, names),
        }

    def _bounds(self, codes: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
        def coded(ids: tuple[str, ...]) -> list[str]:
            return [codes.get(one, one) for one in ids]

        return {
            "complete": self.complete,
            "levels": self.levels,
            "holdings": self.holdings,
            "disclosed_pct": self.disclosed_pct,
            "reasons": list(self.reasons),
            "possible": [
                {
                    "id": codes.get(one.id, one.id),
                    "name": names.get(one.id, ""),
                    "min_pct": one.min_pct,
                    "max_pct": one.max_pct,
                }
                for one in self.possible
            ],
            "unresolved": coded(self.unresolved),
            "over_the_whole": coded(self.over_the_whole),
            "unclear_agreements": coded(self.unclear),
            "policy": self.policy.to_json(),
        }


def controllers_of(
    store: Store,
    entity_id: str,
    day: str,
    *,
    seq: int | None = None,
    policy: ControlPolicy = DEFAULT_POLICY,
    limits: UpwardLimits | None = None,
    hints: bool = True,
) -> ControlAnswer:
    """Who controls the entity on `day`, as known at `seq`; without `hints` no board and no statements."""
    return answer(read_upward(store, entity_id, day, seq=seq, limits=limits, hints=hints), policy)


def answer(upward: Upward, policy: ControlPolicy = DEFAULT_POLICY) -> ControlAnswer:
    """The answer from the holdings above one entity."""
    holdings = upward.holdings
    at = holdings.position.get(upward.entity_id)
    if at is None:
        return _nothing_known(upward, policy)
    graph = voting_graph(holdings, policy)
    pairs = control_pairs(holdings, policy, graph=graph)
    above = Above(holdings, graph, pairs)
    found = tuple(
        _with_what_is_above(one, upward, above, pairs, policy) for one in _controllers(upward, graph, pairs)
    )
    sure = pairs.controller[pairs.controlled == at].tolist()
    possible = possible_controllers(above, at, sure)
    reasons = () if found else reasons_for(above, at, possible, upward.complete)
    likely = (
        () if found else likely_controllers(holdings, graph, pairs, at, board=upward.board, policy=policy)
    )
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
        likely=likely,
        declared=upward.declared,
        unresolved=_unresolved(holdings, upward.entity_id),
        over_the_whole=tuple(ids[one] for one in pairs.over_the_whole.tolist()),
        unclear=tuple(ids[one] for one in pairs.unclear),
        policy=policy,
    )


def _with_what_is_above(
    one: Controller, upward: Upward, above: Above, pairs: ControlPairs, policy: ControlPolicy
) -> Controller:
    """The same, where the chain may go on: for what is not known, or because somebody likely controls."""
    if one.stop not in ("NO_MAJORITY", LISTED_DISPERSED):
        return one
    holdings, graph = above.holdings, above.graph
    at = holdings.position[one.id]
    reasons = reasons_for(above, at, possible_controllers(above, at), upward.complete)
    likely = likely_controllers(holdings, graph, pairs, at, board=Board(), policy=policy)
    if one.stop == LISTED_DISPERSED and _most_of_one(holdings, graph, at) > policy.likely_above_pct:
        one = replace(one, stop="NO_MAJORITY")
    if reasons:
        doubts = (*one.doubts, NOT_DERIVABLE)
        confidence = "MEDIUM" if one.confidence == "HIGH" else one.confidence
        return replace(one, stop=NOT_DERIVABLE, above=reasons, doubts=doubts, confidence=confidence)
    return replace(one, stop="LIKELY_ABOVE", likely_above=likely) if likely else one


def _most_of_one(holdings: Holdings, graph: VotingGraph, at: int) -> float:
    """The largest share of votes that one party has itself, in percent."""
    own = graph.kept & (holdings.company == at)
    votes = np.bincount(graph.voter[own], weights=holdings.low[own], minlength=1)
    return float(100 * votes.max() / max(int(graph.base[at]), 1))


def surely_controlling(upward: Upward, policy: ControlPolicy = DEFAULT_POLICY) -> tuple[Controller, ...]:
    """The answer's controllers alone: nothing of who is possible, likely or stated."""
    if upward.entity_id not in upward.holdings.position:
        return ()
    graph = voting_graph(upward.holdings, policy)
    return _controllers(upward, graph, control_pairs(upward.holdings, policy, graph=graph))


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
        reasons=(UNDISCLOSED,) if upward.complete else (UNDISCLOSED, CUT_SHORT),
        declared=upward.declared,
        policy=policy,
    )


def _controllers(upward: Upward, graph: VotingGraph, pairs: ControlPairs) -> tuple[Controller, ...]:
    known = list(pairs.rows())
    above: dict[str, set[str]] = {}
    for pair in known:
        above.setdefault(pair.controlled, set()).add(pair.controller)
    unresolved = set(_unresolved(upward.holdings, upward.entity_id))
    found = []
    for pair in _tops(known, upward.entity_id, above):
        stop = _stop(pair.controller, upward.holdings, above, unresolved)
        found.append(_controller(pair, upward, graph, pairs, stop))
    return tuple(found)


def _tops(pairs: list[ControlPair], entity: str, above: Mapping[str, set[str]]) -> list[ControlPair]:
    """Controllers of the entity whom nobody controls who is not controlled by them: a ring is its own top."""
    found = [
        pair
        for pair in pairs
        if pair.controlled == entity
        and all(pair.controller in above.get(one, ()) for one in above.get(pair.controller, ()))
    ]
    return sorted(found, key=lambda pair: (-pair.voting_pct, pair.controller))


def _stop(party: str, holdings: Holdings, above: Mapping[str, set[str]], unresolved: set[str]) -> str:
    at = holdings.position[party]
    if holdings.is_person[at]:
        return "PERSON"
    if holdings.marks[at] & Mark.ORGAN:
        return "STATE"
    if above.get(party):
        return "RING"
    if holdings.marks[at] & Mark.LISTED:
        return LISTED_DISPERSED
    return "UNRESOLVED" if party in unresolved else "NO_MAJORITY"


def _controller(
    pair: ControlPair, upward: Upward, graph: VotingGraph, pairs: ControlPairs, stop: str
) -> Controller:
    holdings = upward.holdings
    kind = stop if stop in ("PERSON", "STATE") else "ENTITY"
    power = power_of(holdings, graph, pairs, pair.controller, pair.controlled, limit=MAX_PATHS)
    confidence, doubts = _confidence(pair, upward, pairs, power)
    standing = "COMPUTED"
    if kind == "PERSON":
        found = any(one.id == pair.controller and one.state == CONFIRMED for one in upward.declared)
        standing = CONFIRMED if found else "SUSPECTED"
    return Controller(
        pair.controller,
        kind,
        pair.kind,
        pair.voting_pct,
        pair.state,
        power.paths,
        standing,
        confidence,
        doubts,
        stop,
        power.complete,
        power.hops,
    )


def _confidence(
    pair: ControlPair, upward: Upward, pairs: ControlPairs, power: Power
) -> tuple[str, tuple[str, ...]]:
    """How firm it is, and what weakens it; a word, because nobody is given a score."""
    holdings, hops = upward.holdings, power.hops
    met = {party for hop in hops for party in (hop.from_id, hop.to_id)}
    grave, light = [], []
    if met & {holdings.ids[at] for at in pairs.over_the_whole.tolist()}:
        grave.append("OVER_THE_WHOLE")
    if met & {holdings.ids[at] for at in pairs.unclear}:
        grave.append("UNCLEAR_AGREEMENTS")
    if met & {holdings.ids[at] for _, at in pairs.partners_left_out}:
        grave.append("OFFICE_LEFT_OUT")
    if {hop.from_id for hop in hops if hop.type == OFFICE} & _nominees(holdings):
        grave.append("NOMINEE_OFFICE")
    if not upward.complete:
        grave.append(CUT_SHORT)
    if pair.state != _COMPUTED:
        light.append(pair.state.removeprefix(f"{_COMPUTED}_"))
    if any(hop.max_pct is not None for hop in hops):
        light.append("RANGE")
    stated = {one.id for one in upward.declared}
    if stated and pair.controller not in stated:
        light.append("DECLARED_OTHERWISE")
    return "LOW" if grave else "MEDIUM" if light else "HIGH", (*grave, *light)


def _nominees(holdings: Holdings) -> set[str]:
    """Who holds for another: an office that he has may be the other's in truth, the register does not say."""
    return {
        holdings.ids[giver] for type_, giver, other in holdings.links if type_ == NOMINEE and giver != other
    }


def _unresolved(holdings: Holdings, entity: str) -> tuple[str, ...]:
    """Entities above, no organs, of whose holders nothing is known."""
    return tuple(holdings.ids[one] for one in unresolved_at(holdings, holdings.position[entity]))
