"""What a browser tab has read of one version of the data: a click asks, and audits, nothing twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final, TypeVar

import streamlit as st

from dashboard.session import attempt

T = TypeVar("T")
#: So long an answer is taken for the newest without asking whether the data moved on.
FRESH: Final = 30.0
#: A day ends without a commit, and a version of the data may be kept for days.
_LONGEST: Final = 600.0
_MOST: Final = 600


class Known:
    """Answers of one version of the data.

    Parameters
    ----------
    clock
        Seconds; for tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answers: dict[Hashable, tuple[float, Any]] = {}
        self._asked = self._begun = clock()
        self.version = ""
        #: How often an answer turned out to be of a newer version than those before it.
        self.turns = 0

    def read(self, key: Hashable, question: Callable[[], T]) -> T:
        """The answer to a question, asked unless it is known.

        An answer of another version makes the older ones forgotten. No answer is kept for a while only:
        the service may have been away.
        """
        now = self._clock()
        if key in self._answers:
            since, known = self._answers[key]
            if known is not None or now - since < FRESH:
                return known  # type: ignore[no-any-return]
        found = question()
        version = str(found.get("data_version", "")) if isinstance(found, Mapping) else ""
        if version and version != self.version:
            self.turns += bool(self.version)
            self.forget()
            self.version = version
        while len(self._answers) >= _MOST:
            self._answers.pop(next(iter(self._answers)))
        self._answers[key] = (now, found)
        return found

    def renew(self, newest: Callable[[], int | None]) -> None:
        """Forget what is older than the data's newest commit; asked no more often than `FRESH`."""
        now = self._clock()
        if not self._answers or now - self._asked < FRESH:
            return
        self._asked = now
        commit = newest()
        same = commit is not None and self.version.split("/", 1)[0] == str(commit)
        if not same or now - self._begun > _LONGEST:
            self.forget()

    def forget(self) -> None:
        """Know nothing, and of no version."""
        self._answers.clear()
        self.version = ""
        self._asked = self._begun = self._clock()


def known() -> Known:
    """Of whoever is signed in here; it ends with the session."""
    token = st.session_state.get("token", "")
    kept = st.session_state.get("known")
    if kept is None or kept[0] != token:
        kept = st.session_state["known"] = (token, Known())
    found: Known = kept[1]
    return found


def newest_commit() -> int | None:
    """The number of the newest commit; None where the service does not say."""
    found = attempt(lambda api: api.ready())
    return int(found["seq"]) if found else None
