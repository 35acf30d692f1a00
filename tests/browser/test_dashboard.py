"""What the three kinds of users do in the pages, in a real browser."""

from __future__ import annotations

import re
from typing import Any

NUMBER = re.compile(r"(?<![0-9A-Z])[1-9][0-9]{16}[0-9X](?![0-9A-Z])")


def test_an_investigator_goes_from_search_to_network_path_and_list(
    watched: Any, site: Any, networked: tuple[str, list[str]]
) -> None:
    code, neighbours = networked
    page = watched.sign_in(site, "diaocha")
    page.get_by_text("在列名单：按类型").wait_for()
    watched.shot("overview")
    page.get_by_role("link", name="搜索").click()
    page.get_by_label("搜索内容").fill(code)
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("button", name="查看").first.wait_for()
    watched.settle()
    page.get_by_role("button", name="查看").first.click()
    page.get_by_text("谁对它负责").wait_for()
    page.get_by_role("button", name="解释与路径").first.click()
    page.get_by_text("依据条文").wait_for()
    watched.shot("entity")
    page.get_by_role("button", name="打开关联网络").click()
    page.wait_for_function("window.__cg && window.__cg.network")
    watched.settle()
    for number, neighbour in enumerate(neighbours):
        before = watched.view("positions")
        page.get_by_role("button", name="适应窗口").click()
        watched.click(neighbour)
        page.get_by_text("展开前的数量").wait_for()
        watched.expand(neighbour)
        after = watched.view("positions")
        assert all(after[one] == before[one] for one in before), "expanding moved what was there"
        watched.shot(f"network-{number + 1}")
    assert f"open={neighbours[0]}" in page.url.replace("%2C", ",")
    shared_view(watched, site, page.url)


def shared_view(watched: Any, site: Any, address: str) -> None:
    """The liability path, the table, another day, then the address opened anew shows the same view."""
    page = watched.page
    shown = set(watched.view("positions"))
    page.get_by_role("combobox", name=re.compile("突出一条责任路径")).click()
    page.get_by_role("option").nth(1).click()
    page.wait_for_function("window.__cg.network.faded() > 0")
    watched.shot("liability-path")
    page.get_by_text("表格（与图中内容相同）").click()
    page.get_by_test_id("stDataFrame").last.wait_for()
    watched.shot("table")
    watched.network(site, "diaocha", address.removeprefix(site.dashboard))
    assert set(watched.view("positions")) == shown, "the address does not bring the view back"
    assert watched.outside == []
    assert watched.errors == []
    assert not [one for one in watched.addresses if NUMBER.search(one)]


def test_a_leader_opens_the_list_behind_a_figure_and_sees_no_names(watched: Any, site: Any) -> None:
    page = watched.sign_in(site, "lingdao")
    page.get_by_text("责任人·已认定").wait_for()
    page.get_by_role("button", name="清单", exact=True).nth(4).click()
    page.get_by_text("责任认定：已认定").wait_for()
    watched.settle()
    watched.shot("leader")
    with site.client("lingdao") as api:
        names = [one["person_name"] for one in api.findings(states=["CONFIRMED"])["rows"]]
    assert names
    assert all(name.endswith("*") for name in names)
    assert page.get_by_role("link", name="人员").count() == 0


def test_an_auditor_sees_who_looked_and_nothing_else(watched: Any, site: Any) -> None:
    with site.client("diaocha") as api:
        api.findings(limit=1)
    page = watched.sign_in(site, "shenji")
    page.get_by_role("link", name="审计").click()
    page.get_by_text("查看审计记录本身也会记入审计").wait_for()
    watched.settle()
    watched.shot("audit")
    assert page.get_by_role("link", name="搜索").count() == 0


def test_wrong_passwords_are_refused_in_words(watched: Any, site: Any) -> None:
    page = watched.page
    page.goto(site.dashboard)
    page.get_by_role("textbox", name="登录名").fill("nobody")
    page.get_by_label("口令").fill("wrong")
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_text("登录名或口令").wait_for()
    watched.shot("refused")
