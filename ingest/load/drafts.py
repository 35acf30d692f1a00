"""What a row becomes before it meets the graph: parties by code or number, values, a key."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Final

from graph.days import FIRST_DAY, OPEN_DAY
from graph.stable_json import stable_json

ID_KEYS: Final = {"Person": "person_id", "Entity": "entity_id"}
CONTROL_FACTS = frozenset({"HOLDS", "VOTES_FOR", "ACTS_IN_CONCERT", "NOMINEE_FOR", "EXECUTIVE_PARTNER_OF"})


# Without slots: pickling a frozen class with slots asks its fields one by one (a tenth of a load).
@dataclass(frozen=True)
class OrgRef:
    """An organisation as a row names it."""

    scheme: str
    value: str

    @property
    def identifier_key(self) -> str:
        """Key of its Identifier node."""
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True)
class PersonRef:
    """A natural person as a row names him; the number stays in memory only."""

    name: str
    id_hmac: str = ""
    id_type: str = ""
    number: str = field(default="", repr=False)
    older_hmacs: tuple[str, ...] = ()


@dataclass(frozen=True)
class TargetRef:
    """A record that a row is about: its kind, and its key with at most one party inside."""

    kind: str
    parts: tuple[str, ...]
    party: OrgRef | PersonRef | None = None
    party_at: int = -1


Ref = OrgRef | PersonRef


@dataclass(slots=True)
class RowDraft:
    """One good row, on its way into the graph.

    Parameters
    ----------
    fact_type
        Label (fact that is a node) or relationship type (fact that is an edge).
    subject, target
        The parties: an edge's source and target, or a node's subject.
    scope
        The company to which a person without number belongs.
    key
        Parts of the record key beyond the parties' ids.
    ground
        How the record is named as a ground: kind and key parts, "@" standing for the subject's id.
    former_key
        The row's `source_key` from before a column was part of it; empty where it is the same.
    """

    table: str
    file: str
    line: int
    source: str
    source_key: str
    row_digest: str
    produced_at: str
    fact_type: str
    values: dict[str, Any]
    key: tuple[str, ...]
    subject: Ref | None = None
    target: Ref | None = None
    scope: OrgRef | None = None
    about: TargetRef | None = None
    ground: tuple[str, ...] = ()
    ground_id: str = ""
    valid_from: str = FIRST_DAY
    valid_to: str = OPEN_DAY
    op: str = "UPSERT"
    record_id: str = ""
    extra: str = ""
    also: OrgRef | None = None
    alias: tuple[OrgRef, OrgRef] | None = None
    former_key: str = ""


def digest(*parts: str) -> str:
    """Short digest of texts, for keys; never of a bare personal number."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Payload:
    """A fact's content with internal ids: enough to open the fact again from its source record."""

    fact_type: str
    source: tuple[str, str] | None
    target: tuple[str, str] | None
    properties: dict[str, Any]
    key: tuple[str, ...] = ()

    record_key: str = field(init=False, compare=False)
    """What makes it the same fact across versions: type, parties and key; no personal number (A5)."""

    def __post_init__(self) -> None:
        ends: list[str] = []
        if self.key[:1] != ("!",):
            ends = [party[1] for party in (self.source, self.target) if party is not None]
        object.__setattr__(self, "record_key", "fact" + digest(self.fact_type, *ends, *self.key))

    def to_json(self) -> str:
        """The stable text that is kept and digested."""
        return stable_json([self.fact_type, self.source, self.target, self.properties, self.key])

    @classmethod
    def from_json(cls, text: str) -> Payload:
        """Read back what `to_json` wrote."""
        fact_type, source, target, properties, key = json.loads(text)
        return cls(
            fact_type,
            tuple(source) if source else None,
            tuple(target) if target else None,
            properties,
            tuple(key),
        )

    def touched(self, label: str) -> set[str]:
        """Ids of the parties with that label."""
        found = {party[1] for party in (self.source, self.target) if party and party[0] == label}
        own = self.properties.get("entity_id" if label == "Entity" else "person_id")
        if own:
            found.add(own)
        return found

    def ground_refs(self) -> set[str]:
        """Records that it is, or is about."""
        return {self.properties[name] for name in ("ground_ref", "target_ref") if self.properties.get(name)}
