"""Groups (企业族群): all entities under one ultimate controller, and the holdings that tie them.

An entity under two ultimate controllers (parties in concert, a partnership with two executive partners) is
in both their groups. A ring that nobody controls from outside is one group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from graph import queries
from graph.ownership.closure import control_pairs
from graph.ownership.holdings import Holdings, Mark
from graph.ownership.policy import DEFAULT_POLICY, UNITS_PER_PERCENT, ControlPolicy
from graph.ownership.read import batches, entity_ranges, latest, read_above
from graph.ownership.touched import Touched, resting_on
from graph.queries import Query
from graph.store import Store

SMALLEST: Final = 2
_BATCH: Final = 5_000


@dataclass(frozen=True)
class ControlGroup:
    """One group.

    Parameters
    ----------
    heads
        The ultimate controller; a ring's companies all.
    members
        Entities of the group, sorted; a controlling entity is one of them.
    core
        The member that controls the most others, the group's best-known name; empty where none does.
    """

    heads: tuple[str, ...]
    is_person: bool
    members: tuple[str, ...]
    core: str

    @property
    def head(self) -> str:
        """The id under which the group is found."""
        return self.heads[0]


@dataclass(frozen=True)
class GroupEdge:
    """A holding inside a group: percent at the lower bound, and at the upper one where it is a range."""

    holder: str
    company: str
    equity_pct: float
    vote_pct: float
    max_pct: float | None
    valid_from: str
    source: str


def families(
    pairs: Iterable[tuple[str, str]], persons: set[str], *, smallest: int = SMALLEST
) -> list[ControlGroup]:
    """Groups from pairs of controller and controlled, the largest first.

    Parameters
    ----------
    pairs
        All pairs of a day, closed downwards: who controls what a controlled company controls.
    persons
        Which controllers are natural persons.
    smallest
        Leave out groups of fewer entities.
    """
    below: dict[str, set[str]] = {}
    above: dict[str, set[str]] = {}
    for controller, controlled in pairs:
        below.setdefault(controller, set()).add(controlled)
        above.setdefault(controlled, set()).add(controller)
    found: dict[tuple[str, ...], ControlGroup] = {}
    for top, controlled_by in below.items():
        over = above.get(top, set())
        if not over <= controlled_by:
            continue
        heads = tuple(sorted({top, *over}))
        is_person = top in persons
        members = controlled_by if is_person else controlled_by | set(heads)
        if heads not in found and len(members) >= smallest:
            found[heads] = ControlGroup(heads, is_person, tuple(sorted(members)), _core(members, below))
    return sorted(found.values(), key=lambda one: (-len(one.members), one.heads))


def _core(members: set[str], below: Mapping[str, set[str]]) -> str:
    best = max(members, key=lambda one: (len(below.get(one, ())), one))
    return best if below.get(best) else ""


def stored_groups(store: Store, *, seq: int | None = None, smallest: int = SMALLEST) -> list[ControlGroup]:
    """Groups of the day for which control is stored, as known at `seq`."""
    seq = store.head_seq() if seq is None else seq
    pairs: list[tuple[str, str]] = []
    persons: set[str] = set()
    for first, last in entity_ranges(store):
        columns = store.read_columns("read/ownership/controls_range", first=first, last=last, seq=seq)
        pairs.extend(zip(columns["controller"], columns["controlled"], strict=True))
        flagged = zip(columns["controller"], columns["is_person"], strict=True)
        persons.update(controller for controller, is_person in flagged if is_person)
    return families(pairs, persons, smallest=smallest)


def groups_of(store: Store, entities: Iterable[str], seq: int) -> list[ControlGroup]:
    """The groups in which these entities are, by stored control as known at `seq`.

    The same groups as `stored_groups` gives, read from what stands above the entities and below their tops.
    """
    asked = sorted(set(entities))
    read = _Pairs(store, seq)
    read.above(asked)
    read.above(sorted({one for one, _ in read.pairs} - read.persons))
    tops = {one for group in families(read.pairs, read.persons, smallest=1) for one in group.heads}
    # What nobody controls is a top itself, if it controls others.
    read.below(sorted(tops.union(asked)))
    members = sorted({controlled for _, controlled in read.pairs}.union(asked))
    read.above(members)
    wanted = set(asked)
    return [one for one in families(read.pairs, read.persons) if wanted.intersection(one.members)]


class _Pairs:
    """Pairs of controller and controlled, as they are read around some entities."""

    def __init__(self, store: Store, seq: int) -> None:
        self._store, self._seq = store, seq
        self._done: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()
        self.persons: set[str] = set()

    def above(self, entities: Sequence[str]) -> None:
        """Who controls these entities."""
        for batch in batches([one for one in entities if one not in self._done], _BATCH):
            self._take("read/ownership/controls_of", entity_ids=batch)
        self._done.update(entities)

    def below(self, controllers: Sequence[str]) -> None:
        """Whom these control, persons among them by what was read before."""
        for label, key, is_person in (("Person", "person_id", True), ("Entity", "entity_id", False)):
            ids = [one for one in controllers if (one in self.persons) is is_person]
            for batch in batches(ids, _BATCH):
                self._take(queries.get("read/ownership/controlled_by", label=label, key=key), ids=batch)

    def _take(self, query: str | Query, **params: Any) -> None:
        columns = self._store.read_columns(query, seq=self._seq, **params)
        names = ("controller", "is_person", "controlled")
        for controller, is_person, controlled in zip(*(columns[name] for name in names), strict=True):
            self.pairs.add((controller, controlled))
            if is_person:
                self.persons.add(controller)


@dataclass(frozen=True)
class GroupTree:
    """One group with the holdings inside it, on a day."""

    group: ControlGroup
    kind: str
    edges: tuple[GroupEdge, ...]
    voting_pct: dict[str, float]
    as_of: str


def group_under(
    store: Store,
    head: str,
    day: str,
    *,
    is_person: bool,
    seq: int | None = None,
    policy: ControlPolicy = DEFAULT_POLICY,
) -> GroupTree | None:
    """The group of which `head` is the ultimate controller on a day; None where it heads none.

    Computed from what rests on the head, so that any day can be asked.
    """
    seq = store.head_seq() if seq is None else seq
    one = frozenset({head})
    affected = resting_on(
        store, Touched(persons=one) if is_person else Touched(entities=one), seq, most=10**9
    )
    holdings = read_above(store, affected or set(), day, seq=seq)
    pairs = list(control_pairs(holdings, policy).rows())
    persons = {holdings.ids[at] for at in holdings.is_person.nonzero()[0].tolist()}
    groups = families(((one.controller, one.controlled) for one in pairs), persons, smallest=1)
    group = next((one for one in groups if head in one.heads), None)
    if group is None:
        return None
    votes = {one.controlled: one.voting_pct for one in pairs if one.controller == head}
    position = holdings.position
    organ = bool(holdings.marks[position[head]] & Mark.ORGAN)
    kind = "PERSON" if is_person else "STATE" if organ else "ENTITY"
    return GroupTree(group, kind, edges_within(holdings, {*group.heads, *group.members}), votes, day)


def edges_within(holdings: Holdings, parties: set[str]) -> tuple[GroupEdge, ...]:
    """Holdings of which both ends are among the parties."""
    found = (one for one in edges_of(holdings) if parties.issuperset((one.holder, one.company)))
    return tuple(sorted(found, key=lambda one: (one.holder, one.company, one.valid_from)))


def edges_of(holdings: Holdings) -> list[GroupEdge]:
    """One for each holder, company and first day: share classes that began together are added up."""
    found: dict[tuple[str, str, str], GroupEdge] = {}
    for at in range(len(holdings.holder)):
        one = _edge_of(holdings, at)
        key = one.holder, one.company, one.valid_from
        found[key] = _added(found[key], one) if key in found else one
    return list(found.values())


def _edge_of(holdings: Holdings, at: int) -> GroupEdge:
    """The holding at a place of the columns."""
    holder, company = (holdings.ids[int(column[at])] for column in (holdings.holder, holdings.company))
    low, high = float(holdings.equity[at]), float(holdings.equity_high[at])
    seen = holdings.evidence[at] if holdings.evidence else ("", "")
    votes = int(holdings.low[at]) / UNITS_PER_PERCENT
    return GroupEdge(holder, company, low, votes, high if high > low else None, *seen)


def _added(one: GroupEdge, other: GroupEdge) -> GroupEdge:
    """Two holdings of one holder as one: percents add up, at their bounds too."""
    ranged = one.max_pct is not None or other.max_pct is not None
    most = sum(each.equity_pct if each.max_pct is None else each.max_pct for each in (one, other))
    return replace(
        one,
        equity_pct=one.equity_pct + other.equity_pct,
        vote_pct=one.vote_pct + other.vote_pct,
        max_pct=most if ranged else None,
        source="、".join(dict.fromkeys((one.source, other.source))),
    )


def districts_of(store: Store, entities: Iterable[str], day: str, seq: int) -> dict[str, str]:
    """District code of each entity on a day; empty where it is not known."""
    found: dict[str, str] = {}
    for batch in batches(sorted(set(entities)), 5_000):
        states = store.read_columns("read/ownership/entity_regions", entity_ids=batch, day=day, seq=seq)
        found.update(latest(states, "region"))
    return found


def count_districts(group: ControlGroup, districts: Mapping[str, str]) -> list[dict[str, Any]]:
    """How many members in each district, the most first."""
    counts = Counter(districts.get(one, "") for one in group.members)
    return [
        {"region_code": code, "entities": number}
        for code, number in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]
