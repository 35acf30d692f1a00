"""责任人数据清单 (FR-55-01): who runs a listed body now, and who ran it at the violation, kept apart.

The list is read from dated facts, so it is as of any day and as known at any commit: nothing is stored that
could differ from the registers. A ground that is over stays on it, marked as such. An office that is
contested is marked; one that an objection has overturned was never held, and the dead hold none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from graph.days import OPEN_DAY, holds_on
from graph.liability.anchors import at_violation
from graph.liability.contract import GroundFacts, Tenure
from graph.liability.disputes import overturned
from graph.liability.exits.book import load_exits
from graph.liability.exits.standing import OWN, Standing, severity_of
from graph.liability.facts import Row, ground_facts, list_type_of, repair_decision, tenure
from graph.liability.reading import Decision, DecisionReader, Surroundings
from graph.liability.withdraw import repaired_on
from graph.model.codelists import codelist
from graph.ownership.answer import controllers_of
from graph.registers.accountability.public import OVERTURNED, contested
from graph.store import Store

AT_VIOLATION: Final = "AT_VIOLATION"
CURRENT: Final = "CURRENT"
UNCERTAIN: Final = "UNCERTAIN"
_ORDER: Final = (AT_VIOLATION, UNCERTAIN, CURRENT)
_SERIOUS: Final = "严重"
_NATIONAL: Final = "NATIONAL_SERIOUS"


@dataclass(frozen=True, slots=True)
class RosterItem:
    """One person in one office, for one ground.

    Parameters
    ----------
    when
        AT_VIOLATION, CURRENT, or UNCERTAIN where days are not known.
    confidence
        REGISTER, REGISTER_UNVERIFIED, DECLARED, CONFIRMED_CONTROL, SUSPECTED or COMPUTED.
    source
        The row handed in that says so; empty for what was computed.
    disputed, deceased
        Somebody contests the office on the day asked; the person was dead by then.
    """

    ground_kind: str
    ground_id: str
    list_type: str
    ground_live: bool
    when: str
    person_id: str
    person_name: str
    role: str
    valid_from: str
    valid_to: str
    confidence: str
    source: str = ""
    disputed: bool = False
    deceased: bool = False


def roster_of(store: Store, entity_id: str, day: str, seq: int) -> list[RosterItem]:
    """Responsible persons of a body for each of its listings and serious penalties, as of `day`."""
    reader = DecisionReader(store, seq)
    refs = reader.refs("read/liability/ground_refs_of_entities", ids=[entity_id])
    decisions = [one for one in reader.decisions(refs) if _is_serious(one)]
    if not decisions:
        return []
    around = reader.around(decisions)
    tenures = [tenure(row) for row in around.tenures.get(entity_id, ())]
    said = contested(store.read, (one.fact_id for one in tenures), day, seq=seq)
    tenures = [one for one in tenures if said.get(one.fact_id) != OVERTURNED]
    computed = list(_computed(store, entity_id, day, seq))
    dead = _dead(reader, {one.person_id for one in (*tenures, *computed)}, day)
    wrong = overturned(store.read, (row["fact_id"] for _, row in decisions), seq=seq)
    found: list[RosterItem] = []
    for label, row in decisions:
        ground = ground_facts(row, label, around.beside(row))
        if ground.decided_on > day:
            continue
        ended = ended_on(ground, row, around, wrong)
        live = not ended or ended > day
        items = [
            replace(item, disputed=one.fact_id in said)
            for one in tenures
            for item in _items(ground, one, day)
        ]
        items += [_item(ground, one, CURRENT, "COMPUTED") for one in computed]
        found += [
            replace(item, ground_live=live, deceased=item.person_id in dead)
            for item in items
            if item.when != CURRENT or item.person_id not in dead
        ]
    return sorted(found, key=lambda one: (one.ground_id, _ORDER.index(one.when), one.role, one.valid_from))


def _dead(reader: DecisionReader, ids: Iterable[str], day: str) -> set[str]:
    """Those who were dead on `day`, under whichever of the ids that count as one person it is recorded."""
    asked = sorted(reader.same.all_of(ids))
    if not asked:
        return set()
    rows = reader.store.read("read/liability/persons", ids=asked, seq=reader.seq)[0]["rows"]
    deaths = ((one["person_id"], one["since"] or "") for one in rows if one["status"] == "DECEASED")
    return {reader.same.of(person_id) for person_id, since in deaths if since <= day}


def ended_on(ground: GroundFacts, row: Row, around: Surroundings, wrong: Mapping[str, str]) -> str:
    """The day on which a decision was over, whatever its own row still says; empty while it is not.

    Parameters
    ----------
    wrong
        Since when facts are overturned, as `overturned` reads it.
    """
    own_term = row.get("valid_to") if ground.fact_type in ("Listing", "CourtRecord") else ""
    repairs = [repair_decision(one) for one in around.repairs.get(ground.ground_ref, ())]
    ends = (
        ground.removed_on, ground.ended_on, own_term, repaired_on(repairs), wrong.get(ground.fact_id),
    )  # fmt: skip
    return min((end for end in ends if end and end != OPEN_DAY), default="")


def _is_serious(decision: Decision) -> bool:
    label, row = decision
    if label == "CourtRecord":
        known = codelist("list_types").find(list_type_of(row, label))
        return known is not None and known.attributes["list_class"] == _NATIONAL
    return label in ("Listing", "EntityState") or (label == "Penalty" and _is_grave(row))


def _is_grave(row: Row) -> bool:
    """Whether a penalty is of the gravest class: as it states, else by its kinds, as for its way out."""
    penalty = Standing(
        row["fact_id"], OWN, row["ground_kind"], row["ground_ref"], row["ground_id"], "", "ENTITY",
        row.get("valid_from") or "", row.get("valid_to") or OPEN_DAY, facts=row,
    )  # fmt: skip
    return severity_of(penalty, load_exits()) == _SERIOUS


def _items(ground: GroundFacts, one: Tenure, day: str) -> Iterator[RosterItem]:
    """A tenure at the violation and the same one today are two items."""
    held = at_violation(ground, one)
    if held is not None:
        yield _item(ground, one, UNCERTAIN if held else AT_VIOLATION, _confidence(one))
    if holds_on(one.valid_from, one.valid_to, day):
        yield _item(ground, one, CURRENT, _confidence(one))


def _item(ground: GroundFacts, one: Tenure, when: str, confidence: str) -> RosterItem:
    return RosterItem(
        ground.ground_kind, ground.ground_id, ground.list_type, True, when,
        one.person_id, one.person_name, one.role, one.valid_from, one.valid_to, confidence, one.source,
    )  # fmt: skip


def _confidence(one: Tenure) -> str:
    if one.edge_type == "DECLARED_CONTROLLER_OF":
        stated = {"CONFIRMED": "CONFIRMED_CONTROL", "SUSPECTED": "SUSPECTED"}
        return stated.get(one.control_state, "DECLARED")
    return "REGISTER" if one.verified else "REGISTER_UNVERIFIED"


def _computed(store: Store, entity_id: str, day: str, seq: int) -> Iterator[Tenure]:
    """Natural persons who control the body as computed: a suspicion, never more."""
    answer: Any = controllers_of(store, entity_id, day, seq=seq)
    people = [one for one in answer.controllers if one.controller_kind == "PERSON"]
    names = {}
    if people:
        ids = sorted(one.id for one in people)
        told = store.read("read/ownership/person_names", person_ids=ids)[0]
        names = dict(zip(told["person"], told["name"], strict=True))
    for one in people:
        yield Tenure("ACTUAL_CONTROLLER", "CONTROLS", one.id, names.get(one.id) or "", True, day, "", "")
