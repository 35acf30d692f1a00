"""``case list / show`` and ``roster``: to read; deciding needs two accounts, which no command line is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from creditgraph.cli.common import (
    AsOfOption,
    JsonOption,
    KnownAtOption,
    StoreOption,
    checked_day,
    desk_for,
    print_json,
    print_table,
    say,
)

app = typer.Typer(help="责任追究案件", no_args_is_help=True)
_ALL = 10_000


@app.command("list")
def list_cases(
    every: Annotated[bool, typer.Option("--all", help="也列出已办结的")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """列出案件和各自的期限。"""
    from api.auth.principal import local_principal
    from api.services.cases import case_queue

    with desk_for(store) as desk:
        asker = local_principal(desk.operator)
        standing = "ALL" if every else "OPEN"
        found = case_queue(desk, asker, standing=standing, after="", limit=_ALL)
    if as_json:
        print_json(found)
        return
    rows = [
        (
            one["case_id"],
            one["entity_name"],
            one["person_name"],
            one["list_type_zh"],
            one["state_zh"],
            one["due_step_zh"],
            _due(one),
            "逾期" if one["overdue"] else one["ended_because_zh"],
        )
        for one in found["rows"]
    ]
    print_table("案件", ("案件", "单位", "人员", "名单", "环节", "下一步", "期限", "说明"), rows)


@app.command("show")
def show_case(
    case_id: Annotated[str, typer.Argument(help="案件编号")],
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """一个案件的经过、期限和记录。"""
    from api.auth.principal import local_principal
    from api.services.cases import case_page

    with desk_for(store) as desk:
        page = case_page(desk, local_principal(desk.operator), case_id, known_at)
    if as_json:
        print_json(page)
        return
    case = page["case"]
    say(f"{case['entity_name']} {case['person_name']} {case['list_type_zh']}：{case['state_zh']}")
    print_table(
        "经过",
        ("步骤", "文号", "文书日期", "办理人", "期限"),
        [
            (one["step_zh"], one["doc_no"], one["doc_on"], one["acted_name"], _due(one))
            for one in page["steps"]
        ],
    )
    for one in page["next_steps"]:
        say(f"下一步：{one['step_zh']}（{one['role_zh']}）")


def _due(one: Mapping[str, Any]) -> str:
    return str(one["due_on"]) + ("（暂定）" if one["due_provisional"] and one["due_on"] else "")


def roster(
    code: Annotated[str, typer.Argument(help="统一社会信用代码")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """责任人数据清单：违法行为发生时与现任分列。"""
    from api.services.roster import roster as answer
    from api.services.subjects import find_subject

    day = checked_day(as_of)
    with desk_for(store) as desk:
        seq = desk.seq(known_at)
        found = answer(desk, find_subject(desk, code, seq=seq), day or desk.today, seq)
    if as_json:
        print_json(found)
        return
    rows = [
        (one["when_zh"], one["person_name"], one["role_zh"], one["valid_from"], one["valid_to"],
         one["ground_id"], one["confidence_zh"])
        for one in found["rows"]
    ]  # fmt: skip
    print_table("责任人数据清单", ("何时", "姓名", "身份", "起", "止", "所涉决定", "可信程度"), rows)


def register(top: typer.Typer) -> None:
    """Add the commands."""
    top.add_typer(app, name="case")
    top.command("roster")(roster)
