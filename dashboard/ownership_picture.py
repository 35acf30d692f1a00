"""What the pages on ownership draw: trees of holdings, and the paths of control."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dashboard import moments, words
from dashboard.client.ownership import Holding, OwnershipTree, TreeNode
from dashboard.components.network import Edge, Kind, Node, Relation
from dashboard.moments import Times

Row = Mapping[str, Any]


class Reader(Protocol):
    """Where trees come from."""

    def tree(self, code: str, up: int, down: int) -> OwnershipTree:
        """Holders and holdings of one subject."""


@dataclass(frozen=True)
class TreeView:
    """What is looked at, as the address has it.

    Parameters
    ----------
    opened
        Parties of which one more level was asked for, in order.
    folded
        Parties beyond which nothing is drawn.
    known
        As of when everything is read, as `dashboard.moments` has it; empty for what is known now.
    """

    code: str
    day: str | None = None
    up: int = 2
    down: int = 2
    opened: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    known: str = ""

    @classmethod
    def of(cls, params: Mapping[str, str]) -> TreeView:
        """From the parameters of an address."""
        return cls(
            params.get("code", ""),
            params.get("day") or None,
            _levels(params.get("up")),
            _levels(params.get("down")),
            _listed(params.get("open", "")),
            _listed(params.get("fold", "")),
            moments.moment(params.get("known", "")),
        )

    def params(self) -> dict[str, str]:
        """The parameters of its address; what is usual is left out."""
        found = {
            "code": self.code,
            "day": self.day or "",
            "up": "" if self.up == 2 else str(self.up),
            "down": "" if self.down == 2 else str(self.down),
            "open": ",".join(self.opened),
            "fold": ",".join(self.folded),
            "known": self.known,
        }
        return {name: value for name, value in found.items() if value}

    def times(self) -> Times:
        """Both its times."""
        return Times(self.day, self.known)


def _levels(text: str | None) -> int:
    return min(int(text), 6) if text and text.isdigit() else 2


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one for one in text.split(",") if one)


@dataclass(frozen=True)
class Tree:
    """Parties and holdings that are drawn."""

    name: str
    nodes: dict[str, TreeNode]
    edges: dict[str, Holding]
    over_the_whole: tuple[str, ...]
    complete: bool


def build_tree(view: TreeView, reader: Reader) -> Tree:
    """The tree of a view: one level more where it was opened, nothing beyond what is folded."""
    first = reader.tree(view.code, view.up, view.down)
    nodes = {one["id"]: one for one in first["nodes"]}
    edges = {_edge_id(one): one for one in first["edges"]}
    over = set(first["over_the_whole"])
    for party in view.opened:
        known = nodes.get(party)
        if known is None:
            continue
        above = known["level"] < 0
        more = reader.tree(party, 1 if above else 0, 0 if above else 1)
        for one in more["nodes"]:
            if one["id"] == party:
                continue
            level = known["level"] + one["level"]
            nodes.setdefault(one["id"], {**one, "level": level, "integrated_pct": None})
        nodes[party] = {**known, "more": 0}
        edges |= {_edge_id(one): one for one in more["edges"]}
        over |= set(more["over_the_whole"])
    kept = _unfolded(view, nodes, edges)
    return Tree(
        first["name"],
        {one: nodes[one] for one in nodes if one in kept},
        {id_: one for id_, one in edges.items() if {one["from"], one["to"]} <= kept},
        tuple(sorted(over)),
        not any(one["more"] for one in nodes.values()),
    )


def _unfolded(view: TreeView, nodes: Mapping[str, TreeNode], edges: Mapping[str, Holding]) -> set[str]:
    """What is reached from the subject without passing through what is folded."""
    next_to: dict[str, list[str]] = {}
    for one in edges.values():
        next_to.setdefault(one["from"], []).append(one["to"])
        next_to.setdefault(one["to"], []).append(one["from"])
    kept, waiting = {view.code}, [view.code]
    while waiting:
        party = waiting.pop()
        level = nodes[party]["level"] if party in nodes else 0
        for other in next_to.get(party, ()):
            outward = other in nodes and abs(nodes[other]["level"]) > abs(level)
            if other not in kept and other in nodes and not (party in view.folded and outward):
                kept.add(other)
                waiting.append(other)
    return kept


def _edge_id(one: Holding) -> str:
    return f"{one['from']}|HOLDS|{one['to']}|{one['valid_from']}"


def tree_elements(
    view: TreeView, tree: Tree, controllers: Iterable[str] = ()
) -> tuple[list[Node], list[Edge]]:
    """Nodes and edges for the picture; ultimate controllers are marked."""
    over, marked = set(tree.over_the_whole), set(controllers)
    nodes = []
    for one in tree.nodes.values():
        relation: Relation = "CENTRE" if one["id"] == view.code else "ADJACENT"
        if one["id"] in marked:
            relation = "CONTROLLED"
        nodes.append(Node(one["id"], _label(one, view, over), kind_of(one["id"]), relation))
    edges = [
        Edge(
            id_, one["from"], one["to"], "HOLDS", percent(one["equity_pct"], one["max_pct"]), "ADJACENT",
            one["valid_from"], one["source"],
        )
        for id_, one in tree.edges.items()
    ]  # fmt: skip
    return nodes, edges


def _label(one: TreeNode, view: TreeView, over: set[str]) -> str:
    told = [in_lines(one["name"] or one["id"])]
    if one["integrated_pct"]:
        told.append(f"综合 {one['integrated_pct']:.4g}%")
    if one["more"]:
        told.append(f"另有 {one['more']:,} 个")
    if one["id"] in view.folded:
        told.append("（已收起）")
    if one["id"] in over:
        told.append("合计超百分之百")
    return "\n".join(told)


def in_lines(name: str, width: int = 8) -> str:
    """A name in lines, so that neighbours in a tree do not run into each other.

    Examples
    --------
    >>> in_lines("南阳南召县亿建文化培训有限公司").split()
    ['南阳南召县亿建文', '化培训有限公司']
    """
    return "\n".join(name[start : start + width] for start in range(0, len(name), width))


def percent(low: float, high: float | None) -> str:
    """A share, or its bounds.

    Examples
    --------
    >>> percent(60.0, None), percent(5.0, 20.0), percent(0.0, 100.0)
    ('60%', '5%–20%', '比例不详')
    """
    if high is None:
        return f"{low:.6g}%"
    return "比例不详" if (low, high) == (0.0, 100.0) else f"{low:.6g}%–{high:.6g}%"


def kind_of(party: str) -> Kind:
    """Persons have ids that begin with p; nothing else does."""
    return "PERSON" if party.startswith("p") else "ENTITY"


def control_elements(answer: Row) -> tuple[list[Node], list[Edge]]:
    """All paths of all controllers: holdings with percentages, offices and agreements by their names."""
    nodes: dict[str, Node] = {}
    edges: dict[str, Edge] = {}
    for one in answer["controllers"]:
        nodes[one["id"]] = Node(
            one["id"], in_lines(one["name"] or one["id"]), kind_of(one["id"]), "CONTROLLED"
        )
    for hop in (hop for one in answer["controllers"] for path in one["paths"] for hop in path["hops"]):
        for end in ("from", "to"):
            party = hop[end]
            nodes.setdefault(party, Node(party, in_lines(hop[f"{end}_name"] or party), kind_of(party)))
        holds = hop["type"] == "HOLDS"
        label = percent(hop["pct"] or 0.0, hop.get("max_pct")) if holds else words.kind(hop["type"])
        id_ = f"{hop['from']}|{hop['type']}|{hop['to']}|{hop['valid_from']}"
        relation: Relation = "ADJACENT" if holds else "CONTROLLED"
        edges[id_] = Edge(
            id_, hop["from"], hop["to"], hop["type"], label, relation, hop["valid_from"], hop["source"]
        )
    nodes[answer["entity"]] = Node(answer["entity"], in_lines(answer["name"]), "ENTITY", "CENTRE")
    return list(nodes.values()), list(edges.values())


def group_elements(row: Row, most: int = 200) -> tuple[list[Node], list[Edge], bool]:
    """A group's holdings; whether all of it is drawn."""
    members: Sequence[Row] = row["members"][:most]
    names = {one["id"]: one["name"] or one["id"] for one in members}
    names.setdefault(row["head"], row["head_name"] or row["head"])
    nodes = [
        Node(one, in_lines(label), kind_of(one), "CONTROLLED" if one == row["head"] else "ADJACENT")
        for one, label in names.items()
    ]
    edges = [
        Edge(
            _edge_id(one), one["from"], one["to"], "HOLDS", percent(one["equity_pct"], one["max_pct"]),
            "ADJACENT", one["valid_from"], one["source"],
        )
        for one in row["edges"]
    ]  # fmt: skip
    return nodes, edges, len(members) == len(row["members"])
