"""Decide what a batch of rows changes: which versions close, which open, which row wins.

One fact may be named by several rows, of several sources. The winner is, in this order: the source
that the precedence setting ranks higher, the later `produced_at`, the larger digest of the content.
The last is arbitrary but the same whatever order the rows arrive in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from graph.days import FIRST_DAY
from graph.ids import new_id
from graph.model.tables import KEYED_WHEN_GIVEN
from graph.store import WriteTransaction
from ingest.load.drafts import Payload, RowDraft, digest
from ingest.load.known import FirstLoad
from ingest.load.parties import LookUp, Parties, scope_of
from ingest.values import text_key

BY_ORDER: Final = "by_order"
"""Rows that replaced another for no better reason than having come later: one of them bears no time."""


@dataclass(slots=True)
class Support:
    """One current source record that names a fact."""

    source_record_id: str
    source: str
    produced_at: str
    op: str
    payload_digest: str
    payload: str
    content: Payload | None = None

    @property
    def fact(self) -> Payload:
        """The content, read back from its text where it came from the store."""
        return self.content or Payload.from_json(self.payload)


@dataclass
class Decision:
    """What one batch writes, by what precedence of sources.

    Parameters
    ----------
    moved
        Facts, by key, of which a row now tells another between the same parties: an office whose start is
        corrected, or whose company turns out to be another one.
    again
        Keys of facts that open and that the store may have had before.
    """

    precedence: dict[str, int] = field(default_factory=dict)
    new_records: dict[str, dict[str, Any]] = field(default_factory=dict)
    closed_records: list[str] = field(default_factory=list)
    opens: list[tuple[str, Payload, Support]] = field(default_factory=list)
    closes: list[tuple[str, Payload]] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    marks_closed: list[str] = field(default_factory=list)
    marks_opened: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """Count one row under `what`."""
        self.counts[what] = self.counts.get(what, 0) + 1


def build_payload(draft: RowDraft, parties: Parties) -> Payload:
    """The content, with internal ids in place of codes and numbers."""
    scope_id = scope_of(draft, parties)
    source = parties.party(draft.subject, scope_id) if draft.subject else None
    target = parties.party(draft.target, scope_id) if draft.target else None
    properties = {name: value for name, value in draft.values.items() if value not in (None, "", [])}
    properties["valid_from"] = draft.valid_from
    properties["valid_to"] = draft.valid_to
    if draft.about is not None:
        parts = list(draft.about.parts)
        if draft.about.party is not None:
            parts[draft.about.party_at] = parties.party(draft.about.party, scope_id)[1]
        properties["target_kind"] = draft.about.kind
        properties["target_ref"] = f"{draft.about.kind}:{'|'.join(parts)}"
    if draft.fact_type[0].isupper() and not draft.fact_type.isupper():
        for party in (source, target):
            if party is not None:
                properties["entity_id" if party[0] == "Entity" else "person_id"] = party[1]
    if draft.fact_type == "Objection" and draft.scope is not None:
        properties["entity_id"] = scope_id  # of the role that is contested
    if draft.ground and source is not None:
        kind, *parts = draft.ground
        properties["ground_kind"] = kind
        properties["ground_ref"] = f"{kind}:{'|'.join(source[1] if part == '@' else part for part in parts)}"
        properties["ground_id"] = (draft.ground_id or "|".join(parts)).replace("@", source[1])
    key = tuple(properties["target_ref"] if part == "@about" else part for part in draft.key)
    return Payload(draft.fact_type, source, target, properties, key)


def _merged_end(draft: RowDraft, payload: Payload, prior: Payload | None) -> Payload:
    """An END row may give no more than key and end: the rest stays as it was."""
    if prior is None or prior.fact_type != payload.fact_type:
        return payload
    given, key = dict(payload.properties), payload.key
    if draft.valid_from in ("", FIRST_DAY):
        # The start is part of most keys: a row known by its own id that leaves it out ends the same fact.
        given["valid_from"], key = prior.properties["valid_from"], prior.key
    elif key == prior.key[: len(key)]:
        key = prior.key  # so does one that leaves out what counts only where it is given
    content = {**prior.properties, **given}
    return Payload(payload.fact_type, payload.source, payload.target, content, key)


def rank(support: Support, precedence: dict[str, int]) -> tuple[int, str, str]:
    """Sort key of a source record; the largest wins."""
    return -precedence.get(support.source, len(precedence)), support.produced_at, support.payload_digest


def winner(supports: list[Support], precedence: dict[str, int]) -> Support | None:
    """The source record that decides the fact's content; None when nobody asserts it."""
    live = [one for one in supports if one.op != "RETRACT"]
    return max(live, key=lambda one: rank(one, precedence)) if live else None


def decide(
    look_up: LookUp,
    drafts: list[RowDraft],
    parties: Parties,
    precedence: dict[str, int],
    first: FirstLoad | None = None,
) -> Decision:
    """Compare a batch with what is known.

    Parameters
    ----------
    look_up
        How to ask the store.
    first
        What a first load has written so far; without it everything is looked up.

    Returns
    -------
    Decision
        Rows that repeat what is known appear in `counts` only.
    """
    decision = Decision(precedence)
    first = first or FirstLoad(None)
    known = {row["source_key"]: row for row in _known_rows(look_up, drafts, first)}
    built = [build_payload(draft, parties) for draft in drafts]
    keys = {payload.record_key for payload in built} | {row["record_key"] for row in known.values()}
    perhaps = first.perhaps_known(sorted(keys))
    before = _supports(look_up, perhaps)
    after = {key: list(rows) for key, rows in before.items()}
    changed: set[str] = set()
    for draft, content in zip(drafts, built, strict=True):
        prior = known.get(draft.source_key) or _under_former_key(draft, known, after)
        if prior is not None and _is_old_news(draft, prior, decision):
            continue
        payload = content
        if prior is not None:
            payload = _replaced(after, prior, draft, content, decision)
            del known[prior["source_key"]]
            changed.add(prior["record_key"])
        row = _record(draft, payload)
        _add(after, row, payload, decision)
        known[draft.source_key] = row
        changed.add(row["record_key"])
    for key in sorted(changed):
        _decide_fact(key, before.get(key, []), after.get(key, []), precedence, decision)
    _find_again(decision, perhaps)
    first.note(one.source_key for one in drafts)
    first.note(keys)
    return decision


def replace_records(
    tx: WriteTransaction,
    replacements: list[tuple[dict[str, Any], Payload, dict[str, Any]]],
    precedence: dict[str, int],
) -> Decision:
    """Give known rows another content without a new hand-in: a snapshot's endings, a merged identity.

    Parameters
    ----------
    replacements
        The current source record (all its properties), its new content, and what else changes on it.
    """
    decision = Decision(precedence)
    keys = {prior["record_key"] for prior, _, _ in replacements}
    keys |= {payload.record_key for _, payload, _ in replacements}
    before = _supports(tx.run, sorted(keys))
    after = {key: list(rows) for key, rows in before.items()}
    for prior, payload, more in replacements:
        _drop(after, prior, decision)
        text = payload.to_json()
        row = {
            **{name: value for name, value in prior.items() if name not in ("seq_from", "seq_to")},
            **more,
            "source_record_id": new_id("s"),
            "record_key": payload.record_key,
            "payload": text,
            "payload_digest": digest(text),
        }
        _add(after, row, payload, decision)
        if payload.record_key != prior["record_key"]:
            decision.moved[prior["record_key"]] = payload.record_key
    for key in sorted(keys):
        _decide_fact(key, before.get(key, []), after.get(key, []), precedence, decision)
    _find_again(decision, keys)
    return decision


def _replaced(
    after: dict[str, list[Support]],
    prior: dict[str, Any],
    draft: RowDraft,
    content: Payload,
    decision: Decision,
) -> Payload:
    """What a row says now, in place of what it said.

    Of an office, a holding or another relation the start may be corrected; a row that names other parties, or
    another record, is another fact, and nothing follows it there.
    """
    was = _payload_of(after, prior)
    payload = _merged_end(draft, content, was) if draft.op == "END" else content
    ends = (payload.fact_type, payload.source, payload.target)
    related = was is not None and payload.target and (was.fact_type, was.source, was.target) == ends
    if was is not None and related and was.key != payload.key:
        decision.moved[was.record_key] = payload.record_key
    _drop(after, prior, decision)
    return payload


def _find_again(decision: Decision, perhaps: Iterable[str]) -> None:
    """Which facts open that may have been there before, and ended."""
    known = set(perhaps) - {key for key, _ in decision.closes}
    decision.again += [key for key, _, _ in decision.opens if key in known]


def _known_rows(look_up: LookUp, drafts: list[RowDraft], first: FirstLoad) -> list[dict[str, Any]]:
    wanted = {one.source_key for one in drafts} | {one.former_key for one in drafts if one.former_key}
    keys = first.perhaps_known(sorted(wanted))
    if not keys:
        return []
    rows = look_up("read/ingest/source_records_by_key", keys=keys)
    return list(rows[0]["rows"])


def _supports(look_up: LookUp, keys: list[str]) -> dict[str, list[Support]]:
    found: dict[str, list[Support]] = {}
    if not keys:
        return found
    for row in look_up("read/ingest/source_records_of_facts", keys=keys)[0]["rows"]:
        support = Support(
            row["source_record_id"],
            row["source"],
            row["produced_at"],
            row["op"],
            row["payload_digest"],
            row["payload"],
        )
        found.setdefault(row["record_key"], []).append(support)
    return found


def _is_old_news(draft: RowDraft, prior: dict[str, Any], decision: Decision) -> bool:
    """Whether the row is the same as before, or older than what its source said since."""
    if draft.produced_at and prior["produced_at"] > draft.produced_at:
        decision.count("stale")
        return True
    # Under its former key it is written anew, or a snapshot would miss it.
    same_key = prior["source_key"] == draft.source_key
    if same_key and prior["row_digest"] == draft.row_digest and prior["op"] == draft.op:
        decision.count("same")
        return True
    if not (draft.produced_at and prior["produced_at"]):
        decision.count(BY_ORDER)
    return False


def _under_former_key(
    draft: RowDraft, known: dict[str, dict[str, Any]], after: dict[str, list[Support]]
) -> dict[str, Any] | None:
    """The row's record from before a column was part of its key; not one with another value there."""
    prior = known.get(draft.former_key) if draft.former_key else None
    fact = _payload_of(after, prior) if prior is not None else None
    if fact is None:
        return None
    pairs = [
        (fact.properties.get(name) or "", draft.values.get(name) or "")
        for name in KEYED_WHEN_GIVEN.get(draft.table, ())
    ]
    return prior if all(text_key(was) == text_key(is_) for was, is_ in pairs) else None


def _payload_of(after: dict[str, list[Support]], prior: dict[str, Any]) -> Payload | None:
    for support in after.get(prior["record_key"], []):
        if support.source_record_id == prior["source_record_id"]:
            return support.fact
    return None


def _drop(after: dict[str, list[Support]], prior: dict[str, Any], decision: Decision) -> None:
    """The source takes its earlier row back, or replaces it."""
    supports = after.get(prior["record_key"], [])
    after[prior["record_key"]] = [
        one for one in supports if one.source_record_id != prior["source_record_id"]
    ]
    if decision.new_records.pop(prior["source_record_id"], None) is None:
        decision.closed_records.append(prior["source_record_id"])


def _record(draft: RowDraft, payload: Payload) -> dict[str, Any]:
    text = payload.to_json()
    return {
        "source_record_id": new_id("s"),
        "source_key": draft.source_key,
        "source": draft.source,
        "table_name": draft.table,
        "record_id": draft.record_id,
        "op": draft.op,
        "row_digest": draft.row_digest,
        "file": draft.file,
        "line": draft.line,
        "record_key": payload.record_key,
        "fact_type": draft.fact_type,
        "payload": text,
        "payload_digest": digest(text),
        "extra": draft.extra,
        "produced_at": draft.produced_at,
    }


def _add(after: dict[str, list[Support]], row: dict[str, Any], content: Payload, decision: Decision) -> None:
    support = Support(
        row["source_record_id"],
        row["source"],
        row["produced_at"],
        row["op"],
        row["payload_digest"],
        row["payload"],
        content,
    )
    after.setdefault(row["record_key"], []).append(support)
    decision.new_records[support.source_record_id] = row


def _told(supports: list[Support]) -> tuple[set[str], list[str]]:
    """The different contents that are asserted, and by which sources; nothing where all agree."""
    live = [one for one in supports if one.op != "RETRACT"] if len(supports) > 1 else []
    contents = {one.payload_digest for one in live}
    return (contents, sorted({one.source for one in live})) if len(contents) > 1 else (set(), [])


def _mark_conflict(
    key: str,
    before: tuple[set[str], list[str]],
    after: tuple[set[str], list[str]],
    decision: Decision,
    new: Support | None,
) -> None:
    """A fact told differently bears a mark for as long; another way of telling it is another mark."""
    if after[0]:
        decision.conflicts.append(key)
    if before == after:
        return
    if before[0]:
        decision.marks_closed.append(key)
    if after[0] and new is not None:
        contents, sources = after
        mark = {"conflict_id": new_id("k"), "record_key": key, "fact_type": new.fact.fact_type}
        decision.marks_opened.append({**mark, "sources": sources, "contents": len(contents)})


def _decide_fact(
    key: str, before: list[Support], after: list[Support], precedence: dict[str, int], decision: Decision
) -> None:
    old, new = winner(before, precedence), winner(after, precedence)
    _mark_conflict(key, _told(before), _told(after), decision, new)
    if old is not None and new is not None and old.payload_digest == new.payload_digest:
        decision.count("confirmed")
        if len(after) > 1:  # since when it is told may be another day now
            decision.confirmed.append(key)
        return
    if old is not None:
        decision.closes.append((key, old.fact))
    if new is not None:
        decision.opens.append((key, new.fact, new))
    decision.count("new" if old is None else "changed" if new is not None else "closed")
