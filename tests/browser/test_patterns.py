"""The pattern library, composed questions and the hint of an entity, in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dashboard.client import Client


def done_run(api: Any, watched: Any, name: str) -> Any:
    """A run of a pattern, waited for."""
    found = begun = api.run_pattern(name)
    for _ in range(600):
        found = api.pattern_state(begun["run_id"])
        if found["state"] != "RUNNING":
            break
        watched.page.wait_for_timeout(200)
    assert found["state"] == "DONE"
    return found


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


def test_a_match_becomes_a_clue_that_leads_back_to_it(watched: Any, site: Any) -> None:
    with site.client("diaocha") as api:
        run = done_run(api, watched, "successor_shell")
    page = watched.sign_in(site, "diaocha", f"patterns?pattern=successor_shell&run={run['run_id']}")
    page.get_by_text(re.compile(r"^命中（\d")).wait_for()
    watched.settle()
    page.get_by_role("button", name="提出线索").first.click()
    page.get_by_label("标题").fill("疑似换壳，<b>核实</b>")
    watched.settle()
    watched.shot("patterns-clue")
    page.get_by_role("button", name="提出", exact=True).click()
    page.get_by_text("办理经过").wait_for()
    page.get_by_text("的第 1 个命中").wait_for()
    watched.settle()
    watched.shot("clue-from-pattern")
    with site.client("diaocha") as api:
        (clue,) = [one for one in api.clues()["rows"] if one["title"].startswith("疑似换壳")]
    assert clue["link"] == f"patterns?pattern=successor_shell&run={run['run_id']}&match=1"
    assert (clue["scope"], clue["by_hand"]) == ("ENTITY", True)
    page.get_by_role("button", name="打开来源").click()
    page.get_by_text("线索所据的命中").wait_for()
    watched.settle()
    assert "match=1" in page.url and run["run_id"] in page.url
    assert page.get_by_test_id("stException").count() == 0


def test_a_hint_becomes_a_clue_of_its_day(watched: Any, site: Any) -> None:
    with site.client("diaocha") as api:
        found = api.hints()
    top = found["rows"][0]
    page = watched.sign_in(site, "diaocha", f"hints?code={top['id']}")
    page.get_by_role("heading", name=top["name"]).wait_for()
    watched.settle()
    page.get_by_role("button", name="提出线索").click()
    page.get_by_role("button", name="提出", exact=True).click()
    page.get_by_text("办理经过").wait_for()
    page.get_by_text("条路径通向有记录的主体").wait_for()
    watched.settle()
    with site.client("diaocha") as api:
        (clue,) = [one for one in api.clues()["rows"] if one["title"].startswith("关联风险提示")]
    assert clue["link"] == f"hints?code={top['id']}&day={found['run']['as_of']}"
    assert clue["scope_id"] == top["id"]
    page.get_by_role("button", name="打开来源").click()
    page.get_by_role("heading", name=top["name"]).wait_for()
    assert page.get_by_test_id("stException").count() == 0


@pytest.fixture(scope="module")
def second(site: Any, administrator: str) -> str:
    """The login of a second investigator."""
    login, password = "diaocha2", "third horse battery 3"
    with site.client("admin") as api:
        first = api.open_account(login, "演示·调查人员二", "INVESTIGATOR")["first_password"]
    with Client(site.api) as anybody:
        token = anybody.sign_in(login, first)["token"]
    with Client(site.api, token) as api:
        api.change_password(first, password)
    site.passwords[login] = password
    return login


def delete_own(watched: Any, site: Any, name: str) -> None:
    """A saved question is chosen and deleted; those that other tests of this site have saved stay."""
    page = watched.sign_in(site, "diaocha", "questions")
    page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="新建空白查询").wait_for()
    watched.settle()
    page.get_by_role("button", name="删除所选查询").click()
    page.get_by_role("button", name=name).wait_for(state="detached")
    with site.client("diaocha") as api:
        assert name not in [one["name"] for one in api.questions("")["rows"]]


def test_a_question_is_composed_run_saved_shared_and_found_again(
    watched: Any, site: Any, second: str
) -> None:
    page = watched.sign_in(site, "diaocha", "questions")
    page.get_by_text("从词汇表中选出").wait_for()
    watched.settle()
    page.get_by_role("button", name="运行", exact=True).click()
    page.get_by_text(re.compile(r"^结果（\d")).wait_for()
    watched.settle()
    watched.shot("questions")
    page.get_by_test_id("stPopover").filter(has_text="保存").get_by_role("button").first.click()
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
    with site.client(second) as api:
        assert [one["name"] for one in api.questions("")["rows"]] == [], (
            "what is not shared is its owner's alone"
        )
    # What was saved is still open beside.
    page.get_by_text("共享给其他调查人员").click()
    watched.settle()
    page.get_by_role("button", name="更改所选查询").click()
    watched.settle()
    watched.sign_in(site, second, "questions")
    page.get_by_role("button", name="欠薪企业的法定代表人（演示·调查人员）").click()
    watched.settle()
    assert page.get_by_role("button", name="删除所选查询").count() == 0
    page.get_by_role("button", name="运行", exact=True).click()
    page.get_by_text(re.compile(r"^结果（\d")).wait_for()
    watched.settle()
    watched.shot("questions-of-another")
    assert page.get_by_test_id("stException").count() == 0
    delete_own(watched, site, "欠薪企业的法定代表人")
    with site.client(second) as api:
        assert api.questions("")["rows"] == [], "what its owner deleted is nobody's"


NOBODY = "91411300MA00000077"


def test_a_question_tells_decisions_that_are_gone_only_when_asked_and_names_unknown_codes(
    watched: Any, site: Any
) -> None:
    step = {"relation": "LISTED_BY", "standing": "ANY"}
    with site.client("diaocha") as api:
        every = api.run_question({"start": {"by": "ALL"}, "steps": [step], "limit": 500})["rows"]
        code = next(
            row["ends"][0]["id"]
            for row in every
            if row["ends"][1]["decision"]["standing"] == "REPAIRED" and row["ends"][0]["id"]
        )
        number = sum(row["ends"][0]["id"] == code for row in every)
        form = {
            "start": {"by": "CODES", "values": [code, NOBODY]},
            "steps": [{**step, "standing": "IN_FORCE"}],
        }
        saved = api.save_question("已修复的也要", form)
        in_force = len(api.run_question(form)["rows"])
    page = watched.sign_in(site, "diaocha", f"questions?saved={saved['query_id']}")
    page.get_by_text("从词汇表中选出").wait_for()
    watched.settle()
    page.get_by_role("button", name="运行", exact=True).click()
    page.get_by_text(f"结果（{in_force} 行）").wait_for()
    page.get_by_text(f"没有主体使用这些代码：{NOBODY}").wait_for()
    watched.settle()
    watched.shot("questions-missing")
    page.get_by_text("包括已失效的决定").click()
    watched.settle()
    page.get_by_role("button", name="运行", exact=True).click()
    page.get_by_text(f"结果（{number} 行）").wait_for()
    watched.settle()
    watched.shot("questions-gone")
    assert number > in_force
    assert page.get_by_test_id("stException").count() == 0


def test_a_trader_is_shown_facts_and_paths_and_no_number(watched: Any, site: Any) -> None:
    with site.client("diaocha") as api:
        listed = api.findings(limit=200)["rows"]
        code = next(one["entity"] for one in listed if (one["entity"] or "").startswith("92"))
        assert code not in {one["id"] for one in api.hints(limit=200)["rows"]}
        assert api.hint(code)["value"] is None
    page = watched.sign_in(site, "diaocha", f"entity?code={code}")
    page.get_by_role("tab", name="关联提示").click()
    page.get_by_text("不计算提示值，不排序").wait_for()
    watched.settle()
    watched.shot("trader-hint")
    assert page.get_by_text("关联提示值（0–1）").count() == 0
    assert page.get_by_test_id("stException").count() == 0


def test_the_hint_of_an_entity_shows_its_paths_and_its_own_record_apart(watched: Any, site: Any) -> None:
    with site.client("diaocha") as api:
        found = done_run(api, watched, "penalised_hub")
        match = api.pattern_matches(found["run_id"])["rows"][0]
    code = next(one["id"] for one in match["members"] if one["kind"] == "ENTITY")
    page = watched.sign_in(site, "diaocha", f"entity?code={code}")
    page.get_by_role("tab", name="关联提示").click()
    page.get_by_text("每条路径的贡献").wait_for()
    watched.settle()
    page.get_by_text(re.compile("占 .*%")).first.wait_for()
    watched.shot("entity-hint")
    assert page.get_by_test_id("stException").count() == 0


def test_entities_are_ranked_by_their_hint_and_one_is_looked_at(watched: Any, site: Any) -> None:
    with site.client("diaocha") as api:
        found = api.hints()
    run, top = found["run"], found["rows"][0]
    assert run is not None and run["hinted"] >= len(found["rows"]) > 1
    page = watched.sign_in(site, "diaocha", "hints")
    page.get_by_role("heading", name="关联风险提示").wait_for()
    page.get_by_text(f"清单截至 {run['as_of']}").wait_for()
    page.get_by_role("heading", name=top["name"]).wait_for()
    page.get_by_text("自身记录（不计入）").wait_for()
    page.get_by_text(re.compile("占 .*%")).first.wait_for()
    page.get_by_text(f"参数版本 {run['edition']}").last.wait_for()
    watched.settle()
    watched.shot("hints")
    other = found["rows"][1]
    watched.choose(page.get_by_role("combobox", name=re.compile("看哪一家的路径")), other["name"])
    page.get_by_role("heading", name=other["name"]).wait_for()
    assert f"code={other['id']}" in page.url
    page.get_by_text(re.compile("^参数（版本")).click()
    page.get_by_text("每多一步乘").wait_for()
    watched.settle()
    watched.shot("hints-parameters")
    page.get_by_role("button", name="打开关联网络").click()
    page.get_by_role("heading", name=re.compile("关联网络：")).wait_for()
    assert page.get_by_test_id("stException").count() == 0
    assert watched.outside == [] and watched.errors == []


def test_a_leader_finds_no_hints(watched: Any, site: Any) -> None:
    page = watched.sign_in(site, "lingdao", "hints")
    page.get_by_text("没有权限").wait_for()
    assert page.get_by_text("名次").count() == 0


def test_a_person_has_paths_to_records_and_no_value(watched: Any, site: Any) -> None:
    with site.client("diaocha") as api:
        persons = dict.fromkeys(one["person"] for one in api.findings(limit=200)["rows"])
        found = next(one for one in map(api.paths_of_person, persons) if one["paths"])
    page = watched.sign_in(site, "diaocha", f"person?id={found['subject']['id']}")
    page.get_by_role("heading", name="通向有记录主体的路径").wait_for()
    watched.settle()
    page.get_by_text("列出三步之内通向有记录主体的路径").click()
    page.get_by_text("自然人：不计算提示值，不排序，只列出有日期的事实和路径。").wait_for()
    watched.settle()
    page.get_by_text("通向有记录主体的路径（先近后远，由新到旧）").scroll_into_view_if_needed()
    watched.shot("person-paths")
    assert page.get_by_text("关联提示值").count() == 0
    assert page.get_by_test_id("stException").count() == 0
    assert watched.outside == [] and watched.errors == []
