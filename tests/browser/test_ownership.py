"""Ownership tree, controller and groups, clicked through as an investigator does."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest


@pytest.fixture(scope="module")
def family(site: Any) -> tuple[str, str, str]:
    """A group with holdings inside, one company that has holders and holdings, and the group's name."""
    with site.client("diaocha") as api:
        for row in api.groups(limit=50)["rows"]:
            group = api.group(row["head"])
            held = {one["to"] for one in group["edges"]}
            between = sorted(held & {one["from"] for one in group["edges"]})
            if between:
                return row["head"], between[0], row["name"]
    raise AssertionError("no group with a company between")


def test_the_tree_opens_folds_and_leads_to_the_controller(
    watched: Any, site: Any, family: tuple[str, str, str]
) -> None:
    page = watched.sign_in(site, "diaocha", f"ownership?code={family[1]}")
    page.wait_for_function("window.__cg && window.__cg.ownership")
    watched.settle()
    watched.shot("ownership")
    nodes = page.evaluate("Object.keys(window.__cg.ownership.positions())")
    assert family[1] in nodes
    heights = page.evaluate("window.__cg.ownership.positions()")
    edges = page.evaluate("window.__cg.ownership.edges()")
    assert all(heights[one["source"]]["y"] < heights[one["target"]]["y"] for one in edges)
    holder = next(one["source"] for one in edges if one["target"] == family[1])
    spot = page.evaluate("n => window.__cg.ownership.rendered(n)", holder)
    page.mouse.click(spot["x"], spot["y"])
    page.get_by_text(re.compile(f"(自然人|单位)\\s+{holder}")).wait_for()
    watched.settle()
    watched.shot("ownership-picked")
    page.get_by_role("button", name="收起").click()
    page.get_by_role("button", name="重新展开").wait_for()
    assert f"fold={holder}" in page.url
    page.get_by_role("button", name="重新展开").click()
    watched.settle()
    page.get_by_text("表格（与图中内容相同）").click()
    page.get_by_test_id("stDataFrame").last.wait_for()
    assert page.get_by_test_id("stException").count() == 0
    assert watched.outside == []
    assert watched.errors == []


def test_the_controller_page_shows_paths_changes_and_owners(
    watched: Any, site: Any, family: tuple[str, str, str]
) -> None:
    page = watched.sign_in(site, "diaocha", f"controller?code={family[1]}")
    page.wait_for_function("window.__cg && window.__cg.control")
    page.get_by_text("有实际控制人（推算）").wait_for()
    watched.settle()
    watched.shot("controller")
    page.get_by_role("tab", name="两天之间的变化").click()
    watched.settle()
    watched.shot("controller-changes")
    page.get_by_role("tab", name="受益所有人").click()
    page.get_by_role("button", name="查询（留下查阅记录）").click()
    watched.settle()
    watched.shot("controller-owners")
    page.get_by_role("tab", name="控制人与路径").click()
    page.get_by_role("button", name="打开股权穿透图").click()
    page.wait_for_function("window.__cg && window.__cg.ownership")
    assert page.get_by_test_id("stException").count() == 0
    assert watched.errors == []


@pytest.fixture(scope="module")
def begun(site: Any) -> tuple[str, str, str]:
    """A holding that began within ten years and brought control: holder, company, the day before."""
    with site.client("diaocha") as api:
        for row in api.groups(limit=50)["rows"]:
            for edge in api.group(row["head"])["edges"]:
                since = (date.fromisoformat(edge["valid_from"]) - timedelta(days=1)).isoformat()
                if since > "2018-01-01" and api.control_changes(edge["to"], since)["changes"]:
                    return edge["from"], edge["to"], since
    raise AssertionError("no holding that brought control")


def pick_day(page: Any, which: int, day: str) -> None:
    """Type a day into a field for days, part by part as a person does."""
    parts = page.get_by_test_id("stDateInputField").nth(which).get_by_role("spinbutton")
    parts.first.click()
    page.keyboard.type(day.replace("-", ""), delay=60)
    # It counts when the field is left.
    page.get_by_role("heading").first.click()


def test_another_day_is_picked_and_what_began_later_is_gone(
    watched: Any, site: Any, begun: tuple[str, str, str]
) -> None:
    holder, company, before = begun
    page = watched.sign_in(site, "diaocha", f"ownership?code={company}")
    there = "([a, b]) => window.__cg?.ownership?.edges().some(e => e.source === a && e.target === b)"
    page.wait_for_function(there, arg=[holder, company])
    watched.settle()
    pick_day(page, 0, before)
    page.wait_for_url(re.compile(f"day={before}"))
    page.wait_for_function(f"pair => !({there})(pair)", arg=[holder, company])
    watched.settle()
    watched.shot("ownership-day")
    assert page.get_by_test_id("stException").count() == 0


def test_one_level_more_is_opened_in_place(watched: Any, site: Any) -> None:
    with site.client("diaocha") as api:
        heads = [one["head"] for one in api.groups(limit=50)["rows"]]
        code, party = next(
            (head, node["id"])
            for head in heads
            for node in api.tree(head, up=0, down=1)["nodes"]
            if node["level"] == 1 and node["more"] and node["kind"] != "PERSON"
        )
    page = watched.sign_in(site, "diaocha", f"ownership?code={code}&up=0&down=1")
    page.wait_for_function("n => window.__cg?.ownership?.positions()[n]", arg=party)
    watched.settle()
    before = page.evaluate("Object.keys(window.__cg.ownership.positions())")
    spot = page.evaluate("n => window.__cg.ownership.rendered(n)", party)
    page.mouse.click(spot["x"], spot["y"])
    page.get_by_role("button", name=re.compile("展开另外")).click()
    page.wait_for_function(
        "n => Object.keys(window.__cg?.ownership?.positions() ?? {}).length > n", arg=len(before)
    )
    watched.settle()
    assert set(before) < set(page.evaluate("Object.keys(window.__cg.ownership.positions())"))
    assert party in page.url
    watched.shot("ownership-opened")


def cells(page: Any, text: str) -> Any:
    """Cells of the tables of a page that say just this."""
    return page.locator("canvas td").filter(has_text=re.compile(f"^{re.escape(text)}$"))


def test_who_gained_control_and_who_owns_are_told_by_name(
    watched: Any, site: Any, begun: tuple[str, str, str]
) -> None:
    _, company, before = begun
    with site.client("diaocha") as api:
        changed = api.control_changes(company, before)["changes"]
        owners = api.owners(company)
    page = watched.sign_in(site, "diaocha", f"controller?code={company}")
    page.get_by_role("tab", name="两天之间的变化").click()
    pick_day(page, 1, before)
    cells(page, changed[0]["controller_name"] or changed[0]["controller"]).first.wait_for(state="attached")
    watched.settle()
    watched.shot("controller-changed")
    page.get_by_role("tab", name="受益所有人").click()
    page.get_by_role("button", name="查询（留下查阅记录）").click()
    told = [one["name"] or one["id"] for one in (*owners["owners"], *owners["possible"])]
    if told:
        cells(page, told[0]).first.wait_for(state="attached")
    else:
        page.get_by_text("没有自然人达到百分之二十五").wait_for()
    watched.shot("controller-owned")
    assert page.get_by_test_id("stException").count() == 0
    assert watched.errors == []


def test_groups_are_listed_and_one_is_opened(watched: Any, site: Any, family: tuple[str, str, str]) -> None:
    page = watched.sign_in(site, "diaocha", "groups")
    page.get_by_role("heading", name="企业族群").wait_for()
    page.get_by_test_id("stDataFrame").first.wait_for()
    watched.settle()
    watched.shot("groups")
    page.get_by_role("button", name="打开", exact=True).click()
    page.wait_for_function("window.__cg && window.__cg.group")
    watched.settle()
    watched.shot("group")
    page.get_by_role("heading", name="风险汇总").wait_for()
    page.get_by_text("仍在列的名单").first.wait_for()
    page.get_by_text("为在列主体提供的担保", exact=True).wait_for()
    page.get_by_text("最强的关联提示").first.wait_for()
    page.get_by_role("button", name="股权穿透图").click()
    page.wait_for_function("window.__cg && window.__cg.ownership")
    assert page.get_by_test_id("stException").count() == 0
    assert watched.outside == []
    watched.sign_in(site, "lingdao", "groups")
    page.get_by_text("没有权限").wait_for()
