"""The pages of one person and of one entity, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

NUMBER = re.compile(rb"(?<![0-9A-Z])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9A-Z])")
RANKING = re.compile("排名|排行|名次|评分|得分|分值|风险等级|高风险|低风险")
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


@pytest.fixture(scope="module")
def person(site: Any) -> tuple[str, Any, Any]:
    """A person with a finding in force, and dated offices or holdings: the id, the detail and the check."""
    with site.client("diaocha") as api:
        rows = api.findings(states=["CONFIRMED"], limit=200)["rows"]
        for one in dict.fromkeys(row["person"] for row in rows if row["entity"] and row["person"]):
            detail = api.person(one)
            if any(tie["valid_from"] > "0001-01-01" for tie in detail["ties"]):
                return one, detail, api.check(one)
    raise AssertionError("no liable person with a dated office")


@pytest.fixture(scope="module")
def entity(site: Any) -> tuple[str, Any, Any]:
    """A listed entity with records, dated events and a computed controller."""
    with site.client("diaocha") as api:
        rows = api.findings(states=["CONFIRMED"], limit=200)["rows"]
        for code in dict.fromkeys(row["entity"] for row in rows if row["entity"]):
            detail, control = api.entity(code), api.control(code)
            if detail["records"] and detail["ties"] and control["controllers"]:
                return code, detail, control
    raise AssertionError("no listed entity with a controller")


def numbers_of(city: Path) -> set[str]:
    """Every person's number in the city's files."""
    return {
        found.decode().upper() for path in city.glob("*.csv") for found in NUMBER.findall(path.read_bytes())
    }


def cells(page: Any, place: int) -> list[list[str]]:
    """What a table tells who cannot see: the rows that are drawn, the heading first."""
    rows = page.get_by_test_id("stDataFrame").nth(place).locator("table[role=grid] tr")
    rows.first.wait_for(state="attached")
    found: list[list[str]] = rows.evaluate_all(
        "all => all.map((one) => [...one.querySelectorAll('th,td')].map((cell) => cell.textContent))"
    )
    return found


def column(found: list[list[str]], name: str) -> list[str]:
    return [row[found[0].index(name)] for row in found[1:]]


def test_a_person_is_dated_facts_and_findings_without_number_or_ranking(
    watched: Any, site: Any, person: tuple[str, Any, Any]
) -> None:
    person_id, detail, answer = person
    received: list[bytes] = []

    def keep(payload: str | bytes) -> None:
        received.append(payload.encode() if isinstance(payload, str) else payload)

    watched.page.on("websocket", lambda socket: socket.on("framereceived", keep))
    page = watched.sign_in(site, "diaocha", f"person?id={person_id}")
    page.get_by_role("heading", name=detail["subject"]["name"]).wait_for()
    page.get_by_text("打开关联网络").wait_for()
    watched.settle()
    headings = page.get_by_role("heading", level=3).all_inner_texts()
    assert headings == ["对哪些单位负责", "任职与持股", "本人的记录", "通向有记录主体的路径"]
    live = [one for one in answer["liabilities"] if one["state"] in ("CONFIRMED", "SUSPENDED")]
    text = page.get_by_test_id("stMain").inner_text()
    assert live
    for one in live:
        assert one["entity_name"] in text
        assert f"规则 {one['rule']}" in text
        assert re.search(rf"{one['valid_from']} (起|至 {DAY})", text)
    ties = cells(page, 0)
    assert [one for one in ties[0] if one] == ["关系", "单位", "代码", "期间", "现行", "来源"]
    assert set(column(ties, "代码")) <= {one["other"] for one in detail["ties"]}
    assert any(re.fullmatch(rf"{DAY} (起|至 {DAY})", one) for one in column(ties, "期间"))
    assert all(column(ties, "来源"))
    watched.shot("person")
    told = b"".join(received).decode(errors="ignore") + page.content() + "\n".join(watched.addresses)
    assert detail["subject"]["name"] in told, "nothing was overheard"
    numbers = numbers_of(site.home / "demo" / "city")
    assert numbers
    assert not {one for one in numbers if one in told.upper()}
    assert RANKING.findall(text + page.title()) == []
    assert page.get_by_test_id("stMetric").count() == 0
    assert page.get_by_test_id("stException").count() == 0
    assert (watched.outside, watched.errors) == ([], [])


def test_a_person_is_not_shown_to_who_may_not_see_one(
    watched: Any, site: Any, person: tuple[str, Any, Any]
) -> None:
    page = watched.sign_in(site, "lingdao", f"person?id={person[0]}")
    watched.settle()
    assert page.get_by_text(person[1]["subject"]["name"]).count() == 0
    assert page.get_by_role("heading", name="任职与持股").count() == 0


def test_the_tabs_of_an_entity_tell_when_from_where_and_who_controls(
    watched: Any, site: Any, entity: tuple[str, Any, Any]
) -> None:
    code, detail, control = entity
    page = watched.sign_in(site, "diaocha", f"entity?code={code}")
    page.get_by_text("谁对它负责").wait_for()
    shown = page.locator("[role=tabpanel]:visible")

    page.get_by_role("tab", name="时间线").click()
    watched.settle()
    events = cells(shown, 0)
    assert [one for one in events[0] if one] == ["日期", "事项", "内容"]
    days = column(events, "日期")
    known = {one["valid_from"] for one in [*detail["records"], *detail["ties"]]} - {"", "0001-01-01"}
    assert days == sorted(days, reverse=True)
    assert days[0] == max(known)
    assert set(days) <= known
    watched.shot("entity-timeline")

    page.get_by_role("tab", name="记录与来源").click()
    watched.settle()
    expanders = shown.get_by_test_id("stExpander")
    assert expanders.count() == len(detail["records"])
    first = detail["records"][0]
    expanders.first.click()
    origin = expanders.first.get_by_text(re.compile("来源："))
    origin.wait_for()
    place = first["source"]
    assert f"{place['source']} {place['file']} 第 {place['line']} 行" in origin.inner_text()
    assert first["kind_zh"] in expanders.first.inner_text()
    fields = dict(zip(*(column(cells(expanders.first, 0), name) for name in ("项目", "内容")), strict=True))
    assert fields.items() <= {name: str(value) for name, value in first["fields"].items()}.items()
    assert fields
    watched.shot("entity-records")

    page.get_by_role("tab", name="股权与控制").click()
    page.wait_for_function("window.__cg && window.__cg.tree")
    watched.settle()
    page.get_by_text("不等于有权机关的认定").wait_for()
    listed = cells(shown, 0)
    assert column(listed, "编号") == [one["id"] for one in control["controllers"]]
    drawn = page.evaluate("Object.keys(window.__cg.tree.positions())")
    assert {code, *(one["id"] for one in control["controllers"])} <= set(drawn)
    watched.shot("entity-control")
    shown.get_by_role("button", name="股权穿透图").click()
    page.wait_for_url(re.compile(f"ownership\\?code={code}"))
    assert page.get_by_test_id("stException").count() == 0
    assert (watched.outside, watched.errors) == ([], [])
