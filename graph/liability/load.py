"""Load everything that the findings of some grounds can rest on: a fixed number of reads for a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from graph.liability.ban_grounds import BanGrounds
from graph.liability.contract import (
    GroundContext,
    GroundFacts,
    LaterFirm,
    ObjectionSpan,
    StatusSpan,
)
from graph.liability.controllers import Controllers, computed_controllers
from graph.liability.disputes import UPHELD
from graph.liability.documents import document_order
from graph.liability.facts import (
    Beside,
    Row,
    banned_person,
    entity_kind,
    ground_facts,
    later_firm,
    named_person,
    repair_decision,
    tenure,
)
from graph.liability.matching import reaches_somebody
from graph.liability.reading import (
    GROUND_LABELS,
    LABEL_OF_KIND,
    NUMBERED_LABELS,
    Decision,
    DecisionReader,
    Groups,
    Surroundings,
    grouped,
)
from graph.liability.rulebook import RuleSet
from graph.store import Store

__all__ = ["GROUND_LABELS", "LABEL_OF_KIND", "NUMBERED_LABELS", "ContextLoader", "Loaded"]

_RUN_BY: Final = frozenset({"LEGAL_REP_OF", "PRINCIPAL_OF", "EXECUTIVE_PARTNER_OF"})
BASIS_NOT_READ: Final = "BASIS_NOT_READ"


@dataclass
class Loaded:
    """Contexts of a batch, and what is needed to pin the facts that findings rest on.

    Parameters
    ----------
    known
        Grounds that are current decisions on known subjects, whether rules reach anybody for them or not.
    notes
        Codes of what could not be read, one for each ground.
    ends
        Day on which a ground says itself that it is over, by its key.
    """

    contexts: list[GroundContext] = field(default_factory=list)
    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)

    def note(self, row: Row, fact_type: str) -> None:
        """Remember how to pin one fact."""
        self.facts[row["fact_id"]] = {
            "fact_type": fact_type,
            "record_key": row.get("record_key") or "",
            "ground_ref": row.get("ground_ref") or "",
        }


@dataclass(frozen=True)
class _Beyond:
    """What is known beyond a batch's own entities.

    Parameters
    ----------
    bans
        By the ground whose document they are.
    later
        Other offices of persons named for tax grades, by person.
    founded
        Attributes of the firms in which they hold them.
    """

    persons: dict[str, dict[str, Any]]
    bans: Groups
    later: Groups
    founded: Groups


class ContextLoader:
    """Loads contexts at one commit number."""

    def __init__(self, store: Store, ruleset: RuleSet, seq: int) -> None:
        self._store = store
        self._ruleset = ruleset
        self._seq = seq
        self._reader = DecisionReader(store, seq)

    def load(self, refs: Sequence[str]) -> Loaded:
        """Contexts of those of `refs` that are current decisions on known subjects."""
        loaded = Loaded()
        decisions = [one for one in self._reader.decisions(refs) if self._may_matter(one, loaded)]
        around = self._reader.around(decisions)
        beyond = self._beyond(decisions, around)
        asked: list[GroundFacts] = []
        for label, row in decisions:
            bans = beyond.bans.get(row["ground_ref"], ())
            ground = ground_facts(row, label, around.beside(row, beyond.persons, bans))
            entity_states = around.states.get(ground.entity_id, ())
            if ground.subject_kind == "ENTITY" and not entity_states:
                continue  # parked: known by its code only
            loaded.note(row, label)
            for cited in around.penalties.get(row.get("status_doc") or "", ()) if ground.cites else ():
                loaded.note(cited, "Penalty")
            loaded.known.add(ground.ground_ref)
            if ends := [day for day in (ground.removed_on, ground.ended_on) if day]:
                loaded.ends[ground.ground_ref] = min(ends)
            if _unread(row, label, ground):
                loaded.notes.append(BASIS_NOT_READ)
            if self._is_asked(ground):
                asked.append(ground)
        controllers = computed_controllers(
            self._store, self._ruleset, asked, seq=self._seq, same=self._reader.same
        )
        if unknown := controllers.persons() - beyond.persons.keys():
            beyond.persons.update(self._persons(unknown))
        for ground in asked:
            loaded.contexts.append(self._context(ground, around, beyond, controllers, loaded))
        self._add_objections(loaded)
        return loaded

    def _may_matter(self, decision: Decision, loaded: Loaded) -> bool:
        """Whether to look around a decision at all: of a year's grades few are such that anybody answers."""
        label, row = decision
        if label != "TaxGrade" or reaches_somebody(ground_facts(row, label, Beside()), self._ruleset):
            return True
        loaded.known.add(row["ground_ref"])
        return False

    def _is_asked(self, ground: GroundFacts) -> bool:
        """Whether rules say anything; of a list's own grounds also that nobody answers."""
        listed = ground.list_type and ground.ground_kind != "ARREARS"
        return bool(listed) or reaches_somebody(ground, self._ruleset)

    def _beyond(self, decisions: Sequence[Decision], around: Surroundings) -> _Beyond:
        bans = BanGrounds(self._reader, self._ruleset).of(decisions, around)
        graded = {row["ground_ref"] for label, row in decisions if label == "TaxGrade"}
        named = sorted({one["person_id"] for ref in graded for one in around.named.get(ref, ())})
        ids = sorted(self._reader.same.all_of(named))
        offices = self._reader.rows("read/liability/offices_of", ids=ids) if ids else []
        offices = [one for one in offices if one["type"] in _RUN_BY]
        firms = sorted({one["entity_id"] for one in offices})
        founded = self._reader.rows("read/liability/entity_states", ids=firms) if firms else []
        persons = {row["person_id"] for _, row in decisions if row.get("person_id")}
        for groups in (around.tenures, around.named, bans):
            persons |= {row["person_id"] for rows in groups.values() for row in rows}
        return _Beyond(
            self._persons(persons), bans, grouped(offices, "person_id"), grouped(founded, "entity_id")
        )

    def _persons(self, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        same, found = self._reader.same, dict[str, dict[str, Any]]()
        asked = sorted(same.all_of(ids))
        for row in self._store.read("read/liability/persons", ids=asked, seq=self._seq)[0]["rows"]:
            counts_as = same.of(row["person_id"])
            person = found.setdefault(counts_as, {**row, "person_id": counts_as, "statuses": []})
            if row["person_id"] == counts_as:
                person |= {"name": row["name"], "verified": row["verified"]}
            if row["status"]:
                person["statuses"].append((row["status"], row["since"]))
        return found

    def _context(
        self,
        ground: GroundFacts,
        around: Surroundings,
        beyond: _Beyond,
        controllers: Controllers,
        loaded: Loaded,
    ) -> GroundContext:
        tenures = around.tenures.get(ground.entity_id, ())
        named, bans = around.named.get(ground.ground_ref, ()), beyond.bans.get(ground.ground_ref, ())
        later = self._later(ground, named, beyond)
        for row in (*tenures, *later):
            loaded.note(row["edge"], row["type"])
        for label, papers in (("Attribution", named), ("Ban", bans)):
            for row in papers:
                loaded.note(row, label)
        day = ground.violation_to or ground.violation_from or ground.measure_from or ground.decided_on
        persons = beyond.persons
        controls = controllers.of(ground, persons)
        for fact in (fact for _, facts in controls for fact in facts):
            loaded.note({"fact_id": fact.fact_id, "record_key": fact.record_key}, fact.type)
        computed = tuple(control for control, _ in controls)
        barred = tuple(banned_person(row, persons) for row in bans)
        concerned = {row["person_id"] for row in (*tenures, *named, *bans)}
        concerned |= {ground.person_id, *(one.person_id for one in computed)}
        return GroundContext(
            _with_stated_end(ground, barred),
            entity=entity_kind(around.states.get(ground.entity_id, ()), ground.entity_id, day),
            tenures=tuple(tenure(row) for row in tenures),
            named=(*(named_person(row, persons) for row in named), *barred),
            computed=computed,
            statuses=tuple(
                StatusSpan(person_id, status, since)
                for person_id in sorted(concerned)
                for status, since in persons.get(person_id, {}).get("statuses", [])
            ),
            repairs=tuple(repair_decision(row) for row in around.repairs.get(ground.ground_ref, ())),
            later=tuple(_later_firm(row, beyond) for row in later),
        )

    @staticmethod
    def _later(ground: GroundFacts, named: Sequence[Row], beyond: _Beyond) -> list[Row]:
        """Offices elsewhere of those who are named for a tax grade, each person once."""
        if ground.ground_kind != "TAX_GRADE":
            return []
        ids = sorted({one["person_id"] for one in named})
        return [one for person_id in ids for one in beyond.later.get(person_id, ())]

    def _add_objections(self, loaded: Loaded) -> None:
        rows = self._reader.rows("read/liability/objections_to_facts", fact_ids=sorted(loaded.facts))
        by_fact = grouped(rows, "fact_id")
        if not by_fact:
            return
        with_objections = []
        for context in loaded.contexts:
            facts = [context.ground.fact_id, *context.ground.cites, *(one.fact_id for one in context.tenures)]
            facts += [one.fact_id for one in context.named]
            facts += [fact for one in context.computed for fact in one.fact_ids]
            facts += [one.fact_id for one in context.later]
            spans = tuple(
                ObjectionSpan(
                    row["objection_id"], fact, row["raised_on"], row["decided_on"] or "", row["result"] or ""
                )
                for fact in facts
                for row in by_fact.get(fact, [])
            )
            with_objections.append(replace(context, objections=spans))
            _note_upheld(loaded, with_objections[-1])
        loaded.contexts = with_objections


def _note_upheld(loaded: Loaded, context: GroundContext) -> None:
    """A ground that an objection to itself has overturned is over on the day of that decision."""
    ground, ref = context.ground, context.ground.ground_ref
    own = {ground.fact_id, *ground.cites}
    spans = (one for one in context.objections if one.fact_id in own and one.result == UPHELD)
    if days := [one.decided_on or one.raised_on for one in spans]:
        loaded.ends[ref] = min(days) if ref not in loaded.ends else min(*days, loaded.ends[ref])


def _later_firm(row: Row, beyond: _Beyond) -> LaterFirm:
    return later_firm(row, beyond.founded.get(row["entity_id"], ()))


def _with_stated_end(ground: GroundFacts, bans: Sequence[Any]) -> GroundFacts:
    """A penalty on a person himself, with the end that his ban states."""
    own = [one for one in bans if one.person_id == ground.person_id and one.until_day]
    if not own:
        return ground
    return replace(ground, until_day=max(own, key=document_order).until_day)


def _unread(row: Row, label: str, ground: GroundFacts) -> bool:
    """Whether a penalty says on what it rests in words from which no article can be read for certain."""
    return label == "Penalty" and bool(row.get("basis")) and not ground.fields["basis_articles"]
