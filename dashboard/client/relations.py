"""What hangs together: control, neighbourhood and paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, cast

from dashboard.client.transport import Transport, safe_part
from dashboard.documents import Control, Network, Paths


class Links(TypedDict):
    """Chains among several subjects, pair by pair; each pair has ``from`` too."""

    as_of: str
    complete: bool
    pairs: list[dict[str, Any]]
    data_version: str


class Surroundings(TypedDict):
    """A page of the parties some levels around a subject, with their relations."""

    subject: str
    name: str
    as_of: str
    complete: bool
    cut: str
    bounds: dict[str, Any]
    levels: list[dict[str, Any]]
    parties: list[dict[str, Any]]
    relations: list[dict[str, Any]]
    following: str
    data_version: str


SCHEMAS: dict[str, Any] = {"LinksOut": Links, "SurroundingsOut": Surroundings}


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
