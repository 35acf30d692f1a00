"""Commands that answer: check, screen, explain."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from creditgraph.cli import words
from creditgraph.cli.common import (
    AsOfOption,
    JsonOption,
    KnownAtOption,
    StoreOption,
    checked_day,
    desk_for,
    out,
    print_json,
    print_table,
    say,
    write_csv,
)
from creditgraph.cli.documents import tell_saved, write_document

if TYPE_CHECKING:
    from api.services.desk import Desk

PurposeOption = Annotated[str | None, typer.Option("--purpose", help="用途，如 LICENCE、TENDER")]
MeasureOption = Annotated[str | None, typer.Option("--measure", help="措施，如 M01")]


def _subject(desk: Desk, code: str | None, id_stdin: bool) -> str:
    from api.services.subjects import find_person_by_number
    from graph.errors import UsageError

    if id_stdin:
        return desk.store.ask(find_person_by_number(desk, sys.stdin.readline().strip())).code
    if not code:
        raise UsageError("缺少主体", todo="给出代码或人员编号，或用 --id-stdin")
    return code


def check(
    code: Annotated[str | None, typer.Argument(help="统一社会信用代码或人员编号")] = None,
    purpose: PurposeOption = None,
    measure: MeasureOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    id_stdin: Annotated[bool, typer.Option("--id-stdin", help="从标准输入读取证件号码")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """查一个主体：谁对它负责，它对什么负责。"""
    from api.services.check import check as run

    day = checked_day(as_of)
    with desk_for(store) as desk:
        subject = _subject(desk, code, id_stdin)
        answer = run(desk, subject, purpose=purpose, measure=measure, as_of=day, known_at=known_at)
    if as_json:
        print_json(answer)
        return
    shown = answer["subject"]
    say(f"{shown['name']}（{shown['code']}） 截至 {answer['as_of']}，数据版本 {answer['data_version']}")
    if purpose or measure:
        reasons = "；".join(map(words.reason, answer["reasons"]))
        say(f"决定：{words.DECISIONS[answer['decision']]}　理由：{reasons or '无'}")
    if not answer["complete"]:
        say("有变动尚未推导，答案不完整：先运行 creditgraph derive")
    _print_liabilities(answer)


def _print_liabilities(answer: dict[str, Any]) -> None:
    of_person = answer["subject"]["kind"] == "PERSON"
    rows = [
        (
            f"{one['finding_id']}\n{one['rule']}"
            if out.is_terminal
            else f"{one['finding_id']} {one['rule']}",
            f"{one['entity_name']} {one['entity']}" if of_person else f"{one['person_name']} {one['person']}",
            words.zh("liable_roles", one["role"]),
            "，".join((words.zh("list_types", one["list_type"]), words.zh("modes", one["mode"]))),
            words.zh("finding_states", one["state"]),
            words.period(one["valid_from"], one["valid_to"]),
        )
        for one in answer["liabilities"]
    ]
    heads = ("认定编号与规则", "负责的单位" if of_person else "责任人", "身份", "名单与方式", "状态", "期间")
    if rows:
        print_table("责任认定", heads, rows, widths=(21, 18, 10, 14, 6, 13))
    else:
        say("没有责任认定")
    own = [
        (
            one["ground_id"], words.zh("list_types", one["list_type"]), "、".join(one["measures"]),
            words.period(one["valid_from"], one["valid_to"]),
        )
        for one in answer["own"]
    ]  # fmt: skip
    if own:
        print_table("自身记录", ("编号", "名单", "措施", "期间"), own)


def screen(
    file: Annotated[Path, typer.Argument(help="每行一个代码、人员编号、证件号码或名称")],
    output: Annotated[Path, typer.Option("--output", "-o", help="结果 CSV")],
    purpose: PurposeOption = None,
    measure: MeasureOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
) -> None:
    """批量筛查。"""
    from api.services.screen import SCREEN_COLUMNS
    from api.services.screen import screen as run
    from graph.errors import NotFoundError, UsageError

    if not file.is_file():
        raise NotFoundError("没有这个文件", where=str(file), todo="核对路径")
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError("文件不是 UTF-8 编码", where=str(file), todo="另存为 UTF-8") from error
    with desk_for(store) as desk:
        rows = run(desk, lines, purpose=purpose, measure=measure, as_of=checked_day(as_of), known_at=known_at)
        number = write_csv(output, rows, SCREEN_COLUMNS)
    say(f"已筛查 {number} 行：{output}")


def explain(
    finding: Annotated[str, typer.Argument(help="认定编号")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    html: Annotated[Path | None, typer.Option("--html", help="另存为可打印的网页")] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="另存为 PDF")] = None,
) -> None:
    """用通俗中文解释一项责任认定。"""
    from api.services.explain import explain as run
    from api.services.explain import notice_file

    day, saved = checked_day(as_of), []
    with desk_for(store) as desk:
        answer = run(desk, finding, as_of=day, known_at=known_at)
        version = f"seq:{answer['data_version'].partition('/')[0]}"
        for path, form in ((html, "html"), (pdf, "pdf")):
            if path is not None:
                document = notice_file(desk, finding, form, as_of=day, known_at=version)
                saved.append(write_document(path, document.content))
    if as_json:
        print_json(answer)
    elif not saved:
        for section in answer["sections"]:
            say(f"【{section['heading']}】{section['text']}")
    for path in saved:
        tell_saved(path)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (check, screen, explain):
        app.command()(command)
