"""What follows when findings change: entries come and end, measures end, cases close, recipients are told.

It runs in the transaction that writes the findings, so that nothing rests on a finding that has fallen, and
once more on the day on which a term ends by itself.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph import queries
from graph.audit import record_change
from graph.days import FIRST_DAY, OPEN_DAY, add_years
from graph.liability.states import CONFIRMED
from graph.registers.accountability import notices, sanctions
from graph.registers.accountability.book import (
    CASE,
    ENTRY,
    NOTICE,
    SANCTION,
    LookUp,
    ending,
    new_record,
    open_records,
    records,
    replace_records,
)
from graph.registers.accountability.contract import ARREARS_CASE, ENDED, OPEN, PERSON_CASE, TRANSFERRED, Row
from graph.registers.accountability.machine import load_machine
from graph.registers.accountability.public import fallen, follow_public, near, take_back
from graph.registers.accountability.suspended import follow_suspended
from graph.store import WriteTransaction

CORRECTED: Final = "FACT_CORRECTED"
EXPIRED: Final = "EXPIRED"
DISCLOSED: Final = "DISCLOSURE_ENDED"
#: 河南省社会信用条例 19条: 失信信息 is disclosed five years at most, then archived; an entry of a list itself
#: while the listing lasts, if that is longer.
_YEARS: Final = 5
_ON_A_LIST: Final = "LISTED_SELF"


@dataclass(frozen=True, slots=True)
class Decided:
    """What an entry takes from the ground's decision."""

    doc_no: str = ""
    conduct: str = ""


def follow_findings(
    tx: WriteTransaction,
    opened: Sequence[Row],
    again: Collection[str],
    decided: Mapping[str, Decided],
    today: str,
) -> None:
    """Bring the registers in line with new versions of findings.

    Parameters
    ----------
    opened
        Properties of the versions just written.
    again
        Ids of those that stood before: only they can have records.
    decided
        Number and conduct of the grounds, by ground ref.
    """
    standing = {one["finding_id"]: one for one in opened if _stands(one, today)}
    fallen = {one["finding_id"]: one for one in opened if one["finding_id"] in again}
    fallen = {name: one for name, one in fallen.items() if name not in standing}
    entries = {one["finding_id"]: one for one in records(tx.run, ENTRY, "finding_id", again)}
    _enter(tx, standing, entries, decided, today)
    if fallen:
        _end_entries(tx, fallen, entries, today)
        _end_rest(tx, fallen, today)
    _hand_over(tx, {one["finding_id"]: one for one in opened if one["finding_id"] in again}, today)
    if moved := sorted(set(standing) & set(again)):
        _move_ends(tx, standing, moved)


def _stands(finding: Row, today: str) -> bool:
    """Whether a finding bears entries and measures: decided, and not yet over."""
    return finding["base_state"] == CONFIRMED and sanctions.last_day(finding) > today


def _enter(
    tx: WriteTransaction,
    standing: Mapping[str, Row],
    entries: Mapping[str, Row],
    decided: Mapping[str, Decided],
    today: str,
) -> None:
    new, changed = [], []
    for name, one in standing.items():
        content = _entry(one, decided.get(one["ground_ref"], Decided()), today)
        old = entries.get(name)
        if old is None:
            new.append(new_record("h", {**one, "case_id": ""}, one["valid_from"]) | content)
        elif any(old[name] != value for name, value in content.items()):
            changed.append((old, content))
    open_records(tx, ENTRY, new)
    replace_records(tx, ENTRY, changed)


def disclosed_to(entry: Row) -> str:
    """The first day on which an entry is no longer disclosed, whatever its finding says."""
    if entry["mode"] == _ON_A_LIST or entry["opened_on"] in ("", FIRST_DAY):
        return OPEN_DAY
    return add_years(entry["opened_on"], _YEARS)


def ends_by(entry: Row) -> str:
    """By what an entry ends on its last day: its finding's end, or the end of disclosure."""
    return DISCLOSED if entry["ends_on"] == disclosed_to(entry) else EXPIRED


def _entry(finding: Row, decided: Decided, today: str) -> Row:
    papers = [hop["note"] for hop in json.loads(finding["path"]) if hop["type"] == "NAMED_BY"]
    begun = {"mode": finding["mode"], "opened_on": finding["valid_from"]}
    last = min(sanctions.last_day(finding), disclosed_to(begun))
    over = last <= today  # the finding stands, so it is the disclosure that is over
    return {
        "ends_on": last,
        "standing": ENDED if over else OPEN,
        "ended_because": DISCLOSED if over else "",
        "role": finding["role"],
        "mode": finding["mode"],
        "authority_code": finding["authority_code"],
        "list_type": finding["list_type"],
        "conduct": decided.conduct,
        "doc_no": next((one for one in papers if one), decided.doc_no),
        "publication_state": "ARCHIVED" if over else "AUTHORIZED",
    }


def because(finding: Row) -> str:
    """Why a finding no longer stands."""
    if finding["withdrawn_because"]:
        return str(finding["withdrawn_because"])
    return EXPIRED if finding["base_state"] == CONFIRMED else CORRECTED


def _end_entries(
    tx: WriteTransaction, gone: Mapping[str, Row], entries: Mapping[str, Row], today: str
) -> None:
    live = [one for one in entries.values() if one["finding_id"] in gone and one["standing"] == OPEN]
    ends = [
        (one, {**ending(_day(gone[one["finding_id"]], today), because(gone[one["finding_id"]])),
               "publication_state": "ARCHIVED"})
        for one in live
    ]  # fmt: skip
    replace_records(tx, ENTRY, ends)


def _day(finding: Row, today: str) -> str:
    last = sanctions.last_day(finding)
    return today if last == OPEN_DAY else min(last, today)


def _end_rest(tx: WriteTransaction, gone: Mapping[str, Row], today: str) -> None:
    ids = sorted(gone)
    for one in records(tx.run, SANCTION, "finding_id", ids):
        finding = gone[one["finding_id"]]
        sanctions.end(tx, [one], _day(finding, today), because(finding))
    for one in records(tx.run, NOTICE, "finding_id", ids):
        notices.correct(tx, [one], today, because(gone[one["finding_id"]]))
    for case in records(tx.run, CASE, "finding_id", ids):
        finding = gone[case["finding_id"]]
        # A lead is what a case may begin with; only what was withdrawn or has run out ends it.
        over = finding["withdrawn_at"] or (finding["valid_to"] or OPEN_DAY) <= today
        if case["standing"] == OPEN and over:
            close_case(tx, case, today, because(finding))


def _hand_over(tx: WriteTransaction, now: Mapping[str, Row], today: str) -> None:
    """End what another authority did on a ground that turned out not to be its own; the right one begins."""

    def others(label: str) -> list[Row]:
        found = records(tx.run, label, "finding_id", now)
        return [one for one in found if one["standing"] == OPEN and _is_others(one, now[one["finding_id"]])]

    sanctions.end(tx, others(SANCTION), today, TRANSFERRED)
    notices.correct(tx, others(NOTICE), today, TRANSFERRED)
    for case in others(CASE):
        close_case(tx, case, today, TRANSFERRED)


def _is_others(record: Row, ground: Row) -> bool:
    return bool(record["authority_code"] != str(ground.get("authority_code") or ""))


def close_case(tx: WriteTransaction, case: Row, today: str, cause: str) -> None:
    """End a case whose ground has fallen, with the cause."""
    fallen = {
        "state": load_machine().fallen, "due_step": "", "due_on": "", "due_provisional": False,
        **ending(today, cause),
    }  # fmt: skip
    replace_records(tx, CASE, [(case, fallen)])
    record_change(
        tx, actor="derive", role="SYSTEM", action="CASE_CLOSED", target=case["record_id"],
        detail={"because": cause},
    )  # fmt: skip


def _move_ends(tx: WriteTransaction, standing: Mapping[str, Row], moved: Sequence[str]) -> None:
    """A finding that ends on another day takes its measures with it."""
    changed = []
    for one in records(tx.run, SANCTION, "finding_id", moved):
        last = sanctions.ends_on(one, standing[one["finding_id"]])
        if one["standing"] == OPEN and one["ends_on"] != last:
            changed.append((one, {"ends_on": last}))
    replace_records(tx, SANCTION, changed)


def follow_day(tx: WriteTransaction, day: str) -> None:
    """End what has run out by `day`: measures, entries, public notices, and cases on findings that are over.

    An entry may no longer be disclosed although its finding stands: it is archived all the same.
    """
    follow_suspended(tx, day)
    follow_public(tx, day)
    query = queries.get("read/cases/ending", label=SANCTION)
    sanctions.end(tx, tx.run(query, day=day)[0]["rows"], day, EXPIRED)
    rows = tx.run(queries.get("read/cases/ending", label=ENTRY), day=day)[0]["rows"]
    archived = {"publication_state": "ARCHIVED"}
    replace_records(tx, ENTRY, [(one, {**ending(one["ends_on"], ends_by(one)), **archived}) for one in rows])
    open_cases = records(tx.run, CASE, "standing", [OPEN])
    by_finding = {one["finding_id"]: one for one in open_cases if one["kind"] == PERSON_CASE}
    for finding_id in sorted(by_finding):
        for row in tx.run("read/answers/finding_by_id", finding_id=finding_id)[0]["rows"]:
            finding: dict[str, Any] = row["finding"]
            if sanctions.last_day(finding) <= day:
                close_case(tx, by_finding[finding_id], day, because({**finding}))
            elif _is_others(by_finding[finding_id], finding):
                _hand_over(tx, {finding_id: finding}, day)
    _hand_over_arrears(tx, [one["ground_ref"] for one in open_cases], day)


def told_of(look_up: LookUp, grounds: Sequence[str], refs: Sequence[str] = (), today: str = "") -> bool:
    """Whether a notice or an open case stands on one of these grounds itself, and has to end with it.

    Parameters
    ----------
    grounds, refs
        Those that are over; and all that were looked at, on which public notices may stand wrongly by now.
    """
    found = records(look_up, NOTICE, "ground_ref", grounds)
    told = any(not one["finding_id"] and one["standing"] == OPEN and not one["follows"] for one in found)
    if told or arrears_cases(look_up, grounds) or moved_cases(look_up, refs):
        return True
    return any(fallen(look_up, one, max(today, one["opened_on"])) for one in near(look_up, refs, grounds))


def follow_grounds(tx: WriteTransaction, ended: Sequence[str], today: str, refs: Sequence[str] = ()) -> None:
    """End what stands on a ground itself: notices are corrected, cases on arrears that are over close.

    What is public is looked at more closely: it is taken back as soon as anything that it rests on falls.
    """
    take_back(tx, near(tx.run, refs, ended), today)
    found = records(tx.run, NOTICE, "ground_ref", ended)
    notices.correct(tx, [one for one in found if not one["finding_id"]], today, "GROUND_ENDED")
    for case in arrears_cases(tx.run, ended):
        close_case(tx, case, today, "GROUND_ENDED")
    _hand_over_arrears(tx, refs, today)


def arrears_cases(look_up: LookUp, grounds: Sequence[str]) -> list[Row]:
    """Open cases on these arrears."""
    found = records(look_up, CASE, "ground_ref", grounds)
    return [one for one in found if one["kind"] == ARREARS_CASE and one["standing"] == OPEN]


def moved_cases(look_up: LookUp, refs: Sequence[str]) -> list[Row]:
    """Open cases on arrears that turned out to be another authority's."""
    found = arrears_cases(look_up, [one for one in refs if one.startswith("ARREARS:")])
    if not found:
        return []
    query = queries.get("read/liability/grounds", label="Arrears")
    rows = look_up(query, refs=sorted({one["ground_ref"] for one in found}))[0]["rows"]
    now = {one["ground_ref"]: one for one in rows}
    return [one for one in found if _is_others(one, now.get(one["ground_ref"], one))]


def _hand_over_arrears(tx: WriteTransaction, refs: Sequence[str], today: str) -> None:
    for case in moved_cases(tx.run, refs):
        notices.correct(tx, records(tx.run, NOTICE, "case_id", [case["record_id"]]), today, TRANSFERRED)
        close_case(tx, case, today, TRANSFERRED)
