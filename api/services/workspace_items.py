"""What an item of a workspace names, read from the store when it is put there: nothing is taken on trust."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from api.auth.permissions import in_scope
from api.auth.principal import Principal
from api.services.desk import Desk
from api.services.districts import persons_within_plan
from api.services.evidence import cited_finding, cited_record, registered_in
from api.services.relations import Named, Party, named_plan
from api.services.workspace_relations import PAGE_OF, Relation, is_code, relations_of, shown
from graph.errors import AnswerRefusedError, UsageError
from graph.identity.numbers import read_number
from graph.risk.frontier import checked_types

Row = dict[str, Any]


def checked_body(desk: Desk, by: Principal, kind: str, body: Row) -> Row:
    """The body to keep, with what the store says of everything that it names.

    Raises
    ------
    AnswerRefusedError
        It names somebody outside the asker's districts, or holds the number of a person's document.
    NotFoundError
        It names somebody whom the store does not know.
    UsageError
        A chain does not hang together, or a relation of it is not in the store.
    """
    if kind == "PARTY":
        return _party(desk, by, body)
    if kind == "VIEW":
        return _view(desk, by, body)
    if kind == "PATH":
        return _paths(desk, by, body)
    if kind == "EVIDENCE" and body.get("ref"):
        return {**body, "ref": _cited(desk, by, body["ref"])}
    return body


def _cited(desk: Desk, by: Principal, ref: Row) -> Row:
    """What the finding or record says on that day, as known at that commit, with its sources."""
    day, seq = ref.get("as_of") or desk.today, commit_of(desk, ref.get("data_version", ""))
    known_at = f"seq:{seq}"
    if ref["kind"] == "FINDING":
        told = cited_finding(desk, by, ref["id"], day, seq)
    else:
        party = _named(desk, by, [ref["subject"]], day, known_at).parties[0]
        told = cited_record(desk, party, ref["id"], day, seq)
    version = desk.store.ask(desk.then(known_at, seq)).data_version(seq)
    return {"kind": ref["kind"], "id": ref["id"], "as_of": day, "data_version": version, **told}


def _named(desk: Desk, by: Principal, codes: Sequence[str], day: str, known_at: str | None = None) -> Named:
    """Who is meant; the asker must be allowed to see each of them."""
    named = _known(desk, codes, day, known_at)
    _refuse_beyond(desk, by, named.parties, named.seq)
    return named


def _known(desk: Desk, codes: Sequence[str], day: str, known_at: str | None) -> Named:
    if any(read_number("", one).valid for one in codes):
        raise AnswerRefusedError(
            "证件号码不得写入工作区", where="code", todo="改填统一社会信用代码或人员编号"
        )
    return desk.store.ask(named_plan(codes, day, known_at))


def _refuse_beyond(
    desk: Desk,
    by: Principal,
    parties: Sequence[Party],
    seq: int,
    *,
    where: str = "code",
    todo: str = "需要时由有权的部门查询",
) -> None:
    """Entities lie in a district, persons belong to those of their entities and findings (ADR 0022)."""
    if not by.districts:
        return
    entities = [one for one in parties if one.subject.kind == "ENTITY"]
    if not all(in_scope(by, one.region) for one in entities):
        raise AnswerRefusedError("该主体不在您的辖区范围内", where=where, todo=todo)
    persons = {one.subject.id for one in parties if one.subject.kind == "PERSON"}
    near = persons_within_plan(persons, seq, lambda region, authority: in_scope(by, region, authority))
    if not desk.store.ask(near) >= persons:
        raise AnswerRefusedError("该人员不在您的辖区范围内", where=where, todo=todo)


def _party(desk: Desk, by: Principal, body: Row) -> Row:
    """A party with the state that the register has of it today, and where that comes from."""
    named = _named(desk, by, [body["code"]], desk.today)
    party, known_at = named.parties[0], f"seq:{named.seq}"
    return {
        **body,
        "code": party.subject.code,
        "name": party.subject.name,
        "as_of": desk.today,
        "data_version": desk.store.ask(desk.then(known_at, named.seq)).data_version(named.seq),
        "sources": registered_in(desk, party, desk.today, named.seq),
    }


def _view(desk: Desk, by: Principal, body: Row) -> Row:
    """A view always with its day and commit, so that it shows later what was seen."""
    day, seq = body["view"].get("day") or desk.today, commit_of(desk, body["view"].get("known", ""))
    known_at = f"seq:{seq}"
    _named(desk, by, [body["view"]["code"]], day, known_at)
    parties = body.get("parties") or [one for one in body["positions"] if PAGE_OF not in one]
    # A party that had no code on a day of the past is drawn under its inner id: nothing to be looked up by.
    held = _known(desk, [one for one in parties if is_code(one)], day, known_at)
    _refuse_beyond(desk, by, held.parties, held.seq, where="parties", todo="去掉辖区外的主体和人员后再保存")
    version = desk.store.ask(desk.then(known_at, seq)).data_version(seq)
    view = {name: value for name, value in body["view"].items() if value}
    return {
        **body,
        "view": {**view, "day": day, "known": str(seq)},
        "parties": list(dict.fromkeys(parties)),
        "data_version": version,
    }


def commit_of(desk: Desk, data_version: str) -> int:
    """The commit of an answer's version; the newest without one.

    Raises
    ------
    UsageError
        There is no such commit yet.
    """
    newest = desk.seq()
    seq = int(data_version.split("/", 1)[0]) if data_version else newest
    if not 1 <= seq <= newest:
        raise UsageError("没有这个数据版本", where="data_version", todo="填写所见答复中的 data_version")
    return seq


def _paths(desk: Desk, by: Principal, body: Row) -> Row:
    """Chains as found: each hop is a relation of that day, as known at that commit."""
    day, seq = body.get("as_of") or desk.today, commit_of(desk, body.get("data_version", ""))
    chains: list[list[Row]] = [one["hops"] for one in body["paths"]]
    _refuse_broken(chains)
    known_at = f"seq:{seq}"
    codes = list(dict.fromkeys(hop[end] for chain in chains for hop in chain for end in ("from", "to")))
    parties = dict(zip(codes, _known(desk, codes, day, known_at).parties, strict=True))
    # Who stands between may be of anywhere, as in the answer; both ends are whom one asks about.
    ends = {end for chain in chains for end in (chain[0]["from"], chain[-1]["to"])}
    _refuse_beyond(desk, by, [parties[one] for one in sorted(ends)], seq)
    found = _relations(desk, [hop for chain in chains for hop in chain], parties, day, seq)
    version = desk.store.ask(desk.then(known_at, seq)).data_version(seq)
    return {
        "as_of": day,
        "data_version": version,
        "paths": [{"hops": [_hop(hop, parties, found) for hop in chain]} for chain in chains],
        **({"origin": body["origin"]} if body.get("origin") else {}),
    }


def _refuse_broken(chains: Sequence[Sequence[Row]]) -> None:
    for chain in chains:
        for here, there in pairwise(chain):
            if here["to"] != there["from"]:
                raise UsageError(
                    "路径前后不相连", where="paths", todo="每一步的起点应是上一步的终点，按查询答复原样提交"
                )


def _ends(hop: Row, parties: dict[str, Party]) -> tuple[str, str]:
    """Internal ids of a relation's ends, in the direction in which it is registered."""
    first, last = parties[hop["from"]].subject.id, parties[hop["to"]].subject.id
    return (first, last) if hop["forward"] else (last, first)


def _relations(
    desk: Desk, hops: Sequence[Row], parties: dict[str, Party], day: str, seq: int
) -> dict[tuple[str, str, str], list[Relation]]:
    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for hop in hops:
        pairs[_ends(hop, parties)].update(checked_types([hop["type"]], as_one=False))
    persons = {one.subject.id for one in parties.values() if one.subject.kind == "PERSON"}
    found: dict[tuple[str, str, str], list[Relation]] = defaultdict(list)
    for one in relations_of(desk, pairs, persons, day, seq):
        found[one.from_id, one.to_id, one.type].append(one)
    return found


def _hop(hop: Row, parties: dict[str, Party], found: dict[tuple[str, str, str], list[Relation]]) -> Row:
    first, last = parties[hop["from"]].subject, parties[hop["to"]].subject
    relation = next(
        (
            one
            for one in found.get((*_ends(hop, parties), hop["type"]), ())
            if hop.get("fact_id", "") in ("", one.fact_id)
            and hop.get("valid_from", "") in ("", one.valid_from)
        ),
        None,
    )
    if relation is None:
        raise UsageError(
            f"当日没有这条关系：{first.name or first.code} 与 {last.name or last.code}",
            where="paths",
            todo="核对日期和数据版本，或重新查找路径后再存入",
        )
    return shown(relation, first, last, forward=hop["forward"])
