"""An entity's records and relations by day; what has no known first day stands in a part of its own."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.documents import Detail
from dashboard.moments import Times
from dashboard.views.shared import table

_UNKNOWN: Final = ("", "0001-01-01")
#: So many fields of a record tell what it is; the tab of records has them all.
_TOLD: Final = 3


def events(detail: Detail) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What happened on a known day, the newest first, and what nobody dated: together all there is."""
    told: list[tuple[str, str, str, str, str]] = [
        (
            one["valid_from"],
            one["valid_to"],
            one["kind_zh"],
            "；".join(map(str, list(one["fields"].values())[:_TOLD])),
            words.origin(one["source"]),
        )
        for one in detail["records"]
    ]
    told += [
        (one["valid_from"], one["valid_to"], one["type_zh"], one["other_name"], words.origin(one["source"]))
        for one in detail["ties"]
    ]
    dated = sorted((one for one in told if one[0] not in _UNKNOWN), key=lambda one: one[0], reverse=True)
    undated = [one for one in told if one[0] in _UNKNOWN]
    return (
        [{"日期": begin, "事项": what, "内容": text} for begin, _, what, text, _ in dated],
        [
            {"事项": what, "内容": text, "期间": words.period(begin, end), "来源": origin}
            for begin, end, what, text, origin in undated
        ],
    )


def timeline_tab(_: str, __: Times, detail: Detail) -> None:
    """The tab of an entity's page."""
    dated, undated = events(detail)
    table(dated, "没有注明日期的事项。")
    if undated:
        st.subheader(f"起始日期不详（{len(undated):,}）")
        st.caption("来源没有给出起始日期，无法排入时间线。")
        table(undated, "")
    if not detail["complete"]:
        st.caption("记录较多，只列出最近的部分。")
