"""Investigation workspaces: one's own, and one with its content, members and files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.client.transport import ApiError
from dashboard.client.watch import WorkspaceDetail, WorkspaceItem
from dashboard.markup import plain
from dashboard.session import act, ask, attempt, client, go, param, refused, show
from dashboard.views.shared import back_to_list, distinct, table

_KINDS: Final = {
    "PARTY": "当事主体",
    "VIEW": "保存的视图",
    "PATH": "关联路径",
    "EVIDENCE": "证据",
    "NOTE": "笔记",
}
_ROLES: Final = {"OWNER": "负责人", "MEMBER": "成员", "REVIEWER": "复核人"}
_TAKEN: Final = "items-taken"
_WHOLE: Final = "items-whole"
_FORMS: Final = (("pdf", "下载卷宗 PDF", "application/pdf"), ("zip", "下载数据 ZIP", "application/zip"))


def page() -> None:
    """The list, or the one that stands in the address.

    Streamlit changes what an address asks for before it changes its page: who goes back from a saved
    view comes here with the view's address, which names its workspace as ``space``.
    """
    workspace_id = param("id") or param("space")
    if workspace_id:
        _one(workspace_id)
        return
    st.title("调查工作区")
    st.caption("汇集一次调查的笔记、主体、视图、路径和证据；不是责任追究案件，不作为任何办理决定的依据。")
    rows = ask(lambda api: api.workspaces())
    left, right = st.columns([1.7, 1])
    with left:
        table(
            [
                {
                    "标题": one["title"],
                    "状态": one["state_zh"],
                    "我的角色": one["role_zh"],
                    "开设": words.moment(one["created_at"])[:10],
                }
                for one in rows
            ],
            "还没有工作区。",
        )
        if rows:
            names = distinct({one["workspace_id"]: f"{one['title']}（{one['state_zh']}）" for one in rows})
            chosen = st.selectbox("打开工作区", list(names), format_func=names.__getitem__, key="space-open")
            if st.button("打开", type="primary") and chosen:
                go("workspaces", id=chosen)
    with right:
        _new()


def _new() -> None:
    st.subheader("开设工作区")
    with st.form("space-new"):
        title = st.text_input("标题", max_chars=120)
        purpose = st.text_area("事由", max_chars=8000)
        pressed = st.form_submit_button("开设", type="primary")
    if pressed:
        made = ask(lambda api: api.open_workspace(title, purpose))
        go("workspaces", id=made["workspace_id"])


def _one(workspace_id: str) -> None:
    found = ask(lambda api: api.workspace(workspace_id))
    st.title(plain(found["title"]))
    st.caption(
        f"{found['state_zh']}　我的角色：{found['role_zh']}　编号 {plain(workspace_id)}"
        f"　第 {found['version']} 版"
    )
    if back_to_list():
        go("workspaces")
    refused()
    st.markdown(plain(found["purpose"]))
    content, add, people, files = st.tabs(["内容", "加入", "成员", "导出与结束"])
    with content:
        _content(found)
    with add:
        _add(found)
    with people:
        _people(found)
    with files:
        _files(found)


def _content(found: WorkspaceDetail) -> None:
    if not found["items"]:
        st.info(
            "还没有内容。可以在“加入”中添加，在关联网络中保存视图，或在关联路径、主体和认定页面存入案件。"
        )
    for kind, name in _KINDS.items():
        items = [one for one in found["items"] if one["kind"] == kind]
        if items:
            st.subheader(f"{name}（{len(items)}）")
        for one in items:
            _item(found, one)


def _item(found: WorkspaceDetail, one: WorkspaceItem) -> None:
    key = f"whole-{one['item_id']}"
    if not one["whole"] and key in st.session_state.get(_WHOLE, ()):
        one = ask(lambda api: api.workspace_item(found["workspace_id"], one["item_id"]))
    body = one["body"]
    with st.container(border=True):
        told, side = st.columns([5, 1.3], vertical_alignment="center")
        told.markdown(f"**{plain(one['title'])}**")
        for line in lines_of(one["kind"], body):
            told.text(line)
        origin = f"　来源：{plain(str(body['origin']))}" if body.get("origin") else ""
        told.caption(f"{plain(one['by'])}　{words.moment(one['at'])[:16]}{origin}")
        if one["whole"]:
            _item_acts(found, one, side)
        else:
            told.caption("工作区内容较多，这一项没有随清单读入。")
            side.button("读入内容", key=key, width="stretch", on_click=_open_whole, args=(key,))


def _open_whole(key: str) -> None:
    st.session_state[_WHOLE] = {*st.session_state.get(_WHOLE, ()), key}


def lines_of(kind: str, body: Mapping[str, Any]) -> list[str]:
    """What an item holds, in words."""
    told = [str(body.get("words") or "")]
    if kind == "PARTY":
        told.append(f"{body.get('name') or ''}　{body.get('code') or ''}".strip())
    elif kind == "PATH":
        if body.get("as_of"):
            told.append(f"{body['as_of']} 的情况，数据版本 {body.get('data_version') or '不详'}")
        chains = body.get("paths", [])
        for number, chain in enumerate(chains, 1):
            told += [f"路径 {number}"] if len(chains) > 1 else []
            told += [words.relation(hop) for hop in chain["hops"]]
    elif kind == "EVIDENCE" and body.get("ref"):
        told += words.cited(body["ref"])
    if body.get("odd"):
        told.append(f"内容不合规定的格式，原样：{body['odd']}")
    return [one for one in told if one]


def _item_acts(found: WorkspaceDetail, one: WorkspaceItem, side: Any) -> None:
    body, key = one["body"], one["item_id"]
    if one["kind"] == "VIEW" and side.button("打开视图", key=f"view-{key}", width="stretch"):
        go("network", **body.get("view", {}), space=found["workspace_id"], saved=key)
    code = str(body.get("code", ""))
    if one["kind"] == "PARTY" and code and side.button("打开主体", key=f"party-{key}", width="stretch"):
        go("person", id=code) if code.startswith("p") else go("entity", code=code)
    ref = body.get("ref") or {}
    if ref.get("kind") == "FINDING" and side.button("打开认定", key=f"ref-{key}", width="stretch"):
        go("finding", id=str(ref.get("id", "")), day=str(ref.get("as_of", "")))
    subject = str(ref.get("subject") or "") if ref.get("kind") == "RECORD" else ""
    if subject and side.button("打开主体", key=f"ref-{key}", width="stretch"):
        go("person", id=subject) if subject.startswith("p") else go("entity", code=subject)
    if found["state"] == "OPEN":
        side.button(
            "移除",
            key=f"drop-{key}",
            width="stretch",
            on_click=act,
            args=(lambda api: api.drop_workspace_item(found["workspace_id"], key, one["version"]),),
        )


def _add(found: WorkspaceDetail) -> None:
    if found["state"] != "OPEN":
        st.info("工作区已结束。")
        return
    st.caption("路径、视图、记录和认定从各自的页面存入，来源由系统核对。")
    kind = st.selectbox(
        "种类", ["NOTE", "PARTY", "EVIDENCE"], format_func=_KINDS.__getitem__, key="item-kind"
    )
    # A form of a new name is empty: after what was taken, and not after what was refused.
    with st.form(f"item-new-{st.session_state.get(_TAKEN, 0)}"):
        title = st.text_input("标题", max_chars=120)
        body: dict[str, Any]
        if kind == "PARTY":
            body = {"code": st.text_input("统一社会信用代码或人员编号", max_chars=40).strip()}
        else:
            body = {"words": st.text_area("内容", max_chars=8000)}
        if kind == "EVIDENCE":
            finding = st.text_input("所指认定的编号（可不填）", max_chars=64).strip()
            body |= {"ref": {"kind": "FINDING", "id": finding}} if finding else {}
        if kind != "NOTE":
            body["origin"] = st.text_input("来源", max_chars=400, placeholder="文件、网址或记录编号")
        pressed = st.form_submit_button("加入", type="primary")
    if pressed:
        _try(lambda api: api.put_workspace_item(found["workspace_id"], kind, title, body), _TAKEN)


def _people(found: WorkspaceDetail) -> None:
    table([{"姓名": one["name"], "角色": one["member_role_zh"]} for one in found["members"]], "没有成员。")
    if found["role"] != "OWNER" or found["state"] != "OPEN":
        return
    people = distinct(
        {
            one["account_id"]: f"{one['name']}（{one['role_zh']}）"
            for one in attempt(lambda api: api.colleagues()) or []
        }
    )
    with st.form("member"):
        left, right = st.columns([2, 1])
        account = left.selectbox("人员", list(people), format_func=people.__getitem__)
        role = right.selectbox("角色", list(_ROLES), index=1, format_func=_ROLES.__getitem__)
        pressed = st.form_submit_button("加入或改变角色", type="primary")
    if pressed and account:
        _try(lambda api: api.put_workspace_member(found["workspace_id"], account, role or "MEMBER"))
    others = distinct({one["account_id"]: one["name"] for one in found["members"]})
    gone = st.selectbox(
        "移出", ["", *others], format_func=lambda one: others.get(one, "不移出"), key="member-gone"
    )
    if st.button("移出成员", disabled=not gone):
        _try(lambda api: api.drop_workspace_member(found["workspace_id"], gone))


def _files(found: WorkspaceDetail) -> None:
    """Made when asked for: each file that goes out is written into the audit trail."""
    key = f"dossier-{found['workspace_id']}"
    if st.button("生成卷宗和数据", type="primary"):
        with st.spinner("正在生成…"):
            st.session_state[key] = {
                form: ask(lambda api, form=form: api.workspace_file(found["workspace_id"], form))  # type: ignore[misc]
                for form, _, _ in _FORMS
            }
    made: dict[str, bytes] = st.session_state.get(key, {})
    for form, label, media in _FORMS:
        if form in made:
            st.download_button(
                label,
                made[form],
                f"workspace-{found['workspace_id']}.{form}",
                media,
                key=f"{form}-{key}",
                on_click="ignore",
            )
    if made:
        st.caption("导出已记入审计。")
    if found["role"] == "OWNER" and found["state"] == "OPEN":
        st.divider()
        st.button(
            "结束工作区",
            on_click=act,
            args=(lambda api: api.end_workspace(found["workspace_id"], found["version"]),),
        )
        st.caption("结束后只能查看和导出。")


def _try(question: Any, counted: str = "") -> None:
    """Do it, count it under a name, and show the page anew; or say why not."""
    try:
        with client() as api:
            question(api)
    except ApiError as error:
        show(error)
        return
    if counted:
        st.session_state[counted] = st.session_state.get(counted, 0) + 1
    st.rerun()
