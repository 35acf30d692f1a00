"""``rules list / show / check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from creditgraph.cli import words
from creditgraph.cli.common import JsonOption, print_json, print_table, say

_BEYOND = {"ANY": "任何人", "SHAREHOLDER": "股东"}
app = typer.Typer(help="责任规则", no_args_is_help=True)


@app.command("list")
def list_rules(as_json: JsonOption = False) -> None:
    """列出全部规则。"""
    from graph.liability.rulebook import load_rules
    from graph.model.codelists import codelist

    rules = load_rules().rules
    if as_json:
        print_json([one.model_dump(mode="json") for one in rules])
        return
    roles, modes = codelist("liable_roles"), codelist("modes")
    states = {code: words.zh("finding_states", code) for code in ("LEAD", "PROPOSED", "CONFIRMED")}
    rows = [
        (
            one.ref, one.situation, _BEYOND.get(one.role) or roles.zh(one.role), modes.zh(one.mode),
            states.get(one.computed_max, "不推导"),
            "是" if one.verified else "否", words.period(one.in_force_from or "", one.in_force_to or ""),
        )
        for one in rules
    ]  # fmt: skip
    heads = ("规则", "情形", "身份", "方式", "推导上限", "已核实", "施行")
    print_table("责任规则", heads, rows, widths=(26, 8, 10, 10, 8, 6, 10))


@app.command()
def show(
    rule: Annotated[str, typer.Argument(help="规则编号，可带 @版本")], as_json: JsonOption = False
) -> None:
    """显示一条规则的全部字段。"""
    from graph.errors import NotFoundError
    from graph.liability.rulebook import load_rules

    rules = load_rules()
    exact = rules.by_ref(rule)
    found = (exact,) if exact else rules.by_id(rule)
    if not found:
        raise NotFoundError("没有这条规则", where=rule, todo="用 rules list 查编号")
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
        return
    for one in found:
        for name, value in one.model_dump(mode="json").items():
            if value not in (None, "", [], {}):
                say(f"{name}: {value}")


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="规则文件夹，默认随程序提供的")] = None,
    as_json: JsonOption = False,
) -> None:
    """检查规则文件；有问题时逐条指出文件和字段。"""
    from graph.liability.rulebook import RULES_FOLDER, check_rules

    problems = check_rules(folder or RULES_FOLDER)
    if as_json:
        print_json([{"what": one.what, "where": one.where, "todo": one.todo} for one in problems])
    else:
        for one in problems:
            say(str(one))
        if not problems:
            say("规则文件没有问题")
    if problems:
        raise typer.Exit(1)
