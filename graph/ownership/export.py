"""Rows of ``export controls`` and ``export ownership``: columns as architecture.md section 5 fixes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from graph.errors import NotFoundError
from graph.ownership.closure import control_pairs
from graph.ownership.compute import ComputeShares, OwnedRow, compute_shares
from graph.ownership.holdings import Holdings
from graph.ownership.integrated import integrated_shares
from graph.ownership.parties import PartyLabels, label_parties
from graph.ownership.policy import DEFAULT_POLICY, ControlPolicy, Loops
from graph.ownership.read import read_columns_of_day, read_holdings
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


@dataclass(frozen=True)
class ControlExport:
    """All pairs of a day, sorted by code, and what they rest on.

    Parameters
    ----------
    over_the_whole
        Codes of companies with more than all votes; they are counted as they stand.
    unclear
        Codes of parties whose agreements contradict each other; nothing is moved for them.
    """

    rows: list[ControlRow]
    as_of: str
    seq: int
    policy: ControlPolicy
    over_the_whole: tuple[str, ...]
    unclear: tuple[str, ...]


def export_controls(
    store: Store, as_of: str, *, seq: int | None = None, policy: ControlPolicy = DEFAULT_POLICY
) -> ControlExport:
    """All pairs of controller and controlled on `as_of`, as known at `seq`.

    Computed by the code that derivation stores from, so that any day can be exported.
    """
    seq = store.head_seq() if seq is None else seq
    holdings = read_holdings(store, as_of, seq=seq)
    pairs = control_pairs(holdings, policy)
    over = pairs.over_the_whole.tolist()
    named = {*pairs.controller.tolist(), *pairs.controlled.tolist()}
    labels = _labels(store, holdings, {*named, *over, *pairs.unclear}, as_of, seq)
    persons = {holdings.ids[at] for at in named if holdings.is_person[at]}
    rows = sorted(
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
    over_the_whole, unclear = (
        tuple(sorted(labels.codes.get(holdings.ids[at], holdings.ids[at]) for at in some))
        for some in (over, pairs.unclear)
    )
    return ControlExport(rows, as_of, seq, policy, over_the_whole, unclear)


def integrated_ownership(
    store: Store,
    as_of: str,
    *,
    root: str | None = None,
    min_pct: float = 0.0,
    loops: Loops = Loops.GEOMETRIC,
    upper: bool = False,
    seq: int | None = None,
    compute: ComputeShares = compute_shares,
) -> Iterator[OwnershipRow]:
    """Direct and integrated shares on `as_of`, of one owner (`root`, an internal id) or of all.

    A range counts with its lower bound and an unknown share with nothing; with `upper` both count with as
    much as the other holders leave. `compute` finds the shares of all; those of one owner are found here.

    Raises
    ------
    NotFoundError
        The root holds nothing on that day and is not held either.
    """
    seq = store.head_seq() if seq is None else seq
    columns = read_columns_of_day(store, as_of, seq=seq)
    holdings = columns.holdings()
    if root is None:
        found: Iterable[OwnedRow] = compute(columns, min_pct=min_pct, loops=loops, upper=upper)
        named = set(range(len(holdings.ids)))
    else:
        at = holdings.position.get(root)
        if at is None:
            raise NotFoundError(f"{as_of} 没有该主体的持股记录", where="root", todo="核对代码和日期")
        shares = list(integrated_shares(holdings, root=at, min_pct=min_pct, loops=loops, upper=upper))
        found = [OwnedRow(root, holdings.ids[one.owned], *one[2:]) for one in shares]
        named = {at, *(one.owned for one in shares)}
    labels = _labels(store, holdings, named, as_of, seq)
    for share in found:
        yield OwnershipRow(
            labels.codes.get(share.owner, share.owner),
            labels.names.get(share.owner, ""),
            labels.codes.get(share.owned, share.owned),
            labels.names.get(share.owned, ""),
            share.direct_pct,
            share.integrated_pct,
        )


def _labels(store: Store, holdings: Holdings, parties: set[int], day: str, seq: int) -> PartyLabels:
    persons = [holdings.ids[at] for at in parties if holdings.is_person[at]]
    entities = [holdings.ids[at] for at in parties if not holdings.is_person[at]]
    return label_parties(store, entities, persons, day, seq=seq)
