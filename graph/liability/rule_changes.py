"""What a new edition of the rules changes: rules field by field, and findings of given grounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graph.liability.contract import FindingDraft, GroundContext
from graph.liability.evaluate import evaluate
from graph.liability.persist import finding_id, properties_of
from graph.liability.rulebook import Rule, RuleSet
from graph.liability.states import effective_state


@dataclass(frozen=True)
class FieldChange:
    """One field of one rule, before and after."""

    rule: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class RuleChanges:
    """Rules that came, ended (are no longer there) or read differently."""

    added: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    changed: tuple[FieldChange, ...] = ()

    def concerned(self) -> set[str]:
        """Every rule that is not the same in both editions."""
        return {*self.added, *self.ended, *(one.rule for one in self.changed)}


@dataclass
class FindingChanges:
    """Findings that arise, fall or change, as rows."""

    arise: list[dict[str, Any]] = field(default_factory=list)
    fall: list[dict[str, Any]] = field(default_factory=list)
    change: list[dict[str, Any]] = field(default_factory=list)

    @property
    def differ(self) -> bool:
        """Whether any finding would not stay as it is."""
        return bool(self.arise or self.fall or self.change)

    def as_json(self) -> dict[str, Any]:
        """As other systems read it: what would be opened, closed and changed."""
        return {
            "opened": self.arise,
            "closed": self.fall,
            "changed": self.change,
            "by_rule": {
                rule: {"opened": one["arise"], "closed": one["fall"], "changed": one["change"]}
                for rule, one in self.by_rule().items()
            },
        }

    def by_rule(self) -> dict[str, dict[str, int]]:
        """Counts by rule."""
        counts: dict[str, dict[str, int]] = {}
        for kind, rows in (("arise", self.arise), ("fall", self.fall), ("change", self.change)):
            for row in rows:
                of_rule = counts.setdefault(row["rule"], {"arise": 0, "fall": 0, "change": 0})
                of_rule[kind] += 1
        return dict(sorted(counts.items()))


def rule_changes(old: RuleSet, new: RuleSet) -> RuleChanges:
    """Compare two editions rule by rule, each version of a rule for itself."""
    before: dict[str, Rule] = {one.ref: one for one in old.rules}
    after: dict[str, Rule] = {one.ref: one for one in new.rules}
    changed = []
    for ref in sorted(before.keys() & after.keys()):
        was, now = before[ref].model_dump(mode="json"), after[ref].model_dump(mode="json")
        changed += [FieldChange(ref, name, was[name], now[name]) for name in was if was[name] != now[name]]
    return RuleChanges(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        tuple(changed),
    )


def finding_changes(
    contexts: Iterable[GroundContext], old: RuleSet, new: RuleSet, today: str
) -> FindingChanges:
    """Evaluate each ground by both editions; nothing is written."""
    changes = FindingChanges()
    for context in contexts:
        before, after = evaluate(context, old, today).findings, evaluate(context, new, today).findings
        add_changes(changes, before, after, today)
    return changes


def add_changes(
    changes: FindingChanges, before: Iterable[FindingDraft], after: Iterable[FindingDraft], today: str
) -> None:
    """Add what lies between two evaluations of the same grounds."""
    was_by_id = {finding_id(one): one for one in before}
    now_by_id = {finding_id(one): one for one in after}
    for key in sorted(was_by_id.keys() | now_by_id.keys()):
        was, now = was_by_id.get(key), now_by_id.get(key)
        if was is None and now is not None:
            changes.arise.append(_row(key, now, today))
        elif now is None and was is not None:
            changes.fall.append(_row(key, was, today))
        elif was is not None and now is not None:
            fields = _fields(was, now)
            if fields:
                changes.change.append({**_row(key, now, today), "fields": fields})


def _row(key: str, one: FindingDraft, today: str) -> dict[str, Any]:
    return {
        "finding_id": key,
        "rule": one.rule,
        "ground_kind": one.ground_kind,
        "ground_id": one.ground_id,
        "list_type": one.list_type,
        "person": one.person_id,
        "person_name": one.person_name,
        "role": one.role,
        "mode": one.mode,
        "state": effective_state(
            base_state=one.base_state,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            withdrawn_at=one.withdrawn_at,
            suspensions=(),
            day=today,
        ),
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }


def _fields(was: FindingDraft, now: FindingDraft) -> list[str]:
    """Fields that differ, beside the digest that follows from them."""
    old, new = properties_of(was), properties_of(now)
    return sorted(name for name in old if name != "digest" and old[name] != new[name])
