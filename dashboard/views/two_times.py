"""按当时所知: the second time of a question, chosen beside the day and kept in the address."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from dashboard import moments
from dashboard.moments import Times
from dashboard.session import me, param
from dashboard.views.shared import chosen_day

_FIRST_DAY: Final = date(2000, 1, 1)
_MOST: Final = 10**moments.MOST_DIGITS - 1


def chosen_times(key: str) -> Times:
    """The day that the page shows and as known when, side by side; both stand in the address."""
    left, right = st.columns([1.15, 1], vertical_alignment="bottom")
    with left:
        day = chosen_day(key)
    with right:
        return Times(day, chosen_known(key))


def chosen_known(key: str) -> str:
    """As of when everything is read, from the address; empty for what is known now.

    A day or the number of a commit: several packages may come in on one day, and answers say their commit.
    """
    day, commit = f"{key}-known-day", f"{key}-known-commit"
    _fill(f"{key}-known", day, commit)
    today = date.fromisoformat(me()["today"])
    with st.popover("按当时所知", width="stretch"):
        picked = st.date_input(
            "数据截至（含当日）", value=None, min_value=_FIRST_DAY, max_value=today, format="YYYY-MM-DD",
            key=day,
        )  # fmt: skip
        number = st.number_input(
            "或截至第几次提交", 0, _MOST, None, 1, placeholder="数据版本中的第一个数", key=commit
        )
        st.caption("不填为现有数据；都填的，按提交。此后才入库的不计；此后才更正或撤回的，按当时的样子。")
    known = picked.isoformat() if isinstance(picked, date) and picked != today else ""
    known = known if number is None else str(number)
    st.session_state[f"{key}-known"] = known
    if known:
        st.query_params["known"] = known
    else:
        st.query_params.pop("known", None)
    return known


def _fill(seen: str, day: str, commit: str) -> None:
    """Both fields from the address, where it is not as they left it; within a form nothing else can do so.

    What they hold is set at every run: the browser has not taken it while the popover was never open.
    """
    known, state = known_of_address(), st.session_state
    if state.get(seen) == known and day in state:
        state[day], state[commit] = state[day], state[commit]
        return
    is_commit = known.isdecimal()
    state[day] = date.fromisoformat(known) if known and not is_commit else None
    state[commit] = int(known) if is_commit else None


def known_of_address() -> str:
    """What the address says of it; where that means nothing, the page ends in words before it begins."""
    given = param("known")
    known, today = moments.moment(given), me()["today"]
    if given and (not known or not (known.isdecimal() or _FIRST_DAY.isoformat() <= known <= today)):
        st.warning(
            "**网址中的时点不能用**　known 应为 2000 年以来、不晚于今天的日期，或提交的序号。"
            "\n\n处理办法：例如 known=2026-01-01 或 known=12；也可以改看最新所知。",
            icon="🔍",
        )
        st.button("改看最新所知", on_click=forget_known)
        st.stop()
    if known != today:
        return known
    # What is known today is what is known now.
    st.query_params.pop("known")
    return ""


def tell_known(known: str, *, again: bool = False) -> None:
    """That an answer is not of what is known now, and the way to one that is.

    Parameters
    ----------
    again
        The answer stays until somebody asks again.
    """
    if not known:
        return
    told = (
        f"**按当时所知**　只计{moments.told(known)}为止掌握的数据，不按现有数据；"
        "此后补录、更正和撤回的内容不在其中。"
    )
    if again:
        st.info(f"{told}清空“按当时所知”再运行，即按现有数据。")
        return
    text, act = st.columns([5, 1.2], vertical_alignment="center")
    text.info(told)
    act.button("改看最新所知", width="stretch", on_click=forget_known)


def forget_known() -> None:
    """What is known now again."""
    st.query_params.pop("known", None)
