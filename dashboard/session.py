"""Who uses this browser tab, the API in his name, and how refusals are shown."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from html import escape
from typing import Final, TypeVar

import streamlit as st

from dashboard.client import ApiError, Client
from dashboard.documents import Me, Session
from dashboard.markup import plain

T = TypeVar("T")
API: Final = os.environ.get("CREDITGRAPH_API", "http://127.0.0.1:8000/api/v1")
#: As browsers reach it, on the dashboard's host: so the cookie of a sign-in comes back here.
API_SEEN: Final = os.environ.get("CREDITGRAPH_API_SEEN", API)
BINDING: Final = "creditgraph_sign_in"
_PERSONAL: Final = re.compile(
    r"(?<![0-9A-Z])[1-9][0-9]{5}(?:(?:18|19|20)?[0-9]{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"[0-9]{3}[0-9X]?(?![0-9A-Z])"
)
_LOST: Final = 401
_REFUSED: Final = "refused"


def client() -> Client:
    """The API in the name of whoever is signed in."""
    state = st.session_state
    return Client(API, state.get("token", ""), purpose=state.get("purpose", ""))


def ask(question: Callable[[Client], T]) -> T:
    """The API's answer; a refusal is shown in words and ends the page here."""
    try:
        with client() as api:
            return question(api)
    except ApiError as error:
        if error.status == _LOST and st.session_state.get("token"):
            st.session_state.clear()
            st.warning("登录已失效，请重新登录。")
            st.rerun()
        show(error)
        st.stop()


def attempt(question: Callable[[Client], T]) -> T | None:
    """The API's answer, or None where it is refused: for what a page can do without."""
    try:
        with client() as api:
            return question(api)
    except ApiError:
        return None


def show(error: ApiError) -> None:
    """A refusal: what is wrong and what to do."""
    text = f"**{plain(error.title)}**　{plain(error.detail)}"
    text += f"\n\n处理办法：{plain(error.todo)}" if error.todo else ""
    if error.status in (401, 403):
        st.info(text, icon="🔒")
    elif error.status in (404, 422):
        st.warning(text, icon="🔍")
    else:
        st.error(text, icon="⚠️")


def act(question: Callable[[Client], object], *written: str) -> None:
    """Do something before the page is read anew, and then empty the fields with these keys.

    For a button's ``on_click``: its arguments are those of the page that the user saw, so a version
    among them is the one he decided on. A refusal waits for `refused`, and what was written stays.
    """
    try:
        with client() as api:
            question(api)
    except ApiError as error:
        st.session_state[_REFUSED] = error
        return
    for key in written:
        st.session_state[key] = ""


def refused() -> None:
    """Show in words what `act` was refused before this run of the page."""
    error = st.session_state.pop(_REFUSED, None)
    if error is not None:
        show(error)


def me() -> Me:
    """Who is signed in; asked once for each run of a page."""
    if "me" not in st.session_state:
        st.session_state["me"] = ask(lambda api: api.me())
    found: Me = st.session_state["me"]
    return found


def may(permission: str) -> bool:
    """Whether he may; the API decides again."""
    return permission in me()["permissions"]


def param(name: str, usual: str = "") -> str:
    """A value of the address, so that a view can be shared."""
    return str(st.query_params.get(name, usual))


def holds_number(text: str) -> bool:
    """Whether a text may hold a person's number, in whatever width and however it is spaced.

    Examples
    --------
    >>> holds_number("张三　４１１３０２ 19800101 001x"), holds_number("110105491231002")
    (True, True)
    >>> holds_number("91320100748204660Q"), holds_number("p0123456789abcdef")
    (False, False)
    """
    parts = re.split(r"[\n,;、]", unicodedata.normalize("NFKC", text).upper())
    return any(_PERSONAL.search(re.sub(r"[\s\-.·]", "", one)) for one in parts)


def keep_from_address(*texts: str) -> None:
    """End the page here, in words, where a typed text would put a person's number into the address."""
    if any(map(holds_number, texts)):
        st.warning("证件号码不能写进网址。请在“搜索”页输入证件号码，再从搜索结果打开。", icon="🔒")
        st.stop()


def go(page: str, **params: str) -> None:
    """Go to another page; what it shows stands in its address."""
    keep_from_address(*params.values())
    st.switch_page(st.session_state["pages"][page], query_params=params)


def sign_in_form() -> None:
    """Sign in, or change the first password."""
    middle = st.columns([1, 1.3, 1])[1]
    with middle:
        st.title("信用图谱")
        if st.session_state.get("must_change"):
            _change_form()
            return
        _finish_oidc()
        with st.form("sign-in"):
            login = st.text_input("登录名", max_chars=64)
            password = st.text_input("口令", type="password", max_chars=256)
            pressed = st.form_submit_button("登录", type="primary", width="stretch")
        if pressed:
            _sign_in(login, password)
        _offer_oidc()


def _offer_oidc() -> None:
    """A link to the identity provider, where there is one."""
    found = attempt(lambda api: api.me())
    if found and "OIDC" in found["sign_in"]:
        st.html(f'<a href="{escape(API_SEEN)}/sessions/oidc" target="_self">使用统一身份认证登录</a>')


def _finish_oidc() -> None:
    """The provider sent the browser back: with its cookie, what it brought opens a session."""
    state, code = param("state"), param("code")
    if not state or not code:
        return
    binding = st.context.cookies.get(BINDING, "")
    st.query_params.clear()
    try:
        with Client(API) as api:
            signed = api.finish_oidc(state, code, binding or "-")
    except ApiError as error:
        show(error)
        return
    _keep(signed)


def _keep(signed: Session) -> None:
    st.session_state["token"] = signed["token"]
    st.session_state["must_change"] = signed["must_change"]
    st.session_state.pop("me", None)
    st.rerun()


def _sign_in(login: str, password: str) -> None:
    if not login or not password:
        st.warning("请填写登录名和口令。")
        return
    try:
        with Client(API) as api:
            signed = api.sign_in(login, password)
    except ApiError as error:
        show(error)
        return
    _keep(signed)


def _change_form() -> None:
    st.info("首次登录须先修改口令。")
    with st.form("change"):
        old = st.text_input("现口令", type="password")
        new = st.text_input("新口令", type="password")
        again = st.text_input("再输入一次新口令", type="password")
        pressed = st.form_submit_button("修改口令", type="primary", width="stretch")
    if not pressed:
        return
    if new != again:
        st.warning("两次输入的新口令不一致。")
        return
    try:
        with client() as api:
            signed = api.change_password(old, new)
    except ApiError as error:
        show(error)
        return
    _keep(signed)


def sign_out() -> None:
    """End the session here and at the API."""
    try:
        with client() as api:
            api.sign_out()
    except ApiError:
        pass  # the API forgets it by itself when it expires
    st.session_state.clear()
