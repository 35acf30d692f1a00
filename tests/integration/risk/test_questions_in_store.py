"""Composed questions in the store: what is no longer in force, who has moved, what is never left unsaid."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.masking import SHOWN
from api.schemas.questions import QuestionAsk, QuestionForm, QuestionStart
from api.services.desk import Desk, open_desk
from api.services.questions import run_question
from graph.errors import UsageError
from graph.identity.numbers import IdentityKeys
from graph.risk import neighbourhood
from graph.risk.questions import Answer, answer_question, read_form, save_question, saved_questions
from graph.store import Store

DAY = "2025-06-01"
NOBODY = "91411300MA00000077"
World = Any


def found(store: Store, start: dict[str, Any], *steps: dict[str, Any], day: str = DAY) -> Any:
    return answer_question(store, read_form({"start": start, "steps": list(steps)}), day)


def test_decisions_that_are_gone_are_left_out_unless_asked_for_and_then_told_apart(
    store: Store, world: World
) -> None:
    gone = {
        "ENDED": {"removed_on": "2025-01-01", "removal_kind": "EXPIRED"},
        "REPAIRED": {"removed_on": "2025-01-01", "removal_kind": "REPAIRED"},
        "UNDONE": {"removed_on": "2025-01-01", "removal_kind": "REVOKED"},
    }
    world.entity("a")
    names = {world.listed("a", "2024-06-01", **told): standing for standing, told in gone.items()}
    names[world.listed("a", "2024-06-02", ground_ref="g")] = "REPAIRED"
    world.record("RepairCase", "2024-12-01", target_ref="g", result="APPROVED", decided_on="2025-01-01")
    names[world.listed("a", "2024-06-02", ground_ref="h")] = "UNDONE"
    world.objected("h", "UPHELD", "2025-01-01")
    stands = world.listed("a", "2024-06-03")
    world.save()
    step = {"relation": "LISTED_BY"}
    rows = found(store, {"by": "ALL"}, step).rows
    assert [(row[-1].id, row[-1].decision["standing"]) for row in rows] == [(stands, "IN_FORCE")]
    every = found(store, {"by": "ALL"}, {**step, "standing": "ANY"})
    told = {row[-1].id: row[-1].decision["standing"] for row in every.rows}
    assert told == {**names, stands: "IN_FORCE"} and "read/hints/repaired" in every.asked
    ended = {row[-1].id: row[-1].decision["ended_on"] for row in every.rows}
    assert ended[stands] == "" and "2025-01-01" in ended.values()
    # The day before, all but the one that was revoked were in force, also what was overturned later.
    before = found(store, {"by": "ALL"}, step, day="2024-12-31").rows
    told = [names.get(row[-1].id, "") for row in before]
    assert sorted(told) == ["", "ENDED", "REPAIRED", "REPAIRED", "UNDONE"]


#: By firm what has become of its listing; the repair of two is told by their cases only.
ON_LIST: dict[str, dict[str, str]] = {
    "stands": {"ground_ref": "g0"},
    "ended": {"removed_on": "2025-01-01", "removal_kind": "EXPIRED"},
    "repaired": {"removed_on": "2025-01-01", "removal_kind": "REPAIRED"},
    "case": {"ground_ref": "g1"},
    "today": {"ground_ref": "g2"},
    "refused": {"ground_ref": "g3"},
    "undone": {"removed_on": "2026-01-01", "removal_kind": "REVOKED"},
    "overturned": {"ground_ref": "g4"},
    "dismissed": {"ground_ref": "g5"},
}
OBJECTIONS = {"g4": ("UPHELD", DAY), "g5": ("DISMISSED", "2025-01-01")}
REPAIRS = {"g1": ("APPROVED", "2025-01-01"), "g2": ("APPROVED", DAY), "g3": ("REJECTED", "2025-01-01")}


@pytest.mark.parametrize(
    ("day", "firms"),
    [
        (DAY, {"stands", "refused", "twice", "dismissed"}),
        # The day before its repair, or before an objection was upheld, the listing still counted.
        ("2025-05-31", {"stands", "refused", "twice", "dismissed", "today", "overturned"}),
        ("2024-12-31", {*ON_LIST, "twice"} - {"undone"}),
    ],
)
def test_who_stands_in_a_list_is_asked_of_the_day_with_its_repairs(
    store: Store, world: World, day: str, firms: set[str]
) -> None:
    for name, told in ON_LIST.items():
        world.entity(name)
        world.listed(name, "2024-06-01", **told)
    # Who stands in it twice is one firm, and still stands there once one of the two is repaired.
    world.entity("twice")
    for ref in ("g1", "g0"):
        world.listed("twice", "2024-06-01", ground_ref=ref)
    for ref, (result, decided) in REPAIRS.items():
        world.record("RepairCase", "2024-12-01", target_ref=ref, result=result, decided_on=decided)
    for ref, (result, decided) in OBJECTIONS.items():
        world.objected(ref, result, decided)
    world.save()
    answer = found(store, {"by": "LIST", "values": ["L08"]}, day=day)
    assert sorted(row[0].id for row in answer.rows) == sorted(firms) and not answer.cut
    assert "read/hints/repaired" in answer.asked


@pytest.mark.parametrize(
    ("region", "day", "firms"),
    [
        ("411302", DAY, {"stays"}),
        ("411302", "2024-12-31", {"stays", "moved"}),
        ("411303", DAY, {"moved"}),
        ("411300", DAY, {"stays", "moved", "city"}),
        ("410000", DAY, {"stays", "moved", "city", "far"}),
    ],
)
def test_a_region_holds_its_districts_and_only_who_is_there_on_the_day(
    store: Store, world: World, region: str, day: str, firms: set[str]
) -> None:
    for name, code in (("stays", "411302"), ("moved", "411302"), ("city", "411300"), ("far", "410102")):
        world.entity(name, region_code=code)
    world.record("EntityState", "2025-01-01", "moved", region_code="411303")
    world.save()
    answer = found(store, {"by": "REGION", "values": [region]}, day=day)
    assert {row[0].id for row in answer.rows} == firms and not answer.cut


def test_a_share_asked_for_is_the_one_that_networks_and_paths_go_by(store: Store, world: World) -> None:
    """Of equity: what a holder may vote is no share of his."""
    for name in "abcd":
        world.entity(name)
    world.hold("a", "b", 60.0, vote_pct=20.0)
    world.hold("a", "c", 20.0, vote_pct=60.0)
    world.hold("a", "d", None, vote_pct=60.0, equity_min_pct=10.0, equity_max_pct=80.0)
    world.save()
    most = {"on": "RELATION", "field": "pct", "operator": "AT_LEAST", "value": 50}
    step = {"relation": "HOLDS", "direction": "OUT", "conditions": [most]}
    asked = {row[-1].id for row in found(store, {"by": "ALL"}, step).rows}
    beside = {one.id for one in neighbourhood(store, "a", DAY, min_pct=50.0).neighbours}
    assert asked == beside == {"b"}


ENTITY = {"on": "ENTITY", "field": "status", "operator": "IS", "value": "吊销"}
STAKE = {"on": "RELATION", "field": "pct", "operator": "AT_LEAST", "value": 50}
GRAVE = {"on": "DECISION", "field": "severity", "operator": "IS", "value": "严重"}
HELD = {"relation": "HOLDS", "direction": "OUT"}
LISTED = {"relation": "LISTED_BY"}


@pytest.mark.parametrize(
    ("form", "ends"),
    [
        # Nothing starts elsewhere: which of the firms there meet a condition is not told by a number of rows.
        ({"start": {"by": "ALL"}}, [["a"], ["b"]]),
        ({"start": {"by": "ALL"}, "conditions": [ENTITY]}, [["b"]]),
        ({"start": {"by": "REGION", "values": ["411303"]}, "conditions": [ENTITY]}, []),
        ({"start": {"by": "LIST", "values": ["L08"]}}, [["b"]]),
        # Without a condition a step still leads there, with one it does not.
        ({"start": {"by": "ALL"}, "steps": [HELD]}, [["a", "b"], ["a", "辖区外主体"]]),
        ({"start": {"by": "ALL"}, "steps": [{**HELD, "conditions": [ENTITY]}]}, [["a", "b"]]),
        ({"start": {"by": "ALL"}, "steps": [{**HELD, "conditions": [STAKE]}]}, [["a", "b"]]),
        # Nor does a decision there meet one, and that it is in force is one.
        (
            {"start": {"by": "ALL"}, "steps": [HELD, {**LISTED, "standing": "ANY"}]},
            [["a", "b", ""], ["a", "辖区外主体", "辖区外的决定"]],
        ),
        ({"start": {"by": "ALL"}, "steps": [HELD, LISTED]}, [["a", "b", ""]]),
        (
            {
                "start": {"by": "ALL"},
                "steps": [HELD, {**LISTED, "standing": "ANY", "conditions": [GRAVE]}],
            },
            [["a", "b", ""]],
        ),
        # A person of elsewhere: the day of his office is no condition either.
        (
            {"start": {"by": "ALL"}, "steps": [HELD, {"relation": "LEGAL_REP_OF", "direction": "IN"}]},
            [["a", "辖区外主体", "辖区外人员"]],
        ),
        (
            {
                "start": {"by": "ALL"},
                "steps": [
                    HELD,
                    {
                        "relation": "LEGAL_REP_OF",
                        "direction": "IN",
                        "conditions": [
                            {
                                "on": "RELATION",
                                "field": "valid_from",
                                "operator": "FROM",
                                "value": "2001-01-01",
                            }
                        ],
                    },
                ],
            },
            [],
        ),
    ],
)
def test_no_condition_is_asked_of_whom_a_district_does_not_see(
    store: Store, world: World, form: dict[str, Any], ends: list[list[str]]
) -> None:
    for name, region in (("a", "411302"), ("b", "411302"), ("far", "411303")):
        world.entity(name, region_code=region, status="存续" if name == "a" else "吊销", name=name)
    for name in ("b", "far"):
        world.hold("a", name, 60.0)
        world.listed(name, "2024-06-01", severity="严重")
    world.person("p")
    world.link("LEGAL_REP_OF", "p", "far", valid_from="2024-01-01")
    world.save()

    def told(**limits: Any) -> list[list[str]]:
        answer, _ = run_question(open_desk(store), form, masking=SHOWN, as_of=DAY, **limits)
        return sorted([end["name"] for end in row["ends"]] for row in answer["rows"])

    assert told(within=lambda region, _authority: region == "411302") == ends
    assert any("far" in row for row in told()), "who sees every district is told"


def test_codes_that_nobody_has_are_named(store: Store, world: World) -> None:
    world.entity("a")
    world.save()
    form = {"start": {"by": "CODES", "values": [NOBODY]}}
    answer, _ = run_question(open_desk(store), form, masking=SHOWN, as_of=DAY)
    assert (answer["rows"], answer["complete"], answer["missing"]) == ([], False, [NOBODY])
    answer, _ = run_question(open_desk(store), {"start": {"by": "ALL"}}, masking=SHOWN, as_of=DAY)
    assert answer["complete"] and answer["missing"] == []


def test_all_entities_are_those_known_then_and_begun_by_the_day(store: Store, world: World) -> None:
    world.entity("first")
    world.entity("coded", stub=True)
    then = world.save()
    world.entity("later")
    world.save()

    def told(known_at: str | None) -> list[str]:
        form = {"start": {"by": "ALL"}}
        answer, _ = run_question(open_desk(store), form, masking=SHOWN, as_of=DAY, known_at=known_at)
        assert answer["complete"]
        return [row["ends"][0]["id"] for row in answer["rows"]]

    assert told(f"seq:{then}") == ["91CODED", "91FIRST"]
    assert told(None) == ["91CODED", "91FIRST", "91LATER"]


def test_where_a_district_goes_on_names_nobody(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last party that was looked at may lie in another district."""
    asked: list[str] = []

    def late(*_: Any, after: str, **__: Any) -> Answer:
        asked.append(after)
        return Answer(cut=["TIME"], following="0.e0123456789abcdef")

    monkeypatch.setattr("api.services.questions.answer_question", late)
    desk = open_desk(store, IdentityKeys.generate())
    limits: dict[str, Any] = {"within": lambda region, _authority: region == "411302"}

    def following(at: Desk, after: str = "", **limits: Any) -> str:
        answer, _ = run_question(at, {"start": {"by": "ALL"}}, masking=SHOWN, after=after, **limits)
        assert answer["cut"] == ["TIME"] and not answer["complete"]
        return str(answer["following"])

    plain, closed = following(desk), following(desk, **limits)
    assert plain == "0.e0123456789abcdef" and "e0123" not in closed and closed != following(desk, **limits)
    for given in (plain, closed):
        assert QuestionAsk(form=QuestionForm(start=QuestionStart(by="ALL")), after=given)
    assert following(desk, closed, **limits) and asked[-1] == plain
    foreign = following(open_desk(store, IdentityKeys.generate()), **limits)
    for wrong in (plain, foreign, closed[:-8], "A" * 100):
        with pytest.raises(UsageError, match="续查的位置不能用"):
            following(desk, wrong, **limits)
    assert following(open_desk(store), **limits) == "", "without keys nothing can be closed"
    with pytest.raises(UsageError, match="续查的位置不能用"):
        following(open_desk(store), closed, **limits)


def test_saved_questions_are_searched_in_the_store_and_say_when_they_are_not_all(store: Store) -> None:
    for name in ("甲", "乙", "丙 Ab"):
        save_question(
            store,
            owner="u1",
            owner_name="某",
            role="INVESTIGATOR",
            name=name,
            note="查一查" if name == "乙" else "",
            shared=False,
            form={"start": {"by": "ALL"}},
        )
    rows, complete = saved_questions(store, "u1", most=2)
    assert len(rows) == 2 and not complete
    for text, name in (("aB", "丙 Ab"), ("一查", "乙")):
        rows, complete = saved_questions(store, "u1", text, most=2)
        assert [one["name"] for one in rows] == [name] and complete
    assert len(saved_questions(store, "u1", most=3)[0]) == 3 and saved_questions(store, "u1", most=3)[1]
