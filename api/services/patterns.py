"""Patterns as investigators ask for them: the library, runs, and their matches with names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from api.auth.masking import Masking
from api.services.desk import Desk
from api.services.districts import Within
from api.services.parties import Parties, parties_of
from graph.risk.patterns import PATTERNS, pattern
from graph.risk.patterns.stored import Begun, begin_run, matches_page, newest_runs, run_by_id

#: Parts of a match that its decision is about, and what a match says of the decision.
_DECIDED: Final = frozenset({"ENTITY", "LISTED"})
_OF_DECISION: Final = frozenset({"decision", "decision_kind", "decided_on", "list_type", "severity"})


def library(desk: Desk) -> dict[str, Any]:
    """Every pattern with its newest run."""
    newest: dict[str, dict[str, Any]] = {}
    for run in newest_runs(desk.store, limit=500):
        newest.setdefault(run["pattern"], run)
    return {
        "rows": [
            {
                "name": one.name,
                "title": one.zh,
                "version": one.version,
                "explanation": one.explanation,
                "last_run": newest.get(one.name),
            }
            for one in PATTERNS.values()
        ]
    }


def one_pattern(desk: Desk, name: str) -> dict[str, Any]:
    """One pattern: what it finds, what that does not mean, parameters, queries, runs.

    Raises
    ------
    NotFoundError
        There is no such pattern.
    """
    return {**pattern(name).to_json(), "runs": newest_runs(desk.store, (name,), limit=20)}


def begin(
    desk: Desk,
    name: str,
    *,
    parameters: Mapping[str, Any] | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
) -> Begun:
    """Note a run at a commit, the newest by default; `graph.risk.patterns.stored.carry_out` then does it."""
    seq = desk.seq(known_at)
    desk = desk.store.ask(desk.then(known_at, seq))
    return begin_run(
        desk.store,
        name,
        as_of or desk.today,
        seq=seq,
        data_version=desk.data_version(seq),
        by=desk.operator,
        parameters=parameters,
    )


def matches(
    desk: Desk,
    run_id: str,
    *,
    masking: Masking,
    within: Within | None = None,
    after: int = 0,
    limit: int = 50,
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A page of the matches of a run, and the ids of the persons that it names.

    Raises
    ------
    NotFoundError
        There is no such run.
    """
    run = run_by_id(desk.store, run_id)
    found = matches_page(desk.store, run_id, after=after, limit=limit + 1)
    page = found[:limit]
    members = [one for row in page for one in row["members"]]
    persons = {one["id"] for one in members if one["is_person"]}
    parties = parties_of(
        desk,
        (one["id"] for one in members if not one["is_person"]),
        persons,
        run["as_of"],
        run["known_seq"],
        masking=masking,
        within=within,
    )
    rows = [
        {
            "number": row["number"],
            "key": row["key"],
            "size": row["size"],
            "facts": _facts(parties, row),
            "members": [
                {**parties.shown(one["id"], is_person=one["is_person"]), "part": one["part"]}
                for one in row["members"]
            ],
        }
        for row in page
    ]
    following = page[-1]["number"] if len(found) > limit else None
    return {"run": run, "rows": rows, "cursor": following}, parties.named(persons)


def _facts(parties: Parties, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a match rests on, without the decision where the party that it is about is hidden."""
    about = {one["id"] for one in row["members"] if one["part"] in _DECIDED}
    untold = _OF_DECISION if about & parties.outside else frozenset[str]()
    return {name: value for name, value in row["facts"].items() if name not in untold}
