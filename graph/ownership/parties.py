"""Codes and names of parties, as answers and exports show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from graph.ownership.read import batches, latest
from graph.store import Store

_SCHEMES: Final = ("USCC", "REG15", "ORG9", "FOREIGN")
_BATCH: Final = 5_000
CodeSpan = tuple[str, str, str, str]
"""Scheme, value, first day, first day after."""


@dataclass(frozen=True)
class PartyLabels:
    """Code and name by internal id; a person's code is its ``person_id``."""

    codes: dict[str, str]
    names: dict[str, str]


def label_parties(
    store: Store,
    entity_ids: Iterable[str],
    person_ids: Iterable[str],
    day: str,
    *,
    seq: int | None = None,
) -> PartyLabels:
    """Codes and names on `day`, as known at `seq`.

    The code that identifies on the day wins, a USCC first; an entity known by its code only is named by it.
    """
    seq = store.head_seq() if seq is None else seq
    labels = PartyLabels({}, {})
    for batch in batches(sorted(set(entity_ids)), _BATCH):
        _take_codes(store, labels, batch, day, seq)
        states = store.read_columns("read/ownership/entity_names", entity_ids=batch, day=day, seq=seq)
        labels.names.update({entity: name for entity, name in latest(states, "name").items() if name})
        for entity in batch:
            labels.names.setdefault(entity, labels.codes.get(entity, ""))
    for batch in batches(sorted(set(person_ids)), _BATCH):
        found = store.read_columns("read/ownership/person_names", person_ids=batch)
        labels.names.update(zip(found["person"], found["name"], strict=True))
        labels.codes.update((person, person) for person in found["person"])
    return labels


def label_ids(store: Store, ids: Iterable[str], day: str, *, seq: int | None = None) -> PartyLabels:
    """Codes and names of ids of which it is not known whether they are persons or entities."""
    wanted = sorted(set(ids))
    persons: set[str] = set()
    for batch in batches(wanted, _BATCH):
        persons.update(store.read_columns("read/ownership/person_names", person_ids=batch)["person"])
    return label_parties(store, (one for one in wanted if one not in persons), persons, day, seq=seq)


def _take_codes(store: Store, labels: PartyLabels, batch: list[str], day: str, seq: int) -> None:
    codes: dict[str, list[CodeSpan]] = {}
    found = store.read_columns("read/ownership/entity_codes", entity_ids=batch, seq=seq)
    columns = (found[name] for name in ("entity", "scheme", "value", "valid_from", "valid_to"))
    for entity, scheme, value, valid_from, valid_to in zip(*columns, strict=True):
        codes.setdefault(entity, []).append((scheme, value, valid_from, valid_to))
    labels.codes.update({entity: code_on(day, spans) for entity, spans in codes.items()})


def code_on(day: str, codes: Iterable[CodeSpan]) -> str:
    """The code that names a subject on `day`: one that identifies it then, a USCC first; or empty."""

    def rank(span: CodeSpan) -> tuple[bool, int, str, str]:
        scheme, value, valid_from, valid_to = span
        place = _SCHEMES.index(scheme) if scheme in _SCHEMES else len(_SCHEMES)
        return valid_from <= day < valid_to, -place, valid_from, value

    return max(map(rank, codes), default=(False, 0, "", ""))[3]


def name_on(day: str, names: Iterable[tuple[str, str]]) -> str:
    """The name on `day`, of (first day, name) pairs; empty where none had begun."""
    return max((span for span in map(tuple, names) if span[0] <= day and span[1]), default=("", ""))[1]
