"""One subject under two entities: let the surviving one take over codes, facts and people (2.5 of facts.md).

It happens when a code change arrives after facts under both codes. Every source record of the absorbed
entity is applied again with the surviving id, as if the codes had been known from the start, so that the
order in which packages arrive does not matter. Old versions stay, closed; nothing is deleted.
"""

from __future__ import annotations

from typing import Any

from graph import queries
from graph.days import OPEN_SEQ
from graph.store import WriteTransaction
from ingest.load.decide import Decision, replace_records
from ingest.load.drafts import OrgRef, Payload
from ingest.load.known import FirstLoad
from ingest.load.parties import identifier_edge
from ingest.load.write import made_ready, write_decision

_ABOUT = ("Attribution", "RepairCase", "Objection")


def merge_entities(
    tx: WriteTransaction,
    absorbed: str,
    surviving: str,
    precedence: dict[str, int],
    first: FirstLoad | None = None,
) -> Decision | None:
    """Move everything that names `absorbed` to `surviving`; None when it was done before."""
    first = first or FirstLoad(None)
    first.forget_ids()
    codes = tx.run("write/ingest/detach_identifiers", entity_id=absorbed, open_seq=OPEN_SEQ)[0]["rows"]
    if not codes:
        return None
    rows = [
        {
            "entity_id": surviving,
            **code,
            "edge": identifier_edge(surviving, OrgRef(code["scheme"], code["value"]), "MERGE"),
        }
        for code in codes
    ]
    tx.run("write/ingest/attach_identifiers", rows=rows, open_seq=OPEN_SEQ)
    renamed = {absorbed: surviving, **_move_persons(tx, absorbed, surviving, first)}
    records = _records_of(tx, absorbed)
    replacements: list[tuple[dict[str, Any], Payload, dict[str, Any]]] = [
        (record, _renamed(record["payload"], renamed), {}) for record in records
    ]
    decision = replace_records(tx, replacements, precedence)
    write_decision(tx, decision, made_ready(decision, first))
    first.note(row["record_key"] for row in decision.new_records.values())
    return decision


def _renamed(text: str, renamed: dict[str, str]) -> Payload:
    # Internal ids are random and opaque, so their text occurs nowhere else in a payload.
    for old, new in renamed.items():
        text = text.replace(old, new)
    return Payload.from_json(text)


def _move_persons(tx: WriteTransaction, absorbed: str, surviving: str, first: FirstLoad) -> dict[str, str]:
    """Persons without number: the same name in both companies is one person now."""
    found = tx.run("read/ingest/unverified_persons_of", prefix=f"{absorbed}|", until=f"{absorbed}}}")
    same: dict[str, str] = {}
    for row in found[0]["rows"]:
        key = surviving + row["unverified_key"][len(absorbed) :]
        taken = tx.run("read/ingest/persons_by_company_name", keys=[key])[0]
        if taken["person_ids"]:
            same[row["person_id"]] = taken["person_ids"][0]
        else:
            tx.run("write/ingest/rekey_person", person_id=row["person_id"], unverified_key=key)
            first.note([key])
    return same


def _records_of(tx: WriteTransaction, entity_id: str) -> list[dict[str, Any]]:
    found = tx.run("read/ingest/records_of_entity", entity_id=entity_id, open_seq=OPEN_SEQ)[0]
    keys = {*found["edge_keys"], *found["node_keys"]}
    # A ban of a person is his, and names the entity as the unit concerned.
    keys |= set(tx.run("read/ingest/bans_of_unit", entity_id=entity_id)[0]["keys"])
    # So does an objection to a role there.
    keys |= set(tx.run("read/ingest/objections_of_unit", entity_id=entity_id)[0]["keys"])
    if found["ground_refs"]:
        for label in _ABOUT:
            query = queries.get("read/ingest/records_about", label=label)
            keys |= set(tx.run(query, refs=found["ground_refs"])[0]["keys"])
    return list(tx.run("read/ingest/source_records_whole", keys=sorted(keys))[0]["rows"])
