"""Forms of officers: the fields of a paper, what stands in them at the press, and a press sent once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from dashboard.client import Client
from dashboard.client.cases import new_request_id
from dashboard.session import act, ask, me

#: By what is given: the key of its field, and how its value is sent.
Fields = dict[str, tuple[str, Callable[[Any], Any]]]


def given(fields: Fields) -> dict[str, Any]:
    """What stands in the fields at the press."""
    return {name: send(st.session_state.get(key)) for name, (key, send) in fields.items()}


def written(value: Any) -> str:
    """Text as it stands in a field."""
    return str(value or "")


def day_of(value: Any) -> str:
    """The day in a field, empty where none is chosen."""
    return value.isoformat() if isinstance(value, date) else ""


def text_field(key: str, name: str, label: str, *, height: int = 68) -> Fields:
    """A box of text."""
    st.text_area(label, max_chars=2000, height=height, key=f"{key}-{name}")
    return {name: (f"{key}-{name}", written)}


def paper(key: str) -> Fields:
    """Number and day of a document."""
    left, right = st.columns([2, 1])
    left.text_input("文号", max_chars=100, key=f"{key}-doc_no")
    today = date.fromisoformat(me()["today"])
    right.date_input("文书日期", value=today, max_value=today, format="YYYY-MM-DD", key=f"{key}-doc_on")
    return {"doc_no": (f"{key}-doc_no", written), "doc_on": (f"{key}-doc_on", day_of)}


def send(key: str, send: Callable[[Client, str], object], fields: Fields) -> None:
    """Do it under one request id, which a second press sends again; refused, what was written stays."""
    name = f"request-{key}"
    request = st.session_state.setdefault(name, new_request_id())

    def done(api: Client) -> None:
        send(api, request)
        st.session_state.pop(name, None)

    act(done, *(field for field, kind in fields.values() if field and kind is written))


def receipt_form(record_id: str, label: str, note: Callable[..., object]) -> None:
    """The day on which an addressee confirmed, and what he answered."""
    with st.form(f"receipt-{record_id}"):
        left, right = st.columns([1, 2])
        day = left.date_input("日期", value=date.fromisoformat(me()["today"]), format="YYYY-MM-DD")
        feedback = right.text_input("反馈", max_chars=500)
        if st.form_submit_button(label) and isinstance(day, date):
            ask(lambda api: note(api, record_id, day.isoformat(), feedback))
            st.rerun()
