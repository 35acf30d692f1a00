"""The day of a view on a slider: by mouse, by arrow keys, or from one change to the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import streamlit as st

from dashboard.session import me, param

_YEARS: Final = 20


def day_slider(key: str, turning: Sequence[str]) -> str | None:
    """The day that the page shows; None for today. It stands in the address.

    Parameters
    ----------
    turning
        Days on which something begins or ends, ascending: the buttons go from one to the next.
    """
    day, offer = begin_day_slider(key)
    offer(turning)
    return day


def begin_day_slider(key: str) -> tuple[str | None, Callable[[Sequence[str]], None]]:
    """The same in two steps: the slider now, the buttons when the turning days are known."""
    today = date.fromisoformat(me()["today"])
    day = min(_given() or today, today)
    begin = min(day, date(today.year - _YEARS, 1, 1))
    slider, exact = f"{key}-slider", f"{key}-exact"
    st.session_state[slider] = st.session_state[exact] = day

    def keep(chosen: date) -> None:
        if chosen == today:
            st.query_params.pop("day", None)
        else:
            st.query_params["day"] = chosen.isoformat()

    back, middle, forth, field = st.columns([0.9, 5, 0.9, 1.2], vertical_alignment="bottom")
    with middle:
        st.slider(
            "按哪一天的情况（拖动，或用左右方向键）",
            min_value=begin, max_value=today, format="YYYY-MM-DD", key=slider,
            on_change=lambda: keep(st.session_state[slider]),
        )  # fmt: skip
    with field:
        st.date_input(
            "确切日期", key=exact, min_value=date(1900, 1, 1), max_value=today, format="YYYY-MM-DD",
            on_change=lambda: keep(st.session_state[exact] or today),
        )  # fmt: skip

    def offer(turning: Sequence[str]) -> None:
        known = [one for one in turning if begin.isoformat() <= one <= today.isoformat()]
        before, after = neighbours(known, day.isoformat())
        for column, label, target in ((back, "◀ 前一变化", before), (forth, "后一变化 ▶", after)):
            column.button(
                label, disabled=not target, key=f"{key}-{label}", width="stretch", help=target or None,
                on_click=lambda target=target: keep(date.fromisoformat(target)),
            )  # fmt: skip

    return None if day == today else day.isoformat(), offer


def neighbours(days: Sequence[str], day: str) -> tuple[str, str]:
    """The last of these days before `day` and the first after it; empty where there is none.

    Examples
    --------
    >>> neighbours(["2020-01-01", "2021-01-01", "2022-01-01"], "2021-01-01")
    ('2020-01-01', '2022-01-01')
    >>> neighbours([], "2021-01-01")
    ('', '')
    """
    first, last = bisect_left(days, day), bisect_right(days, day)
    return (days[first - 1] if first else "", days[last] if last < len(days) else "")


def day_of_address() -> str | None:
    """The day that the address names, if it has come; None for today."""
    day, today = _given(), date.fromisoformat(me()["today"])
    return day.isoformat() if day and day < today else None


def _given() -> date | None:
    try:
        return date.fromisoformat(param("day"))
    except ValueError:
        return None
