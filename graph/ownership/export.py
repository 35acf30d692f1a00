"""Rows of ``export controls`` and ``export ownership``: columns as architecture.md section 5 fixes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from graph.errors import NotFoundError
from graph.ownership.closure import control_pairs
from graph.ownership.holdings import Holdings
from graph.ownership.integrated import integrated_shares
from graph.ownership.parties import PartyLabels, label_parties
from graph.ownership.policy import DEFAULT_POLICY, ControlPolicy, Loops
from graph.ownership.read import read_holdings
from graph.store import Store


class ControlRow(NamedTuple):
    """One row of ``export controls``."""

    controller_kind: str
    controller: str
    controller_name: str
    controlled: str
    voting_pct: float
    kind: str
    state: str


class OwnershipRow(NamedTuple):
    """One row of ``export ownership``; `integrated_pct` is None where a closed ring has no answer."""

    owner: str
    owner_name: str
    owned: str
    owned_name: str
    direct_pct: float
    integrated_pct: float | None


CONTROL_COLUMNS: Final = ControlRow._fields
OWNERSHIP_COLUMNS: Final = OwnershipRow._fields


def export_controls(
    store: Store, as_of: str, *, seq: int | None = None, policy: ControlPolicy = DEFAULT_POLICY
) -> list[ControlRow]:
    """All pairs of controller and controlled on `as_of`, as known at `seq`, sorted by code.

    Computed by the code that derivation stores from, so that any day can be exported.
    """
    seq = store.head_seq() if seq is None else seq
    holdings = read_holdings(store, as_of, seq=seq)
    pairs = control_pairs(holdings, policy)
    named = {*pairs.controller.tolist(), *pairs.controlled.tolist()}
    labels = _labels(store, holdings, named, as_of, seq)
    persons = {holdings.ids[at] for at in named if holdings.is_person[at]}
    return sorted(
        ControlRow(
            "PERSON" if one.controller in persons else "ENTITY",
            labels.codes.get(one.controller, one.controller),
            labels.names.get(one.controller, ""),
            labels.codes.get(one.controlled, one.controlled),
            one.voting_pct,
            one.kind,
            one.state,
        )
        for one in pairs.rows()
    )


def integrated_ownership(
    store: Store,
    as_of: str,
    *,
    root: str | None = None,
    min_pct: float = 0.0,
    loops: Loops = Loops.GEOMETRIC,
    upper: bool = False,
    seq: int | None = None,
) -> Iterator[OwnershipRow]:
    """Direct and integrated shares on `as_of`, of one owner (`root`, an internal id) or of all.

    A range counts with its lower bound and an unknown share with nothing; with `upper` both count with as
    much as the other holders leave.

    Raises
    ------
    NotFoundError
        The root holds nothing on that day and is not held either.
    """
    seq = store.head_seq() if seq is None else seq
    holdings = read_holdings(store, as_of, seq=seq)
    at = None
    if root is not None:
        at = holdings.position.get(root)
        if at is None:
            raise NotFoundError(f"{as_of} 没有该主体的持股记录", where="root", todo="核对代码和日期")
    labels = _labels(store, holdings, set(range(len(holdings.ids))) if at is None else set(), as_of, seq)
    shares = integrated_shares(holdings, root=at, min_pct=min_pct, loops=loops, upper=upper)
    if at is not None:
        found = list(shares)
        labels = _labels(store, holdings, {at, *(one.owned for one in found)}, as_of, seq)
        shares = iter(found)
    for share in shares:
        owner, owned = holdings.ids[share.owner], holdings.ids[share.owned]
        yield OwnershipRow(
            labels.codes.get(owner, owner),
            labels.names.get(owner, ""),
            labels.codes.get(owned, owned),
            labels.names.get(owned, ""),
            share.direct_pct,
            share.integrated_pct,
        )


def _labels(store: Store, holdings: Holdings, parties: set[int], day: str, seq: int) -> PartyLabels:
    persons = [holdings.ids[at] for at in parties if holdings.is_person[at]]
    entities = [holdings.ids[at] for at in parties if not holdings.is_person[at]]
    return label_parties(store, entities, persons, day, seq=seq)
