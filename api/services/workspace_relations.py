"""Relations that a workspace keeps, read from the store as of a day and a commit, down to file and line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.services.desk import Desk
from api.services.relations import Named, named_plan
from api.services.subjects import PERSON_ID, Subject, code_keys
from graph.errors import CreditGraphError
from graph.interop.subgraph import ties_between
from graph.model import EDGE_TYPES
from graph.risk import Conditions
from graph.risk.frontier import checked_types, origin_of, read_level, walked_types

#: Between a subject and a relation type in a picture: what is collapsed there is no party.
PAGE_OF: Final = "~"
_MOST_OF_ONE: Final = 2_000
Pair = tuple[str, str]
Row = dict[str, Any]


@dataclass(frozen=True)
class Relation:
    """One registered relation between two parties, by internal ids."""

    from_id: str
    to_id: str
    type: str
    fact_id: str
    valid_from: str
    valid_to: str
    pct: float | None
    max_pct: float | None
    source: str
    file: str = ""
    line: int | None = None


def relations_of(
    desk: Desk, pairs: Mapping[Pair, Collection[str]], persons: Collection[str], day: str, seq: int
) -> list[Relation]:
    """The relations of a day, as known at a commit, between these pairs, of the types named with each."""
    rows = list(ties_between(desk.store, pairs, persons, day, seq))
    ids = sorted({str(row["edge"].get("source_record_id") or "") for row in rows} - {""})
    told = desk.store.read("read/subject/sources", ids=ids, seq=seq)[0]["rows"] if ids else []
    places = {one["id"]: one for one in told}
    found = [_relation(row, places.get(row["edge"].get("source_record_id"), {})) for row in rows]
    return sorted(found, key=lambda one: (one.from_id, one.to_id, one.type, one.valid_from, one.fact_id))


def is_code(text: str) -> bool:
    """Whether somebody can be looked up by it."""
    return bool(PERSON_ID.match(text) or code_keys(text))


def view_content(desk: Desk, body: Mapping[str, Any], *, saved_on: str) -> Row:
    """Who is in a saved view and how they were related, as of its day and commit; facts stay as they were.

    Parameters
    ----------
    body
        Of the item, in the form of its kind.
    saved_on
        The day that counts for views of before, which kept none.
    """
    view, kept = body["view"], body.get("parties")
    day = view.get("day") or saved_on
    seq = min(int(view["known"]), desk.seq()) if str(view.get("known", "")).isdecimal() else desk.seq()
    codes = kept if kept is not None else [one for one in body["positions"] if PAGE_OF not in one]
    told = f"以上为 {day} 登记的关系，按第 {seq} 次提交所知；推算的实际控制和责任认定不在此列"
    try:
        named = desk.store.ask(named_plan([one for one in codes if is_code(one)], day, f"seq:{seq}"))
        wanted = _followed(view)
        found, complete = _among(desk, named, day, seq, *wanted) if wanted[0] else ([], True)
    except CreditGraphError as error:
        parties = [{"code": one, "name": ""} for one in codes]
        return {"parties": parties, "relations": [], "told": f"未能列出视图中的关系：{error.what}"}
    names = {one.code: one.name for one in named.subjects}
    hidden = [one for one in _listed(view.get("hide")) if one in EDGE_TYPES]
    told += f"；视图中隐藏的不列：{'、'.join(EDGE_TYPES[one].zh for one in hidden)}" if hidden else ""
    told += f"；持股低于 {view['pct']}% 的不列" if wanted[1] else ""
    told += "" if complete else f"；单个主体的关系超过 {_MOST_OF_ONE} 条的未列全"
    return {
        "parties": [{"code": one, "name": names.get(one, "")} for one in codes],
        "relations": found,
        "told": told,
    }


def _listed(text: Any) -> list[str]:
    return [one for one in str(text or "").split(",") if one]


def _followed(view: Mapping[str, Any]) -> tuple[list[str], float]:
    """Types that the view does not hide, and from which share on holdings are in it."""
    hidden, pct = {*_listed(view.get("hide"))}, str(view.get("pct") or "")
    least = float(pct) if pct.replace(".", "", 1).isdecimal() else 0.0
    return [one for one in walked_types() if one not in hidden], min(100.0, least)


def _among(
    desk: Desk, named: Named, day: str, seq: int, types: Sequence[str], min_pct: float
) -> tuple[list[Row], bool]:
    """The relations between some parties, and whether these are all."""
    subjects = {one.id: one for one in named.subjects}
    persons = {one.id for one in named.subjects if one.kind == "PERSON"}
    conditions = Conditions(day, seq, checked_types(types, as_one=False), min_pct, _MOST_OF_ONE)
    ends = dict.fromkeys(subjects, _MOST_OF_ONE)
    level = read_level(desk.store, subjects, persons, conditions, ends=ends)
    pairs: dict[Pair, set[str]] = defaultdict(set)
    met: set[str] = set()
    for edge in (edge for edges in level.edges.values() for edge in edges if edge.other in subjects):
        pairs[(edge.node, edge.other) if edge.outward else (edge.other, edge.node)].add(edge.type)
        met.add(edge.fact_id)
    found = [one for one in relations_of(desk, pairs, persons, day, seq) if one.fact_id in met]
    return [shown(one, subjects[one.from_id], subjects[one.to_id]) for one in found], not level.clipped


def shown(one: Relation, first: Subject, last: Subject, *, forward: bool = True) -> Row:
    """A relation as it is kept, read from `first` to `last`."""
    return {
        "from": first.code,
        "from_name": first.name,
        "to": last.code,
        "to_name": last.name,
        "type": one.type,
        "forward": forward,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "fact_id": one.fact_id,
        "pct": one.pct,
        "max_pct": one.max_pct,
        "source": one.source,
        "file": one.file,
        "line": one.line,
    }


def _relation(row: Mapping[str, Any], place: Mapping[str, Any]) -> Relation:
    edge: Mapping[str, Any] = row["edge"]
    exact = edge.get("equity_pct")
    return Relation(
        row["source"],
        row["target"],
        row["type"],
        str(edge.get("fact_id") or edge.get("link_id") or ""),
        str(edge.get("valid_from") or ""),
        str(edge.get("valid_to") or ""),
        exact if exact is not None else edge.get("equity_min_pct"),
        None if exact is not None else edge.get("equity_max_pct"),
        origin_of(row["type"], str(place.get("source") or edge.get("source") or edge.get("document") or "")),
        str(place.get("file") or ""),
        place.get("line"),
    )
