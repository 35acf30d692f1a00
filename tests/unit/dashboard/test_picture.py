"""The picture is built from the address alone, step by step, and says what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.components.network import Node
from dashboard.picture import MOST_NODES, View, build

Row = dict[str, Any]


def neighbour(party: str, type_: str = "HOLDS", outward: bool = True) -> Row:
    return {"id": party, "name": f"名{party}", "type": type_, "outward": outward, "valid_from": "2020-01-01",
            "source": "SAMR"}  # fmt: skip


def answer(
    code: str, *found: Row, counts: Sequence[Row] = (), following: Mapping[str, str] | None = None
) -> Row:
    own = counts or [
        {
            "type": one,
            "outward": True,
            "number": sum(each["type"] == one for each in found),
            "summarised": False,
        }
        for one in sorted({each["type"] for each in found})
    ]
    return {"subject": code, "name": f"名{code}", "counts": own, "neighbours": list(found),
            "following": dict(following or {}), "complete": True}  # fmt: skip


class Known:
    """Answers that were written down."""

    def __init__(self, pages: Mapping[tuple[str, str, str], Row], liabilities: Sequence[Row] = ()) -> None:
        self.pages, self.liabilities = pages, liabilities
        self.controllers: dict[str, list[Row]] = {}

    def network(self, code: str, types: Sequence[str], after: Mapping[str, str]) -> Row:
        type_ = types[0] if types else ""
        return self.pages[code, type_, after.get(type_, "")]

    def check(self, code: str) -> Row:
        return {"liabilities": list(self.liabilities)}

    def control(self, code: str) -> Row:
        return {"controllers": self.controllers.get(code, [])}


LIABLE = {
    "finding_id": "F1", "state": "CONFIRMED", "entity": "A", "entity_name": "甲", "person": "p1",
    "person_name": "张三", "valid_from": "2024-01-01", "rule": "r@1", "ground_id": "L-1",
    "path": [
        {"from": "p1", "to": "B", "type": "HOLDS", "valid_from": "2020-01-01", "source": "x"},
        {"from": "B", "to": "A", "type": "HOLDS", "valid_from": "2020-01-01", "source": "x"},
        {"from": "A", "to": "L-1", "type": "LISTED_BY", "valid_from": "2024-01-01", "source": "x"},
    ],
}  # fmt: skip


def test_an_address_and_a_view_are_the_same() -> None:
    view = View("A", "2024-01-01", ("B", "C~HOLDS", "C~HOLDS"), ("HOLDS",), "F1", "12.5")
    assert View.of(view.params()) == view
    assert View("A").params() == {"code": "A"}
    assert [View.of({"pct": one}).pct for one in ("", "0", "5.0", "100", "101", "x", "-1")] == [
        "", "", "5", "100", "", "", "",
    ]  # fmt: skip


def test_each_node_says_in_which_step_it_came_and_around_whom() -> None:
    pages = {
        ("A", "", ""): answer("A", neighbour("B")),
        ("B", "", ""): answer("B", neighbour("C"), neighbour("A", outward=False)),
    }
    picture = build(View("A", opened=("B",)), Known(pages))
    assert [(one.id, one.step, one.by) for one in picture.nodes.values()] == [
        ("A", 0, ""),
        ("B", 0, "A"),
        ("C", 1, "B"),
    ]
    assert len(picture.edges) == 2, "the relation that both know is drawn once"


def test_too_many_of_a_type_are_one_node_and_come_page_by_page() -> None:
    counts = [{"type": "HOLDS", "outward": True, "number": 3, "summarised": True}]
    pages = {
        ("A", "", ""): answer("A", counts=counts),
        ("A", "HOLDS", ""): answer("A", neighbour("B"), counts=counts, following={"HOLDS": "c1"}),
        ("A", "HOLDS", "c1"): answer("A", neighbour("C"), neighbour("D"), counts=counts),
    }
    first = build(View("A"), Known(pages))
    assert (first.nodes["A~HOLDS"].hub, first.nodes["A~HOLDS"].degree) == (True, 3)
    second = build(View("A", opened=("A~HOLDS",)), Known(pages))
    assert second.nodes["A~HOLDS"].degree == 2
    assert "B" in second.nodes
    whole = build(View("A", opened=("A~HOLDS",) * 2), Known(pages))
    assert set(whole.nodes) == {"A", "B", "C", "D"}
    assert not whole.clipped


def test_a_liability_is_lit_with_all_that_it_rests_on() -> None:
    pages = {("A", "", ""): answer("A", neighbour("B", outward=False))}
    picture = build(View("A", lit="F1"), Known(pages, [LIABLE]))
    assert picture.highlight == [
        "p1|LIABLE_FOR|A|F1",
        "p1|HOLDS|B|2020-01-01",
        "B|HOLDS|A|2020-01-01",
    ]
    assert "L-1" not in picture.nodes, "the ground is no subject"
    assert build(View("A"), Known(pages, [LIABLE])).highlight == []


def test_what_has_no_relation_on_a_day_stays_where_it_was() -> None:
    before = build(View("A"), Known({("A", "", ""): answer("A", neighbour("B"))}))
    after = build(View("A", day="1990-01-01"), Known({("A", "", ""): answer("A")}), before.nodes)
    assert {one.id: one.relation for one in after.nodes.values()} == {"A": "CENTRE", "B": "ABSENT"}
    assert after.edges == {}


def test_a_picture_ends_somewhere_and_says_so() -> None:
    many = [neighbour(f"E{number:04}") for number in range(MOST_NODES + 50)]
    picture = build(View("A"), Known({("A", "", ""): answer("A", *many)}))
    assert len(picture.nodes) == MOST_NODES
    assert picture.clipped == {"A"}
    kept: dict[str, Node] = {"X": Node("X", "某", "ENTITY")}
    assert len(build(View("A"), Known({("A", "", ""): answer("A", *many)}), kept).nodes) == MOST_NODES


def test_who_controls_is_drawn_apart_from_who_adjoins_and_who_is_liable() -> None:
    known = Known({("A", "", ""): answer("A", neighbour("p1", outward=False), neighbour("p2"))}, [LIABLE])
    known.controllers["A"] = [
        {"id": "p1", "name": "张三", "kind": "DIRECT", "voting_pct": 60.0, "paths": []},
        {"id": "Z", "name": "丙", "kind": "JOINT", "voting_pct": 51.25, "paths": []},
    ]
    picture = build(View("A"), known)
    assert picture.edges["p1|CONTROLS|A"].relation == "CONTROLLED"
    assert picture.edges["Z|CONTROLS|A"].label == "控制 51.25%"
    relations = {one.id: one.relation for one in picture.nodes.values()}
    assert relations == {"A": "CENTRE", "p1": "LIABLE", "p2": "ADJACENT", "Z": "CONTROLLED"}
    assert picture.controls.keys() == {"p1|CONTROLS|A", "Z|CONTROLS|A"}
