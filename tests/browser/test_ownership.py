"""Ownership tree, controller and groups, clicked through as an investigator does."""

from __future__ import annotations

import re
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
    page.get_by_role("button", name="股权穿透图").click()
    page.wait_for_function("window.__cg && window.__cg.ownership")
    assert page.get_by_test_id("stException").count() == 0
    assert watched.outside == []
    watched.sign_in(site, "lingdao", "groups")
    page.get_by_text("没有权限").wait_for()
