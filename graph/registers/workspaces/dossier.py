"""A workspace as files: a dossier to print, in the form of a notice, and an archive of data."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final

from graph.liability.explanation.notice import Notice, Section
from graph.registers.workspaces.bodies import (
    Body,
    party_words,
    readable,
    ref_line,
    relation_line,
    state_line,
)
from graph.registers.workspaces.register import ITEM_KINDS, MEMBER_ROLES

_ORDER: Final = ("PARTY", "EVIDENCE", "PATH", "VIEW", "NOTE")
_MEMBERS: Final = ("account_id", "name", "member_role", "member_role_zh")
_ITEMS: Final = ("item_id", "kind", "kind_zh", "title", "by", "at", "version", "body")
#: A fixed moment, so that the same workspace gives the same bytes.
_STAMP: Final = (2026, 1, 1, 0, 0, 0)
Item = Mapping[str, Any]


def dossier_notice(
    workspace: Mapping[str, Any],
    members: Sequence[Mapping[str, Any]],
    items: Sequence[Item],
    *,
    as_of: str,
    data_version: str,
) -> Notice:
    """The dossier: what it is about, who worked on it, and every item with where it comes from."""
    sections = [
        Section("事由", (str(workspace["purpose"]),)),
        Section(
            "参与人员",
            tuple(f"{MEMBER_ROLES[str(one['member_role'])]}：{one['name']}" for one in members) or ("无",),
        ),
    ]
    for kind in _ORDER:
        told = tuple(line for one in items if one["kind"] == kind for line in lines_of(one))
        if told:
            sections.append(Section(ITEM_KINDS[kind], told))
    sections.append(
        Section(
            "说明",
            (
                "本卷宗汇集调查工作区的内容，关联不等于控制，控制不等于责任；不是责任认定，不作为任何办理决定的依据。",
            ),
        )
    )
    return Notice(
        title=f"调查卷宗：{workspace['title']}",
        finding_id=str(workspace["workspace_id"]),
        as_of=as_of,
        state=str(workspace["state"]),
        data_version=data_version,
        sections=tuple(sections),
        draft=True,
        numbered="工作区编号",
    )


def lines_of(item: Item) -> list[str]:
    """One item in words; a view with its subjects and their relations, each in a line of its own."""
    content: Mapping[str, Any] = item.get("content") or {}
    if not content:
        return [line_of(item)]
    parties = "、".join(party_words(one) for one in content["parties"])
    told = [line_of(item), f"视图中的主体（{len(content['parties'])} 个）：{parties or '无'}"]
    told += [f"关系：{relation_line(one)}" for one in content["relations"]]
    if not content["relations"]:
        told.append("这些主体之间当日没有登记的关系")
    return [*told, str(content["told"])]


def line_of(item: Item) -> str:
    """One item in words, with its source and who put it there."""
    kind = str(item["kind"])
    body = readable(kind, item["body"])
    told = [str(item["title"]), *_WORDS[kind](body)]
    if body.get("origin"):
        told.append(f"来源：{body['origin']}")
    if body.get("odd"):
        told.append(f"内容不合规定的格式，原样：{body['odd']}")
    told.append(f"{item['by']} 于 {str(item['at'])[:16].replace('T', ' ')}（协调世界时）记入")
    return "；".join(one for one in told if one)


def _said(body: Body) -> list[str]:
    return [str(body.get("words", ""))]


def _evidence(body: Body) -> list[str]:
    return [*_said(body), *([ref_line(body["ref"])] if body.get("ref") else [])]


def _party(body: Body) -> list[str]:
    return [str(body.get("name", "")), f"代码 {body.get('code', '')}", state_line(body)]


def _view(body: Body) -> list[str]:
    view = body["view"]
    known = f"第 {view['known']} 次提交所知" if view.get("known") else "保存时没有记下提交号"
    return [
        f"以 {view.get('code', '')} 为中心，{view.get('day') or '没有记下日期的一天'} 的情况，{known}，"
        f"{len(body['positions'])} 个主体的位置已保存"
    ]


def _path(body: Body) -> list[str]:
    day, version = body.get("as_of"), body.get("data_version")
    told = [f"{day} 的情况，数据版本 {version}"] if day and version else []
    several = len(body["paths"]) > 1
    for number, chain in enumerate(body["paths"], 1):
        steps = "；".join(relation_line(one) for one in chain["hops"])
        told.append(f"路径 {number}：{steps}" if several else steps)
    return told


_WORDS: Final = {"NOTE": _said, "PARTY": _party, "VIEW": _view, "PATH": _path, "EVIDENCE": _evidence}


def data_archive(
    workspace: Mapping[str, Any],
    members: Sequence[Mapping[str, Any]],
    items: Sequence[Item],
    *,
    as_of: str,
    data_version: str,
) -> bytes:
    """The same as data: one JSON document, and tables that a spreadsheet reads, in one archive.

    Cells that a spreadsheet would take for a formula are marked as text.
    """
    document = {
        "workspace": dict(workspace),
        "as_of": as_of,
        "data_version": data_version,
        "members": [dict(one) for one in members],
        "items": [dict(one) for one in items],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "workspace.json", json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        _put(archive, "members.csv", _table(_MEMBERS, members))
        _put(archive, "items.csv", _table(_ITEMS, items))
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    archive.writestr(zipfile.ZipInfo(name, _STAMP), text.encode("utf-8"))


def _table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name, "")) for name in columns] for row in rows)
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, Mapping) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
