"""A workspace as files: the same bytes again, hostile text as text, formulas marked."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from pypdf import PdfReader

from graph.liability.notice.pdf import render_pdf
from graph.registers.workspaces import ITEM_KINDS, data_archive, dossier_notice, readable
from graph.registers.workspaces.dossier import line_of, lines_of

SPACE = {"workspace_id": "k1", "title": "集中注册", "purpose": "核查<script>", "state": "OPEN"}
MEMBERS = [{"account_id": "a1", "name": "王调查", "member_role": "OWNER", "member_role_zh": "负责人"}]


def item(kind: str, title: str, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "item_id": f"m{title}", "kind": kind, "kind_zh": kind, "title": title, "by": "王调查",
        "at": "2026-06-30T01:02:03Z", "version": 1, "body": body,
    }  # fmt: skip


HOP = {"from": "甲", "type": "HOLDS", "to": "乙"}
ITEMS = [
    item("NOTE", "笔记", {"words": "=HYPERLINK(1)&<img>"}),
    item("PARTY", "=1+1", {"code": "91411300MA00000077", "origin": "SAMR entities.csv 第 3 行"}),
    item("VIEW", "视图", {"view": {"code": "X", "day": "2026-01-01"}, "positions": {"X": [1, 2]}}),
    item("PATH", "路径", {"hops": [{**HOP, "valid_from": "2020-01-01", "source": "s"}]}),
    item("EVIDENCE", "证据", {"words": "截图"}),
]  # fmt: skip


def test_the_dossier_names_everything_with_its_source_and_claims_nothing() -> None:
    notice = dossier_notice(SPACE, MEMBERS, ITEMS, as_of="2026-06-30", data_version="7")
    raw = render_pdf(notice)
    assert raw == render_pdf(notice)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
    for wanted in ("集中注册", "王调查", "SAMR entities.csv 第 3 行", "<script>", "<img>", "甲 —股权→ 乙"):
        assert wanted in text.replace("\n", "")
    assert "HOLDS" not in text
    assert "不影响任何办理决定" in text.replace("\n", "")


def test_the_archive_holds_the_same_and_no_formula() -> None:
    raw = data_archive(SPACE, MEMBERS, ITEMS, as_of="2026-06-30", data_version="7")
    assert raw == data_archive(SPACE, MEMBERS, ITEMS, as_of="2026-06-30", data_version="7")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        document = json.loads(archive.read("workspace.json"))
        rows = list(csv.DictReader(io.StringIO(archive.read("items.csv").decode("utf-8-sig"))))
    assert [one["title"] for one in document["items"]] == [one["title"] for one in ITEMS]
    assert rows[1]["title"] == "'=1+1"
    assert json.loads(rows[2]["body"])["positions"] == {"X": [1, 2]}


@pytest.mark.parametrize("stored", [None, 5, "x", [1], {"x": 1}, {"hops": ["x"]}, {"paths": {"hops": 1}},
    {"view": "x", "positions": 3}, {"words": 3, "code": {}, "origin": []}])  # fmt: skip
@pytest.mark.parametrize("kind", ITEM_KINDS)
def test_whatever_is_stored_can_be_read(kind: str, stored: Any) -> None:
    read = readable(kind, stored)
    assert read["odd"]
    assert json.loads(read["odd"]) == stored
    notice = dossier_notice(SPACE, MEMBERS, [item(kind, "旧", stored)], as_of="2026-06-30", data_version="7")
    assert "原样" in notice.sections[2].text
    assert data_archive(SPACE, MEMBERS, [item(kind, "旧", stored)], as_of="2026-06-30", data_version="7")


def test_several_chains_are_told_with_day_version_names_and_lines() -> None:
    hop = {
        "from": "91411300MA00000077", "from_name": "甲公司", "to": "p1", "to_name": "乙", "type": "HOLDS",
        "forward": False, "pct": 25.0, "max_pct": 50.0, "valid_from": "2020-01-01", "source": "SAMR",
        "file": "holdings.csv", "line": 3,
    }  # fmt: skip
    body = {"as_of": "2026-06-30", "data_version": "7/rules", "paths": [{"hops": [hop]}, {"hops": [HOP]}]}
    assert readable("PATH", body) == body
    told = line_of(item("PATH", "联系", body))
    assert "2026-06-30 的情况，数据版本 7/rules" in told
    assert "路径 1：甲公司（91411300MA00000077） ←股权 25%–50%— 乙（p1）" in told
    assert "来源 SAMR holdings.csv 第 3 行" in told
    assert "路径 2：甲 —股权→ 乙" in told


def test_evidence_is_told_with_what_it_points_at_and_every_source() -> None:
    ref = {
        "kind": "FINDING", "id": "L1", "subject": "C", "about": "甲公司，已认定", "as_of": "2026-06-30",
        "data_version": "7", "sources": [{"source": "SAMR", "file": "listings.csv", "line": 3}],
    }  # fmt: skip
    assert readable("EVIDENCE", {"words": "见认定", "ref": ref}) == {"words": "见认定", "ref": ref}
    told = line_of(item("EVIDENCE", "证据", {"words": "见认定", "ref": ref}))
    assert "认定 L1：甲公司，已认定，2026-06-30 的情况，数据版本 7，来源 SAMR listings.csv 第 3 行" in told
    for odd in (5, {"sources": 3}, {"sources": [3], "id": 1}, {"sources": [{"line": "x"}]}):
        assert readable("EVIDENCE", {"ref": odd})["odd"]
        assert line_of(item("EVIDENCE", "证据", {"ref": odd}))


def test_a_view_lists_its_subjects_and_relations_or_says_that_there_are_none() -> None:
    view = {"code": "X", "day": "2026-06-30", "known": "41"}
    kept = item("VIEW", "视图", {"view": view, "positions": {"X": [1, 2]}, "parties": ["X", "Y"]})
    parties = [{"code": "X", "name": "甲公司"}, {"code": "Y", "name": ""}]
    relation = {"from": "X", "from_name": "甲公司", "to": "Y", "to_name": "", "type": "HOLDS", "pct": 51.0,
                "valid_from": "2020-01-01", "source": "SAMR", "file": "holdings.csv", "line": 7}  # fmt: skip
    content = {"parties": parties, "relations": [relation], "told": "按提交所知"}
    told = lines_of({**kept, "content": content})
    assert "以 X 为中心，2026-06-30 的情况，第 41 次提交所知" in told[0]
    assert told[1:] == [
        "视图中的主体（2 个）：甲公司（X）、Y",
        "关系：甲公司（X） —股权 51%→ Y，自 2020-01-01，来源 SAMR holdings.csv 第 7 行",
        "按提交所知",
    ]
    assert "没有登记的关系" in lines_of({**kept, "content": {**content, "relations": []}})[2]
    old = item("VIEW", "旧", {"view": {"code": "X"}, "positions": {}})
    assert "没有记下日期" in line_of(old)
    assert "没有记下提交号" in line_of(old)
