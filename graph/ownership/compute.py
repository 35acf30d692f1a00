"""Control of all, computed from columns: what an engine is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.ownership.closure import control_pairs
from graph.ownership.holdings import Holdings, PartyLink
from graph.ownership.policy import ControlPolicy
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


ComputeControl = Callable[[HoldingColumns, ControlPolicy], ControlFound]


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
