"""Answer a composed question step by step, over fixed queries, within bounds of rows, width and time."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from graph.model import traversable_edge_types
from graph.ownership.read import batches, latest
from graph.risk.questions.asking import BATCH, Answer, Asking, End, Hides, Row
from graph.risk.questions.form import Condition, Form, Step
from graph.risk.questions.starts import starts_of
from graph.risk.standing import Standing, standing_of
from graph.store import Store

#: Rows held between two steps, relations of one party, seconds.
MOST_HELD: Final = 20_000
WIDTH: Final = 200
SECONDS: Final = 20.0
_KEYS: Final = {True: ("Person", "person_id"), False: ("Entity", "entity_id")}


def answer_question(
    store: Store,
    form: Form,
    day: str,
    *,
    seq: int | None = None,
    codes: Sequence[str] = (),
    hides: Hides | None = None,
    seconds: float = SECONDS,
    after: str = "",
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
    after
        Where an answer before ended that says where to go on: only later starts are looked at.
    """
    seq = store.head_seq() if seq is None else seq
    asking = Asking(store, form, day, seq, time.monotonic() + seconds, hides)
    if hides is not None and _leaves_out(form):
        asking.answer.note("DISTRICTS")
    asking.answer.following = after
    for place, page in starts_of(asking, codes, after):
        hidden = asking.hidden(page)
        kept = _kept(asking, [one for one in page if one not in hidden], form.conditions)
        rows = _frequent(_followed(asking, [(End(one),) for one in kept]), form.at_least)
        late = asking.late()
        if late and asking.answer.following:
            break  # what was found of this page by half is found whole when it goes on
        asking.answer.rows += rows
        if late:
            break
        if len(asking.answer.rows) > form.limit:
            asking.answer.note("ROWS")
            break
        asking.answer.following = place
    if "TIME" not in asking.answer.cut:
        asking.answer.following = ""
    asking.answer.rows = asking.answer.rows[: form.limit]
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


def _kept(asking: Asking, entities: Sequence[str], conditions: Sequence[Condition]) -> list[str]:
    """Those of the entities that meet all conditions."""
    wanted = [one for one in conditions if one.on == "ENTITY"]
    if not wanted:
        return list(entities)
    kept = []
    for batch in batches(dict.fromkeys(entities), BATCH):
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
        for batch in batches(asking.ids_of(ends, is_person), BATCH):
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
        for batch in batches(asking.ids_of(ends, is_person), BATCH):
            if asking.late():
                return near
            slots = {"label": label, "key": key}
            columns = asking.columns("read/hints/decisions_of", slots, ids=batch, since="")
            aside = asking.set_aside(columns["ground_ref"])
            for values in zip(*(columns[name] for name in names), strict=True):
                found = dict(zip(names, values, strict=True))
                if found["link"] == step.relation and all(
                    one.holds(found[one.field]) for one in step.conditions
                ):
                    end = _decision(asking, step, found, aside)
                    near.setdefault(asking.same.of(found["party"]), []).extend(end)
    return near


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
    """Only rows of first parties with at least so many different ends; all rows of a party are here."""
    if least == 1:
        return rows
    ends: dict[str, set[str]] = {}
    for row in rows:
        ends.setdefault(row[0].id, set()).add(row[-1].id)
    return [row for row in rows if len(ends[row[0].id]) >= least]
