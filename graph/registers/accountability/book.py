"""Reading and writing the versioned records of cases, by look-ups that a store or a transaction answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from graph import queries
from graph.days import OPEN_DAY, OPEN_SEQ
from graph.ids import new_id
from graph.registers.accountability.contract import ENDED, OPEN, Row
from graph.store import WriteTransaction

LookUp = Callable[..., list[dict[str, Any]]]
"""`Store.read` or `WriteTransaction.run`: the newest commit, or that of the transaction."""
CASE: Final = "AccountabilityCase"
STEP: Final = "CaseStep"
ENTRY: Final = "PersonCreditEntry"
SANCTION: Final = "Sanction"
NOTICE: Final = "CaseNotice"
TASK: Final = "CaseTask"
ABOUT: Final = (
    "case_id", "finding_id", "ground_kind", "ground_ref", "ground_id", "authority_code", "entity_id",
    "person_id", "person_name",
)  # fmt: skip
_OF_VERSION: Final = frozenset({"seq_from", "seq_to", "version_id", "current_key"})


def records(look_up: LookUp, label: str, key: str, ids: Iterable[str], **params: Any) -> list[Row]:
    """Current records of a label by one of their keys, in the order in which they were opened."""
    wanted = sorted(set(ids) - {""})
    if not wanted:
        return []
    found = look_up(queries.get("read/cases/records", label=label, key=key), ids=wanted, **params)[0]["rows"]
    if label == STEP:
        return sorted(found, key=lambda one: one["number"])
    return sorted(found, key=lambda one: (one["opened_on"], one["record_id"]))


def new_record(prefix: str, about: Row, day: str, *, ends_on: str = OPEN_DAY, **content: Any) -> Row:
    """The first version of a record about a case, a finding or a ground."""
    record_id = new_id(prefix)
    return {
        **{name: str(about.get(name) or "") for name in ABOUT},
        "record_id": record_id,
        "standing": OPEN,
        "opened_on": day,
        "ends_on": ends_on,
        "ended_because": "",
        **content,
    }


def open_records(tx: WriteTransaction, label: str, rows: Sequence[Row]) -> None:
    """Write first or next versions."""
    if rows:
        versions = [_versioned(one) for one in rows]
        tx.run(queries.get("write/cases/open_records", label=label), rows=versions, open_seq=OPEN_SEQ)


def _kept(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in _OF_VERSION}


def _versioned(row: Row) -> Row:
    kept = _kept(row)
    if row.get("standing") == ENDED:
        kept.pop("open_key", None)
    return {**kept, "version_id": new_id("w"), "current_key": row["record_id"]}


def replace_records(tx: WriteTransaction, label: str, changed: Sequence[tuple[Row, Row]]) -> list[Row]:
    """Close versions and open others; nothing changes in place.

    Parameters
    ----------
    changed
        The current version, and what is different on the next one.
    """
    if not changed:
        return []
    rows = [{**old, **changes} for old, changes in changed]
    tx.run(
        queries.get("write/cases/close_records", label=label),
        versions=[old["version_id"] for old, _ in changed],
    )
    open_records(tx, label, rows)
    return rows


def open_steps(tx: WriteTransaction, rows: Sequence[Row]) -> None:
    """Write steps, or next versions of them."""
    if rows:
        steps = [{**_kept(one), "step_id": new_id("q")} for one in rows]
        tx.run(queries.get("write/cases/open_records", label=STEP), rows=steps, open_seq=OPEN_SEQ)


def replace_steps(tx: WriteTransaction, changed: Sequence[tuple[Row, Row]]) -> None:
    """Close versions of steps and open others: what was done stays, only its term is counted anew."""
    if changed:
        tx.run("write/cases/close_steps", steps=[old["step_id"] for old, _ in changed])
        open_steps(tx, [{**old, **changes} for old, changes in changed])


def ending(day: str, because: str) -> Row:
    """What is different on the last version of a record."""
    return {"standing": ENDED, "ends_on": day, "ended_because": because}
