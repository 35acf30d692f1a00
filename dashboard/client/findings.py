"""A finding in words, as a notice, and the way out of it."""

from __future__ import annotations

from typing import cast

from dashboard.client.transport import Transport, safe_part
from dashboard.documents import Exit, Explanation


class FindingCalls(Transport):
    """One finding."""

    def explain(
        self, finding_id: str, *, as_of: str | None = None, known_at: str | None = None
    ) -> Explanation:
        """A finding in words."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(Explanation, self._ask("GET", f"/findings/{safe_part(finding_id)}", params=params))

    def notice(
        self, finding_id: str, form: str, *, as_of: str | None = None, known_at: str | None = None
    ) -> bytes:
        """A finding as a file to hand out: ``html`` or ``pdf``."""
        path = f"/findings/{safe_part(finding_id)}/notice.{form}"
        params = {"as_of": as_of, "known_at": known_at}
        return cast(bytes, self._ask("GET", path, params=params, whole=True))

    def way_out(self, code: str, *, as_of: str | None = None, known_at: str | None = None) -> Exit:
        """Why, until when, the smallest set of acts, and what does not help."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(Exit, self._ask("GET", f"/exits/{safe_part(code)}", params=params))
