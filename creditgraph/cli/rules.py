"""``rules list / show / check / diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from creditgraph.cli import words
from creditgraph.cli.common import (
    AsOfOption,
    JsonOption,
    StoreOption,
    checked_day,
    desk_for,
    print_json,
    print_table,
    say,
)

if TYPE_CHECKING:
    from graph.rule_preview import RulePreview

_BEYOND = {"ANY": "任何人", "SHAREHOLDER": "股东"}
_MOST_SHOWN: Final = 50
_DERIVED_BY: Final = {"OLD": "旧版", "NEW": "新版", "NEITHER": "另一版", "": "未推导"}
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


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="旧的规则文件夹；只给一个时为新的，旧的是随程序提供的")],
    new: Annotated[Path | None, typer.Argument(help="新的规则文件夹")] = None,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """比较两版规则：规则有何不同，库中哪些认定会新增、撤回或改变；不写入任何内容。"""
    from graph.liability.rulebook import RULES_FOLDER, load_rules
    from graph.rule_preview import preview_rules

    before, after = (RULES_FOLDER, old) if new is None else (old, new)
    rules = [load_rules(_folder(one)) for one in (before, after)]
    day = checked_day(as_of)
    with desk_for(store) as desk:
        found = preview_rules(desk.store, rules[0], rules[1], day or desk.today)
    if as_json:
        print_json(found.as_json())
    else:
        _print_preview(found)
    if found.differ:
        raise typer.Exit(1)


def _folder(path: Path) -> Path:
    from graph.errors import NotFoundError

    if not path.is_dir():
        raise NotFoundError("没有这个规则文件夹", where=str(path), todo="核对路径")
    return path.resolve()


def _print_preview(found: RulePreview) -> None:
    say(f"旧版 {found.old.version}，新版 {found.new.version}；库按{_DERIVED_BY[found.derived_by]}推导")
    if found.pending:
        say(f"另有 {found.pending} 项变动尚未推导，两版都按变动之后比较")
    rows: list[tuple[Any, ...]] = [(one, "新增", "", "", "") for one in found.rules.added]
    rows += [(one, "取消", "", "", "") for one in found.rules.ended]
    rows += [(one.rule, "修改", one.field, _short(one.old), _short(one.new)) for one in found.rules.changed]
    if rows:
        print_table("规则", ("规则", "变化", "字段", "原为", "改为"), rows, widths=(30, 6, 18, 20, 20))
    else:
        say("两版规则相同")
    _print_findings(found)


def _print_findings(found: RulePreview) -> None:
    changes = found.findings
    if not changes.differ:
        say(f"已比较 {found.grounds} 项依据：没有认定会改变")
        return
    counts = [(rule, one["arise"], one["fall"], one["change"]) for rule, one in changes.by_rule().items()]
    print_table("认定", ("规则", "新增", "撤回", "改变"), counts, widths=(36, 8, 8, 8))
    named = (("新增", changes.arise), ("撤回", changes.fall), ("改变", changes.change))
    rows = [(word, one) for word, found_rows in named for one in found_rows]
    shown = [
        (
            word, one["finding_id"], one["ground_id"], f"{one['person_name']} {one['person']}",
            words.zh("finding_states", one["state"]), "、".join(one.get("fields", ())),
        )
        for word, one in rows[:_MOST_SHOWN]
    ]  # fmt: skip
    heads = ("变化", "认定编号", "依据", "责任人", "状态", "改变的字段")
    print_table("逐项", heads, shown, widths=(6, 21, 24, 20, 8, 14))
    if len(rows) > _MOST_SHOWN:
        say(f"共 {len(rows)} 项，仅列出前 {_MOST_SHOWN} 项；加 --json 看全部")


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 40 else text[:39] + "…"
