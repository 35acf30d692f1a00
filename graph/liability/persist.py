"""Bring stored findings in line with an evaluation: close, open, withdraw; never overwrite (A5, A7)."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from graph.days import OPEN_SEQ
from graph.liability.contract import FindingDraft
from graph.liability.rulebook import RuleSet
from graph.store import WriteTransaction

_FALLEN: Final = frozenset(
    {"FACT_RETRACTED", "FACT_CORRECTED", "RULE_ENDED", "IDENTITY_MERGED", "IDENTITY_SPLIT"}
)
Causes = Callable[[Sequence[dict[str, Any]]], dict[str, str]]


@dataclass
class FindingDiff:
    """What changes among the findings of some grounds.

    Parameters
    ----------
    opens, closes
        Properties of the versions to open, ids of the versions to close.
    rests
        What each opened version rests on.
    again
        Ids of those findings among the opened that stood before.
    """

    opens: list[dict[str, Any]] = field(default_factory=list)
    closes: list[str] = field(default_factory=list)
    rests: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    again: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """Count one finding under `what`."""
        self.counts[what] = self.counts.get(what, 0) + 1


def finding_id(draft: FindingDraft) -> str:
    """Stays the same across versions and runs: it follows from ground, person, role, mode and rule."""
    text = "\x1f".join(draft.finding_key)
    return "L" + hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def properties_of(draft: FindingDraft) -> dict[str, Any]:
    """Properties of a Finding node, without ids of the version."""
    content: dict[str, Any] = {
        "finding_id": finding_id(draft),
        "ground_kind": draft.ground_kind,
        "ground_ref": draft.ground_ref,
        "ground_id": draft.ground_id,
        "authority_code": draft.authority_code,
        "list_type": draft.list_type,
        "entity_id": draft.entity_id,
        "person_id": draft.person_id,
        "person_name": draft.person_name,
        "role": draft.role,
        "mode": draft.mode,
        "base_state": draft.base_state,
        "reason": draft.reason,
        "rule": draft.rule,
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
        "withdrawn_at": draft.withdrawn_at,
        "withdrawn_because": draft.withdrawn_because,
        "measures": list(draft.measures),
        "scope": list(draft.scope),
        "basis": _json(list(draft.basis)),
        "basis_unverified": draft.basis_unverified,
        "path": _json([asdict(hop) for hop in draft.path]),
    }
    content["finding_key"] = content["finding_id"]
    seen = _json([content, sorted(draft.rests_on)])
    content["digest"] = hashlib.blake2b(seen.encode(), digest_size=16).hexdigest()
    return content


def diff_findings(
    drafts: Iterable[FindingDraft],
    stored: Sequence[dict[str, Any]],
    known_refs: set[str],
    ruleset: RuleSet,
    today: str,
    causes: Causes = lambda _: {},
) -> FindingDiff:
    """Compare what an evaluation yields with what is stored.

    Parameters
    ----------
    stored
        Current findings on the evaluated grounds.
    known_refs
        Grounds that still are current decisions; the others fell as facts.
    causes
        Of findings that are no longer yielded: by id, the cause where it is another person's identity,
        or that nothing may be held against him any more.
    """
    diff = FindingDiff()
    left = {row["finding_id"]: row for row in stored}
    for draft in drafts:
        properties = properties_of(draft)
        old = left.pop(properties["finding_id"], None)
        if old is not None and old["digest"] == properties["digest"]:
            diff.count("same")
            continue
        if old is not None:
            diff.closes.append(old["version_id"])
            diff.again.add(properties["finding_id"])
        diff.count("new" if old is None else "changed")
        _open(diff, properties, draft.rests_on)
    judged = causes([one for one in left.values() if _fell(one) not in _FALLEN]) if left else {}
    for old in left.values():
        fell = _fell(old)
        if fell in _FALLEN or (fell and fell == judged.get(old["finding_id"])):
            diff.count("same")
            continue
        diff.closes.append(old["version_id"])
        diff.again.add(old["finding_id"])
        diff.count("withdrawn")
        _open(diff, _fallen(old, known_refs, ruleset, today, judged.get(old["finding_id"], "")), ())
    return diff


def _fell(old: dict[str, Any]) -> str:
    """For which cause the finding is no longer yielded, as its last version says; empty where it is."""
    cause, marked, _ = str(old["digest"]).rpartition(":")
    return cause if marked else ""


def _fallen(
    old: dict[str, Any], known_refs: set[str], ruleset: RuleSet, today: str, judged: str
) -> dict[str, Any]:
    """The finding's last version: withdrawn, with the cause.

    One that was withdrawn before keeps that day and that cause: what it had been till then it had been, and
    it does not stand again in between.
    """
    if old["ground_ref"] not in known_refs:
        cause = "FACT_RETRACTED"
    elif judged:
        cause = judged
    elif ruleset.by_ref(old["rule"]) is None:
        cause = "RULE_ENDED"
    else:
        cause = "FACT_CORRECTED"
    kept = {
        name: value
        for name, value in old.items()
        if name not in ("seq_from", "seq_to", "version_id", "current_key")
    }
    last = str(old["digest"]).rpartition(":")[2]
    over = {"withdrawn_at": today, "withdrawn_because": cause}
    if old["withdrawn_at"] and old["withdrawn_at"] <= today:
        over = {name: old[name] for name in over}
    return {**kept, **over, "digest": f"{cause}:{last}"}


def _open(diff: FindingDiff, properties: dict[str, Any], rests_on: tuple[str, ...]) -> None:
    version = "v" + secrets.token_hex(12)
    diff.opens.append({**properties, "version_id": version, "current_key": properties["finding_id"]})
    diff.rests.append((version, rests_on))


def write_findings(tx: WriteTransaction, diff: FindingDiff, facts: dict[str, dict[str, str]]) -> None:
    """Write a diff in the open transaction.

    Parameters
    ----------
    facts
        How to pin each fact that findings rest on: type, record key, ground ref, by fact id.
    """
    if diff.closes:
        tx.run("write/liability/close_findings", versions=diff.closes, open_seq=OPEN_SEQ)
    if not diff.opens:
        return
    tx.run(
        "write/liability/open_findings", rows=[{"properties": one} for one in diff.opens], open_seq=OPEN_SEQ
    )
    entities = [_entity_row(one) for one in diff.opens if one["entity_id"]]
    if entities:
        tx.run("write/liability/link_entities", rows=entities, open_seq=OPEN_SEQ)
    rests = [
        {"version_id": version, "fact_id": fact_id, **facts[fact_id]}
        for version, fact_ids in diff.rests
        for fact_id in dict.fromkeys(fact_ids)
        if fact_id in facts
    ]
    if rests:
        tx.run("write/liability/rest_on", rows=rests, open_seq=OPEN_SEQ)


def _entity_row(one: dict[str, Any]) -> dict[str, Any]:
    shown = (
        "finding_id",
        "version_id",
        "rule",
        "mode",
        "base_state",
        "valid_from",
        "valid_to",
        "withdrawn_at",
    )
    return {
        "version_id": one["version_id"],
        "person_id": one["person_id"],
        "entity_id": one["entity_id"],
        "edge": {name: one[name] for name in shown},
    }
