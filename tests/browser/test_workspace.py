"""A case from the pages that fill it to the dossier that leaves it, clicked through in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pypdf import PdfReader

Networked = tuple[str, list[str]]


@pytest.fixture
def space(site: Any) -> tuple[str, str]:
    """A new workspace of the investigator, and its title."""
    title = "路径核查案"
    with site.client("diaocha") as api:
        for one in api.workspaces():
            if one["title"] == title and one["state"] == "OPEN":
                api.end_workspace(one["workspace_id"], one["version"])
        return api.open_workspace(title, "核查两家单位的联系")["workspace_id"], title


def items(site: Any, space: str, kind: str) -> list[dict[str, Any]]:
    with site.client("diaocha") as api:
        return [dict(one) for one in api.workspace(space)["items"] if one["kind"] == kind]


def put(watched: Any, title: str) -> None:
    """存入案件, into the workspace of that title."""
    page = watched.page
    page.get_by_role("button", name="存入案件").first.click()
    watched.choose(page.get_by_role("combobox", name=re.compile("案件（调查工作区）")), title)
    page.get_by_role("button", name="存入", exact=True).click()
    page.get_by_text("已存入案件").first.wait_for()
    watched.settle()


def by_hand(watched: Any, kind: str, title: str, field: str, given: str) -> None:
    """Add an item on the page of the workspace."""
    page = watched.page
    page.get_by_role("tab", name="加入").click()
    watched.choose(page.get_by_role("combobox", name=re.compile("种类")), kind)
    page.get_by_label("标题").fill(title)
    page.get_by_label(field).fill(given)
    if kind != "笔记":
        page.get_by_label("来源").fill("现场")
    page.get_by_role("button", name="加入", exact=True).click()
    watched.settle()


def test_paths_records_and_a_finding_go_into_a_case_and_out_as_a_dossier(
    watched: Any, site: Any, networked: Networked, space: tuple[str, str]
) -> None:
    (code, (_, second)), (space_id, title) = networked, space
    page = watched.sign_in(site, "diaocha", f"paths?codes={code},{second}")
    page.get_by_text(re.compile("路径 1（2 步")).first.wait_for()
    watched.settle()
    put(watched, title)
    (kept,) = items(site, space_id, "PATH")
    with site.client("diaocha") as api:
        found = api.links([code, second], as_of=kept["body"]["as_of"])["pairs"][0]["paths"]
    told = [[hop["fact_id"] for hop in one["hops"]] for one in kept["body"]["paths"]]
    assert told == [[hop["fact_id"] for hop in one["hops"]] for one in found]
    hops = [hop for one in kept["body"]["paths"] for hop in one["hops"]]
    assert all(hop["file"].endswith(".csv") and hop["line"] for hop in hops)
    assert kept["body"]["data_version"]

    watched.sign_in(site, "diaocha", f"entity?code={code}")
    page.get_by_role("tab", name="记录与来源").click()
    page.get_by_role("combobox", name=re.compile("作为证据的记录")).wait_for()
    watched.settle()
    put(watched, title)
    with site.client("diaocha") as api:
        finding = api.findings(states=["CONFIRMED"], limit=1)["rows"][0]["finding_id"]
    watched.sign_in(site, "diaocha", f"finding?id={finding}")
    page.get_by_role("button", name="存入案件").wait_for()
    watched.settle()
    put(watched, title)
    kinds = {one["body"]["ref"]["kind"]: one["body"]["ref"] for one in items(site, space_id, "EVIDENCE")}
    assert kinds["FINDING"]["id"] == finding
    assert kinds["RECORD"]["subject"] == code
    assert all(one["sources"][0]["file"] for one in kinds.values())

    watched.sign_in(site, "diaocha", f"workspaces?id={space_id}")
    page.get_by_text("关联路径（1）").wait_for()
    page.get_by_text("证据（2）").wait_for()
    page.get_by_text(re.compile("来源：.*第 .* 行")).first.wait_for()
    watched.settle()
    watched.shot("case-content")
    page.get_by_role("tab", name="导出与结束").click()
    page.get_by_role("button", name="生成卷宗和数据").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载卷宗 PDF").click()
    pages = PdfReader(saved.value.path()).pages
    text = "".join("".join(one.extract_text() for one in pages).split())
    assert f"{hops[0]['file']}第{hops[0]['line']}行" in text
    assert hops[0]["type"] not in text
    assert page.get_by_test_id("stException").count() == 0
    assert watched.outside == [] and watched.errors == []


def take_out(watched: Any, site: Any, space: str, other: Any) -> None:
    """Its owner removes the note and a member."""
    page = watched.sign_in(site, "diaocha", f"workspaces?id={space}")
    page.get_by_text("<b>住所</b>无人办公").wait_for()
    page.get_by_role("button", name="移除", exact=True).last.click()
    page.get_by_text("<b>住所</b>无人办公").wait_for(state="detached")
    page.get_by_role("tab", name="成员").click()
    watched.choose(page.get_by_role("combobox", name=re.compile("移出")), other["name"])
    page.get_by_role("button", name="移出成员").click()
    watched.settle()
    with site.client("diaocha") as api:
        left = api.workspace(space)
    assert sorted(one["kind"] for one in left["items"]) == ["EVIDENCE", "PARTY"]
    assert other["account_id"] not in {one["account_id"] for one in left["members"]}


def test_a_case_is_filled_by_hand_shared_and_ended(
    watched: Any, site: Any, networked: Networked, space: tuple[str, str]
) -> None:
    code, space_id = networked[0], space[0]
    page = watched.sign_in(site, "diaocha", f"workspaces?id={space_id}")
    page.get_by_text("还没有内容").wait_for()
    by_hand(watched, "笔记", "走访", "内容", "<b>住所</b>无人办公")
    by_hand(watched, "当事主体", "中心单位", "统一社会信用代码或人员编号", code)
    by_hand(watched, "证据", "照片", "内容", "见附件")
    by_hand(watched, "当事主体", "不存在", "统一社会信用代码或人员编号", "91411322NY00002M4F")
    page.get_by_text("没有这个代码的主体").wait_for()
    watched.settle()
    assert page.get_by_label("标题").input_value() == "不存在", "what was written stays when it is refused"
    watched.shot("case-refused")
    with site.client("diaocha") as api:
        kept = api.workspace(space_id)["items"]
        other = next(one for one in api.colleagues() if one["role_zh"] == "复核人员")
    assert sorted(one["kind"] for one in kept) == ["EVIDENCE", "NOTE", "PARTY"]
    assert next(one["body"]["name"] for one in kept if one["kind"] == "PARTY")
    page.get_by_role("tab", name="成员").click()
    watched.choose(page.get_by_role("combobox", name=re.compile("人员")), other["name"])
    watched.choose(page.get_by_role("combobox", name=re.compile("角色")), "复核人")
    page.get_by_role("button", name="加入或改变角色").click()
    watched.settle()
    with site.client("fuhe") as api:
        assert api.workspace(space_id)["role_zh"] == "复核人"
    watched.sign_in(site, "fuhe", f"workspaces?id={space_id}")
    page.get_by_text("我的角色：复核人").wait_for()
    page.get_by_text("<b>住所</b>无人办公").wait_for()
    watched.settle()
    watched.shot("case-reviewer")
    take_out(watched, site, space_id, other)
    watched.sign_in(site, "diaocha", f"workspaces?id={space_id}")
    page.get_by_role("tab", name="导出与结束").click()
    page.get_by_role("button", name="结束工作区").click()
    page.get_by_text("已结束").first.wait_for()
    watched.settle()
    page.get_by_role("tab", name="加入").click()
    page.get_by_text("工作区已结束").wait_for()
    watched.shot("case-ended")
    assert page.get_by_test_id("stException").count() == 0


def test_a_view_of_today_says_when_it_was_saved(
    watched: Any, site: Any, networked: Networked, space: tuple[str, str]
) -> None:
    (code, _), (space_id, title) = networked, space
    watched.network(site, "diaocha", f"network?code={code}")
    page = watched.page
    page.get_by_role("button", name="保存到工作区").click()
    watched.choose(page.get_by_role("combobox", name=re.compile("保存到工作区")), title)
    page.get_by_role("button", name="保存", exact=True).click()
    watched.settle()
    (kept,) = items(site, space_id, "VIEW")
    with site.client("diaocha") as api:
        today, commit = api.me()["today"], str(api.ready()["seq"])
    assert (kept["body"]["view"]["day"], kept["body"]["view"]["code"]) == (today, code)
    assert 0 < int(kept["body"]["view"]["known"]) <= int(commit)
    watched.sign_in(site, "diaocha", f"workspaces?id={space_id}")
    page.get_by_role("button", name="打开视图").click()
    page.wait_for_function("window.__cg && window.__cg.network")
    page.get_by_text(f"第 {kept['body']['view']['known']} 次提交").wait_for()
    watched.settle()
    watched.shot("saved-view")
    page.get_by_role("button", name="改看最新所知").click()
    page.get_by_text("不按现有数据").wait_for(state="detached")
    assert "known=" not in page.url
    assert page.get_by_test_id("stException").count() == 0
