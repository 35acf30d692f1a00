"""Measures whose finding is in dispute: not carried out while it is, and their executors are told both ways.

They are suspended in the transaction that brings the objection in; an answer reads the same off the finding
itself. They run again when derivation, or a day that passes, finds that the objection no longer stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from graph import queries
from graph.liability.disputes import is_suspended, state_of
from graph.liability.states import SUSPENDED
from graph.registers.accountability.book import SANCTION, LookUp, records, replace_records
from graph.registers.accountability.contract import OPEN, Row
from graph.registers.accountability.notices import PUBLIC
from graph.registers.accountability.public import public_on, take_back
from graph.registers.accountability.sanctions import tell
from graph.store import WriteTransaction

STOPPED: Final = "SANCTION_SUSPENDED"
RESUMED: Final = "SANCTION_RESUMED"


def suspended_since(look_up: LookUp, findings: Iterable[str], day: str, **params: int) -> dict[str, str]:
    """Those of the findings that are in dispute on `day`, and since when."""
    ids = sorted(set(findings) - {""})
    if not ids:
        return {}
    found = {}
    for row in look_up("read/receipts/standing", ids=ids, **params)[0]["rows"]:
        finding, disputes = row["finding"], row["disputes"]
        if state_of(finding, disputes, day) == SUSPENDED:
            found[finding["finding_id"]] = min(str(one[0]) for one in disputes if is_suspended([one], day))
    return found


def stop_contested(tx: WriteTransaction, objections: Sequence[str]) -> None:
    """Suspend at once what rests on a finding that one of these objections contests, given by record key.

    What stands in public cannot be suspended: a notice that names a person whose office is contested, or that
    rests on a contested sum or listing, is taken back.
    """
    if not objections:
        return
    _unpublish(tx, objections)
    found = tx.run("read/cases/contested_sanctions", keys=sorted(set(objections)))[0]["rows"]
    since: dict[str, str] = {}
    for one in found:
        record_id = one["sanction"]["record_id"]
        since[record_id] = min(one["raised_on"], since.get(record_id, one["raised_on"]))
    rows = {one["sanction"]["record_id"]: one["sanction"] for one in found}
    _write(tx, [(one, since[record_id]) for record_id, one in rows.items()])


def _unpublish(tx: WriteTransaction, objections: Sequence[str]) -> None:
    rows = tx.run("read/cases/contested_grounds", keys=sorted(set(objections)))[0]["rows"]
    refs, entities = {one["ground_ref"] for one in rows}, {one["entity_id"] for one in rows}
    entities |= _with_offices(
        tx, {one["fact_id"] for one in rows if not one["ground_ref"] and not one["entity_id"]}
    )
    found = public_on(tx.run, ground_ref=refs, basis_ref=refs, entity_id=entities)
    if found:
        take_back(tx, found, max(one["raised_on"] for one in rows))


def _with_offices(tx: WriteTransaction, facts: set[str]) -> set[str]:
    """Of which organisations public notices tell where these offices are, given by their ids.

    No index finds an edge by its id, and few notices are public: each organisation's offices are looked at.
    """
    told = {one["entity_id"] for one in public_on(tx.run, kind=[PUBLIC])} - {""} if facts else set()
    if not told:
        return set()
    rows = tx.run("read/liability/tenures", ids=sorted(told))[0]["rows"]
    return {one["entity_id"] for one in rows if one["edge"]["fact_id"] in facts}


def out_of_step(look_up: LookUp, findings: Iterable[str], day: str) -> list[tuple[Row, str]]:
    """Measures of these findings that run although in dispute, or rest although not; and since when."""
    live = [one for one in records(look_up, SANCTION, "finding_id", findings) if one["standing"] == OPEN]
    since = suspended_since(look_up, (one["finding_id"] for one in live), day)
    wanted = ((one, since.get(one["finding_id"], "")) for one in live)
    return [(one, begun) for one, begun in wanted if bool(begun) != bool(one.get("suspended_on"))]


def follow_disputes(tx: WriteTransaction, findings: Iterable[str], day: str) -> None:
    """Suspend and resume the measures of these findings as things stand on `day`."""
    _write(tx, out_of_step(tx.run, findings, day))


def follow_suspended(tx: WriteTransaction, day: str) -> None:
    """Resume, on a day that has passed, what an objection decided by then had suspended."""
    query = queries.get("read/cases/suspended", label=SANCTION)
    rows = tx.run(query)[0]["rows"]
    follow_disputes(tx, (one["finding_id"] for one in rows), day)


def _write(tx: WriteTransaction, changed: Sequence[tuple[Row, str]]) -> None:
    written = replace_records(tx, SANCTION, [(one, {"suspended_on": since}) for one, since in changed])
    for kind, wanted in ((STOPPED, True), (RESUMED, False)):
        tell(tx, kind, [one for one in written if bool(one["suspended_on"]) is wanted], again=f"-{tx.seq}")
