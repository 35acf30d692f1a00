"""Which rules a ground meets: deny by default, the special before the general, NONE wins a tie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.days import add_days
from graph.liability.contract import EntityKind, GroundContext, GroundFacts, Outcome
from graph.liability.rulebook import EVERY_LIST, Rule, RuleSet

ANCHOR_UNCERTAIN = "ANCHOR_UNCERTAIN"
RULE_UNCERTAIN = "RULE_UNCERTAIN"
VERSION_UNCERTAIN = "VERSION_UNCERTAIN"
_CONVICTION: Final = "刑事判决"


@dataclass(frozen=True, slots=True)
class Applicable:
    """A rule that the ground meets; `uncertain` says why it can give leads only."""

    rule: Rule
    uncertain: str = ""


def applicable_rules(
    context: GroundContext, ruleset: RuleSet, today: str
) -> tuple[tuple[Applicable, ...], tuple[Outcome, ...]]:
    """Rules that reach somebody for this ground, and why others do not.

    Parameters
    ----------
    today
        Day of the act now done, for rules chosen by it.
    """
    ground = context.ground
    rules = ruleset.for_ground(ground.list_type, ground.ground_kind, ground.subject_kind)
    given = given_by(ground)
    matched, outcomes = _in_situation(
        ground, [rule for rule in rules if conditions_met(rule.ground.when, given)]
    )
    chosen: list[Applicable] = []
    for group in _consequences(matched, ground):
        for role in sorted({rule.role for rule in group} - {"ANY"}):
            special = _most_special(role, group)
            if any(rule.mode == "NONE" for rule in special):
                outcomes.append(Outcome("VETOED", rule=special[0].ref, role=role))
                continue
            special = [rule for rule in special if _office_is_due(rule, context.entity)]
            in_force = _in_force(special, ruleset, ground, today)
            if special and not in_force:
                outcomes.append(Outcome("NO_RULE_IN_FORCE", rule=special[0].ref, role=role))
            chosen += [_by_document_where_due(one, ground, ruleset) for one in in_force]
    return _without_overridden(chosen, ground), tuple(outcomes)


def reaches_somebody(ground: GroundFacts, ruleset: RuleSet) -> bool:
    """Whether the ground meets the conditions of a rule that is about a person at all."""
    rules = ruleset.for_ground(ground.list_type, ground.ground_kind, ground.subject_kind)
    given = given_by(ground)
    return any(rule.mode != "NONE" and conditions_met(rule.ground.when, given) for rule in rules)


def _consequences(matched: Sequence[Rule], ground: GroundFacts) -> list[list[Rule]]:
    """Rules that stand against each other: of the ground's own list, and of each other list for itself.

    A ban from office because of an entry (L17, L23) neither takes the place of the entry nor yields to it.
    """
    here = {ground.list_type, EVERY_LIST}
    own = [rule for rule in matched if rule.general or rule.list in here]
    others = sorted({rule.list for rule in matched if not rule.general} - here)
    return [own, *([rule for rule in matched if rule.list == name and not rule.general] for name in others)]


def _by_document_where_due(one: Applicable, ground: GroundFacts, ruleset: RuleSet) -> Applicable:
    """On a list that only documents speak for, a general rule too is confirmed by document alone."""
    document_only = ruleset.vocabulary.lists.get(ground.list_type, {}).get("document_only")
    if not (one.rule.general and document_only):
        return one
    return Applicable(one.rule.model_copy(update={"confirmable_by": "DOCUMENT"}), one.uncertain)


def given_by(ground: GroundFacts) -> Mapping[str, Any]:
    """What conditions are looked up in: the ground's own fields, and what follows from it."""
    return {
        "list_type": ground.list_type,
        "henan35_elected": ground.henan35_elected,
        "penalised": "person" if ground.subject_kind == "PERSON" else "unit",
        "own_entry": ground.subject_kind == "PERSON",
        # Whether his entry is confirmed turns out with its own rule: `evaluate` looks again.
        "entry_state": "CONFIRMED" if ground.person_verified else "LEAD",
        **ground.fields,
    }


def conditions_met(when: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether every condition of ``ground.when`` holds; what is not given is not met."""
    return all(_condition_met(wanted, given.get(name)) for name, wanted in when.items())


def _condition_met(wanted: Any, given: Any) -> bool:
    if given is None or given == "":
        return False
    if type(wanted) is type(given) is str:
        return bool(wanted == given)
    if isinstance(wanted, Mapping):
        return bool(wanted.get("known"))
    allowed = wanted if isinstance(wanted, list | tuple) else [wanted]
    actual = given if isinstance(given, list | tuple) else [given]
    return any(one in allowed for one in actual)


def _in_situation(ground: GroundFacts, rules: Sequence[Rule]) -> tuple[list[Rule], list[Outcome]]:
    """Rules for the ground's situation; a situation that is not given meets only ``*``.

    Where it follows from what the ground cites, it is that of the rows with most conditions met: the
    serious case before the plain one. So it is for penalties and convictions, and for rows of other lists.
    """
    if ground.ground_kind == "ARREARS":
        # What is owed, by whom and with which papers says it all: a notice and an exit stop stand together.
        return list(rules), []
    cited = ground.ground_kind == "PENALTY" or ground.fields.get("kind") == _CONVICTION
    here = {ground.list_type, EVERY_LIST}
    given = [] if cited else [rule for rule in rules if rule.general or rule.list in here]
    those = {rule.ref for rule in given}
    implied = _in_implied_situation([rule for rule in rules if rule.ref not in those])
    outcomes = []
    if not ground.situation and any(rule.situation != "*" and rule.mode != "NONE" for rule in given):
        outcomes.append(Outcome("SITUATION_UNKNOWN", detail=ground.ground_id))
    return [*(rule for rule in given if rule.situation in ("*", ground.situation)), *implied], outcomes


def _in_implied_situation(rules: Sequence[Rule]) -> list[Rule]:
    most: dict[str, int] = {}
    for rule in rules:
        if rule.situation != "*":
            most[rule.list] = max(most.get(rule.list, 0), len(rule.ground.when))
    meant = {(rule.list, rule.situation) for rule in rules if len(rule.ground.when) == most.get(rule.list)}
    return [rule for rule in rules if rule.situation == "*" or (rule.list, rule.situation) in meant]


def _most_special(role: str, rules: Sequence[Rule]) -> list[Rule]:
    """Role beats ANY, situation beats ``*``; a general rule adds nothing where the list has its own."""
    own = [rule for rule in rules if rule.role in (role, "ANY")]

    def rank(rule: Rule) -> tuple[bool, bool, bool]:
        return not rule.general, rule.role != "ANY", rule.situation != "*"

    best = max(rank(rule) for rule in own)
    return sorted(
        (rule for rule in own if rank(rule) == best), key=lambda rule: (rule.mode != "NONE", rule.ref)
    )


def _office_is_due(rule: Rule, entity: EntityKind | None) -> bool:
    """An alternate counts only for a kind of entity without the first office; unknown is not none."""
    if rule.alternates is None:
        return True
    has_legal_rep = entity.has_legal_rep if entity is not None else None
    return rule.alternates.only_if_none == ("LEGAL_REP",) and has_legal_rep is False


def version_days(rules: Sequence[Rule], ground: GroundFacts, today: str) -> tuple[str, ...]:
    """The days of which one decides which edition of rules by violation applies; none when nobody knows.

    It is the last day of the violation. Where only its first day is given the last may be any day up to the
    decision: the first possible one, and each on which one of the rules begins or has ended.
    """
    if ground.violation_to or not ground.violation_from:
        return (ground.violation_to,) if ground.violation_to else ()
    first, last = ground.violation_from, ground.decided_on or today
    turns = {one.in_force_from for one in rules}
    turns |= {add_days(one.in_force_to, 1) for one in rules if one.in_force_to is not None}
    return first, *sorted(day for day in turns if first < day <= last)


def _in_force(rules: Sequence[Rule], ruleset: RuleSet, ground: GroundFacts, today: str) -> list[Applicable]:
    """Those of the rules that apply; leads only where they would be others on another possible day."""
    days = version_days(rules, ground, today) or ("",)
    possible = [_on_day(rules, ruleset, ground, today, day) for day in days]
    found: dict[str, Applicable] = {}
    for some in possible:
        for ref, one in some.items():
            found.setdefault(ref, one)
    if all(some == possible[0] for some in possible):
        return list(found.values())
    return [
        one
        if all(ref in some for some in possible)
        else Applicable(one.rule, one.uncertain or VERSION_UNCERTAIN)
        for ref, one in found.items()
    ]


def _on_day(
    rules: Sequence[Rule], ruleset: RuleSet, ground: GroundFacts, today: str, ended: str
) -> dict[str, Applicable]:
    """Those of the rules that apply if the violation ended on that day, by their ref."""
    found: dict[str, Applicable] = {}
    for rule in rules:
        one = _edition(rule, ruleset, ground, today, ended)
        if one is not None:
            found.setdefault(one.rule.ref, one)
    return found


def _version_day(rule: Rule, ground: GroundFacts, today: str, ended: str) -> str:
    """The day that decides which edition of the law applies; empty when it is unknown."""
    if rule.version_by == "PROCESSING":
        return today
    if rule.version_by == "VIOLATION":
        return ended
    if ground.ground_kind == "COURT_ORDER":
        return ground.measure_from or ground.decided_on
    return ground.decided_on


def _edition(rule: Rule, ruleset: RuleSet, ground: GroundFacts, today: str, ended: str) -> Applicable | None:
    """The rule as it applies, a milder successor in its place, or None when nothing is in force.

    Parameters
    ----------
    ended
        Last day of the violation, empty when it is unknown.
    """
    day = _version_day(rule, ground, today, ended)
    if not day and rule.version_by == "VIOLATION":
        # The day of the decision is no substitute: what it gives are leads.
        known = bool(ground.decided_on) and rule.in_force_on(ground.decided_on)
        return Applicable(rule, ANCHOR_UNCERTAIN) if known else None
    if not day or not rule.in_force_on(day):
        return None
    changed = rule.in_force_to is not None and ground.decided_on > rule.in_force_to
    if rule.version_by != "VIOLATION" or not changed or rule.milder in (None, "OLD", "SAME"):
        return Applicable(rule)
    if rule.milder == "UNKNOWN":
        return Applicable(rule, RULE_UNCERTAIN)
    # The decision cites the old law, so the conditions of the new row are not asked again.
    later = ruleset.by_id(rule.replaced_by) if rule.replaced_by else ()
    successor = [one for one in later if one.in_force_on(ground.decided_on)]
    return Applicable(max(successor, key=lambda one: one.version)) if successor else None


def _without_overridden(chosen: Sequence[Applicable], ground: GroundFacts) -> tuple[Applicable, ...]:
    removed: set[str] = set()
    for one in chosen:
        if one.rule.role == "ACTUAL_RESPONSIBLE" and ground.fields.get("rep_involved"):
            continue  # the court found him, and the representative took part
        removed |= set(one.rule.overrides)
    kept = [one for one in chosen if one.rule.id not in removed]
    return tuple(sorted(kept, key=lambda one: (one.rule.role, one.rule.ref)))
