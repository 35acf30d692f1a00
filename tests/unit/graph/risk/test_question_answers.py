"""Composed questions over a store that is only a handful of rows: starts, bounds, and who is hidden."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, cast

import pytest

from graph.errors import UsageError
from graph.risk.questions import answer_question, read_form, starts
from graph.store import Store

DAY = "2025-01-01"


def _rows(name: str, params: dict[str, Any]) -> dict[str, list[Any]]:
    """Two firms of one region; the first stands in every list."""
    if name == "read/saved/entities_in_region":
        return {"entity": ["e1", "e2"]}
    if name == "read/saved/entities_after":
        page = [] if params["after"] else ["e1", "e2"]
        return {"entity": page, "known": [True] * len(page)}
    if name == "read/patterns/regions_of":
        ids = params["entity_ids"]
        return {"entity": ids, "valid_from": [DAY] * len(ids), "region": ["411302"] * len(ids)}
    if name == "read/saved/entities_on_lists":
        number = len(params["list_types"])
        return {"entity": ["e1"] * number, "ground_ref": ["g"] * number, "kind": [""] * number}
    if name == "read/saved/step":
        return {one: [] for one in ("party", "other", "other_is_person", "outward", "valid_from", "pct")}
    return {"refs": []}


class _Rows:
    """A store of those rows."""

    def __init__(self, answer: Callable[[str, dict[str, Any]], dict[str, list[Any]]] = _rows) -> None:
        self._answer = answer

    def head_seq(self) -> int:
        return 1

    def read(self, _query: Any, **_params: Any) -> list[Any]:
        return []

    def read_columns(self, query: Any, **params: Any) -> dict[str, list[Any]]:
        return self._answer(query if isinstance(query, str) else query.name, params)


def _asked(form: dict[str, Any], rows: _Rows | None = None, **options: Any) -> Any:
    return answer_question(cast(Store, rows or _Rows()), read_form(form), DAY, **options)


@pytest.mark.parametrize(
    ("start", "firms"),
    [
        ({"by": "LIST", "values": ["L03", "L04"]}, ["e1"]),
        ({"by": "REGION", "values": ["411300", "411302"]}, ["e1", "e2"]),
    ],
)
def test_who_stands_in_two_lists_or_regions_is_one_row(start: dict[str, Any], firms: list[str]) -> None:
    answer = _asked({"start": start})
    assert [one[0].id for one in answer.rows] == firms and not answer.cut
    full = _asked({"start": start, "limit": len(firms)})
    assert [one[0].id for one in full.rows] == firms and not full.cut


def test_the_time_is_looked_at_between_the_values_of_a_start() -> None:
    asked: list[str] = []

    def slow(name: str, params: dict[str, Any]) -> dict[str, list[Any]]:
        asked.append(name)
        time.sleep(0.02)
        return {"entity": []}

    form = {"start": {"by": "REGION", "values": [f"41{number:04d}" for number in range(1, 61)]}}
    answer = _asked(form, _Rows(slow), seconds=0.05)
    assert answer.cut == ["TIME"] and len(asked) < 10


_GUARANTEE: dict[str, Any] = {"relation": "GUARANTEES"}


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"start": {"by": "REGION", "values": ["411302"]}}, True),
        ({"start": {"by": "LIST", "values": ["L03"]}}, True),
        ({"start": {"by": "ALL"}}, True),
        ({"start": {"by": "CODES", "values": ["x"]}, "steps": [_GUARANTEE]}, False),
        ({"start": {"by": "CODES", "values": ["x"]}, "steps": [{"relation": "LISTED_BY"}]}, False),
        (
            {"start": {"by": "CODES", "values": ["x"]}, "steps": [_GUARANTEE, {"relation": "LISTED_BY"}]},
            True,
        ),
    ],
)
@pytest.mark.parametrize("hidden", [False, True])
def test_who_is_limited_to_districts_is_told_so_whether_or_not_anything_is_hidden(
    form: dict[str, Any], says: bool, hidden: bool
) -> None:
    answer = _asked(form, hides=lambda entities, persons: {*entities, *persons} if hidden else set())
    assert ("DISTRICTS" in answer.cut) is says
    assert not _asked(form).cut


def test_where_the_time_is_over_it_says_where_to_go_on_and_nothing_is_told_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = [f"e{at:02d}" for at in range(10)]
    monkeypatch.setattr(starts, "BATCH", 2)
    monkeypatch.setattr(starts, "FETCH", 4)

    def many(name: str, params: dict[str, Any]) -> dict[str, list[Any]]:
        later = [one for one in ids if one > params.get("after", "")]
        time.sleep(0.01)
        found = later[: params.get("limit")]
        if name in ("read/saved/entities_after", "read/saved/entities_in_region"):
            return {"entity": found, "known": [True] * len(found)}
        if name == "read/saved/entities_on_lists":
            found = [one for one in found for _ in params["list_types"]]
            return {"entity": found, "ground_ref": ["g"] * len(found), "kind": [""] * len(found)}
        return _rows(name, params)

    for start in (
        {"by": "ALL"},
        *({"by": "REGION", "values": some} for some in (["411302"], ["411302", "411300", "411303"])),
        *({"by": "LIST", "values": some} for some in (["L03"], ["L03", "L04"])),
    ):
        found: list[str] = []
        after, rounds = "", 0
        while rounds == 0 or after:
            answer = _asked({"start": start}, _Rows(many), seconds=0.05, after=after)
            found += [one[0].id for one in answer.rows]
            assert (answer.following != "") == ("TIME" in answer.cut)
            after, rounds = answer.following, rounds + 1
        assert found == ids and rounds > 1, start
    late = _asked({"start": {"by": "ALL"}}, _Rows(many), seconds=0, after="0.e03")
    assert (late.rows, late.following) == ([], "0.e03"), "who got no further goes on from the same place"
    for wrong in ("x", "1", "1.", "a.e1", "1.e1"):
        with pytest.raises(UsageError):
            _asked({"start": {"by": "ALL"}}, after=wrong)
    for by, values in (("LIST", ["L03", "L04"]), ("REGION", ["411300", "411302"]), ("CODES", ["x"])):
        with pytest.raises(UsageError):
            _asked({"start": {"by": by, "values": values}}, after="1.e1")
