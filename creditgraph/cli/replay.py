"""``replay``: a kept answer, asked again from its own data version."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from creditgraph.cli.common import (
    JsonOption,
    StoreOption,
    desk_for,
    keys_for,
    print_json,
    print_table,
    say,
    settings_for,
)

_KINDS: Final = {
    "CHECK": "核查", "SCREEN": "批量筛查", "EXPLAIN": "认定解释", "EXIT": "退出途径",
    "FINDINGS": "责任认定清单",
}  # fmt: skip
_PARTS: Final = {"commit": "提交序号", "rules": "规则", "catalogue": "措施清单", "calendar": "工作日历"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(replay)


def replay(
    answer_id: Annotated[str, typer.Argument(help="答复编号（接口答复头 X-Answer-Id）")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """按当时的数据版本重放一份给出过的答复，逐项比较；有不同时返回 1。"""
    from api.services.replay import replay as run
    from graph.answers import read_answer

    settings = settings_for(store)
    kept = read_answer(settings.answers, answer_id, keys_for(settings))
    with desk_for(store) as desk:
        found = run(desk, kept)
    if as_json:
        print_json(found.as_json())
    else:
        say(f"{_KINDS.get(kept.kind, kept.kind)} {kept.answer_id}，{kept.at} 答复 {kept.holder}")
        say(f"数据版本 {kept.data_version}")
        for part, (then, now) in found.versions.items():
            say(f"{_PARTS[part]}已更换：当时 {then}，现为 {now}")
        if found.same:
            say("重放的结果与当时的答复相同")
        else:
            rows = [(one["place"], one["then"], one["now"]) for one in found.differences]
            print_table("不同之处", ("位置", "当时", "重放"), rows)
    if not found.same:
        raise typer.Exit(1)
