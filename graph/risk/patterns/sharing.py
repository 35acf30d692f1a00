"""What firms share: an address, a telephone; and new firms that share too much with a listed one."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

import numpy as np
from scipy.sparse import coo_array, csr_array

from graph import queries
from graph.days import add_days
from graph.ownership.columns import among
from graph.risk.patterns.library import PEOPLE
from graph.risk.patterns.marks import MarksRead
from graph.risk.patterns.matches import Match, Member, match
from graph.risk.patterns.pages import BoolArray, IntArray, States, Walk, read_states
from graph.risk.standing import Standing, set_aside_among, standing_of

SHOWN: Final = 200


def shared(walk: Walk, *, pattern: str, minimum: int) -> Iterator[Match]:
    """Firms that live at one address, or give one telephone: at least `minimum` of them."""
    states = read_states(walk)
    marks = states.address if pattern == "shared_address" else states.phone
    for group in groups(marks, states, minimum):
        names = [walk.entity_ids[one] for one in group.tolist()]
        members = [Member(one, False, "MEMBER") for one in names[:SHOWN]]
        yield match(pattern, members, apart=str(len(names)), size=len(names))


def groups(marks: IntArray, states: States, minimum: int) -> Iterator[IntArray]:
    """Numbers of the living firms that have one mark, organs left out."""
    firms = np.flatnonzero((marks != 0) & states.alive & ~states.organ)
    order = firms[np.argsort(marks[firms], kind="stable")]
    _, starts, counts = np.unique(marks[order], return_index=True, return_counts=True)
    for start, count in zip(starts.tolist(), counts.tolist(), strict=True):
        if count >= minimum:
            yield order[start : start + count]


_ASPECTS: Final = ("PEOPLE", "ADDRESS", "PHONE", "TRADE_NAME")


def successor_shells(
    walk: Walk, *, minimum: int, within: int, hub_degree: int, look_back: int, without_lists: tuple[str, ...]
) -> Iterator[Match]:
    """New firms within the year that share `minimum` aspects with a listed one, its own branches aside.

    Whoever moves, or takes another name, afterwards shares what he had: of the listed firm all counts that it
    had from so long before its first listing on, of the new one all that it ever had.
    """
    read = MarksRead()
    states = read_states(walk, contacts=False, seen=read.take)
    listings = _listed(walk, add_days(walk.day, -look_back), without_lists)
    old = np.array(sorted(listings), dtype=np.int64)
    young = np.flatnonzero(~np.isnat(states.established) & ~states.organ)
    if len(old):
        first_day = min(some[0].decided_on for some in listings.values())
        young = young[states.established[young] >= np.datetime64(first_day)]
    if not len(old) or not len(young):
        return
    marks = read.all()
    since = [add_days(listings[one][0].decided_on, -within) for one in old.tolist()]
    lately = marks.held_since(old, np.array(since, dtype="datetime64[D]"))
    by_mark = [
        _common_marks(marks.firm, one, lately, (old, young), hub_degree)
        for one in (marks.address, marks.phone, marks.trade_name, marks.whole_name)
    ]
    # A trade name that too many firms have may still be rare in its district and trade: one aspect, not two.
    names = _ones(by_mark.pop() + by_mark.pop())
    shares = [_common_people(walk, old, young, hub_degree), *by_mark, names]
    total = csr_array(sum(shares[1:], start=shares[0])).tocoo()
    rows, columns = total.coords
    near = np.flatnonzero(total.data >= minimum)
    near = near[~_one_body(walk, old[rows[near]], young[columns[near]])]
    for row, column in sorted(zip(rows[near].tolist(), columns[near].tolist(), strict=True)):
        first, second = int(old[row]), int(young[column])
        established_on = str(states.established[second])
        listing = _before(listings[first], established_on, within)
        if listing is None:
            continue
        yield match(
            "successor_shell",
            [
                Member(walk.entity_ids[first], False, "LISTED"),
                Member(walk.entity_ids[second], False, "SUCCESSOR"),
            ],
            apart=listing.decided_on,
            aspects=[name for name, one in zip(_ASPECTS, shares, strict=True) if one[row, column]],
            decided_on=listing.decided_on,
            established_on=established_on,
            decision=listing.fact_id,
        )


def _one_body(walk: Walk, first: IntArray, second: IntArray) -> BoolArray:
    """Whether two are one legal person: a branch is none beside its firm or another branch of that firm."""
    at, firms = walk.place(), defaultdict[int, set[int]](set)
    if len(first):
        for columns in walk.columns("read/patterns/branches_range"):
            for branch, firm in zip(columns["branch"], columns["firm"], strict=True):
                firms[at[branch]].add(at[firm])

    def bodies(one: int) -> set[int]:
        met, waiting = {one}, [one]
        while waiting:
            new = firms.get(waiting.pop(), set()) - met
            met |= new
            waiting += new
        return met

    pairs = zip(first.tolist(), second.tolist(), strict=True)
    return np.array([not bodies(one).isdisjoint(bodies(other)) for one, other in pairs], dtype=np.bool_)


class _Listing(NamedTuple):
    decided_on: str
    fact_id: str


def _before(listings: Sequence[_Listing], established_on: str, within: int) -> _Listing | None:
    """The newest listing of a firm by the day on which another was founded, unless that was too long before.

    A later one hides none: a firm may be listed again after its successor was founded.
    """
    place = bisect_right(listings, established_on, key=attrgetter("decided_on"))
    newest = listings[place - 1] if place else None
    return newest if newest and add_days(newest.decided_on, within) >= established_on else None


def _listed(walk: Walk, since: str, without: tuple[str, ...]) -> dict[int, list[_Listing]]:
    """By number of a listed firm its listings, the oldest first."""
    at = walk.place()
    found: dict[int, list[_Listing]] = {}
    query = queries.get("read/patterns/decisions_range", label="Entity", key="entity_id")
    for columns in walk.columns(query, since=since):
        aside = set_aside_among(walk.store, columns["ground_ref"], walk.day, walk.seq)
        names = (
            "party", "link", "fact_id", "decided_on", "list_type", "ground_ref", "kind", "ended_on",
            "annulled_on",
        )  # fmt: skip
        for entity, link, fact_id, decided_on, list_type, ref, kind, ended_on, annulled_on in zip(
            *(columns[name] for name in names), strict=True
        ):
            if link != "LISTED_BY" or list_type in without:
                continue
            standing = standing_of(
                ref=ref,
                kind=kind,
                ended_on=ended_on,
                annulled_on=annulled_on,
                aside=aside,
                day=walk.day,
            )
            # A listing whose term ran out was in force when the new firm was founded; others must not count.
            if standing in (Standing.UNDONE, Standing.REPAIRED):
                continue
            found.setdefault(at[entity], []).append(_Listing(decided_on, fact_id))
    return {number: sorted(some) for number, some in found.items()}


def _people(walk: Walk) -> tuple[IntArray, IntArray]:
    """(firm, person) of everybody who ever held an office or shares in a firm."""
    at = walk.place()
    numbers: dict[str, int] = {}
    firms: list[IntArray] = []
    persons: list[IntArray] = []
    query = queries.get("read/patterns/tenures_range", types=PEOPLE)
    for columns in walk.columns(query, since=""):
        firms.append(np.array([at[one] for one in columns["entity"]], dtype=np.int64))
        persons.append(
            np.array(
                [numbers.setdefault(walk.same.of(one), len(numbers)) for one in columns["person"]],
                dtype=np.int64,
            )
        )
    if not firms:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    held = np.unique(np.stack([np.concatenate(firms), np.concatenate(persons)]), axis=1)
    return held[0], held[1]


def _common_people(walk: Walk, old: IntArray, young: IntArray, hub_degree: int) -> Any:
    """Pairs (old, young) with a person in common who is not in too many firms."""
    firms, persons = _people(walk)
    if not len(firms):
        return csr_array((len(old), len(young)), dtype=np.int32)
    width, usable = int(persons.max()) + 1, np.bincount(persons)[persons] <= hub_degree
    matrices = []
    for side in (old, young):
        kept = np.flatnonzero(usable & among(firms, side))
        matrices.append(_matrix(firms[kept], persons[kept], width, side))
    return _met(*matrices)


def _common_marks(
    firm: IntArray, mark: IntArray, lately: BoolArray, sides: tuple[IntArray, IntArray], hub_degree: int
) -> Any:
    """Pairs (old, young) that have had the same mark, unless too many firms have had it."""
    old, young = sides
    firm, mark, lately = firm[mark != 0], mark[mark != 0], lately[mark != 0]
    known, value = np.unique(mark, return_inverse=True)
    pairs = np.unique(np.stack([value, firm]), axis=1)
    usable = (np.bincount(pairs[0], minlength=len(known)) <= hub_degree)[value]
    matrices = []
    for firms, counts in ((old, usable & lately), (young, usable)):
        kept = np.flatnonzero(counts & among(firm, firms))
        matrices.append(_matrix(firm[kept], value[kept], len(known), firms))
    return _met(*matrices)


def _matrix(firm: IntArray, value: IntArray, width: int, firms: IntArray) -> Any:
    """Which of the firms, a row each, had which value."""
    ones, row = np.ones(len(firm), dtype=np.int32), np.searchsorted(firms, firm)
    return coo_array((ones, (row, value)), shape=(len(firms), width)).tocsr()


def _met(old: Any, young: Any) -> Any:
    """Pairs of rows with a value in common, as ones."""
    return _ones(old @ young.T)


def _ones(pairs: Any) -> Any:
    """Every pair counts once."""
    found = csr_array(pairs)
    found.data[:] = 1
    return found
