"""``creditgraph exit``: why, until when, what ends it, and what does not help."""

from __future__ import annotations

from typing import Annotated

import typer

from creditgraph.cli.common import (
    AsOfOption,
    JsonOption,
    KnownAtOption,
    StoreOption,
    checked_day,
    desk_for,
    print_json,
    say,
)


def exit_(
    code: Annotated[str, typer.Argument(help="统一社会信用代码或人员编号")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """怎样退出：为什么、最迟何时、最少要办哪些事、哪些做法没有帮助。"""
    from api.services.exits import exit_answer

    day = checked_day(as_of)
    with desk_for(store) as desk:
        answer = exit_answer(desk, code, as_of=day, known_at=known_at)
    if as_json:
        print_json(answer)
        return
    for section in answer["sections"]:
        say(f"【{section['heading']}】")
        for number, item in enumerate(section["items"], 1):
            say(item if len(section["items"]) == 1 else f"{number}. {item}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("exit")(exit_)
