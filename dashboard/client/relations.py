"""What hangs together: control, neighbourhood and paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from dashboard.client.transport import Transport, safe_part
from dashboard.documents import Control, Network, Paths


class RelationCalls(Transport):
    """How subjects are related."""

    def control(self, code: str, *, as_of: str | None = None) -> Control:
        """Who controls an entity."""
        return cast(
            Control, self._ask("GET", f"/entities/{safe_part(code)}/control", params={"as_of": as_of})
        )

    def network(
        self,
        code: str,
        *,
        as_of: str | None = None,
        types: Sequence[str] = (),
        after: Mapping[str, str] | None = None,
    ) -> Network:
        """Counts by type, then a page of neighbours."""
        pages = [f"{name}:{cursor}" for name, cursor in (after or {}).items()]
        params = {"as_of": as_of, "types": list(types), "after": pages}
        return cast(Network, self._ask("GET", f"/network/{safe_part(code)}", params=params))

    def paths(self, start: str, end: str, *, as_of: str | None = None, max_length: int = 6) -> Paths:
        """Shortest relations between two subjects."""
        body = {"from": start, "to": end, "as_of": as_of, "max_length": max_length}
        return cast(Paths, self._ask("POST", "/paths", body=body, safe=True))
