"""Answer a composed question step by step, over fixed queries, within bounds of rows, width and time."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from graph import queries
from graph.model import traversable_edge_types
from graph.ownership.read import batches, latest
from graph.risk.questions.form import Condition, Form, Step, region_bounds
from graph.risk.standing import Standing, set_aside, standing_of
from graph.same_person import SamePersons
from graph.store import Store

#: Rows held between two steps, parties that a question starts from, relations of one party, seconds.
MOST_HELD: Final = 20_000
MOST_STARTS: Final = 20_000
WIDTH: Final = 200
SECONDS: Final = 20.0
_BATCH: Final = 500
Start = TypeVar("Start")
_KEYS: Final = {True: ("Person", "person_id"), False: ("Entity", "entity_id")}
Hides = Callable[[Collection[str], Collection[str]], set[str]]
"""Those of some entities, and of some persons, whom the asker may not see."""


@dataclass(frozen=True)
class End:
    """One place of a row: a party, or a decision with what it says."""

    id: str
    is_person: bool = False
    relation: str = ""
    outward: bool = False
    valid_from: str = ""
    decision: dict[str, str] | None = None


Row = tuple[End, ...]


@dataclass
class Answer:
    """The rows of a question.

    Parameters
    ----------
    cut
        Why something may be missing: ROWS, STARTS, WIDTH, TIME or DISTRICTS; empty when all is there.
    asked
        The Cypher files that were run.
    """

    rows: list[Row] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def note(self, reason: str) -> None:
        """Something may be missing."""
        if reason not in self.cut:
            self.cut.append(reason)


@dataclass
class Asking:
    """One question being answered."""

    store: Store
    form: Form
    day: str
    seq: int
    deadline: float
    hides: Hides | None = None
    answer: Answer = field(default_factory=Answer)
    same: SamePersons = field(init=False)
    _looked_at: set[str] = field(default_factory=set)
    _hidden: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        # Who was judged to be the same person counts as one, under the id that stays (ADR 0022).
        self.same = SamePersons(self.store, self.seq)
        self.same.read_all()

    def ids_of(self, ends: Mapping[str, bool], is_person: bool) -> list[str]:
        """Under which ids the store knows the persons, or the entities, among some parties."""
        ids = [one for one, person in ends.items() if person is is_person]
        return sorted(self.same.all_of(ids)) if is_person else ids

    def hidden(self, entities: Collection[str], persons: Collection[str] = ()) -> set[str]:
        """Those of these parties whom the asker may not see; each is looked up once."""
        if self.hides is None:
            return set()
        new = [{*some} - self._looked_at for some in (entities, persons)]
        if any(new):
            self._hidden |= self.hides(*new)
            self._looked_at.update(*new)
        return self._hidden.intersection([*entities, *persons])

    def late(self) -> bool:
        """Whether the time is over; then it is noted."""
        if time.monotonic() < self.deadline:
            return False
        self.answer.note("TIME")
        return True

    def columns(self, query: str, slots: dict[str, Any] | None = None, **params: Any) -> dict[str, list[Any]]:
        """One fixed query."""
        if query not in self.answer.asked:
            self.answer.asked.append(query)
        found = queries.get(query, **(slots or {}))
        at = {name: one for name, one in (("day", self.day), ("seq", self.seq)) if name in found.params}
        return self.store.read_columns(found, **params, **at)


def answer_question(
    store: Store,
    form: Form,
    day: str,
    *,
    seq: int | None = None,
    codes: Sequence[str] = (),
    hides: Hides | None = None,
    seconds: float = SECONDS,
) -> Answer:
    """The rows that a form asks for.

    Parameters
    ----------
    codes
        Internal ids of the entities that a form names by code.
    hides
        Whom the asker may not see. Nothing starts from them, and no condition is asked of them or of what was
        decided about them: how many rows come back would answer it though no row names anybody.
    seconds
        After so many it stops and says so.
    """
    seq = store.head_seq() if seq is None else seq
    asking = Asking(store, form, day, seq, time.monotonic() + seconds, hides)
    if hides is not None and _leaves_out(form):
        asking.answer.note("DISTRICTS")
    rows: list[Row] = []
    for page in _starts(asking, codes):
        hidden = asking.hidden(page)
        kept = _kept(asking, [one for one in page if one not in hidden], form.conditions)
        rows += _followed(asking, [(End(one),) for one in kept])
        if len(rows) > MOST_HELD:
            asking.answer.note("ROWS")
            break
        # With a threshold every row counts; without one enough is enough.
        if form.at_least == 1 and len(rows) > form.limit:
            asking.answer.note("ROWS")
            break
    rows = _frequent(rows, form.at_least)
    if len(rows) > form.limit:
        asking.answer.note("ROWS")
    asking.answer.rows = rows[: form.limit]
    return asking.answer


def _leaves_out(form: Form) -> bool:
    """Whether who is hidden is left out of the rows: by the form alone, for what is there must not tell it.

    Codes start from nobody who is hidden, and who is hidden stands in the rows, but meets no condition.
    """
    return form.start != "CODES" or any(
        step.conditions or (step.to_decision and step.standing == "IN_FORCE")
        for at, step in enumerate(form.steps)
        if at > 0 or not step.to_decision
    )


def _starts(asking: Asking, codes: Sequence[str]) -> Iterator[list[str]]:
    """Where it begins, a page at a time, until there are too many or the time is over."""
    if asking.form.start == "CODES":
        yield from batches(dict.fromkeys(codes), _BATCH)
        return
    if asking.form.start == "ALL":
        yield from _all(asking)
        return
    # Who lies in two of the regions, or stands in two of the lists, is one start.
    met: set[str] = set()
    for value in asking.form.values:
        if asking.late():
            return
        pages = _in_region(asking, value) if asking.form.start == "REGION" else _on_list(asking, value)
        for page in pages:
            yield [one for one in dict.fromkeys(page) if one not in met]
            met.update(page)


def _in_region(asking: Asking, region: str) -> Iterator[list[str]]:
    """Those of a region, a page at a time."""
    low, high = region_bounds(region)
    columns = asking.columns(
        "read/saved/entities_in_region", limit=MOST_STARTS + 1, first_region=low, last_region=high
    )
    for page in _pages(asking, columns["entity"]):
        yield _still_in(asking, page, low, high)


def _on_list(asking: Asking, list_type: str) -> Iterator[list[str]]:
    """Those who stand in a list on the day: a listing that was repaired, overturned or undone is none."""
    columns = asking.columns("read/saved/entities_on_list", limit=MOST_STARTS + 1, list_type=list_type)
    for page in _pages(
        asking, [*zip(*(columns[one] for one in ("entity", "ground_ref", "kind")), strict=True)]
    ):
        aside = _set_aside(asking, [ref for _, ref, _ in page])
        yield [
            entity
            for entity, ref, kind in page
            if standing_of(ref=ref, kind=kind, ended_on="", annulled_on="", aside=aside, day=asking.day)
            is Standing.IN_FORCE
        ]


def _pages(asking: Asking, found: list[Start]) -> Iterator[list[Start]]:
    """What was found, a page at a time; that there is more, or that the time is over, is noted."""
    if len(found) > MOST_STARTS:
        asking.answer.note("STARTS")
    for first in range(0, min(len(found), MOST_STARTS), _BATCH):
        if asking.late():
            return
        yield found[first : min(first + _BATCH, MOST_STARTS)]


def _still_in(asking: Asking, entities: list[str], low: str, high: str) -> list[str]:
    """Those whose newest state by the day lies there: who has moved away is not in the region."""
    regions = latest(asking.columns("read/patterns/regions_of", entity_ids=entities), "region")
    return [one for one in entities if low <= regions.get(one, "") <= high]


def _all(asking: Asking) -> Iterator[list[str]]:
    after, seen = "", 0
    while seen < MOST_STARTS and not asking.late():
        page = asking.columns("read/saved/entities_after", after=after, limit=_BATCH)["entity"]
        if not page:
            return
        yield page
        after, seen = page[-1], seen + len(page)
    asking.answer.note("STARTS")


def _kept(asking: Asking, entities: Sequence[str], conditions: Sequence[Condition]) -> list[str]:
    """Those of the entities that meet all conditions."""
    wanted = [one for one in conditions if one.on == "ENTITY"]
    if not wanted:
        return list(entities)
    kept = []
    for batch in batches(dict.fromkeys(entities), _BATCH):
        if asking.late():
            break
        fields = latest(asking.columns("read/saved/entity_fields", entity_ids=batch), "fields")
        kept += [
            one
            for one in batch
            if all(condition.holds(fields.get(one, {}).get(condition.field)) for condition in wanted)
        ]
    return kept


def _followed(asking: Asking, rows: list[Row]) -> list[Row]:
    for step in asking.form.steps:
        if asking.late():
            return []
        ends = {row[-1].id: row[-1].is_person for row in rows}
        near = _decisions(asking, step, ends) if step.to_decision else _parties(asking, step, ends)
        grown: list[Row] = []
        for row in rows:
            met = {one.id for one in row}
            grown += [(*row, end) for end in near.get(row[-1].id, ()) if end.id not in met]
            if len(grown) > MOST_HELD:
                asking.answer.note("ROWS")
                break
        rows = grown
    return rows


def _parties(asking: Asking, step: Step, ends: dict[str, bool]) -> dict[str, list[End]]:
    """By party whom it is related to, conditions met."""
    assert step.relation in traversable_edge_types()
    near: dict[str, list[End]] = {}
    on_relation = [one for one in step.conditions if one.on == "RELATION"]
    for is_person, (label, key) in _KEYS.items():
        for batch in batches(asking.ids_of(ends, is_person), _BATCH):
            if asking.late():
                return near
            slots = {"label": label, "key": key, "type": step.relation}
            columns = asking.columns("read/saved/step", slots, ids=batch, cap=WIDTH + 1)
            _take(asking, step, columns, on_relation, near)
    near = {party: list(dict.fromkeys(found)) for party, found in near.items()}
    near = _seen(asking, near) if step.conditions else near
    firms = {end.id for found in near.values() for end in found if not end.is_person}
    wanted = [one for one in step.conditions if one.on == "ENTITY"]
    if wanted:
        kept = set(_kept(asking, sorted(firms), wanted))
        near = {
            party: [end for end in found if not end.is_person and end.id in kept]
            for party, found in near.items()
        }
    return near


def _seen(asking: Asking, near: dict[str, list[End]]) -> dict[str, list[End]]:
    """Without whom the asker may not see: neither such a party nor the relation to it meets a condition."""
    ends = {end.id: end.is_person for found in near.values() for end in found}
    hidden = asking.hidden(*([one for one in ends if ends[one] is person] for person in (False, True)))
    return {party: [end for end in found if end.id not in hidden] for party, found in near.items()}


def _take(
    asking: Asking,
    step: Step,
    columns: dict[str, list[Any]],
    conditions: Sequence[Condition],
    near: dict[str, list[End]],
) -> None:
    counts: dict[str, int] = {}
    names = ("party", "other", "other_is_person", "outward", "valid_from", "pct")
    for id_, other_id, is_person, outward, valid_from, pct in zip(
        *(columns[name] for name in names), strict=True
    ):
        party, other = asking.same.of(id_), asking.same.of(other_id) if is_person else other_id
        counts[party] = counts.get(party, 0) + 1
        if counts[party] > WIDTH:
            asking.answer.note("WIDTH")
            continue
        if step.direction != "ANY" and outward is not (step.direction == "OUT"):
            continue
        values = {"pct": pct, "valid_from": valid_from}
        if all(one.holds(values[one.field]) for one in conditions):
            near.setdefault(party, []).append(End(other, is_person, step.relation, outward, valid_from))


def _decisions(asking: Asking, step: Step, ends: dict[str, bool]) -> dict[str, list[End]]:
    """By party its decisions that meet the conditions, and are in force unless all are asked for."""
    near: dict[str, list[End]] = {}
    # Whether it is in force is a condition too: asked both ways, the rows would tell what became of it.
    if step.conditions or step.standing == "IN_FORCE":
        hidden = asking.hidden(*([one for one in ends if ends[one] is person] for person in (False, True)))
        ends = {one: person for one, person in ends.items() if one not in hidden}
    names = (
        "party", "link", "fact_id", "ground_ref", "list_type", "severity", "decided_on", "ended_on",
        "annulled_on", "kind",
    )  # fmt: skip
    for is_person, (label, key) in _KEYS.items():
        for batch in batches(asking.ids_of(ends, is_person), _BATCH):
            if asking.late():
                return near
            slots = {"label": label, "key": key}
            columns = asking.columns("read/hints/decisions_of", slots, ids=batch, since="")
            aside = _set_aside(asking, columns["ground_ref"])
            for values in zip(*(columns[name] for name in names), strict=True):
                found = dict(zip(names, values, strict=True))
                if found["link"] == step.relation and all(
                    one.holds(found[one.field]) for one in step.conditions
                ):
                    end = _decision(asking, step, found, aside)
                    near.setdefault(asking.same.of(found["party"]), []).extend(end)
    return near


def _set_aside(asking: Asking, refs: Sequence[str]) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    for batch in batches(sorted({one for one in refs if one}), _BATCH):
        found |= set_aside(asking.columns, batch)
    return found


def _decision(asking: Asking, step: Step, found: dict[str, str], aside: Mapping[str, Standing]) -> list[End]:
    """The decision with what has become of it; nothing where only those in force are asked for."""
    standing = standing_of(
        ref=found["ground_ref"],
        kind=found["kind"],
        ended_on=found["ended_on"],
        annulled_on=found["annulled_on"],
        aside=aside,
        day=asking.day,
    )
    if step.standing == "IN_FORCE" and standing is not Standing.IN_FORCE:
        return []
    said = ("list_type", "severity", "decided_on", "ended_on", "annulled_on", "kind")
    return [
        End(
            found["fact_id"],
            relation=step.relation,
            outward=True,
            valid_from=found["decided_on"],
            decision={**{name: found[name] for name in said}, "standing": standing.value},
        )
    ]


def _frequent(rows: list[Row], least: int) -> list[Row]:
    """Only rows of first parties with at least so many different ends."""
    if least == 1:
        return rows
    ends: dict[str, set[str]] = {}
    for row in rows:
        ends.setdefault(row[0].id, set()).add(row[-1].id)
    return [row for row in rows if len(ends[row[0].id]) >= least]
