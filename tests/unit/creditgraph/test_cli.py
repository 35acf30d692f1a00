"""How commands leave: words on stderr, the documented exit status, files whole or not at all."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from creditgraph.cli import main as cli
from creditgraph.cli import words
from creditgraph.cli.common import checked_day, write_csv
from graph.errors import NotFoundError, StoreBusyError, UsageError


def leaves(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raised: BaseException
) -> tuple[int, str]:
    def run(**_: Any) -> int:
        raise raised

    monkeypatch.setattr(cli, "app", run)
    monkeypatch.delenv("CREDITGRAPH_DEBUG", raising=False)
    with pytest.raises(SystemExit) as left:
        cli.main()
    shown = capsys.readouterr()
    assert shown.out == ""
    return int(left.value.code or 0), shown.err


@pytest.mark.parametrize(
    ("raised", "status", "word"),
    [
        (NotFoundError("没有", where="X", todo="核对"), 1, "处理办法：核对"),
        (UsageError("不对"), 2, "用法错误"),
        (StoreBusyError("另一个归集进程正在写入"), 1, "另一个归集进程正在写入"),
        (OSError(errno.ENOSPC, "No space left on device"), 1, "磁盘空间不足"),
        (OSError(errno.EFBIG, "File too large"), 1, "磁盘空间不足"),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), 1, "/x"),
        (KeyboardInterrupt(), 130, "已中断"),
        (typer.Exit(1), 1, ""),
        (typer.Abort(), 1, "已中止"),
        (RuntimeError("secret"), 1, "内部错误：RuntimeError"),
    ],
)
def test_an_error_leaves_with_its_status_and_in_words(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raised: BaseException,
    status: int,
    word: str,
) -> None:
    found, text = leaves(monkeypatch, capsys, raised)
    assert found == status
    assert word in text and "Traceback" not in text and "secret" not in text


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nonsense"], "没有这个命令"),
        (["check", "--nope"], "没有这个选项"),
        (["control"], "缺少参数"),
        (["path", "A", "B", "--max-length", "x"], "参数的值不对"),
    ],
)
def test_wrong_usage_has_status_2_and_a_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], word: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["creditgraph", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert word in capsys.readouterr().err


def test_a_file_is_written_whole_or_the_old_one_stays(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert write_csv(target, [{"a": 1, "b": 2}], ("a",)) == 1
    assert target.read_text(encoding="utf-8").split() == ["a", "1"]

    def broken() -> Iterator[dict[str, Any]]:
        yield {"a": 2}
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        write_csv(target, broken(), ("a",))
    assert target.read_text(encoding="utf-8").split() == ["a", "1"]
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="没有这个文件夹"):
        write_csv(tmp_path / "no" / "out.csv", [], ("a",))


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "2026-02-30", ""])
def test_what_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(UsageError):
        checked_day(day)


def test_codes_are_said_in_words() -> None:
    sayings: list[tuple[Callable[..., str], tuple[str, ...], str]] = [
        (words.reason, ("OWN_ENTRY:L-1",), "自身列入名单（L-1）"),
        (words.period, ("0001-01-01", "2026-01-01"), "至 2026-01-01"),
        (words.period, ("", "9999-12-31"), "不详"),
        (words.zh, ("finding_states", "LEAD"), "线索"),
    ]
    for said, arguments, wanted in sayings:
        assert said(*arguments) == wanted
    assert words.plain({"A": 1}) == "A 1" and words.plain(True) == "是" and words.plain([]) == "无"
