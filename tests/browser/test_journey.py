"""One investigator's whole way, mostly by keyboard: from signing in to the list behind a figure."""

from __future__ import annotations

import re
from collections import deque
from typing import Any

from playwright.sync_api import Locator, Page

from graph.identity.testing import Numbers

_ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}
Spots = dict[str, dict[str, float]]


def tab_to(page: Page, wanted: Locator, most: int = 250) -> Locator:
    """Go on with the tab key until the focus is there."""
    wanted.wait_for()
    for _ in range(most):
        if wanted.evaluate("one => one.matches(':focus, :focus-within')"):
            return wanted
        page.keyboard.press("Tab")
    raise AssertionError("the tab key does not lead there")


def press(page: Page, wanted: Locator) -> None:
    """A button or link, by tab and enter."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def neighbour(spots: Spots, here: str, arrow: str) -> str | None:
    """Where an arrow key leads in the picture, as the picture has it."""
    (dx, dy), best, least = _ARROWS[arrow], None, float("inf")
    for one, spot in spots.items():
        x, y = spot["x"] - spots[here]["x"], spot["y"] - spots[here]["y"]
        along = x * dx + y * dy
        cost = along + 2.5 * abs(x * dy - y * dx)
        if one != here and along > 1 and cost < least:
            best, least = one, cost
    return best


def arrows_to(spots: Spots, start: str, goal: str) -> list[str]:
    """The arrow keys that lead from one subject to another."""
    waiting = deque([start])
    ways: dict[str, list[str]] = {start: []}
    while waiting:
        here = waiting.popleft()
        if here == goal:
            return ways[here]
        for arrow in _ARROWS:
            there = neighbour(spots, here, arrow)
            if there is not None and there not in ways:
                ways[there] = [*ways[here], arrow]
                waiting.append(there)
    raise AssertionError("the arrow keys do not lead there")


def expand_by_keys(watched: Any, centre: str, goal: str) -> None:
    """Walk to a subject with the arrows, look at it with enter, expand it with e; nothing moves."""
    page = watched.page
    watched.settle()
    before = watched.view("positions")
    picture = tab_to(page, page.get_by_role("application", name=re.compile("关联网络图")))
    page.keyboard.press("Escape")
    watched.settle()
    picture.focus()
    for arrow in ("ArrowRight", *arrows_to(before, centre, goal)):  # the first arrow takes the centre
        page.keyboard.press(arrow)
    assert goal in watched.view("told")
    page.keyboard.press("Enter")
    page.get_by_text(re.compile(f"(自然人|单位)\\s+{goal}")).wait_for()
    page.get_by_text("展开前的数量").wait_for()
    watched.settle()
    assert goal in watched.view("told"), "a look leaves the choice"
    picture.focus()
    page.keyboard.press("e")
    page.wait_for_function("n => Object.keys(window.__cg.network.positions()).length > n", arg=len(before))
    watched.settle()
    after = watched.view("positions")
    assert {one: after[one] for one in before} == before, "expanding moved what was there"


def sign_in_and_search(watched: Any, site: Any, code: str) -> None:
    page = watched.page
    page.goto(site.dashboard)
    tab_to(page, page.get_by_role("textbox", name="登录名"))
    page.keyboard.type("diaocha")
    tab_to(page, page.get_by_label("口令"))
    page.keyboard.type(site.passwords["diaocha"])
    page.keyboard.press("Enter")
    page.get_by_role("button", name="退出登录").wait_for()
    watched.settle()
    press(page, page.get_by_role("link", name="搜索"))
    tab_to(page, page.get_by_label("搜索内容"))
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="查看").first.wait_for()
    watched.settle()
    watched.shot("journey-1-search")
    press(page, page.get_by_role("button", name="查看").first)
    page.get_by_text("谁对它负责").wait_for()
    watched.settle()
    watched.shot("journey-2-entity")
    press(page, page.get_by_role("button", name="打开关联网络"))
    page.wait_for_function("window.__cg && window.__cg.network")
    watched.settle()


def light_a_path(watched: Any) -> None:
    watched.page.get_by_role("combobox", name=re.compile("突出一条责任路径")).click()
    watched.page.get_by_role("option").nth(1).click()
    watched.page.wait_for_function("window.__cg.network.lit().length > 0")
    watched.settle()
    assert watched.view("faded") > 0
    watched.shot("journey-5-liability-path")


def change_the_day(watched: Any) -> None:
    """One day back by the arrow key, then years back by the mouse; whoever is there keeps his place."""
    page = watched.page
    before, today = watched.view("positions"), watched.view("edges")
    slider = page.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("day="))
    watched.settle()
    track = page.get_by_test_id("stSlider").first.bounding_box()
    assert track is not None
    page.mouse.click(track["x"] + track["width"] * 0.3, slider.bounding_box()["y"] + 6)  # type: ignore[index]
    page.wait_for_function("n => window.__cg.network.edges().length !== n", arg=len(today))
    watched.settle()
    after = watched.view("positions")
    assert {one: after[one] for one in before} == before
    watched.shot("journey-6-another-day")
    for _ in range(10):  # on to a day with relations, for the table
        if any(one["shown"] for one in watched.view("edges")):
            break
        press(page, page.get_by_role("button", name="后一变化"))
        watched.settle()
    after = watched.view("positions")
    assert {one: after[one] for one in before} == before


def read_the_table(watched: Any) -> None:
    page = watched.page
    press(page, page.locator("summary").filter(has_text="表格（与图中内容相同）"))
    rows = page.get_by_test_id("stDataFrame").last.locator("table[role=grid] tr")
    rows.first.wait_for(state="attached")
    watched.settle()
    edges = [one for one in watched.view("edges") if one["shown"]]
    told = rows.nth(1).locator("td").all_text_contents()
    assert edges
    assert set(told) & {one["label"] for one in edges}
    watched.shot("journey-7-table")


def find_paths(watched: Any, code: str, others: list[str]) -> None:
    page = watched.page
    press(page, page.get_by_role("link", name="关联路径"))
    tab_to(page, page.get_by_label(re.compile("两个或多个主体")))
    page.keyboard.insert_text("\n".join([code, *others]))
    press(page, page.get_by_role("button", name="查找"))
    page.get_by_text(re.compile("路径 1（")).first.wait_for()
    page.wait_for_function("window.__cg && window.__cg.paths")
    watched.settle()
    assert {code, *others} <= set(page.evaluate("Object.keys(window.__cg.paths.positions())"))
    watched.shot("journey-8-paths")


def open_the_list_behind_a_figure(watched: Any, site: Any) -> None:
    page = watched.page
    press(page, page.get_by_role("link", name="总览"))
    page.get_by_text("责任人·已认定").wait_for()
    watched.settle()
    tile = page.get_by_test_id("stMetric").filter(has_text="责任人·已认定")
    number = int(tile.get_by_test_id("stMetricValue").inner_text().replace(",", ""))
    version = re.search(r"数据版本 (\S+)", page.get_by_test_id("stMain").inner_text())
    assert version
    press(page, page.get_by_role("button", name="清单", exact=True).nth(4))
    page.get_by_text("责任认定：已认定").wait_for()
    watched.settle()
    seq = f"seq:{version.group(1).split('/')[0]}"
    with site.client("diaocha") as api:
        rows, cursor = [], None
        while True:
            found = api.findings(states=["CONFIRMED"], known_at=seq, limit=200, cursor=cursor)
            rows += found["rows"]
            cursor = found["cursor"]
            if cursor is None:
                break
    assert len(rows) == number > 0
    first = page.get_by_test_id("stDataFrame").first.locator("table[role=grid] tr").nth(1)
    first.wait_for(state="attached")
    assert rows[0]["finding_id"] in first.inner_text()
    watched.shot("journey-9-list")


def test_from_signing_in_to_the_list_behind_a_figure(
    watched: Any, site: Any, networked: tuple[str, list[str]]
) -> None:
    code, neighbours = networked
    sign_in_and_search(watched, site, code)
    for number, one in enumerate(neighbours):
        expand_by_keys(watched, code, one)
        watched.shot(f"journey-{3 + number}-expanded")
    light_a_path(watched)
    change_the_day(watched)
    read_the_table(watched)
    find_paths(watched, code, neighbours)
    open_the_list_behind_a_figure(watched, site)
    page, numbers = watched.page, Numbers.of(site.home / "demo" / "city")
    assert page.get_by_test_id("stException").count() == 0
    assert len(numbers) > 0
    assert not [one for one in watched.addresses if numbers.stand_in(one)]
    assert (watched.outside, watched.errors) == ([], [])
