"""Small registers, what befalls them, and a slow reading of the law on them.

The slow reading knows four kinds of decisions by heart, typed from the articles: arrears of wages (L03), a
food licence revoked (L10), a spending limit (L02) and a reminder list (L09). It shares no code with the
engine and reads no rule file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

import pytest

from graph.days import OPEN_DAY

FIRMS = ("91411300MA00000077", "91411302MA3X00010W")
Live = dict[tuple[str, str, str], str]
Key = tuple[str, str, str]
"""Firm, role and person."""


def later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


@dataclass(frozen=True)
class Office:
    """An office at a firm; `end` exclusive."""

    firm: str
    person: str
    role: str
    start: str
    end: str = OPEN_DAY


@dataclass(frozen=True)
class Case:
    """A decision on a firm, and what befell it."""

    kind: str
    firm: str
    first: str
    last: str
    decided: str
    papers: tuple[tuple[str, str, str], ...] = ()  # person, role, day
    over: tuple[str, str] = ("", "")  # day, REPAIRED or ANNULLED
    objections: tuple[tuple[str, str, str], ...] = ()  # raised, decided, result
    revoked: tuple[str, str] = ("", "")  # a repair that was taken back: its day, and the day of that
    told: str = ""  # since when its own record says what it says

    def disputed(self) -> bool:
        """Whether an objection suspends: undecided, or decided as corrected and the record says the same."""
        return any(
            not decided or (result == "CORRECTED" and self.told <= raised)
            for raised, decided, result in self.objections
        )


@dataclass(frozen=True)
class World:
    """A register on a day; whatever is taken away is simply no longer in it."""

    today: str
    offices: dict[str, Office] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    dead: dict[str, str] = field(default_factory=dict)
    incapable: dict[str, tuple[str, str]] = field(default_factory=dict)  # since, restored
    ended_rules: frozenset[str] = frozenset()
    contested: dict[Key, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)  # as objections

    def role_word(self, key: Key) -> str:
        """What objections to somebody's role at a firm come to: UPHELD, OPEN or nothing."""
        said = self.contested.get(key, ())
        if any(result == "UPHELD" for _, _, result in said):
            return "UPHELD"
        return "OPEN" if any(not decided for _, decided, _ in said) else ""


# -- the slow reading ----------------------------------------------------------------------------


def slow(world: World) -> Live:
    """Who answers today for what, by which rule, in which state."""
    live: Live = {}
    for name, case in world.cases.items():
        for person, rule, state, until, role in answers(case, world):
            word = world.role_word((case.firm, role, person))
            upheld = word == "UPHELD" or any(result == "UPHELD" for _, _, result in case.objections)
            over = case.over[1] == "ANNULLED" or (case.over[1] and not rule.startswith("L10"))
            stopped = person in world.dead or not world.incapable.get(person, ("", "never was"))[1]
            if stopped or rule in world.ended_rules or upheld or over or world.today >= until:
                continue
            disputed = word == "OPEN" or case.disputed()
            live[name, person, rule] = "SUSPENDED" if disputed else state
    return live


def answers(case: Case, world: World) -> Iterator[tuple[str, str, str, str, str]]:
    """Person, rule, state and last day, before anything that ends it, and the role that he may contest."""
    at = [one for one in world.offices.values() if one.firm == case.firm and one.start < one.end]
    heads = [one for one in at if one.role == "LEGAL_REP"]
    named = {(person, role) for person, role, _ in case.papers}
    if case.kind in ("WAGE", "FOOD"):
        years, law = (3, "L03_wage_arrears") if case.kind == "WAGE" else (5, "L10_food_revoked")
        until = f"{int(case.decided[:4]) + years}{case.decided[4:]}"
        held = {one.person for one in heads if one.start <= case.last and one.end > case.first}
        for person in held | {who for who, role in named if role == "LEGAL_REP"}:
            known = "CONFIRMED" if (person, "LEGAL_REP") in named else "PROPOSED"
            yield person, f"{law}.legal_rep@1", known, until, "LEGAL_REP"
        for person, role in named:
            if role == "DIRECT_OTHER":
                yield person, f"{law}.direct_other@1", "CONFIRMED", until, ""
    elif case.kind == "LIMIT":
        for role in ("LEGAL_REP", "PRINCIPAL"):
            told = {who for who, of in named if of == role}
            yield from limited(case, role, [one for one in at if one.role == role], told, world.today)


def limited(
    case: Case, role: str, holders: list[Office], told: set[str], today: str
) -> Iterator[tuple[str, str, str, str, str]]:
    """A spending limit: who held the office that day or took it since; the court's paper alone confirms."""
    rule = f"L02_spending_limit.{role.lower()}@1"
    former_rule = f"L02_spending_limit.former_{role.lower()}@1"
    for person in {one.person for one in holders} | told:
        own = [one for one in holders if one.person == person]
        in_office = any(one.start <= case.decided < one.end for one in own)
        ends = [one.end for one in own if case.decided < one.start <= today]
        if person in told:
            former = own and all(one.end <= case.decided for one in own)
            yield person, former_rule if former else rule, "CONFIRMED", OPEN_DAY, role
        elif in_office:
            yield person, rule, "LEAD", OPEN_DAY, role
        elif ends:
            yield person, rule, "LEAD", max(ends), role


# -- events ----------------------------------------------------------------------------------------


def begin(random: Random) -> World:
    world = World("2026-01-05")
    for firm in FIRMS:
        change = later("2023-01-01", random.randrange(700))
        first, second, third = random.sample("ABCDE", 3)
        for person, role, start, end in (
            (first, "LEGAL_REP", "2015-01-01", change),
            (second, "LEGAL_REP", change, OPEN_DAY),
            (third, "PRINCIPAL", "2016-01-01", OPEN_DAY),
        ):
            world.offices[f"T{len(world.offices)}"] = Office(firm, person, role, start, end)
    return happen(happen(world, "list", random), "list", random)


def happen(world: World, what: str, random: Random) -> World:
    """The register after one event, a few days later; an event that nothing is there for changes nothing."""
    world = replace(world, today=later(world.today, random.randrange(1, 20)))
    day, cases, offices = world.today, dict(world.cases), dict(world.offices)
    open_cases = [name for name, one in cases.items() if not one.over[0]]
    if what == "list":
        last = later(day, -random.randrange(30, 1400))
        kind = random.choice(("WAGE", "WAGE", "FOOD", "FOOD", "LIMIT", "LIMIT", "REMINDER"))
        cases[f"G{len(cases)}-{day}"] = Case(
            kind, random.choice(FIRMS), later(last, -random.randrange(1, 60)), last, day, told=day
        )
    elif what == "appoint":
        firm, role = random.choice(FIRMS), random.choice(("LEGAL_REP", "PRINCIPAL"))
        offices[f"T{len(offices)}-{day}"] = Office(firm, random.choice("ABCDE"), role, day)
    elif what == "die":
        return replace(world, dead={random.choice("ABCDE"): day, **world.dead})
    elif what == "incapable":
        return replace(world, incapable={random.choice("ABCDE"): (day, ""), **world.incapable})
    elif what == "restore":
        spans = {one: (since, until or day) for one, (since, until) in world.incapable.items()}
        return replace(world, incapable=spans)
    elif what == "revoke_repair":
        for name in [one for one, case in cases.items() if case.over[1] == "REPAIRED"][:1]:
            told = (
                cases[name].told if cases[name].kind == "FOOD" else day
            )  # a penalty's repair is a row apart
            cases[name] = replace(cases[name], over=("", ""), revoked=(cases[name].over[0], day), told=told)
    elif what in ROLE_EVENTS and offices:
        one = offices[random.choice(sorted(offices))]
        contested = dict(world.contested)
        contest(contested, (one.firm, one.role, one.person), what, day)
        return replace(world, contested=contested)
    elif what in OFFICE_EVENTS and offices:
        name = random.choice(sorted(offices))
        OFFICE_EVENTS[what](offices, name, day, random)
    elif what in CASE_EVENTS and open_cases:
        name = random.choice(open_cases)
        CASE_EVENTS[what](cases, name, day, random)
    return replace(world, cases=cases, offices=offices)


def leave(offices: dict[str, Office], name: str, day: str, _random: Random) -> None:
    if offices[name].end == OPEN_DAY and offices[name].start < day:
        offices[name] = replace(offices[name], end=day)


def correct_start(offices: dict[str, Office], name: str, _day: str, random: Random) -> None:
    start = later(offices[name].start, random.randrange(-200, 200))
    if start < offices[name].end:
        offices[name] = replace(offices[name], start=start)


def retract_office(offices: dict[str, Office], name: str, _day: str, _random: Random) -> None:
    del offices[name]


def swap(offices: dict[str, Office], name: str, _day: str, random: Random) -> None:
    """Two persons change places; between two firms that is a merge and a split of who was who."""
    other = random.choice(sorted(offices))
    mine, his = offices[name].person, offices[other].person
    offices[name] = replace(offices[name], person=his)
    offices[other] = replace(offices[other], person=mine)


def merge(offices: dict[str, Office], name: str, _day: str, random: Random) -> None:
    """Who was taken for two turns out to be one: all offices of the one are the other's."""
    gone, stays = offices[name].person, random.choice("ABCDE")
    for key, one in offices.items():
        if one.person == gone:
            offices[key] = replace(one, person=stays)


def split(offices: dict[str, Office], name: str, _day: str, random: Random) -> None:
    """Who was taken for one turns out to be two: one of his offices is somebody else's."""
    offices[name] = replace(offices[name], person=random.choice("ABCDE"))


def befall(what: str) -> Callable[[dict[str, Case], str, str, Random], None]:
    def change(cases: dict[str, Case], name: str, day: str, random: Random) -> None:
        case = cases[name]
        if what == "retract_case":
            del cases[name]
        elif what in ("repair", "annul") and case.kind != "LIMIT":
            # A court's measure ends by release; both kinds are the same there.
            told = case.told if case.kind == "FOOD" and what == "repair" else day
            cases[name] = replace(case, over=(day, "REPAIRED" if what == "repair" else "ANNULLED"), told=told)
        elif what in ("repair", "annul"):
            cases[name] = replace(case, over=(day, "ANNULLED"), told=day)
        elif what == "object" and all(decided for _, decided, _ in case.objections):
            cases[name] = replace(case, objections=(*case.objections, (day, "", "")))
        elif what in RESULTS and case.objections and not case.objections[-1][1]:
            raised, result = case.objections[-1][0], RESULTS[what]
            cases[name] = replace(case, objections=(*case.objections[:-1], (raised, day, result)))
        elif what == "name" and case.kind != "REMINDER":
            role = random.choice(("LEGAL_REP", "DIRECT_OTHER"))
            office = random.choice(("LEGAL_REP", "PRINCIPAL"))
            paper = (random.choice("ABCDE"), office if case.kind == "LIMIT" else role, day)
            if paper[:2] not in {one[:2] for one in case.papers}:
                cases[name] = replace(case, papers=(*case.papers, paper))
        elif what == "correct_days":
            moved = random.randrange(-300, 300)
            # Never before 人社部令第45号 (2022-01-01): the slow reading knows no past law.
            last = max("2022-02-01", min(later(case.last, moved), later(case.decided, -1)))
            days = {"first": later(last, -20), "last": last}
            told = case.told if days == {"first": case.first, "last": case.last} else day
            cases[name] = replace(case, **days, told=told)

    return change


def contest(contested: dict[Key, tuple[tuple[str, str, str], ...]], key: Key, what: str, day: str) -> None:
    """冒名登记: somebody says that a role is not his; or the oldest such objection is decided."""
    open_ones = [one for one in sorted(contested) if any(not decided for _, decided, _ in contested[one])]
    if what == "contest" and key not in open_ones:
        contested[key] = (*contested.get(key, ()), (day, "", ""))
    elif what != "contest" and open_ones:
        *before, (raised, _, _) = contested[open_ones[0]]
        result = "UPHELD" if what == "uphold_role" else "DISMISSED"
        contested[open_ones[0]] = (*before, (raised, day, result))


RESULTS = {"uphold": "UPHELD", "dismiss": "DISMISSED", "say_corrected": "CORRECTED"}
ROLE_EVENTS = ("contest", "uphold_role", "dismiss_role")
OFFICE_EVENTS = {
    "leave": leave, "correct_start": correct_start, "retract_office": retract_office, "swap": swap,
    "merge": merge, "split": split,
}  # fmt: skip
CASE_EVENTS = {
    what: befall(what)
    for what in ("repair", "object", *RESULTS, "annul", "name", "correct_days", "retract_case")
}


class Registers:
    """What the tests of this folder take of it."""

    begin = staticmethod(begin)
    happen = staticmethod(happen)
    slow = staticmethod(slow)


@pytest.fixture(scope="session")
def registers() -> Registers:
    """Registers, events and the slow reading."""
    return Registers()
