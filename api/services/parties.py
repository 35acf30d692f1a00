"""Parties as investigators see them: code and name, persons masked, other districts hidden in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from api.auth.masking import Masking
from api.services.desk import Desk
from graph.ownership.parties import PartyLabels, label_parties
from graph.ownership.read import batches, latest

Within = Callable[[str, str], bool]
_HIDDEN: Final = {"id": "", "name": "辖区外主体", "hidden": True}


@dataclass(frozen=True)
class Parties:
    """Labels of some parties, and which of them the asker may not see."""

    labels: PartyLabels
    outside: frozenset[str]
    masking: Masking

    def shown(self, party: str, *, is_person: bool) -> dict[str, Any]:
        """Code, name and kind of one party."""
        kind = "PERSON" if is_person else "ENTITY"
        if party in self.outside:
            return {**_HIDDEN, "kind": kind}
        name = self.labels.names.get(party, "")
        return {
            "id": self.labels.codes.get(party, party if is_person else ""),
            "name": self.masking.name(name) if is_person else name,
            "kind": kind,
            "hidden": False,
        }


def parties_of(
    desk: Desk,
    entities: Iterable[str],
    persons: Iterable[str],
    day: str,
    seq: int,
    *,
    masking: Masking,
    within: Within | None,
) -> Parties:
    """Labels for these parties; with `within` entities of other districts are hidden."""
    firms = sorted(set(entities))
    labels = label_parties(desk.store, firms, persons, day, seq=seq)
    outside: set[str] = set()
    if within is not None:
        regions: dict[str, str] = {}
        for batch in batches(firms):
            found = desk.store.read_columns("read/patterns/regions_of", entity_ids=batch, day=day, seq=seq)
            regions.update(latest(found, "region"))
        outside = {one for one in firms if not within(regions.get(one, ""), "")}
    return Parties(labels, frozenset(outside), masking)
