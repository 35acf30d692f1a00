"""Refusals at the door, within the one exception family."""

from __future__ import annotations

from typing import Final

from graph.errors import AnswerRefusedError

FAILURES_ALLOWED: Final = 5
LOCK_MINUTES: Final = 15


class NotSignedInError(AnswerRefusedError):
    """Nobody that we know asks: no token, or a void, expired, revoked or unknown one."""

    http_status = 401
    title = "未登录"


class SignInRefusedError(NotSignedInError):
    """Login and password do not open an account now.

    One wording for all causes: whether a name exists, is locked or disabled is nobody's business.
    """

    title = "登录失败"

    def __init__(self) -> None:
        super().__init__(
            "登录名或口令不正确，或者账户暂时不能登录",
            todo=f"连续 {FAILURES_ALLOWED} 次输错会锁定 {LOCK_MINUTES} 分钟；仍不能登录时请联系系统管理员",
        )


class PasswordChangeRequiredError(AnswerRefusedError):
    """The first password opens nothing but the change of it."""

    title = "须先修改口令"

    def __init__(self) -> None:
        super().__init__("首次登录须先修改口令", todo="修改口令后重新操作")


class PermissionDeniedError(AnswerRefusedError):
    """This principal may not do that."""

    title = "没有权限"
