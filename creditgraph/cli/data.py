"""Commands that bring data in and derive: generate, ingest, derive, fingerprint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from creditgraph.cli.common import (
    LOCAL_MASTER,
    AsOfOption,
    EngineOption,
    JsonOption,
    MasterOption,
    StoreOption,
    checked_day,
    computing_engine,
    desk_for,
    err,
    keys_for,
    opened_store,
    print_json,
    print_table,
    say,
    settings_for,
    write_csv,
)

if TYPE_CHECKING:
    from api.services.desk import Desk
    from graph.risk.hints import HintReport
    from graph.store import Store
    from ingest.report import FileReport, IngestReport

_SHEET = ("source", "table_name", "file", "line", "column_name", "rule", "what", "todo", "redacted")
_RETURN = ("source", "table_name", "file", "line", "row_digest", "what", "todo")


def generate(
    folder: Annotated[Path, typer.Argument(help="写入的文件夹")],
    entities: Annotated[int, typer.Option(min=1, max=2_000_000, help="主体数量")] = 2000,
    seed: Annotated[int, typer.Option(help="随机种子")] = 1,
    today: Annotated[str | None, typer.Option(help="模拟数据的“今天”，YYYY-MM-DD")] = None,
    later: Annotated[
        bool, typer.Option("--later", help="另写 later/：其后的更正、撤销、身份判定和答案")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """生成模拟城市数据包和答案（全部为虚构）。"""
    from graph.days import today_in_shanghai
    from ingest.synthetic import generate_city

    day = checked_day(today) or today_in_shanghai()
    with Progress(TextColumn("生成"), BarColumn(), TimeElapsedColumn(), console=err, transient=True) as bar:
        task = bar.add_task("", total=entities)
        summary = generate_city(
            folder,
            entities=entities,
            seed=seed,
            today=day,
            progress=lambda done, wanted: bar.update(task, completed=done, total=wanted),
            later=later,
        )
    if as_json:
        print_json(summary.as_json())
        return
    say(f"已生成模拟数据：{folder}（{summary.total_rows} 行，其中脏数据 {summary.dirty_rows} 行）")


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="数据包文件夹、.zip 或单个表文件")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只演练，不写入")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """归集数据包：校验、入库、隔离、退回。"""
    from ingest.pipeline import IngestSettings, ingest_paths

    settings = settings_for(store)
    taken = IngestSettings(precedence=settings.precedence, snapshot_cap=settings.snapshot_cap)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with opened_store(settings) as opened:
        with Progress(*columns, console=err, transient=True) as bar:
            tasks: dict[str, Any] = {}

            def show(name: str, done: int, size: int) -> None:
                if name not in tasks:
                    tasks[name] = bar.add_task(name, total=size)
                bar.update(tasks[name], completed=done, total=size)

            report = ingest_paths(
                opened, keys_for(settings), paths, settings=taken, dry_run=dry_run, progress=show
            )
        sheets = [] if dry_run else _write_sheets(opened, settings.home / "ingest")
    if as_json:
        print_json({**report.as_json(), "sheets": [str(one) for one in sheets]})
    else:
        _print_report(report, sheets)
    if not report.is_clean:
        _tell_refused(report)
        raise typer.Exit(1)


def quarantined_rows(store: Store) -> Iterator[dict[str, Any]]:
    """Quarantined and returned rows, in file and line order."""
    after = ""
    while True:
        rows = store.read("read/ingest/quarantined", after=after, limit=1000)[0]["rows"]
        if not rows:
            return
        yield from rows
        after = rows[-1]["quarantine_key"]


def _write_sheets(store: Store, folder: Path) -> list[Path]:
    """The quarantine sheet, and the return sheet, which holds source, line, digest and reason only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    quarantine, returns = folder / "quarantine.csv", folder / "returns.csv"
    write_csv(quarantine, (row for row in quarantined_rows(store) if not row["returned"]), _SHEET)
    write_csv(returns, (row for row in quarantined_rows(store) if row["returned"]), _RETURN)
    return [quarantine, returns]


def _notes(file: FileReport) -> list[str]:
    if not file.settled:
        return file.notes
    return [*file.notes, f"更正了此前隔离的 {file.settled} 行"]


def _print_report(report: IngestReport, sheets: list[Path]) -> None:
    rows = []
    for package in report.packages:
        for one in package.files.values():
            known = one.taken.get("same", 0) + one.taken.get("confirmed", 0)
            rows.append(
                (
                    one.file, one.rows, one.taken.get("new", 0), one.taken.get("changed", 0), known,
                    one.taken.get("stale", 0), sum(one.quarantined.values()), one.returned, one.conflicts,
                    one.refused or "、".join(_notes(one)),
                )
            )  # fmt: skip
    title = "归集演练（未写入）" if report.dry_run else "归集结果"
    heads = ("文件", "行", "新增", "变更", "无变化", "过时", "隔离", "退回", "冲突", "说明")
    print_table(title, heads, rows)
    for package in report.packages:
        unknown = sorted({name for one in package.files.values() for name in one.unknown_columns})
        if unknown:
            say(f"未识别的栏目（保留在来源记录中）：{'、'.join(unknown)}")
        if package.unknown_files:
            say(f"未识别的文件：{'、'.join(package.unknown_files)}")
        if package.resumed:
            say("接续上次中断处继续归集")
    if report.parked:
        shown = "、".join(report.parked_examples)
        say(f"主体尚未登记而暂存的决定 {report.parked} 条，例如 {shown}")
    for sheet in sheets:
        say(f"清单：{sheet}")


def _tell_refused(report: IngestReport) -> None:
    """Each refused file on its own line: in the table's narrow column the reason would be in pieces."""
    for reason in report.refused:
        err.print(f"数据包未接收：{reason}", soft_wrap=True)
    for package in report.packages:
        for one in package.refused_files:
            err.print(f"文件未接收：{one.refused}", soft_wrap=True)
        for one in package.unended_files:
            err.print(f"文件已接收，但未终止快照中没有的记录：{one.unended}", soft_wrap=True)


def derive(
    full: Annotated[bool, typer.Option("--full", help="全部重新推导")] = False,
    as_of: AsOfOption = None,
    engine: EngineOption = "local",
    master: MasterOption = LOCAL_MASTER,
    hints: Annotated[bool, typer.Option(help="当日尚未算过时一并计算关联提示")] = True,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """推导控制关系与责任认定（默认只推导有变动的部分），每日一次一并计算关联提示。"""
    from graph.derivation import derive as run

    with (
        desk_for(store) as desk,
        computing_engine(engine, master) as computing,
        Progress(TextColumn("推导"), BarColumn(), TimeElapsedColumn(), console=err, transient=True) as bar,
    ):
        task = bar.add_task("", total=None)
        report = run(
            desk.store,
            today=checked_day(as_of) or desk.today,
            full=full,
            progress=lambda done, wanted: bar.update(task, completed=done, total=wanted),
            engine=computing,
        )
        hinted = _hints(desk, report.as_of, full=full) if hints else None
    if as_json:
        print_json({**report.as_json(), "hints": asdict(hinted) if hinted else None})
        return
    counts = report.findings
    say(
        f"推导完成（截至 {report.as_of}）：依据 {report.grounds} 项；认定新增 {counts.get('new', 0)}、"
        f"变更 {counts.get('changed', 0)}、撤回 {counts.get('withdrawn', 0)}、不变 {counts.get('same', 0)}"
    )
    if report.control:
        say(
            f"控制关系 {report.control['pairs']} 对"
            f"（新增 {report.control['opened']}、关闭 {report.control['closed']}）"
        )
    if hinted:
        say(f"关联提示：{hinted.hinted} 个单位（新写 {hinted.opened}、终止 {hinted.closed}）")


def _hints(desk: Desk, day: str, *, full: bool) -> HintReport | None:
    """Hints of all entities, unless those that are stored are of the day: the whole city is read for them."""
    from graph.risk.hints import derive_hints, hints_due

    if not full and not hints_due(desk.store, day):
        return None
    return derive_hints(desk.store, day, by=desk.operator)


def fingerprint(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """现行事实与有效认定的指纹（与内部编号、文件名、历史无关）。"""
    from api.services.fingerprint import fingerprint as work_out

    with desk_for(store) as desk:
        value = work_out(desk)
        version = desk.data_version(desk.seq())
    if as_json:
        print_json({"fingerprint": value, "data_version": version})
    else:
        say(value)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (generate, ingest, derive, fingerprint):
        app.command()(command)
