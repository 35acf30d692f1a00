"""Which group of companies an entity belongs to, by stored control; a group is named by its head company.

No figure may hang on a natural person: a group under a person is named by the first of its companies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph import queries
from graph.ownership.read import batches
from graph.risk.warning.control import tops_of
from graph.store import Store

_BATCH = 5_000


def group_heads(store: Store, entities: Iterable[str], seq: int) -> dict[str, tuple[str, ...]]:
    """Of each entity in a group of two companies or more the group's head, as stored at `seq`.

    An entity under several topmost controllers stands in the group of each.
    """
    asked = sorted(set(entities))
    above, persons = _controllers(store, asked, seq)
    higher = sorted({one for some in above.values() for one in some} - persons - set(asked))
    more, more_persons = _controllers(store, higher, seq)
    above |= more
    persons |= more_persons
    # What nobody controls is a group's top itself, if it controls others.
    tops = {entity: tops_of(entity, above) or frozenset({entity}) for entity in asked}
    heads = _heads(store, {top for some in tops.values() for top in some}, persons, seq)
    return {
        entity: tuple(sorted({heads[top] for top in some if top in heads}))
        for entity, some in tops.items()
        if any(top in heads for top in some)
    }


def _controllers(store: Store, entities: Iterable[str], seq: int) -> tuple[dict[str, set[str]], set[str]]:
    above: dict[str, set[str]] = defaultdict(set)
    persons: set[str] = set()
    for batch in batches(entities, _BATCH):
        columns = store.read_columns("read/warning/controllers", entity_ids=batch, seq=seq)
        names = ("controller", "is_person", "controlled")
        for controller, is_person, controlled in zip(*(columns[name] for name in names), strict=True):
            above[controlled].add(controller)
            if is_person:
                persons.add(controller)
    return above, persons


def _heads(store: Store, tops: set[str], persons: set[str], seq: int) -> dict[str, str]:
    heads: dict[str, str] = {}
    for is_person, ids in ((True, sorted(tops & persons)), (False, sorted(tops - persons))):
        label, key = ("Person", "person_id") if is_person else ("Entity", "entity_id")
        query = queries.get("read/warning/controlled", label=label, key=key)
        for batch in batches(ids, _BATCH):
            columns = store.read_columns(query, ids=batch, seq=seq)
            names = ("controller", "head", "members")
            for top, head, members in zip(*(columns[name] for name in names), strict=True):
                if members + (not is_person) >= 2:
                    heads[top] = head if is_person else top
    return heads
