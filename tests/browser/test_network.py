"""The network view, point by point: days, details, filters, hubs, looks, files, and an address to share."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

Networked = tuple[str, list[str]]


def edge_of(watched: Any, relation: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in watched.view("edges") if one["relation"] == relation)
    return found


def test_the_day_slider_changes_edges_and_moves_nothing(
    watched: Any, site: Any, networked: Networked
) -> None:
    page = watched.network(site, "diaocha", f"network?code={networked[0]}")
    before, today = watched.view("positions"), watched.view("edges")
    slider = page.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("day="))
    watched.settle()
    yesterday = re.search(r"day=([\d-]+)", page.url)
    assert yesterday
    assert slider.get_attribute("aria-valuetext") == yesterday.group(1)
    track = page.get_by_test_id("stSlider").first.bounding_box()
    page.mouse.click(track["x"] + track["width"] * 0.3, slider.bounding_box()["y"] + 6)
    page.wait_for_function("n => window.__cg.network.edges().length !== n", arg=len(today))
    watched.settle()
    assert len(watched.view("edges")) < len(today)
    after = watched.view("positions")
    assert {one: after[one] for one in before} == before, "a subject without relations keeps its place"
    watched.shot("day-slider")
    page.get_by_role("button", name="后一变化").click()
    watched.settle()
    after = watched.view("positions")
    assert {one: after[one] for one in before} == before


def test_a_day_before_everything_shows_the_subject_alone(
    watched: Any, site: Any, networked: Networked
) -> None:
    watched.network(site, "diaocha", f"network?code={networked[0]}&day=1990-01-01")
    assert list(watched.view("positions")) == [networked[0]], "nothing held in 1990"
    watched.shot("another-day")


def test_the_network_can_be_used_from_the_keyboard(watched: Any, site: Any, networked: Networked) -> None:
    code, (first, _) = networked
    page = watched.network(site, "diaocha", f"network?code={code}")
    before = watched.view("positions")
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_text("展开前的数量").wait_for()
    watched.shot("keyboard")
    watched.expand(first)
    watched.settle()
    grown = watched.view("positions")
    page.get_by_role("application").focus()
    page.keyboard.press("Backspace")
    page.wait_for_function("n => Object.keys(window.__cg.network.positions()).length === n", arg=len(before))
    assert watched.view("positions") == before
    watched.expand(first)
    assert watched.view("positions") == grown, "who comes back finds his place"


def test_nodes_and_edges_say_where_they_are_known_from(watched: Any, site: Any, networked: Networked) -> None:
    page = watched.network(site, "diaocha", f"network?code={networked[0]}")
    watched.click(networked[0])
    page.get_by_text(re.compile(r"来源：\w+ entities\.csv 第 \d+ 行")).wait_for()
    spot = watched.view("middle", edge_of(watched, "ADJACENT")["id"])
    page.mouse.click(spot["x"], spot["y"])
    page.get_by_text(re.compile(r"来源：\w+ \w+\.csv 第 \d+ 行")).wait_for()
    watched.shot("edge")
    spot = watched.view("middle", edge_of(watched, "LIABLE")["id"])
    page.mouse.click(spot["x"], spot["y"])
    page.get_by_text(re.compile(r"规则 L\d\d_")).wait_for()


def test_a_hidden_type_and_a_lit_path_stand_in_the_address(
    watched: Any, site: Any, networked: Networked
) -> None:
    page = watched.network(site, "diaocha", f"network?code={networked[0]}")
    kind = edge_of(watched, "ADJACENT")["type"]
    label = edge_of(watched, "ADJACENT")["label"].split()[0]  # a share stands behind the kind
    page.get_by_test_id("stButtonGroup").get_by_text(re.compile(f"^{label}")).first.click()
    page.wait_for_url(re.compile(f"hide={kind}"))
    watched.settle()
    assert {one["type"] for one in watched.view("edges") if not one["shown"]} == {kind}
    page.get_by_role("combobox", name=re.compile("突出一条责任路径")).click()
    page.get_by_role("option").nth(1).click()
    page.wait_for_function("window.__cg.network.lit().length > 0")
    watched.settle()
    lit, address = watched.view("lit"), page.url
    watched.network(site, "diaocha", address.removeprefix(site.dashboard))
    assert watched.view("lit") == lit
    assert {one["type"] for one in watched.view("edges") if not one["shown"]} == {kind}


def test_a_shared_address_shows_the_same_picture_to_whoever_sees_the_same(
    watched: Any, site: Any, networked: Networked
) -> None:
    code, neighbours = networked
    page = watched.network(site, "diaocha", f"network?code={code}")
    for one in neighbours:
        page.get_by_role("button", name="适应窗口").click()
        watched.expand(one)
    watched.settle()
    before, address = watched.view("positions"), page.url
    watched.network(site, "diaocha", address.removeprefix(site.dashboard))
    after = watched.view("positions")
    assert after.keys() == before.keys()
    moved = [one for one in before if abs(after[one]["x"] - before[one]["x"]) > 1]
    assert moved == []


def test_adjacent_controlled_and_liable_differ_in_colour_and_line(
    watched: Any, site: Any, networked: Networked
) -> None:
    with site.client("diaocha") as api:
        codes = [one["entity"] for one in api.entities(limit=200)["rows"] if len(one["entity"]) == 18]
        controlled = next(one for one in codes if api.control(one)["controllers"])
    looks = {}
    for code, relations in ((networked[0], ("ADJACENT", "LIABLE")), (controlled, ("CONTROLLED",))):
        watched.network(site, "diaocha", f"network?code={code}")
        for relation in relations:
            look = watched.view("look", edge_of(watched, relation)["id"])
            is_double = look["width"] != "0px"
            colour = look["outline"] if is_double else look["color"]
            looks[relation] = (colour, (look["line"], is_double))
    watched.shot("three-kinds")
    assert len({colour for colour, _ in looks.values()}) == 3
    assert len({line for _, line in looks.values()}) == 3


def test_a_hub_is_collapsed_and_opens_page_by_page(watched: Any, site: Any, hub: tuple[str, str]) -> None:
    code, _ = hub
    page = watched.network(site, "diaocha", f"network?code={code}")
    collapsed = f"{code}~HOLDS"
    total = watched.view("node", collapsed)["degree"]
    assert total >= 250
    assert watched.view("node", collapsed)["hub"]
    few = len(watched.view("positions"))
    assert few < 40
    watched.shot("hub")
    watched.expand(collapsed)
    watched.settle()
    assert watched.view("node", collapsed)["degree"] == total - 100
    assert sum(one["type"] == "HOLDS" for one in watched.view("edges")) == 100 + 1, "and the rest as one"
    assert few < len(watched.view("positions")) <= few + 100
    page.get_by_role("button", name="适应窗口").click()
    watched.shot("hub-page")


@pytest.mark.parametrize(("button", "start"), [("下载 PNG", b"\x89PNG"), ("下载 SVG", b"<svg")])
def test_the_picture_can_be_saved(
    watched: Any, site: Any, networked: Networked, tmp_path: Path, button: str, start: bytes
) -> None:
    page = watched.network(site, "diaocha", f"network?code={networked[0]}")
    with page.expect_download() as saved:
        page.get_by_role("button", name=button).click()
    saved.value.save_as(tmp_path / "picture")
    raw = (tmp_path / "picture").read_bytes()
    assert raw.startswith(start)
    if start == b"<svg":
        drawn = raw.decode()
        assert "NaN" not in drawn
        assert drawn.count("<g") == len(watched.view("edges"))


def test_a_click_tells_at_once_what_the_picture_knows_and_draws_nothing_anew(
    watched: Any, site: Any, networked: Networked
) -> None:
    code, (first, _) = networked
    page = watched.network(site, "diaocha", f"network?code={code}")
    places, drawn = watched.view("positions"), watched.view("drawn")
    label, spot = watched.view("node", first)["label"], watched.view("rendered", first)
    page.mouse.click(spot["x"], spot["y"])
    # The service takes longer than this; the picture does not ask it.
    assert watched.view("told").startswith(f"{label}　")
    assert first in watched.view("told")
    page.get_by_text("展开前的数量").wait_for()
    watched.settle()
    assert watched.view("drawn") == drawn, "the same picture came again, and was left as it was"
    spot = watched.view("middle", edge_of(watched, "ADJACENT")["id"])
    page.mouse.click(spot["x"], spot["y"])
    assert " → " in watched.view("told")
    watched.settle()
    assert watched.view("drawn") == drawn
    assert watched.view("positions") == places


def test_an_expansion_leaves_the_rest_of_the_page_and_who_was_moved_by_hand(
    watched: Any, site: Any, networked: Networked
) -> None:
    code, (first, _) = networked
    page = watched.network(site, "diaocha", f"network?code={code}")
    watched.view("move", code, 40, -30)
    slider = page.get_by_role("slider").first
    slider.evaluate("one => { one.kept = true; }")
    before, drawn = watched.view("positions"), watched.view("drawn")
    watched.expand(first)
    watched.settle()
    after = watched.view("positions")
    assert {one: after[one] for one in before} == before
    assert watched.view("drawn") == drawn + 1, "one change, drawn once"
    assert slider.evaluate("one => one.kept === true")


def test_two_and_three_levels_stand_in_the_address_and_say_that_they_are_whole(
    watched: Any, site: Any, networked: Networked
) -> None:
    page = watched.network(site, "diaocha", f"network?code={networked[0]}")
    seen = [len(watched.view("positions"))]
    for depth, label in ((2, "二层"), (3, "三层")):
        page.get_by_test_id("stButtonGroup").get_by_text(label, exact=True).click()
        page.wait_for_url(re.compile(f"depth={depth}"))
        page.get_by_text(re.compile(label + r"以内的主体：第一层 \d+ 个")).wait_for()
        watched.settle()
        seen.append(len(watched.view("positions")))
    assert seen[0] < seen[1] <= seen[2]
    with site.client("diaocha") as api:
        around = api.surroundings(networked[0], depth=3, page_size=300)
    assert around["complete"], "the demonstration city has no such hub"
    assert {one["id"] for one in around["parties"]} <= watched.view("positions").keys()
    page.get_by_text("已全部画出").wait_for()
    watched.shot("three-levels")
    before, address = watched.view("positions"), page.url
    watched.network(site, "diaocha", address.removeprefix(site.dashboard))
    after = watched.view("positions")
    assert after.keys() == before.keys()
    assert [one for one in before if abs(after[one]["x"] - before[one]["x"]) > 1] == []


def test_levels_around_a_hub_say_what_was_left_out(watched: Any, site: Any, hub: tuple[str, str]) -> None:
    page = watched.network(site, "diaocha", f"network?code={hub[0]}&depth=3")
    page.get_by_text("“持股”过多，已折叠，各层都没有沿这类关系查找").wait_for()
    assert watched.view("node", f"{hub[0]}~HOLDS")["hub"]


def test_holdings_say_how_much_and_words_wait_for_a_closer_look(
    watched: Any, site: Any, hub: tuple[str, str]
) -> None:
    page = watched.network(site, "diaocha", f"network?code={hub[0]}&open={hub[0]}~HOLDS")
    labels = {one["label"] for one in watched.view("edges") if one["type"] == "HOLDS"}
    assert {"持股 0.1%", "持股 1%–5%", "持股 未知"} <= labels
    offices = {one["label"] for one in watched.view("edges") if one["type"].endswith("_OF")}
    assert offices <= {"法定代表人", "主要负责人", "董事", "监事", "高级管理人员", "财务负责人", "分支机构"}
    page.get_by_role("button", name="适应窗口").click()
    assert watched.view("words") == [], "a hundred words on a small picture are none"
    watched.view("zoom", 1.3)
    assert "持股 0.1%" in watched.view("words")
    watched.shot("shares")


def test_small_holdings_are_left_out_by_percentage(watched: Any, site: Any, hub: tuple[str, str]) -> None:
    page = watched.network(site, "diaocha", f"network?code={hub[0]}&open={hub[0]}~HOLDS")
    assert any(one["label"] == "持股 0.1%" for one in watched.view("edges"))
    field = page.get_by_role("spinbutton", name=re.compile("持股不低于"))
    field.fill("1")
    field.press("Tab")
    page.wait_for_url(re.compile("pct=1"))
    watched.settle()
    page.wait_for_function("() => !window.__cg.network.edges().some(one => one.label === '持股 0.1%')")
    watched.shot("network-by-share")
    assert page.get_by_test_id("stException").count() == 0
