"""Commands on control and ownership: control, tree, groups, owners."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from creditgraph.cli import words
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
    write_csv,
)
from creditgraph.cli.subjects import counted_subject

DiffOption = Annotated[
    tuple[str, str] | None, typer.Option("--diff", metavar="日 日", help="两天之间谁取得、谁失去控制")
]


def control(
    code: Annotated[str | None, typer.Argument(help="统一社会信用代码；与 --diff 同用时可省略")] = None,
    diff: DiffOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="--diff 的结果另存为 CSV")] = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """谁实际控制一个主体，经由哪些路径；或两天之间的变化。"""
    from api.services.investigate import control as run
    from api.services.subjects import find_subject
    from graph.errors import UsageError

    if diff is not None:
        _changed(code, diff, output, known_at, store, as_json)
        return
    if code is None or output is not None:
        raise UsageError("缺少参数：统一社会信用代码", where="control", todo="填写代码，或用 --diff 比较两天")
    with desk_for(store) as desk:
        answer = run(desk, find_subject(desk, code), as_of=checked_day(as_of), known_at=known_at)
    if as_json:
        print_json(answer)
        return
    say(f"{answer['name']}（{answer['entity']}） 截至 {answer['as_of']}：{words.RESULTS[answer['result']]}")
    _controllers(answer)
    _beside(answer)


def _controllers(answer: dict[str, Any]) -> None:
    rows = [
        (
            one["name"], one["id"], words.CONTROL_KINDS.get(one["kind"], one["kind"]),
            f"{one['voting_pct']:.4f}%", words.CONTROL_STATES.get(one["state"], one["state"]),
            words.STANDINGS[one["standing"]], words.CONFIDENCE[one["confidence"]], len(one["paths"]),
        )
        for one in answer["controllers"]
    ]  # fmt: skip
    if rows:
        heads = ("名称", "编号", "方式", "表决权", "依据", "状态", "把握", "路径数")
        print_table("实际控制人", heads, rows)
    for one in answer["controllers"]:
        for path in one["paths"]:
            steps = "".join(
                f" →{hop['pct'] if hop['pct'] is not None else '?'}%→ {hop['to_name']}"
                for hop in path["hops"]
            )
            say(f"  {one['name']}{steps}")
        if not one["paths_complete"]:
            say(f"  {one['name']}：路径过多，只列最短的 {len(one['paths'])} 条")
        if one["above"]:
            reasons = "；".join(words.NOT_DERIVABLE[reason] for reason in one["above"])
            say(f"  {one['name']} 之上无法推算：{reasons}")
        for likely in one["likely_above"]:
            who = "、".join(party["name"] or party["id"] for party in likely["parties"])
            say(f"  {one['name']} 之上可能另有控制人（不作为认定）：{who}")


def _beside(answer: dict[str, Any]) -> None:
    """Likely, filed and possible controllers: never mixed with the controllers."""
    for one in answer["likely"]:
        who = "、".join(party["name"] or party["id"] for party in one["parties"])
        basis = "、".join(words.LIKELY[reason] for reason in one["basis"])
        say(f"可能控制（不作为认定）：{who}，表决权 {one['voting_pct']:.4f}%，{basis}")
    for one in answer["declared"]:
        say(f"申报或认定：{one['name'] or one['id']}（{words.zh('control_states', one['state'])}）")
    for name, text in (("only_declared", "只见于申报"), ("only_computed", "只见于推算")):
        if answer["differences"][name]:
            say(f"与申报不一致，{text}：{'、'.join(answer['differences'][name])}")
    bounds = answer["bounds"]
    if bounds["reasons"]:
        say("原因：" + "；".join(words.NOT_DERIVABLE[one] for one in bounds["reasons"]))
    for one in bounds["possible"]:
        say(f"数据不全，可能是：{one['name'] or one['id']} {one['min_pct']:.4f}%–{one['max_pct']:.4f}%")
    if bounds["over_the_whole"]:
        say(f"持股合计超过百分之百，请核对：{'、'.join(bounds['over_the_whole'])}")
    if bounds["unclear_agreements"]:
        say(f"委托或代持相互矛盾，未按其计票，请核对：{'、'.join(bounds['unclear_agreements'])}")
    if bounds["unresolved"]:
        say(f"再往上没有资料：{'、'.join(bounds['unresolved'])}")


def _changed(
    code: str | None,
    diff: tuple[str, str],
    output: Path | None,
    known_at: str | None,
    store: str | None,
    as_json: bool,
) -> None:
    from api.services.ownership import CHANGE_COLUMNS, all_changes, changes
    from graph.errors import UsageError

    since, day = (checked_day(one) or "" for one in diff)
    with desk_for(store) as desk:
        if code is not None:
            subject = counted_subject(desk, code, seq=desk.seq(known_at))
            answer = changes(desk, subject, since, as_of=day, known_at=known_at)
        elif known_at is not None:
            raise UsageError(
                "全部主体的比较按现在所知", where="--known-at", todo="去掉 --known-at 或填写代码"
            )
        else:
            answer = {"since": since, "as_of": day, "changes": list(all_changes(desk, since, day))}
    if not as_json and not answer.get("complete", True):
        say(f"变化过多，只列出前 {len(answer['changes'])} 条；省略代码可导出全部变化")
    if output is not None:
        columns = (
            "change",
            *(f"{one}{end}" for one in ("controller", "controlled") for end in ("", "_name")),
        )
        columns = (*columns, "controller_kind", *CHANGE_COLUMNS[4:])
        say(f"已导出 {write_csv(output, answer['changes'], columns)} 行：{output}")
    elif as_json:
        print_json(answer)
    else:
        rows = [
            (
                words.CHANGES[one["change"]], one["controller_name"] or one["controller"],
                one["controlled_name"] or one["controlled"], _percent(one["before_pct"]),
                _percent(one["after_pct"]),
            )
            for one in answer["changes"]
        ]  # fmt: skip
        print_table(f"{since} 至 {day}", ("变化", "控制人", "被控制主体", since, day), rows)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}%"


def tree(
    code: Annotated[str, typer.Argument(help="统一社会信用代码或人员编号")],
    up: Annotated[int, typer.Option(min=0, max=12, help="向上几层")] = 3,
    down: Annotated[int, typer.Option(min=0, max=12, help="向下几层")] = 3,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """股权穿透：向上的股东与向下的持股，含所列层级内的综合持股比例。"""
    from api.services.ownership import tree as run
    from api.services.subjects import find_subject

    with desk_for(store) as desk:
        subject = find_subject(desk, code)
        answer = run(desk, subject, up=up, down=down, as_of=checked_day(as_of), known_at=known_at)
    if as_json:
        print_json(answer)
        return
    rows = [
        (one["level"], one["name"], one["id"], _percent(one["integrated_pct"]), one["more"] or "")
        for one in sorted(answer["nodes"], key=lambda one: one["level"])
    ]
    print_table(
        f"{answer['name']} 截至 {answer['as_of']}",
        ("层", "名称", "编号", "所列层级内综合持股", "未列出"),
        rows,
    )


def groups(
    code: Annotated[str | None, typer.Argument(help="最终控制人：代码或人员编号；省略则列出全部")] = None,
    limit: Annotated[int, typer.Option(min=1, help="最多列几个")] = 50,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """企业族群：同一最终控制人之下的企业。"""
    from api.services.ownership import Groups, group
    from graph.errors import UsageError

    with desk_for(store) as desk:
        if code is None:
            if as_of is not None:
                raise UsageError("族群清单按已存储的控制关系", where="--as-of", todo="填写一个最终控制人")
            answer = Groups(desk, desk.seq()).page(limit=limit)
        else:
            answer = group(desk, counted_subject(desk, code, seq=desk.seq()), as_of=checked_day(as_of))
    if as_json:
        print_json(answer)
    elif code is None:
        rows = [
            (one["name"], one["head_name"], one["head"], one["size"], _districts(one))
            for one in answer["rows"]
        ]
        print_table("企业族群", ("族群", "最终控制人", "编号", "企业数", "地区"), rows)
    else:
        say(f"{answer['name']}：最终控制人 {answer['head_name']}，{answer['size']} 家，{_districts(answer)}")
        members = [
            (one["name"], one["id"], _percent(one["voting_pct"]), one["region"]) for one in answer["members"]
        ]
        print_table("成员", ("名称", "编号", "表决权", "地区"), members)


def _districts(row: dict[str, Any]) -> str:
    return "、".join(f"{one['name']} {one['entities']}" for one in row["districts"][:4])


def owners(
    code: Annotated[str, typer.Argument(help="统一社会信用代码")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """一个主体的受益所有人（仅供依法履职）。"""
    from api.services.ownership import owners as run
    from api.services.subjects import find_subject

    with desk_for(store) as desk:
        answer = run(desk, find_subject(desk, code), as_of=checked_day(as_of), known_at=known_at)
    if as_json:
        print_json(answer)
        return
    _owners(answer)


def _owners(answer: dict[str, Any]) -> None:
    rows = []
    for one in (*answer["owners"], *answer["possible"]):
        basis = "、".join(words.OWNERSHIP[name] for name in one["basis"]) or "数据不全，可能"
        shares = (one[name] for name in ("equity_pct", "max_pct", "voting_pct", "max_voting_pct"))
        rows.append((one["name"], one["id"], basis, *map(_percent, shares)))
    heads = ("姓名", "编号", "依据", "综合持股", "上限", "表决权", "上限")
    print_table(f"{answer['name']} 的受益所有人", heads, rows)
    if not answer["complete"]:
        said = "不能确定还有没有其他受益所有人" if answer["owners"] else "不能确定受益所有人"
        say(f"资料不全，{said}")
    if answer["fallback"] == "MANAGEMENT":
        say("没有符合标准的自然人，视为负责日常经营管理的人员：")
        say("、".join(one["name"] or one["id"] for one in answer["management"]) or "不详")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (control, tree, groups, owners):
        app.command()(command)
