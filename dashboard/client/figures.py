"""Figures, the lists behind them, data quality and the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from dashboard.client.transport import Document, Transport, safe_part
from dashboard.documents import Page, Quality, Statistics


class FigureCalls(Transport):
    """Figures and lists."""

    def statistics(self, *, as_of: str | None = None, known_at: str | None = None) -> Statistics:
        """The leaders' figures."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(Statistics, self._ask("GET", "/statistics", params=params))

    def findings(
        self,
        *,
        states: Sequence[str] = (),
        as_of: str | None = None,
        known_at: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """A page of findings."""
        return self._page("/findings", cursor, limit, state=list(states), as_of=as_of, known_at=known_at)

    def listings(
        self,
        *,
        list_types: Sequence[str] = (),
        region: str | None = None,
        month: str = "",
        live: bool = True,
        as_of: str | None = None,
        known_at: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """A page of listings; an empty `region` asks for those of unknown district."""
        more = {"list_type": list(list_types), "month": month, "live": live, "region": region}
        return self._page("/listings", cursor, limit, as_of=as_of, known_at=known_at, **more)

    def entities(
        self,
        *,
        region: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """A page of entities."""
        return self._page("/entities", cursor, limit, region=region, as_of=as_of, known_at=known_at)

    def withdrawals(
        self,
        *,
        since: str | None = None,
        stood: bool = False,
        as_of: str | None = None,
        known_at: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """A page of findings that were taken back since a day."""
        more = {"as_of": as_of, "known_at": known_at}
        return self._page("/withdrawals", cursor, limit, since=since, stood=stood, **more)

    def quality(self, *, known_at: str | None = None) -> Quality:
        """Quarantine by reason, and what each package brought."""
        return cast(Quality, self._ask("GET", "/quality", params={"known_at": known_at}))

    def quarantine(
        self,
        *,
        returned: bool = False,
        known_at: str | None = None,
        cursor: str | None = None,
        **narrow: str,
    ) -> Page:
        """A page of rows that were kept out; `narrow` by ``source``, ``table`` or ``rule``."""
        return self._page("/quality/quarantine", cursor, 50, returned=returned, known_at=known_at, **narrow)

    def conflicts(self, *, known_at: str | None = None, cursor: str | None = None, limit: int = 50) -> Page:
        """A page of facts that current records tell differently."""
        return self._page("/quality/conflicts", cursor, limit, known_at=known_at)

    def pending(self, *, known_at: str | None = None, limit: int = 50) -> list[Document]:
        """The oldest changes that wait for derivation, or waited then."""
        found = self._ask("GET", "/quality/pending", params={"limit": limit, "known_at": known_at})
        return list(found["rows"])

    def audit(self, trail: str, *, cursor: str = "", **wanted: str) -> Page:
        """A page of the audit trail: ``reads`` or ``changes``."""
        return cast(Page, self._ask("GET", f"/audit/{safe_part(trail)}", params={**wanted, "cursor": cursor}))
