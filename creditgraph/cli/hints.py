"""``creditgraph hint``: related-party hints of entities; of one with its paths, of all, and the back-test."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated, Final

import typer

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

#: Paths in a table, and in a file.
_MOST: Final = 20
_EVERY: Final = 1_000_000
app = typer.Typer(name="hint", help="关联提示：一个单位、全部单位、回测", no_args_is_help=True)


@app.command("show")
def show(
    code: Annotated[str, typer.Argument(help="统一社会信用代码，或人员编号")],
    as_of: AsOfOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """一个单位的关联提示，与每条路径的贡献。"""
    from api.auth.masking import SHOWN
    from api.services.hints import entity_hint
    from api.services.subjects import find_subject

    day = checked_day(as_of)
    with desk_for(store) as desk:
        subject = find_subject(desk, code)
        is_person = subject.kind == "PERSON"
        found, _ = entity_hint(
            desk,
            subject.id,
            masking=SHOWN,
            as_of=day,
            limit=_EVERY if as_json else _MOST,
            is_person=is_person,
        )
    if as_json:
        print_json(found)
        return
    if found["scored"]:
        say(f"{subject.name}：关联提示 {found['value']:.3f}，自身记录 {found['own']:.3f}（另列，不计入）")
    else:
        who = "自然人" if is_person else "个体工商户由自然人经营，"
        say(f"{subject.name}：{who}没有提示值，只列出事实和路径")
    say(found["meaning"])
    rows = [
        (
            "" if one["share"] is None else f"{one['share']:.1%}",
            " — ".join(party["name"] or party["id"] for party in one["parties"]),
            max(each["decided_on"] for each in one["decisions"]),
        )
        for one in found["contributions"]
    ]
    if rows:
        print_table("每条路径的贡献" if found["scored"] else "路径", ("占比", "路径", "最近的决定"), rows)
    if found["paths"] > len(rows):
        say(f"只列出前 {len(rows)} 条，共 {found['paths']:,} 条；全部用 --json")


@app.command("derive")
def derive(as_of: AsOfOption = None, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """一次算出全部单位的关联提示，保存有变化的。"""
    from graph.risk.hints import derive_hints

    day = checked_day(as_of)

    def progress(done: int, total: int) -> None:
        if done == total or done % 20 == 0:
            sys.stderr.write(f"\r{done}/{total}　")

    with desk_for(store) as desk:
        report = derive_hints(desk.store, day or desk.today, by=desk.operator, progress=progress)
    sys.stderr.write("\n")
    if as_json:
        print_json(asdict(report))
        return
    say(f"{report.entities:,} 个单位，{report.hinted:,} 个有提示")
    say(f"新写 {report.opened:,}，终止 {report.closed:,}")


@app.command("backtest")
def backtest(
    on: Annotated[str, typer.Argument(help="过去的某一天，YYYY-MM-DD")],
    horizon: Annotated[int, typer.Option("--horizon", min=1, max=3_650, help="看其后多少天")] = 365,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """用过去某一天的提示值，看其后新出现记录的单位是否排在前面。"""
    from graph.risk.hints import past_day

    day = checked_day(on) or on
    with desk_for(store) as desk:
        found = past_day(desk.store, day, horizon=horizon)
    if as_json:
        print_json({"day": day, "horizon": horizon, **found.to_json()})
        return
    say(f"AUC {found.auc:.3f}（95% 区间 {found.low:.3f}–{found.high:.3f}）")
    say(f"{found.cases} 例，对照 {found.others}")
