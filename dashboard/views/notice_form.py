"""What went out as notices, their receipts, and the form of one that is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from dashboard.client.cases import Duty
from dashboard.markup import plain
from dashboard.session import may
from dashboard.views.paper_form import Fields, paper, receipt_form, written


def sent_notices(notices: Iterable[dict[str, Any]]) -> None:
    """Each with its receipt, or the form to note one."""
    for one in notices:
        with st.container(border=True):
            st.markdown(f"**{one['kind_zh']}**　{plain(one['recipient'])}")
            st.caption(f"{one['opened_on']}　{plain(one['doc_no'])}　{one['ended_because_zh']}")
            if one["received_on"]:
                st.caption(f"{one['received_on']} 收到回执　{plain(one['feedback'])}")
            elif may("HANDLE_CASES"):
                receipt_form(one["notice_id"], "登记回执", lambda api, *a: api.notice_receipt(*a))


def due_notice(key: str, duty: Duty, issue: Callable[[Fields], None]) -> None:
    """The form of a notice that is due; who is to be told is looked up where registers do not say."""
    told = plain(duty["recipient"]) or "登记资料中没有，须查明"
    with st.expander(f"应发：{duty['kind_zh']}（{told}）"), st.form(key):
        fields = paper(key)
        st.text_input("接收单位", value=duty["recipient"], max_chars=100, key=f"{key}-recipient")
        fields["recipient"] = (f"{key}-recipient", written)
        st.form_submit_button("发出通报", type="primary", on_click=issue, args=(fields,))
