"""Computed controllers of a batch, only where a rule asks for them, on the days that it looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.liability.anchors import CONTROL, anchor_days
from graph.liability.contract import ComputedControl, GroundFacts
from graph.liability.matching import conditions_met, given_by
from graph.liability.rulebook import RuleSet
from graph.ownership.above import Above, FactSpan, read_span
from graph.ownership.answer import Controller, surely_controlling
from graph.same_person import SamePersons
from graph.store import Store


@dataclass
class Controllers:
    """Persons who surely control, by entity and day, with the facts behind it."""

    days: dict[str, tuple[str, ...]] = field(default_factory=dict)
    found: dict[tuple[str, str], list[Controller]] = field(default_factory=dict)
    above: Above = field(default_factory=lambda: Above(0))

    def persons(self) -> set[str]:
        """Everybody who controls something."""
        return {one.id for some in self.found.values() for one in some}

    def of(
        self, ground: GroundFacts, persons: Mapping[str, Mapping[str, Any]]
    ) -> list[tuple[ComputedControl, list[FactSpan]]]:
        """Who controls the ground's entity on its days, each with the facts on which that rests."""
        return [
            self._control(one, day, persons.get(one.id, {}))
            for day in self.days.get(ground.ground_ref, ())
            for one in self.found.get((ground.entity_id, day), ())
        ]

    def _control(
        self, one: Controller, day: str, person: Mapping[str, Any]
    ) -> tuple[ComputedControl, list[FactSpan]]:
        facts: list[FactSpan] = []
        path = []
        for hop in one.hops:
            behind = sorted(self.above.facts_behind(hop, day))
            facts += behind
            path.append(
                {
                    "source": hop.from_id,
                    "target": hop.to_id,
                    "type": hop.type,
                    "valid_from": hop.valid_from,
                    "fact_id": behind[0].fact_id if behind else "",
                }
            )
        control = ComputedControl(
            one.id,
            str(person.get("name") or ""),
            bool(person.get("verified")),
            day,
            one.voting_pct,
            tuple(sorted({fact.fact_id for fact in facts})),
            tuple(path),
        )
        return control, facts


def computed_controllers(
    store: Store, ruleset: RuleSet, grounds: Iterable[GroundFacts], *, seq: int, same: SamePersons
) -> Controllers:
    """Controllers for all grounds that ask for them: one search upwards for the whole batch."""
    asked = [(one, days) for one in grounds if (days := _days_asked(one, ruleset))]
    if not asked:
        return Controllers()
    every = sorted({day for _, days in asked for day in days})
    entities = {one.entity_id for one, _ in asked}
    above = read_span(store, entities, every[0], every[-1], seq=seq, same=same)
    found = Controllers({one.ground_ref: days for one, days in asked}, {}, above)
    for ground, days in asked:
        for day in days:
            key = ground.entity_id, day
            if key not in found.found:
                controllers = surely_controlling(above.upward(*key))
                found.found[key] = [one for one in controllers if one.controller_kind == "PERSON"]
    return found


def _days_asked(ground: GroundFacts, ruleset: RuleSet) -> tuple[str, ...]:
    if not ground.entity_id:
        return ()
    rules = ruleset.for_ground(ground.list_type, ground.ground_kind, ground.subject_kind)
    asked = [one for one in rules if one.role == CONTROL and one.computed_max != "NONE"]
    given = given_by(ground)
    days = {
        day for rule in asked if conditions_met(rule.ground.when, given) for day in anchor_days(rule, ground)
    }
    return tuple(sorted(days))
