"""The worker command."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from creditgraph.cli.common import StoreOption, err, opened_store, settings_for


def worker(
    once: Annotated[bool, typer.Option("--once", help="只做当前该做的，然后结束")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="已有后台进程时等待，而不是退出")] = False,
    store: StoreOption = None,
) -> None:
    """后台进程：推导变动、推进日期、发出消息。"""
    from creditgraph.worker import Worker

    def say(text: str) -> None:
        err.print(text, soft_wrap=True)

    stop = threading.Event()
    settings = settings_for(store)
    with opened_store(settings) as opened:
        working = Worker(opened, settings, say=say)
        if once:
            step = working.run_once()
            say(f"完成：变动 {step.changes} 项，日期 {len(step.days)} 个，发件 {step.sent} 件")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        working.run(stop, wait=wait)
    say("后台进程已结束")


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(worker)
