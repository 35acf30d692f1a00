"""Patterns at their bounds: just below nothing is found, at each it is; and nothing is clipped in silence."""

from __future__ import annotations

from typing import Any

import pytest

from graph.days import add_days
from graph.identity_acts import Judge, merge_persons
from graph.risk.patterns import PATTERNS, run_pattern
from graph.store import Store

DAY = "2025-06-01"
LISTED = "2024-06-01"
HUB = 3
BOUND = pytest.mark.parametrize(("degree", "found"), [(HUB - 1, True), (HUB, True), (HUB + 1, False)])
World = Any


def matched(store: Store, name: str, day: str = DAY, **given: Any) -> list[set[str]]:
    """The parties of each match of a run that left nothing out."""
    run = run_pattern(store, name, day, parameters=given)
    assert run.complete and not run.left_out
    return [{one.id for one in found.members} for found in run.matches]


def firms(world: World, *names: str, **state: Any) -> list[str]:
    for one in names:
        world.entity(one, **{"subject_type": "法人", "established_on": "2010-01-01", **state})
    return list(names)


# -- a register that lies just below, or at, each bound


def near_relations(world: World, at: int) -> None:
    """Rings of shares and of guarantees, a chain of guarantees, majorities that lead round or to nobody."""
    firms(world, "ra", "rb", "ca", "cb", "ma", "mb", "ga", "gb", *(f"k{one}" for one in range(5)))
    world.hold("ra", "rb", 20.0)
    world.hold("rb", "ra", 5.0 if at else 4.9)
    world.hold("ca", "cb", 60.0)
    world.hold("cb", "ca", 50.1 if at else 50.0)
    world.hold("ma", "mb", 50.1 if at else 50.0)
    world.link("GUARANTEES", "ga", "gb")
    if at:
        world.link("GUARANTEES", "gb", "ga")
    for one in range(3 + at):
        world.link("GUARANTEES", f"k{one}", f"k{one + 1}")


def near_sharing(world: World, at: int) -> None:
    """An address, a telephone, the offices of one person, the filings of one agent on one day."""
    firms(world, *(f"a{one}" for one in range(9 + at)), address="一号")
    firms(world, *(f"t{one}" for one in range(5 + at)), phone_hmac="t")
    world.person("rep")
    for one in firms(world, *(f"m{one}" for one in range(4 + at))):
        world.link("LEGAL_REP_OF", "rep", one)
    world.person("serving")
    for one in firms(world, *(f"s{one}" for one in range(9 + at))):
        world.link("SUPERVISOR_OF", "serving", one)
    firms(world, "agency")
    for one in firms(world, *(f"f{one}" for one in range(4 + at))):
        world.link("FILED_FOR", "agency", one, filing_kind="设立", valid_from="2025-01-10")


def near_decisions(world: World, at: int) -> None:
    """Who left before a decision, a new firm and a bid after a listing, firms with decisions around one."""
    firms(world, "d", "e")
    for one in ("d1", "d2", "e1", "e2", "q", "h"):
        world.person(one)
    left = add_days(LISTED, -180 - (0 if at else 1))
    world.listed("d", LISTED)
    world.link("LEGAL_REP_OF", "d1", "d", valid_to=left)
    world.link("LEGAL_REP_OF", "d2", "d", valid_from=left)
    world.listed("e", LISTED)
    share = 30.0 if at else 29.9
    world.hold("e1", "e", share, valid_to=add_days(LISTED, -10))
    world.hold("e2", "e", share, valid_from=add_days(LISTED, -10))
    firms(world, "old", phone_hmac="p", address="二号")
    world.listed("old", LISTED)
    firms(world, "new", phone_hmac="p", address="二号", established_on=add_days(LISTED, 365 if at else 366))
    firms(world, "partner", "bidder")
    world.listed("partner", LISTED, removed_on=add_days(LISTED, 31 if at else 30))
    world.link("DIRECTOR_OF", "q", "partner")
    world.link("DIRECTOR_OF", "q", "bidder")
    bid = {"consortium_key": "t|1", "tender_name": "道路"}
    firms(world, "leader")
    for one in ("bidder", "leader"):
        world.record("TenderBid", add_days(LISTED, 30), one, **bid)
    for number, one in enumerate(firms(world, *(f"h{one}" for one in range(4)))):
        world.link("DIRECTOR_OF", "h", one)
        if number < 2 + at:
            world.record("Penalty", LISTED, one, severity="一般")


def test_just_below_every_bound_nothing_is_found(store: Store, world: World) -> None:
    for near in (near_relations, near_sharing, near_decisions):
        near(world, 0)
    world.save()
    found = {name: some for name in PATTERNS if (some := matched(store, name))}
    # Majorities that all but lead round are a ring of shares; the ring one hop of which is too thin is none.
    assert found == {"cross_holding_ring": [{"ca", "cb"}]}


def test_at_its_bound_each_pattern_finds_its_one_case(store: Store, world: World) -> None:
    for near in (near_relations, near_sharing, near_decisions):
        near(world, 1)
    world.save()
    found = {name: matched(store, name) for name in PATTERNS}
    assert sorted(map(sorted, found.pop("cross_holding_ring"))) == [["ca", "cb"], ["ra", "rb"]]
    assert found.pop("many_represented") == [{"rep", *(f"m{one}" for one in range(5))}]
    assert found.pop("penalised_hub") == [{"h", "h0", "h1", "h2"}]
    assert {name: len(some) for name, some in found.items()} == dict.fromkeys(found, 1)


# -- several classes of share


@pytest.mark.parametrize(("second", "found"), [(26.0, True), (24.9, False)])
def test_what_one_holds_in_two_classes_of_share_counts_together(
    store: Store, world: World, second: float, found: bool
) -> None:
    """Neither class alone is a majority, nor a third, nor a link that is thick enough."""
    firms(world, "ma", "mb", "e")
    world.person("e1")
    world.person("e2")
    left = add_days(LISTED, -10)
    for share_class, share in (("普通股", 25.0), ("优先股", second)):
        world.hold("ma", "mb", share, share_class=share_class)
        world.hold("mb", "ma", share / 10, share_class=share_class)
        world.hold("e1", "e", share - 10, valid_to=left, share_class=share_class)
    world.hold("e2", "e", 31.0, valid_from=left)
    world.listed("e", LISTED)
    world.save()
    assert matched(store, "cross_holding_ring", min_pct=5.1) == ([{"ma", "mb"}] if found else [])
    changed = matched(store, "holder_changed_before_decision", min_pct=31.0)
    assert changed == ([{"e", "e1", "e2"}] if found else [])


def test_who_keeps_so_large_a_share_in_another_class_did_not_leave(store: Store, world: World) -> None:
    firms(world, "e")
    world.person("e1")
    world.person("e2")
    left = add_days(LISTED, -10)
    world.hold("e1", "e", 40.0, valid_to=left, share_class="普通股")
    for share_class in ("优先股", "特别股"):
        world.hold("e1", "e", 15.0, share_class=share_class)
    world.hold("e2", "e", 30.0, valid_from=left)
    world.listed("e", LISTED)
    world.save()
    assert matched(store, "holder_changed_before_decision", min_pct=30.0) == []
    assert matched(store, "holder_changed_before_decision", min_pct=31.0) == [{"e", "e1", "e2"}]


@pytest.mark.parametrize(("second", "found"), [(26.0, True), (25.0, False)])
def test_a_majority_in_two_classes_leads_to_the_top(
    store: Store, world: World, second: float, found: bool
) -> None:
    firms(world, "ca", "cb")
    for source, target in (("ca", "cb"), ("cb", "ca")):
        world.hold(source, target, 25.0, share_class="普通股")
        world.hold(source, target, second, share_class="优先股")
    world.save()
    assert matched(store, "circular_top") == ([{"ca", "cb"}] if found else [])


# -- hubs


@BOUND
def test_a_chain_of_guarantees_through_a_firm_at_the_bound_of_a_hub(
    store: Store, world: World, degree: int, found: bool
) -> None:
    firms(world, "a", "b", "c", *(f"x{one}" for one in range(degree)))
    for source, target in [("a", "b"), ("b", "c"), *((f"x{one}", "b") for one in range(degree - 2))]:
        world.link("GUARANTEES", source, target)
    world.save()
    chains = matched(store, "guarantee_chain", minimum=2, hub_degree=HUB)
    assert ({"a", "b", "c"} in chains) is found and bool(chains) is found


@BOUND
def test_penalised_firms_around_a_party_at_the_bound_of_a_hub(
    store: Store, world: World, degree: int, found: bool
) -> None:
    world.person("p")
    for number, one in enumerate(firms(world, *(f"x{one}" for one in range(degree)))):
        world.link("DIRECTOR_OF", "p", one)
        if number < 2:
            world.listed(one, LISTED)
    world.save()
    around = matched(store, "penalised_hub", minimum=2, min_share=0, hub_degree=HUB)
    assert around == ([{"p", "x0", "x1"}] if found else [])


@BOUND
def test_a_consortium_through_a_person_at_the_bound_of_a_hub(
    store: Store, world: World, degree: int, found: bool
) -> None:
    firms(world, "listed", "bidder", "leader", *(f"x{one}" for one in range(degree)))
    world.listed("listed", LISTED)
    world.person("p")
    for one in ("listed", "bidder", *(f"x{one}" for one in range(degree - 2))):
        world.link("DIRECTOR_OF", "p", one)
    for one in ("bidder", "leader"):
        world.record("TenderBid", add_days(LISTED, 1), one, consortium_key="t|1", tender_name="道路")
    world.save()
    consortia = matched(store, "tender_consortium", hub_degree=HUB)
    assert consortia == ([{"listed", "p", "bidder", "leader"}] if found else [])


@pytest.mark.parametrize(("organs", "found"), [(0, True), (1, False)])
@pytest.mark.parametrize(
    ("name", "office"), [("many_represented", "PRINCIPAL_OF"), ("many_served", "DIRECTOR_OF")]
)
def test_organs_of_the_state_are_none_of_the_firms_of_one_person(
    store: Store, world: World, name: str, office: str, organs: int, found: bool
) -> None:
    world.person("p")
    firms(world, "a", "b", *(["c"] if not organs else []))
    firms(world, *(["c"] if organs else []), subject_type="机关")
    for one in "abc":
        world.link(office, "p", one)
    world.save()
    assert matched(store, name, minimum=3) == ([{"p", "a", "b", "c"}] if found else [])


@pytest.mark.parametrize("several", [False, True], ids=["one-id", "two-ids"])
@pytest.mark.parametrize(("bound", "found"), [(3, True), (2, False)])
def test_two_offices_in_one_firm_are_one_firm_of_a_person_in_a_consortium(
    store: Store, world: World, bound: int, found: bool, several: bool
) -> None:
    firms(world, "listed", "bidder", "leader", "x")
    world.listed("listed", LISTED)
    for one in "pq":
        world.person(one)
    for office in ("DIRECTOR_OF", "SUPERVISOR_OF"):
        world.link(office, "p", "listed")
        for one in ("bidder", "x"):
            world.link(office, "q" if several else "p", one)
    for one in ("bidder", "leader"):
        world.record("TenderBid", add_days(LISTED, 1), one, consortium_key="t|1", tender_name="道路")
    world.save()
    if several:
        merge_persons(store, "q", "p", Judge("account:r1", "REVIEWER", "同一笔迹", "核验笔录 3 号"))
    consortia = matched(store, "tender_consortium", hub_degree=bound)
    assert consortia == ([{"listed", "p", "bidder", "leader"}] if found else [])


# -- a firm that was listed more than once


@pytest.mark.parametrize(
    ("days", "decided_on"),
    [
        (("2024-01-01", "2025-02-01"), "2024-01-01"),
        (("2024-01-01", "2024-03-01"), "2024-03-01"),
        (("2024-01-01", "2024-06-01"), "2024-06-01"),
        (("2024-01-01", "2024-06-02"), "2024-01-01"),
        (("2023-06-02", "2024-06-02"), "2023-06-02"),
        (("2023-06-01", "2024-06-02"), ""),
    ],
)
def test_a_firm_listed_again_does_not_hide_its_successor(
    store: Store, world: World, days: tuple[str, ...], decided_on: str
) -> None:
    """The newest listing that fits is told: not one after the new firm was founded, or long before."""
    firms(world, "old", phone_hmac="t", address="一号")
    firms(world, "new", phone_hmac="t", address="一号", established_on="2024-06-01")
    listings = {day: world.listed("old", day) for day in days}
    world.save()
    run = run_pattern(store, "successor_shell", DAY)
    told = [(one.facts["decided_on"], one.facts["decision"]) for one in run.matches]
    assert told == ([(decided_on, listings[decided_on])] if decided_on else [])


# -- what has become of a decision


GONE: dict[str, dict[str, str]] = {
    "in force": {},
    "run out": {"removed_on": "2025-01-01", "removal_kind": "EXPIRED"},
    "repaired": {"removed_on": "2025-01-01", "removal_kind": "REPAIRED"},
    "repaired by its case": {"ground_ref": "g"},
    "overturned": {"ground_ref": "g"},
    "objected in vain": {"ground_ref": "g"},
    "revoked": {"removed_on": "2025-01-01", "removal_kind": "REVOKED"},
    "annulled": {"removed_on": "2025-01-01", "removal_kind": "ANNULLED"},
    "entered in error": {"ended_on": "2025-01-01", "end_reason": "纠正"},
}


@pytest.mark.parametrize("case", GONE)
def test_which_decisions_count_is_said_by_each_pattern(store: Store, world: World, case: str) -> None:
    """Around a hub only what is in force; elsewhere also what ran out, never what was set aside."""
    firms(world, "a", "b", phone_hmac="t")
    firms(world, "new", established_on="2024-09-01", phone_hmac="t")
    for one in ("p", "former", "after"):
        world.person(one)
    for one in ("a", "b", "new"):
        world.link("DIRECTOR_OF", "p", one)
    world.link("LEGAL_REP_OF", "former", "a", valid_to="2024-05-01")
    world.link("LEGAL_REP_OF", "after", "a", valid_from="2024-05-01")
    label = "CourtRecord" if case == "entered in error" else "Listing"
    world.record(label, LISTED, "a", list_type="L08", **GONE[case])
    world.listed("b", LISTED)
    if case == "repaired by its case":
        world.record("RepairCase", "2024-12-01", target_ref="g", result="APPROVED", decided_on="2025-01-01")
    if case in ("overturned", "objected in vain"):
        world.objected("g", "UPHELD" if case == "overturned" else "DISMISSED", "2025-01-01")
    for one in ("new", "b"):
        world.record("TenderBid", "2024-10-01", one, consortium_key="t|1", tender_name="道路")
    world.save()
    around = {frozenset(one) for one in matched(store, "penalised_hub", minimum=2, min_share=0)}
    assert (frozenset({"p", "a", "b"}) in around) is (case in ("in force", "objected in vain"))
    counts = case in ("in force", "run out", "objected in vain")
    changed = matched(store, "rep_changed_before_decision")
    assert bool(changed) is counts
    shells = matched(store, "successor_shell")
    assert ({"a", "new"} in shells) is counts and {"b", "new"} in shells
    consortia = matched(store, "tender_consortium")
    assert any("a" in one for one in consortia) is counts
    # What came later was not known to be gone: the day before, it was in force.
    if case not in ("revoked", "annulled", "entered in error"):
        before = matched(store, "penalised_hub", day="2024-12-31", minimum=2, min_share=0)
        assert {"p", "a", "b"} in before


# -- the day of a bid


BID = add_days(LISTED, 30)
#: What is moved to a day, and whether the consortium of that bid still is a match.
DAYS_OF_A_BID = {
    "listed on its day": ({"listing": BID}, True),
    "listed a day after": ({"listing": add_days(BID, 1)}, False),
    "removed on its day": ({"removed": BID}, False),
    "removed a day after": ({"removed": add_days(BID, 1)}, True),
    "came to the bidder on its day": ({"joined": BID}, True),
    "came to the bidder a day after": ({"joined": add_days(BID, 1)}, False),
    "left the bidder on its day": ({"left": BID}, False),
    "left the bidder a day after": ({"left": add_days(BID, 1)}, True),
    "came to the listed firm on its day": ({"entered": BID}, True),
    "came to the listed firm a day after": ({"entered": add_days(BID, 1)}, False),
    "left the listed firm when it was listed": ({"parted": LISTED}, False),
    "left the listed firm once it was listed": ({"parted": add_days(LISTED, 1)}, True),
    "the partner bid by the day of the question": ({"partner": DAY}, True),
    "the partner bid after the day of the question": ({"partner": add_days(DAY, 1)}, False),
}


@pytest.mark.parametrize("case", DAYS_OF_A_BID)
def test_listing_people_and_consortium_are_those_of_the_day_of_the_bid(
    store: Store, world: World, case: str
) -> None:
    moved, found = DAYS_OF_A_BID[case]
    firms(world, "listed", "bidder", "leader")
    gone = {"removed_on": moved["removed"], "removal_kind": "EXPIRED"} if "removed" in moved else {}
    world.listed("listed", moved.get("listing", LISTED), **gone)
    world.person("p")
    for firm, start, end in (("listed", "entered", "parted"), ("bidder", "joined", "left")):
        days = {"valid_from": moved.get(start, "2020-01-01"), "valid_to": moved.get(end, "9999-12-31")}
        world.link("DIRECTOR_OF", "p", firm, **days)
    for firm, day in (("bidder", BID), ("leader", moved.get("partner", BID))):
        world.record("TenderBid", day, firm, consortium_key="t|1", tender_name="道路")
    world.save()
    matches = matched(store, "tender_consortium")
    assert matches == ([{"listed", "p", "bidder", "leader"}] if found else [])


# -- answers that are full


def changes(world: World, name: str, successors: int) -> None:
    """A listed firm whose representative left, so many others standing in his place."""
    firms(world, name)
    world.listed(name, LISTED)
    for number in range(successors + 1):
        person = world.person(f"{name}-{number}")
        days = {"valid_from": "2024-05-01"} if number else {"valid_to": "2024-05-01"}
        world.link("LEGAL_REP_OF", person, name, **days)


def test_a_range_whose_answer_is_full_is_asked_in_halves(store: Store, world: World) -> None:
    for one in "abcde":
        changes(world, one, 1)
    world.save()
    told: list[tuple[int, int]] = []
    run = run_pattern(
        store,
        "rep_changed_before_decision",
        DAY,
        most_rows=1,
        progress=lambda done, total: told.append((done, total)),
    )
    assert sorted(found.members[0].id for found in run.matches) == list("abcde")
    assert run.complete and run.left_out == "" and told[-1][0] == told[-1][1]


def test_what_cannot_be_halved_is_said_to_be_incomplete(store: Store, world: World) -> None:
    changes(world, "a", 1)
    changes(world, "b", 2)
    world.save()
    run = run_pattern(store, "rep_changed_before_decision", DAY, most_rows=1)
    assert {found.members[0].id for found in run.matches} == {"a", "b"}
    assert not run.complete and "有 1 个主体的关系多于 1 条" in run.left_out
    assert run_pattern(store, "rep_changed_before_decision", DAY, most_rows=2).complete


@pytest.mark.parametrize("name", ["same_day_filings", "tender_consortium"])
def test_filings_and_bids_beyond_one_answer_are_found(store: Store, world: World, name: str) -> None:
    firms(world, "a", "b", "c", "d", "leader")
    world.person("p")
    if name == "same_day_filings":
        for agent in ("a", "b"):
            for firm in ("c", "d"):
                world.link("FILED_FOR", agent, firm, filing_kind="设立", valid_from="2025-01-10")
    else:
        world.listed("d", LISTED)
        for one in "abd":
            world.link("DIRECTOR_OF", "p", one)
        for one in ("a", "b", "leader"):
            world.record("TenderBid", "2024-10-01", one, consortium_key=f"t|{one}", tender_name="道路")
            world.record("TenderBid", "2024-10-01", "leader", consortium_key=f"t|{one}", tender_name="道路")
    world.save()
    given = {"minimum": 2}
    whole = run_pattern(store, name, DAY, parameters=given)
    halves = run_pattern(store, name, DAY, parameters=given, most_rows=1)
    assert halves.complete and len(halves.matches) == len(whole.matches) == 2
    assert {one.key for one in halves.matches} == {one.key for one in whole.matches}


def test_a_stored_run_says_what_it_left_out(
    store: Store, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from functools import partial

    from graph.risk.patterns import stored

    changes(world, "b", 2)
    world.save()
    monkeypatch.setattr(stored, "run_pattern", partial(run_pattern, most_rows=1))
    begun = stored.begin_run(
        store, "rep_changed_before_decision", DAY, seq=store.head_seq(), data_version="v", by="test"
    )
    run = stored.carry_out(store, begun)
    assert (run["state"], run["complete"]) == ("DONE", False) and "只读了一部分" in run["left_out"]
