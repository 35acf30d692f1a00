"""One hash over current facts and live findings, the same wherever and in whatever order they came in.

Persons stand by number (in memory only) or by company and name, organisations by code; no internal id,
file name or history enters. It is a sum of digests, so that nothing has to be sorted or held.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from api.services.desk import PAGE, Desk, numbers_of_persons
from api.services.findings import all_findings, state_on
from graph import queries
from graph.liability.states import is_live
from graph.model import EDGE_TYPES, NODE_TYPES

_INTERNAL: Final = re.compile(r"\b[ep][0-9a-f]{16}\b")
_LEFT_OUT: Final = frozenset(
    {
        "fact_id", "record_key", "current_key", "seq_from", "seq_to", "source_record_id", "payload_digest",
        "phone_hmac", "target_fact_id", "known_held_to", "entity_id", "person_id", "case_id",
    }
)  # fmt: skip
_FINDING: Final = (
    "ground_kind", "ground_ref", "list_type", "role", "mode", "base_state", "rule", "valid_from", "valid_to",
    "withdrawn_at", "withdrawn_because", "person_id", "entity_id", "measures", "scope", "basis_unverified",
)  # fmt: skip
_MODULUS: Final = 2**256


class _Hash:
    """Sum of digests of lines."""

    def __init__(self, outside: dict[str, str]) -> None:
        self.total = 0
        self._outside = outside

    def add(self, *parts: Any) -> None:
        """Add one line, internal ids replaced."""
        text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
        text = _INTERNAL.sub(lambda match: self._outside.get(match.group(), "?"), text)
        line = hashlib.sha256(text.encode()).digest()
        self.total = (self.total + int.from_bytes(line, "big")) % _MODULUS


def fingerprint(desk: Desk) -> str:
    """The fingerprint, 64 hexadecimal digits."""
    seq = desk.seq()
    outside = _outside_names(desk, seq)
    lines = _Hash(outside)
    for label, one in NODE_TYPES.items():
        if one.fact:
            for fact in _fact_nodes(desk, label, seq):
                owner = fact.get("entity_id") or fact.get("person_id") or ""
                lines.add(label, owner, _content(fact))
    entities = [one for one in outside if one.startswith("e")]
    persons = [one for one in outside if one.startswith("p")]
    for edge in EDGE_TYPES.values():
        if edge.fact and edge.type != "IDENTIFIED_BY":
            for target, ids in (("Entity", entities), ("Person", persons)):
                if target in edge.targets:
                    _add_edges(desk, edge.type, target, ids, seq, lines)
    for page in all_findings(desk, seq):
        for row in page:
            if is_live(state_on(row, desk.today)):
                finding = row["finding"]
                lines.add("Finding", state_on(row, desk.today), [finding.get(name) for name in _FINDING])
    return f"{lines.total:064x}"


def _content(fact: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fact.items() if name not in _LEFT_OUT and value is not None}


def _outside_names(desk: Desk, seq: int) -> dict[str, str]:
    """By internal id: the smallest code of an entity; number, or company and name, of a person."""
    names: dict[str, str] = {}
    after = ""
    while True:
        rows = desk.store.read("read/answers/entity_codes", after=after, limit=PAGE, seq=seq)[0]["rows"]
        if not rows:
            break
        names.update((row["id"], ",".join(sorted(row["keys"]))) for row in rows if row["keys"])
        after = rows[-1]["id"]
    for person, number, unverified in numbers_of_persons(desk):
        scope, _, name = unverified.partition("|")
        names[person] = number or f"{_INTERNAL.sub(lambda m: names.get(m.group(), '?'), scope)}|{name}"
    return names


def _fact_nodes(desk: Desk, label: str, seq: int) -> Iterator[dict[str, Any]]:
    query = queries.get("read/answers/fact_nodes", label=label)
    after = ""
    while True:
        rows = desk.store.read(query, after=after, limit=PAGE, seq=seq)[0]["rows"]
        if not rows:
            return
        yield from rows
        after = rows[-1]["record_key"]


def _add_edges(desk: Desk, edge_type: str, target: str, ids: list[str], seq: int, lines: _Hash) -> None:
    key = "entity_id" if target == "Entity" else "person_id"
    query = queries.get("read/answers/fact_edges", type=edge_type, target=target, id=key)
    for start in range(0, len(ids), PAGE):
        for row in desk.store.read(query, ids=ids[start : start + PAGE], seq=seq)[0]["rows"]:
            lines.add(edge_type, row["source"], row["target"], _content(row["edge"]))
