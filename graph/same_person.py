"""Judged identities: whose facts count as whose, and what falls when a judgement is made or taken back (A8).

Facts stay where they were handed in. A link says that one person is another, by somebody's judgement; while
it stands, liability reads the facts of the one as the other's. Without a link nothing is ever joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from graph.store import Store

JUDGED: Final = "identities_judged"
"""Name of the stored fact that some judgement was ever made: without it nobody looks for any."""
MERGED: Final = "IDENTITY_MERGED"
SPLIT: Final = "IDENTITY_SPLIT"


def groups_of(look_up: Callable[..., list[dict[str, Any]]], ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """By person, everybody who counts as the same one, himself included.

    Parameters
    ----------
    look_up
        How to ask the store, or the transaction that is about to change something.
    """
    wanted = set(ids)
    if not wanted or not look_up("read/meta/value", name=JUDGED):
        return {one: frozenset((one,)) for one in wanted}
    counts_as: dict[str, str] = {}
    for some in (wanted, None):
        asked = sorted(some or {counts_as.get(one, one) for one in wanted})
        for link in look_up("read/identity/same_persons", ids=asked)[0]["rows"]:
            counts_as[link["absorbed"]] = link["surviving"]
    members: dict[str, set[str]] = defaultdict(set)
    for absorbed, surviving in counts_as.items():
        members[surviving] |= {surviving, absorbed}
    chosen = {one: counts_as.get(one, one) for one in wanted}
    return {one: frozenset(members.get(as_whom, {one})) for one, as_whom in chosen.items()}


class SamePersons:
    """Who counts as whom at one commit."""

    def __init__(self, store: Store, seq: int) -> None:
        self._store, self._seq = store, seq
        self._any = bool(store.read("read/meta/value", name=JUDGED))
        self._looked_up: set[str] = set()
        self._surviving: dict[str, str] = {}
        self._verified: dict[str, bool] = {}
        self._has_all = False

    def all_of(self, ids: Iterable[str]) -> set[str]:
        """These persons with everybody who counts as one of them, or as whom one of them counts."""
        wanted = set(ids)
        if not self._any:
            return wanted
        self._look_up(wanted)
        chosen = {self._surviving.get(one, one) for one in wanted}
        self._look_up(chosen)  # others may count as the same one too
        return wanted | chosen | {one for one, other in self._surviving.items() if other in chosen}

    def of(self, person_id: str) -> str:
        """As whom a person counts: himself, unless somebody has judged otherwise."""
        if self._any and person_id:
            self._look_up({person_id})
        return self._surviving.get(person_id, person_id)

    def rename(self, rows: Iterable[dict[str, Any]]) -> None:
        """Let rows that name persons name those as whom they count."""
        if not self._any:
            return
        rows = [one for one in rows if one.get("person_id")]
        self._look_up({one["person_id"] for one in rows})
        for row in rows:
            surviving = self._surviving.get(row["person_id"])
            if surviving is not None:
                row["person_id"] = surviving
                if "verified" in row:
                    row["verified"] = self._is_verified(surviving)

    def read_all(self) -> None:
        """Read every judgement at once: for whoever is about to ask of everybody."""
        if self._any and not self._has_all:
            rows = self._store.read("read/identity/judged_links", seq=self._seq)[0]["rows"]
            self._surviving = {one["absorbed"]: one["surviving"] for one in rows}
            self._has_all = True

    def groups(self) -> dict[str, tuple[str, ...]]:
        """By the id that stays, all ids of everybody who has more than one; of those that were read."""
        found: dict[str, list[str]] = {}
        for absorbed, surviving in sorted(self._surviving.items()):
            found.setdefault(surviving, [surviving]).append(absorbed)
        return {surviving: tuple(ids) for surviving, ids in found.items()}

    def renamed(self, ids: Sequence[str], are_persons: Iterable[bool]) -> list[str]:
        """A column of parties, persons in it as whom they count."""
        if not self._any:
            return list(ids)
        persons = list(are_persons)
        self._look_up({one for one, is_person in zip(ids, persons, strict=True) if is_person})
        return [
            self._surviving.get(one, one) if is_person else one
            for one, is_person in zip(ids, persons, strict=True)
        ]

    def _look_up(self, ids: set[str]) -> None:
        if self._has_all:
            return
        new = sorted(ids - self._looked_up)
        if not new:
            return
        self._looked_up |= set(new)
        found = self._store.read("read/identity/same_persons", ids=new, seq=self._seq)[0]["rows"]
        self._surviving |= {one["absorbed"]: one["surviving"] for one in found}

    def _is_verified(self, person_id: str) -> bool:
        if person_id not in self._verified:
            rows = self._store.read("read/liability/persons", ids=[person_id], seq=self._seq)[0]["rows"]
            self._verified[person_id] = any(bool(one["verified"]) for one in rows)
        return self._verified[person_id]

    def causes(self, findings: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """By finding that is no longer yielded: whether a judgement on identity took its person away."""
        if not self._any:
            return {}
        findings = list(findings)
        ids = {one["person_id"] for one in findings}
        self._look_up(ids)
        ended = self._store.read("read/identity/ended_links", ids=sorted(ids), seq=self._seq)[0]["rows"]
        found = {}
        for one in findings:
            if one["person_id"] in self._surviving:
                found[one["finding_id"]] = MERGED
            elif any(
                link["person_id"] == one["person_id"] and link["seq_from"] <= one["seq_from"] < link["seq_to"]
                for link in ended
            ):
                found[one["finding_id"]] = SPLIT
        return found
