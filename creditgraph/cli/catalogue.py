"""``catalogue list / show / check / load / editions``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from creditgraph.cli.common import JsonOption, StoreOption, desk_for, print_json, print_table, say

if TYPE_CHECKING:
    from graph.liability.catalogue import Catalogue

_KINDS: Final = {"A": "减损权益或增加义务", "B": "管理措施", "C": "其他组织自主"}
_TARGETS: Final = {"ORG": "单位", "PERSON_ROLE": "负有责任的个人"}
LoadedOption = Annotated[bool, typer.Option("--loaded", help="库中现行的一版，而不是随程序提供的")]
app = typer.Typer(help="失信惩戒措施清单", no_args_is_help=True)


def _book(loaded: bool, store: str | None) -> Catalogue:
    from graph.liability.catalogue import load_catalogue

    if not loaded:
        return load_catalogue()
    with desk_for(store) as desk:
        return desk.catalogue


@app.command("list")
def list_measures(
    loaded: LoadedOption = False, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """列出清单内的全部措施。"""
    book = _book(loaded, store)
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
def show(
    code: Annotated[str, typer.Argument(help="措施代码")],
    loaded: LoadedOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """显示一项措施的全部字段。"""
    from graph.errors import NotFoundError

    found = _book(loaded, store).find(code)
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


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="清单附件（YAML）")],
    reason: Annotated[str, typer.Option("--reason", help="载入的原因，写入审计")] = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """把一版清单载入库中，自此为现行清单；有任何一处不合要求即整份不予载入。"""
    from api.auth.principal import local_principal
    from graph.liability.catalogue import load_catalogue
    from graph.liability.catalogue.stored import load_edition

    book = load_catalogue(file.resolve())
    with desk_for(store) as desk:
        actor = local_principal(desk.operator)
        loaded = load_edition(
            desk.store,
            book,
            desk.ruleset,
            actor=actor.principal_id,
            role=actor.role.value,
            reason=reason,
        )
    if as_json:
        print_json({"version": book.version, "edition": book.edition, "loaded": loaded})
    elif loaded:
        say(f"已载入 {book.name}，版本 {book.version}，措施 {len(book.measures)} 项")
    else:
        say(f"库中现行的就是这一版：{book.version}")


@app.command()
def editions(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """列出库中载入过的各版清单。"""
    from graph.liability.catalogue.stored import editions as loaded_editions

    with desk_for(store) as desk:
        found = loaded_editions(desk.store)
    if as_json:
        print_json(found)
        return
    if not found:
        say("库中没有载入过清单，现行的是随程序提供的一版")
        return
    rows = [
        (one["version"], one["name"], "现行" if one["current"] else "", one["loaded_at"], one["loaded_by"])
        for one in found
    ]
    print_table("失信惩戒措施清单", ("版本", "名称", "状态", "载入时间", "载入者"), rows)
