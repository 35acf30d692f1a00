"""Which group of companies an entity belongs to, and by which company a figure of that group is named.

What a group (企业族群) is, `graph.ownership.groups` says alone. No figure may hang on a natural person: a
group under one is named by the company that controls the most others, else by the first of its companies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.ownership.groups import ControlGroup, groups_of
from graph.store import Store


def group_heads(store: Store, entities: Iterable[str], seq: int) -> dict[str, tuple[str, ...]]:
    """Of each entity in a group of two companies or more the group's name, as stored at `seq`.

    An entity under several topmost controllers stands in the group of each.
    """
    asked = set(entities)
    found: dict[str, set[str]] = defaultdict(set)
    for group in groups_of(store, asked, seq):
        name = named_by(group)
        for entity in asked.intersection(group.members):
            found[entity].add(name)
    return {entity: tuple(sorted(names)) for entity, names in found.items()}


def named_by(group: ControlGroup) -> str:
    """The company by which a group is named; never a person.

    Examples
    --------
    >>> named_by(ControlGroup(("p",), True, ("a", "b", "c"), "b"))
    'b'
    >>> named_by(ControlGroup(("p",), True, ("a", "c"), ""))
    'a'
    """
    return group.core or group.members[0] if group.is_person else group.head
