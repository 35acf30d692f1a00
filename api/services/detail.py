"""One subject's page: dated records and relations, each with its source."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from api.services.desk import Desk
from api.services.dossier import note_repairs_on
from api.services.publication import PUBLIC, publication_state
from api.services.subjects import Subject
from graph import queries
from graph.days import OPEN_DAY
from graph.liability.disputes import is_suspended, upheld_on
from graph.model import EDGE_TYPES, NODE_TYPES
from graph.model.codelists import CodeList, codelist
from graph.model.tables import TABLES
from graph.ownership.parties import code_on, name_on
from graph.store import Plan, ask

Row = dict[str, Any]
_KEYS: Final = {"ENTITY": ("Entity", "entity_id"), "PERSON": ("Person", "person_id")}
_MOST: Final = 500
#: A registered change of these is a change of names.
_OF_PERSONS: Final = re.compile("人|股东|董事|监事|经理|高管")
_BETWEEN: Final = re.compile(r"[、，,；;\s（(:：]+")
_SHOWN_TIES: Final = tuple(
    one.type for one in EDGE_TYPES.values() if one.traversable and one.type not in ("CONTROLS", "LIABLE_FOR")
)
#: What versions and sources need, and what names others by inner ids, is not for reading.
_INNER: Final = frozenset(
    {
        "fact_id", "record_key", "current_key", "valid_from", "valid_to", "seq_from", "seq_to", "truth",
        "source_record_id", "source", "payload_digest", "entity_id", "person_id", "ground_ref", "target_ref",
        "ground_kind", "target_kind", "search_name", "phone_hmac", "end_inferred", "target_fact_id",
    }
)  # fmt: skip


def detail_plan(
    desk: Desk, subject: Subject, day: str, seq: int, *, published_only: bool = False
) -> Plan[dict[str, Any]]:
    """Records and relations of a subject, the newest first.

    Parameters
    ----------
    published_only
        Leave out records that are not published on the day.
    """
    also = (yield from _absorbed(subject.id, seq)) if subject.kind == "PERSON" else []
    facts, edges, complete = yield from _read(subject, also, seq)
    yield from note_repairs_on(facts, seq)
    if published_only:
        facts = [one for one in facts if _is_published(one, day)]
    ids = {one["fact"].get("source_record_id") for one in facts}
    ids |= {one["edge"].get("source_record_id") for one in edges}
    told = yield from ask("read/subject/sources", ids=sorted(filter(None, ids)), seq=seq)
    sources = {one.pop("id"): one for one in told[0]["rows"]}
    labels = yield from labels_plan({one["other"] for one in edges}, day, seq)
    return {
        "subject": {"kind": subject.kind, "code": subject.code, "name": subject.name},
        "also": also,
        "as_of": day,
        "data_version": desk.data_version(seq),
        "records": [_record(one, day, sources) for one in facts],
        "ties": [_tie(one, day, sources, labels) for one in edges],
        "complete": complete,
    }


def _absorbed(person_id: str, seq: int) -> Plan[list[Row]]:
    """Who was judged to be this person: their facts were handed in under other ids and count as his."""
    links = (yield from ask("read/identity/same_persons", ids=[person_id], seq=seq))[0]["rows"]
    ids = sorted(one["absorbed"] for one in links if one["surviving"] == person_id)
    if not ids:
        return []
    told = (yield from ask("read/ownership/person_names", person_ids=ids))[0]
    names = dict(zip(told["person"], told["name"], strict=True))
    return [{"kind": "PERSON", "code": one, "name": names.get(one) or ""} for one in ids]


def _read(subject: Subject, also: list[Row], seq: int) -> Plan[tuple[list[Row], list[Row], bool]]:
    """(records, relations, whether these are all), the newest records first; each says whose it was."""
    label, key = _KEYS[subject.kind]
    records = queries.get("read/subject/records", label=label, key=key)
    ties = queries.get("read/subject/ties", label=label, key=key, types=_SHOWN_TIES)
    facts: list[Row] = []
    edges: list[Row] = []
    complete = True
    for one in (subject.id, *(other["code"] for other in also)):
        for query, rows in ((records, facts), (ties, edges)):
            found = (yield from ask(query, id=one, seq=seq, limit=_MOST))[0]["rows"]
            complete = complete and len(found) < _MOST
            rows += [{**row, "recorded_as": one if also else ""} for row in found]
    if also:
        facts.sort(key=lambda row: str(row["fact"]["valid_from"]), reverse=True)
    return facts, edges, complete


def persons_named(found: Row) -> set[str]:
    """Names of persons that an entity's page may contain: of its relations, decisions and changes."""
    names = {one["other_name"] for one in found["ties"] if one["other_kind"] == "PERSON"}
    for one in found["records"]:
        fields = one["fields"]
        names.add(fields.get("法定代表人", ""))
        if one["label"] == "EntityChange" and _OF_PERSONS.search(str(fields.get("变更事项", ""))):
            for side in ("变更前内容", "变更后内容"):
                names.update(_BETWEEN.split(str(fields.get(side, ""))))
    return {one.strip() for one in names if one and one.strip()}


def labels_plan(ids: set[str], day: str, seq: int) -> Plan[dict[str, tuple[str, str]]]:
    """(code, name) of entities and persons by internal id."""
    wanted = sorted(ids)
    persons = yield from ask("read/ownership/person_names", person_ids=wanted)
    labels = {
        one: (one, name or "") for one, name in zip(persons[0]["person"], persons[0]["name"], strict=True)
    }
    entities = [one for one in wanted if one not in labels]
    codes: dict[str, list[tuple[str, str, str, str]]] = {}
    names: dict[str, list[tuple[str, str]]] = {}
    told = (yield from ask("read/ownership/entity_codes", entity_ids=entities, seq=seq))[0]
    for entity, *span in zip(
        told["entity"], told["scheme"], told["value"], told["valid_from"], told["valid_to"], strict=True
    ):
        codes.setdefault(entity, []).append((span[0], span[1], span[2], span[3]))
    told = (yield from ask("read/ownership/entity_names", entity_ids=entities, day=day, seq=seq))[0]
    for entity, begin, name in zip(told["entity"], told["valid_from"], told["name"], strict=True):
        names.setdefault(entity, []).append((begin, name))
    for entity in entities:
        code = code_on(day, codes.get(entity, ()))
        labels[entity] = (code or entity, name_on(day, names.get(entity, ())) or code)
    return labels


def _live(valid_from: str, valid_to: str, day: str) -> bool:
    return valid_from <= day < valid_to


def _source(fact: Row, sources: dict[str, Row]) -> Row:
    return sources.get(fact.get("source_record_id", ""), {"source": fact.get("source", "")})


def _fields(fact: Row, zh: dict[str, str]) -> Row:
    return {
        zh.get(name, name): _shown(name, value)
        for name, value in fact.items()
        if name not in _INNER and value not in ("", None)
    }


@cache
def _lists() -> dict[str, tuple[CodeList, ...]]:
    """The code lists of each property that has one in every table; some have one for each kind of fact."""
    named: dict[str, set[str]] = {}
    for table in TABLES.values():
        for one in table.fields:
            if one.property_name:
                named.setdefault(one.property_name, set()).add(one.codelist or "")
    return {name: tuple(map(codelist, sorted(lists))) for name, lists in named.items() if "" not in lists}


def _shown(name: str, value: Any) -> Any:
    """A value in words: of a code its name, of a flag yes or no."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return [_shown(name, one) for one in value]
    told = {one.zh(str(value)) for one in _lists().get(name, ())} - {str(value)}
    # A code that two lists name differently would be told wrongly by either.
    return told.pop() if len(told) == 1 else value


def _is_published(row: Row, day: str) -> bool:
    """Whether the public reads it: what was overturned or repaired is over, whatever it says of itself."""
    if any(one and one <= day for one in (upheld_on(row["disputes"]), row.get("repaired_on"))):
        return False
    return publication_state(row["label"], row["fact"], day) == PUBLIC


def _record(row: Row, day: str, sources: dict[str, Row]) -> Row:
    fact, kind = row["fact"], NODE_TYPES[row["label"]]
    ends = (
        fact["valid_to"], fact.get("removed_on"), fact.get("ended_on"), upheld_on(row["disputes"]),
        row.get("repaired_on"),
    )  # fmt: skip
    ended = min((one for one in ends if one), default=OPEN_DAY)
    return {
        "fact_id": fact["fact_id"],
        "label": row["label"],
        "kind_zh": kind.zh,
        "valid_from": fact["valid_from"],
        "valid_to": ended,
        "live": _live(fact["valid_from"], ended, day),
        "disputed": is_suspended(row["disputes"], day),
        "fields": _fields(fact, {one.name: one.zh for one in kind.properties}),
        "source": _source(fact, sources),
        "recorded_as": row.get("recorded_as", ""),
    }


def _tie(row: Row, day: str, sources: dict[str, Row], labels: dict[str, tuple[str, str]]) -> Row:
    edge, kind = row["edge"], EDGE_TYPES[row["type"]]
    code, name = labels[row["other"]]
    valid_from, valid_to = edge.get("valid_from", ""), edge.get("valid_to", OPEN_DAY)
    return {
        "type": row["type"],
        "type_zh": kind.zh,
        "outward": row["outward"],
        "other": code,
        "other_name": name or edge.get("person_name", ""),
        "other_kind": "PERSON" if row["other_is_person"] else "ENTITY",
        "valid_from": valid_from,
        "valid_to": valid_to,
        "live": _live(valid_from, valid_to, day),
        "fields": _fields(edge, {one.name: one.zh for one in kind.properties}),
        "source": _source(edge, sources),
        "recorded_as": row.get("recorded_as", ""),
    }
