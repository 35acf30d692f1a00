"""``export controls / ownership / liabilities``: CSV files with stable columns."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from creditgraph.cli.common import AsOfOption, StoreOption, checked_day, desk_for, err, write_csv

app = typer.Typer(help="导出", no_args_is_help=True)
OutputOption = Annotated[Path, typer.Option("--output", "-o", help="CSV 文件")]
RevealOption = Annotated[bool, typer.Option("--reveal-synthetic", help="仅含模拟数据的库：附上证件号码")]


@app.command()
def liabilities(
    output: OutputOption,
    as_of: AsOfOption = None,
    reveal_synthetic: RevealOption = False,
    store: StoreOption = None,
) -> None:
    """导出责任认定（含已撤回和已到期的）。"""
    from api.services.findings import EXPORT_COLUMNS, export_liabilities

    with desk_for(store, reveal_synthetic=reveal_synthetic) as desk:
        columns = (*EXPORT_COLUMNS, "id_no") if reveal_synthetic else EXPORT_COLUMNS
        number = write_csv(output, export_liabilities(desk, checked_day(as_of)), columns)
    err.print(f"已导出 {number} 行：{output}")


@app.command()
def controls(
    output: OutputOption,
    as_of: AsOfOption = None,
    reveal_synthetic: RevealOption = False,
    store: StoreOption = None,
) -> None:
    """导出全部控制关系。"""
    from api.services.investigate import CONTROLS, control_rows

    with desk_for(store, reveal_synthetic=reveal_synthetic) as desk:
        columns = (*CONTROLS, "controller_id_no") if reveal_synthetic else CONTROLS
        number = write_csv(output, control_rows(desk, checked_day(as_of)), columns)
    err.print(f"已导出 {number} 行：{output}")


@app.command()
def ownership(
    output: OutputOption,
    root: Annotated[str | None, typer.Option("--root", help="只导出该主体持有的")] = None,
    min_pct: Annotated[float, typer.Option("--min-pct", min=0, max=100, help="综合持股下限")] = 0.0,
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """导出直接与综合持股。"""
    from api.services.investigate import OWNERSHIP, ownership_rows
    from api.services.subjects import find_subject

    with desk_for(store) as desk:
        subject = find_subject(desk, root) if root else None
        rows = ownership_rows(desk, root=subject, min_pct=min_pct, as_of=checked_day(as_of))
        number = write_csv(output, rows, OWNERSHIP)
    err.print(f"已导出 {number} 行：{output}")
