"""``creditgraph warning``: a day's figures, what stands behind one, and the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from creditgraph.cli.common import (
    AsOfOption,
    JsonOption,
    KnownAtOption,
    StoreOption,
    checked_day,
    desk_for,
    err,
    print_json,
    print_table,
    say,
)

app = typer.Typer(help="监测预警", no_args_is_help=True)
SignalArgument = Annotated[str, typer.Argument(help="预警信号代码，见 warning settings")]
AfterOption = Annotated[int, typer.Option("--after", min=0, help="从第几项之后列起，见上一页末尾的提示")]
ScopeOption = Annotated[
    str, typer.Option("--scope", help="口径：CITY、DISTRICT、INDUSTRY、LIST、GROUP、ENTITY")
]


@app.command()
def run(as_of: AsOfOption = None, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """计算某一天的全部预警数值并存入；今天的数值还会生成线索并通知订阅人。"""
    from creditgraph.watching import watch_day

    day = checked_day(as_of)
    with desk_for(store) as desk:
        report = watch_day(desk.store, day or desk.today, today=desk.today, by=f"local:{desk.operator}")
    if as_json:
        print_json(report.as_json())
        return
    err.print(
        f"{report.day}：事件 {report.events} 项，数值 {report.figures} 个，超过阈值 {len(report.beyond)} 个；"
        f"数据版本 {report.data_version}"
    )


@app.command()
def show(
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    scope: ScopeOption = "CITY",
    after: AfterOption = 0,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """某一天的预警数值：按口径列出，可按平台当时所知。"""
    from api.services.warning import figures_answer

    day = checked_day(as_of)
    with desk_for(store) as desk:
        answer = figures_answer(desk, day or desk.today, known_at=known_at, scope=scope, start=after)
    if as_json:
        print_json(answer)
        return
    print_table(
        f"预警数值（{answer['as_of']}，数据版本 {answer['data_version']}）",
        ("信号", "口径", "对象", "窗口数", "当日", "基线", "补报", "级别"),
        (
            (
                one["signal_zh"],
                one["scope_zh"],
                one["label"],
                one["value"],
                one["on_day"],
                f"{one['baseline']:.1f}",
                one["late"],
                one["level_zh"],
            )
            for one in answer["rows"]
        ),
    )
    _say_further(answer)


def _say_further(answer: dict[str, Any]) -> None:
    """That there is more, and how it is read: of the same commit, that nothing moves."""
    if answer["cursor"]:
        seq = answer["data_version"].partition("/")[0]
        say(f"未列全：共 {answer['number']} 项；下一页：--after {answer['cursor']} --known-at seq:{seq}")


@app.command("list")
def list_(
    signal: SignalArgument,
    scope: ScopeOption = "CITY",
    of: Annotated[str, typer.Option("--of", help="辖区、行业、名单代码，或统一社会信用代码")] = "",
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    after: AfterOption = 0,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """一个数值背后的清单：每件事的日期、获知日期和来源。"""
    from api.services.warning import events_answer

    day = checked_day(as_of)
    with desk_for(store) as desk:
        answer = events_answer(
            desk, day or desk.today, signal=signal, scope=scope, scope_id=of, known_at=known_at, start=after
        )
    if as_json:
        print_json(answer)
        return
    print_table(
        f"{answer['signal_zh']}（{answer['first_day']} 至 {answer['as_of']}，共 {answer['number']} 项）",
        ("日期", "获知日期", "补报", "代码", "单位", "名单", "来源"),
        (
            (
                one["day"] + ("（暂定）" if one["provisional"] else ""),
                one["known_on"],
                "是" if one["late"] else "",
                one["entity"],
                one["entity_name"],
                one["list_type_zh"],
                one["origin"],
            )
            for one in answer["rows"]
        ),
    )
    _say_further(answer)


@app.command()
def settings(
    file: Annotated[Path | None, typer.Option("--file", help="检查另一份设置文件")] = None,
    as_json: JsonOption = False,
) -> None:
    """预警信号、窗口和阈值；给出文件时先检查它。"""
    from graph.risk.warning import load_settings, read_settings

    found = read_settings(file) if file is not None else load_settings()
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    print_table(
        f"预警设置 {found.edition}（迟于 {found.late_after_days} 天获知的为补报）",
        ("代码", "信号", "窗口（天）", "基线（窗口数）", "含义"),
        (
            (name.value, one.zh, one.window_days, one.baseline_windows, one.meaning)
            for name, one in found.signals.items()
        ),
    )
