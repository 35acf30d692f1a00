"""The path page: between two and among many, its conditions, and an address to share."""

from __future__ import annotations

import re
from typing import Any

Networked = tuple[str, list[str]]


def test_paths_among_many_are_found_shown_and_shared(watched: Any, site: Any, networked: Networked) -> None:
    code, (first, second) = networked
    page = watched.sign_in(site, "diaocha")
    page.get_by_role("link", name="关联路径").click()
    page.get_by_text("填写两个以上的主体").wait_for()
    page.get_by_label(re.compile("两个或多个主体")).fill(f"{code}\n{first}\n{second}")
    page.get_by_role("button", name="查找").click()
    page.get_by_text("路径 1（2 步）").first.wait_for()
    page.wait_for_function("window.__cg && window.__cg.paths")
    watched.settle()
    drawn = page.evaluate("Object.keys(window.__cg.paths.positions())")
    assert {code, first, second} <= {*drawn}
    watched.choose(page.get_by_role("combobox", name=re.compile("突出一条路径")), "路径 1（2 步）")
    page.wait_for_function("window.__cg.paths.lit().length > 0")
    assert len(page.evaluate("window.__cg.paths.lit()")) == 2
    watched.shot("paths")
    assert page.get_by_test_id("stException").count() == 0
    address = page.url
    watched.sign_in(site, "diaocha", address.removeprefix(site.dashboard))
    page.get_by_text("路径 1（2 步）").first.wait_for()
    page.get_by_text("更多条件").click()
    page.get_by_label(re.compile("不经过这些主体")).fill(first)
    page.get_by_label(re.compile("两个或多个主体")).fill(f"{code}\n{second}")
    page.get_by_role("radio", name="第一个与其余各个").press("Space")
    page.get_by_role("button", name="查找").click()
    page.wait_for_url(re.compile("without="))
    watched.settle()
    assert page.get_by_text("路径 1（2 步）").count() == 0 or first not in page.inner_text("body")
    watched.shot("paths-without")


def test_who_has_more_relations_than_asked_is_a_hub_and_told_apart(
    watched: Any, site: Any, networked: Networked
) -> None:
    code, (first, second) = networked
    page = watched.sign_in(site, "diaocha", f"paths?codes={code},{first},{second}")
    page.get_by_text("路径 1（2 步）").first.wait_for()
    page.get_by_text("更多条件").click()
    # By its role: the help button beside the field bears the label too.
    field = page.get_by_role("spinbutton", name="关联超过多少个即为枢纽")
    field.fill("1")
    field.press("Tab")
    page.get_by_role("button", name="查找").click()
    page.wait_for_url(re.compile("hub=1"))
    watched.settle()
    watched.shot("paths-hub")
    assert page.get_by_text("路径 1（2 步）").count() == 0


def test_paths_follow_chosen_relations_and_large_shares_only(
    watched: Any, site: Any, hub: tuple[str, str]
) -> None:
    code, _ = hub
    with site.client("diaocha") as api:
        near = api.network(code, types=["HOLDS"])["neighbours"]
        other = next(one["id"] for one in near if one["type"] == "HOLDS")
    page = watched.sign_in(site, "diaocha", f"paths?codes={code},{other}&max=1")
    page.get_by_text("路径 1（1 步）").first.wait_for()
    page.get_by_text("更多条件").click()
    field = page.get_by_role("spinbutton", name="持股比例不低于（%）")
    field.fill("50")
    field.press("Tab")
    page.get_by_role("button", name="查找").click()
    page.wait_for_url(re.compile("pct=50"))
    watched.settle()
    assert page.get_by_text("路径 1（1 步）").count() == 0, (
        "its share is a tenth of a per cent, a range or unknown"
    )
    watched.shot("paths-by-share")
    watched.sign_in(site, "diaocha", f"paths?codes={code},{other}&max=1")
    page.get_by_text("更多条件").click()
    watched.choose(page.get_by_role("combobox", name=re.compile("只沿这些关系")), "担保")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="查找").click()
    page.wait_for_url(re.compile("types=GUARANTEES"))
    watched.settle()
    assert page.get_by_text("路径 1（1 步）").count() == 0
    assert page.get_by_test_id("stException").count() == 0


def test_the_strongest_paths_and_an_absent_subject(watched: Any, site: Any, networked: Networked) -> None:
    code, (first, _) = networked
    page = watched.sign_in(site, "diaocha", f"paths?codes={code},{first}&mode=STRONGEST&max=3")
    page.get_by_text(re.compile("路径 1（1 步，强度")).first.wait_for()
    watched.settle()
    watched.shot("paths-strongest")
    watched.sign_in(site, "diaocha", f"paths?codes={code},91411322NY0000ZZZZ")
    page.get_by_text(re.compile("处理办法")).wait_for()
    watched.shot("paths-absent")
    watched.sign_in(site, "diaocha", f"paths?codes={code}")
    page.get_by_text("请填写二至 10 个主体").wait_for()
