"""Likely control, kept apart from control: clearly the most votes, or most of the board.

Nothing here is stored or followed further: who likely controls a holder does not thereby likely control
what that holder has. It tells an investigator where to look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from graph.ownership.closure import ControlPairs, Follower
from graph.ownership.holdings import Holdings, Mark
from graph.ownership.policy import TOLERANCE, ControlPolicy, percents_of
from graph.ownership.votes import VotingGraph

BY_VOTES: Final = "VOTES"
BY_BOARD: Final = "BOARD"


@dataclass(frozen=True)
class Board:
    """Directors of an entity on a day, and where each of them holds an office."""

    directors: tuple[str, ...] = ()
    offices: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Likely:
    """Who likely controls: `ids` are one party, or those who act in concert.

    `next_pct` is the most that anybody else can have; `seats` are those of the party's own people on a
    `board` of so many.
    """

    ids: tuple[str, ...]
    basis: tuple[str, ...]
    voting_pct: float
    next_pct: float
    seats: int
    board: int

    def to_json(self, codes: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
        """As ``control --json`` shows it."""
        return {
            "parties": [{"id": codes.get(one, one), "name": names.get(one, "")} for one in self.ids],
            "state": "CONTROL_LIKELY",
            "basis": list(self.basis),
            "voting_pct": self.voting_pct,
            "next_pct": self.next_pct,
            "seats": self.seats,
            "board": self.board,
        }


@dataclass(frozen=True)
class _Bloc:
    """Parties that vote as one, and all that they control."""

    roots: tuple[int, ...]
    inside: frozenset[int]
    votes: int
    most: int


def likely_controllers(
    holdings: Holdings,
    graph: VotingGraph,
    pairs: ControlPairs,
    entity: int,
    *,
    board: Board,
    policy: ControlPolicy,
) -> tuple[Likely, ...]:
    """Who likely controls the entity at position `entity`, which nobody surely does."""
    if holdings.marks[entity] & Mark.ORGAN:
        return ()
    blocs = list(_blocs(holdings, graph, pairs, entity))
    base = int(graph.base[entity])
    rest = 0 if holdings.marks[entity] & Mark.LISTED else max(base - int(graph.disclosed[entity]), 0)
    seats = {one.roots: _seats(one, board, holdings, graph, entity) for one in blocs}
    size = len(board.directors)
    most_seats = [
        roots for roots, number in seats.items() if size >= policy.likely_board and 2 * number > size
    ]
    found = []
    # Who gave his votes away is not offered, though it is not known to whom: nobody says that he kept them.
    givers = set(graph.agreements.unclear)
    for one in (each for each in blocs if givers.isdisjoint(each.roots)):
        # Who controls a member of a group votes through it: he is no rival of the group, nor it of him.
        rivals = (other for other in blocs if one.inside.isdisjoint(other.inside - {entity}))
        others = max((other.most for other in rivals), default=0)
        next_ = max(others, rest)
        basis = []
        if one.votes and _clearly_most(one.votes, next_, base, policy):
            basis.append(BY_VOTES)
        if one.votes and most_seats == [one.roots]:
            basis.append(BY_BOARD)
        if basis:
            votes, most = percents_of(np.array([one.votes, next_]), graph.base[[entity] * 2]).tolist()
            ids = tuple(sorted(holdings.ids[root] for root in one.roots))
            found.append(Likely(ids, tuple(basis), votes, most, seats[one.roots], size))
    return tuple(sorted(found, key=lambda one: (-one.voting_pct, one.ids)))


def _clearly_most(votes: int, next_: int, base: int, policy: ControlPolicy) -> bool:
    """More than the threshold, and far enough from the next; shares of a base that may be less than all."""
    above = int(base * policy.likely_above_pct / 100)
    gap = int(base * policy.likely_gap_pct / 100)
    return base > 0 and votes - above >= TOLERANCE and votes - next_ >= gap - TOLERANCE


def _blocs(holdings: Holdings, graph: VotingGraph, pairs: ControlPairs, entity: int) -> Iterator[_Bloc]:
    """Everybody with votes in the entity whom nobody above controls; a ring or a group counts once."""
    above: dict[int, set[int]] = {}
    for controller, controlled in zip(pairs.controller.tolist(), pairs.controlled.tolist(), strict=True):
        above.setdefault(controlled, set()).add(controller)
    follower = Follower(graph)
    grouped = {member for group in graph.agreements.groups for member in group}
    partners = {partner for partner, _ in graph.offices}
    voters = {*graph.own.voter.tolist(), *graph.delegated.voter.tolist(), *partners} - grouped - {entity}
    tops = [
        (one,)
        for one in sorted(voters)
        if all(one in above.get(other, ()) for other in above.get(one, ()) if other != entity)
    ]
    in_entity = graph.kept & (holdings.company == entity)
    voter, slack = graph.voter[in_entity], (holdings.high - holdings.low)[in_entity]
    seen: set[frozenset[int]] = set()
    for roots in (*tops, *graph.agreements.groups):
        closure = follower.follow(roots)
        inside = frozenset((*roots, *closure.state))
        if inside in seen or entity in roots:
            continue
        seen.add(inside)
        votes = closure.votes.get(entity, 0)
        more = int(slack[np.isin(voter, list(inside))].sum())
        if votes or more:
            yield _Bloc(roots, inside, votes, votes + more)


def _seats(bloc: _Bloc, board: Board, holdings: Holdings, graph: VotingGraph, entity: int) -> int:
    """Directors who are the bloc's own people: its members, who lends them votes, and their officers."""
    ids = {holdings.ids[one] for one in bloc.roots}
    ids |= {holdings.ids[giver] for giver, last in graph.agreements.voter_of.items() if last in bloc.roots}
    companies = {holdings.ids[one] for one in bloc.inside if one != entity and not holdings.is_person[one]}
    return sum(
        1 for one in board.directors if one in ids or not companies.isdisjoint(board.offices.get(one, ()))
    )
