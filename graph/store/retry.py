"""When a transaction is run again, and what an engine's error means to the reader."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import Final

import neo4j.exceptions as driver_errors

from graph.errors import (
    CreditGraphError,
    StoreConflictError,
    StoreError,
    StoreUnavailableError,
)

_LOST: Final = (
    driver_errors.ServiceUnavailable,
    driver_errors.SessionExpired,
    driver_errors.DatabaseUnavailable,
    driver_errors.ConnectionAcquisitionTimeoutError,
)
_NOT_FOUND: Final = "Neo.ClientError.Transaction.TransactionNotFound"
_FIRST_WAIT: Final = 0.02
_LONGEST_WAIT: Final = 1.0


@dataclass(frozen=True)
class StoreSettings:
    """Times and sizes of a store's connection.

    Parameters
    ----------
    retry_seconds
        How long a transaction is run again after transient errors.
    constraint_retries
        How often after a ConstraintError: two first MERGEs of one key collide once or twice, a real
        violation does so for ever.
    """

    read_timeout: float = 120.0
    write_timeout: float = 600.0
    connect_timeout: float = 10.0
    retry_seconds: float = 60.0
    constraint_retries: int = 4
    pool_size: int = 64


@dataclass
class Attempts:
    """Counts the attempts at one transaction and says whether another is due."""

    settings: StoreSettings
    name: str = ""
    count: int = 0
    constraint_errors: int = 0
    started: float = field(default_factory=time.monotonic)

    def wait_after(self, error: Exception) -> float:
        """Seconds to wait before the next attempt.

        Raises
        ------
        StoreError
            There is none; the error in the reader's words.
        """
        self.count += 1
        again = is_transient(error) or is_lost(error)
        if isinstance(error, driver_errors.ConstraintError):
            self.constraint_errors += 1
            again = self.constraint_errors <= self.settings.constraint_retries
        over = time.monotonic() - self.started > self.settings.retry_seconds
        if not again or over:
            raise explain(error, self.name) from error
        longest: float = min(_LONGEST_WAIT, _FIRST_WAIT * (1 << min(self.count, 8)))
        return random.uniform(0.3, 1.0) * longest  # noqa: S311 - jitter, no secret


def is_transient(error: Exception) -> bool:
    """Whether the engine itself says that running it again may help."""
    return isinstance(error, driver_errors.TransientError) or (
        isinstance(error, driver_errors.Neo4jError | driver_errors.DriverError) and error.is_retryable()
    )


def is_lost(error: Exception) -> bool:
    """Whether the connection was lost, so that the outcome of a commit may be unknown."""
    return isinstance(error, (*_LOST, driver_errors.IncompleteCommit))


def _was_not_committed(error: Exception) -> bool:
    """ArcadeDB answers a commit that it could not write with this code, and with nothing about the cause."""
    if not isinstance(error, driver_errors.Neo4jError) or error.code != _NOT_FOUND:
        return False
    return "on commit" in (error.message or "")


def explain(error: Exception, where: str) -> CreditGraphError:
    """The error in the reader's words; never with values, which may be about persons."""
    if isinstance(error, CreditGraphError):
        return error
    if isinstance(error, driver_errors.AuthError):
        return StoreUnavailableError(
            "图数据库拒绝登录：用户名或密码不对",
            where=where,
            todo="检查 CREDITGRAPH_STORE_USER 和 CREDITGRAPH_STORE_PASSWORD_FILE 指明的密码文件",
        )
    if is_lost(error) or isinstance(error, OSError):
        return StoreUnavailableError(
            "图数据库没有应答",
            where=where,
            todo="确认服务在运行（creditgraph status），或执行 creditgraph doctor",
        )
    if isinstance(error, driver_errors.ConstraintError):
        return StoreConflictError(
            "写入与唯一性约束冲突，重试无效", where=where, todo="检查同一编号是否重复写入，并查看图数据库日志"
        )
    if is_transient(error):
        return StoreConflictError("并发写入冲突，多次重试无效", where=where, todo="稍后重试")
    if isinstance(error, driver_errors.CypherSyntaxError):
        return StoreError(f"图数据库不接受查询语句：{error.message}", where=where)
    if _was_not_committed(error):
        return StoreError(
            "图数据库没有完成提交，这一批没有写入；常见原因是磁盘空间不足或文件大小受限",
            where=where,
            todo="检查数据目录所在磁盘的空间与配额，再重新运行同一命令；已确认的部分不会丢失",
        )
    if isinstance(error, driver_errors.Neo4jError):
        return StoreError(f"图数据库执行出错（{error.code}）", where=where, todo="查看图数据库日志")
    return StoreError(f"连接图数据库出错（{type(error).__name__}）", where=where)
