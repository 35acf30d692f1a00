"""Contested roles: who says that he was registered without his knowing contests every row that says so.

That is each office of the role that registers give him there, and each paper that names him in it: once the
office is taken off the register, the paper alone must not hold him. An objection decided as corrected settles
the office only: the authority kept its paper.

It does not matter under which of the ids that count as one person objection and office were handed in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from graph import queries
from graph.days import OPEN_SEQ
from graph.ids import new_id
from graph.liability.reading import GROUND_LABELS
from graph.model.codelists import codelist
from graph.registers.accountability.suspended import stop_contested
from graph.same_person import groups_of
from graph.store import WriteTransaction

EDGE_OF_ROLE: Final = {one.code: one.attributes["edge_type"] for one in codelist("position_roles").values}
LIABLE_ROLE: Final = {
    one.code: one.attributes["liable_role"]
    for one in codelist("position_roles").values
    if one.attributes["liable_role"]
}
_OF_VERSION: Final = frozenset({"seq_from", "seq_to", "current_key"})


def contest_roles(tx: WriteTransaction, roles: Iterable[Mapping[str, str]]) -> set[str]:
    """Join objections to roles, and the offices and papers that they contest, in the open transaction.

    Parameters
    ----------
    roles
        Roles that somebody contests or holds: `person_id`, `entity_id` and `role`.

    Returns
    -------
    set of str
        Keys of the grounds that are contested.
    """
    wanted = list(roles)
    if not wanted:
        return set()
    groups = groups_of(tx.run, {one["person_id"] for one in wanted})
    by_edge: dict[str, dict[tuple[str, ...], dict[str, str]]] = defaultdict(dict)
    contested: set[str] = set()
    for one in wanted:
        group = groups[one["person_id"]]
        for objector in group:
            for holder in group:
                where = {"entity_id": one["entity_id"], "role": one["role"]}
                row = {"objector": objector, "holder": holder, **where}
                by_edge[EDGE_OF_ROLE[one["role"]]][tuple(row.values())] = row
    for edge, rows in by_edge.items():
        query = queries.get("write/grounds/contest_roles", type=edge)
        found = tx.run(query, rows=list(rows.values()), open_seq=OPEN_SEQ)
        contested |= {ground for row in found for ground in row["grounds"]}
    everything = [row for rows in by_edge.values() for row in rows.values()]
    return contested | _contest_papers(tx, [row for row in everything if row["role"] in LIABLE_ROLE])


def _contest_papers(tx: WriteTransaction, rows: list[dict[str, str]]) -> set[str]:
    """Grounds of the papers that name somebody in a role that he contests."""
    found = tx.run("read/identity/contested_roles", rows=rows)[0]["rows"] if rows else []
    if not found:
        return set()
    wanted = [{**row, "liable_role": LIABLE_ROLE[row["role"]]} for row in found]
    grounds: set[str] = set()
    for label in GROUND_LABELS:
        query = queries.get("write/grounds/contest_named", label=label)
        for row in tx.run(query, rows=wanted, open_seq=OPEN_SEQ):
            grounds |= set(row["grounds"])
    return grounds


def named_roles(tx: WriteTransaction, refs: Mapping[str, list[str]]) -> list[dict[str, str]]:
    """The roles in which papers name somebody, as `contest_roles` takes them.

    Parameters
    ----------
    refs
        Records by label of the decision that the papers are about.
    """
    found: list[dict[str, str]] = []
    for label, wanted in refs.items():
        if wanted:
            query = queries.get("read/identity/named_roles", label=label)
            found += tx.run(query, refs=wanted)[0]["rows"]
    return [
        {**one, "role": role}
        for one in found
        for role, liable in LIABLE_ROLE.items()
        if liable == one["role"]
    ]


def contest_anew(tx: WriteTransaction, persons: Iterable[str]) -> None:
    """Let objections to roles of these persons contest what they contest now, after a judgement on identity.

    What an objection contests hangs on its version, so each gets another one: what was known before the
    judgement stays what it was.
    """
    found = tx.run("read/identity/role_objections", ids=sorted(set(persons)))[0]["rows"]
    if not found:
        return
    rows = [{"record_key": one["record_key"]} for one in found]
    tx.run(queries.get("write/ingest/close_node", label="Objection"), rows=rows)
    kept = [{name: value for name, value in one.items() if name not in _OF_VERSION} for one in found]
    again = [
        {"properties": {**one, "fact_id": new_id("f"), "current_key": one["record_key"]}} for one in kept
    ]
    query = queries.get("write/ingest/open_node_alone", label="Objection")
    tx.run(query, rows=again, open_seq=OPEN_SEQ)
    contest_roles(tx, kept)
    stop_contested(tx, [one["record_key"] for one in kept])
