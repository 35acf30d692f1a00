"""Who was judged to be the same person counts as one wherever relations are searched, while it stands."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import UsageError
from graph.identity_acts import Judge, merge_persons, split_person
from graph.interop.subgraph import extract
from graph.risk import PathBounds, find_links, find_paths, neighbourhood, surroundings
from graph.risk.frontier import SAME_PERSON, Conditions, checked_types, read_level
from graph.risk.hints import city_hints, explain_hint
from graph.risk.paths import STRONGEST
from graph.risk.patterns import run_pattern
from graph.risk.questions import answer_question, read_form
from graph.risk.warning import Known, Signal, Span, load_settings, read_events
from graph.store import Store

DAY = "2025-06-01"
BY = Judge(actor="account:r1", role="REVIEWER", reason="同一笔迹", document="核验笔录 3 号")
World = Any


@pytest.fixture
def halves(world: World) -> World:
    """Namesakes p and q represent a and b, each one of them."""
    for one in "pq":
        world.person(one)
    for one in "ab":
        world.entity(one)
    world.link("LEGAL_REP_OF", "p", "a")
    world.link("LEGAL_REP_OF", "q", "b")
    world.save()
    return world


@pytest.mark.parametrize("mode", ["SHORTEST", "ALL_SHORTEST", STRONGEST])
def test_a_chain_leads_over_the_judgement_and_says_so(store: Store, halves: World, mode: str) -> None:
    limits = PathBounds(mode=mode)
    before = store.head_seq()
    assert find_paths(store, "a", "b", DAY, limits=limits).paths == ()
    merge_persons(store, "q", "p", BY)
    for types in (None, ["LEGAL_REP_OF"]):
        found = find_paths(store, "a", "b", DAY, types=types, limits=limits)
        (chain,) = found.paths
        assert [(one.from_id, one.type, one.to_id) for one in chain] == [
            ("a", "LEGAL_REP_OF", "p"),
            ("p", "SAME_PERSON", "q"),
            ("q", "LEGAL_REP_OF", "b"),
        ]
        assert chain[1].source == "人工认定，文书：核验笔录 3 号" and chain[1].fact_id
        assert {"p", "q"} <= found.persons and found.complete
    (turned,) = find_links(store, [("b", "a")], DAY, limits=limits)
    assert [one.type for one in turned.paths[0]] == ["LEGAL_REP_OF", "SAME_PERSON", "LEGAL_REP_OF"]
    assert find_paths(store, "a", "b", DAY, seq=before, limits=limits).paths == ()
    split_person(store, "q", BY)
    assert find_paths(store, "a", "b", DAY, limits=limits).paths == ()


def test_who_is_left_out_is_left_out_under_each_of_his_ids(store: Store, halves: World) -> None:
    merge_persons(store, "q", "p", BY)
    assert find_paths(store, "a", "b", DAY).paths
    for one in ("p", "q"):
        assert find_paths(store, "a", "b", DAY, limits=PathBounds(excluded=(one,))).paths == ()
        with pytest.raises(UsageError):
            find_paths(store, one, "b", DAY, limits=PathBounds(excluded=({"p": "q", "q": "p"}[one],)))


def test_a_network_shows_who_counts_as_one_and_goes_on_from_there(store: Store, halves: World) -> None:
    before = store.head_seq()
    merge_persons(store, "q", "p", BY)
    near = neighbourhood(store, "p", DAY)
    told = {one.type: (one.id, one.is_person, one.source) for one in near.neighbours}
    assert told["SAME_PERSON"] == ("q", True, "人工认定，文书：核验笔录 3 号")
    assert neighbourhood(store, "p", DAY, seq=before).counts != near.counts
    only = neighbourhood(store, "p", DAY, types=["SAME_PERSON"], page_size=1)
    assert [one.id for one in only.neighbours] == ["q"]
    assert {one.type for one in neighbourhood(store, "p", DAY, types=["LEGAL_REP_OF"]).neighbours} == {
        "LEGAL_REP_OF"
    }
    around = surroundings(store, "a", DAY, depth=3)
    assert around.distance == {"a": 0, "p": 1, "q": 2, "b": 3}
    ties = {one.type: one for one in extract(store, ["a"], DAY, depth=3).ties}
    assert ties["SAME_PERSON"].origin == "人工认定，文书：核验笔录 3 号"
    assert not ties["SAME_PERSON"].more, "who judged and why is not for everybody"


# -- patterns, hints and composed questions: under the id that stays


def of_person(world: World, first: str, second: str, names: str, type_: str, **more: Any) -> list[str]:
    """Two ids, every second firm with the first."""
    for one in (first, second):
        world.person(one)
    for at, one in enumerate(names):
        world.entity(one, subject_type="法人")
        world.link(type_, (first, second)[at % 2], one, **more)
    return list(names)


def matched(store: Store, name: str, seq: int | None = None, **given: Any) -> list[set[str]]:
    run = run_pattern(store, name, DAY, seq=seq, parameters=given)
    return [{one.id for one in found.members} for found in run.matches]


@pytest.mark.parametrize("pattern", ["many_represented", "many_served"])
def test_the_firms_of_both_ids_are_counted_together(store: Store, world: World, pattern: str) -> None:
    firms = of_person(world, "p", "q", "abcd", "LEGAL_REP_OF")
    before = world.save()
    assert matched(store, pattern, minimum=4) == []
    merge_persons(store, "q", "p", BY)
    assert matched(store, pattern, minimum=4) == [{"p", *firms}]
    assert matched(store, pattern, minimum=2) == [{"p", *firms}], "once, not for each id"
    assert matched(store, pattern, minimum=5) == []
    assert len(matched(store, pattern, before, minimum=2)) == 2


def test_no_change_is_seen_between_two_ids_of_one_person(store: Store, world: World) -> None:
    for one in "pqrst":
        world.person(one)
    for firm, first, second in (("a", "p", "q"), ("b", "r", "s"), ("c", "q", "t")):
        world.entity(firm, subject_type="法人")
        world.listed(firm, "2024-06-01")
        world.link("LEGAL_REP_OF", first, firm, valid_to="2024-03-01")
        world.link("LEGAL_REP_OF", second, firm, valid_from="2024-03-01")
    # Of c the other id of q goes on beside the new one.
    world.link("LEGAL_REP_OF", "p", "c")
    before = world.save()
    name = "rep_changed_before_decision"
    assert sorted(map(sorted, matched(store, name))) == [
        ["a", "p", "q"],
        ["b", "r", "s"],
        ["c", "q", "t"],
    ]
    merge_persons(store, "q", "p", BY)
    assert matched(store, name) == [{"b", "r", "s"}]
    assert len(matched(store, name, before)) == 3


def test_a_new_firm_has_the_same_people_under_another_id(store: Store, world: World) -> None:
    for one in "pq":
        world.person(one)
    world.entity("old", subject_type="法人", phone_hmac="t", established_on="2010-01-01")
    world.entity("new", subject_type="法人", phone_hmac="t", established_on="2024-09-01")
    world.listed("old", "2024-06-01")
    world.link("LEGAL_REP_OF", "p", "old")
    world.link("LEGAL_REP_OF", "q", "new")
    world.save()
    assert matched(store, "successor_shell", minimum=2) == []
    merge_persons(store, "q", "p", BY)
    assert matched(store, "successor_shell", minimum=2) == [{"old", "new"}]


def test_penalised_firms_stand_around_one_person(store: Store, world: World) -> None:
    firms = of_person(world, "p", "q", "abcd", "DIRECTOR_OF")
    for one in firms[:3]:
        world.listed(one, "2024-06-01")
    world.save()
    asked = {"minimum": 3, "min_share": 75.0}
    assert matched(store, "penalised_hub", **asked) == []
    merge_persons(store, "q", "p", BY)
    assert matched(store, "penalised_hub", **asked) == [{"p", *firms[:3]}]
    assert matched(store, "penalised_hub", **{**asked, "min_share": 76.0}) == []
    assert matched(store, "penalised_hub", **asked, hub_degree=3) == [], "as one he is related to four firms"


def test_filings_of_one_day_under_both_ids_are_one_agents(store: Store, world: World) -> None:
    on = {"filing_kind": "设立", "valid_from": "2025-01-10"}
    firms = of_person(world, "p", "q", "abcd", "FILED_FOR", **on)
    world.entity("e", subject_type="法人")
    world.link("FILED_FOR", "q", "e", filing_kind="设立", valid_from="2025-01-11")
    before = world.save()
    assert matched(store, "same_day_filings", minimum=4) == []
    merge_persons(store, "q", "p", BY)
    assert matched(store, "same_day_filings", minimum=4) == [{"p", *firms}]
    assert matched(store, "same_day_filings", minimum=2) == [{"p", *firms}], "once, not for each id"
    assert len(matched(store, "same_day_filings", before, minimum=2)) == 2


def test_filings_of_persons_judged_the_same_are_found_beyond_one_answer(store: Store, world: World) -> None:
    for first, second, names in (("p", "q", "abcd"), ("r", "s", "efgh")):
        of_person(world, first, second, names, "FILED_FOR", filing_kind="设立", valid_from="2025-01-10")
    world.save()
    merge_persons(store, "q", "p", BY)
    merge_persons(store, "s", "r", BY)
    run = run_pattern(store, "same_day_filings", DAY, parameters={"minimum": 4}, most_rows=1)
    assert run.complete and {found.members[0].id for found in run.matches} == {"p", "r"}


def test_people_of_a_listed_firm_bid_under_another_id(store: Store, world: World) -> None:
    for one in "pq":
        world.person(one)
    for one in ("listed", "bidder", "leader", "x"):
        world.entity(one, subject_type="法人")
    world.listed("listed", "2024-06-01")
    world.link("DIRECTOR_OF", "p", "listed")
    for one in ("bidder", "x"):
        world.link("DIRECTOR_OF", "q", one)
    world.link("HOLDS", "q", "bidder", equity_pct=10.0)
    for one in ("bidder", "leader"):
        world.record("TenderBid", "2024-07-01", one, consortium_key="t|1", tender_name="道路")
    before = world.save()
    assert matched(store, "tender_consortium") == []
    merge_persons(store, "q", "p", BY)
    assert matched(store, "tender_consortium") == [{"listed", "p", "bidder", "leader"}]
    assert matched(store, "tender_consortium", before) == []
    assert matched(store, "tender_consortium", hub_degree=3) == [{"listed", "p", "bidder", "leader"}]
    assert matched(store, "tender_consortium", hub_degree=2) == [], "as one he is in three firms"
    split_person(store, "q", BY)
    assert matched(store, "tender_consortium") == []


@pytest.mark.parametrize(("bound", "linked"), [(4, True), (3, False)])
def test_a_person_with_too_many_relations_under_all_ids_links_nobody(
    store: Store, world: World, bound: int, linked: bool
) -> None:
    of_person(world, "p", "q", "abcd", "DIRECTOR_OF")
    world.save()
    merge_persons(store, "q", "p", BY)
    limits = PathBounds(hub_degree=bound)
    for first, second in (("a", "b"), ("a", "c")):  # over both ids, and over one of them
        found = find_paths(store, first, second, DAY, limits=limits)
        assert bool(found.paths) is linked and found.complete
        assert (found.blocked.get("p") == "HUB") is not linked
    assert find_paths(store, "q", "a", DAY, limits=limits).paths, "an end is followed whatever it is"
    around = surroundings(store, "a", DAY, depth=3, hub_degree=bound)
    assert ("c" in around.distance) is linked


def test_an_id_without_relations_makes_nobody_a_hub(store: Store, world: World) -> None:
    of_person(world, "p", "p2", "a", "DIRECTOR_OF")
    for one in "bc":
        world.entity(one)
        world.link("DIRECTOR_OF", "p", one)
    world.save()
    limits = PathBounds(hub_degree=3)
    assert find_paths(store, "a", "b", DAY, limits=limits).paths
    merge_persons(store, "p2", "p", BY)
    found = find_paths(store, "a", "b", DAY, limits=limits)
    assert found.paths and not found.blocked
    assert not find_paths(store, "a", "b", DAY, limits=PathBounds(hub_degree=2)).paths


@pytest.mark.parametrize("mode", ["SHORTEST", "ALL_SHORTEST", STRONGEST])
def test_an_end_is_followed_under_each_of_his_ids(store: Store, world: World, mode: str) -> None:
    for one in "pqr":
        world.person(one)
    for one in "abcdz":
        world.entity(one)
    for one in "abcd":
        world.link("DIRECTOR_OF", "p", one)
    world.link("DIRECTOR_OF", "r", "z")
    world.save()
    merge_persons(store, "q", "p", BY)
    merge_persons(store, "r", "p", BY)
    limits = PathBounds(mode=mode, hub_degree=2)
    pairs = [("q", "a"), ("a", "q"), ("q", "z"), ("a", "b"), ("r", "q")]
    together = find_links(store, pairs, DAY, limits=limits)
    for pair, length, joint in zip(pairs, (2, 2, 3, None, 2), together, strict=True):
        for found in (joint, find_paths(store, *pair, DAY, limits=limits)):
            lengths = {len(chain) for chain in found.paths}
            assert lengths == (set() if length is None else {length}), pair
            assert ("p" in found.blocked) is (length is None) and found.complete
    around = surroundings(store, "q", DAY, depth=3, hub_degree=2)
    assert around.distance == {"q": 0, "p": 1, **dict.fromkeys("abcdr", 2), "z": 3}
    assert around.complete and not around.blocked


def test_a_judgement_is_never_cut_off_by_relations(store: Store, world: World) -> None:
    of_person(world, "p", "q", "abcdef", "DIRECTOR_OF")
    world.save()
    merge_persons(store, "q", "p", BY)
    level = read_level(
        store, ["p"], {"p"}, Conditions(DAY, store.head_seq(), checked_types(None)), ends={"p": 2}
    )
    assert level.clipped == {"p"} and level.judged == {"p"} and level.numbers["p"] == 3
    assert [one.type for one in level.edges["p"]].count(SAME_PERSON) == 1 and len(level.edges["p"]) == 3
    only = Conditions(DAY, store.head_seq(), ("DIRECTOR_OF",))
    assert not read_level(store, ["p"], {"p"}, only).judged


def test_a_hint_leads_over_one_person_and_is_the_same_for_one_and_all(store: Store, halves: World) -> None:
    halves.listed("b", "2024-06-01")
    halves.save()
    assert explain_hint(store, "a", DAY).value == 0.0
    merge_persons(store, "q", "p", BY)
    found = explain_hint(store, "a", DAY)
    assert [one.parties for one in found.contributions] == [("a", "p", "b")]
    city = city_hints(store, DAY)
    assert city.values[city.ids.index("a")] == pytest.approx(found.value) and found.value > 0


def test_a_question_goes_on_from_all_ids_of_a_person(store: Store, halves: World) -> None:
    step = {"relation": "LEGAL_REP_OF"}
    form = read_form(
        {
            "start": {"by": "CODES", "values": ["91A"]},
            "steps": [{**step, "direction": "IN"}, {**step, "direction": "OUT"}],
        }
    )
    before = store.head_seq()
    merge_persons(store, "q", "p", BY)
    rows = [[one.id for one in row] for row in answer_question(store, form, DAY, codes=["a"]).rows]
    assert rows == [["a", "p", "b"]]
    assert answer_question(store, form, DAY, codes=["a"], seq=before).rows == []
    back = [[one.id for one in row] for row in answer_question(store, form, DAY, codes=["b"]).rows]
    assert back == [["b", "p", "a"]]


def test_no_early_warning_is_given_of_one_person_following_himself(store: Store, world: World) -> None:
    for one in "pqr":
        world.person(one)
    for firm, first, second in (("a", "p", "q"), ("b", "q", "r")):
        world.entity(firm)
        world.link("LEGAL_REP_OF", first, firm, valid_from="2020-01-01", valid_to="2025-01-01")
        world.link("LEGAL_REP_OF", second, firm, valid_from="2025-01-01")
    before = world.save()

    def changed(seq: int | None) -> list[str]:
        span = Span("2024-06-01", DAY, store.head_seq() if seq is None else seq)
        signal, known = Signal.REPRESENTATIVE_CHANGES, Known(store, DAY)
        return [one.entity for one in read_events(store, signal, span, load_settings(), known=known)]

    assert changed(None) == ["a", "b"]
    merge_persons(store, "p", "r", BY)
    merge_persons(store, "q", "r", BY)
    assert changed(None) == [] and changed(before) == ["a", "b"]
