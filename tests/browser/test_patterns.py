"""The pattern library, composed questions and the hint of an entity, in a real browser."""

from __future__ import annotations

import re
from typing import Any


def test_a_pattern_is_run_and_its_matches_lead_into_the_network(watched: Any, site: Any) -> None:
    page = watched.sign_in(site, "diaocha", "patterns?pattern=successor_shell")
    page.get_by_text("不说明什么").wait_for()
    watched.settle()
    page.get_by_role("button", name="运行", exact=True).click()
    page.get_by_text(re.compile(r"^命中（\d")).wait_for(timeout=120_000)
    watched.settle()
    page.get_by_text("被列入名单：").first.wait_for()
    watched.shot("patterns")
    page.get_by_text("查询语句与算法").click()
    page.get_by_text("read/patterns/states_range").wait_for()
    watched.settle()
    watched.shot("patterns-query")
    assert "run=" in page.url
    page.get_by_role("button", name="打开关联网络").first.click()
    page.get_by_role("heading", name=re.compile("关联网络：")).wait_for()
    assert page.get_by_test_id("stException").count() == 0


def test_a_question_is_composed_run_saved_shared_and_found_again(watched: Any, site: Any) -> None:
    page = watched.sign_in(site, "diaocha", "questions")
    page.get_by_text("从词汇表中选出").wait_for()
    watched.settle()
    page.get_by_role("button", name="运行", exact=True).click()
    page.get_by_text(re.compile(r"^结果（\d")).wait_for()
    watched.settle()
    watched.shot("questions")
    page.get_by_test_id("stPopover").get_by_role("button").first.click()
    page.get_by_label("名称", exact=True).fill("欠薪企业的法定代表人")
    page.get_by_label("名称", exact=True).press("Tab")
    watched.settle()
    page.get_by_role("button", name="保存为新查询").click()
    page.get_by_role("button", name="删除所选查询").wait_for()
    watched.settle()
    page.get_by_label("查找保存的查询").fill("欠薪")
    page.get_by_label("查找保存的查询").press("Enter")
    watched.settle()
    page.get_by_role("button", name="欠薪企业的法定代表人").wait_for()
    watched.shot("questions-saved")
    assert page.get_by_test_id("stException").count() == 0


def test_the_hint_of_an_entity_shows_its_paths_and_its_own_record_apart(watched: Any, site: Any) -> None:
    with site.client("diaocha") as api:
        begun = api.run_pattern("penalised_hub")
        found = begun
        for _ in range(600):
            found = api.pattern_state(begun["run_id"])
            if found["state"] != "RUNNING":
                break
            watched.page.wait_for_timeout(200)
        match = api.pattern_matches(found["run_id"])["rows"][0]
    code = next(one["id"] for one in match["members"] if one["kind"] == "ENTITY")
    page = watched.sign_in(site, "diaocha", f"entity?code={code}")
    page.get_by_role("tab", name="关联提示").click()
    page.get_by_text("每条路径的贡献").wait_for()
    watched.settle()
    page.get_by_text(re.compile("占 .*%")).first.wait_for()
    watched.shot("entity-hint")
    assert page.get_by_test_id("stException").count() == 0
