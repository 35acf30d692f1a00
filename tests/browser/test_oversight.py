"""撤回与纠错: the leaders' way to the mistakes of the platform, in a real browser."""

from __future__ import annotations

from typing import Any


def test_a_leader_comes_to_it_from_the_overview(watched: Any, site: Any) -> None:
    page = watched.sign_in(site, "lingdao")
    page.get_by_text("本年错误关联").wait_for()
    page.locator(".st-key-open-oversight button").click()
    page.get_by_text("撤回用时：按规则和机关").wait_for()
    watched.settle()
    watched.shot("oversight")
    assert page.get_by_test_id("stException").count() == 0
