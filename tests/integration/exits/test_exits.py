"""The way out from the store: what the answer says to do is done, and nothing stands afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.services.exits import exit_answer
from graph.errors import AnswerRefusedError, NotFoundError

PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "exit.md"
BLOCK = re.compile(r"<!-- case: (\w+) -->\n```text\n(.*?)```", re.DOTALL)
COURT = "南阳市中级人民法院"
Tables = dict[str, list[dict[str, Any]]]


def test_the_person_is_told_the_smallest_set_of_acts_and_what_only_time_ends(cases: Any) -> None:
    answer = exit_answer(cases.desk, cases.person("赵测试"))
    assert answer["smallest"]["acts"] == [
        "REPAIR:W-1",
        f"PERFORM:{COURT}|（2026）豫13执10号",
        f"PERFORM:{COURT}|（2026）豫13执20号",
    ]
    assert answer["smallest"]["exact"] and not answer["smallest"]["ends_all"]
    assert (answer["smallest"]["earliest"], answer["smallest"]["free_from"]) == ("2027-01-31", "2030-05-01")
    left = [one for one in answer["why"] if one["id"] in answer["smallest"]["left"]]
    assert [one["rule"] for one in left] == ["L10_food_revoked.legal_rep@1"]
    helpless = {one["id"] for one in answer["will_not_help"]}
    assert {"LEAVE_POST", "CHANGE_REPRESENTATIVE", "REPAIR_COMPANY", "PAY_FOR_BAN"} <= helpless


def ended(tables: Tables, acts: list[str]) -> Tables:
    """The rows that record these acts as done."""
    done: Tables = {"listings": [], "judgments": [], "repairs": []}
    for row in tables["listings"]:
        if f"REPAIR:{row['listing_id']}" in acts or f"FULFIL:{row['listing_id']}" in acts:
            done["listings"].append({**row, "removed_on": "2026-11-20", "removal_kind": "REPAIRED"})
    for row in tables["judgments"]:
        if f"PERFORM:{row['court']}|{row['case_no']}" in acts:
            done["judgments"].append({**row, "ended_on": "2026-11-20", "end_reason": "履行完毕"})
    for number, act in enumerate(one for one in acts if one.startswith("PENALTY_REPAIR:")):
        row = {"repair_id": f"X-{number}", "target_kind": "PENALTY", "target_key": act.partition(":")[2]}
        done["repairs"].append({**row, "decided_on": "2026-11-20", "result": "APPROVED"})
    return {name: rows for name, rows in done.items() if rows}


@pytest.mark.parametrize("who", ["person", "company"])
def test_doing_what_it_says_ends_what_it_says_and_leaving_one_out_does_not(
    cases: Any, company: str, case_tables: Callable[[], tuple[str, Tables]], who: str
) -> None:
    subject = company if who == "company" else cases.person("赵测试")
    before = exit_answer(cases.desk, subject)
    tables, acts = case_tables()[1], before["smallest"]["acts"]
    cases.hand_in("all but one", ended(tables, acts[1:]))
    rest = exit_answer(cases.desk, subject)
    assert acts[0] in rest["smallest"]["acts"]
    cases.hand_in("the last", ended(tables, acts[:1]))
    after = exit_answer(cases.desk, subject)
    assert {one["id"] for one in after["why"]} == set(before["smallest"]["left"])
    assert after["smallest"]["acts"] == []
    then = exit_answer(cases.desk, subject, known_at=before["known_at"])
    assert then["why"] == before["why"] and then["smallest"] == before["smallest"]


def test_the_company_is_told_what_ends_for_its_people_too(cases: Any, company: str) -> None:
    answer = exit_answer(cases.desk, company)
    assert answer["smallest"]["size"] == 4 and answer["smallest"]["ends_all"]
    classes = {one["act"]: one["severity"] for one in answer["acts"]}
    assert classes["PENALTY_REPAIR"] == "一般"
    assert {one["person_name"] for one in answer["others"]} == {"赵测试"}
    assert all(one["ended_by"] for one in answer["others"])
    assert [one["reason"] for one in answer["not_yet"]] == ["SUCCESSOR"]
    assert not {one["id"] for one in answer["not_yet"]} & {one["id"] for one in answer["why"]}


def test_a_company_whose_people_are_banned_is_told_that_the_ban_runs_on(cases: Any) -> None:
    answer = exit_answer(cases.desk, "91411302MA3X00010W")
    assert [one["act"] for one in answer["acts"]] == ["PENALTY_REPAIR"]
    [ban] = answer["others"]
    assert (ban["mode"], ban["ended_by"], ban["latest"]) == ("BAN", [], "2030-05-01")


def test_a_day_before_the_orders_shows_what_stood_then(cases: Any) -> None:
    answer = exit_answer(cases.desk, cases.person("赵测试"), as_of="2025-06-01")
    assert [one["rule"] for one in answer["why"]] == ["L10_food_revoked.legal_rep@1"]
    assert answer["as_of"] == "2025-06-01"


def test_an_open_objection_is_shown_and_changes_no_act(cases: Any) -> None:
    subject = cases.person("赵测试")
    acts = exit_answer(cases.desk, subject)["smallest"]["acts"]
    objection = {
        "objection_id": "O-1",
        "target_kind": "LISTING",
        "target_key": "W-1",
        "raised_on": "2026-11-01",
    }
    cases.hand_in("objection", {"objections": [objection]})
    answer = exit_answer(cases.desk, subject)
    assert answer["smallest"]["acts"] == acts
    assert "SUSPENDED" in {one["state"] for one in answer["why"]}


def test_somebody_against_whom_nothing_stands_has_nothing_to_do(cases: Any) -> None:
    answer = exit_answer(cases.desk, cases.person("钱测试"))
    assert not answer["standing"] and answer["acts"] == []
    assert [one["heading"] for one in answer["sections"]] == ["结论", "尚未认定，无须办理"]


def test_no_number_stands_in_an_answer_and_none_may_be_asked_with(cases: Any, company: str) -> None:
    for subject in (cases.person("赵测试"), company):
        told = json.dumps(exit_answer(cases.desk, subject), ensure_ascii=False)
        assert not any(number in told for number in cases.numbers)
    with pytest.raises(AnswerRefusedError):
        exit_answer(cases.desk, cases.numbers[0])
    with pytest.raises(NotFoundError):
        exit_answer(cases.desk, "91320100748204660Q")


def shown(answer: dict[str, Any]) -> str:
    """As the command prints it, with the one id that is random left out."""
    lines = []
    for section in answer["sections"]:
        lines.append(f"【{section['heading']}】")
        items = section["items"]
        lines += items if len(items) == 1 else [f"{number}. {one}" for number, one in enumerate(items, 1)]
    return re.sub(r"\bp[0-9a-f]{16}\b", "人员编号", "\n".join(lines)) + "\n"


def test_the_page_shows_the_two_cases_as_they_are_answered(cases: Any, company: str) -> None:
    page = dict(BLOCK.findall(PAGE.read_text(encoding="utf-8")))
    assert page == {
        "person": shown(exit_answer(cases.desk, cases.person("赵测试"))),
        "company": shown(exit_answer(cases.desk, company)),
    }
