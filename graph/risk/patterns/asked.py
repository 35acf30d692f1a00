"""Patterns that a Cypher file answers by itself, a range of parties at a time.

Persons who were judged to be one (ADR 0022) are asked about together, apart from the ranges: they are few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from graph import queries
from graph.days import add_days
from graph.model import traversable_edge_types
from graph.ownership.holdings import Mark
from graph.ownership.read import batches, latest, nominee_accounts, partnership_forms
from graph.queries import Query
from graph.risk.patterns.library import OFFICES, PEOPLE, REPRESENTING
from graph.risk.patterns.matches import Match, Member, match
from graph.risk.patterns.pages import Walk
from graph.risk.standing import UNDONE, set_aside_among

_PARTIES: Final = (("Person", "person_id"), ("Entity", "entity_id"))
_TOGETHER: Final = 500


def organs_among(walk: Walk, entities: Sequence[str]) -> set[str]:
    """Which of these entities are organs of the state on the day."""
    found: set[str] = set()
    for batch in batches(sorted(set(entities))):
        states = walk.store.read_columns(
            "read/ownership/marks_of",
            entity_ids=batch,
            partnership_forms=list(partnership_forms()),
            account_names=list(nominee_accounts()),
            day=walk.day,
            seq=walk.seq,
        )
        found |= {one for one, mark in latest(states, "mark").items() if mark & Mark.ORGAN}
    return found


def many_firms(walk: Walk, *, pattern: str, minimum: int, most: int) -> Iterator[Match]:
    """Persons who hold offices in at least `minimum` firms, organs of the state not counted."""
    types = REPRESENTING if pattern == "many_represented" else OFFICES
    query = queries.get("read/patterns/person_in_many_firms", types=types)
    together = queries.get("read/patterns/judged_in_many_firms", types=types)
    for rows in _of_persons(walk, query, together, "person", minimum=minimum, most=most):
        organs = organs_among(walk, [one for row in rows for one in row["entities"]])
        for row in rows:
            firms = [one for one in row["entities"] if one not in organs]
            number = row["number"] - len(row["entities"]) + len(firms)
            if number >= minimum:
                members = [Member(row["person"], True, "PERSON"), *_firms(firms)]
                yield match(pattern, members, size=number + 1, types=list(types))


def _of_persons(
    walk: Walk, query: Query, together: Query, key: str, **asked: Any
) -> Iterator[list[dict[str, Any]]]:
    """The rows of all persons; of those who have several ids under the one that stays."""
    apart = _several_ids(walk)
    for rows in walk.rows(query, walk.persons(), **asked):
        yield [row for row in rows if row[key] not in apart]
    yield from _of_judged(walk, together, _as_the_one_that_stays, **asked)


def _several_ids(walk: Walk) -> set[str]:
    """The ids of everybody who has more than one."""
    return {one for ids in walk.same.groups().values() for one in ids}


def _as_the_one_that_stays(stays: str, ids: Sequence[str]) -> list[dict[str, str]]:
    return [{"id": one, "counts_as": stays} for one in ids]


def _each_with_each(stays: str, ids: Sequence[str]) -> list[dict[str, str]]:
    return [{"id": one, "other": other, "counts_as": stays} for one in ids for other in ids]


def _of_judged(
    walk: Walk,
    together: Query,
    pairs_of: Callable[[str, Sequence[str]], list[dict[str, str]]],
    **asked: Any,
) -> Iterator[list[dict[str, Any]]]:
    """The rows of persons who have several ids, under the one that stays; full answers are halved."""
    several = walk.same.groups()
    waiting = list(batches(sorted(several), _TOGETHER))[::-1]
    while waiting:
        some = waiting.pop()
        pairs = [pair for stays in some for pair in pairs_of(stays, several[stays])]
        at = {"day": walk.day, "seq": walk.seq, "limit": walk.most_rows + 1}
        rows = walk.store.read(together, pairs=pairs, **at, **asked)
        full = len(rows) > walk.most_rows
        if full and len(some) > 1:
            waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
        else:
            walk.cut += [some[0]] if full else []
            yield rows[: walk.most_rows]


def _firms(entities: Sequence[str]) -> list[Member]:
    return [Member(one, False, "MEMBER") for one in entities]


def same_day_filings(walk: Walk, *, minimum: int, look_back: int, most: int) -> Iterator[Match]:
    """Agents who registered at least `minimum` firms on one day."""
    asked: dict[str, Any] = {"since": add_days(walk.day, -look_back), "minimum": minimum, "most": most}
    together = queries.get("read/patterns/judged_same_day_filings")
    for label, key in _PARTIES:
        query = queries.get("read/patterns/same_day_filings", label=label, key=key)
        is_person = label == "Person"
        found = (
            _of_persons(walk, query, together, "agent", **asked) if is_person else walk.rows(query, **asked)
        )
        for rows in found:
            for row in rows:
                yield match(
                    "same_day_filings",
                    [Member(row["agent"], is_person, "AGENT"), *_firms(row["entities"])],
                    apart=row["filed_on"],
                    size=row["number"] + 1,
                    filed_on=row["filed_on"],
                )


def changed_before(
    walk: Walk,
    *,
    pattern: str,
    window: int,
    look_back: int,
    without_lists: tuple[str, ...],
    without_severities: tuple[str, ...],
    minimum: int,
    min_pct: float = 0.0,
) -> Iterator[Match]:
    """Entities whose representative or main holder changed in the days before a decision."""
    type_ = "LEGAL_REP_OF" if pattern == "rep_changed_before_decision" else "HOLDS"
    query = queries.get("read/patterns/changed_before_decision", type=type_)
    asked: dict[str, Any] = {
        "since": add_days(walk.day, -look_back),
        "window": window,
        "min_pct": min_pct,
        "unless": list(UNDONE),
        "excluded": [*without_lists, *without_severities],
    }
    for rows in walk.rows(query, **asked):
        grouped: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in _judged(walk, _changed(walk, type_, _usable(walk, rows), min_pct)):
            grouped[row["entity"], row["decision"]].append(row)
        for (entity, decision), found in grouped.items():
            former = {row["former"]: row["former_is_person"] for row in found}
            if len(former) < minimum:
                continue
            successor = {row["successor"]: row["successor_is_person"] for row in found}
            yield match(
                pattern,
                [
                    Member(entity, False, "ENTITY"),
                    *(Member(one, person, "FORMER") for one, person in former.items()),
                    *(Member(one, person, "SUCCESSOR") for one, person in successor.items()),
                ],
                apart=decision,
                decision=decision,
                decision_kind=found[0]["link"],
                decided_on=found[0]["decided_on"],
                list_type=found[0]["list_type"],
                severity=found[0]["severity"],
                changed_on=sorted({row["changed_on"] for row in found}),
            )


def _usable(walk: Walk, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows whose decision was not repaired or overturned by the day: such is held against nobody."""
    aside = set_aside_among(walk.store, (row["ref"] for row in rows), walk.day, walk.seq)
    return [row for row in rows if row["ref"] not in aside]


def _judged(walk: Walk, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows whose day of the change is known; the entities of the others are noted as not judged.

    Nobody began in the days in which the inferred end of such a row lies.
    """
    walk.unjudged |= {row["entity"] for row in rows if not row["changed_on"]}
    return [row for row in rows if row["changed_on"]]


def _changed(walk: Walk, type_: str, rows: list[dict[str, Any]], min_pct: float) -> list[dict[str, Any]]:
    """Rows of a change from one to another: not from one id of a person to another one of his."""
    several = walk.same.groups()
    if not several:
        return rows
    kept = []
    for row in rows:
        former, successor = walk.same.of(row["former"]), walk.same.of(row["successor"])
        others = {*several.get(former, ())} - {row["former"]}
        stays = bool(others) and not others.isdisjoint(
            _holders(walk, type_, row["entity"], row["decided_on"], min_pct)
        )
        if former != successor and not stays:
            kept.append({**row, "former": former, "successor": successor})
    return kept


def _holders(walk: Walk, type_: str, entity: str, day: str, min_pct: float) -> set[str]:
    """Who holds the office, or so large a share in all classes together, in an entity on a day."""
    query = queries.get("read/patterns/edges_range", types=(type_,))
    found = walk.store.read_columns(query, first=entity, last=entity, day=day, seq=walk.seq)
    held: dict[str, float] = defaultdict(float)
    for one, pct in zip(found["source"], found["pct"], strict=True):
        held[one] += max(float(pct), 0.0)
    return {one for one, pct in held.items() if round(pct, 6) >= min_pct}


def penalised_hubs(
    walk: Walk,
    *,
    minimum: int,
    min_share: float,
    hub_degree: int,
    look_back: int,
    without_lists: tuple[str, ...],
    without_severities: tuple[str, ...],
) -> Iterator[Match]:
    """Parties around which several firms have decisions in force; organs of the state and hubs are none."""
    asked: dict[str, Any] = {
        "since": add_days(walk.day, -look_back),
        "minimum": minimum,
        "hub_degree": hub_degree,
        "unless": list(UNDONE),
        "excluded": [*without_lists, *without_severities],
    }
    types = traversable_edge_types()
    for label, key in _PARTIES:
        query = queries.get("read/patterns/penalised_around_hub", label=label, key=key, types=types)
        together = queries.get("read/patterns/penalised_around_judged", types=types)
        found = (
            _of_persons(walk, query, together, "hub", **asked)
            if label == "Person"
            else walk.rows(query, **asked)
        )
        for rows in found:
            organs = organs_among(walk, [row["hub"] for row in rows]) if label == "Entity" else set()
            refs = [one for row in rows for one in row["refs"]]
            aside = set_aside_among(walk.store, refs, walk.day, walk.seq)
            for row in rows:
                pairs = zip(row["entities"], row["refs"], strict=True)
                firms = sorted({one for one, ref in pairs if ref not in aside})
                share = 100.0 * len(firms) / row["firms"]
                if row["hub"] in organs or len(firms) < minimum or share < min_share:
                    continue
                members = [Member(row["hub"], label == "Person", "HUB"), *_firms(firms)]
                yield match("penalised_hub", members, related=row["firms"])


def tender_consortia(
    walk: Walk, *, minimum: int, look_back: int, hub_degree: int, without_lists: tuple[str, ...]
) -> Iterator[Match]:
    """Consortia with a member whose people are a listed firm's.

    The bid's day counts for all of it: the listing was decided and not removed by then, the person was one of
    the bidder's, and had been one of the listed firm's when it was listed or since. Who left that before its
    listing is none of its people, who left later still is. What was undone, overturned or repaired by the
    day of the question counts for nothing.
    """
    asked: dict[str, Any] = {
        "since": add_days(walk.day, -look_back),
        "unless": list(UNDONE),
        "excluded": list(without_lists),
    }
    for found in _bidders(walk, hub_degree, asked):
        rows = _usable(walk, found)
        partners = _consortia(walk, {row["consortium"] for row in rows})
        for row in rows:
            others = partners.get(row["consortium"], [])
            if len({one for one, _ in others}) < minimum or any(one == row["listed"] for one, _ in others):
                continue
            yield match(
                "tender_consortium",
                [
                    Member(row["listed"], False, "LISTED"),
                    Member(row["person"], True, "PERSON"),
                    Member(row["bidder"], False, "BIDDER"),
                    *(Member(one, False, "CONSORTIUM") for one, _ in others if one != row["bidder"]),
                ],
                apart=f"{row['bid']}|{row['listing']}|{row['person']}|{row['bidder']}",
                bid_on=row["bid_on"],
                decided_on=row["decided_on"],
                decision=row["listing"],
                list_type=row["list_type"],
                tender=others[0][1],
            )


def _bidders(walk: Walk, hub_degree: int, asked: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Bids and the listed firms whose people the bidders have; who is in too many firms links nobody."""
    apart = _several_ids(walk)
    query = queries.get("read/patterns/listed_people_in_consortium", types=PEOPLE)
    for rows in walk.rows(query, hub_degree=hub_degree, **asked):
        yield [row for row in rows if row["person"] not in apart]
    together = queries.get("read/patterns/judged_people_in_consortium", types=PEOPLE)
    firms = queries.get("read/patterns/judged_in_many_firms", types=PEOPLE)
    several = walk.same.groups()
    for rows in _of_judged(walk, together, _each_with_each, **asked):
        hubs: set[tuple[str, str]] = set()
        for bid_on in {row["bid_on"] for row in rows}:
            stays = sorted({row["person"] for row in rows if row["bid_on"] == bid_on})
            pairs = [pair for one in stays for pair in _as_the_one_that_stays(one, several[one])]
            at = {"day": bid_on, "seq": walk.seq, "limit": len(stays)}
            wide = walk.store.read(firms, pairs=pairs, minimum=hub_degree + 1, most=1, **at)
            hubs |= {(row["person"], bid_on) for row in wide}
        yield [row for row in rows if (row["person"], row["bid_on"]) not in hubs]


def _consortia(walk: Walk, keys: set[str]) -> dict[str, list[tuple[str, str]]]:
    """By consortium its bidders and the tender's name."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for batch in batches(sorted(keys)):
        columns = walk.store.read_columns(
            "read/patterns/consortium_members", consortia=batch, day=walk.day, seq=walk.seq
        )
        names = ("consortium", "entity", "tender")
        for key, entity, tender in zip(*(columns[name] for name in names), strict=True):
            found[key].append((entity, tender))
    return {key: sorted(set(some)) for key, some in found.items()}


__all__ = [
    "changed_before",
    "many_firms",
    "organs_among",
    "penalised_hubs",
    "same_day_filings",
    "tender_consortia",
]
