"""The one exception family: what went wrong, where, and what to do about it.

CreditGraphError
├── SettingsError            a setting, key file or folder is missing or wrong
├── UsageError               the caller asked for something that has no meaning
├── NotFoundError            the subject, finding or file is not there
├── AnswerRefusedError       the request is understood and refused
├── AnswerBusyError          it took too long, or another computes it just now
├── RegisterConflictError    somebody else was quicker, or the same request was sent with another content
├── StoreError
│   ├── StoreUnavailableError    no answer from the store
│   ├── StoreBusyError           another process holds what is needed
│   └── StoreConflictError       retries did not help
├── QueryDefinitionError     a Cypher file or its header is wrong
├── ModelError               the declared model contradicts itself
├── RuleDefinitionError      a liability rule refuses to exist
└── IngestError
    ├── PackageError         a file or package is refused whole
    └── RowError             one row is wrong (it goes to quarantine)
"""

from __future__ import annotations


class CreditGraphError(Exception):
    """Root of all errors that a user may see.

    Parameters
    ----------
    what
        What went wrong, in Chinese, without any personal number.
    where
        File, line, field, rule or address concerned.
    todo
        What the reader can do about it.
    """

    http_status: int = 500
    exit_status: int = 1
    title: str = "内部错误"

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what = what
        self.where = where
        self.todo = todo
        super().__init__(what)

    def __str__(self) -> str:
        parts = [self.what]
        if self.where:
            parts.append(f"位置：{self.where}")
        if self.todo:
            parts.append(f"处理办法：{self.todo}")
        return "；".join(parts)


class SettingsError(CreditGraphError):
    """A setting, key file or folder is missing or wrong."""

    exit_status = 2
    title = "配置错误"


class UsageError(CreditGraphError):
    """The caller asked for something that has no meaning."""

    http_status = 422
    exit_status = 2
    title = "用法错误"


class NotFoundError(CreditGraphError):
    """The subject, finding or file is not there."""

    http_status = 404
    title = "未找到"


class AnswerRefusedError(CreditGraphError):
    """The request is understood and refused."""

    http_status = 403
    title = "不予办理"


class AnswerBusyError(CreditGraphError):
    """It took too long, or another computes it just now; `passing` says that it will soon be done."""

    http_status = 503
    title = "暂时无法答复"

    def __init__(self, what: str, *, where: str = "", todo: str = "", passing: bool = False) -> None:
        super().__init__(what, where=where, todo=todo)
        self.passing = passing


class RegisterConflictError(CreditGraphError):
    """Somebody else was quicker, or the same request was sent with another content; nothing was written."""

    http_status = 409
    title = "与他人的办理冲突"


class StoreError(CreditGraphError):
    """Something is wrong between us and the database."""

    http_status = 503
    title = "图数据库错误"


class StoreUnavailableError(StoreError):
    """No answer from the store."""

    title = "图数据库不可用"


class StoreBusyError(StoreError):
    """Another process holds what is needed; its pid and start time are in `what`."""

    http_status = 409
    title = "图数据库被占用"


class StoreConflictError(StoreError):
    """Concurrent writers collided and retries did not help."""

    http_status = 409
    title = "并发写入冲突"


class QueryDefinitionError(CreditGraphError):
    """A Cypher file or its header is wrong."""

    title = "查询定义错误"


class ModelError(CreditGraphError):
    """The declared model contradicts itself."""

    title = "模型定义错误"


class RuleDefinitionError(CreditGraphError):
    """A liability rule refuses to exist; `where` names file and field."""

    title = "规则定义错误"


class IngestError(CreditGraphError):
    """Something handed in cannot be taken."""

    http_status = 422
    title = "归集错误"


class PackageError(IngestError):
    """A file or package is refused whole."""

    title = "数据包不予接收"


class RowError(IngestError):
    """One row is wrong; it goes to quarantine with file, line, field, rule and remedy."""

    title = "数据行错误"
