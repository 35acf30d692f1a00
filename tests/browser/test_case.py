"""A whole case in a real browser: from lead to archive, by two people, and the roster of the body."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest


@pytest.fixture(scope="module")
def proposed(site: Any) -> dict[str, Any]:
    """A finding that the officer may open a case on, without a paper on the person's fault."""
    with site.client("jingban") as api:
        rows = api.findings(states=["PROPOSED"], limit=200)["rows"]
    return dict(next(one for one in rows if "农民工" in one["list_type_zh"]))


def _opened(watched: Any, site: Any, login: str, case_id: str) -> Any:
    page = watched.sign_in(site, login, f"case?id={case_id}")
    page.get_by_role("heading", name="经过").wait_for()
    watched.settle()
    return page


def _paper(page: Any, number: str) -> None:
    page.get_by_label("文号", exact=True).first.fill(number)


def _press(watched: Any, page: Any, name: str) -> None:
    page.get_by_test_id("stFormSubmitButton").get_by_role("button", name=name, exact=True).first.click()
    watched.settle()


def _until_heard(watched: Any, site: Any, case_id: str) -> None:
    page = _opened(watched, site, "jingban", case_id)
    _paper(page, "宛人社告〔2026〕1号")
    _press(watched, page, "告知当事人")
    page.get_by_text("宛人社告〔2026〕1号").wait_for()
    page.get_by_text("书面放弃").click()
    _paper(page, "宛人社听〔2026〕1号")
    watched.shot("case-hearing")
    _press(watched, page, "听取陈述申辩并拟定意见")
    page.get_by_text("该角色不得办理此步骤").first.wait_for()
    page.get_by_role("button", name="退出登录").click()


def _confirmed(watched: Any, site: Any, case_id: str) -> None:
    page = _opened(watched, site, "fuhe", case_id)
    _paper(page, "宛人社认〔2026〕1号")
    _press(watched, page, "认定责任")
    page.get_by_role("heading", name="个人信用记录").wait_for()
    watched.settle()
    watched.shot("case-confirmed")
    page.get_by_role("button", name="退出登录").click()


def _until_archived(watched: Any, site: Any, case_id: str) -> None:
    page = _opened(watched, site, "jingban", case_id)
    _paper(page, "宛人社执〔2026〕1号")
    watched.choose(page.get_by_test_id("stMultiSelect"))
    page.keyboard.press("Escape")
    _press(watched, page, "执行")
    page.get_by_role("heading", name="措施实施").wait_for()
    with site.client("jingban") as api:
        imposed = len(api.case(case_id)["sanctions"])
    for done in range(imposed):
        _press(watched, page, "登记签收")
        page.get_by_text("已签收").nth(done).wait_for()
    watched.shot("case-enforced")
    _paper(page, "宛人社反〔2026〕1号")
    _press(watched, page, "反馈结果")
    page.get_by_text("宛人社反〔2026〕1号").wait_for()
    _tell_all(site, case_id)
    _press(watched, page, "归档")
    page.get_by_text("案件已办结").wait_for()
    watched.settle()
    watched.shot("case-archived")


def _tell_all(site: Any, case_id: str) -> None:
    """Whatever notices the law asks for in this case, by the client."""
    with site.client("jingban") as api:
        found = api.case(case_id)
        for place, duty in enumerate(found["duties"]):
            given = {"doc_no": f"宛通〔2026〕{place}号", "doc_on": found["steps"][-1]["doc_on"]}
            recipient = duty["recipient"] or "查明的主管单位"
            api.issue_notice(case_id, duty["kind"], f"browser-n{place:03}", recipient=recipient, **given)
        for task in api.case_tasks()["rows"]:
            api.settle_task(task["task_id"], "已查明")


def test_two_people_carry_a_case_from_lead_to_archive(
    watched: Any, site: Any, proposed: dict[str, Any]
) -> None:
    page = watched.sign_in(site, "jingban", "cases")
    page.get_by_role("tab", name="待立案的线索和拟认定").click()
    page.get_by_role("button", name="立案", exact=True).first.wait_for()
    watched.settle()
    watched.shot("cases-leads")
    page.get_by_role("button", name="退出登录").click()
    with site.client("jingban") as api:
        case_id = api.open_case(proposed["finding_id"], "browser-0001")["case"]["case_id"]
    _until_heard(watched, site, case_id)
    _confirmed(watched, site, case_id)
    _until_archived(watched, site, case_id)
    assert page.get_by_test_id("stException").count() == 0
    assert watched.outside == [] and watched.errors == []
    with site.client("jingban") as api:
        assert api.case(case_id)["case"]["state_zh"] == "归档"
        assert api.credit_entries(proposed["person"])["rows"]


def test_the_page_of_notices_says_how_many_there_are_or_that_there_is_none(watched: Any, site: Any) -> None:
    with site.client("jingban") as api:
        sent = api.notices()["rows"]
    page = watched.sign_in(site, "jingban", "notices")
    page.get_by_role("heading", name="通报", exact=True).wait_for()
    states = Counter(one["state_zh"] for one in sent)
    for told in [f"{state} {number} 件" for state, number in states.items()] or ["没有通报。"]:
        page.get_by_text(told).wait_for()
    watched.settle()
    watched.shot("notices")
    page.get_by_text("已更正", exact=True).click()
    page.get_by_text("没有通报。").wait_for()
    assert page.get_by_test_id("stException").count() == 0


def test_a_step_on_a_case_that_moved_on_is_refused_in_words(
    watched: Any, site: Any, proposed: dict[str, Any]
) -> None:
    with site.client("jingban") as api:
        rows = api.findings(states=["PROPOSED"], limit=200)["rows"]
        taken = {proposed["finding_id"], proposed["person"]}
        other = next(
            one for one in rows
            if "农民工" in one["list_type_zh"] and not {one["finding_id"], one["person"]} & taken
        )  # fmt: skip
        case_id = api.open_case(other["finding_id"], "browser-stale")["case"]["case_id"]
    page = _opened(watched, site, "jingban", case_id)
    _paper(page, "宛人社告〔2026〕8号")
    with site.client("jingban") as api:
        found = api.case(case_id)
        step, seen = found["next_steps"][0]["step"], found["steps"][-1]["number"]
        paper = {"doc_no": "宛人社告〔2026〕7号", "doc_on": found["steps"][-1]["at"][:10]}
        moved = api.take_step(case_id, step, "browser-sooner", seen, **paper)["steps"]
    _press(watched, page, "告知当事人")
    page.get_by_text("处理办法").first.wait_for()
    watched.shot("case-stale")
    page.get_by_text("宛人社告〔2026〕7号").wait_for()
    with site.client("jingban") as api:
        assert len(api.case(case_id)["steps"]) == len(moved), "told, and not done"


def test_the_roster_and_the_queue_are_read_by_role(watched: Any, site: Any, proposed: dict[str, Any]) -> None:
    page = watched.sign_in(site, "diaocha", f"roster?code={proposed['entity']}")
    page.get_by_role("heading", name="违法行为发生时任职").wait_for()
    watched.settle()
    watched.shot("roster")
    assert page.get_by_test_id("stException").count() == 0


def test_a_leader_does_not_open_cases(watched: Any, site: Any) -> None:
    page = watched.sign_in(site, "lingdao", "cases")
    page.get_by_text("没有权限").first.wait_for()
