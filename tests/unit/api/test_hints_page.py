"""Pages of hints for whoever sees some districts only, over a store that is only a list."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from api.auth.masking import SHOWN
from api.services import hints
from api.services.hints import FIRST, Place, hints_page
from api.services.parties import Parties
from graph.ownership.parties import PartyLabels


class Ranked:
    """A store of nothing but hints, the first the strongest; it notes how many rows each look reads."""

    def __init__(self, ids: list[str]) -> None:
        self.read_at_once: list[int] = []
        self._rows: list[dict[str, Any]] = [
            {"entity": one, "value": round(0.9 - at / 100, 2), "own": 0.0, "edition": "e", "as_of": "d"}
            for at, one in enumerate(ids)
        ]

    def read(self, query: str, **params: Any) -> list[dict[str, Any]]:
        below, after = params["below"], params["after"]
        rest = [
            one
            for one in self._rows
            if one["value"] < below or (one["value"] == below and one["entity"] > after)
        ]
        if query == "read/hints/place_further":
            return rest[params["places"] - 1 :][:1]
        self.read_at_once.append(len(rest[: params["limit"]]))
        return rest[: params["limit"]]


@pytest.fixture
def ranked(monkeypatch: pytest.MonkeyPatch) -> Any:
    """(asks a page, how many rows were read) of a list in which whoever begins with `x` is hidden."""
    monkeypatch.setattr(hints, "_CHUNK", 3)
    monkeypatch.setattr(hints, "_CHUNKS", 2)

    def parties(_desk: Any, entities: Any, *_rest: Any, **_options: Any) -> Parties:
        named = set(entities)
        hidden = frozenset(one for one in named if one[0] == "x")
        return Parties(PartyLabels({one: one for one in named}, {}), hidden, SHOWN)

    monkeypatch.setattr(hints, "parties_of", parties)

    def make(ids: list[str]) -> Any:
        store = Ranked(ids)
        desk: Any = SimpleNamespace(store=store, today="2026-01-01", data_version=str, seq=lambda: 7)

        def ask(place: Place = FIRST, *, limited: bool = True) -> dict[str, Any]:
            within = (lambda _region, _authority: False) if limited else None
            return hints_page(desk, masking=SHOWN, within=within, place=place, limit=2, seq=7, newest=False)

        return ask, store.read_at_once

    return make


def _place(cursor: str) -> Place:
    parts = cursor.split("~")
    return Place(float(parts[0]), parts[1], int(parts[2]) if len(parts) > 2 else 0)


def test_a_cursor_names_nobody_who_is_hidden_and_all_others_are_told_once(ranked: Any) -> None:
    ids = ["x1", "a", "x2", "b", *(f"x3{at:02d}" for at in range(20)), "c", "x4", "d", "x5"]
    ask, read = ranked(ids)
    told: list[str] = []
    place, cursor = FIRST, ""
    for _ in range(20):
        read.clear()
        page = ask(place)
        assert sum(read) <= 2 * (3 + 1)
        told += [one["id"] for one in page["rows"]]
        cursor = page["cursor"]
        if cursor is None:
            break
        assert "x" not in cursor
        place = _place(cursor)
        assert (place.after or "") in ("", *told)
        hidden = {round(0.9 - at / 100, 2) for at, one in enumerate(ids) if one[0] == "x"}
        assert place.below not in hidden
    assert told == ["a", "b", "c", "d"] and cursor is None


def test_whoever_sees_all_reads_no_more_than_the_page(ranked: Any) -> None:
    ask, read = ranked(["a", "b", "c"])
    page = ask(limited=False)
    assert [one["id"] for one in page["rows"]] == ["a", "b"] and page["cursor"] == "0.89~b"
    assert read == [3]
    last = ask(_place(page["cursor"]), limited=False)
    assert [one["id"] for one in last["rows"]] == ["c"] and last["cursor"] is None
