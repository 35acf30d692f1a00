"""Where persons belong, for whoever sees some districts only (ADR 0022)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from api.services.lists import regions_plan
from graph.store import Plan, ask

Within = Callable[[str, str], bool]


def persons_within_plan(person_ids: Iterable[str], seq: int, within: Within | None) -> Plan[set[str]]:
    """Those of the persons who belong to the asker's districts; all where he has all.

    A person belongs where an entity is registered at which he holds or held something, or for which a finding
    names him; and to the authority of each finding on him.
    """
    wanted = sorted(set(person_ids))
    if within is None or not wanted:
        return set(wanted)
    rows = (yield from ask("read/answers/districts_of_persons", person_ids=wanted, seq=seq))[0]["rows"]
    entities = {one for row in rows for one in row["entities"] if one}
    regions = yield from regions_plan(entities, seq, True)
    return {
        row["id"]
        for row in rows
        if any(within(regions.get(one, ""), "") for one in row["entities"])
        or any(within("", one) for one in row["authorities"])
    }
