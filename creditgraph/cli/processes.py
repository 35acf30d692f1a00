"""Commands about processes: up, down, status, doctor."""

from __future__ import annotations

from typing import Annotated

import typer

from creditgraph.cli import words
from creditgraph.cli.common import JsonOption, StoreOption, print_json, print_table, settings_for


def up(
    store: StoreOption = None,
    store_only: Annotated[bool, typer.Option("--store-only", help="只启动图数据库")] = False,
    as_json: JsonOption = False,
) -> None:
    """启动图数据库、接口、后台任务和看板，并保持运行。"""
    from creditgraph import processes

    _show(processes.up(settings_for(store), store_only=store_only), as_json)


def down(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """停止由本程序启动的全部进程。"""
    from creditgraph import processes

    _show(processes.down(settings_for(store)), as_json)


def status(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """显示进程、数据与文件位置。"""
    from creditgraph import processes

    _show(processes.status(settings_for(store)), as_json)


def _show(answer: dict[str, object], as_json: bool) -> None:
    if as_json:
        print_json(answer)
        return
    rows = [(words.STATUS.get(name, name), words.plain(value)) for name, value in answer.items()]
    print_table("", ("项目", "内容"), rows)


def doctor(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """检查环境：哪里不对，怎么办。"""
    from creditgraph import processes

    findings = processes.doctor(settings_for(store))
    if as_json:
        print_json(findings)
    else:
        rows = [
            ("正常" if one["ok"] else "异常", one["what"], one["detail"], one["todo"]) for one in findings
        ]
        print_table("体检", ("结果", "项目", "说明", "处理办法"), rows)
    if not all(one["ok"] for one in findings):
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (up, down, status, doctor):
        app.command()(command)
