"""``creditgraph pattern``: the library, one pattern, a run over the whole city."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

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
    say,
)

app = typer.Typer(name="pattern", help="关联模式：清单、说明、运行", no_args_is_help=True)


@app.command("list")
def list_(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """有哪些模式，上次何时运行。"""
    from api.services.patterns import library

    with desk_for(store) as desk:
        found = library(desk)
    if as_json:
        print_json(found)
        return
    rows = [
        (
            one["name"],
            one["title"],
            one["last_run"]["started_at"][:16] if one["last_run"] else "",
            str(one["last_run"]["matches"]) if one["last_run"] else "",
        )
        for one in found["rows"]
    ]
    print_table("关联模式", ("名称", "模式", "上次运行", "命中"), rows)


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="模式名称，见 pattern list")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """一个模式：找什么、不说明什么、参数、查询。"""
    from api.services.patterns import one_pattern

    with desk_for(store) as desk:
        found = one_pattern(desk, name)
    if as_json:
        print_json(found)
        return
    say(f"{found['title']}（{found['name']}，版本 {found['version']}）")
    say(f"找什么：{found['explanation']}")
    say(f"不说明什么：{found['no_meaning']}")
    if found["algorithm"]:
        say(f"为何用算法：{found['algorithm']}")
    rows = [
        (one["name"], one["title"], _shown(one["default"]), f"{one['low']:g}–{one['high']:g}")
        for one in found["parameters"]
    ]
    print_table("参数", ("名称", "含义", "缺省", "范围"), rows)
    for one in found["queries"]:
        say(f"cypher/{one['name']}.cypher")


def _shown(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else f"{value:g}"


@app.command("run")
def run(
    name: Annotated[str, typer.Argument(help="模式名称")],
    parameters: Annotated[
        list[str] | None, typer.Option("--set", help="参数，写作 名称=值；列表写作 名称=甲,乙")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="列出多少个命中")] = 20,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """在全市范围内运行一个模式；结果保存在库中。"""
    from api.auth.masking import SHOWN
    from api.services.patterns import begin, matches
    from graph.risk.patterns import pattern
    from graph.risk.patterns.stored import carry_out

    given = _given(parameters or [], {one.name for one in pattern(name).parameters if one.allowed})
    with desk_for(store) as desk:
        begun = begin(desk, name, parameters=given, as_of=checked_day(as_of), known_at=known_at)
        sys.stderr.write(f"正在运行 {name}…\n")
        carry_out(desk.store, begun)
        found, _ = matches(desk, begun.run_id, masking=SHOWN, limit=limit)
    if as_json:
        print_json(found)
        return
    told = found["run"]
    say(f"{told['matches']} 个命中，截至 {told['as_of']}，数据版本 {told['data_version']}")
    say(f"运行编号 {told['run_id']}")
    if not told["complete"]:
        say(f"结果不完整：{told['left_out']}")
    for row in found["rows"]:
        names = "、".join(one["name"] or one["id"] for one in row["members"][:10])
        say(f"{row['number']}. {names}{'…' if row['size'] > 10 else ''}")


def _given(texts: list[str], lists: set[str]) -> dict[str, Any]:
    """Parameters as typed.

    Raises
    ------
    UsageError
        One is not ``name=value``.
    """
    from graph.errors import UsageError

    found: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError("参数应写作 名称=值", where=text[:40], todo="例如 --set minimum=12")
        if name in lists:
            found[name] = [one for one in value.split(",") if one]
            continue
        try:
            found[name] = json.loads(value)
        except ValueError:
            raise UsageError("参数的值应为数字", where=text[:40], todo="例如 --set minimum=12") from None
    return found
