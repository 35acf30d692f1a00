"""A change is derived from what rests on it, with the outcome of deriving everything; what is stored."""

from __future__ import annotations

import random
from typing import Any

import pytest

from graph.ownership import derive_control
from graph.ownership.touched import Touched, resting_on
from graph.store import Store

DAY = "2025-06-01"
World = Any
COMPANIES = [f"c{at}" for at in range(9)]
PERSONS = [f"p{at}" for at in range(4)]
KINDS = ("HOLDS",) * 6 + ("VOTES_FOR", "NOMINEE_FOR", "ACTS_IN_CONCERT", "EXECUTIVE_PARTNER_OF")


#: What a holding may be besides a plain percentage: ended, own shares, a range, votes of its own, an organ's.
SPECIAL = (
    {"valid_to": DAY},
    {"treasury": True},
    {"equity_min_pct": 30.0, "equity_max_pct": 70.0},
    {"equity_min_pct": 55.0, "equity_max_pct": 60.0},
    {"vote_pct": 55.0},
    {"holder_kind": "STATE"},
    {"holder_kind": "OTHER"},
)


def _random_fact(world: World, rng: random.Random) -> tuple[str, str, str, str]:
    kind = rng.choice(KINDS)
    source = rng.choice(COMPANIES + PERSONS)
    target = rng.choice(COMPANIES if kind in ("HOLDS", "EXECUTIVE_PARTNER_OF") else COMPANIES + PERSONS)
    if kind == "HOLDS":
        percent = float(rng.choice([10, 20, 26, 30, 51, 60]))
        more: dict[str, Any] = rng.choice([{}, {}, {}, *SPECIAL])
        if "equity_min_pct" in more:
            fact = world.hold(source, target, None, **more)
        elif source in PERSONS and "holder_kind" in more:
            fact = world.hold(source, target, percent)
        else:
            fact = world.hold(source, target, percent, **more)
    else:
        fact = world.link(kind, source, target)
    return kind, fact, source, target


def _touched(*parties: str) -> Touched:
    return Touched(
        frozenset(one for one in parties if one in COMPANIES),
        frozenset(one for one in parties if one in PERSONS),
    )


@pytest.mark.parametrize("seed", [1, 2, 4, 5])
def test_changes_one_by_one_equal_deriving_everything(store: Store, world: World, seed: int) -> None:
    rng = random.Random(seed)
    for company in COMPANIES:
        world.entity(company, **({"legal_form": "有限合伙企业"} if company == "c8" else {}))
    for person in PERSONS:
        world.person(person)
    facts = [_random_fact(world, rng) for _ in range(14)]
    world.save()
    assert derive_control(store, DAY).whole
    partly = 0
    for _ in range(7):
        if facts and rng.random() < 0.4:
            kind, fact, source, target = facts.pop(rng.randrange(len(facts)))
            world.end(kind, fact)
        else:
            facts.append(_random_fact(world, rng))
            _, _, source, target = facts[-1]
            world.save()
        report = derive_control(store, DAY, touched=_touched(source, target))
        assert not report.whole
        partly += report.opened + report.closed
        full = derive_control(store, DAY)
        assert (full.opened, full.closed) == (0, 0), (source, target)
    assert partly


def test_only_what_rests_on_the_change_is_read(store: Store, world: World) -> None:
    world.person("p"), world.person("q"), world.person("n")
    for one in ("a", "b", "far", "lent"):
        world.entity(one)
    world.hold("p", "a", 60.0)
    world.hold("a", "b", 60.0)
    world.hold("q", "far", 60.0)
    world.hold("n", "lent", 60.0)
    world.link("VOTES_FOR", "n", "a")
    world.save()
    seq = store.head_seq()
    assert resting_on(store, Touched(frozenset({"a"})), seq) == {"a", "b", "lent"}
    assert resting_on(store, Touched(persons=frozenset({"p"})), seq) == {"a", "b", "lent"}
    assert resting_on(store, Touched(frozenset({"b"})), seq) == {"b"}
    assert resting_on(store, Touched(frozenset({"a"})), seq, most=2) is None
    report = derive_control(store, DAY, touched=Touched(frozenset({"a"})))
    assert (report.whole, report.pairs, report.opened) == (False, 5, 5)


def test_what_is_stored_says_by_which_rule_and_through_whom(store: Store, world: World) -> None:
    world.person("p"), world.person("q"), world.person("n")
    for one in ("a", "b", "fund"):
        world.entity(one, **({"legal_form": "有限合伙企业"} if one == "fund" else {}))
    world.hold("p", "a", 60.0)
    world.hold("a", "b", 30.0)
    world.hold("p", "b", 10.0)
    world.hold("n", "b", 15.0)
    world.link("VOTES_FOR", "n", "p")
    world.link("EXECUTIVE_PARTNER_OF", "b", "fund")
    world.save()
    derive_control(store, DAY, run_id="r1")
    columns = store.read_columns("read/ownership/controls_of", entity_ids=["a", "b", "fund"])
    stored = {
        (controller, controlled): (state, via)
        for controller, controlled, state, via in zip(
            *(columns[name] for name in ("controller", "controlled", "state", "via")), strict=True
        )
    }
    assert stored == {
        ("p", "a"): ("COMPUTED", ["p"]),
        ("p", "b"): ("COMPUTED_BY_AGREEMENT", ["a", "p"]),
        ("p", "fund"): ("COMPUTED_AS_PARTNER", ["b"]),
        ("b", "fund"): ("COMPUTED_AS_PARTNER", ["b"]),
    }
