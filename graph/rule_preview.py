"""What another edition of the rules would do to a store: both are evaluated on it, nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from graph.derivation import BATCH, Progress, all_refs
from graph.liability.contract import FindingDraft
from graph.liability.evaluate import evaluate
from graph.liability.load import ContextLoader
from graph.liability.rule_changes import FindingChanges, RuleChanges, add_changes, rule_changes
from graph.liability.rulebook import RuleSet
from graph.store import Store

_OLD, _NEW, _NEITHER = "OLD", "NEW", "NEITHER"
_NOTE: Final = "derived_rules"


@dataclass(frozen=True)
class RulePreview:
    """What a new edition changes.

    Parameters
    ----------
    seq
        The commit at which the store was read.
    pending
        Changes that were not derived then: what they bring is in both evaluations.
    derived_by
        Which of the two editions the store was last derived by: OLD, NEW or NEITHER; empty before that.
    grounds
        How many grounds were evaluated.
    """

    old: RuleSet
    new: RuleSet
    rules: RuleChanges
    findings: FindingChanges
    seq: int
    pending: int
    derived_by: str
    grounds: int

    @property
    def differ(self) -> bool:
        """Whether any finding would not stay as it is."""
        return self.findings.differ

    def as_json(self) -> dict[str, Any]:
        """Plain data, as ``rules diff --json`` prints it."""
        return {
            "old": self.old.version,
            "new": self.new.version,
            "rules": {
                "added": list(self.rules.added),
                "ended": list(self.rules.ended),
                "changed": [
                    {"rule": one.rule, "field": one.field, "old": one.old, "new": one.new}
                    for one in self.rules.changed
                ],
            },
            "findings": self.findings.as_json(),
            "seq": self.seq,
            "pending": self.pending,
            "derived_by": self.derived_by,
            "grounds": self.grounds,
        }


def preview_rules(
    store: Store, old: RuleSet, new: RuleSet, today: str, *, progress: Progress | None = None
) -> RulePreview:
    """Evaluate every ground of the store by both editions and compare.

    Parameters
    ----------
    today
        Day of the evaluation.
    progress
        Told how many grounds are done.
    """
    seq = store.head_seq()
    changed, findings = rule_changes(old, new), FindingChanges()
    refs = all_refs(store, seq) if old.digest != new.digest else []
    loaders = [(ContextLoader(store, one, seq), one) for one in (old, new)]
    for start in range(0, len(refs), BATCH):
        batch = refs[start : start + BATCH]
        before, after = (_drafts(loader, rules, batch, today) for loader, rules in loaders)
        add_changes(findings, before, after, today)
        if progress is not None:
            progress(min(start + BATCH, len(refs)), len(refs))
    pending = int(store.read("read/worker/pending", seq=seq)[0]["pending"])
    return RulePreview(old, new, changed, findings, seq, pending, _derived_by(store, old, new), len(refs))


def _drafts(loader: ContextLoader, rules: RuleSet, refs: list[str], today: str) -> list[FindingDraft]:
    return [one for context in loader.load(refs).contexts for one in evaluate(context, rules, today).findings]


def _derived_by(store: Store, old: RuleSet, new: RuleSet) -> str:
    found = store.read("read/meta/value", name=_NOTE)
    if not found:
        return ""
    by_digest = {new.digest: _NEW, old.digest: _OLD}
    return by_digest.get(found[0]["value"], _NEITHER)
