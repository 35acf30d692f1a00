"""``creditgraph``: every command, and how errors leave."""

from __future__ import annotations

import errno
import logging
import os
import sys

import typer

from creditgraph.cli import (
    accounts,
    answers,
    audit,
    cases,
    catalogue,
    data,
    exits,
    exports,
    grounds,
    hints,
    identity,
    ownership,
    patterns,
    processes,
    relations,
    replay,
    rules,
    warning,
    worker,
)
from graph.errors import CreditGraphError

app = typer.Typer(
    name="creditgraph",
    help="信用图谱：归集、推导、查询与解释",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for _module in (data, answers, ownership, relations, cases, exits, grounds, processes, replay, worker):
    _module.register(app)
app.add_typer(rules.app, name="rules")
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(identity.app, name="identity")
app.add_typer(exports.app, name="export")
app.add_typer(patterns.app, name="pattern")
app.add_typer(hints.app, name="hint")
app.add_typer(audit.app, name="audit")
app.add_typer(warning.app, name="warning")
app.add_typer(accounts.accounts_app, name="account")
app.add_typer(accounts.keys_app, name="key")


_USAGE = {
    "UsageError": "没有这个命令，或写法不对",
    "MissingParameter": "缺少参数",
    "NoSuchOption": "没有这个选项",
    "NoSuchCommand": "没有这个命令",
    "BadParameter": "参数的值不对",
    "BadOptionUsage": "选项用法不对",
    "BadArgumentUsage": "参数用法不对",
}


def _fail(text: str, status: int) -> int:
    """A refusal in words; what was typed may stand in it, so a person's number goes."""
    from graph.identity.redact import redact_text

    sys.stderr.write(redact_text(text) + "\n")
    return status


def _quiet_logs() -> None:
    from graph.identity.redact import RedactingFilter

    handler = logging.StreamHandler()
    handler.addFilter(RedactingFilter())
    logging.basicConfig(level=logging.ERROR, handlers=[handler])


def main() -> None:
    """Run one command; errors go to stderr in words, with the documented exit status."""
    _quiet_logs()
    try:
        status = app(standalone_mode=False) or 0
    except CreditGraphError as error:
        status = _fail(f"{error.title}：{error}", error.exit_status)
    except typer.Exit as error:
        status = error.exit_code
    except typer.Abort:
        status = _fail("已中止", 1)
    except KeyboardInterrupt:
        status = _fail("已中断；已确认的部分都已保存，可以重新运行", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except OSError as error:
        status = _os_failure(error)
    except Exception as error:
        status = _other(error)
    sys.exit(status if isinstance(status, int) else 0)


def _os_failure(error: OSError) -> int:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _fail("磁盘空间不足，文件没有写成；处理办法：清理空间后重新运行，已确认的部分不会丢失", 1)
    return _fail(f"文件或网络错误：{error.strerror or type(error).__name__}（{error.filename or ''}）", 1)


def _other(error: Exception) -> int:
    """Usage errors of the command line itself, and what nobody foresaw."""
    shown = getattr(error, "format_message", None)
    if callable(shown):
        what = _USAGE.get(type(error).__name__, "命令写法不对")
        return _fail(f"用法错误：{what}（{shown().strip()}）；处理办法：加 --help 查看用法", 2)
    if os.environ.get("CREDITGRAPH_DEBUG"):
        raise error
    return _fail(f"内部错误：{type(error).__name__}；设置 CREDITGRAPH_DEBUG=1 可显示细节", 1)


if __name__ == "__main__":
    main()
