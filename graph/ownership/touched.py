"""What rests on a party: the companies whose control can change when something about it changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from graph import queries
from graph.ownership.read import PARTY_KEYS, batches, nominee_accounts, partnership_forms
from graph.same_person import SamePersons
from graph.store import Store

MOST: Final = 5_000


@dataclass(frozen=True)
class Touched:
    """Entities and persons whose holdings, offices or agreements changed."""

    entities: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()


def resting_on(store: Store, touched: Touched, seq: int, *, most: int = MOST) -> set[str] | None:
    """Entities whose control can change with the touched parties; None if they are more than `most`.

    Downwards along holdings and partnerships, and across agreements both ways, at any day: what has just
    ended counts as well.
    """
    same = SamePersons(store, seq)
    known = {"Entity": set(touched.entities), "Person": same.all_of(touched.persons)}
    frontier = {label: set(ids) for label, ids in known.items()}
    while any(frontier.values()):
        if len(known["Entity"]) > most:
            return None
        found: dict[str, set[str]] = {"Entity": set(), "Person": set()}
        for label, ids in frontier.items():
            query = queries.get("read/ownership/below", label=label, key=PARTY_KEYS[label])
            for batch in batches(sorted(ids)):
                columns = store.read_columns(query, ids=batch, seq=seq)
                found["Entity"].update(columns["entities"])
                found["Person"].update(columns["persons"])
        found["Person"] = same.all_of(found["Person"])
        frontier = {label: ids - known[label] for label, ids in found.items()}
        for label, ids in frontier.items():
            known[label] |= ids
    return known["Entity"] if len(known["Entity"]) <= most else None


def remarked(store: Store, entities: Iterable[str], *, since: int, seq: int) -> bool:
    """Whether a state of one of these, written or ended since a commit, can have changed its mark.

    Control ends at organs and listed companies, passes accounts by, and in a partnership goes to the
    executive partner: such a state changes control like a holding does.
    """
    marks = {"partnership_forms": list(partnership_forms()), "account_names": list(nominee_accounts())}
    at = {"since": since, "seq": seq}
    return any(
        store.read_columns("read/ownership/remarked", entity_ids=batch, **marks, **at)["entities"]
        for batch in batches(sorted(entities))
    )
