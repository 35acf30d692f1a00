"""单位通报: of a decision on a state enterprise its superior unit is told, and confirms."""

from __future__ import annotations

import csv
from typing import Any

import pytest

_STATE: frozenset[str] = frozenset({"机关", "国有独资", "国有控股"})


@pytest.fixture(scope="module")
def body(site: Any) -> dict[str, Any]:
    """A public body with a decision of which somebody is to be told."""
    with (site.home / "demo" / "city" / "entities.csv").open(encoding="utf-8-sig", newline="") as stream:
        codes = [row["uscc"] for row in csv.DictReader(stream) if row["state_capital_class"] in _STATE]
    with site.client("jingban") as api:
        found = (api.body_duties(code) for code in codes)
        return dict(next(one for one in found if any(row["duties"] for row in one["rows"])))


def test_an_officer_tells_the_superior_unit_and_notes_its_receipt(
    watched: Any, site: Any, body: dict[str, Any]
) -> None:
    page = watched.sign_in(site, "jingban", f"entity?code={body['entity']}")
    page.get_by_role("button", name="单位通报", exact=True).click()
    page.get_by_role("heading", name="单位通报").wait_for()
    page.get_by_text("应发：").first.wait_for()
    watched.settle()
    watched.shot("duties-due")
    before = page.get_by_text("应发：").count()
    page.get_by_text("应发：").first.click()
    page.get_by_label("文号", exact=True).first.fill("宛市监通〔2026〕1号")
    page.get_by_label("接收单位", exact=True).first.fill("市人民政府国有资产监督管理委员会")
    page.get_by_role("button", name="发出通报").first.click()
    page.get_by_text("宛市监通〔2026〕1号").wait_for()
    watched.settle()
    assert page.get_by_text("应发：").count() == before - 1
    page.get_by_label("反馈").first.fill("已责成整改")
    page.get_by_role("button", name="登记回执").first.click()
    page.get_by_text("收到回执").wait_for()
    watched.settle()
    watched.shot("duties-told")
    page = watched.sign_in(site, "jingban", "notices")
    page.locator("canvas td").filter(has_text="宛市监通〔2026〕1号").first.wait_for(state="attached")
    watched.choose(page.get_by_test_id("stSelectbox").filter(has_text="打开单位通报"))
    page.get_by_role("heading", name="单位通报").wait_for()
    assert page.get_by_test_id("stException").count() == 0
    assert watched.outside == [] and watched.errors == []
