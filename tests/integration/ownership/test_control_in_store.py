"""Control read from the store, derived into it, answered for one entity and exported, on both engines."""

from __future__ import annotations

from typing import Any

import pytest

from graph.ownership import (
    ControlPolicy,
    controllers_of,
    derive_control,
    export_controls,
    integrated_ownership,
    label_ids,
)
from graph.ownership.above import read_span
from graph.ownership.answer import surely_controlling
from graph.ownership.read import UpwardLimits, read_holdings
from graph.ownership.touched import Touched
from graph.same_person import SamePersons
from graph.store import Store

DAY = "2025-06-01"
World = Any


def controls(store: Store, seq: int | None = None) -> dict[tuple[str, str], tuple[str, float, str]]:
    columns = store.read_columns(
        "read/ownership/controls_range", first="", last="~", **({} if seq is None else {"seq": seq})
    )
    return {
        (columns["controller"][at], columns["controlled"][at]): (
            columns["kind"][at],
            columns["voting_pct"][at],
            columns["state"][at],
        )
        for at in range(len(columns["controller"]))
    }


@pytest.fixture
def pyramid(world: World) -> World:
    world.person("p"), world.person("q")
    for one in ("a", "b", "c"):
        world.entity(one)
    world.hold("p", "a", 60.0)
    world.hold("q", "a", 40.0)
    world.hold("a", "b", 30.0)
    world.hold("p", "b", 25.0)
    world.hold("b", "c", 51.0, valid_from="2024-01-01")
    world.hold("q", "c", 80.0, valid_to="2024-01-01")
    world.save()
    return world


def test_derivation_stores_direct_joint_and_indirect_control(store: Store, pyramid: World) -> None:
    report = derive_control(store, DAY)
    assert (report.pairs, report.opened, report.closed, report.holdings) == (4, 4, 0, 5)
    assert controls(store) == {
        ("p", "a"): ("DIRECT", 60.0, "COMPUTED"),
        ("p", "b"): ("JOINT", 55.0, "COMPUTED"),
        ("p", "c"): ("INDIRECT", 51.0, "COMPUTED"),
        ("b", "c"): ("DIRECT", 51.0, "COMPUTED"),
    }


def test_a_second_derivation_writes_nothing(store: Store, pyramid: World) -> None:
    derive_control(store, DAY)
    before = store.head_seq()
    report = derive_control(store, DAY)
    assert (report.opened, report.closed) == (0, 0)
    assert store.head_seq() == before


def test_only_differences_are_written_and_the_past_stays_readable(store: Store, pyramid: World) -> None:
    derive_control(store, DAY)
    before = store.head_seq()
    more = pyramid.hold("q", "b", 45.0)
    pyramid.hold("p", "a", 10.0)
    pyramid.save()
    pyramid.end("HOLDS", "f3")
    report = derive_control(store, DAY)
    assert (report.opened, report.closed) == (1, 3)
    assert set(controls(store)) == {("p", "a"), ("b", "c")}
    assert controls(store)["p", "a"] == ("DIRECT", 70.0, "COMPUTED")
    assert set(controls(store, before)) == {("p", "a"), ("p", "b"), ("p", "c"), ("b", "c")}
    assert controls(store, before)["p", "a"] == ("DIRECT", 60.0, "COMPUTED")
    pyramid.end("HOLDS", more)
    assert derive_control(store, DAY).opened == 0


def test_a_company_is_answered_with_its_person_and_the_paths(store: Store, pyramid: World) -> None:
    found = controllers_of(store, "c", DAY)
    assert (found.result, found.complete) == ("CONTROLLED", True)
    labels = label_ids(store, found.ids(), DAY)
    document = found.to_json(labels.codes, labels.names)
    assert set(document) >= {"entity", "as_of", "result", "controllers", "bounds"}
    assert document["entity"] == "91C"
    (controller,) = document["controllers"]
    assert {name: controller[name] for name in ("id", "name", "kind", "voting_pct", "state")} == {
        "id": "p",
        "name": "p某",
        "kind": "INDIRECT",
        "voting_pct": 51.0,
        "state": "COMPUTED",
    }
    near, far = (
        [(hop["from"], hop["to"], hop["type"], hop["pct"]) for hop in path["hops"]]
        for path in controller["paths"]
    )
    assert near == [("p", "91B", "HOLDS", 25.0), ("91B", "91C", "HOLDS", 51.0)]
    assert far == [("p", "91A", "HOLDS", 60.0), ("91A", "91B", "HOLDS", 30.0), near[1]]
    assert controller["paths_complete"]
    assert controller["paths"][0]["hops"][1]["valid_from"] == "2024-01-01"


def test_a_past_day_is_answered_from_the_holdings_of_that_day(store: Store, pyramid: World) -> None:
    derive_control(store, DAY)
    then = controllers_of(store, "c", "2023-12-31")
    assert [one.id for one in then.controllers] == ["q"]
    assert [one.id for one in controllers_of(store, "c", "2024-01-01").controllers] == ["p"]


def test_what_was_known_then_is_answered_from_then(store: Store, pyramid: World) -> None:
    before = store.head_seq()
    pyramid.end("HOLDS", "f5")
    assert controllers_of(store, "c", DAY).result == "NOT_DERIVABLE"
    assert [one.id for one in controllers_of(store, "c", DAY, seq=before).controllers] == ["p"]


def test_the_answer_for_one_agrees_with_all_pairs(store: Store, world: World) -> None:
    for one in "pqr":
        world.person(one)
    for one in ("a", "b", "c", "d", "e"):
        world.entity(one, **({"legal_form": "有限合伙企业"} if one == "d" else {}))
    world.hold("p", "a", 60.0)
    world.hold("a", "b", 30.0)
    world.hold("r", "b", 25.0)
    world.hold("b", "c", 40.0)
    world.hold("q", "c", 20.0)
    world.hold("c", "e", 70.0)
    world.link("VOTES_FOR", "r", "p")
    world.link("ACTS_IN_CONCERT", "q", "p")
    world.link("EXECUTIVE_PARTNER_OF", "b", "d")
    world.save()
    rows = {(one.controller, one.controlled): one for one in export_controls(store, DAY).rows}
    assert rows["p", "91B"].state == "COMPUTED_BY_AGREEMENT"
    assert rows["p", "91D"].state == "COMPUTED_AS_PARTNER"
    assert rows["q", "91E"].state == "COMPUTED_IN_CONCERT"
    for entity in ("b", "c", "d", "e"):
        found = controllers_of(store, entity, DAY)
        for controller in found.controllers:
            row = rows[controller.id, f"91{entity.upper()}"]
            assert (row.kind, row.voting_pct, row.state) == (
                controller.kind,
                controller.voting_pct,
                controller.state,
            )
            assert controller.paths
        persons = {one for one, code in rows if code == f"91{entity.upper()}" and one in "pqr"}
        assert {one.id for one in found.controllers} == persons
    lent = next(one for one in controllers_of(store, "b", DAY).controllers if one.id == "p")
    assert ["VOTES_FOR", "HOLDS"] in [[hop.type for hop in path.hops] for path in lent.paths]


def test_ranges_that_straddle_a_half_are_not_derivable(store: Store, world: World) -> None:
    world.person("p"), world.person("q")
    world.entity("a")
    world.hold("p", "a", None, equity_min_pct=45.0, equity_max_pct=60.0)
    world.hold("q", "a", 44.0)
    world.save()
    found = controllers_of(store, "a", DAY)
    assert (found.result, found.reasons) == ("NOT_DERIVABLE", ("RANGE",))
    assert [(one.id, one.min_pct, one.max_pct) for one in found.possible] == [("p", 45.0, 56.0)]


def test_a_range_that_others_leave_no_room_for_decides_nothing(store: Store, world: World) -> None:
    world.person("p"), world.person("q")
    world.entity("a")
    world.hold("p", "a", None, equity_min_pct=45.0, equity_max_pct=60.0)
    world.hold("q", "a", 50.0)
    world.save()
    assert controllers_of(store, "a", DAY).result == "NO_CONTROLLER"


def test_nobody_above_half_is_no_controller_but_unknown_holders_are_not_derivable(
    store: Store, world: World
) -> None:
    world.person("p"), world.person("q")
    for one in ("known", "unknown", "none"):
        world.entity(one)
    world.entity("exchange", listed=True)
    world.hold("p", "known", 50.0)
    world.hold("q", "known", 50.0)
    for company in ("unknown", "exchange"):
        world.hold("p", company, 30.0)
    world.save()
    assert controllers_of(store, "known", DAY).result == "NO_CONTROLLER"
    assert controllers_of(store, "unknown", DAY).reasons == ("UNDISCLOSED",)
    assert controllers_of(store, "none", DAY).result == "NOT_DERIVABLE"
    assert controllers_of(store, "exchange", DAY).result == "NO_CONTROLLER"


def test_the_state_is_the_top_and_no_person(store: Store, world: World) -> None:
    world.entity("organ", subject_type="机关")
    world.entity("group")
    world.entity("firm")
    world.person("p")
    world.hold("p", "organ", 100.0)
    world.hold("organ", "group", 100.0, holder_kind="STATE")
    world.hold("group", "firm", 60.0)
    world.save()
    (controller,) = controllers_of(store, "firm", DAY).controllers
    assert (controller.id, controller.controller_kind) == ("organ", "STATE")
    assert controllers_of(store, "organ", DAY).result == "NO_CONTROLLER"
    derive_control(store, DAY)
    assert not [pair for pair in controls(store) if pair[0] == "p"]


def test_the_state_of_the_day_says_what_an_entity_is(store: Store, world: World) -> None:
    world.entity("fund", legal_form="有限合伙企业", valid_from="2024-01-01")
    world.entity("gp")
    world.link("EXECUTIVE_PARTNER_OF", "gp", "fund")
    world.save()
    assert not read_holdings(store, "2023-12-31").marks.any()
    assert [one.id for one in controllers_of(store, "fund", DAY).controllers] == ["gp"]
    policy = ControlPolicy(executive_partners=False)
    assert controllers_of(store, "fund", DAY, policy=policy).controllers == ()


def test_a_ring_is_its_own_top_and_a_cut_short_search_says_so(store: Store, world: World) -> None:
    for one in "abc":
        world.entity(one)
    world.hold("a", "b", 60.0)
    world.hold("b", "c", 55.0)
    world.hold("c", "a", 51.0)
    world.save()
    assert {one.id for one in controllers_of(store, "a", DAY).controllers} == {"b", "c"}
    short = controllers_of(store, "a", DAY, limits=UpwardLimits(max_levels=1))
    assert not short.complete


def test_the_export_names_persons_by_id_and_companies_by_code(store: Store, pyramid: World) -> None:
    rows = export_controls(store, DAY).rows
    assert rows[0]._asdict() == {
        "controller_kind": "ENTITY",
        "controller": "91B",
        "controller_name": "b公司",
        "controlled": "91C",
        "voting_pct": 51.0,
        "kind": "DIRECT",
        "state": "COMPUTED",
    }
    assert {(one.controller_kind, one.controller, one.controlled) for one in rows[1:]} == {
        ("PERSON", "p", "91A"),
        ("PERSON", "p", "91B"),
        ("PERSON", "p", "91C"),
    }


def test_the_export_says_what_it_rests_on(store: Store, world: World) -> None:
    world.person("p"), world.person("q"), world.person("r"), world.entity("a"), world.entity("b")
    world.hold("p", "a", 60.0)
    world.hold("q", "a", 70.0)
    world.link("VOTES_FOR", "r", "p")
    world.link("VOTES_FOR", "r", "q")
    world.hold("r", "b", 60.0)
    world.save()
    found = export_controls(store, DAY, policy=ControlPolicy(exclude_own_shares=False))
    assert found.over_the_whole == ("91A",)
    assert found.unclear == ("r",)
    assert (found.as_of, found.seq) == (DAY, store.head_seq())
    assert found.policy.to_json()["exclude_own_shares"] is False
    assert {(one.controller, one.controlled) for one in found.rows} == {
        ("p", "91A"), ("q", "91A"), ("r", "91B"),
    }  # fmt: skip


def test_integrated_ownership_of_one_and_of_all(store: Store, pyramid: World) -> None:
    rows = {one.owned: one for one in integrated_ownership(store, DAY, root="p")}
    assert rows["91B"].direct_pct == 25.0
    assert rows["91B"].integrated_pct == pytest.approx(43.0)
    assert rows["91C"].integrated_pct == pytest.approx(43 * 0.51)
    every = list(integrated_ownership(store, DAY, min_pct=40.0))
    assert {(one.owner, one.owned) for one in every} == {
        ("p", "91A"),
        ("p", "91B"),
        ("q", "91A"),
        ("91B", "91C"),
    }


def test_integrated_ownership_at_either_bound(store: Store, world: World) -> None:
    world.person("p"), world.person("q"), world.entity("a"), world.entity("b")
    world.hold("p", "a", None, equity_min_pct=40.0, equity_max_pct=70.0)
    world.hold("q", "a", 50.0)
    world.hold("a", "b", None)
    world.save()
    low = {(one.owner, one.owned): one for one in integrated_ownership(store, DAY)}
    assert {pair: one.integrated_pct for pair, one in low.items()} == {("p", "91A"): 40.0, ("q", "91A"): 50.0}
    high = {(one.owner, one.owned): one for one in integrated_ownership(store, DAY, upper=True)}
    assert {pair: one.integrated_pct for pair, one in high.items()} == {
        ("p", "91A"): 50.0, ("q", "91A"): 50.0, ("91A", "91B"): 100.0, ("p", "91B"): 50.0, ("q", "91B"): 50.0,
    }  # fmt: skip


def test_who_holds_one_thing_as_an_organ_is_an_organ_for_all_it_holds(store: Store, world: World) -> None:
    """Asked from below, or derived from what a change touches, the other holding is not read."""
    world.person("p")
    for one in ("x", "a", "b"):
        world.entity(one)
    world.hold("x", "a", 100.0, holder_kind="STATE")
    world.hold("x", "b", 100.0)
    world.hold("p", "x", 100.0)
    world.save()
    derive_control(store, DAY)
    assert set(controls(store)) == {("x", "a"), ("x", "b")}
    (one,) = controllers_of(store, "b", DAY).controllers
    assert (one.id, one.stop) == ("x", "STATE")
    part = derive_control(store, DAY, touched=Touched(frozenset({"b"})))
    assert (part.whole, part.opened, part.closed) == (False, 0, 0)
    above = read_span(store, ["b"], "2025-01-01", DAY, seq=store.head_seq(), same=SamePersons(store, 1))
    assert [one.id for one in surely_controlling(above.upward("b", DAY))] == ["x"]
