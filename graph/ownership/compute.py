"""Control and shares of all, computed from columns: what an engine is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from graph.ownership.closure import control_pairs
from graph.ownership.holdings import Holdings, PartyLink
from graph.ownership.integrated import integrated_shares
from graph.ownership.policy import ControlPolicy, Loops
from graph.ownership.via import parties_between
from graph.ownership.votes import voting_graph


@dataclass(frozen=True)
class HoldingColumns:
    """All holdings of one day as they come out of the store: what `Holdings.from_columns` takes."""

    columns: Mapping[str, Sequence[Any]]
    links: Sequence[PartyLink]
    marks: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.columns["holder"])

    def holdings(self) -> Holdings:
        """As columns of numbers."""
        return Holdings.from_columns(self.columns, self.links, marks=self.marks)


class ControlRow(NamedTuple):
    """One controller and what it controls, by id; `via` are those whose votes in it count."""

    controller: str
    controlled: str
    is_person: bool
    voting_pct: float
    kind: str
    state: str
    via: tuple[str, ...]


@dataclass(frozen=True)
class ControlFound:
    """All pairs, companies with more than all votes, parties whose agreements contradict each other."""

    rows: list[ControlRow]
    over_the_whole: tuple[str, ...]
    unclear: tuple[str, ...]


class OwnedRow(NamedTuple):
    """Direct and integrated share of an owner in percent, by id; None where a closed ring has no answer."""

    owner: str
    owned: str
    direct_pct: float
    integrated_pct: float | None


ComputeControl = Callable[[HoldingColumns, ControlPolicy], ControlFound]


class ComputeShares(Protocol):
    """Finds direct and integrated shares of all, as `integrated_shares` does."""

    def __call__(
        self, columns: HoldingColumns, *, min_pct: float, loops: Loops, upper: bool
    ) -> Iterable[OwnedRow]:
        """Of one day's holdings."""
        ...


def compute_control(columns: HoldingColumns, policy: ControlPolicy) -> ControlFound:
    """On this machine, in one process."""
    return control_of(columns.holdings(), policy)


def control_of(holdings: Holdings, policy: ControlPolicy) -> ControlFound:
    """Control of all these holdings."""
    graph = voting_graph(holdings, policy)
    pairs = control_pairs(holdings, policy, graph=graph)
    is_person = holdings.is_person.tolist()
    columns = zip(pairs.rows(), pairs.controller.tolist(), parties_between(graph, pairs), strict=True)
    rows = [
        ControlRow(
            one.controller, one.controlled, is_person[at], one.voting_pct, one.kind, one.state, between
        )
        for one, at, between in columns
    ]
    return ControlFound(
        rows,
        tuple(holdings.ids[at] for at in pairs.over_the_whole.tolist()),
        tuple(holdings.ids[at] for at in pairs.unclear),
    )


def compute_shares(
    columns: HoldingColumns, *, min_pct: float, loops: Loops, upper: bool
) -> Iterator[OwnedRow]:
    """Direct and integrated shares of all, on this machine."""
    return shares_of(columns.holdings(), min_pct=min_pct, loops=loops, upper=upper)


def shares_of(holdings: Holdings, *, min_pct: float, loops: Loops, upper: bool) -> Iterator[OwnedRow]:
    """Direct and integrated shares of all these holdings; the parameters are those of `integrated_shares`."""
    ids = holdings.ids
    for one in integrated_shares(holdings, min_pct=min_pct, loops=loops, upper=upper):
        yield OwnedRow(ids[one.owner], ids[one.owned], one.direct_pct, one.integrated_pct)
