"""The way out as one document: why, until when, the smallest set of acts, what does not help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.liability.exits.book import ExitBook, Futile, When, load_exits
from graph.liability.exits.cover import Cover, smallest_cover
from graph.liability.exits.options import Option, options_of
from graph.liability.exits.standing import FINDING, LIFE, TERM, Latest, Standing, latest_of

Row = dict[str, Any]


@dataclass(frozen=True)
class Exit:
    """What stands, the acts that end it, and the smallest set of them."""

    day: str
    standings: tuple[Standing, ...]
    options: tuple[Option, ...]
    cover: Cover
    book: ExitBook

    def latest(self, one: Standing) -> Latest:
        """When one of them ends by time alone."""
        return latest_of(one, self.book)

    @property
    def chosen(self) -> tuple[Option, ...]:
        """The acts of the smallest set."""
        return tuple(one for one in self.options if one.key in self.cover.acts)

    @property
    def left(self) -> tuple[Standing, ...]:
        """What no act ends."""
        ended = {one.id for option in self.options for one in option.ends}
        return tuple(one for one in self.standings if one.id not in ended)


def exit_of(standings: Sequence[Standing], day: str, book: ExitBook | None = None) -> Exit:
    """The way out of what stands on `day`.

    Parameters
    ----------
    standings
        What counts: confirmed findings, in dispute or not, and own records.
    """
    rules = book or load_exits()
    ordered = tuple(sorted(standings, key=_order))
    options = options_of(ordered, rules, day)
    cover = smallest_cover(
        {one.key: [standing.id for standing in one.ends] for one in options},
        {one.key: one.ready.day for one in options},
    )
    return Exit(day, ordered, options, cover, rules)


def _order(one: Standing) -> tuple[str, ...]:
    """Oldest first, and never by ids that chance gave."""
    return one.valid_from, one.list_type, one.rule, one.role, one.ground_kind, one.ground_id, one.id


def document_of(found: Exit) -> Row:
    """The answer's own part of ``exit --json``; who is asked about is added where names are known."""
    return {
        "standing": bool(found.standings),
        "why": [_why(one, found) for one in found.standings],
        "latest": _latest(found),
        "smallest": _smallest(found),
        "acts": [_option(one, found) for one in found.options],
        "only_if_unlawful": _annulment(found),
        "will_not_help": _futile(found),
    }


def _why(one: Standing, found: Exit) -> Row:
    latest = found.latest(one)
    return {
        "id": one.id,
        "of": one.of,
        "ground_kind": one.ground_kind,
        "ground_id": one.ground_id,
        "list_type": one.list_type,
        "entity": one.entity,
        "entity_name": one.entity_name,
        "role": one.role,
        "mode": one.mode,
        "state": one.state,
        "since": one.valid_from,
        "latest": latest.day or None,
        "latest_because": latest.because,
        "rule": one.rule,
        "basis": list(one.basis),
        "measures": list(one.measures),
        "ended_by": [option.key for option in found.options if one in option.ends],
    }


def _latest(found: Exit) -> Row:
    """When everything is over if nobody does anything."""
    ends = [found.latest(one) for one in found.standings]
    open_ends = [one.because for one in ends if not one.day]
    if open_ends:
        return {"day": None, "because": LIFE if LIFE in open_ends else open_ends[0]}
    return {"day": max((one.day for one in ends), default=None), "because": TERM if ends else "NOTHING"}


def _smallest(found: Exit) -> Row:
    chosen, left = found.chosen, found.left
    days = [one.ready.day for one in chosen]
    ready = max(days, default="") if all(days) else ""
    over = [found.latest(one).day for one in left]
    free = [*days, *over]
    ended = [one.id for one in found.standings if one not in left]
    return {
        "acts": [one.key for one in chosen],
        "size": len(chosen),
        "exact": found.cover.exact,
        "at_least": found.cover.at_least,
        "earliest": ready or None,
        "ends": ended,
        "ends_all": not left,
        "left": [one.id for one in left],
        "free_from": max(free) if free and all(free) else None,
    }


def _option(one: Option, found: Exit) -> Row:
    first = one.first
    basis = one.act.basis_for(standing.list_type for standing in one.ends)
    return {
        "key": one.key,
        "act": one.act.id,
        "name": one.act.name,
        "in_smallest": one.key in found.cover.acts,
        "ends": [standing.id for standing in one.ends],
        "who": one.act.who,
        "where": one.act.where,
        "authority": first.fact("authority") or first.fact("court") or first.fact("status_authority"),
        "authority_code": first.fact("authority_code"),
        "doc_no": first.fact("doc_no") or first.fact("case_no"),
        "severity": one.ready.severity or None,
        "earliest": one.ready.day or None,
        "earliest_because": one.ready.because,
        "possible_now": one.ready.day <= found.day if one.ready.day else None,
        "documents": list(one.act.documents),
        "also": list(one.act.also),
        "clock": one.act.clock,
        "basis": "；".join(rule.zh for rule in basis),
        "verified": one.ready.verified and all(rule.evidence == "P" for rule in basis),
        "application": _application(first),
    }


def _application(one: Standing) -> Row | None:
    """The newest repair that was applied for, decided or not."""
    rows = [row for row in one.repairs if row.get("applied_on") or row.get("decided_on")]
    if not rows:
        return None
    last = max(rows, key=lambda row: (str(row.get("applied_on") or ""), str(row.get("decided_on") or "")))
    names = ("repair_id", "applied_on", "accepted_on", "decided_on", "result")
    return {name: str(last.get(name) or "") for name in names}


def _annulment(found: Exit) -> Row:
    rule = found.book.annulment
    grounds = sorted({one.ground_id for one in found.standings})
    return {"name": rule.name, "text": rule.text, "basis": rule.basis.zh, "grounds": grounds}


def _futile(found: Exit) -> list[Row]:
    """What does not help, each with its rule; the same words for several records stand once a rule."""
    several = len({one.ground_ref for one in found.standings}) > 1
    rows: dict[tuple[str, str], Row] = {}
    for rule in found.book.futile:
        for one in found.standings:
            if not _holds(rule.when, one, found, several):
                continue
            source, basis = _rule_of(rule, one, found)
            row = rows.setdefault(
                (rule.id, source or basis),
                {"id": rule.id, "text": rule.text, "rule": source, "basis": basis, "about": []},
            )
            row["about"].append(one.id)
    return list(rows.values())


def _rule_of(rule: Futile, one: Standing, found: Exit) -> tuple[str, str]:
    """(rule, basis): the finding's own rule, or what the data names."""
    if rule.basis != "RULE":
        return "", rule.basis.zh
    if one.of == FINDING:
        return one.rule, "；".join(one.basis)
    act = next((option.act for option in found.options if one in option.ends), None)
    return "", act.basis_for((one.list_type,))[0].zh if act is not None else ""


def _holds(when: When, one: Standing, found: Exit, several: bool) -> bool:
    given: Mapping[str, tuple[tuple[str, ...], str]] = {
        "grounds": (when.grounds, one.ground_kind),
        "lists": (when.lists, one.list_type),
        "roles": (when.roles, one.role),
        "modes": (when.modes, one.mode),
        "anchors": (when.anchors, one.anchor),
        "terms": (when.terms, one.term),
    }
    if any(wanted and value not in wanted for wanted, value in given.values()):
        return False
    acts = {option.act.id for option in found.options if one in option.ends}
    if when.acts and not acts & set(when.acts):
        return False
    facts: tuple[tuple[bool | str | None, bool | str], ...] = (
        (when.of, one.of),
        (when.subject, one.subject),
        (when.self, one.role == "SELF"),
        (when.follows, one.follows),
        (when.open_ended, not found.latest(one).day),
        (when.several_grounds, several),
    )
    return all(wanted is None or wanted == value for wanted, value in facts)
