"""Screening, figures and their lists, data quality, accounts and the identity provider, in a real browser."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest


def on_record(site: Any) -> str:
    """The code of an entity with something on record; which findings come first is another one each time."""
    with site.client("diaocha") as api:
        found = api.findings(states=["CONFIRMED"], limit=200)["rows"]
    with site.client("jingban") as api:
        rows = api.screen(sorted({one["entity"] for one in found if one["entity"]}))["rows"]
    return next(str(one["input"]) for one in rows if one["status"] == "HIT")


def test_a_file_in_gb18030_is_screened_and_the_result_saved(watched: Any, site: Any) -> None:
    code = on_record(site)
    page = watched.sign_in(site, "jingban", "screening")
    table = f"序号,单位,统一社会信用代码\n1,某公司,{code}\n2,无此公司,91110000000000000X\n".encode("gb18030")
    page.locator("input[type=file]").set_input_files(
        {"name": "名单.csv", "mimeType": "text/csv", "buffer": table}
    )
    watched.choose(page.get_by_role("combobox", name=re.compile("用途")), "招标投标")
    page.get_by_role("button", name="开始筛查").click()
    page.get_by_text("文件编码 GB18030").wait_for()
    watched.settle()
    watched.shot("screening")
    with page.expect_download() as saved:
        page.get_by_role("button", name=re.compile("下载结果")).click()
    text = saved.value.path().read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["输入"], row["结果"]) for row in rows] == [
        (code, "命中"),
        ("91110000000000000X", "内容有误"),
    ]
    assert rows[0]["办理意见"]
    assert not [one for one in watched.addresses if code in one.partition("screening")[2]]


def test_who_may_not_screen_is_not_offered_it(watched: Any, site: Any) -> None:
    page = watched.sign_in(site, "lingdao")
    assert page.get_by_role("link", name="批量筛查").count() == 0
    assert page.get_by_role("link", name="账户与密钥").count() == 0
    watched.sign_in(site, "lingdao", "network?code=91411300NY00002M4F")
    page.get_by_text("没有权限").wait_for()
    watched.shot("no-permission")


@pytest.mark.parametrize(("login", "address"), [("lingdao", "overview"), ("shenji", "audit")])
def test_an_address_that_was_handed_on_opens_after_sign_in(
    watched: Any, site: Any, login: str, address: str
) -> None:
    """The first page of the menu too, which Streamlit knows at the root only."""
    page = watched.sign_in(site, login, address)
    watched.settle()
    assert page.get_by_text("Page not found").count() == 0
    page.get_by_role(
        "heading", name={"overview": "总览", "audit": "审计"}[address], exact=False
    ).first.wait_for()


def test_every_figure_of_the_overview_opens_its_list(watched: Any, site: Any) -> None:
    page = watched.sign_in(site, "lingdao")
    page.get_by_text("在列名单：按类型").wait_for()
    watched.settle()
    buttons = page.get_by_role("button", name="清单", exact=True)
    assert buttons.count() == 9
    for place in range(9):
        buttons.nth(place).click()
        watched.settle()
        page.get_by_role("button", name="收起").wait_for()
    for name in ("type", "district", "month"):
        watched.choose(page.locator(f".st-key-bar-{name}").get_by_role("combobox"))
    assert page.get_by_test_id("stException").count() == 0
    watched.shot("overview-lists")


def test_figures_of_quality_open_their_lists_and_contradictions_are_shown(
    watched: Any, site: Any, hub: tuple[str, str]
) -> None:
    with site.client("diaocha") as api:
        found = api.conflicts()["rows"]
        assert {hub[1]} & {one["code"] for row in found for one in row["parties"]}
    page = watched.sign_in(site, "diaocha", "quality")
    page.get_by_text("各来源的新鲜程度").wait_for()
    watched.settle()
    buttons = page.get_by_role("button", name="清单", exact=True)
    assert buttons.count() == 5
    for place in (0, 1, 3, 4, 2):
        buttons.nth(place).click()
        watched.settle()
    page.get_by_text("来源相互矛盾的事实").wait_for()
    watched.shot("conflicts")
    assert page.get_by_test_id("stException").count() == 0


def test_an_administrator_opens_an_account_and_issues_a_key(
    watched: Any, site: Any, administrator: str
) -> None:
    page = watched.sign_in(site, "admin", "accounts")
    page.get_by_text("新建账户").wait_for()
    watched.settle()
    page.get_by_role("textbox", name="登录名").fill("zhao.liu")
    page.get_by_label("姓名").fill("赵六")
    page.get_by_role("button", name="新建", exact=True).click()
    page.get_by_text("只显示这一次").wait_for()
    password = page.get_by_test_id("stCode").inner_text().strip()
    watched.shot("first-password")
    page.get_by_role("button", name="已记下").click()
    watched.settle()
    assert page.get_by_text(password).count() == 0
    with site.client("admin") as api:
        (made,) = [one for one in api.accounts()["rows"] if one["login"] == "zhao.liu"]
        assert made["must_change"]
        assert password not in str(made)
    page.get_by_role("tab", name="部门密钥").click()
    page.get_by_label("名称（哪个系统使用）").fill("招标系统")
    page.get_by_label("机关代码").last.fill("114")
    page.get_by_role("button", name="签发", exact=True).click()
    page.get_by_text("只显示这一次").wait_for()
    key = page.get_by_test_id("stCode").inner_text().strip()
    assert key.startswith("cgk_")
    watched.settle()
    watched.shot("key")
    watched.choose(page.get_by_role("combobox", name="密钥"), "招标系统")
    page.get_by_role("button", name="撤销").click()
    # The toast goes by itself; what stays is the row, which the table draws and keeps for readers aloud.
    page.get_by_text("已撤销").first.wait_for(state="attached")
    with site.client("admin") as api:
        states = {one["name"]: one["state"] for one in api.keys()["rows"]}
    assert states["招标系统"] == "REVOKED"
    assert not [one for one in watched.addresses if key in one or password in one]


def test_the_identity_provider_opens_the_account_that_it_is_linked_to(
    watched: Any, site: Any, issuer: Any, administrator: str
) -> None:
    page = watched.page
    page.goto(site.dashboard)
    page.get_by_role("link", name="使用统一身份认证登录").click()
    page.get_by_text("还没有关联账户").wait_for()
    with site.client("admin") as api:
        made = api.open_account("sun.qi", "孙七", "LEADER")
        api.link_account(made["account_id"], issuer.address, issuer.subject)
    page.get_by_role("link", name="使用统一身份认证登录").click()
    page.get_by_role("button", name="退出登录").wait_for()
    page.get_by_text("孙七（领导）").wait_for()
    assert "state=" not in page.url
    assert watched.outside == []


@pytest.mark.parametrize("login", ["diaocha", "jingban"])
def test_the_whole_menu_is_seen_on_a_laptop(watched: Any, site: Any, login: str) -> None:
    page = watched.sign_in(site, login, "search")
    watched.settle()
    links = page.get_by_test_id("stSidebarNavLink")
    assert links.count() >= 10
    hidden = links.evaluate_all(
        """all => all.filter((one) => {
          const box = one.getBoundingClientRect(), words = one.querySelector("p");
          const isCut = words.scrollWidth > words.clientWidth + 1;
          return isCut || box.bottom > window.innerHeight || box.height < 22
            || parseFloat(getComputedStyle(words).fontSize) < 13;
        }).map((one) => one.textContent)"""
    )
    assert hidden == []
    assert page.get_by_role("button", name="退出登录").bounding_box()["y"] < 768 - 30
    watched.shot(f"menu-{login}")
