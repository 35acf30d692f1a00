"""``export controls / ownership / liabilities``: CSV files with stable columns."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from creditgraph.cli.common import (
    LOCAL_MASTER,
    AsOfOption,
    EngineOption,
    KnownAtOption,
    MasterOption,
    StoreOption,
    checked_day,
    computing_engine,
    desk_for,
    err,
    write_csv,
    write_csv_notes,
)

app = typer.Typer(help="导出", no_args_is_help=True)
OutputOption = Annotated[Path, typer.Option("--output", "-o", help="CSV 文件")]
RevealOption = Annotated[bool, typer.Option("--reveal-synthetic", help="仅含模拟数据的库：附上证件号码")]


@app.command()
def liabilities(
    output: OutputOption,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    reveal_synthetic: RevealOption = False,
    store: StoreOption = None,
) -> None:
    """导出责任认定（含已撤回和已到期的）。"""
    from api.services.findings import EXPORT_COLUMNS, export_liabilities

    with desk_for(store, reveal_synthetic=reveal_synthetic) as desk:
        columns = (*EXPORT_COLUMNS, "id_no") if reveal_synthetic else EXPORT_COLUMNS
        number = write_csv(output, export_liabilities(desk, checked_day(as_of), known_at), columns)
    err.print(f"已导出 {number} 行：{output}")


@app.command()
def controls(
    output: OutputOption,
    as_of: AsOfOption = None,
    reveal_synthetic: RevealOption = False,
    store: StoreOption = None,
) -> None:
    """导出全部控制关系；旁附口径、日期和表决权合计超过全部的企业（*.csv-metadata.json）。"""
    from api.services.investigate import CONTROLS, all_control

    with desk_for(store, reveal_synthetic=reveal_synthetic) as desk:
        columns = (*CONTROLS, "controller_id_no") if reveal_synthetic else CONTROLS
        rows, notes = all_control(desk, checked_day(as_of))
        number = write_csv(output, rows, columns)
    beside = write_csv_notes(output, columns, notes)
    err.print(f"已导出 {number} 行：{output}")
    err.print(
        f"口径与提示：{beside}（表决权合计超过全部的企业 {len(notes['over_the_whole'])} 家，按原数计算）"
    )


@app.command()
def ownership(
    output: OutputOption,
    root: Annotated[str | None, typer.Option("--root", help="只导出该主体持有的")] = None,
    min_pct: Annotated[float, typer.Option("--min-pct", min=0, max=100, help="综合持股下限")] = 0.0,
    upper: Annotated[bool, typer.Option("--upper", help="区间和不明的比例按上限，默认按下限")] = False,
    owner_once: Annotated[bool, typer.Option("--owner-once", help="环中回到自身的份额不再计")] = False,
    engine: EngineOption = "local",
    master: MasterOption = LOCAL_MASTER,
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """导出直接与综合持股（全部主体的可用 Spark 计算）；旁附口径、日期和持股合计超过全部的企业。"""
    from creditgraph.cli.shares import COLUMNS, SharesExport
    from creditgraph.cli.subjects import counted_subject
    from graph.ownership import Loops

    with desk_for(store) as desk, computing_engine(engine, master) as computing:
        seq = desk.seq()
        found = SharesExport(
            desk, seq, checked_day(as_of) or desk.today,
            root=counted_subject(desk, root, seq=seq) if root else None, min_pct=min_pct,
            loops=Loops.OWNER_ONCE if owner_once else Loops.GEOMETRIC, upper=upper, engine=computing,
        )  # fmt: skip
        number = write_csv(output, found.rows(), COLUMNS)
        notes = found.notes()
    beside = write_csv_notes(output, COLUMNS, notes)
    policy = notes["policy"]
    err.print(f"已导出 {number} 行：{output}（{policy['missing_pct_zh']}；{policy['loops_zh']}）")
    err.print(f"口径与提示：{beside}（持股合计超过全部的企业 {len(notes['over_the_whole'])} 家，按原数计算）")


@app.command()
def subgraph(
    codes: Annotated[list[str], typer.Argument(help="统一社会信用代码或人员编号")],
    output: Annotated[Path, typer.Option("--output", "-o", help="csv、parquet 为文件夹，graphml 为文件")],
    form: Annotated[str, typer.Option("--form", help="csv、parquet 或 graphml")] = "csv",
    depth: Annotated[int, typer.Option("--depth", min=1, max=6, help="向外几层")] = 2,
    types: Annotated[list[str] | None, typer.Option("--type", help="只沿这些关系（可重复）")] = None,
    max_parties: Annotated[int, typer.Option("--max-parties", min=1, max=200_000)] = 10_000,
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """导出若干主体周围的子图，供其他工具使用。"""
    from api.services.subgraph import subgraph as found_around
    from graph.interop.files import write_subgraph

    with desk_for(store) as desk:
        found = found_around(
            desk, codes, depth=depth, types=types, max_parties=max_parties, as_of=checked_day(as_of)
        )
    written = write_subgraph(found, output, form)
    left_out = "" if found.complete else "；未取全：超出数量上限，或有未展开的枢纽、机关"
    err.print(f"已导出 {len(found.parties)} 个主体、{len(found.ties)} 条关系{left_out}")
    for path in written:
        err.print(str(path))
