"""The dashboard: pages over the API, in Chinese; no request leaves the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Streamlit runs this file by its path, so the checkout has to be found first.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import streamlit as st

from dashboard import session, words
from dashboard.markup import plain
from dashboard.views import (
    accounts,
    audit,
    case,
    cases,
    clues,
    controller,
    duties,
    entity,
    finding,
    groups,
    hints,
    network,
    notices,
    oversight,
    overview,
    ownership,
    paths,
    patterns,
    person,
    quality,
    questions,
    roster,
    screening,
    search,
    subscriptions,
    watch,
    workspaces,
)
from dashboard.views.two_times import known_of_address

ICON = str(Path(__file__).parent / "icon.png")
_Offer = tuple[str, Callable[[], None], str, str]

#: A laptop has 768 lines: the pages begin at the top, and the whole menu is seen at once, two entries a line.
_TIGHT = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 2.4rem; padding-bottom: 2rem; }
[data-testid="stMainBlockContainer"] h1 { font-size: 1.9rem; padding: 0.2rem 0 0.4rem; }
[data-testid="stHeader"] { background: transparent; }
[data-testid="stSidebarHeader"] { height: 2rem; margin-bottom: 0; }
[data-testid="stSidebarNavItems"] > div {
  display: grid; grid-template-columns: 1fr 1fr; column-gap: 0.2rem; margin-top: 0.1rem;
}
[data-testid="stSidebarNavItems"] li { margin: 0; }
[data-testid="stSidebarNavLink"] { padding: 0 0.4rem; min-height: 1.75rem; margin: 0.05rem 0; }
[data-testid="stSidebarNavLink"] p { font-size: 0.92rem; line-height: 1.5; }
[data-testid="stNavSectionHeader"] { grid-column: 1 / -1; padding: 0 0.4rem; margin: 0.7rem 0 0.15rem; }
[data-testid="stNavSectionHeader"] p { font-size: 0.85rem; font-weight: 600; }
[data-testid="stSidebarNavSeparator"] { padding-top: 0.4rem; }
[data-testid="stSidebarUserContent"] { padding-top: 0.4rem; padding-bottom: 0.6rem; }
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] { gap: 0.3rem; }
</style>"""
#: The pages by section of the menu: address, page, title, and the permission that opens it.
_SECTIONS: dict[str, tuple[_Offer, ...]] = {
    "总览与预警": (
        ("overview", overview.page, "总览", "SEE_STATISTICS"),
        ("watch", watch.page, "监测预警", "SEE_WARNING_FIGURES"),
        ("clues", clues.page, "线索", "WORK_CLUES"),
        ("subscriptions", subscriptions.page, "预警订阅", "SEE_WARNING_FIGURES"),
    ),
    "查询": (
        ("search", search.page, "搜索", "SEARCH_ENTITIES"),
        ("entity", entity.page, "主体", "SEE_ENTITY"),
        ("person", person.page, "人员", "SEE_PERSON"),
        ("screening", screening.page, "批量筛查", "SCREEN"),
    ),
    "责任追究": (
        ("cases", cases.page, "责任追究待办", "SEE_CASES"),
        ("case", case.page, "案件", "SEE_CASES"),
        ("finding", finding.page, "责任认定", "SEE_CONFIRMED_FINDINGS"),
        ("notices", notices.page, "通报", "SEE_CASES"),
        ("duties", duties.page, "单位通报", "HANDLE_CASES"),
        ("roster", roster.page, "责任人清单", "SEE_PERSON"),
        ("oversight", oversight.page, "撤回与纠错", "SEE_STATISTICS"),
    ),
    "关联分析": (
        ("network", network.page, "关联网络", "SEE_NETWORK"),
        ("ownership", ownership.page, "股权穿透", "SEE_CONTROL"),
        ("controller", controller.page, "实际控制人", "SEE_CONTROL"),
        ("groups", groups.page, "企业族群", "SEE_CONTROL"),
        ("paths", paths.page, "关联路径", "SEE_PATHS"),
        ("hints", hints.page, "关联风险提示", "SEE_HINTS"),
        ("patterns", patterns.page, "关联模式", "SEE_PATTERNS"),
        ("questions", questions.page, "自编查询", "COMPOSE_QUERIES"),
        ("workspaces", workspaces.page, "调查工作区", "WORK_SPACES"),
    ),
    "数据与管理": (
        ("quality", quality.page, "数据质量", "SEE_QUALITY"),
        ("audit", audit.page, "审计", "READ_AUDIT"),
        ("accounts", accounts.page, "账户与密钥", "MANAGE_ACCOUNTS"),
    ),
}
_OFFERED = tuple(offer for section in _SECTIONS.values() for offer in section)


def main() -> None:
    """Sign-in, then the pages that the signed-in person may open."""
    st.set_page_config(page_title="信用图谱", page_icon=ICON, layout="wide")
    st.html(_TIGHT)
    if not st.session_state.get("token") or st.session_state.get("must_change"):
        # Every address is known before sign-in too, so that a shared view opens after it.
        ask = session.sign_in_form
        asking = [st.Page(ask, title=title, url_path=name) for name, _, title, _ in _OFFERED]
        st.navigation([st.Page(ask, title="信用图谱", default=True), *asking], position="hidden").run()
        return
    pages = _pages()
    st.session_state["pages"] = pages
    menu = {
        section: [pages[name] for name, *_ in offers if name in pages]
        for section, offers in _SECTIONS.items()
    }
    shown = {section: found for section, found in menu.items() if found}
    hidden = [*_first_by_name(pages), *_closed(pages)]
    chosen = st.navigation({**shown, "": hidden}, position="sidebar", expanded=True)
    _sidebar()
    known_of_address()
    chosen.run()


def _pages() -> dict[str, Any]:
    """By name; the first one is at the root, and its own name is left to the same page once more."""
    allowed = [one for one in _OFFERED if session.may(one[3])]
    return {
        name: st.Page(page, title=title, url_path=name if place else "home", default=place == 0)
        for place, (name, page, title, _) in enumerate(allowed)
    }


def _first_by_name(pages: dict[str, Any]) -> list[Any]:
    """The first page once more, below its own name: Streamlit knows it at the root only."""
    offered = {name: (page, title) for name, page, title, _ in _OFFERED}
    return [
        st.Page(offered[name][0], title=offered[name][1], url_path=name, visibility="hidden")
        for name in list(pages)[:1]
    ]


def _closed(pages: dict[str, Any]) -> list[Any]:
    """Pages of others, which a shared address may name: they say so and offer nothing."""
    return [
        st.Page(_refusal(title), title=title, url_path=name, visibility="hidden")
        for name, _, title, _ in _OFFERED
        if name not in pages
    ]


def _refusal(title: str) -> Callable[[], None]:
    def page() -> None:
        st.title(title)
        role = session.me()["role_zh"]
        told = f"**没有权限**　{role}不能打开“{title}”。\n\n处理办法：需要时向系统管理员申请。"
        st.info(told, icon="🔒")

    return page


def _sidebar() -> None:
    me = session.me()
    with st.sidebar:
        st.caption(f"{plain(me['name'])}（{me['role_zh']}）")
        st.caption(f"今天按 {me['today']}（北京时间）计")
        purposes = list(words.WORKING)
        place = purposes.index(me["purpose"]) if me["purpose"] in purposes else None
        chosen = st.selectbox(
            "工作目的（记入审计）", purposes, place, format_func=words.WORKING.__getitem__, key="working"
        )
        st.session_state["purpose"] = chosen or ""
        if st.button("退出登录", width="stretch"):
            session.sign_out()
            st.rerun()


main()
