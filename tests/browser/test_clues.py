"""A clue goes to a department and comes back, clicked through in a real browser by both sides."""

from __future__ import annotations

import re
from typing import Any

import pytest


@pytest.fixture(scope="module")
def raised(site: Any) -> list[dict[str, Any]]:
    """Clues on firms that the figures of today have raised, none of them the first row of the page."""
    done = site.run("warning", "run")
    assert done.returncode == 0, done.stderr
    with site.client("diaocha") as api:
        first = api.warnings(scope="ENTITY")["rows"][0]
        found = [
            one
            for one in api.clues(states=["NEW"], limit=200)["rows"]
            if one["scope"] == "ENTITY" and one["signal"] and one["scope_id"] != first["scope_id"]
        ]
    assert len(found) > 1
    return [dict(one) for one in found]


@pytest.fixture(scope="module")
def department(site: Any) -> str:
    """An authority for which the officer acts."""
    with site.client("jingban") as api:
        return str(api.me()["authorities"][0])


def assigned(site: Any, clue: dict[str, Any]) -> dict[str, Any]:
    """A clue, assigned to the investigator."""
    with site.client("diaocha") as api:
        me = next(one for one in api.colleagues() if one["role_zh"] == "调查人员")
        found = api.clue_step(clue["clue_id"], "assign", clue["version"], assignee=me["account_id"])
    return dict(found)


def opened(watched: Any, site: Any, login: str, clue: dict[str, Any]) -> Any:
    """The page of a clue in somebody's name."""
    page = watched.sign_in(site, login, f"clues?id={clue['clue_id']}")
    page.get_by_text("办理经过").wait_for()
    watched.settle()
    return page


def chosen_step(watched: Any, name: str, told: str) -> None:
    """Take a step of a clue with some words."""
    page = watched.page
    page.get_by_label("说明").fill(told)
    page.get_by_role("button", name=name, exact=True).click()
    page.get_by_text(told).first.wait_for()
    watched.settle()


def steps(watched: Any) -> Any:
    return watched.page.get_by_role("combobox", name=re.compile("步骤"))


def outcomes(watched: Any) -> Any:
    return watched.page.get_by_role("combobox", name=re.compile("办理结果"))


def test_a_clue_is_handed_over_answered_by_the_department_and_closed_as_it_said(
    watched: Any, site: Any, raised: list[dict[str, Any]], department: str
) -> None:
    clue = assigned(site, raised[0])
    page = opened(watched, site, "diaocha", clue)
    page.get_by_role("button", name="查看预警清单").click()
    page.get_by_role("heading", name=f"{clue['signal_zh']}：{clue['label']}").wait_for()
    watched.settle()
    assert f"scope_id={clue['scope_id']}" in page.url
    watched.shot("watch-of-a-clue")
    page = opened(watched, site, "diaocha", clue)
    watched.choose(steps(watched), "移交部门")
    watched.choose(page.get_by_role("combobox", name=re.compile("移交部门代码")), department)
    page.get_by_label("移交文号").fill("宛信线索〔2026〕8号")
    chosen_step(watched, "移交部门", "请核查")
    assert page.get_by_role("heading", name="移交本部门的所据记录").count() == 0

    page = opened(watched, site, "jingban", clue)
    page.get_by_role("heading", name="移交本部门的所据记录").wait_for()
    page.get_by_text(re.compile("共 [1-9][0-9]* 条，逐条注明来源")).wait_for()
    watched.choose(steps(watched), "部门反馈结果")
    watched.choose(outcomes(watched), "查无问题")
    watched.shot("clue-at-the-department")
    chosen_step(watched, "部门反馈结果", "现场未见异常")

    page = opened(watched, site, "diaocha", clue)
    watched.choose(steps(watched), "办结")
    assert outcomes(watched).evaluate("box => box.value || box.innerText") == "查无问题"
    chosen_step(watched, "办结", "同部门意见")
    page.get_by_text("线索已办结").wait_for()
    watched.shot("clue-answered-and-closed")
    with site.client("diaocha") as api:
        found = api.clue(clue["clue_id"])
    assert (found["state"], found["outcome"]) == ("CLOSED", "UNFOUNDED")
    told = [(one["step"], one["outcome_zh"]) for one in found["notes"][-3:]]
    assert told == [("hand_over", ""), ("answer", "查无问题"), ("close", "查无问题")]
    assert page.get_by_test_id("stException").count() == 0 and watched.errors == []


def test_a_clue_that_was_answered_is_taken_back_and_dismissed_without_an_outcome(
    watched: Any, site: Any, raised: list[dict[str, Any]], department: str
) -> None:
    clue = assigned(site, raised[1])
    with site.client("diaocha") as api:
        given = {"department": department, "doc_no": "宛信线索〔2026〕9号"}
        clue = dict(api.clue_step(clue["clue_id"], "hand_over", clue["version"], **given))
    with site.client("jingban") as api:
        api.clue_step(clue["clue_id"], "answer", clue["version"], outcome="VERIFIED", words="初核属实")
    page = opened(watched, site, "diaocha", clue)
    watched.choose(steps(watched), "收回")
    chosen_step(watched, "收回", "改由本处核查")
    page.get_by_text("原移交").wait_for()
    watched.choose(steps(watched), "不予处置")
    chosen_step(watched, "不予处置", "重复提出")
    page.get_by_text("线索已办结").wait_for()
    # The history keeps what the department said; the clue itself has no outcome.
    assert page.get_by_text("查证属实").count() == 1
    watched.shot("clue-taken-back")
    with site.client("diaocha") as api:
        assert api.clue(clue["clue_id"])["outcome"] == ""
    assert page.get_by_test_id("stException").count() == 0 and watched.errors == []


def test_a_clue_raised_from_a_figure_opens_that_figure_again(
    watched: Any, site: Any, raised: list[dict[str, Any]]
) -> None:
    """The first rows of signals are clues by themselves: of one that has more, the last row is taken."""
    with site.client("diaocha") as api:
        signal = next(
            one["signal"]
            for one in api.warning_settings()["signals"]
            if len(api.warnings(scope="ENTITY", signal=one["signal"])["rows"]) > 1
        )
        last = api.warnings(scope="ENTITY", signal=signal)["rows"][-1]
    heading = f"{last['signal_zh']}：{last['label']}"
    place = f"watch?scope=ENTITY&signal={signal}&scope_id={last['scope_id']}"
    page = watched.sign_in(site, "diaocha", place)
    page.get_by_role("heading", name=heading).wait_for()
    watched.settle()
    page.get_by_role("button", name="提出线索").click()
    page.get_by_label("说明").fill("见走势")
    page.get_by_role("button", name="提出", exact=True).click()
    page.get_by_text("办理经过").wait_for()
    watched.settle()
    page.get_by_role("button", name="打开来源").click()
    page.get_by_role("heading", name=heading).wait_for()
    watched.settle()
    assert f"scope_id={last['scope_id']}" in page.url
    assert page.get_by_test_id("stException").count() == 0 and watched.errors == []
