"""What a new edition of the rules changes."""

from __future__ import annotations

from graph.liability.rule_changes import FindingChanges, rule_changes
from graph.liability.rulebook import RuleSet, load_rules


def test_an_edition_compared_with_itself_changes_nothing() -> None:
    rules = load_rules()
    assert not rule_changes(rules, rules).concerned()


def test_rules_that_come_end_or_read_differently_are_named_with_the_field() -> None:
    rules = load_rules()
    first, second, *rest = rules.rules
    other = first.model_copy(update={"note": "改写的说明"})
    changes = rule_changes(rules, RuleSet((other, *rest), rules.vocabulary))
    assert (changes.added, changes.ended) == ((), (second.ref,))
    assert [(one.rule, one.field, one.new) for one in changes.changed] == [(first.ref, "note", "改写的说明")]
    assert rule_changes(RuleSet((first, *rest), rules.vocabulary), rules).added == (second.ref,)


def test_findings_are_counted_by_rule() -> None:
    changes = FindingChanges(arise=[{"rule": "b"}], fall=[{"rule": "a"}, {"rule": "a"}])
    assert changes.differ
    assert changes.by_rule() == {
        "a": {"arise": 0, "fall": 2, "change": 0},
        "b": {"arise": 1, "fall": 0, "change": 0},
    }
