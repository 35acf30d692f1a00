"""What several pages show alike: the day, liable persons in words, tables of facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.documents import Check, Liability, Page
from dashboard.markup import plain
from dashboard.moments import Times
from dashboard.session import ask, go, me, param

K = TypeVar("K", bound=Hashable)
_COLOURS = {"CONFIRMED": "red", "SUSPENDED": "orange", "PROPOSED": "violet", "LEAD": "gray"}


def chosen_day(key: str) -> str | None:
    """The day that the page shows, from its address; None for today."""
    today = date.fromisoformat(me()["today"])
    given = param("day")
    try:
        start = date.fromisoformat(given) if given else today
    except ValueError:
        start = today
    picked = st.date_input("按哪一天的情况", value=start, key=key, format="YYYY-MM-DD")
    if not isinstance(picked, date) or picked == today:
        st.query_params.pop("day", None)
        return None
    st.query_params["day"] = picked.isoformat()
    return picked.isoformat()


def commit_of(data_version: str) -> str:
    """The commit of an answer, as `known_at` takes it: what is asked with it is of the same commit.

    Examples
    --------
    >>> commit_of("812/3/2026-1/2026")
    'seq:812'
    """
    return f"seq:{data_version.partition('/')[0]}"


def within_districts(told: str) -> None:
    """What an answer leaves out, for whoever sees some districts only."""
    if me()["districts"]:
        st.caption(told)


def code_form(page: str) -> None:
    """Ask for the organisation that a page is about, and open it there."""
    with st.form(page):
        typed = st.text_input("统一社会信用代码", max_chars=18)
        pressed = st.form_submit_button("打开", type="primary")
    if pressed and typed.strip():
        go(page, code=typed.strip())


def table(rows: list[dict[str, Any]], empty: str) -> None:
    """A table, or the words for an empty one."""
    if not rows:
        st.info(empty)
        return
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", placeholder="—")


def further(
    key: str, page: Callable[[str | None], Page], show: Callable[[list[dict[str, Any]]], None]
) -> None:
    """Show a list; the button below it brings one more page."""
    pressed = int(st.session_state.get(f"pages-{key}", 1))
    rows: list[dict[str, Any]] = []
    cursor: str | None = None
    for _ in range(pressed):
        found = page(cursor)
        rows += found["rows"]
        cursor = found["cursor"]
        if cursor is None:
            break
    show(rows)
    if cursor is not None and st.button(f"已列出 {len(rows):,} 条，再列一页", key=f"more-{key}"):
        st.session_state[f"pages-{key}"] = pressed + 1
        st.rerun()


def page_shown(key: str, place: str) -> str | None:
    """The cursor of the page that `turn_pages` has come to; none for the first.

    Parameters
    ----------
    place
        What is listed: of another list the first page is shown.
    """
    cursors = _turned(key, place)
    return cursors[-1] if cursors else None


def _turned(key: str, place: str) -> list[str]:
    kept = st.session_state.get(f"turned-{key}")
    return list(kept[1]) if kept and kept[0] == place else []


def turn_pages(key: str, place: str, cursor: str | None) -> None:
    """The way to the next page of a list and back, where there is more than one."""
    before = _turned(key, place)
    if not before and cursor is None:
        return
    left, middle, right = st.columns([1, 1, 3], vertical_alignment="center")
    if left.button("上一页", key=f"back-{key}", disabled=not before, width="stretch"):
        st.session_state[f"turned-{key}"] = (place, before[:-1])
        st.rerun()
    if middle.button("下一页", key=f"next-{key}", disabled=cursor is None, width="stretch") and cursor:
        st.session_state[f"turned-{key}"] = (place, [*before, cursor])
        st.rerun()
    right.caption(f"第 {len(before) + 1} 页" + ("" if cursor else "（末页）"))


def distinct(labels: Mapping[K, str]) -> dict[K, str]:
    """Labels of a choice, with a number behind those that occur more than once.

    A browser sends back the words chosen: of two namesakes, or two runs in a minute, the last would be taken.
    """
    often = Counter(labels.values())
    told: dict[K, str] = {}
    seen: Counter[str] = Counter()
    taken = {label for label, times in often.items() if times == 1}
    for key, label in labels.items():
        shown = label
        while often[label] > 1 and (shown == label or shown in taken):
            seen[label] += 1
            shown = f"{label}（之{seen[label]}）"
        taken.add(shown)
        told[key] = shown
    return told


def back_to_list() -> bool:
    """Whether the way back was pressed: below the title, since the toolbar lies over its right."""
    return st.button("返回清单", icon=":material/arrow_back:", type="tertiary")


def liabilities(answer: Check, times: Times, *, of_person: bool) -> None:
    """Who answers, as which office, by which article and path: one card a finding.

    Parameters
    ----------
    times
        Those of the answer: explanations and pages behind it are of the same.
    """
    if not answer["complete"]:
        st.warning("有变动尚未推导，以下内容可能不完整。")
    rows = answer["liabilities"]
    if not rows:
        st.info("没有可以查看的责任认定。")
        return
    live = [one for one in rows if one["state"] in ("CONFIRMED", "SUSPENDED", "PROPOSED", "LEAD")]
    over = [one for one in rows if one not in live]
    for one in live:
        _card(one, times, of_person=of_person)
    if over:
        with st.expander(f"已撤回、期满或不予认定的（{len(over)}）"):
            for one in over:
                _card(one, times, of_person=of_person)


def _card(one: Liability, times: Times, *, of_person: bool) -> None:
    with st.container(border=True):
        head, act = st.columns([6, 2], vertical_alignment="center")
        state = words.STATES.get(one["state"], one["state"])
        who = one["entity_name"] if of_person else one["person_name"]
        head.badge(state, color=_COLOURS.get(one["state"], "blue"))  # type: ignore[arg-type]
        role, listed = words.ROLES.get(one["role"], one["role"]), words.LISTS.get(one["list_type"], "")
        head.markdown(f"**{plain(who or one['entity'])}**　{role}")
        head.caption(f"{listed}　{words.period(one['valid_from'], one['valid_to'])}")
        if "finding" in st.session_state["pages"] and act.button(
            "认定页面", key=f"f-{one['finding_id']}", width="stretch", help="文书、怎样退出"
        ):
            go("finding", id=one["finding_id"], **times.params())
        if act.button("解释与路径", key=f"x-{one['finding_id']}", width="stretch"):
            st.session_state["explained"] = one["finding_id"]
        target = ("entity", {"code": one["entity"]}) if of_person else ("person", {"id": one["person"]})
        label = "查看单位" if of_person else "查看人员"
        can_open = target[0] in st.session_state["pages"] and next(iter(target[1].values()))
        if can_open and act.button(label, key=f"o-{one['finding_id']}", width="stretch"):
            go(target[0], **target[1], **times.params())
        if st.session_state.get("explained") == one["finding_id"]:
            _explained(one["finding_id"], times)
        st.caption(f"{plain('；'.join(one['basis']))}　规则 {one['rule']}")


def _explained(finding_id: str, times: Times) -> None:
    answer = ask(lambda api: api.explain(finding_id, **times.asked()))
    for section in answer["sections"]:
        st.markdown(f"**{section['heading']}**")
        st.text(section["text"])
