"""The edition of the catalogue that a store holds: loaded whole, numbered, never overwritten."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterator
from functools import cache, partial
from typing import Any

from graph.audit.changes import record_change
from graph.days import OPEN_SEQ
from graph.errors import RuleDefinitionError
from graph.liability.catalogue import Catalogue, load_catalogue
from graph.liability.rulebook import RuleSet
from graph.store import Plan, Store, WriteTransaction, ask


def catalogue_plan(seq: int | None = None) -> Plan[Catalogue]:
    """The edition in force at a commit, the newest by default; the shipped one before any was loaded."""
    if seq is None:
        head = yield from ask("read/commit/head")
        seq = int(head[0]["seq"]) if head else 0
    rows = yield from ask("read/catalogue/in_force", seq=seq)
    return _parsed(rows[0]["content"]) if rows else load_catalogue()


def catalogue_of_version(store: Store, version: str) -> Catalogue | None:
    """The edition that an answer names in its data version, or None where nobody has it any more."""
    shipped = load_catalogue()
    if version == shipped.version:
        return shipped
    rows = store.read("read/catalogue/of_version", version=version, seq=store.head_seq())
    return _parsed(rows[0]["content"]) if rows else None


def editions(store: Store) -> list[dict[str, Any]]:
    """Every edition that was loaded, the newest first."""
    rows: list[dict[str, Any]] = store.read("read/catalogue/editions", seq=store.head_seq())[0]["rows"]
    return rows


@cache
def _parsed(content: str) -> Catalogue:
    return Catalogue.model_validate(json.loads(content))


def load_edition(
    store: Store, catalogue: Catalogue, ruleset: RuleSet, *, actor: str, role: str = "LOCAL", reason: str = ""
) -> bool:
    """Make an edition the one in force, whole, with an entry in the audit trail; False when it is already.

    Raises
    ------
    RuleDefinitionError
        Rules name measures that it does not have, or another annex was loaded under the same edition.
    """
    require_rules_covered(ruleset, catalogue)
    for row in editions(store):
        if row["version"] == catalogue.version and row["current"]:
            return False
        if row["edition"] == catalogue.edition and row["version"] != catalogue.version:
            raise RuleDefinitionError(
                f"库中已有版本号同为 {catalogue.edition} 而内容不同的清单",
                where="edition",
                todo="内容有改动的清单须换用新的版本号",
            )
    write = partial(_replace, catalogue=catalogue, actor=actor, role=role, reason=reason)
    store.write(write, by=actor, why="load catalogue of measures")
    return True


def _replace(tx: WriteTransaction, *, catalogue: Catalogue, actor: str, role: str, reason: str) -> None:
    edition = {
        "edition_id": "g" + secrets.token_hex(12),
        "version": catalogue.version,
        "edition": catalogue.edition,
        "name": catalogue.name,
        "content": catalogue.as_text(),
        "loaded_by": actor,
        "loaded_at": tx.at,
    }
    tx.run("write/catalogue/close_edition", open_seq=OPEN_SEQ)
    tx.run("write/catalogue/open_edition", edition=edition, open_seq=OPEN_SEQ)
    record_change(
        tx,
        actor=actor,
        role=role,
        action="LOAD_CATALOGUE",
        target=edition["edition_id"],
        reason=reason,
        detail={"version": catalogue.version, "measures": sorted(catalogue.by_code)},
    )


def require_rules_covered(ruleset: RuleSet, catalogue: Catalogue) -> None:
    """Refuse rules, or measures of lists, that name what the catalogue does not have.

    Raises
    ------
    RuleDefinitionError
        It names the first rule or list, and the measure.
    """
    for place, codes in _named(ruleset):
        for code in codes:
            if catalogue.find(code) is None:
                raise RuleDefinitionError(
                    f"措施 {code} 不在失信惩戒措施清单（版本 {catalogue.edition}）内，规则不得采用",
                    where=place,
                    todo="改用清单内的措施，或先载入含有该措施的清单",
                )


def _named(ruleset: RuleSet) -> Iterator[tuple[str, Collection[str]]]:
    for rule in ruleset.rules:
        yield f"{rule.ref}.measures", rule.measures
    for list_type, row in ruleset.vocabulary.own_measures.items():
        yield f"own_measures.{list_type}.measures", row.get("measures", ())
