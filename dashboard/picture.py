"""What the network view shows, built from its address alone: whoever opens the address sees the same.

Adjacent parties come by type and page by page around what was opened; or, when the address asks for two or
three levels, all parties that near at once, as far as there is room, and in words what was left out and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from dashboard import moments, words
from dashboard.components.network import Edge, Kind, Node, Relation

MOST_NODES: Final = 300
#: Between a subject and a relation type in what was opened: the next page of relations that are collapsed.
PAGE_OF: Final = "~"
_CONTROL: Final = ("CONTROLS", "DECLARED_CONTROLLER_OF")
_SHOWN_STATES: Final = ("CONFIRMED", "SUSPENDED", "PROPOSED")
_LAST: Final = 9_999
LEVELS: Final = {1: "一层", 2: "二层", 3: "三层"}
_BLOCKED: Final = {"HUB": "关系过多", "STATE_ORGAN": "国家机关"}
#: So many of the parties that are not followed are named.
_NAMED: Final = 5
Row = Mapping[str, Any]


class Reader(Protocol):
    """Where the picture's facts come from."""

    def network(self, code: str, types: Sequence[str], after: Mapping[str, str]) -> Row:
        """A page of neighbours."""

    def surroundings(self, code: str, depth: int, types: Sequence[str]) -> Row:
        """The parties some levels around a subject, the nearest first, as many as one picture holds."""

    def check(self, code: str) -> Row | None:
        """Who is liable; None for those who may not ask."""

    def control(self, code: str) -> Row | None:
        """Who controls an entity; None where that is not known or not told."""


@dataclass(frozen=True)
class View:
    """What is looked at, as the address has it.

    Parameters
    ----------
    opened
        What was expanded, in order: a subject, or ``SUBJECT~TYPE`` for the next page of a type.
    hidden
        Types of relations that are not drawn.
    lit
        The finding whose path is highlighted.
    pct
        Holdings from that share on, 0..100; as text, empty for all.
    depth
        How many levels around the subject are shown before anything is opened.
    known
        As of when everything is read, as `dashboard.moments` has it; empty for what is known now.
    """

    code: str
    day: str | None = None
    opened: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    lit: str = ""
    pct: str = ""
    depth: int = 1
    known: str = ""

    @classmethod
    def of(cls, params: Mapping[str, str]) -> View:
        """From the parameters of an address."""
        return cls(
            params.get("code", ""),
            params.get("day") or None,
            _listed(params.get("open", "")),
            _listed(params.get("hide", "")),
            params.get("lit", ""),
            _share(params.get("pct", "")),
            _depth(params.get("depth", "")),
            moments.moment(params.get("known", "")),
        )

    def params(self) -> dict[str, str]:
        """The parameters of its address; what is usual is left out."""
        found = {
            "code": self.code,
            "day": self.day or "",
            "open": ",".join(self.opened),
            "hide": ",".join(self.hidden),
            "lit": self.lit,
            "pct": self.pct,
            "depth": str(self.depth) if self.depth > 1 else "",
            "known": self.known,
        }
        return {name: value for name, value in found.items() if value}

    @property
    def known_at(self) -> str | None:
        """As of when everything is read, as the API takes it."""
        return moments.known_at(self.known)

    def as_seen(self, today: str, data_version: str) -> dict[str, str]:
        """The parameters under which it looks the same on any later day, whatever is known then.

        Examples
        --------
        >>> View("X").as_seen("2026-01-01", "7/rules/catalogue/calendar")
        {'code': 'X', 'day': '2026-01-01', 'known': '7'}
        """
        pinned = moments.commit_number(self.known)
        commit = pinned or moments.commit_number(data_version.split("/", 1)[0])
        return replace(self, day=self.day or today, known=commit).params()


def _share(text: str) -> str:
    """A share that filters, or nothing."""
    return f"{float(text):g}" if text.replace(".", "", 1).isdecimal() and 0 < float(text) <= 100 else ""


def _depth(text: str) -> int:
    """How many levels; one for whatever else an address may say."""
    return int(text) if text.isdecimal() and int(text) in LEVELS else 1


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one for one in text.split(",") if one)


@dataclass
class Picture:
    """Nodes and edges of a view.

    Parameters
    ----------
    counts
        Of each subject that was read: how many relations of each type and direction.
    clipped
        Subjects of which not everything is drawn.
    notes
        What several levels hold, and what was left out of them and why, in sentences.
    liabilities, controls
        The finding behind each liability edge, the controller behind each edge of computed control.
    """

    view: View
    name: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    counts: dict[str, list[Row]] = field(default_factory=dict)
    clipped: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    liabilities: dict[str, Row] = field(default_factory=dict)
    controls: dict[str, Row] = field(default_factory=dict)
    highlight: list[str] = field(default_factory=list)
    last: str = ""
    _following: dict[tuple[str, str], str] = field(default_factory=dict)
    _shown: dict[tuple[str, str], int] = field(default_factory=dict)

    def label(self, party: str) -> str:
        """The name under which a party is drawn."""
        return self.nodes[party].label if party in self.nodes else party

    def parties(self) -> list[str]:
        """Who is in it on its day: nobody who is drawn pale only, and nothing that is collapsed."""
        return [one.id for one in self.nodes.values() if not one.hub and one.relation != "ABSENT"]

    def labels_of(self, edge: Edge) -> tuple[str, str]:
        """The names at both ends of a relation."""
        return self.label(edge.source), self.label(edge.target)


def build(view: View, reader: Reader, seen: Mapping[str, Node] | None = None) -> Picture:
    """Read what a view shows.

    Parameters
    ----------
    seen
        Nodes of this view on other days: they stay where they are, pale, so that only edges change.
    """
    picture = Picture(view)
    centre = _neighbours(picture, reader, view.code, 0)
    _controllers(picture, reader, view.code, 0)
    _liable(picture, reader)
    if view.depth > 1:
        _levels(picture, reader, centre)
    for step, item in enumerate(view.opened, 1):
        subject, _, type_ = item.partition(PAGE_OF)
        if type_:
            _further(picture, reader, subject, type_, step)
        else:
            _neighbours(picture, reader, subject, step)
            _controllers(picture, reader, subject, step)
    _collapsed(picture)
    _light(picture)
    for party, node in (seen or {}).items():
        if party not in picture.nodes and not node.hub and len(picture.nodes) < MOST_NODES:
            picture.nodes[party] = replace(node, relation="ABSENT")
    return picture


def _neighbours(picture: Picture, reader: Reader, code: str, step: int) -> Row:
    answer = reader.network(code, (), {})
    subject = str(answer["subject"])
    picture.counts[subject] = list(answer["counts"])
    if step == 0:
        picture.name = str(answer["name"]) or subject
        _node(picture, subject, picture.name, "CENTRE", 0, "")
    _take(picture, answer, subject, step)
    for one in answer["counts"]:
        key = subject, str(one["type"])
        if one["summarised"] or one["type"] in answer["following"]:
            picture._following.setdefault(key, str(answer["following"].get(one["type"], "")))
    picture.last = subject
    return answer


def _levels(picture: Picture, reader: Reader, centre: Row) -> None:
    """All parties some levels around the centre; what the centre has too many of stays one node."""
    subject, depth = str(centre["subject"]), picture.view.depth
    folded = {str(one["type"]) for one in centre["counts"] if one["summarised"]}
    types = [one for one in centre["bounds"]["types"] if one not in folded] if folded else []
    found = reader.surroundings(subject, depth, types)
    distance = {one["id"]: int(one["distance"]) for one in found["parties"]}
    met_by = _met_by(distance, found["relations"])
    left = 0
    for one in found["parties"]:
        if one["id"] not in picture.nodes and len(picture.nodes) >= MOST_NODES:
            left += 1
            continue
        _node(picture, one["id"], one["name"], "ADJACENT", 0, met_by.get(one["id"], subject))
    for one in found["relations"]:
        _relation(picture, one, distance)
    for type_ in {str(one["type"]) for one in centre["counts"]} - folded:
        key, total = (subject, type_), sum(one["number"] for one in centre["counts"] if one["type"] == type_)
        drawn = sum(
            one.type == type_ and subject in (one.source, one.target) for one in picture.edges.values()
        )
        picture._shown[key] = max(drawn, picture._shown.get(key, 0))
        if drawn >= total:
            picture._following.pop(key, None)
    picture.notes += _told(found, depth, left, sorted(folded))


def _met_by(distance: Mapping[str, int], relations: Sequence[Row]) -> dict[str, str]:
    """Of each party one that is nearer by a level, next to which it stands."""
    found: dict[str, str] = {}
    for one in relations:
        for here, there in ((one["from"], one["to"]), (one["to"], one["from"])):
            if distance.get(here, 0) == distance.get(there, 0) + 1:
                found.setdefault(here, there)
    return found


def _relation(picture: Picture, one: Row, distance: Mapping[str, int]) -> None:
    """A relation among several levels; the farther end of a declared control looks so."""
    source, target, type_ = str(one["from"]), str(one["to"]), str(one["type"])
    if source not in picture.nodes or target not in picture.nodes:
        return
    relation: Relation = "CONTROLLED" if type_ in _CONTROL else "ADJACENT"
    if relation == "CONTROLLED" and distance.get(source) != distance.get(target):
        _raise_to(picture, max(source, target, key=lambda end: distance.get(end, 0)), relation)
    edge_id = f"{source}|{type_}|{target}|{one['valid_from']}"
    edge = Edge(
        edge_id, source, target, type_, words.held(one), relation, str(one["valid_from"]), str(one["source"])
    )
    picture.edges.setdefault(edge_id, edge)


def _told(found: Row, depth: int, left: int, folded: Sequence[str]) -> list[str]:
    """What the levels hold, and what was left out and why."""
    counts = "、".join(
        f"第{'一二三'[one['distance'] - 1]}层 {one['parties']:,} 个" for one in found["levels"]
    )
    notes = [f"{LEVELS[depth]}以内的主体：{counts or '没有'}。"]
    if left or found["cut"] == "PAGE":
        notes.append(
            f"未画全：主体过多，一幅图最多画 {MOST_NODES} 个，先画最近的，更远的没有画；"
            "可以减少层数、提高持股比例，或双击感兴趣的主体逐个展开。"
        )
    if found["cut"] == "PARTIES":
        notes.append("未查全：遇到的主体超过查询上限，超出的没有查；可以减少层数或提高持股比例。")
    if found["cut"] == "TIME":
        notes.append("未查全：查询用时已到上限，其余的没有查；可以减少层数、提高持股比例，或稍后再查。")
    blocked = [one for one in found["parties"] if one["blocked"]]
    if blocked:
        names = "、".join(
            f"{one['name'] or one['id']}（{_BLOCKED.get(one['blocked'], one['blocked'])}）"
            for one in blocked[:_NAMED]
        )
        more = f"等 {len(blocked)} 个" if len(blocked) > _NAMED else ""
        notes.append(f"没有越过这些主体继续查找：{names}{more}；需要时双击它展开。")
    if folded:
        named = "、".join(words.kind(one) for one in folded)
        notes.append(f"中心的“{named}”过多，已折叠，各层都没有沿这类关系查找。")
    if len(notes) == 1:
        notes.append("已全部画出。")
    return notes


def _further(picture: Picture, reader: Reader, subject: str, type_: str, step: int) -> None:
    """The next page of relations that were counted and not drawn."""
    cursor = picture._following.get((subject, type_))
    if cursor is None:
        return
    answer = reader.network(subject, (type_,), {type_: cursor} if cursor else {})
    _take(picture, answer, subject, step)
    picture._following.pop((subject, type_))
    if type_ in answer["following"]:
        picture._following[subject, type_] = str(answer["following"][type_])
    picture.last = subject


def _take(picture: Picture, answer: Row, subject: str, step: int) -> None:
    for one in answer["neighbours"]:
        key = subject, str(one["type"])
        if len(picture.nodes) >= MOST_NODES and one["id"] not in picture.nodes:
            picture.clipped.add(subject)
            continue
        picture._shown[key] = picture._shown.get(key, 0) + 1
        relation: Relation = "CONTROLLED" if one["type"] in _CONTROL else "ADJACENT"
        _node(picture, one["id"], one["name"], relation, step, subject)
        ends = (subject, one["id"]) if one["outward"] else (one["id"], subject)
        edge_id = f"{ends[0]}|{one['type']}|{ends[1]}|{one['valid_from']}"
        picture.edges.setdefault(
            edge_id,
            Edge(
                edge_id, ends[0], ends[1], one["type"], words.held(one), relation, one["valid_from"],
                one["source"], step,
            ),
        )  # fmt: skip


def _node(picture: Picture, party: str, label: str, relation: Relation, step: int, by: str) -> None:
    if party not in picture.nodes:
        picture.nodes[party] = Node(party, label or party, kind_of(party), relation, step=step, by=by)


def kind_of(party: str) -> Kind:
    """Persons have ids that begin with p; nothing else does."""
    return "PERSON" if party.startswith("p") else "ENTITY"


def _controllers(picture: Picture, reader: Reader, code: str, step: int) -> None:
    """Who controls a subject by computation: no relation of the registers, but a hint drawn as one."""
    answer = reader.control(code) if kind_of(code) == "ENTITY" else None
    for one in answer["controllers"] if answer else ():
        party = str(one["id"])
        if len(picture.nodes) >= MOST_NODES and party not in picture.nodes:
            picture.clipped.add(code)
            continue
        _node(picture, party, one["name"], "CONTROLLED", step, code)
        _raise_to(picture, party, "CONTROLLED")
        edge_id = f"{party}|CONTROLS|{code}"
        label = f"控制 {one['voting_pct']:.4g}%"
        picture.edges[edge_id] = Edge(edge_id, party, code, "CONTROLS", label, "CONTROLLED", step=step)
        picture.controls[edge_id] = one


def _raise_to(picture: Picture, party: str, relation: Relation) -> None:
    """Whoever is more than adjacent looks so; the centre stays the centre."""
    node = picture.nodes[party]
    if node.relation == "ADJACENT" or (node.relation == "CONTROLLED" and relation == "LIABLE"):
        picture.nodes[party] = replace(node, relation=relation)


def _liable(picture: Picture, reader: Reader) -> None:
    """Liable persons of the centre, or what a person in the centre answers for."""
    answer = reader.check(picture.view.code)
    for one in answer["liabilities"] if answer else ():
        if one["state"] not in _SHOWN_STATES or not one["entity"]:
            continue
        for party, name in ((one["person"], one["person_name"]), (one["entity"], one["entity_name"])):
            _node(picture, party, name, "LIABLE", 0, picture.view.code)
            _raise_to(picture, party, "LIABLE")
        edge_id = f"{one['person']}|LIABLE_FOR|{one['entity']}|{one['finding_id']}"
        label = f"责任（{words.STATES[one['state']]}）"
        picture.edges[edge_id] = Edge(
            edge_id, one["person"], one["entity"], "LIABLE_FOR", label, "LIABLE", one["valid_from"],
            one["rule"],
        )  # fmt: skip
        picture.liabilities[edge_id] = one


def _collapsed(picture: Picture) -> None:
    """One node for all relations of a type that are counted and not drawn."""
    for (subject, type_), _ in picture._following.items():
        total = sum(one["number"] for one in picture.counts.get(subject, ()) if one["type"] == type_)
        rest = total - picture._shown.get((subject, type_), 0)
        if rest <= 0 or subject not in picture.nodes:
            continue
        hub, step = f"{subject}{PAGE_OF}{type_}", picture.nodes[subject].step
        label = f"{words.kind(type_)}：另有 {rest:,} 个"
        picture.nodes[hub] = Node(hub, label, "ENTITY", "ADJACENT", True, rest, step, subject)
        picture.edges[f"{hub}|edge"] = Edge(f"{hub}|edge", subject, hub, type_, "已折叠")
        picture.clipped.add(subject)


def _light(picture: Picture) -> None:
    """The path of one finding: the relations that it rests on, and the liability itself."""
    chosen = next(
        (one for one, row in picture.liabilities.items() if row["finding_id"] == picture.view.lit), ""
    )
    if not chosen:
        return
    row = picture.liabilities[chosen]
    picture.highlight.append(chosen)
    for hop in row["path"]:
        source, target = str(hop["from"]), str(hop["to"])
        if row["ground_id"] in (source, target) or hop["type"] == "LIABLE_FOR":
            continue
        wanted = source, hop["type"], target
        drawn = [one.id for one in picture.edges.values() if (one.source, one.type, one.target) == wanted]
        if not drawn:
            for party in (source, target):
                _node(picture, party, party, "ADJACENT", _LAST, picture.view.code)
            edge_id = f"{source}|{hop['type']}|{target}|{hop['valid_from']}"
            picture.edges[edge_id] = Edge(
                edge_id, source, target, hop["type"], words.kind(hop["type"]),
                "CONTROLLED" if hop["type"] in _CONTROL else "ADJACENT", hop["valid_from"],
            )  # fmt: skip
            drawn = [edge_id]
        picture.highlight += drawn
