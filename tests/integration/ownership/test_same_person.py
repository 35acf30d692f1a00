"""Votes of persons who were judged to be one are one person's votes; without a judgement they never are."""

from __future__ import annotations

from typing import Any

import pytest

from graph.ownership import controllers_of, derive_control
from graph.ownership.above import read_span
from graph.ownership.answer import surely_controlling
from graph.ownership.touched import Touched
from graph.ownership.tree import ownership_tree
from graph.same_person import SamePersons
from graph.store import Store

DAY = "2025-06-01"
World = Any


@pytest.fixture
def halves(world: World) -> World:
    """Namesakes p and q hold 30 % each; r votes q's shares in another company; s holds the rest."""
    for one in "pqrs":
        world.person(one)
    for one in ("a", "b", "lent"):
        world.entity(one)
    world.hold("p", "a", 30.0)
    world.hold("q", "a", 30.0)
    world.hold("s", "a", 40.0)
    world.hold("a", "b", 51.0)
    world.hold("p", "lent", 60.0)
    world.save()
    return world


def controllers(store: Store, entity: str, seq: int | None = None) -> dict[str, float]:
    found = controllers_of(store, entity, DAY, seq=seq).controllers
    return {one.id: one.voting_pct for one in found}


def stored(store: Store) -> set[tuple[str, str]]:
    columns = store.read_columns("read/ownership/controls_range", first="", last="~")
    return set(zip(columns["controller"], columns["controlled"], strict=True))


def test_a_name_alone_joins_nothing(store: Store, halves: World) -> None:
    assert controllers(store, "a") == {} and "p" not in controllers(store, "b")


def test_votes_of_one_person_are_added_up_and_known_only_from_then_on(store: Store, halves: World) -> None:
    before = store.head_seq()
    halves.judge_same("q", "p")
    assert controllers(store, "a") == {"p": 60.0} and controllers(store, "b") == {"p": 51.0}
    assert controllers(store, "a", before) == {}
    (top,) = controllers_of(store, "a", DAY).controllers
    assert sorted(hop.pct for path in top.paths for hop in path.hops) == [30.0, 30.0]


def test_an_agreement_of_the_one_moves_the_shares_of_both(store: Store, halves: World) -> None:
    halves.link("VOTES_FOR", "q", "r")
    halves.save()
    assert controllers(store, "lent") == {"p": 60.0}
    halves.judge_same("q", "p")
    assert controllers(store, "lent") == {"r": 60.0} and controllers(store, "a") == {"r": 60.0}


def test_what_a_judgement_changes_is_derived_as_if_all_were(store: Store, halves: World) -> None:
    derive_control(store, DAY)
    assert stored(store) == {("a", "b"), ("p", "lent")}
    halves.judge_same("q", "p")
    assert not derive_control(store, DAY, touched=Touched(persons=frozenset({"p", "q"}))).whole
    assert stored(store) == {("a", "b"), ("p", "lent"), ("p", "a"), ("p", "b")}
    full = derive_control(store, DAY)
    assert (full.opened, full.closed) == (0, 0)
    # What the absorbed one gives away later moves the other's shares too.
    halves.link("VOTES_FOR", "q", "r")
    halves.save()
    derive_control(store, DAY, touched=Touched(persons=frozenset({"q", "r"})))
    assert ("r", "lent") in stored(store) and ("p", "lent") not in stored(store)
    full = derive_control(store, DAY)
    assert (full.opened, full.closed) == (0, 0)


def test_many_read_together_say_the_same_as_each_alone(store: Store, halves: World) -> None:
    halves.person("t")
    halves.hold("t", "lent", 30.0, valid_from="2024-01-01")
    halves.hold("b", "lent", 60.0, valid_from="2020-01-01", valid_to="2024-01-01")
    halves.link("VOTES_FOR", "t", "s", valid_from="2025-01-01")
    halves.save()
    halves.judge_same("q", "p")
    seq = store.head_seq()
    days = ("2019-12-31", "2020-01-01", "2023-12-31", "2024-01-01", DAY)
    above = read_span(store, ["a", "b", "lent"], days[0], days[-1], seq=seq, same=SamePersons(store, seq))
    for entity in ("a", "b", "lent"):
        for day in days:
            alone = controllers_of(store, entity, day, hints=False).controllers
            together = surely_controlling(above.upward(entity, day))
            assert [(one.id, one.kind, one.voting_pct, one.state) for one in together] == [
                (one.id, one.kind, one.voting_pct, one.state) for one in alone
            ], (entity, day)
            for hop in (hop for one in together for path in one.paths for hop in path.hops):
                assert above.facts_behind(hop, day), hop


def test_the_tree_shows_one_person_whichever_id_is_asked(store: Store, halves: World) -> None:
    before = store.head_seq()
    halves.judge_same("q", "p")
    above = ownership_tree(store, "a", DAY, is_person=False)
    assert {one.id: one.integrated_pct for one in above.nodes if one.level == -1} == {"p": 60.0, "s": 40.0}
    for asked in ("p", "q"):
        below = ownership_tree(store, asked, DAY, is_person=True, down=1)
        assert (below.subject, {one.id for one in below.nodes if one.level == 1}) == ("p", {"a", "lent"})
    apart = ownership_tree(store, "q", DAY, is_person=True, down=1, seq=before)
    assert {one.id for one in apart.nodes if one.level == 1} == {"a"}
