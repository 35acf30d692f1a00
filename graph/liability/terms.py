"""From when until when a finding runs."""

from __future__ import annotations

from graph.days import OPEN_DAY, add_years
from graph.liability.contract import GroundFacts
from graph.liability.rulebook import Rule


def term_start(rule: Rule, ground: GroundFacts) -> str:
    """First day of the term; empty when the day that the rule asks for is unknown."""
    decided = ground.decided_on
    if ground.ground_kind == "COURT_ORDER":
        decided = ground.measure_from or ground.decided_on
    if rule.term_start == "PUBLICATION_DATE":
        return ground.published_on or decided
    if rule.term_start == "SENTENCE_END_DATE":
        return str(ground.fields.get("sentence_end_on") or "")
    if rule.term_start == "ORDER_DATE":
        return ground.measure_from or ground.decided_on
    return decided


def has_stated_term(rule: Rule, until_day: str) -> bool:
    """Whether a term is known at all: some rules leave it to the decision."""
    return rule.term_source != "DECISION" or bool(until_day)


def term_end(rule: Rule, start: str, until_day: str) -> str:
    """First day after the term.

    The end that the document states wins, unless it lies beyond what the law allows: then the law's own
    longest term holds. A shorter one always wins.

    Parameters
    ----------
    until_day
        Exclusive end that the document states, empty when none.
    """
    latest = _longest(rule, start)
    if not until_day:
        return _regular(rule, start)
    return max(start, min(until_day, latest))


def _regular(rule: Rule, start: str) -> str:
    return add_years(start, rule.term) if isinstance(rule.term, int) else OPEN_DAY


def _longest(rule: Rule, start: str) -> str:
    longest = rule.term_range.max if rule.term_range is not None else rule.term
    return add_years(start, longest) if isinstance(longest, int) else OPEN_DAY
