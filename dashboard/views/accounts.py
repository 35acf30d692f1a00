"""Accounts of people and keys of departments, for administrators; secrets are shown once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import words
from dashboard.client import ApiError, Client, rows_of
from dashboard.markup import plain
from dashboard.session import ask, client, may, show
from dashboard.views.shared import table

_STATES = {"VALID": "有效", "EXPIRED": "已过期", "REVOKED": "已撤销"}
_TOLD = "told-once"


def page() -> None:
    """Two tabs: accounts and keys."""
    st.title("账户与密钥")
    with st.container():  # always there, so that the tabs below keep their place and choice
        _told_once()
    people, systems = st.tabs(["账户", "部门密钥"])
    with people:
        _accounts()
    with systems:
        if may("MANAGE_KEYS"):
            _keys()


def _told_once() -> None:
    """A first password or key that was just made: it is gone with the next page."""
    told = st.session_state.get(_TOLD)
    if told is None:
        return
    with st.container(border=True):
        st.warning(plain(told["what"]))
        st.code(told["secret"], language=None)
        if st.button("已记下，不再显示"):
            st.session_state.pop(_TOLD)
            st.rerun()


def _do(
    work: Callable[[Client], Any], done: str, told: Callable[[Any], dict[str, str]] | None = None
) -> None:
    """Change something; a refusal is shown in words and the page stays."""
    try:
        with client() as api:
            found = work(api)
    except ApiError as error:
        show(error)
        return
    if told is not None:
        st.session_state[_TOLD] = told(found)
    st.toast(plain(done))
    st.rerun()


def _password_told(found: Any) -> dict[str, str]:
    what = f"账户 {found['login']} 的首次口令，只显示这一次；首次登录须修改。请当面或用安全渠道交给本人。"
    return {"what": what, "secret": found["first_password"]}


def _codes(text: str) -> list[str]:
    return [one for one in text.replace("，", ",").replace("、", ",").replace(" ", ",").split(",") if one]


def _accounts() -> None:
    rows = ask(lambda api: list(rows_of(lambda cursor: api.accounts(cursor=cursor, limit=200))))
    table([_account_row(one) for one in rows], "还没有账户。")
    left, right = st.columns(2)
    with left, st.form("new-account", clear_on_submit=True):
        st.subheader("新建账户")
        login = st.text_input("登录名", max_chars=64, help="以字母开头，小写字母、数字或 . _ -")
        name = st.text_input("姓名", max_chars=64)
        role = st.selectbox("角色", list(words.OFFICES), format_func=words.OFFICES.__getitem__)
        authorities, districts = _scope_fields("", "")
        if st.form_submit_button("新建", type="primary"):
            _do(
                lambda api: api.open_account(
                    login, name, role, authorities=_codes(authorities), districts=_codes(districts)
                ),
                "账户已建立",
                _password_told,
            )
    with right:
        st.subheader("管理一个账户")
        by_login = {one["login"]: one for one in rows}
        chosen = st.selectbox("账户", by_login, index=None, placeholder="请选择", key="account")
        if chosen:
            _manage(by_login[chosen])


def _account_row(one: dict[str, Any]) -> dict[str, Any]:
    state = (
        "停用"
        if one["disabled"]
        else f"锁定至 {words.moment(one['locked_until'])[:16]}"
        if one["locked_until"]
        else "可用"
    )
    return {
        "登录名": one["login"],
        "姓名": one["display_name"],
        "角色": one["role_zh"],
        "机关": "、".join(one["authorities"]),
        "辖区": "、".join(one["districts"]) or "全部",
        "状态": state,
        "口令": "统一身份认证" if one["issuer"] else "待首次修改" if one["must_change"] else "本人已设",
        "建立": words.moment(one["created_at"])[:10],
    }


def _scope_fields(authorities: str, districts: str) -> tuple[str, str]:
    return (
        st.text_input("机关代码（多个用逗号分开）", value=authorities),
        st.text_input("辖区代码（六位，多个用逗号分开；空为全部）", value=districts),
    )


def _manage(one: dict[str, Any]) -> None:
    account, login = one["account_id"], one["login"]
    st.caption(plain(f"{one['display_name']}　{one['role_zh']}"))
    first, second, third = st.columns(3)
    label = "恢复" if one["disabled"] else "停用"
    if first.button(label, width="stretch"):
        _do(lambda api: api.disable_account(account, not one["disabled"]), f"已{label} {login}")
    if second.button("解除锁定", width="stretch", disabled=not one["locked_until"]):
        _do(lambda api: api.unlock_account(account), f"已解锁 {login}")
    if third.button("重置首次口令", width="stretch"):
        _do(lambda api: api.reset_password(account), "口令已重置", _password_told)
    with st.form(f"scope-{account}"):
        roles = list(words.OFFICES)
        role = st.selectbox("角色", roles, roles.index(one["role"]), format_func=words.OFFICES.__getitem__)
        authorities, districts = _scope_fields("，".join(one["authorities"]), "，".join(one["districts"]))
        if st.form_submit_button("保存角色与范围"):
            _do(
                lambda api: api.rescope_account(
                    account, role, authorities=_codes(authorities), districts=_codes(districts)
                ),
                "已保存，下一次请求起生效",
            )
    with st.expander("关联统一身份认证"), st.form(f"link-{account}"):
        issuer = st.text_input("提供方地址", value=one["issuer"], placeholder="https://login.example")
        subject = st.text_input("主体标识", value=one["identity"])
        if st.form_submit_button("关联（本地口令随即作废）"):
            _do(lambda api: api.link_account(account, issuer, subject), "已关联")


def _keys() -> None:
    rows = ask(lambda api: list(rows_of(lambda cursor: api.keys(cursor=cursor, limit=200))))
    table([_key_row(one) for one in rows], "还没有部门密钥。")
    left, right = st.columns(2)
    with left, st.form("new-key", clear_on_submit=True):
        st.subheader("签发密钥")
        name = st.text_input("名称（哪个系统使用）", max_chars=64)
        authority = st.text_input("机关代码", max_chars=64)
        days = st.number_input("有效天数", min_value=1, max_value=730, value=365)
        purposes = st.multiselect(
            "限定用途（空为全部）",
            list(words.PURPOSES),
            format_func=words.PURPOSES.__getitem__,
            placeholder="全部",
        )
        districts = st.text_input("限定辖区（六位代码，多个用逗号分开；空为全部）")
        if st.form_submit_button("签发", type="primary"):
            _do(
                lambda api: api.issue_key(
                    name, authority, int(days), districts=_codes(districts), purposes=purposes
                ),
                "密钥已签发",
                lambda found: {
                    "what": f"密钥 {found['key_id']} 只显示这一次，有效至 {found['expires_at'][:10]}。",
                    "secret": found["key"],
                },
            )
    with right:
        st.subheader("撤销密钥")
        valid = {one["key_id"]: one["name"] for one in rows if one["state"] == "VALID"}
        chosen = st.selectbox(
            "密钥",
            valid,
            index=None,
            placeholder="请选择",
            format_func=lambda one: f"{valid[one]}（{one}）",
            key="key",
        )
        if st.button("撤销，立即生效", disabled=not chosen) and chosen:
            _do(lambda api: api.revoke_key(chosen), "已撤销")


def _key_row(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "名称": one["name"],
        "编号": one["key_id"],
        "机关": one["authority"],
        "用途": "、".join(words.PURPOSES.get(code, code) for code in one["purposes"]) or "全部",
        "辖区": "、".join(one["districts"]) or "全部",
        "状态": _STATES.get(one["state"], one["state"]),
        "签发": words.moment(one["created_at"])[:10],
        "到期": words.moment(one["expires_at"])[:10],
    }
