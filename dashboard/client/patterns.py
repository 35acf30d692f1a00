"""Patterns: the library, runs over the whole city, and their matches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypedDict, cast

from dashboard.client.transport import Transport, safe_part


class PatternRunRow(TypedDict):
    """One run of a pattern, with everything it depends on."""

    run_id: str
    pattern: str
    version: int
    parameters: dict[str, Any]
    as_of: str
    known_seq: int
    data_version: str
    state: Literal["RUNNING", "DONE", "FAILED", "INTERRUPTED"]
    done: int
    total: int
    matches: int
    complete: bool
    left_out: str
    by: str
    error: str
    started_at: str
    beat_at: str
    finished_at: str


class PatternRow(TypedDict):
    """A pattern in the list."""

    name: str
    title: str
    version: int
    explanation: str
    last_run: PatternRunRow | None


class PatternFull(TypedDict):
    """One pattern."""

    name: str
    title: str
    version: int
    explanation: str
    no_meaning: str
    algorithm: str
    support: str
    parameters: list[dict[str, Any]]
    queries: list[dict[str, Any]]
    runs: list[PatternRunRow]


class PatternMatchRow(TypedDict):
    """One match."""

    number: int
    key: str
    size: int
    members: list[dict[str, Any]]
    facts: dict[str, Any]


class PatternMatches(TypedDict):
    """A page of matches."""

    run: PatternRunRow
    rows: list[PatternMatchRow]
    cursor: int | None


SCHEMAS: Final = {
    "RunOut": PatternRunRow,
    "PatternRowOut": PatternRow,
    "PatternOut": PatternFull,
    "MatchOut": PatternMatchRow,
    "MatchesOut": PatternMatches,
}


class PatternCalls(Transport):
    """What hangs together in a way that deserves a second look."""

    def patterns(self) -> list[PatternRow]:
        """The library, each pattern with its newest run."""
        return cast(list[PatternRow], self._ask("GET", "/patterns")["rows"])

    def pattern(self, name: str) -> PatternFull:
        """One pattern: explanation, parameters, queries, runs."""
        return cast(PatternFull, self._ask("GET", f"/patterns/{safe_part(name)}"))

    def run_pattern(
        self,
        name: str,
        *,
        parameters: Mapping[str, Any] | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> PatternRunRow:
        """Begin a run; ask `pattern_state` until it is done."""
        body = {"parameters": dict(parameters or {}), "as_of": as_of, "known_at": known_at}
        return cast(PatternRunRow, self._ask("POST", f"/patterns/{safe_part(name)}/runs", body=body))

    def pattern_state(self, run_id: str) -> PatternRunRow:
        """How far a run is."""
        return cast(PatternRunRow, self._ask("GET", f"/patterns/runs/{safe_part(run_id)}"))

    def pattern_matches(self, run_id: str, *, cursor: int = 0, limit: int = 20) -> PatternMatches:
        """A page of the matches of a run."""
        params = {"cursor": cursor, "limit": limit}
        return cast(
            PatternMatches, self._ask("GET", f"/patterns/runs/{safe_part(run_id)}/matches", params=params)
        )
