"""Receipts: whoever received an answer is told when a finding or own entry in it does not stand as told.

A holder is told once for each event: what he knows is kept with the receipt, in one transaction. Things may
turn back and forth under one objection, so the receipt's id follows from finding, holder, event and the
commit that made it due. A worker may be killed anywhere: nobody is told twice, or not at all.
"""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import Any, Final

from graph import queries
from graph.answers.entries import Key, entries_standing
from graph.answers.standing import OTHERWISE, TERM_OVER, Standing, by_objections
from graph.days import OPEN_DAY
from graph.liability.disputes import UPHELD, state_of
from graph.liability.load import LABEL_OF_KIND
from graph.liability.states import EXPIRED, WITHDRAWN
from graph.outbox.messages import utc_now
from graph.store import Store, WriteTransaction

_OVER: Final = frozenset({WITHDRAWN, EXPIRED, "DISMISSED"})
_RISING: Final = ("LEAD", "PROPOSED", "CONFIRMED")
_BATCH: Final = 500
Row = dict[str, Any]


def tell_holders(store: Store, today: str) -> int:
    """Write the receipts that are due; returns how many."""
    written = 0
    while True:
        seq = store.head_seq()
        rows = store.read("read/receipts/due", seq=seq, limit=_BATCH)[0]["rows"]
        if not rows:
            rows = store.read("read/receipts/turning", today=today, seq=seq, limit=_BATCH)[0]["rows"]
        if not rows:
            return written
        written += _tell(store, rows, seq, today)


def _tell(store: Store, reliances: list[Row], seq: int, today: str) -> int:
    keys = [(str(one["finding_id"]), str(one["subject_id"])) for one in reliances]
    standing: dict[Key, tuple[Row, Standing]] = entries_standing(
        store, [key for key in keys if key[1]], seq, today
    )
    standing |= _standing(store, {finding_id for finding_id, subject in keys if not subject}, seq, today)
    told, receipts = [], []
    for key, one in zip(keys, reliances, strict=True):
        found = standing.get(key)
        now = found[1] if found else None
        state = now.state if now else one["told"]
        until = now.until if now and state not in _OVER else OPEN_DAY
        told.append({"reliance_key": one["reliance_key"], "told": state, "until": until})
        if found and now and _is_news(one["told"], state):
            receipts.append(_receipt(one, found[0], now))
    store.write(partial(_write, told=told, receipts=receipts, seq=seq), by="worker", why="receipts")
    return len(receipts)


def _write(tx: WriteTransaction, *, told: list[Row], receipts: list[Row], seq: int) -> None:
    if receipts:
        tx.run("write/receipts/create", rows=receipts, now=utc_now())
    tx.run("write/receipts/told", rows=told, looked_at=seq)


def _is_news(told: str, now: str) -> bool:
    """Whether a holder has to be told: not of a finding that only grew firmer."""
    rises = told in _RISING and now in _RISING and _RISING.index(now) >= _RISING.index(told)
    return told != now and not rises


def _receipt(reliance: Row, finding: Row, now: Standing) -> Row:
    of = finding["finding_id"] or f"{reliance['finding_id']}|{reliance['subject_id']}"
    about = [of, reliance["holder"], now.state, now.event, str(reliance["due_seq"])]
    content = {
        "finding_id": finding["finding_id"],
        "holder": reliance["holder"],
        "answer_id": reliance["answer_id"],
        "person_id": finding["person_id"],
        "ground_ref": finding["ground_ref"],
        "ground_id": finding["ground_id"],
        "list_type": finding["list_type"],
        "told": reliance["told"],
        "state": now.state,
        "cause": now.cause,
        "cause_day": now.cause_day,
        "document": now.document,
        "known_at": now.known_at,
    }
    receipt_id = "r" + hashlib.blake2b("\x1f".join(about).encode(), digest_size=12).hexdigest()
    payload = json.dumps({"receipt_id": receipt_id, **content}, ensure_ascii=False, sort_keys=True)
    return {"receipt_id": receipt_id, "content": content, "payload": payload}


# -- how findings stand


def _standing(store: Store, ids: set[str], seq: int, today: str) -> dict[Key, tuple[Row, Standing]]:
    if not ids:
        return {}
    rows = store.read("read/receipts/standing", ids=sorted(ids), seq=seq)[0]["rows"]
    papers = paper_numbers(store, [one["finding"] for one in rows if one["finding"]["withdrawn_at"]], seq)
    found = ((one["finding"], _stands(one, today, papers)) for one in rows)
    return {(finding["finding_id"], ""): (finding, now) for finding, now in found}


def _stands(row: Row, today: str, papers: dict[str, str]) -> Standing:
    finding = row["finding"]
    disputes = [one for one in row["disputes"] if one[0]]
    state = state_of(finding, disputes, today)
    until = min(finding["valid_to"], finding["withdrawn_at"] or OPEN_DAY)
    version = finding["version_id"]
    if state == WITHDRAWN:
        document = papers.get(finding["finding_id"], "")
        if finding["withdrawn_because"] == "OBJECTION_UPHELD":
            document = max((str(one[3]) for one in disputes if one[2] == UPHELD), default="")
        cause, day = finding["withdrawn_because"], finding["withdrawn_at"]
        return Standing(state, until, cause, day, document, row["known_at"], version)
    if state == EXPIRED:
        return Standing(state, until, TERM_OVER, finding["valid_to"], "", finding["valid_to"], version)
    otherwise = Standing(state, until, OTHERWISE, "", "", row["known_at"], version)
    return by_objections(state, until, disputes, today) or otherwise


def paper_numbers(store: Store, findings: list[Row], seq: int) -> dict[str, str]:
    """By finding: the number of the paper that took it back, where one is known."""
    removals = _removal_papers(store, findings, seq)
    repairs = _repair_papers(store, findings, seq)
    found = {}
    for one in findings:
        cause, ref = one["withdrawn_because"], one["ground_ref"]
        if cause == "RULE_ENDED":
            found[one["finding_id"]] = one["rule"]
        elif cause in ("REPAIRED", "ENTITY_REPAIRED"):
            found[one["finding_id"]] = repairs.get(ref) or removals.get(ref, "")
        elif cause in ("ANNULLED", "REVOKED", "RELEASED"):
            found[one["finding_id"]] = removals.get(ref, "")
    return found


def _removal_papers(store: Store, findings: list[Row], seq: int) -> dict[str, str]:
    by_kind: dict[str, list[str]] = {}
    for one in findings:
        by_kind.setdefault(one["ground_kind"], []).append(one["ground_ref"])
    found = {}
    for kind, refs in by_kind.items():
        if kind not in LABEL_OF_KIND:
            continue
        query = queries.get("read/liability/grounds", label=LABEL_OF_KIND[kind])
        for row in store.read(query, refs=sorted(set(refs)), seq=seq)[0]["rows"]:
            found[row["ground_ref"]] = str(row.get("removal_doc") or "")
    return found


def _repair_papers(store: Store, findings: list[Row], seq: int) -> dict[str, str]:
    refs = sorted({one["ground_ref"] for one in findings})
    query = queries.get("read/liability/facts_about", label="RepairCase")
    rows = store.read(query, refs=refs, seq=seq)[0]["rows"] if refs else []
    approved = sorted(
        (one for one in rows if one.get("result") == "APPROVED"), key=lambda one: one["decided_on"]
    )
    return {one["target_ref"]: str(one.get("doc_no") or one["repair_id"]) for one in approved}
