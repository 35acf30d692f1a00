"""身份判定: a reviewer sees both persons, judges them to be one, and takes it back, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="module")
def pair(site: Any) -> tuple[str, str]:
    """A person with a finding in force, and another with one office and no record, by the API."""
    with site.client("diaocha") as api:
        rows = api.findings(states=["PROPOSED"], limit=200)["rows"]
        known = next(one["person"] for one in rows if one["person"] and one["entity"])
        for entity in dict.fromkeys(one["entity"] for one in rows if one["entity"]):
            for tie in api.entity(entity)["ties"]:
                if tie["other_kind"] != "PERSON" or tie["other"] == known:
                    continue
                found = api.person(tie["other"])
                if len(found["ties"]) == 1 and not found["records"]:
                    return known, tie["other"]
    raise AssertionError("no such pair")


def texts(page: Any) -> str:
    grids = page.get_by_test_id("stDataFrame").locator("table[role=grid]")
    return "\n".join(grids.all_text_contents())


def test_two_persons_are_judged_to_be_one_and_apart_again(
    watched: Any, site: Any, pair: tuple[str, str]
) -> None:
    stays, absorbed = pair
    with site.client("diaocha") as api:
        office = api.person(absorbed)["ties"][0]
    page = watched.sign_in(site, "fuhe", f"person?id={stays}")
    page.get_by_role("heading", name="身份判定").wait_for()
    watched.settle()
    other = page.get_by_label("另一人员编号")
    other.fill("p123")
    other.press("Enter")
    page.get_by_text("请填写另一人员的编号。").wait_for()
    other.fill(absorbed)
    other.press("Enter")
    page.get_by_label("理由", exact=True).wait_for()
    watched.settle()
    assert office["other_name"] in texts(page), "the other one is seen before he is judged"
    page.get_by_label("理由", exact=True).fill("核对档案与照片，确为同一人")
    page.get_by_label("依据的文书").fill("核查表〔2026〕1号")
    page.get_by_label("依据的文书").press("Tab")
    watched.shot("identity-form")
    page.get_by_role("button", name="判定为同一人").click()
    page.get_by_text("其任职和记录一并列出").wait_for()
    watched.settle()
    assert "原编号" in texts(page) and office["other_name"] in texts(page)
    watched.shot("identity-judged")
    with site.client("diaocha") as api:
        assert api.person(absorbed)["subject"]["code"] == stays

    page.get_by_text("撤销一项判定").click()
    page.get_by_label("理由", exact=True).fill("照片不符")
    page.get_by_label("理由", exact=True).press("Tab")
    page.get_by_role("button", name="撤销判定").click()
    page.get_by_text("其任职和记录一并列出").wait_for(state="detached")
    watched.settle()
    assert "已撤销" in texts(page) and "照片不符" in texts(page)
    with site.client("diaocha") as api:
        assert api.person(absorbed)["subject"]["code"] == absorbed
    assert page.get_by_test_id("stException").count() == 0
    assert (watched.outside, watched.errors) == ([], [])


def test_without_a_reason_nothing_is_judged_and_it_is_said(
    watched: Any, site: Any, pair: tuple[str, str]
) -> None:
    stays, absorbed = pair
    page = watched.sign_in(site, "fuhe", f"person?id={stays}")
    other = page.get_by_label("另一人员编号")
    other.fill(absorbed)
    other.press("Enter")
    page.get_by_role("button", name="判定为同一人").click()
    page.get_by_text("处理办法").first.wait_for()
    with site.client("diaocha") as api:
        assert api.person(absorbed)["subject"]["code"] == absorbed


def test_nobody_else_is_offered_to_judge(watched: Any, site: Any, pair: tuple[str, str]) -> None:
    page = watched.sign_in(site, "diaocha", f"person?id={pair[0]}")
    page.get_by_role("heading", name="任职与持股").wait_for()
    watched.settle()
    assert page.get_by_role("heading", name="身份判定").count() == 0
