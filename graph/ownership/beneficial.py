"""Beneficial owners (受益所有人): natural persons behind one entity, by equity, by votes, or by control.

受益所有人信息管理办法 (令〔2024〕3号) art. 6: who finally owns 25 % or more of the equity, directly or
indirectly; else who finally has 25 % or more of the votes; else who actually controls; and where there is
none, whoever is in charge of daily business: that nobody is, is known only where less than 25 % is somebody's
of whom nothing is known. 25 % counts. Who may see the answer is decided by the caller:
it is for state organs with that duty (反洗钱法 19).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from graph.ownership.agreements import NOMINEE, work_out
from graph.ownership.answer import NOT_DERIVABLE, ControlAnswer
from graph.ownership.answer import answer as control_answer
from graph.ownership.ceilings import Ceilings, Spread
from graph.ownership.closure import Follower
from graph.ownership.holdings import Holdings, Mark
from graph.ownership.integrated import OwnershipMatrix
from graph.ownership.policy import DEFAULT_POLICY, TOLERANCE, UNITS_PER_PERCENT, ControlPolicy, percents_of
from graph.ownership.read import Upward
from graph.ownership.votes import voting_graph

BY_EQUITY: Final = "EQUITY"
BY_VOTES: Final = "VOTES"
BY_CONTROL: Final = "CONTROL"
MANAGEMENT: Final = "MANAGEMENT"
UNKNOWN: Final = "UNKNOWN"
_ENDS: Final = Mark.ORGAN | Mark.LISTED | Mark.ACCOUNT
_NOISE: Final = TOLERANCE / UNITS_PER_PERCENT


@dataclass(frozen=True)
class BeneficialOwner:
    """One person; percentages at the lower bounds, `max_pct` and `max_voting_pct` at the upper ones."""

    id: str
    basis: tuple[str, ...]
    equity_pct: float | None
    max_pct: float
    voting_pct: float
    max_voting_pct: float


@dataclass(frozen=True)
class BeneficialAnswer:
    """Beneficial owners of one entity on a day.

    `possible` might be some if what is unknown lies at its upper bound; `complete` is false then, where
    control is not derivable, where 25 % or more belong to nobody that is known, and where the search was cut
    short. Without any owner `fallback` is MANAGEMENT, or UNKNOWN where the answer is not complete.
    """

    entity: str
    as_of: str
    owners: tuple[BeneficialOwner, ...]
    possible: tuple[BeneficialOwner, ...]
    fallback: str
    complete: bool
    policy: ControlPolicy

    def ids(self) -> set[str]:
        """All parties that the answer names."""
        return {self.entity, *(one.id for one in (*self.owners, *self.possible))}

    def to_json(self, codes: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
        """Plain data."""

        def shown(one: BeneficialOwner) -> dict[str, Any]:
            return {
                "id": codes.get(one.id, one.id),
                "name": names.get(one.id, ""),
                "basis": list(one.basis),
                "equity_pct": one.equity_pct,
                "max_pct": one.max_pct,
                "voting_pct": one.voting_pct,
                "max_voting_pct": one.max_voting_pct,
            }

        return {
            "entity": codes.get(self.entity, self.entity),
            "as_of": self.as_of,
            "complete": self.complete,
            "owners": [shown(one) for one in self.owners],
            "possible": [shown(one) for one in self.possible],
            "fallback": self.fallback,
            "policy": self.policy.to_json(),
        }


def beneficial_owners(
    upward: Upward, policy: ControlPolicy = DEFAULT_POLICY, *, control: ControlAnswer | None = None
) -> BeneficialAnswer:
    """Beneficial owners from the holdings above one entity.

    Parameters
    ----------
    control
        The control answer over the same holdings, if it is at hand.
    """
    holdings = upward.holdings
    at = holdings.position.get(upward.entity_id)
    control = control or control_answer(upward, policy)
    controllers = {one.id: one.voting_pct for one in control.controllers if one.controller_kind == "PERSON"}
    if at is None:
        return BeneficialAnswer(upward.entity_id, upward.day, (), (), UNKNOWN, False, policy)
    low, high = equity_of_owners(holdings, at, policy)
    votes, most_votes = votes_of_persons(holdings, at, policy), _votes_at_most(holdings, at, policy)
    least = policy.owner_pct - _NOISE
    owners, possible = [], []
    for person in np.flatnonzero(holdings.is_person).tolist():
        equity, most = low.get(person, 0.0), high.get(person, 0.0)
        known = None if np.isnan(equity) else equity
        has, may_have = votes.get(person, 0.0), most_votes.get(person, 0.0)
        id_ = holdings.ids[person]
        basis = []
        if known is not None and known >= least:
            basis.append(BY_EQUITY)
        if has >= least:
            basis.append(BY_VOTES)
        if id_ in controllers:
            basis.append(BY_CONTROL)
        one = BeneficialOwner(id_, tuple(basis), known, most, has, max(has, may_have))
        if basis:
            owners.append(one)
        elif known is None or most >= least or may_have >= least:
            possible.append(one)
    complete = upward.complete and not possible and not _hidden(control)
    complete = complete and _of_nobody_known(holdings, low) < least
    return BeneficialAnswer(
        entity=upward.entity_id,
        as_of=upward.day,
        owners=tuple(sorted(owners, key=lambda one: (-(one.equity_pct or 0.0), one.id))),
        possible=tuple(sorted(possible, key=lambda one: one.id)),
        fallback="" if owners else MANAGEMENT if complete else UNKNOWN,
        complete=complete,
        policy=policy,
    )


def _hidden(control: ControlAnswer) -> bool:
    """Whether somebody of whom nothing is known may control."""
    ends = {one.stop for one in control.controllers}
    return control.result == NOT_DERIVABLE or bool(ends & {"UNRESOLVED", NOT_DERIVABLE})


def _of_nobody_known(holdings: Holdings, low: Mapping[int, float]) -> float:
    """Percent of the equity that ends with no person, organ, account or listed company."""
    size = len(holdings.ids)
    passed_on = np.bincount(holdings.company, weights=holdings.equity, minlength=size) / 100
    ends = holdings.is_person | ((holdings.marks & int(_ENDS)) != 0)
    known = sum(
        share * max(1.0 - float(passed_on[party]), 0.0)
        for party, share in low.items()
        if ends[party] and not np.isnan(share)
    )
    return 100.0 - known


def _votes_at_most(holdings: Holdings, at: int, policy: ControlPolicy) -> dict[int, float]:
    """Votes in one company that each person could have, with what it could control, in percent."""
    graph = voting_graph(holdings, policy)
    ceilings = Ceilings(holdings, graph)
    found: dict[int, float] = {}
    for person in (one for one in ceilings.parties() if holdings.is_person[one]):
        side = Spread(ceilings)
        side.take((person,))
        _, most, base = side.votes_in(at)
        found[person] = float(percents_of(np.array([most]), np.array([base]))[0])
    return found


def equity_of_owners(
    holdings: Holdings, at: int, policy: ControlPolicy = DEFAULT_POLICY
) -> tuple[dict[int, float], dict[int, float]]:
    """Integrated equity in one company at the lower and at the upper bounds, in percent by owner.

    The lower one is NaN where a closed ring has no answer; the upper one then is 100. What is held for
    another is his: who lends his name owns nothing (art. 6 asks who finally owns).
    """
    holdings = _behind_nominees(holdings, policy)
    lower, upper = (
        OwnershipMatrix(holdings, upper=side, loops=policy.loops).owners_of(at) for side in (False, True)
    )
    low = dict(zip(lower[0].tolist(), (lower[1] * 100).tolist(), strict=True))
    most = np.minimum(np.nan_to_num(upper[1] * 100, nan=100.0), 100.0)
    return low, dict(zip(upper[0].tolist(), most.tolist(), strict=True))


def _behind_nominees(holdings: Holdings, policy: ControlPolicy) -> Holdings:
    """The holdings with whom they are held for; a nominee of two keeps what is his by name."""
    named = [link for link in holdings.links if link[0] == NOMINEE]
    if not named or not policy.agreements:
        return holdings
    held_for = work_out(replace(holdings, links=named)).voter_of
    holder = np.array([held_for.get(one, one) for one in holdings.holder.tolist()], dtype=np.int64)
    holder = np.where(holder == holdings.company, holdings.holder, holder)
    return replace(holdings, holder=holder)


def votes_of_persons(holdings: Holdings, at: int, policy: ControlPolicy = DEFAULT_POLICY) -> dict[int, float]:
    """Votes in one company that each person has, alone or through what it controls, in percent."""
    graph = voting_graph(holdings, policy)
    follower = Follower(graph)
    voters = {*graph.own.voter.tolist(), *graph.delegated.voter.tolist()}
    found: dict[int, float] = {}
    for person in (one for one in voters if holdings.is_person[one]):
        votes = follower.follow((person,)).votes.get(at, 0)
        if votes:
            found[person] = float(percents_of(np.array([votes]), graph.base[[at]])[0])
    return found
