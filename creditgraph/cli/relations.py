"""Commands on who stands beside whom: network, path."""

from __future__ import annotations

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

TypesOption = Annotated[list[str] | None, typer.Option("--type", help="只沿这种关系，可重复，如 HOLDS")]
MinPctOption = Annotated[float, typer.Option("--min-pct", min=0, max=100, help="持股比例不低于（%）")]
HubOption = Annotated[int, typer.Option("--hub-degree", min=1, max=10_000, help="关系多于此数的视为枢纽")]
_CUTS = {"WIDTH": "一层内的主体过多", "TIME": "超过时限", "PATHS": "路径过多，只列出一部分"}


def network(
    code: Annotated[str, typer.Argument(help="统一社会信用代码或人员编号")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    depth: Annotated[int, typer.Option(min=1, max=3, help="层数；一层时按类型计数后列出")] = 1,
    types: TypesOption = None,
    min_pct: MinPctOption = 0.0,
    hub_degree: HubOption = 200,
    page_size: Annotated[int, typer.Option(min=1, max=300, help="每页数量")] = 100,
    after: Annotated[list[str] | None, typer.Option(help="下一页：TYPE:游标；多层时为游标")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """一个主体的关系：先按类型计数，再列出；可看三层。"""
    from api.services.relations import around, known_at_of, named_plan, network_plan, read_page_cursors

    day = checked_day(as_of)
    asked: dict[str, Any] = {
        "as_of": day, "types": types, "min_pct": min_pct, "hub_degree": hub_degree, "page_size": page_size,
    }  # fmt: skip
    with desk_for(store) as desk:
        if depth > 1:
            cursor = (after or [""])[0]
            known_at = known_at_of(cursor, known_at)
            named = desk.store.ask(named_plan([code], day or desk.today, known_at))
            answer = around(desk, named, depth=depth, after=cursor, **asked)
        else:
            pages = read_page_cursors(after or ())
            known_at = pages.known_at(known_at) if pages else known_at
            named = desk.store.ask(named_plan([code], day or desk.today, known_at))
            answer = desk.store.ask(network_plan(desk, named, after=pages, **asked))
    if as_json:
        print_json(answer)
    elif depth > 1:
        _print_levels(answer)
    else:
        _print_network(answer)


def _print_network(answer: dict[str, Any]) -> None:
    from graph.model import EDGE_TYPES
    from graph.registers.workspaces import share_words

    counts = [(EDGE_TYPES[one["type"]].zh, one["type"], _way(one), one["number"]) for one in answer["counts"]]
    print_table("关系计数", ("关系", "类型", "方向", "数量"), counts)
    rows = [
        (
            EDGE_TYPES[one["type"]].zh, _way(one), one["name"], one["id"], share_words(one),
            one["valid_from"],
        )
        for one in answer["neighbours"]
    ]  # fmt: skip
    print_table("相邻主体", ("关系", "方向", "名称", "编号", "比例", "起始日"), rows)
    for one in answer["cut"]:
        why = "数量过多，只计数" if one["reason"] == "HUB" else "另有下一页"
        say(f"未列全：{EDGE_TYPES[one['type']].zh}共 {one['number']}，列出 {one['listed']}（{why}）")
    for type_, cursor in answer["following"].items():
        say(f"下一页：--after {type_}:{cursor}")


def _way(one: dict[str, Any]) -> str:
    """Which way a relation leads from the subject, in the words of the page."""
    return "对外" if one["outward"] else "对内"


def _print_levels(answer: dict[str, Any]) -> None:
    from graph.model import EDGE_TYPES

    for level in answer["levels"]:
        types = "、".join(f"{EDGE_TYPES[name].zh} {number}" for name, number in level["by_type"].items())
        say(f"第 {level['distance']} 层：{level['parties']} 个主体（{types}）")
    blocked = {"HUB": "枢纽，未展开", "STATE_ORGAN": "国家机关，未展开", "": ""}
    rows = [(one["distance"], one["name"], one["id"], blocked[one["blocked"]]) for one in answer["parties"]]
    print_table("周围主体", ("层", "名称", "编号", ""), rows)
    if answer["cut"] == "PARTIES":
        say("未列全：主体过多")
    if answer["cut"] == "TIME":
        say("未列全：查询用时已到上限")
    if answer["following"]:
        say(f"下一页：--after {answer['following']}")


def path(
    start: Annotated[str, typer.Argument(help="起点：代码或人员编号")],
    end: Annotated[str, typer.Argument(help="终点：代码或人员编号")],
    more: Annotated[list[str] | None, typer.Argument(help="更多主体：在它们之间两两查找")] = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    max_length: Annotated[int, typer.Option(min=1, max=10, help="最长步数")] = 6,
    mode: Annotated[
        str, typer.Option(help="SHORTEST 一条最短，ALL_SHORTEST 全部最短，STRONGEST 最强的若干条")
    ] = "ALL_SHORTEST",
    number: Annotated[int, typer.Option(min=1, max=100, help="最多列出几条")] = 100,
    types: TypesOption = None,
    min_pct: MinPctOption = 0.0,
    exclude: Annotated[list[str] | None, typer.Option(help="不经过这个主体，可重复")] = None,
    hub_degree: HubOption = 200,
    max_width: Annotated[int, typer.Option(min=1, max=20_000, help="一层最多多少个主体")] = 5_000,
    time_limit: Annotated[float, typer.Option(min=0.1, max=600, help="最多搜索几秒")] = 10.0,
    one_to_many: Annotated[bool, typer.Option("--one-to-many", help="只查起点与其余各主体之间")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """主体之间的关系链：两个、多个之间，或一个与多个。"""
    from api.services.relations import links, named_plan
    from api.services.relations import path as between_two
    from graph.risk.paths import PathBounds

    bounds = PathBounds(max_length, max_width, time_limit, hub_degree, number, mode, min_pct)
    ends, day = [start, end, *(more or ())], checked_day(as_of)
    with desk_for(store) as desk:
        named = desk.store.ask(named_plan([*ends, *(exclude or ())], day or desk.today, known_at))
        if len(ends) == 2:
            answer = between_two(desk, named, as_of=day, types=types, bounds=bounds)
        else:
            answer = links(
                desk, named, len(ends), one_to_many=one_to_many, as_of=day, types=types, bounds=bounds
            )
    if as_json:
        print_json(answer)
        return
    for pair in answer.get("pairs", [answer]):
        if len(ends) > 2:
            say(f"【{pair['from_name'] or pair['from']} 与 {pair['to_name'] or pair['to']}】")
        _print_paths(pair)


def _print_paths(answer: dict[str, Any]) -> None:
    from graph.model import EDGE_TYPES
    from graph.registers.workspaces import share_words

    cut = _CUTS.get(answer["bounds"]["cut_short"], "")
    if not answer["paths"]:
        say("在此范围内没有联系" if answer["complete"] else f"搜索被截断（{cut}），尚不能说没有联系")
    for number, one in enumerate(answer["paths"], 1):
        strength = f"，强度 {one['strength']:.3g}" if "strength" in one else ""
        say(f"路径 {number}（{one['length']} 步{strength}）")
        for hop in one["hops"]:
            zh = EDGE_TYPES[hop["type"]].zh
            share = f" {share_words(hop)}" if share_words(hop) else ""
            ends = (hop["from_name"] or hop["from"], hop["to_name"] or hop["to"])
            arrow = f"—{zh}{share}→" if hop["forward"] else f"←{zh}{share}—"
            say(f"  {ends[0]} {arrow} {ends[1]}　自 {hop['valid_from']}　来源 {hop['source']}")
    if answer["paths"] and cut:
        say(f"未列全：{cut}")
    for hub in answer["bounds"]["hubs"]:
        if hub["touched_by_both"]:
            why = "枢纽" if hub["reason"] == "HUB" else "国家机关"
            say(f"两端都连到 {hub['name'] or hub['id']}，但它是{why}，不作为联系")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (network, path):
        app.command()(command)
