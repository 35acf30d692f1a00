"""Related-party hints as investigators are shown them: the value, and every path that makes it up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from api.auth.masking import Masking
from api.services.desk import Desk
from api.services.districts import Within
from api.services.parties import parties_of
from graph.risk.hints import Contribution, editions, explain_hint, newest_run, parameters
from graph.risk.hints.columns import Decision

MOST_PATHS: Final = 100
#: Rows read at once, and how often, for whoever is shown few of them.
_CHUNK: Final = 200
_CHUNKS: Final = 20
MEANING: Final = (
    "关联提示只说明该主体与有记录的主体相距多近，供调查人员决定先看谁：不是认定，不影响任何办理决定，不向部门系统提供。"
    "自身记录另列，不计入提示值；经国家机关、同受国家控股和枢纽的联系不计。"
    "自然人和个体工商户没有数值、不排序，只列出有日期的事实和路径。"
)


def entity_hint(
    desk: Desk,
    entity_id: str,
    *,
    masking: Masking,
    within: Within | None = None,
    as_of: str | None = None,
    seq: int | None = None,
    start: int = 0,
    limit: int = MOST_PATHS,
    is_person: bool = False,
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The hint of one entity on a day with its contributions, and the persons that they name.

    Parameters
    ----------
    start, limit
        Which of the paths to tell of: they stand in a fixed order.
    is_person
        A natural person's paths: no value, no order by strength.
    """
    day = as_of or desk.today
    answer = explain_hint(desk.store, entity_id, day, seq=seq, most=start + limit, is_person=is_person)
    shown = answer.contributions[start:]
    met = {party for one in shown for party in one.parties} | {answer.entity}
    persons = met & answer.persons
    parties = parties_of(desk, met - persons, persons, day, answer.seq, masking=masking, within=within)

    scored = answer.scored

    def party(one: str) -> dict[str, Any]:
        return parties.shown(one, is_person=one in persons)

    document = {
        "subject": party(answer.entity),
        "as_of": day,
        "data_version": desk.data_version(answer.seq),
        "edition": answer.edition,
        "scored": scored,
        "value": round(answer.value, 6) if scored else None,
        "own": round(answer.own, 6) if scored else None,
        "blocked": answer.blocked,
        "meaning": MEANING,
        "paths": answer.paths,
        "own_decisions": [_decision(one, scored=scored) for one in answer.own_decisions],
        "contributions": [_contribution(one, answer.total if scored else None, party) for one in shown],
    }
    return document, parties.named(persons)


def _contribution(
    one: Contribution, total: float | None, party: Callable[[str], dict[str, Any]]
) -> dict[str, Any]:
    """One path: what it adds where there is a value, whom it passes, by which relations, and the records.

    The records of a party that the asker may not see are not told either: a kind and a day would name it.
    """
    ends_hidden = party(one.parties[-1])["hidden"]
    told = () if ends_hidden else one.decisions
    return {
        "amount": None if total is None else round(one.amount, 6),
        "share": None if total is None else round(one.amount / total, 6),
        "parties": [party(each) for each in one.parties],
        "hops": [
            {
                "from": party(hop.source)["id"],
                "to": party(hop.target)["id"],
                "types": list(hop.types),
                "valid_from": hop.valid_from,
                "source": hop.origin,
            }
            for hop in one.hops
        ],
        "decisions": [_decision(each, scored=total is not None) for each in told],
    }


def _decision(one: Decision, *, scored: bool) -> dict[str, Any]:
    return {
        "kind": one.link,
        "list_type": one.list_type,
        "severity": one.severity,
        "decided_on": one.decided_on,
        "weight": round(one.weight, 6) if scored else None,
    }


@dataclass(frozen=True)
class Place:
    """Where a page of hints begins: after a row that was shown, and so many looks that showed nothing.

    Only rows that the asker was shown stand in it: one who is hidden would be named with his value.
    """

    below: float = 1.0
    after: str = ""
    looks: int = 0

    @property
    def text(self) -> str:
        """As it stands in a cursor."""
        return f"{self.below!r}~{self.after}" + (f"~{self.looks}" if self.looks else "")


FIRST: Final = Place()


def hints_page(
    desk: Desk,
    *,
    masking: Masking,
    within: Within | None = None,
    place: Place = FIRST,
    limit: int = 50,
    seq: int | None = None,
    newest: bool = True,
) -> dict[str, Any]:
    """Entities with a stored hint, the strongest first; those of other districts are left out.

    Parameters
    ----------
    newest
        No earlier commit was asked for. Of the runs only the last is noted, so an earlier list does not say
        by which run it was made; each row says of which day and edition it is.
    """
    seq = desk.seq() if seq is None else seq
    rows, following = _page(desk, place, limit, seq, masking, within)
    return {
        "rows": rows,
        "cursor": following.text if following else None,
        "meaning": MEANING,
        "data_version": desk.data_version(seq),
        "run": _run(desk) if newest else None,
    }


def _page(
    desk: Desk, place: Place, limit: int, seq: int, masking: Masking, within: Within | None
) -> tuple[list[dict[str, Any]], Place | None]:
    """The rows of a page, and where the next begins: at a row that was shown, whoever comes after it."""
    rows: list[dict[str, Any]] = []
    shown, chunk = place, limit if within is None else _CHUNK
    at = _begin(desk, place, seq)
    for _ in range(_CHUNKS):
        if at is None:
            return rows, None
        found = desk.store.read("read/hints/page", below=at.below, after=at.after, limit=chunk + 1, seq=seq)
        for one in _seen_rows(desk, found[:chunk], seq, masking, within):
            if len(rows) == limit:
                return rows, shown
            rows.append(one.row)
            shown = one.place
        last = found[chunk - 1] if len(found) > chunk else None
        at = Place(last["value"], last["entity"]) if last else None
        if at is not None and len(rows) == limit:
            return rows, shown
    if at is None:
        return rows, None
    return rows, shown if rows else replace(place, looks=place.looks + 1)


def _begin(desk: Desk, place: Place, seq: int) -> Place | None:
    """Where the next look begins; None where the list is over."""
    if not place.looks:
        return place
    found = desk.store.read(
        "read/hints/place_further",
        below=place.below,
        after=place.after,
        places=place.looks * _CHUNK * _CHUNKS,
        seq=seq,
    )
    return Place(found[0]["value"], found[0]["entity"]) if found else None


@dataclass(frozen=True)
class _Shown:
    """One row, and its place in the list."""

    row: dict[str, Any]
    place: Place


def _seen_rows(
    desk: Desk, found: list[dict[str, Any]], seq: int, masking: Masking, within: Within | None
) -> list[_Shown]:
    """Those of some rows that the asker may see."""
    ids = [one["entity"] for one in found]
    parties = parties_of(desk, ids, (), desk.today, seq, masking=masking, within=within)
    said = ("value", "own", "edition", "as_of")
    return [
        _Shown(
            {**parties.shown(one["entity"], is_person=False), **{name: one[name] for name in said}},
            Place(one["value"], one["entity"]),
        )
        for one in found
        if one["entity"] not in parties.outside
    ]


def _run(desk: Desk) -> dict[str, Any] | None:
    """Of which day, commit and edition the list is; None where no run was made yet."""
    run = newest_run(desk.store)
    return None if run is None else {**asdict(run), "data_version": desk.data_version(run.seq)}


def hint_parameters(edition: str = "") -> dict[str, Any]:
    """One edition of the parameters, the newest unless another is named, and the names of all.

    Raises
    ------
    NotFoundError
        There is no such edition.
    """
    return {**asdict(parameters(edition or None)), "editions": [one.edition for one in editions()]}
