"""Which rules a ground meets: conditions, situation, law in force, precedence, veto (semantics 1, 2, 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.liability.contract import GroundContext, GroundFacts, Outcome
from graph.liability.rulebook import Rule, RuleSet


@dataclass
class Matched:
    """Rules that apply to a ground, and why others do not."""

    rules: list[Rule] = field(default_factory=list)
    leads_only: set[str] = field(default_factory=set)
    outcomes: list[Outcome] = field(default_factory=list)


def condition_met(wanted: Any, given: Any) -> bool:
    """Whether one condition of ``ground.when`` is met; what is not given meets none."""
    if given is None or given == "":
        return False
    if isinstance(wanted, dict):
        return bool(wanted.get("known"))
    if isinstance(wanted, (list, tuple)):
        return given in wanted
    return bool(given == wanted)


def _conditions_met(rule: Rule, ground: GroundFacts) -> bool:
    given = {**ground.fields, "list_type": ground.list_type}
    return all(condition_met(wanted, given.get(name)) for name, wanted in rule.ground.when.items())


def law_day(rule: Rule, ground: GroundFacts, today: str) -> str:
    """The day whose law applies; empty when it is not known."""
    if rule.version_by == "VIOLATION":
        return ground.violation_to or ground.violation_from
    if rule.version_by == "PROCESSING":
        return today
    return ground.decided_on


def matching_rules(context: GroundContext, ruleset: RuleSet, today: str) -> Matched:
    """Rules for the context's ground: deny by default, role beats ANY, situation beats ``*``, NONE wins a tie."""
    ground = context.ground
    matched = Matched()
    offered = [
        rule
        for rule in ruleset.for_ground(ground.list_type, ground.ground_kind, ground.subject_kind)
        if _conditions_met(rule, ground)
    ]
    fitting = [rule for rule in offered if rule.situation in ("*", ground.situation)]
    if offered and not fitting:
        matched.outcomes.append(Outcome("SITUATION_UNKNOWN", detail=ground.situation))
    in_force = [rule for rule in fitting if _in_force(rule, ground, today, ruleset, matched)]
    reaching = [rule for rule in fitting if rule.mode != "NONE"]
    if reaching and not any(rule.mode != "NONE" for rule in in_force):
        matched.outcomes.append(Outcome("NO_RULE_IN_FORCE", rule=reaching[0].ref))
    chosen = _by_role(in_force, matched)
    overridden = {name for rule in chosen if not _rep_involved(rule, ground) for name in rule.overrides}
    for rule in chosen:
        if rule.id in overridden:
            matched.outcomes.append(Outcome("OVERRIDDEN", rule=rule.ref, role=rule.role))
        elif not _alternate_allowed(rule, context):
            matched.outcomes.append(Outcome("NOT_ALTERNATE", rule=rule.ref, role=rule.role))
        else:
            matched.rules.append(rule)
    return matched


def _rep_involved(rule: Rule, ground: GroundFacts) -> bool:
    """Both the responsible person and the representative answer where the latter took part (T24)."""
    return bool(rule.overrides) and ground.fields.get("rep_involved") is True


def _in_force(rule: Rule, ground: GroundFacts, today: str, ruleset: RuleSet, matched: Matched) -> bool:
    day = law_day(rule, ground, today) or ground.decided_on
    if not rule.in_force_on(day):
        return False
    if rule.version_by != "VIOLATION" or not rule.in_force_to or ground.decided_on <= rule.in_force_to:
        return True
    if rule.milder == "NEW":
        return False  # the milder later row, if there is one, stands in the list on its own terms
    if rule.milder == "UNKNOWN":
        matched.leads_only.add(rule.ref)
    return True


def _by_role(rules: Sequence[Rule], matched: Matched) -> list[Rule]:
    by_role: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_role[rule.role].append(rule)
    chosen: list[Rule] = []
    for role, found in by_role.items():
        special = [rule for rule in found if rule.situation != "*"]
        weighed = special or found
        if any(rule.mode == "NONE" for rule in weighed):
            matched.outcomes.append(Outcome("VETOED", rule=weighed[0].ref, role=role))
            continue
        chosen += weighed
    return sorted(chosen, key=lambda rule: (rule.role, rule.ref))


def _alternate_allowed(rule: Rule, context: GroundContext) -> bool:
    """Alternates go by the kind of entity: an unknown holder is not "none" (T18)."""
    if rule.alternates is None:
        return True
    if "LEGAL_REP" in rule.alternates.only_if_none:
        return context.entity is not None and context.entity.has_legal_rep is False
    return False
