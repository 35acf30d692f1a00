"""A workspace as files: the same bytes again, hostile text as text, formulas marked."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

from pypdf import PdfReader

from graph.liability.notice.pdf import render_pdf
from graph.registers.workspaces import data_archive, dossier_notice

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
    for wanted in ("集中注册", "王调查", "SAMR entities.csv 第 3 行", "<script>", "<img>", "甲 —HOLDS→ 乙"):
        assert wanted in text.replace("\n", "")
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
