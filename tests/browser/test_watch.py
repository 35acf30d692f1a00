"""Early warning, clues, subscriptions and workspaces, clicked through in a real browser."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader


@pytest.fixture(scope="module")
def watched_day(site: Any) -> dict[str, Any]:
    """Today's figures, clues and alerts, computed once; one subscription stands before them."""
    with site.client("lingdao") as api:
        api.subscribe(scope="CITY", level="WATCH")
    done = site.run("warning", "run")
    assert done.returncode == 0, done.stderr
    with site.client("diaocha") as api:
        found = api.warnings(scope="ENTITY")
        assert found["rows"] and found["run_id"]
        return dict(found)


def test_figures_open_their_trend_and_the_list_behind_them(
    watched: Any, site: Any, watched_day: dict[str, Any]
) -> None:
    page = watched.sign_in(site, "diaocha", "watch?scope=ENTITY")
    page.get_by_role("heading", name="监测预警").wait_for()
    top = watched_day["rows"][0]
    page.get_by_role("heading", name=re.compile(top["signal_zh"])).wait_for()
    page.get_by_text("各日按同一时点所知").wait_for()
    page.locator("canvas, svg.marks").first.wait_for()
    watched.settle()
    watched.shot("watch")
    assert page.get_by_test_id("stException").count() == 0
    page.get_by_role("button", name="提出线索").click()
    page.get_by_label("说明").fill("<b>现场</b>核查")
    page.get_by_role("button", name="提出", exact=True).click()
    page.get_by_text("办理经过").wait_for()
    page.get_by_text("<b>现场</b>核查").wait_for()
    assert watched.outside == [] and watched.errors == []


def test_a_clue_is_assigned_checked_and_handed_over(
    watched: Any, site: Any, watched_day: dict[str, Any]
) -> None:
    with site.client("diaocha") as api:
        clue = api.raise_clue("集中投诉", "见清单", scope="CITY")
    page = watched.sign_in(site, "diaocha", f"clues?id={clue['clue_id']}")
    page.get_by_text("办理经过").wait_for()
    watched.settle()
    with site.client("diaocha") as api:
        me = next(one for one in api.colleagues() if one["role_zh"] == "调查人员")
        api.clue_step(clue["clue_id"], "assign", 1, assignee=me["account_id"])
    # The page still shows what it saw: the step is refused and says that somebody was quicker.
    page.get_by_label("说明").fill("由我承办")
    page.get_by_role("button", name="分派", exact=True).click()
    page.get_by_text("已被他人更新").wait_for()
    page.get_by_text("已分派").first.wait_for()
    watched.settle()
    assert page.get_by_label("说明").input_value() == "由我承办"
    watched.shot("clue-refused")
    watched.sign_in(site, "diaocha", f"clues?id={clue['clue_id']}")
    page.get_by_text("已分派").first.wait_for()
    watched.settle()
    watched.choose(page.get_by_role("combobox", name=re.compile("步骤")), "移交部门")
    watched.choose(page.get_by_role("combobox", name=re.compile("移交部门代码")))
    page.get_by_label("移交文号").fill("宛信线索〔2026〕7号")
    page.get_by_role("button", name="移交部门", exact=True).click()
    page.get_by_text("已移交").first.wait_for()
    watched.settle()
    watched.shot("clue")
    page.get_by_role("button", name="返回清单").click()
    page.get_by_text("打开线索").wait_for()
    watched.settle()
    watched.shot("clues")
    assert page.get_by_test_id("stException").count() == 0


def step(watched: Any, name: str, told: str) -> None:
    """Take a step of a clue with some words."""
    page = watched.page
    watched.choose(page.get_by_role("combobox", name=re.compile("步骤")), name)
    page.get_by_label("说明").fill(told)
    page.get_by_role("button", name=name, exact=True).click()


def test_clues_are_assigned_begun_noted_closed_and_dismissed_by_page(watched: Any, site: Any) -> None:
    with site.client("diaocha") as api:
        clue, other = (api.raise_clue(one, "见清单", scope="CITY") for one in ("办结的线索", "不办的线索"))
    page = watched.sign_in(site, "diaocha", f"clues?id={clue['clue_id']}")
    page.get_by_text("办理经过").wait_for()
    watched.settle()
    watched.choose(page.get_by_role("combobox", name=re.compile("承办人")), "演示·调查人员")
    step(watched, "分派", "由我承办")
    page.get_by_text("已分派").first.wait_for()
    watched.settle()
    step(watched, "开始核查", "今日走访")
    page.get_by_text("核查中").first.wait_for()
    watched.settle()
    page.get_by_label("添加记录").fill("住所<b>无人</b>")
    page.get_by_role("button", name="记入", exact=True).click()
    page.get_by_text("住所<b>无人</b>").wait_for()
    watched.settle()
    watched.choose(page.get_by_role("combobox", name=re.compile("步骤")), "办结")
    page.get_by_role("combobox", name=re.compile("办理结果")).wait_for()
    page.get_by_label("说明").fill("已核实")
    page.get_by_role("button", name="办结", exact=True).click()
    page.get_by_text("线索已办结").wait_for()
    watched.settle()
    watched.shot("clue-closed")
    with site.client("diaocha") as api:
        found = api.clue(clue["clue_id"])
    assert (found["state"], bool(found["outcome"])) == ("CLOSED", True)
    assert [one["step"] for one in found["notes"]][-4:] == ["assign", "begin", "NOTE", "close"]
    watched.sign_in(site, "diaocha", f"clues?id={other['clue_id']}")
    page.get_by_text("办理经过").wait_for()
    watched.settle()
    step(watched, "不予处置", "重复提出")
    page.get_by_text("线索已办结").wait_for()
    with site.client("diaocha") as api:
        assert api.clue(other["clue_id"])["state"] == "DISMISSED"
    assert page.get_by_test_id("stException").count() == 0


def test_only_my_clues_are_listed_when_i_ask_for_them(watched: Any, site: Any) -> None:
    with site.client("diaocha") as api:
        mine, other = (api.raise_clue(one, "见清单", scope="CITY") for one in ("我承办的", "无人承办的"))
        me = next(one for one in api.colleagues() if one["name"] == "演示·调查人员")
        api.clue_step(mine["clue_id"], "assign", 1, assignee=me["account_id"])
    page = watched.sign_in(site, "diaocha", "clues")
    page.get_by_text("打开线索").wait_for()
    watched.settle()
    page.get_by_text("只看我承办的").click()
    watched.settle()
    box = page.get_by_role("combobox", name=re.compile("打开线索"))
    box.click()
    offered = page.get_by_role("option").all_inner_texts()
    assert any("我承办的" in one for one in offered) and not any("无人承办的" in one for one in offered)
    page.keyboard.press("Escape")
    watched.shot("clues-mine")
    assert page.get_by_test_id("stException").count() == 0 and other["assignee"] == ""


def test_a_clue_that_came_back_opens_the_one_that_was_dismissed(
    watched: Any, site: Any, watched_day: dict[str, Any], tmp_path: Path
) -> None:
    top = next(one for one in watched_day["rows"] if one["signal"] == "COMPLAINTS")
    with site.client("diaocha") as api:
        day, key = watched_day["as_of"], (top["signal"], top["scope_id"])
        old = next(one for one in api.clues()["rows"] if (one["signal"], one["scope_id"]) == key)
        api.clue_step(old["clue_id"], "dismiss", old["version"], words="已与商户核对")
    _complaints(tmp_path, top["scope_id"], day, number=9)
    for command in (("ingest", str(tmp_path)), ("warning", "run")):
        done = site.run(*command)
        assert done.returncode == 0, done.stderr
    with site.client("diaocha") as api:
        again = next(one for one in api.clues()["rows"] if (one["signal"], one["scope_id"]) == key)
    assert again["follows"] == old["clue_id"] != again["clue_id"]
    page = watched.sign_in(site, "diaocha", f"clues?id={again['clue_id']}")
    page.get_by_text("办理经过").wait_for()
    watched.settle()
    watched.shot("clue-again")
    page.get_by_role("button", name="打开承接的已办结线索").click()
    page.get_by_text("线索已办结").wait_for()
    page.get_by_text("已与商户核对").wait_for()
    watched.settle()
    watched.shot("clue-dismissed")
    assert page.get_by_role("button", name="打开承接的已办结线索").count() == 0
    assert page.get_by_test_id("stException").count() == 0


def _complaints(folder: Path, code: str, day: str, *, number: int) -> None:
    """A package with so many new complaints about one firm."""
    manifest = {
        "source": {"name": "合成投诉", "code": "SYNTHETIC"},
        "produced_at": f"{day}T00:00:00+08:00",
        "mode": "delta",
        "covers": ["complaints"],
        "synthetic": True,
        "today": day,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    with (folder / "complaints.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["complaint_id", "uscc", "kind", "received_on", "authority", "authority_code"])
        for one in range(number):
            who = ("南阳市市场监督管理局", "11411300NA0000047Y")
            rows.writerow([f"C-again-{one}", code, "投诉", day, *who])


def test_a_subscription_is_made_and_ended_and_an_alert_read_by_page(
    watched: Any, site: Any, watched_day: dict[str, Any]
) -> None:
    top = watched_day["rows"][0]
    page = watched.sign_in(site, "diaocha", "subscriptions")
    page.get_by_text("新订阅").wait_for()
    watched.settle()
    watched.choose(page.get_by_role("combobox", name=re.compile("口径")), "单位")
    page.get_by_label("统一社会信用代码").fill(top["scope_id"])
    page.get_by_role("button", name="订阅", exact=True).click()
    page.get_by_text(top["label"]).first.wait_for()
    watched.settle()
    watched.shot("subscription-of-one")
    with site.client("diaocha") as api:
        (made,) = [one for one in api.subscriptions() if one["scope"] == "ENTITY"]
        assert made["scope_id"] == top["scope_id"]
    page.get_by_role("button", name="取消").first.click()
    page.get_by_text("还没有订阅").wait_for()
    with site.client("diaocha") as api:
        assert api.subscriptions() == []
    watched.sign_in(site, "lingdao", "subscriptions")
    page.get_by_text("我的通知").wait_for()
    watched.settle()
    with site.client("lingdao") as api:
        before = api.alerts()["unread"]
    assert before, "the leader subscribed to the city before the day was computed"
    page.get_by_role("button", name="标为已读并查看").click()
    page.get_by_role("heading", name="监测预警").wait_for()
    with site.client("lingdao") as api:
        assert api.alerts()["unread"] == before - 1
    assert page.get_by_test_id("stException").count() == 0


def test_a_leader_reads_figures_alerts_and_no_list(
    watched: Any, site: Any, watched_day: dict[str, Any]
) -> None:
    page = watched.sign_in(site, "lingdao", "subscriptions")
    page.get_by_text("我的通知").wait_for()
    page.get_by_text("全部信号").first.wait_for()
    watched.settle()
    watched.shot("subscriptions")
    watched.page.goto(site.dashboard)
    page = watched.sign_in(site, "lingdao", "watch")
    page.get_by_text("清单只向办案人员显示").wait_for()
    watched.settle()
    assert page.get_by_text("企业族群").count() == 0
    watched.shot("watch-leader")


def test_a_saved_view_reopens_with_its_places_and_goes_out_as_a_dossier(
    watched: Any, site: Any, networked: tuple[str, list[str]]
) -> None:
    code, (first, _) = networked
    with site.client("diaocha") as api:
        space = api.open_workspace("网络核查", "核查关联")["workspace_id"]
        api.put_workspace_item(space, "PARTY", "中心单位", {"code": code, "origin": "人工"})
    watched.network(site, "diaocha", f"network?code={code}")
    page = watched.page
    page.evaluate("node => window.__cg.network.move(node, 321, -123)", first)
    page.get_by_role("button", name="保存到工作区").click()
    page.get_by_role("button", name="保存", exact=True).click()
    watched.settle()
    with site.client("diaocha") as api:
        views = [one for one in api.workspace(space)["items"] if one["kind"] == "VIEW"]
    assert views[0]["body"]["positions"][first] == [321, -123]
    watched.page.goto(site.dashboard)
    page = watched.sign_in(site, "diaocha", f"workspaces?id={space}")
    page.get_by_role("button", name="打开视图").wait_for()
    watched.settle()
    watched.shot("workspace")
    page.get_by_role("button", name="打开视图").click()
    page.wait_for_function("window.__cg && window.__cg.network")
    watched.settle()
    places = watched.view("positions")
    assert {"x": places[first]["x"], "y": places[first]["y"]} == {"x": 321, "y": -123}
    page.go_back()
    page.get_by_role("tab", name="导出与结束").click()
    page.get_by_role("button", name="生成卷宗和数据").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载卷宗 PDF").click()
    text = "".join(one.extract_text() for one in PdfReader(saved.value.path()).pages)
    assert "网络核查" in text
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载数据 ZIP").click()
    assert "workspace.json" in zipfile.ZipFile(saved.value.path()).namelist()
    assert page.get_by_test_id("stException").count() == 0


def test_the_list_of_workspaces_opens_a_new_one(watched: Any, site: Any) -> None:
    page = watched.sign_in(site, "diaocha", "workspaces")
    page.get_by_label("标题").fill("<i>新</i>工作区")
    page.get_by_label("事由").fill("核查")
    page.get_by_role("button", name="开设", exact=True).click()
    page.get_by_text("还没有内容").wait_for()
    watched.settle()
    page.get_by_role("button", name="返回清单").click()
    page.get_by_text("打开工作区").wait_for()
    watched.settle()
    watched.shot("workspaces")
