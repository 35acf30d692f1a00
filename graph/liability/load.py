"""Load everything that the findings of some grounds can rest on: a fixed number of reads for a batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from graph import queries
from graph.liability.contract import (
    ComputedControl,
    GroundContext,
    GroundFacts,
    ObjectionSpan,
    RepairDecision,
    StatusSpan,
)
from graph.liability.facts import Row, entity_kind, ground_facts, named_person, tenure
from graph.liability.matching import reaches_somebody
from graph.liability.rulebook import RuleSet
from graph.ownership.answer import ControlAnswer, controllers_of
from graph.store import Store

GROUND_LABELS: Final = ("Listing", "CourtRecord", "EntityState", "Penalty")
LABEL_OF_KIND: Final = {
    "LISTING": "Listing",
    "COURT_ORDER": "CourtRecord",
    "REVOCATION": "EntityState",
    "PENALTY": "Penalty",
}


@dataclass
class Loaded:
    """Contexts of a batch, and what is needed to pin the facts that findings rest on."""

    contexts: list[GroundContext] = field(default_factory=list)
    facts: dict[str, dict[str, str]] = field(default_factory=dict)

    def note(self, row: Row, fact_type: str) -> None:
        """Remember how to pin one fact."""
        self.facts[row["fact_id"]] = {
            "fact_type": fact_type,
            "record_key": row.get("record_key") or "",
            "ground_ref": row.get("ground_ref") or "",
        }


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


class ContextLoader:
    """Loads contexts at one commit number."""

    def __init__(self, store: Store, ruleset: RuleSet, seq: int) -> None:
        self._store = store
        self._ruleset = ruleset
        self._seq = seq

    def _rows(self, name: str, **params: Any) -> list[dict[str, Any]]:
        return list(self._store.read(name, seq=self._seq, **params)[0]["rows"])

    def _labelled(self, name: str, label: str, **params: Any) -> list[dict[str, Any]]:
        found = self._store.read(queries.get(name, label=label), seq=self._seq, **params)
        return list(found[0]["rows"])

    def load(self, refs: Sequence[str]) -> Loaded:
        """Contexts of those of `refs` that are current decisions on known subjects."""
        loaded = Loaded()
        decisions = self._decisions(refs)
        entity_ids = sorted({row["entity_id"] for _, row in decisions if row.get("entity_id")})
        tenures = _grouped(self._rows("read/liability/tenures", ids=entity_ids), "entity_id")
        states = _grouped(self._rows("read/liability/entity_states", ids=entity_ids), "entity_id")
        current = [row["ground_ref"] for _, row in decisions]
        named = _grouped(
            self._labelled("read/liability/facts_about", "Attribution", refs=current), "target_ref"
        )
        repairs = _grouped(
            self._labelled("read/liability/facts_about", "RepairCase", refs=current), "target_ref"
        )
        docs = sorted(
            {
                row["status_doc"]
                for label, row in decisions
                if label == "EntityState" and row.get("status_doc")
            }
        )
        penalties = _grouped(self._rows("read/liability/penalties_by_doc", docs=docs), "doc_no")
        persons = self._persons(decisions, tenures, named)
        for label, row in decisions:
            ground = ground_facts(row, label, persons, penalties.get(row.get("status_doc") or "", ()))
            if not ground.list_type and not reaches_somebody(ground, self._ruleset):
                loaded.note(row, label)
                continue
            entity_states = states.get(ground.entity_id, [])
            if ground.subject_kind == "ENTITY" and not entity_states:
                continue  # parked: known by its code only
            context = self._context(
                ground, tenures.get(ground.entity_id, []), entity_states,
                named.get(ground.ground_ref, []), repairs.get(ground.ground_ref, []), persons, loaded,
            )  # fmt: skip
            loaded.note(row, label)
            loaded.contexts.append(context)
        self._add_objections(loaded)
        return loaded

    def _decisions(self, refs: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
        by_label: dict[str, list[str]] = defaultdict(list)
        for ref in refs:
            label = LABEL_OF_KIND.get(ref.split(":", 1)[0])
            if label:
                by_label[label].append(ref)
        found: list[tuple[str, dict[str, Any]]] = []
        for label in GROUND_LABELS:
            if by_label[label]:
                rows = self._labelled("read/liability/grounds", label, refs=by_label[label])
                found += [(label, row) for row in self._latest(rows)]
        return found

    @staticmethod
    def _latest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """One row for each ref: a revocation stands in every later state, the first one decides."""
        kept: dict[str, dict[str, Any]] = {}
        for row in sorted(rows, key=lambda one: (one.get("valid_from") or "", one["record_key"])):
            kept.setdefault(row["ground_ref"], row)
        return list(kept.values())

    def _persons(
        self,
        decisions: list[tuple[str, dict[str, Any]]],
        tenures: dict[str, list[Row]],
        named: dict[str, list[Row]],
        more: Iterable[str] = (),
    ) -> dict[str, dict[str, Any]]:
        ids = {row["person_id"] for _, row in decisions if row.get("person_id")} | set(more)
        ids |= {row["person_id"] for rows in tenures.values() for row in rows}
        ids |= {row["person_id"] for rows in named.values() for row in rows}
        found: dict[str, dict[str, Any]] = {}
        for row in self._rows("read/liability/persons", ids=sorted(ids)):
            person = found.setdefault(row["person_id"], {**row, "statuses": []})
            if row["status"]:
                person["statuses"].append((row["status"], row["since"]))
        return found

    def _context(
        self,
        ground: GroundFacts,
        tenures: Sequence[Row],
        states: Sequence[Row],
        named: Sequence[Row],
        repairs: Sequence[Row],
        persons: dict[str, dict[str, Any]],
        loaded: Loaded,
    ) -> GroundContext:
        for row in tenures:
            loaded.note(row["edge"], row["type"])
        for row in named:
            loaded.note(row, "Attribution")
        day = ground.violation_to or ground.violation_from or ground.measure_from or ground.decided_on
        computed = self._computed(ground, persons, loaded)
        concerned = {row["person_id"] for row in (*tenures, *named)} | {one.person_id for one in computed}
        concerned.add(ground.person_id)
        return GroundContext(
            ground,
            entity=entity_kind(states, ground.entity_id, day),
            tenures=tuple(tenure(row) for row in tenures),
            named=tuple(named_person(row, persons) for row in named),
            computed=computed,
            statuses=tuple(
                StatusSpan(person_id, status, since)
                for person_id in sorted(concerned)
                for status, since in persons.get(person_id, {}).get("statuses", [])
            ),
            repairs=tuple(
                RepairDecision(
                    row["repair_id"], row.get("result") or "", row.get("decided_on") or "", row["fact_id"]
                )
                for row in repairs
            ),
        )

    def _computed(
        self, ground: GroundFacts, persons: dict[str, dict[str, Any]], loaded: Loaded
    ) -> tuple[ComputedControl, ...]:
        """Computed controllers, only where a rule asks for them."""
        rules = self._ruleset.for_ground(ground.list_type, ground.ground_kind, ground.subject_kind)
        asked = any(one.role == "ACTUAL_CONTROLLER" and one.computed_max != "NONE" for one in rules)
        day = ground.measure_from or ground.decided_on
        if not asked or not day or not ground.entity_id:
            return ()
        answer = controllers_of(self._store, ground.entity_id, day, seq=self._seq)
        people = [one for one in answer.controllers if one.controller_kind == "PERSON"]
        if not people:
            return ()
        facts = self._control_facts(answer, day, loaded)
        unknown = [one.id for one in people if one.id not in persons]
        if unknown:
            persons |= self._persons([], {}, {}, unknown)
        found = []
        for one in people:
            hops = [hop for path in one.paths for hop in path.hops]
            fact_ids = {facts[pair] for hop in hops if (pair := (hop.from_id, hop.to_id)) in facts}
            path = tuple(
                {"source": hop.from_id, "target": hop.to_id, "type": hop.type, "valid_from": hop.valid_from,
                 "fact_id": facts.get((hop.from_id, hop.to_id), "")}
                for hop in hops
            )  # fmt: skip
            person = persons.get(one.id, {})
            found.append(
                ComputedControl(
                    one.id, str(person.get("name") or ""), bool(person.get("verified")), day,
                    one.voting_pct, tuple(sorted(fact_ids)), path,
                )
            )  # fmt: skip
        return tuple(found)

    def _control_facts(self, answer: ControlAnswer, day: str, loaded: Loaded) -> dict[tuple[str, str], str]:
        ids = {hop.to_id for one in answer.controllers for path in one.paths for hop in path.hops}
        facts: dict[tuple[str, str], str] = {}
        for row in self._rows("read/liability/control_facts", ids=sorted(ids), day=day):
            loaded.note(row, row["type"])
            facts[row["from_id"], row["to_id"]] = row["fact_id"]
        return facts

    def _add_objections(self, loaded: Loaded) -> None:
        rows = self._rows("read/liability/objections_to_facts", fact_ids=sorted(loaded.facts))
        by_fact = _grouped(rows, "fact_id")
        if not by_fact:
            return
        with_objections = []
        for context in loaded.contexts:
            facts = [context.ground.fact_id, *(one.fact_id for one in context.tenures)]
            facts += [one.fact_id for one in context.named]
            facts += [fact for one in context.computed for fact in one.fact_ids]
            spans = tuple(
                ObjectionSpan(
                    row["objection_id"], fact, row["raised_on"], row["decided_on"] or "", row["result"] or ""
                )
                for fact in facts
                for row in by_fact.get(fact, [])
            )
            with_objections.append(replace(context, objections=spans))
        loaded.contexts = with_objections
