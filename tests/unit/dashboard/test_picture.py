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
            "following": dict(following or {}), "complete": True,
            "bounds": {"types": ["DIRECTOR_OF", "HOLDS"]}}  # fmt: skip


class Known:
    """Answers that were written down."""

    def __init__(self, pages: Mapping[tuple[str, str, str], Row], liabilities: Sequence[Row] = ()) -> None:
        self.pages, self.liabilities = pages, liabilities
        self.controllers: dict[str, list[Row]] = {}
        self.around: Row = {}
        self.asked: list[tuple[str, int, list[str]]] = []

    def surroundings(self, code: str, depth: int, types: Sequence[str]) -> Row:
        self.asked.append((code, depth, list(types)))
        return self.around

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
    view = View("A", "2024-01-01", ("B", "C~HOLDS", "C~HOLDS"), ("HOLDS",), "F1", "12.5", 3)
    assert View.of(view.params()) == view
    assert View("A").params() == {"code": "A"}
    assert [View.of({"pct": one}).pct for one in ("", "0", "5.0", "100", "101", "x", "-1")] == [
        "", "", "5", "100", "", "", "",
    ]  # fmt: skip


def test_an_address_asks_for_one_two_or_three_levels() -> None:
    found = [View.of({"depth": one}).depth for one in ("", "1", "2", "3", "4", "0", "-1", "x", "²")]
    assert found == [1, 1, 2, 3, 1, 1, 1, 1, 1]


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


def test_a_holding_says_how_much_and_an_office_which() -> None:
    shares = ((60.0, None), (10.0, 20.0), (None, None))
    held = [
        {**neighbour(f"E{place}"), "pct": pct, "max_pct": most} for place, (pct, most) in enumerate(shares)
    ]
    office = {**neighbour("p9", "DIRECTOR_OF", outward=False), "pct": None, "max_pct": None}
    picture = build(View("A"), Known({("A", "", ""): answer("A", *held, office)}))
    labels = {one.source if one.target == "A" else one.target: one.label for one in picture.edges.values()}
    assert labels == {"E0": "持股 60%", "E1": "持股 10%–20%", "E2": "持股 未知", "p9": "董事"}


def party(id_: str, distance: int, blocked: str = "") -> Row:
    kind = "PERSON" if id_.startswith("p") else "ENTITY"
    return {"id": id_, "name": f"名{id_}", "kind": kind, "distance": distance, "blocked": blocked}


def tie(source: str, target: str, type_: str = "HOLDS", pct: float | None = None) -> Row:
    known = {"valid_from": "2020-01-01", "source": "SAMR", "pct": pct, "max_pct": None}
    return {"from": source, "to": target, "type": type_, **known}


def levels(parties: Sequence[Row], relations: Sequence[Row], cut: str = "") -> Row:
    deepest = max(one["distance"] for one in parties)
    counted = [
        {"distance": level, "parties": sum(one["distance"] == level for one in parties), "by_type": {}}
        for level in range(1, deepest + 1)
    ]
    return {"parties": list(parties), "relations": list(relations), "levels": counted, "cut": cut}


def test_three_levels_are_drawn_at_once_and_say_that_they_are_whole() -> None:
    known = Known({("A", "", ""): answer("A", neighbour("B"))})
    known.around = levels(
        [party("A", 0), party("B", 1), party("C", 2), party("p1", 3)],
        [tie("A", "B", pct=30.0), tie("B", "C"), tie("p1", "C", "DECLARED_CONTROLLER_OF")],
    )
    picture = build(View("A", depth=3), known)
    assert known.asked == [("A", 3, [])]
    assert {one.id: (one.step, one.by) for one in picture.nodes.values()} == {
        "A": (0, ""), "B": (0, "A"), "C": (0, "B"), "p1": (0, "C"),
    }  # fmt: skip
    assert picture.nodes["p1"].relation == "CONTROLLED"
    assert picture.nodes["C"].relation == "ADJACENT"
    assert len(picture.edges) == 3, "what one level and three both know is drawn once"
    assert picture.notes == [
        "三层以内的主体：第一层 1 个、第二层 1 个、第三层 1 个。",
        "已全部画出。",
    ]
    assert build(View("A"), known).notes == []
    assert len(known.asked) == 1, "one level needs no more than the neighbours"


def test_levels_that_are_cut_say_where_and_why() -> None:
    many = [party(f"E{number:04}", 2) for number in range(MOST_NODES)]
    near = [party("A", 0), party("B", 1, "HUB"), party("O", 1, "STATE_ORGAN")]
    known = Known({("A", "", ""): answer("A", neighbour("B"), neighbour("O"))})
    known.around = levels([*near, *many], [tie("B", one["id"]) for one in many], "PAGE")
    picture = build(View("A", depth=2), known)
    assert len(picture.nodes) == MOST_NODES
    assert {"B", "O", "E0000"} <= picture.nodes.keys(), "the nearest first"
    assert all({one.source, one.target} <= picture.nodes.keys() for one in picture.edges.values())
    told = "".join(picture.notes)
    assert f"最多画 {MOST_NODES} 个" in told
    assert "名B（关系过多）、名O（国家机关）" in told
    assert "已全部画出" not in told
    known.around = levels(near, [], "PARTIES")
    assert "超过查询上限" in "".join(build(View("A", depth=2), known).notes)
    known.around = levels(near, [], "TIME")
    assert "用时已到上限" in "".join(build(View("A", depth=2), known).notes)


def test_what_the_centre_has_too_many_of_stays_one_node_at_every_depth() -> None:
    counts = [
        {"type": "DIRECTOR_OF", "outward": False, "number": 1, "summarised": False},
        {"type": "HOLDS", "outward": False, "number": 300, "summarised": True},
    ]
    office = neighbour("p1", "DIRECTOR_OF", outward=False)
    known = Known({("A", "", ""): answer("A", office, counts=counts)})
    known.around = levels([party("A", 0), party("p1", 1)], [tie("p1", "A", "DIRECTOR_OF")])
    picture = build(View("A", depth=2), known)
    assert known.asked == [("A", 2, ["DIRECTOR_OF"])]
    assert picture.nodes["A~HOLDS"].degree == 300
    assert "“持股”过多，已折叠" in "".join(picture.notes)


def test_a_page_of_one_type_is_no_longer_missing_once_the_levels_brought_the_rest() -> None:
    counts = [{"type": "HOLDS", "outward": True, "number": 2, "summarised": False}]
    pages = {("A", "", ""): answer("A", neighbour("B"), counts=counts, following={"HOLDS": "c"})}
    known = Known(pages)
    known.around = levels([party("A", 0), party("B", 1), party("C", 1)], [tie("A", "B"), tie("A", "C")])
    assert build(View("A"), known).nodes["A~HOLDS"].degree == 1
    assert build(View("A", depth=2), known).nodes.keys() == {"A", "B", "C"}


def test_a_view_is_saved_with_its_day_and_commit_and_read_as_of_them() -> None:
    kept = View.of({"code": "A", "depth": "2"}).as_seen("2026-06-30", "41/rules/catalogue/calendar")
    assert kept == {"code": "A", "day": "2026-06-30", "depth": "2", "known": "41"}
    opened = View.of(kept)
    assert (opened.day, opened.known_at) == ("2026-06-30", "seq:41")
    assert opened.as_seen("2026-07-01", "97/rules/catalogue/calendar") == kept, "saved again it is the same"
    assert opened.params() == kept
    for odd in ("", "x", "-1", "1" * 16, "²"):
        assert View.of({"code": "A", "known": odd}).known_at is None


def test_who_is_drawn_pale_or_collapsed_is_not_in_the_view() -> None:
    pages = {("A", "", ""): answer("A", neighbour("B"))}
    picture = build(View("A"), Known(pages), {"C": Node("C", "丙", "ENTITY")})
    assert "C" in picture.nodes
    assert picture.parties() == ["A", "B"]
