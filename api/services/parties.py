"""Parties as investigators see them: code and name, persons masked, those of other districts hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from api.auth.masking import Masking
from api.services.desk import Desk
from api.services.districts import Within, persons_within_plan
from graph.ownership.parties import PartyLabels, label_parties
from graph.ownership.read import batches, latest

_NOBODY: Final = {"id": "", "hidden": True}
_HIDDEN: Final = {"ENTITY": "辖区外主体", "PERSON": "辖区外人员"}
_BATCH: Final = 500


@dataclass(frozen=True)
class Parties:
    """Labels of some parties, and which of them the asker may not see."""

    labels: PartyLabels
    outside: frozenset[str]
    masking: Masking

    def named(self, persons: Iterable[str]) -> tuple[str, ...]:
        """Those of the persons who are shown by name, for the audit trail."""
        return tuple(sorted({*persons} - self.outside))

    def shown(self, party: str, *, is_person: bool) -> dict[str, Any]:
        """Code, name and kind of one party."""
        kind = "PERSON" if is_person else "ENTITY"
        if party in self.outside:
            return {**_NOBODY, "name": _HIDDEN[kind], "kind": kind}
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
    """Labels for these parties.

    With `within` entities of other districts are hidden, and persons who belong to others (ADR 0022).
    """
    firms, people = sorted(set(entities)), sorted(set(persons))
    labels = label_parties(desk.store, firms, people, day, seq=seq)
    outside: set[str] = set()
    if within is not None:
        regions: dict[str, str] = {}
        for batch in batches(firms):
            found = desk.store.read_columns("read/patterns/regions_of", entity_ids=batch, day=day, seq=seq)
            regions.update(latest(found, "region"))
        outside = {one for one in firms if not within(regions.get(one, ""), "")}
        for batch in batches(people, _BATCH):
            outside |= {*batch} - desk.store.ask(persons_within_plan(batch, seq, within))
    return Parties(labels, frozenset(outside), masking)
