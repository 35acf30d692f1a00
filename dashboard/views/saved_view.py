"""Network views kept in workspaces: what is looked at, and where each subject stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from dashboard.session import ask, attempt, may, param
from dashboard.views.into_case import open_spaces

_KEPT: Final = "view-to-save"
_MOST: Final = 400
Positions = dict[str, list[float]]


def positions_of(text: str) -> Positions:
    """Places of nodes as the picture sent them; whatever else a page may send is ignored.

    Examples
    --------
    >>> positions_of('{"e1": [1.2345, -3], "e2": "there", "e3": [1]}')
    {'e1': [1.2, -3.0]}
    >>> positions_of("[]")
    {}
    """
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        str(node): [round(float(one), 1) for one in spot]
        for node, spot in list(found.items())[:_MOST]
        if isinstance(spot, list) and len(spot) == 2 and all(isinstance(one, (int, float)) for one in spot)
    }


def keep(text: str) -> None:
    """Remember what the picture sent, until it is known where it shall go."""
    st.session_state[_KEPT] = positions_of(text)


def opened() -> Positions:
    """Places of the saved view that stands in the address; none without one."""
    space, item = param("space"), param("saved")
    if not space or not item or not may("WORK_SPACES"):
        return {}
    key = f"saved-{space}-{item}"
    if key not in st.session_state:
        found = attempt(lambda api: api.workspace_item(space, item))
        body: dict[str, Any] = found["body"] if found else {}
        st.session_state[key] = positions_of(json.dumps(body.get("positions", {})))
    places: Positions = st.session_state[key]
    return places


def offer(view: Mapping[str, str], name: str, parties: Sequence[str]) -> None:
    """Where a view that was sent shall be kept.

    Parameters
    ----------
    view
        Its address with the day and the commit of what is shown.
    parties
        Who is in it.
    """
    if _KEPT not in st.session_state or not may("WORK_SPACES"):
        return
    spaces = open_spaces()
    with st.container(border=True):
        if not spaces:
            st.info("还没有可以写入的工作区：先在“调查工作区”开设一个。")
            return
        first, second, third = st.columns([1.6, 1.6, 0.8], vertical_alignment="bottom")
        chosen = first.selectbox(
            "保存到工作区", list(spaces), format_func=spaces.__getitem__, key="save-space"
        )
        title = second.text_input(
            "视图名称", value=f"关联网络：{name}"[:120], max_chars=120, key="save-title"
        )
        if third.button("保存", type="primary", width="stretch") and chosen:
            body = {
                "view": dict(view), "positions": st.session_state[_KEPT], "parties": list(parties)[:_MOST],
            }  # fmt: skip
            ask(lambda api: api.put_workspace_item(chosen, "VIEW", title, body))
            st.session_state.pop(_KEPT)
            st.toast("视图已保存到工作区。")
            st.rerun()
