"""``creditgraph grounds``: what each decision on an entity leads to, and why nobody answers for one."""

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
    print_table,
)


def grounds_(
    code: Annotated[str, typer.Argument(help="统一社会信用代码")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """每项决定引出什么：有人负责，或者没有人负责以及为什么。"""
    from api.services.grounds import grounds

    day = checked_day(as_of)
    with desk_for(store) as desk:
        answer = grounds(desk, code, as_of=day, known_at=known_at)
    if as_json:
        print_json(answer)
        return
    rows = [
        (
            one["ground_kind"],
            one["ground_id"],
            one["decided_on"],
            one["text"],
            "；".join(f"{why['role_text'] or '—'}：{why['text']}" for why in one["why"]),
        )
        for one in answer["decisions"]
    ]
    print_table(
        f"{answer['subject']['name']}　{answer['as_of']}", ("种类", "编号", "决定日期", "结论", "原因"), rows
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("grounds")(grounds_)
