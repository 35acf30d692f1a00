"""Find the entities and persons that rows name, and make those not known so far.

It runs inside the write transaction, after the commit counter is taken: writers are serial then, so
what is looked up here cannot be made by somebody else before this transaction ends. A first load that
nobody disturbs needs no look-up, and decides the next batch while the last one is being written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from graph.days import FIRST_DAY, OPEN_DAY, OPEN_SEQ
from graph.identity.folding import name_key
from graph.ids import new_id
from ingest.load.drafts import OrgRef, PersonRef, Ref, RowDraft, digest
from ingest.load.known import FirstLoad


class Sealer(Protocol):
    """Encrypts a person's number under a data key of its own (graph.identity)."""

    def seal_number(self, id_type: str, number: str) -> dict[str, str]:
        """Properties of a PersonNumber node, without its id_hmac."""


@dataclass
class Parties:
    """Internal ids of everything that one batch names."""

    entities: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    new_entities: list[str] = field(default_factory=list)
    new_persons: list[str] = field(default_factory=list)
    merges: list[tuple[str, str]] = field(default_factory=list)
    creations: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Writes that make the new ones, in order."""

    def entity(self, ref: OrgRef) -> str:
        """The entity's id."""
        return self.entities[ref.identifier_key]

    def person(self, ref: PersonRef, scope_id: str) -> str:
        """The person's id; without a number, within the company `scope_id`."""
        return self.persons[ref.id_hmac or unverified_key(scope_id, ref.name)]

    def party(self, ref: Ref, scope_id: str) -> tuple[str, str]:
        """(label, id)."""
        if isinstance(ref, OrgRef):
            return "Entity", self.entity(ref)
        return "Person", self.person(ref, scope_id)


def unverified_key(scope_id: str, name: str) -> str:
    """Key of a person without number: one per company and normalised name (A8)."""
    return f"{scope_id}|{name_key(name)}"


def scope_of(draft: RowDraft, parties: Parties) -> str:
    """To which company (or, failing that, record) a person without number belongs."""
    if draft.scope is not None:
        return parties.entity(draft.scope)
    if draft.about is not None:
        return ":".join((draft.about.kind, *draft.about.parts))
    return draft.source_key


@dataclass
class Named:
    """Whom a batch names, gathered before its transaction begins.

    Parameters
    ----------
    orgs
        By identifier key, with the source that named it first.
    persons
        By digest of their number.
    sealed
        Numbers of persons who are certainly new, encrypted ahead: that takes longest.
    nameless
        Persons without number, each with the row that names them.
    """

    drafts: list[RowDraft]
    orgs: dict[str, tuple[OrgRef, str]] = field(default_factory=dict)
    persons: dict[str, PersonRef] = field(default_factory=dict)
    sealed: dict[str, dict[str, str]] = field(default_factory=dict)
    nameless: list[tuple[RowDraft, PersonRef]] = field(default_factory=list)


def gather(drafts: list[RowDraft], sealer: Sealer, first: FirstLoad) -> Named:
    """Whom the drafts name; touches no store, so it may run while another batch is being written."""
    named = Named(drafts)
    for draft in drafts:
        for org in _org_refs(draft):
            if org.identifier_key not in named.orgs:
                named.orgs[org.identifier_key] = (org, draft.source)
        for person in _person_refs(draft):
            if person.id_hmac:
                named.persons.setdefault(person.id_hmac, person)
            else:
                named.nameless.append((draft, person))
    for hmac in first.certainly_new(named.persons):
        person = named.persons[hmac]
        named.sealed[hmac] = sealer.seal_number(person.id_type, person.number)
    return named


LookUp = Callable[..., list[dict[str, Any]]]
"""Asks the store one query; refuses with `NeedsStore` where there is none to ask."""


def resolve_parties(look_up: LookUp, named: Named, sealer: Sealer, first: FirstLoad | None = None) -> Parties:
    """Ids for every party that the batch names; stubs and new persons are among its `creations`.

    Parameters
    ----------
    look_up
        How to ask the store.
    first
        What a first load has written so far; without it everything is looked up.
    """
    parties, first = Parties(), first or FirstLoad(None)
    _resolve_entities(look_up, named, parties, first)
    _resolve_verified(look_up, named, parties, sealer, first)
    _resolve_unverified(look_up, named, parties, first)
    return parties


def _org_refs(draft: RowDraft) -> list[OrgRef]:
    about = draft.about.party if draft.about else None
    named = (draft.subject, draft.target, draft.scope, draft.also, about, *(draft.alias or ()))
    return [ref for ref in named if isinstance(ref, OrgRef)]


def _person_refs(draft: RowDraft) -> list[PersonRef]:
    about = draft.about.party if draft.about else None
    return [ref for ref in (draft.subject, draft.target, about) if isinstance(ref, PersonRef)]


def identifier_edge(entity_id: str, ref: OrgRef, source: str) -> dict[str, Any]:
    """Properties of a new IDENTIFIED_BY edge."""
    record_key = "fact" + digest("IDENTIFIED_BY", entity_id, ref.identifier_key)
    return {
        "fact_id": new_id("f"),
        "record_key": record_key,
        "current_key": record_key,
        "valid_from": FIRST_DAY,
        "valid_to": OPEN_DAY,
        "truth": "ASSERTED",
        "source": source,
    }


def _resolve_entities(look_up: LookUp, named: Named, parties: Parties, first: FirstLoad) -> None:
    wanted = named.orgs
    if not wanted:
        return
    parties.entities.update(first.ids(wanted))
    if perhaps := first.perhaps_known([key for key in wanted if key not in parties.entities]):
        found = look_up("read/ingest/entities_by_code", keys=perhaps)[0]
        parties.entities.update(zip(found["keys"], found["entity_ids"], strict=True))
    first.note(wanted)
    aliases = _aliases(named.drafts, parties)
    rows = []
    for key, (ref, source) in wanted.items():
        if key in parties.entities or key in aliases:
            continue
        entity_id = new_id("e", 8)
        parties.entities[key] = entity_id
        parties.new_entities.append(entity_id)
        rows.append(
            {
                "entity_id": entity_id,
                "identifier_key": key,
                "scheme": ref.scheme,
                "value": ref.value,
                "edge": identifier_edge(entity_id, ref, source),
            }
        )
    if rows:
        parties.creations.append(("write/ingest/create_entities", {"rows": rows, "open_seq": OPEN_SEQ}))
    _attach_aliases(wanted, aliases, parties)


def _aliases(drafts: list[RowDraft], parties: Parties) -> dict[str, str]:
    """Codes not known so far that name an entity which another code of the same row names.

    Two codes that name two entities already are left to `ingest.load.merge`.
    """
    aliases: dict[str, str] = {}
    for draft in drafts:
        if draft.alias is None:
            continue
        old, new = draft.alias[0].identifier_key, draft.alias[1].identifier_key
        if old not in parties.entities:
            aliases[old] = new
        elif new not in parties.entities:
            aliases[new] = old
        elif parties.entities[old] != parties.entities[new]:
            parties.merges.append((parties.entities[old], parties.entities[new]))
    return aliases


def _attach_aliases(wanted: dict[str, tuple[OrgRef, str]], aliases: dict[str, str], parties: Parties) -> None:
    rows = []
    for key in aliases:
        known = key
        for _ in aliases:
            known = aliases[known] if known not in parties.entities else known
        entity_id = parties.entities[known]
        parties.entities[key] = entity_id
        ref, source = wanted[key]
        rows.append(
            {
                "entity_id": entity_id,
                "identifier_key": key,
                "scheme": ref.scheme,
                "value": ref.value,
                "edge": identifier_edge(entity_id, ref, source),
            }
        )
    if rows:
        parties.creations.append(("write/ingest/attach_identifiers", {"rows": rows, "open_seq": OPEN_SEQ}))


def _resolve_verified(
    look_up: LookUp, named: Named, parties: Parties, sealer: Sealer, first: FirstLoad
) -> None:
    wanted = named.persons
    if not wanted:
        return
    parties.persons.update(first.ids(wanted))
    open_ones = [hmac for hmac in wanted if hmac not in parties.persons]
    older = {earlier: hmac for hmac in open_ones for earlier in wanted[hmac].older_hmacs}
    if perhaps := first.perhaps_known([*open_ones, *older]):
        found = look_up("read/ingest/persons_by_number", hmacs=perhaps)[0]
        for hmac, person_id in zip(found["keys"], found["person_ids"], strict=True):
            parties.persons[older.get(hmac, hmac)] = person_id
    first.note(wanted)
    rows = []
    for hmac, ref in wanted.items():
        if hmac in parties.persons:
            continue
        person_id = new_id("p", 8)
        parties.persons[hmac] = person_id
        parties.new_persons.append(person_id)
        number = named.sealed.get(hmac) or sealer.seal_number(ref.id_type, ref.number)
        rows.append({"person_id": person_id, "name": ref.name, "id_hmac": hmac, "number": number})
    if rows:
        parties.creations.append(("write/ingest/create_persons_verified", {"rows": rows}))


def _resolve_unverified(look_up: LookUp, named: Named, parties: Parties, first: FirstLoad) -> None:
    wanted: dict[str, str] = {}
    for draft, ref in named.nameless:
        wanted.setdefault(unverified_key(scope_of(draft, parties), ref.name), ref.name)
    if not wanted:
        return
    parties.persons.update(first.ids(wanted))
    if perhaps := first.perhaps_known([key for key in wanted if key not in parties.persons]):
        found = look_up("read/ingest/persons_by_company_name", keys=perhaps)[0]
        parties.persons.update(zip(found["keys"], found["person_ids"], strict=True))
    first.note(wanted)
    rows = []
    for key, name in wanted.items():
        if key not in parties.persons:
            person_id = new_id("p", 8)
            parties.persons[key] = person_id
            parties.new_persons.append(person_id)
            rows.append({"person_id": person_id, "name": name, "unverified_key": key})
    if rows:
        parties.creations.append(("write/ingest/create_persons_unverified", {"rows": rows}))
