"""What the ownership pages draw."""

from __future__ import annotations

from typing import Any

from dashboard.client.ownership import OwnershipTree
from dashboard.ownership_picture import TreeView, build_tree, control_elements, group_elements, tree_elements


def node(party: str, level: int, more: int = 0, integrated: float | None = 10.0) -> dict[str, Any]:
    kind = "PERSON" if party.startswith("p") else "ENTITY"
    return {
        "id": party,
        "name": f"{party}名",
        "kind": kind,
        "level": level,
        "integrated_pct": integrated,
        "more": more,
    }


def edge(source: str, target: str, low: float = 60.0, high: float | None = None) -> dict[str, Any]:
    return {
        "from": source,
        "to": target,
        "equity_pct": low,
        "max_pct": high,
        "vote_pct": low,
        "valid_from": "2020-01-01",
        "source": "SAMR",
    }


class Reader:
    """The tree of c: v and p1 hold it, it holds d; beyond them more."""

    asked: list[tuple[str, int, int]]

    def __init__(self) -> None:
        self.asked = []

    def tree(self, code: str, up: int, down: int) -> OwnershipTree:
        self.asked.append((code, up, down))
        known: dict[str, Any] = {
            "c": ([node("c", 0, integrated=None), node("v", -1, 1), node("p1", -1), node("d", 1, 2)],
                  [edge("v", "c"), edge("p1", "c", 5.0, 20.0), edge("c", "d")], ["c"]),
            "v": ([node("v", 0, integrated=None), node("p2", -1)], [edge("p2", "v")], []),
            "d": ([node("d", 0, integrated=None), node("e", 1), node("c", 1)],
                  [edge("d", "e"), edge("d", "c")], []),
        }  # fmt: skip
        nodes, edges, over = known[code]
        return {
            "subject": code, "name": f"{code}名", "as_of": "2025-01-01", "complete": False, "nodes": nodes,
            "edges": edges, "over_the_whole": over, "loops": "GEOMETRIC", "data_version": "1",
        }  # fmt: skip


def test_the_address_keeps_the_view_and_what_is_usual_is_left_out() -> None:
    view = TreeView("c", up=3, opened=("v", "d"), folded=("p1",))
    assert view.params() == {"code": "c", "up": "3", "open": "v,d", "fold": "p1"}
    assert TreeView.of(view.params()) == view
    assert TreeView.of({"code": "c", "up": "x", "down": "99"}) == TreeView("c", up=2, down=6)


def test_opening_asks_for_one_more_level_away_from_the_subject() -> None:
    reader = Reader()
    tree = build_tree(TreeView("c", opened=("v", "d", "nobody")), reader)
    assert reader.asked == [("c", 2, 2), ("v", 1, 0), ("d", 0, 1)]
    assert {one: shown["level"] for one, shown in tree.nodes.items()} == {
        "c": 0, "v": -1, "p1": -1, "d": 1, "p2": -2, "e": 2,
    }  # fmt: skip
    assert tree.complete
    assert tree.nodes["c"]["level"] == 0


def test_folding_hides_what_lies_beyond_and_nothing_else() -> None:
    tree = build_tree(TreeView("c", opened=("v", "d"), folded=("v",)), Reader())
    assert set(tree.nodes) == {"c", "v", "p1", "d", "e"}
    assert all("p2" not in (one["from"], one["to"]) for one in tree.edges.values())


def test_labels_tell_shares_bounds_and_what_is_left_out() -> None:
    view = TreeView("c", folded=("v",))
    nodes, edges = tree_elements(view, build_tree(view, Reader()), ["p1"])
    labels = {one.id: one.label for one in nodes}
    assert labels["d"] == "d名\n综合 10%\n另有 2 个"
    assert "（已收起）" in labels["v"]
    assert "合计超百分之百" in labels["c"]
    assert {one.id: one.relation for one in nodes} == {
        "c": "CENTRE", "v": "ADJACENT", "p1": "CONTROLLED", "d": "ADJACENT",
    }  # fmt: skip
    assert {one.label for one in edges} == {"60%", "5%–20%"}


def test_control_draws_every_hop_with_its_kind() -> None:
    def hop(source: str, target: str, type_: str, pct: float | None) -> dict[str, Any]:
        ends = {"from": source, "from_name": source, "to": target, "to_name": target}
        return {**ends, "type": type_, "pct": pct, "max_pct": None, "valid_from": "", "source": ""}

    answer = {
        "entity": "t",
        "name": "目标",
        "controllers": [
            {
                "id": "p1",
                "name": "张三",
                "paths": [
                    {"hops": [hop("p1", "p2", "NOMINEE_FOR", None), hop("p2", "t", "HOLDS", 60.0)]},
                    {"hops": [hop("p1", "t", "HOLDS", 5.0)]},
                ],
            }
        ],
    }
    nodes, edges = control_elements(answer)
    assert {one.id: one.relation for one in nodes} == {"p1": "CONTROLLED", "p2": "ADJACENT", "t": "CENTRE"}
    assert {(one.source, one.target, one.label) for one in edges} == {
        ("p1", "p2", "代持"),
        ("p2", "t", "60%"),
        ("p1", "t", "5%"),
    }


def test_a_large_group_is_drawn_in_part_and_says_so() -> None:
    members = [{"id": f"c{at}", "name": ""} for at in range(5)]
    row = {"head": "p1", "head_name": "张三", "members": members, "edges": [edge("p1", "c0")]}
    nodes, edges, whole = group_elements(row, most=3)
    assert [one.id for one in nodes] == ["c0", "c1", "c2", "p1"]
    assert (len(edges), whole) == (1, False)
    assert group_elements(row)[2]
