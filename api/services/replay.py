"""Give a kept answer once more, from its own data version, and compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from api.auth.masking import masking
from api.auth.permissions import in_scope
from api.auth.principal import Principal
from api.services.check import check_dossier
from api.services.desk import Desk
from api.services.detail import labels_plan
from api.services.dossier import dossier_of
from api.services.exits import exit_dossier
from api.services.explain import explain
from api.services.findings import finding_by_id
from api.services.kept import CHECK, EXIT, EXPLAIN, FINDINGS, SCREEN, principal_of, without
from api.services.lists import findings_plan
from api.services.screen import LIVE, Screening
from api.services.visibility import may_see, person_names, persons_on, visible_dossier, within
from graph.answers.kept import Kept, digest_of
from graph.errors import AnswerRefusedError
from graph.liability.catalogue.stored import catalogue_of_version

_PARTS: Final = ("commit", "rules", "catalogue", "calendar")
_NAMES: Final = "姓名或证件号码"
Again = tuple[dict[str, Any], list[str], tuple[str, ...]]
"""The answer given anew, names in it, and beginnings of places that cannot be compared."""


@dataclass(frozen=True)
class Replay:
    """A kept answer beside the same question asked again.

    Parameters
    ----------
    same
        Whether the answer is the same, names and all.
    versions
        What the answer depended on and is not in use any more: (then, now) by name.
    differences
        Fields that are not the same: place, then, now; without names.
    """

    kept: Kept
    same: bool
    versions: dict[str, tuple[str, str]]
    differences: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """Plain data, as ``replay --json`` prints it."""
        return {
            "answer_id": self.kept.answer_id,
            "at": self.kept.at,
            "kind": self.kept.kind,
            "holder": self.kept.holder,
            "data_version": self.kept.data_version,
            "same": self.same,
            "versions": [
                {"part": part, "then": then, "now": now} for part, (then, now) in self.versions.items()
            ],
            "differences": self.differences,
            "body": self.kept.body,
        }


def replay(desk: Desk, kept: Kept) -> Replay:
    """Ask again what was asked, as of the same commit and by the same right.

    Raises
    ------
    AnswerRefusedError
        The keys are not at hand, or the kind of answer is unknown.
    """
    if desk.keys is None:
        raise AnswerRefusedError("没有身份密钥，不能重放答复", todo="在存有密钥的机器上运行")
    parts = dict(zip(_PARTS, kept.data_version.split("/"), strict=True))
    then, versions = _desk_of(desk, parts)
    given, names, ignored = _again(then, kept, int(parts["commit"]))
    given["data_version"] = kept.data_version  # what of it is not in use any more stands in `versions`
    was, now = _flat("", kept.body), _flat("", without(names)(given))
    places = [one for one in sorted(was.keys() | now.keys()) if not one.startswith(ignored)]
    differences = [
        {"place": one, "then": was.get(one), "now": now.get(one)}
        for one in places
        if was.get(one) != now.get(one)
    ]
    if not differences and not ignored and digest_of(desk.keys, given) != kept.digest:
        differences = [{"place": _NAMES, "then": "*", "now": "*"}]
    return Replay(kept, not differences, versions, differences)


def _flat(place: str, value: Any) -> dict[str, Any]:
    """Every value by its place; rows of a list by what names them, where something does."""
    if isinstance(value, dict) and value:
        parts = [_flat(f"{place}.{key}" if place else key, one) for key, one in value.items()]
    elif isinstance(value, list) and value:
        parts = [_flat(f"{place}.{_name_in(one, number)}", one) for number, one in enumerate(value)]
    else:
        return {place: value}
    return {key: one for part in parts for key, one in part.items()}


def _name_in(row: Any, number: int) -> str:
    if isinstance(row, dict):
        for name in ("line", "finding_id", "ground_id", "heading"):
            if row.get(name):
                return str(row[name])
    return str(number)


def _desk_of(desk: Desk, parts: dict[str, str]) -> tuple[Desk, dict[str, tuple[str, str]]]:
    """The desk with the catalogue of then, and what of the version cannot be had any more."""
    book = catalogue_of_version(desk.store, parts["catalogue"])
    then = replace(desk, catalogue=book) if book is not None else desk
    have = dict(zip(_PARTS, then.data_version(int(parts["commit"])).split("/"), strict=True))
    return then, {part: (parts[part], have[part]) for part in _PARTS if parts[part] != have[part]}


def _again(desk: Desk, kept: Kept, seq: int) -> Again:
    ways: dict[str, Callable[[Desk, dict[str, Any], Principal, int], Again]] = {
        CHECK: _check, SCREEN: _screen, EXPLAIN: _explain, EXIT: _exit, FINDINGS: _findings,
    }  # fmt: skip
    way = ways.get(kept.kind)
    if way is None:
        raise AnswerRefusedError("不认识的答复种类", where=kept.kind, todo="用生成它的版本重放")
    return way(desk, kept.asked, principal_of(kept.holder, kept.asked["asker"]), seq)


def _check(desk: Desk, asked: dict[str, Any], principal: Principal, seq: int) -> Again:
    dossier = desk.store.ask(dossier_of(desk, asked["code"], asked["as_of"], seq))
    document = check_dossier(
        desk,
        visible_dossier(principal, dossier, asked["as_of"]),
        asked["as_of"],
        purpose=asked["purpose"],
        measure=asked["measure"],
        known_at=asked["known_at"],
    )
    names = person_names(dossier)
    return masking(principal).document(document, names), names, ()


def _screen(desk: Desk, asked: dict[str, Any], principal: Principal, seq: int) -> Again:
    job = Screening(desk, seq, asked["as_of"], asked["purpose"], asked["measure"], LIVE)
    job.visible = lambda dossier: visible_dossier(principal, dossier, asked["as_of"])
    job.in_scope = lambda one: one.subject.kind == "PERSON" or in_scope(principal, one.region)
    batch = [(line, text) for line, text, _ in asked["inputs"] if text]
    rows = desk.store.ask(job.plan(batch))
    masks = masking(principal)
    names = [row["name"] for row in rows if row["subject"].startswith("p")]
    for row in rows:
        if row["subject"].startswith("p"):
            row["name"] = masks.name(row["name"])
    # A number is not kept: whom it found is compared, not how it was written, and not what found nobody.
    ignored = [f"rows.{line}.input" for line, text, number in asked["inputs"] if number and text]
    ignored += [f"rows.{line}." for line, text, number in asked["inputs"] if number and not text]
    document = {"as_of": asked["as_of"], "data_version": desk.data_version(seq), "rows": rows}
    return document, names, tuple(ignored)


def _explain(desk: Desk, asked: dict[str, Any], principal: Principal, seq: int) -> Again:
    finding = finding_by_id(desk, asked["finding_id"], seq)["finding"]
    found = explain(desk, asked["finding_id"], as_of=asked["as_of"], known_at=f"seq:{seq}")
    labels = desk.store.ask(labels_plan(persons_on(finding), asked["as_of"], seq))
    names = [finding["person_name"], *(name for _, name in labels.values())]
    return masking(principal).document(found, names), names, ()


def _exit(desk: Desk, asked: dict[str, Any], principal: Principal, seq: int) -> Again:
    dossier = desk.store.ask(dossier_of(desk, asked["code"], asked["as_of"], seq))
    dossier = visible_dossier(principal, dossier, asked["as_of"])
    found = desk.store.ask(exit_dossier(desk, dossier, asked["as_of"], known_at=asked["known_at"]))
    names = person_names(dossier)
    return masking(principal).document(found, names), names, ()


def _findings(desk: Desk, asked: dict[str, Any], principal: Principal, seq: int) -> Again:
    plan = findings_plan(
        desk,
        asked["as_of"],
        seq,
        states=frozenset(asked["states"]) if asked["states"] else None,
        allowed=lambda finding, shown: may_see(principal, finding, shown),
        after=asked["after"],
        limit=asked["limit"],
        within=within(principal),
    )
    found = desk.store.ask(plan)
    masks = masking(principal)
    names = [one["person_name"] for one in found["rows"]]
    for one in found["rows"]:
        one["person_name"] = masks.name(one["person_name"])
    found.pop("cursor")
    return found, names, ()
