"""The smallest set of acts is the smallest: against trying every set, and honest where it gives up."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.liability.exits.cover import MOST_SETS, smallest_cover

Ends = dict[str, frozenset[str]]
DAYS = ("", "2026-01-01", "2026-06-01", "2027-01-01")


@st.composite
def problems(draw: st.DrawFn) -> tuple[Ends, dict[str, str]]:
    """Up to eight acts on up to seven records, with days on which they can be done."""
    records = [f"r{number}" for number in range(draw(st.integers(1, 7)))]
    some = st.frozensets(st.sampled_from(records), max_size=4)
    ends = {f"a{number}": draw(some) for number in range(draw(st.integers(0, 8)))}
    return ends, {act: draw(st.sampled_from(DAYS)) for act in ends}


def by_trying_all(ends: Ends, ready: dict[str, str]) -> tuple[int, str]:
    """Size and day of the best set, by looking at every one."""
    wanted = frozenset().union(*ends.values()) if ends else frozenset()
    for size in range(len(ends) + 1):
        days = [
            max((ready[act] or "9999-12-31" for act in chosen), default="")
            for chosen in combinations(ends, size)
            if frozenset().union(*(ends[act] for act in chosen)) == wanted
        ]
        if days:
            return size, min(days)
    raise AssertionError("all acts together end what acts can end")


@settings(max_examples=400, deadline=None)
@given(problems())
def test_no_smaller_set_ends_as_much_and_none_as_small_is_done_earlier(
    problem: tuple[Ends, dict[str, str]],
) -> None:
    ends, ready = problem
    found = smallest_cover(ends, ready)
    size, day = by_trying_all(ends, ready)
    assert (len(found.acts), found.exact, found.at_least) == (size, True, size)
    ended = frozenset().union(*(ends[act] for act in found.acts)) if found.acts else frozenset()
    assert ended == (frozenset().union(*ends.values()) if ends else frozenset())
    assert max((ready[act] or "9999-12-31" for act in found.acts), default="") == day


@settings(max_examples=100, deadline=None)
@given(problems(), st.integers(1, 6))
def test_a_search_that_was_cut_off_still_ends_everything_and_claims_no_more_than_it_proved(
    problem: tuple[Ends, dict[str, str]], most: int
) -> None:
    ends, ready = problem
    found = smallest_cover(ends, ready, most_sets=most)
    best, _ = by_trying_all(ends, ready)
    assert found.at_least <= best <= len(found.acts)
    assert not found.exact or len(found.acts) == best
    ended = frozenset().union(*(ends[act] for act in found.acts)) if found.acts else frozenset()
    assert ended == (frozenset().union(*ends.values()) if ends else frozenset())


def test_the_same_acts_in_another_order_of_records_give_the_same_set() -> None:
    one = {"a": frozenset("12"), "b": frozenset("23"), "c": frozenset("31")}
    other = {act: frozenset(sorted(ends, reverse=True)) for act, ends in one.items()}
    assert smallest_cover(one) == smallest_cover(other)


def test_of_equal_sets_the_act_that_stands_first_is_taken() -> None:
    assert smallest_cover({"z": ["1"], "a": ["1"]}).acts == ("z",)


def test_seventeen_acts_in_one_piece_are_solved_exactly() -> None:
    records = range(17)
    ends = {f"a{act}": [f"r{(act + step) % 17}" for step in (0, 1, 4)] for act in records}
    found = smallest_cover(ends)
    assert found.exact and len(found.acts) == found.at_least


def test_a_large_tangle_is_answered_and_said_to_be_unproven() -> None:
    ends = {f"a{act}": [f"r{(act * 7 + step * step) % 61}" for step in range(4)] for act in range(61)}
    found = smallest_cover(ends, most_sets=2_000)
    assert not found.exact
    assert 61 / 4 <= found.at_least <= len(found.acts)
    assert MOST_SETS == 2**17


def test_nothing_needs_nothing() -> None:
    assert smallest_cover({}).acts == ()
    assert smallest_cover({"a": []}).acts == ()
