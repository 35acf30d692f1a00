"""Screen many subjects: a file or pasted codes in, a table and a file out."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.markup import plain
from dashboard.session import ask, go
from dashboard.uploads import MOST_LINES, UploadError, codes_of, csv_file, text_of
from dashboard.views.shared import table

_FOUND: Final = "screened"


def page() -> None:
    """The screening page; what was handed in stays in this session and never in an address."""
    st.title("批量筛查")
    st.caption(
        f"每行一个统一社会信用代码、人员编号、证件号码或单位名称，最多 {MOST_LINES:,} 行。"
        "文件可为 CSV 或文本，编码自动识别（UTF-8、GB18030、UTF-16）。名称不能确定身份，请尽量用代码。"
    )
    with st.form("screening"):
        left, right = st.columns([1.4, 1])
        pasted = left.text_area("粘贴代码", height=150, key="screening-text", placeholder="每行一个")
        given = right.file_uploader("或上传文件", type=["csv", "txt", "tsv"], max_upload_size=4)
        purpose = right.selectbox(
            "用途（给出用途才有办理意见）",
            ["", *words.PURPOSES],
            format_func=lambda one: words.PURPOSES.get(one, "不给出，只查是否命中"),
        )
        pressed = st.form_submit_button("开始筛查", type="primary")
    if pressed:
        _screen(pasted, given.getvalue() if given else b"", purpose)
    found = st.session_state.get(_FOUND)
    if found is None:
        st.info("上传文件或粘贴代码后开始筛查。每次筛查都记入审计。")
        return
    _results(found)


def _screen(pasted: str, raw: bytes, purpose: str) -> None:
    try:
        text, encoding = text_of(raw) if raw else (pasted, "")
    except UploadError as error:
        st.error(plain(str(error)))
        return
    inputs = codes_of(text)
    if not inputs:
        st.warning("没有可以筛查的内容。")
        return
    if len(inputs) > MOST_LINES:
        st.warning(f"共 {len(inputs):,} 行，超过一次 {MOST_LINES:,} 行的上限，请分批筛查。")
        return
    with st.spinner(f"正在筛查 {len(inputs):,} 个…"):
        answer = ask(lambda api: api.screen([one[:200] for one in inputs], purpose=purpose or None))
    st.session_state[_FOUND] = {**answer, "encoding": encoding, "purpose": purpose}


def _results(found: dict[str, Any]) -> None:
    counted = Counter(one["status"] for one in found["rows"])
    tiles = st.columns(len(words.SCREENED))
    for column, (status, word) in zip(tiles, words.SCREENED.items(), strict=True):
        column.metric(word, f"{counted[status]:,}")
    purpose = words.PURPOSES.get(found["purpose"], "未给出")
    encoding = f"　文件编码 {plain(found['encoding'])}" if found["encoding"] else ""
    st.caption(f"截至 {found['as_of']}　用途 {purpose}　数据版本 {found['data_version']}{encoding}")
    shown = st.pills(
        "只看", list(words.SCREENED), selection_mode="multi", format_func=words.SCREENED.__getitem__
    )
    rows = [_row(one) for one in found["rows"] if not shown or one["status"] in shown]
    table(rows, "没有这样的行。")
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    if rows:
        left.download_button(
            f"下载结果（{len(rows):,} 行）", csv_file(rows), "screening.csv", "text/csv", width="stretch"
        )
    _open(found["rows"], right)


def _row(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "行": one["line"],
        "输入": one["input"],
        "结果": words.SCREENED.get(one["status"], one["status"]),
        "主体": one["subject"],
        "名称": one["name"],
        "办理意见": words.DECISIONS.get(one["decision"], ""),
        "认定数": one["findings"],
        "说明": words.reasons(one["reason"]),
    }


def _open(rows: list[dict[str, Any]], place: Any) -> None:
    hits = {one["subject"]: one["name"] for one in rows if one["status"] == "HIT" and one["subject"]}
    pages = st.session_state["pages"]
    can_open = {
        code: name for code, name in hits.items() if ("person" if code.startswith("p") else "entity") in pages
    }
    if not can_open:
        return
    chosen = place.selectbox(
        "打开一个命中的主体",
        can_open,
        index=None,
        placeholder="请选择",
        format_func=lambda one: f"{can_open[one]}　{one}",
    )
    if chosen:
        go("person", id=chosen) if chosen.startswith("p") else go("entity", code=chosen)
