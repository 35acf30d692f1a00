"""What hangs together: control, neighbourhood and paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict, cast

from dashboard.client.transport import Transport, safe_part
from dashboard.documents import Control


class NetworkBounds(TypedDict):
    """What was followed."""

    types: list[str]
    hub_degree: int
    min_pct: float


class TypeCount(TypedDict):
    """How many relations of one type and direction a subject has."""

    type: str
    outward: bool
    number: int
    summarised: bool


class Cut(TypedDict):
    """A type of which not everything is listed, and why."""

    type: str
    reason: Literal["HUB", "PAGE"]
    number: int
    listed: int


class Neighbour(TypedDict):
    """One relation of the subject, and who is at its other end."""

    id: str
    name: str
    kind: Literal["ENTITY", "PERSON"]
    type: str
    outward: bool
    valid_from: str
    source: str
    pct: float | None
    max_pct: float | None


class Network(TypedDict):
    """Counts by type, then a page of neighbours."""

    subject: str
    name: str
    as_of: str
    complete: bool
    cut: list[Cut]
    bounds: NetworkBounds
    counts: list[TypeCount]
    neighbours: list[Neighbour]
    following: dict[str, str]
    data_version: str


class SurroundingsBounds(NetworkBounds):
    """What was followed, and how far."""

    depth: int


class Level(TypedDict):
    """How many parties are new in a level, and by which types of relation they were met."""

    distance: int
    parties: int
    by_type: dict[str, int]


class Party(TypedDict):
    """A party, and how far from the subject it is."""

    id: str
    name: str
    kind: Literal["ENTITY", "PERSON"]
    distance: int
    blocked: Literal["", "HUB", "STATE_ORGAN"]


PartyRelation = TypedDict(
    "PartyRelation",
    {
        "from": str,
        "to": str,
        "type": str,
        "valid_from": str,
        "source": str,
        "pct": float | None,
        "max_pct": float | None,
    },
)


class Surroundings(TypedDict):
    """A page of the parties some levels around a subject, with their relations."""

    subject: str
    name: str
    as_of: str
    complete: bool
    cut: Literal["", "PAGE", "PARTIES", "TIME"]
    bounds: SurroundingsBounds
    levels: list[Level]
    parties: list[Party]
    relations: list[PartyRelation]
    following: str
    data_version: str


class MetHub(TypedDict):
    """A party that the search met and that links nobody."""

    id: str
    name: str
    reason: Literal["HUB", "STATE_ORGAN"]
    touched_by_both: bool


class PathBounds(TypedDict):
    """Which chains were sought, how far the search went; ``strengths`` only with the strongest."""

    as_of: str
    types: list[str]
    mode: Literal["SHORTEST", "ALL_SHORTEST", "STRONGEST"]
    max_length: int
    max_width: int
    time_limit: float
    hub_degree: int
    max_paths: int
    min_pct: float
    excluded: list[str]
    strengths: NotRequired[str]
    searched_length: int
    cut_short: Literal["", "WIDTH", "TIME", "PATHS"]
    hubs_met: int
    hubs: list[MetHub]


PathHop = TypedDict(
    "PathHop",
    {
        "from": str,
        "from_name": str,
        "to": str,
        "to_name": str,
        "type": str,
        "forward": bool,
        "valid_from": str,
        "source": str,
        "fact_id": str,
        "pct": float | None,
        "max_pct": float | None,
    },
)


class Chain(TypedDict):
    """One chain of relations; ``strength`` only with the strongest."""

    length: int
    strength: NotRequired[float]
    hops: list[PathHop]


Pair = TypedDict(
    "Pair",
    {
        "from": str,
        "from_name": str,
        "to": str,
        "to_name": str,
        "complete": bool,
        "bounds": PathBounds,
        "paths": list[Chain],
    },
)


class Paths(Pair):
    """Chains between two subjects, and what they depend on."""

    data_version: str


class Links(TypedDict):
    """Chains among several subjects, pair by pair."""

    as_of: str
    complete: bool
    pairs: list[Pair]
    data_version: str


SCHEMAS: dict[str, Any] = {
    "NetworkBoundsOut": NetworkBounds, "TypeCountOut": TypeCount, "CutOut": Cut, "NeighbourOut": Neighbour,
    "NetworkOut": Network, "SurroundingsBoundsOut": SurroundingsBounds, "LevelOut": Level,
    "PartyOut": Party, "RelationOut": PartyRelation, "SurroundingsOut": Surroundings, "MetHubOut": MetHub,
    "PathBoundsOut": PathBounds, "PathHopOut": PathHop, "ChainOut": Chain, "PairOut": Pair, "PathOut": Paths,
    "LinksOut": Links,
}  # fmt: skip


class RelationCalls(Transport):
    """How subjects are related."""

    def control(self, code: str, *, as_of: str | None = None, known_at: str | None = None) -> Control:
        """Who controls an entity."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(Control, self._ask("GET", f"/entities/{safe_part(code)}/control", params=params))

    def network(
        self,
        code: str,
        *,
        as_of: str | None = None,
        known_at: str | None = None,
        types: Sequence[str] = (),
        min_pct: float = 0.0,
        after: Mapping[str, str] | None = None,
    ) -> Network:
        """Counts by type, then a page of neighbours."""
        pages = [f"{name}:{cursor}" for name, cursor in (after or {}).items()]
        params = {
            "as_of": as_of, "known_at": known_at, "types": list(types), "min_pct": min_pct or None,
            "after": pages,
        }  # fmt: skip
        return cast(Network, self._ask("GET", f"/network/{safe_part(code)}", params=params))

    def surroundings(
        self,
        code: str,
        *,
        as_of: str | None = None,
        known_at: str | None = None,
        depth: int = 3,
        types: Sequence[str] = (),
        min_pct: float = 0.0,
        page_size: int = 100,
        after: str = "",
    ) -> Surroundings:
        """A page of the parties up to three levels around a subject, the nearest first."""
        params = {
            "as_of": as_of, "known_at": known_at, "depth": depth, "types": list(types),
            "min_pct": min_pct or None, "page_size": page_size, "after": after,
        }  # fmt: skip
        found = self._ask("GET", f"/network/{safe_part(code)}/surroundings", params=params)
        return cast(Surroundings, found)

    def paths(self, start: str, end: str, **wanted: Any) -> Paths:
        """Chains between two subjects; `wanted` as in `links`."""
        return cast(Paths, self._ask("POST", "/paths", body={"from": start, "to": end, **wanted}, safe=True))

    def links(self, parties: Sequence[str], *, start: str | None = None, **wanted: Any) -> Links:
        """Chains among several subjects, or from `start` to each of them.

        Parameters
        ----------
        **wanted
            Which chains and how far, as in the API's document: ``as_of``, ``known_at``, ``mode``, ``types``,
            ``min_pct``, ``max_length``, ``max_paths``, ``max_width``, ``hub_degree``, ``time_limit``,
            ``exclude``.
        """
        body = {"parties": list(parties), **wanted, **({"from": start} if start else {})}
        return cast(Links, self._ask("POST", "/paths/among", body=body, safe=True))
