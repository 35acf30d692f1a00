"""The pages of one neighbourhood belong to one commit, whatever is written between them."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.desk import open_desk
from api.services.relations import named_plan, network_plan, read_page_cursors
from graph.errors import UsageError
from graph.store import Store

DAY = "2025-06-01"
WHO = "p" + "0" * 16
World = Any


def page(store: Store, *after: str, known_at: str | None = None) -> dict[str, Any]:
    """A page of what is around the person, as API and command ask for it."""
    cursors = read_page_cursors(after)
    named = store.ask(named_plan([WHO], DAY, cursors.known_at(known_at) if cursors else known_at))
    plan = network_plan(
        open_desk(store), named, as_of=DAY, types=("HOLDS", "LEGAL_REP_OF"), page_size=2, after=cursors
    )
    found: dict[str, Any] = store.ask(plan)
    return found


def cursors_of(answer: dict[str, Any]) -> list[str]:
    return [f"{type_}:{cursor}" for type_, cursor in answer["following"].items()]


def names(answer: dict[str, Any], type_: str) -> list[str]:
    return [one["name"] for one in answer["neighbours"] if one["type"] == type_]


@pytest.fixture
def represented(world: World) -> World:
    """A person who represents four firms and holds three of them."""
    world.person(WHO)
    for one in "abcd":
        world.entity(one)
        world.link("LEGAL_REP_OF", WHO, one)
    for one in "abc":
        world.hold(WHO, one, 60.0)
    world.save()
    return world


def test_what_is_written_between_two_pages_is_in_neither(store: Store, represented: World) -> None:
    first = page(store)
    # One who was to come on the second page goes, another comes.
    represented.entity("e")
    represented.link("LEGAL_REP_OF", WHO, "e")
    represented.save()
    represented.end("LEGAL_REP_OF", "f4")
    second = page(store, *cursors_of(first))
    assert names(first, "LEGAL_REP_OF") + names(second, "LEGAL_REP_OF") == [f"{one}公司" for one in "abcd"]
    assert names(first, "HOLDS") + names(second, "HOLDS") == [f"{one}公司" for one in "abc"]
    assert second["data_version"] == first["data_version"] and second["following"] == {}
    assert second["counts"] == first["counts"]
    anew = page(store)
    assert anew["data_version"] != first["data_version"]
    after = page(store, *cursors_of(anew))
    assert names(anew, "LEGAL_REP_OF") + names(after, "LEGAL_REP_OF") == [f"{one}公司" for one in "abce"]


def test_cursors_of_two_commits_or_of_another_than_is_asked_for_are_refused(
    store: Store, represented: World
) -> None:
    first = page(store)
    represented.entity("e")
    seq = represented.save()
    other = page(store)
    rep, holds = (
        next(one for one in cursors_of(found) if one.startswith(type_))
        for found, type_ in ((first, "LEGAL_REP_OF"), (other, "HOLDS"))
    )
    with pytest.raises(UsageError, match="不同的数据版本"):
        page(store, rep, holds)
    with pytest.raises(UsageError, match="不一致"):
        page(store, rep, known_at=f"seq:{seq}")
    # An empty cursor is the first page of the type, of now or of the commit of the others.
    assert names(page(store, rep, "HOLDS:"), "HOLDS") == names(first, "HOLDS")


@pytest.mark.parametrize("cursor", ["LEGAL_REP_OF", ":s1fx", "LEGAL_REP_OF:f1", "LEGAL_REP_OF:s1f"])
def test_a_cursor_that_was_not_handed_out_is_refused(cursor: str) -> None:
    with pytest.raises(UsageError, match="游标不是本接口给出的"):
        read_page_cursors([cursor])
