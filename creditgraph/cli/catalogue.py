"""``catalogue list / show / check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from creditgraph.cli.common import JsonOption, print_json, print_table, say

_KINDS: Final = {"A": "减损权益或增加义务", "B": "管理措施", "C": "其他组织自主"}
_TARGETS: Final = {"ORG": "单位", "PERSON_ROLE": "负有责任的个人"}
app = typer.Typer(help="失信惩戒措施清单", no_args_is_help=True)


@app.command("list")
def list_measures(as_json: JsonOption = False) -> None:
    """列出清单内的全部措施。"""
    from graph.liability.catalogue import load_catalogue

    book = load_catalogue()
    if as_json:
        print_json(book.model_dump(mode="json"))
        return
    rows = [
        (
            one.code, one.name, _KINDS[one.kind], "、".join(_TARGETS[target] for target in one.target_scope),
            "、".join(book.purposes[purpose] for purpose in one.purposes), one.department,
        )
        for one in book.measures
    ]  # fmt: skip
    print_table(
        f"{book.name}，版本 {book.edition}", ("代码", "措施", "类别", "适用对象", "用途", "部门"), rows
    )
    missing = book.items_in_official_list - len(book.measures)
    if missing:
        say(f"官方清单共 {book.items_in_official_list} 项，尚有 {missing} 项待官方附件补入")


@app.command()
def show(code: Annotated[str, typer.Argument(help="措施代码")], as_json: JsonOption = False) -> None:
    """显示一项措施的全部字段。"""
    from graph.errors import NotFoundError
    from graph.liability.catalogue import load_catalogue

    found = load_catalogue().find(code)
    if found is None:
        raise NotFoundError("清单内没有这项措施", where=code, todo="用 catalogue list 查代码")
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    for name, value in found.model_dump(mode="json").items():
        if value not in (None, []):
            say(f"{name}: {value}")


@app.command()
def check(
    file: Annotated[Path | None, typer.Argument(help="清单文件，默认随程序提供的")] = None,
    as_json: JsonOption = False,
) -> None:
    """检查清单文件；有问题时指出文件和字段。"""
    from graph.errors import RuleDefinitionError
    from graph.liability.catalogue import ANNEX_FILE, load_catalogue

    problems: list[RuleDefinitionError] = []
    try:
        load_catalogue(file or ANNEX_FILE)
    except RuleDefinitionError as problem:
        problems.append(problem)
    if as_json:
        print_json([{"what": one.what, "where": one.where, "todo": one.todo} for one in problems])
    else:
        say(str(problems[0]) if problems else "措施清单没有问题")
    if problems:
        raise typer.Exit(1)
