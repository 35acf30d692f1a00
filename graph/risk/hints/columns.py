"""What the hints are computed on: relations as a symmetric matrix, own records as seeds.

Blocked are organs of the state, whoever is related to more parties than a hub may be, and what only the
state links: a share of an organ, or of one firm of the state in another (公司法 265(4), facts.md D11).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from graph.risk.hints.parameters import HintParameters
from graph.risk.hints.sweep import FloatArray
from graph.risk.standing import Standing, standing_of

ORGAN: Final = 1
STATE_FIRM: Final = 2
#: A 个体工商户 has a code of its own and is a natural person in business (民法典54, 56): no number (A10).
TRADER: Final = 4
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


class Decision(NamedTuple):
    """One decision in force and what it weighs."""

    fact_id: str
    link: str
    list_type: str
    severity: str
    decided_on: str
    weight: float


def decisions_in_force(
    columns: Mapping[str, Sequence[Any]],
    aside: Mapping[str, Standing],
    day: str,
    parameters: HintParameters,
) -> dict[str, list[Decision]]:
    """By party its decisions that may be used that day: none that was set aside, removed or ended."""
    found: dict[str, list[Decision]] = {}
    today = date.fromisoformat(day)
    names = (
        "party", "link", "fact_id", "ground_ref", "decided_on", "list_type", "severity", "ended_on",
        "annulled_on", "kind",
    )  # fmt: skip
    for party, link, fact_id, ref, decided_on, list_type, severity, ended_on, annulled_on, kind in zip(
        *(columns[name] for name in names), strict=True
    ):
        standing = standing_of(
            ref=ref, kind=kind, ended_on=ended_on, annulled_on=annulled_on, aside=aside, day=day
        )
        if standing is not Standing.IN_FORCE:
            continue
        age = (today - date.fromisoformat(decided_on)).days
        weight = parameters.seed(link, list_type, severity, age)
        if weight > 0:
            found.setdefault(party, []).append(
                Decision(fact_id, link, list_type, severity, decided_on, weight)
            )
    return found


def seed_of(decisions: Iterable[Decision]) -> float:
    """What the decisions of one party weigh together: 1 - the product of what each leaves."""
    left = 1.0
    for one in decisions:
        left *= 1.0 - one.weight
    return 1.0 - left


@dataclass
class Links:
    """Relations by number of both ends, one entry a relation, as they were read."""

    source: Ints
    target: Ints
    type: Ints
    state_holder: Bools


@dataclass
class HintGraph:
    """Parties, what links them, and their own records.

    Parameters
    ----------
    ids
        Entities first, in their order; then persons.
    entities
        How many of `ids` are entities.
    blocked
        Who links nobody: organs and hubs.
    hub
        Those of them that are hubs.
    unscored
        Who gets no number: 个体工商户.
    """

    ids: list[str]
    entities: int
    weights: csr_array
    seeds: FloatArray
    blocked: Bools
    hub: Bools
    unscored: Bools
    decisions: dict[str, list[Decision]] = field(default_factory=dict)


def matrix(
    links: Links, marks: Ints, size: int, types: Sequence[str], parameters: HintParameters
) -> tuple[csr_array, Bools, Bools]:
    """The weights between parties, who is blocked, and who of them is a hub.

    Parameters
    ----------
    marks
        ORGAN, STATE_FIRM and TRADER bits of each party; the last changes nothing about what links whom.
    types
        What the numbers in `links.type` stand for.
    """
    low, high = np.minimum(links.source, links.target), np.maximum(links.source, links.target)
    other = low != high
    neighbours = np.unique(np.stack([low[other], high[other]]), axis=1)
    hub = np.bincount(neighbours.ravel(), minlength=size) > parameters.hub_degree
    organ = (marks & ORGAN) > 0
    blocked = organ | hub
    holds = links.type == types.index("HOLDS") if "HOLDS" in types else np.zeros(len(low), dtype=np.bool_)
    state = (marks & STATE_FIRM) > 0
    same_state = holds & (links.state_holder | (state[links.source] & state[links.target]))
    kept = other & ~same_state & ~blocked[low] & ~blocked[high]
    # One type counts once between two parties, however many facts say it.
    once = np.unique(np.stack([low[kept], high[kept], links.type[kept]]), axis=1)
    carries = np.array([parameters.relations[one] for one in types], dtype=np.float64)
    left = np.log1p(-np.minimum(carries[once[2]], 1.0 - 1e-12))
    summed = coo_array((left, (once[0], once[1])), shape=(size, size)).tocsr()
    summed.data = -np.expm1(summed.data)
    weights = csr_array(summed + summed.T)
    return weights, blocked, hub
