"""What the commands share: options, the desk, tables, one document on stdout."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TextIO

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from creditgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.services.desk import Desk
    from graph.engines import Engine
    from graph.identity.numbers import IdentityKeys
    from graph.store import Store

StoreOption = Annotated[str | None, typer.Option("--store", help="图数据库地址（默认 CREDITGRAPH_STORE）")]
JsonOption = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help="世界中的某一天，YYYY-MM-DD")]
KnownAtOption = Annotated[str | None, typer.Option("--known-at", help="平台当时所知：日期、时间或 seq:N")]
EngineOption = Annotated[str, typer.Option("--engine", help="local（本进程）或 spark（附加组件）")]
MasterOption = Annotated[str, typer.Option("--master", help="Spark 主节点地址，如 spark://主机:7077")]
LOCAL_MASTER: Final = "local[*]"

_LEAST_FREE: Final = 1 << 20
_LOG_TAIL: Final = 1 << 20
_FULL_SIGNS: Final = (b"No space left on device", b"File too large", b"Disk quota exceeded")

# Names are data: nothing in them is markup. Into a file or a pipe go plain columns, never folded.
_IS_TERMINAL = sys.stdout.isatty()
_WIDTH = None if _IS_TERMINAL else 4000
out = Console(width=_WIDTH, highlight=False, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, markup=False, emoji=False)


def settings_for(store: str | None) -> Settings:
    """Settings, with the store given on the command line."""
    return Settings.load(store=store)


def keys_for(settings: Settings) -> IdentityKeys:
    """The identity keys, made on first use."""
    from graph.identity.keys import load_or_create_keys

    return load_or_create_keys(settings.keys)


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """The store, with its schema in place.

    Raises
    ------
    StoreError
        It does not answer or refuses; a full disk is called so, whatever the engine called it.
    """
    from creditgraph.processes import credentials_for
    from graph.errors import StoreBusyError, StoreError, StoreUnavailableError
    from graph.store import ensure_schema, open_store
    from graph.store.address import parse_url

    folder = parse_url(settings.store).folder
    log_start = _log_size(folder)
    try:
        with open_store(settings.store, credentials=credentials_for(settings)) as store:
            ensure_schema(store, settings.home)
            yield store
    except StoreError as error:
        if folder is None or isinstance(error, StoreBusyError) or not _disk_was_full(folder, log_start):
            raise
        raise StoreUnavailableError(
            "磁盘空间不足，图数据库不能写入",
            where=str(folder),
            todo="清理空间后重新运行同一命令；已确认的部分不会丢失，没有写入一半的批次",
        ) from error


def _log_size(folder: Path | None) -> int:
    from graph.store.folder import StoreFolder

    log = StoreFolder(folder).log_file if folder is not None else None
    return log.stat().st_size if log is not None and log.is_file() else 0


def _disk_was_full(folder: Path, log_start: int) -> bool:
    """Whether the embedded engine ran out of space meanwhile: its errors over Bolt do not say so."""
    from graph.store.folder import StoreFolder

    try:
        if shutil.disk_usage(folder).free < _LEAST_FREE:
            return True
        with StoreFolder(folder).log_file.open("rb") as log:
            log.seek(max(log_start, log.seek(0, os.SEEK_END) - _LOG_TAIL))
            told = log.read()
    except OSError:
        return False
    return any(sign in told for sign in _FULL_SIGNS)


@contextmanager
def desk_for(store_url: str | None, *, reveal_synthetic: bool = False) -> Iterator[Desk]:
    """A desk for one command."""
    from api.services.desk import open_desk

    settings = settings_for(store_url)
    with opened_store(settings) as store:
        operator = os.environ.get("USER") or "local"
        yield open_desk(store, keys_for(settings), operator=operator, reveal_synthetic=reveal_synthetic)


@contextmanager
def computing_engine(name: str, master: str) -> Iterator[Engine]:
    """What computes.

    Raises
    ------
    UsageError
        There is no such engine.
    """
    from graph.engines import LOCAL
    from graph.errors import UsageError

    if name == "local":
        yield LOCAL
    elif name == "spark":
        from graph.spark.engine import spark_engine

        with spark_engine(master) as engine:
            yield engine
    else:
        raise UsageError(f"没有推导引擎 {name}", where="--engine", todo="使用 local 或 spark")


def checked_day(day: str | None) -> str | None:
    """A day given as an option, in ISO form.

    Raises
    ------
    UsageError
        It is no day.
    """
    from datetime import date

    from graph.errors import UsageError

    if day is None:
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise UsageError(f"日期格式不对：{day}", todo="写成 YYYY-MM-DD") from error


def print_json(document: Any) -> None:
    """One document on stdout."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def say(text: str) -> None:
    """A line for people; the terminal folds it, so that codes can be copied whole."""
    out.print(text, soft_wrap=True)


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    widths: Sequence[int | None] = (),
) -> None:
    """A table that people can read at 100 columns.

    Parameters
    ----------
    widths
        Widths at a terminal, in the order of the columns, so that codes are not broken.
    """
    shape = box.ROUNDED if _IS_TERMINAL else None
    table = Table(title=title or None, title_justify="left", box=shape)
    for column, width in zip_longest(columns, widths if _IS_TERMINAL else ()):
        table.add_column(column, overflow="fold", width=width)
    for row in rows:
        table.add_row(*(("" if cell is None else str(cell)) for cell in row))
    out.print(table)


def write_csv(path: Path, rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> int:
    """Write rows whole or not at all; returns their number.

    Raises
    ------
    NotFoundError
        The folder is not there.
    """
    from graph.errors import NotFoundError

    if not path.parent.is_dir():
        raise NotFoundError("没有这个文件夹", where=str(path.parent), todo="先建立文件夹，或换一个位置")
    number = 0
    with _written_whole(path) as file:
        writer = csv.DictWriter(file, fieldnames=list(columns), extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            number += 1
    return number


@contextmanager
def _written_whole(path: Path) -> Iterator[TextIO]:
    """A text file that takes its name when it is complete, or never."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_csv_notes(path: Path, columns: Sequence[str], notes: dict[str, Any]) -> Path:
    """Write beside a CSV file what its rows rest on, as *CSV on the Web* has it (W3C 2015).

    Returns
    -------
    Path
        ``F.csv-metadata.json``, where other tools look for it.
    """
    described = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": path.name,
        "tableSchema": {"columns": [{"name": one} for one in columns]},
        "notes": [notes],
    }
    beside = path.with_name(f"{path.name}-metadata.json")
    with _written_whole(beside) as file:
        file.write(json.dumps(described, ensure_ascii=False, indent=2) + "\n")
    return beside
