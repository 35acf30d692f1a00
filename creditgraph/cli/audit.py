"""``audit verify``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from creditgraph.cli.common import (
    JsonOption,
    StoreOption,
    opened_store,
    print_json,
    print_table,
    say,
    settings_for,
)

app = typer.Typer(help="审计记录", no_args_is_help=True)


@app.callback()
def _only() -> None:
    """审计记录：谁改了什么，谁查了谁。"""


@app.command("verify")
def verify_trail(
    folder: Annotated[Path | None, typer.Option("--folder", help="段文件所在文件夹，默认本机的")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """核对审计记录：任何改动、缺失、换序、截断或插入都指出位置；有问题时退出码为 1。"""
    from graph.audit import verify

    settings = settings_for(store)
    where = folder or settings.audit_folder
    with opened_store(settings) as opened:
        report = verify(where, opened)
    if as_json:
        print_json({"sound": report.sound, "folder": str(where), **asdict(report)})
    else:
        for title, rows in (("问题", report.faults), ("说明", report.notices)):
            if rows:
                shown = [(one.segment, one.line or "整体", one.what_zh) for one in rows]
                print_table(title, ("段文件", "行", "内容"), shown, widths=(44, 6, 44))
        counted = f"{report.segments} 个段文件、{report.entries} 条查阅记录、{report.events} 条变更记录"
        verdict = "没有发现问题" if report.sound else f"发现 {len(report.faults)} 处问题"
        say(f"已核对 {counted}：{verdict}")
    if not report.sound:
        raise typer.Exit(1)
