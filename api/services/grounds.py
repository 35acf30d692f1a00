"""What each decision on an entity leads to: that somebody answers for it, or that nobody does, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.services.desk import Desk
from api.services.dossier import Dossier, dossier_of
from graph.errors import UsageError
from graph.liability.contract import GroundContext
from graph.liability.evaluate import evaluate
from graph.liability.load import ContextLoader
from graph.liability.matching import applicable_rules
from graph.liability.outcomes import answer_of, no_rule
from graph.store import seq_plan

MOST: int = 500


def grounds(
    desk: Desk, code: str, *, as_of: str | None = None, known_at: str | None = None
) -> dict[str, Any]:
    """The document of ``grounds --json``; see `grounds_of`."""
    day = as_of or desk.today
    dossier = desk.store.ask(dossier_of(desk, code, day, desk.store.ask(seq_plan(known_at))))
    return grounds_of(desk, dossier, day, known_at=known_at)


def grounds_of(
    desk: Desk,
    dossier: Dossier,
    day: str,
    *,
    known_at: str | None = None,
    shown: Callable[[str], bool] = lambda _authority: True,
) -> dict[str, Any]:
    """Decisions on one entity, each with the rules' answer as of a day; persons are not named.

    Parameters
    ----------
    shown
        Whether the asker may see what comes of the decisions of an authority, given by its code.

    Raises
    ------
    UsageError
        It is a person: what stands against a person is asked with a check.
    """
    if dossier.subject.kind != "ENTITY":
        raise UsageError("自然人没有这样的决定清单", todo="填写机构代码；个人用 check 查询")
    found = desk.store.read(
        "read/liability/ground_refs_of_entities", ids=[dossier.subject.id], seq=dossier.seq
    )
    refs = sorted(found[0]["refs"])
    loaded = ContextLoader(desk.store, desk.ruleset, dossier.seq).load(refs[:MOST])
    rows = [
        _decision(desk, context, day)
        for context in loaded.contexts
        if shown(context.ground.authority_code) and context.ground.decided_on <= day
    ]
    silent = sorted(loaded.known - {context.ground.ground_ref for context in loaded.contexts})
    rows += [_silent(ref) for ref in silent]
    return {
        "subject": {"kind": "ENTITY", "code": dossier.subject.code, "name": dossier.subject.name},
        "as_of": day,
        "known_at": known_at or f"seq:{dossier.seq}",
        "data_version": desk.data_version(dossier.seq),
        "complete": len(refs) <= MOST,
        "decisions": sorted(rows, key=lambda one: (one["decided_on"], one["ground_kind"], one["ground_id"])),
    }


def _decision(desk: Desk, context: GroundContext, day: str) -> dict[str, Any]:
    ground = context.ground
    applicable, _ = applicable_rules(context, desk.ruleset, day)
    return {
        "ground_kind": ground.ground_kind,
        "ground_id": ground.ground_id,
        "list_type": ground.list_type,
        "situation": ground.situation,
        "decided_on": ground.decided_on,
        "authority_code": ground.authority_code,
        **answer_of(evaluate(context, desk.ruleset, day), desk.ruleset, reaches=bool(applicable)),
    }


def _silent(ref: str) -> dict[str, Any]:
    """A decision about which no rule says anything: its key is all that there is to tell."""
    kind, _, ground_id = ref.partition(":")
    empty = {"list_type": "", "situation": "", "decided_on": "", "authority_code": ""}
    return {"ground_kind": kind, "ground_id": ground_id, **empty, **no_rule()}
