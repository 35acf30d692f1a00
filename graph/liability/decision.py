"""What a check answers: RESTRICT, CAUTION, PASS or nothing (architecture, section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.errors import UsageError
from graph.liability.catalogue import Catalogue, load_catalogue
from graph.liability.rulebook import RuleSet, Vocabulary

_MEASURED_MODES: Final = frozenset({"LISTED_SELF", "MEASURE_ONLY", "BAN"})


@dataclass(frozen=True, slots=True)
class EffectiveFinding:
    """A finding as a check sees it: its state is already that of the day."""

    finding_id: str
    state: str
    base_state: str
    mode: str
    measures: tuple[str, ...]
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An own entry in a list, live on the day."""

    ground_id: str
    list_type: str
    disputed: bool


@dataclass(frozen=True)
class Decision:
    """The answer, and why."""

    decision: str | None
    complete: bool
    reasons: tuple[str, ...]


def asked(
    purpose: str | None, measure: str | None, words: Vocabulary, catalogue: Catalogue | None = None
) -> None:
    """Refuse a purpose or a measure that the catalogue does not have.

    Raises
    ------
    UsageError
        It names what may be asked.
    """
    book = catalogue or load_catalogue()
    if purpose is not None and purpose not in book.purposes and purpose not in words.scopes:
        known = "、".join(sorted({*book.purposes, *words.scopes}))
        raise UsageError(f"未知的用途 {purpose}", todo=f"可用：{known}")
    if measure is not None and measure not in book.by_code:
        raise UsageError(f"未知的措施 {measure}", todo="可用：" + "、".join(sorted(book.by_code)))


def purposes_of(
    measures: Sequence[str], scope: Sequence[str], catalogue: Catalogue | None = None
) -> set[str]:
    """Purposes that measures cover; a scope other than the catalogue's decides alone."""
    own_scope = [one for one in scope if one != "CATALOGUE"]
    if own_scope:
        return set(own_scope)
    book = catalogue or load_catalogue()
    found = (book.find(code) for code in measures)
    return {purpose for one in found if one is not None for purpose in one.purposes}


def _covers(
    measures: Sequence[str],
    scope: Sequence[str],
    purpose: str | None,
    measure: str | None,
    catalogue: Catalogue | None,
) -> bool:
    """Whether one and the same measure is the one asked and serves the purpose asked.

    A measure for one thing and another one for something else never add up to both.
    """
    if measure is not None and measure not in measures:
        return False
    concerned = measures if measure is None else (measure,)
    return purpose is None or purpose in purposes_of(concerned, scope, catalogue)


def own_measures(
    list_type: str, words: Vocabulary, catalogue: Catalogue | None = None
) -> tuple[tuple[str, ...], set[str], bool]:
    """(measures, purposes, verified) of an own entry in a list; nothing where the catalogue has nothing."""
    row = words.own_measures.get(list_type)
    if row is None:
        return (), set(), False
    measures = tuple(row.get("measures", ()))
    purposes = set(row["purposes"]) if "purposes" in row else purposes_of(measures, (), catalogue)
    return measures, purposes, bool(row.get("verified"))


def decide(
    *,
    findings: Sequence[EffectiveFinding],
    own: Sequence[OwnEntry],
    purpose: str | None,
    measure: str | None,
    pending: bool,
    ruleset: RuleSet,
    identity_candidates: bool = False,
    catalogue: Catalogue | None = None,
) -> Decision:
    """Decide one check.

    Parameters
    ----------
    findings
        Findings on the subject itself (a person); those on others never decide about an entity.
    pending
        A change to the subject waits for derivation.
    identity_candidates
        Somebody else may be the subject too: nobody is let through, or held, on a likeness.
    catalogue
        The edition of measures that counts; the shipped one unless given.
    """
    words = ruleset.vocabulary
    asked(purpose, measure, words, catalogue)
    complete, reasons = not pending, ["DERIVATION_PENDING"] if pending else []
    if purpose is None and measure is None:
        return Decision(None, complete, tuple(reasons))
    decision = ""
    for finding in findings:
        found, why = _of_finding(finding, purpose, measure, catalogue)
        decision = _graver(decision, found)
        reasons += why
    for entry in own:
        found, why = _of_entry(entry, purpose, measure, words, catalogue)
        decision = _graver(decision, found)
        reasons += why
    if identity_candidates:
        decision = _graver(decision, "CAUTION")
        reasons.append("IDENTITY_CANDIDATES")
    if decision:
        return Decision(decision, complete, tuple(reasons))
    return Decision("PASS" if complete else None, complete, tuple(reasons))


def _graver(one: str, other: str) -> str:
    order = ("", "CAUTION", "RESTRICT")
    return max(one, other, key=order.index)


def _of_finding(
    finding: EffectiveFinding, purpose: str | None, measure: str | None, catalogue: Catalogue | None
) -> tuple[str, list[str]]:
    if finding.base_state != "CONFIRMED" or finding.mode not in _MEASURED_MODES:
        return "", []
    covered = _covers(finding.measures, finding.scope, purpose, measure, catalogue)
    if finding.state == "SUSPENDED" and covered:
        return "CAUTION", [f"DISPUTED:{finding.finding_id}"]
    if finding.state == "CONFIRMED" and covered:
        return "RESTRICT", [f"FINDING:{finding.finding_id}"]
    return "", []


def _of_entry(
    entry: OwnEntry,
    purpose: str | None,
    measure: str | None,
    words: Vocabulary,
    catalogue: Catalogue | None,
) -> tuple[str, list[str]]:
    measures, _, verified = own_measures(entry.list_type, words, catalogue)
    if entry.disputed:
        return "CAUTION", [f"DISPUTED_ENTRY:{entry.ground_id}"]
    # Purposes that the catalogue states for a list stand in place of those of its measures.
    stated = words.own_measures.get(entry.list_type, {}).get("purposes", ())
    if verified and measures and _covers(measures, stated, purpose, measure, catalogue):
        return "RESTRICT", [f"OWN_ENTRY:{entry.ground_id}"]
    return "CAUTION", [f"OWN_ENTRY_WITHOUT_MEASURE:{entry.ground_id}"]
