"""What early warning is asked about, as users name it: signals, scopes, codes; and who may see which."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from api.services.desk import Desk
from api.services.statistics import zh_of
from api.services.subjects import entity_with
from graph.errors import AnswerRefusedError, NotFoundError, UsageError
from graph.ownership.parties import label_ids
from graph.risk.warning import Scope, Signal, group_heads, load_settings, newest_places

Seen = Callable[[str], bool]
"""Whether the asker may see what lies in a region; an empty region is the whole city."""
_LISTED: Final = {
    Scope.INDUSTRY: "industry_sections",
    Scope.DISTRICT: "districts",
    Scope.LIST: "list_types",
}


def signal_of(text: str) -> Signal:
    """The signal that is meant.

    Raises
    ------
    UsageError
        There is none of that name.
    """
    try:
        return Signal(text)
    except ValueError as error:
        known = "、".join(f"{one.value}（{load_settings().signals[one].zh}）" for one in Signal)
        raise UsageError("没有这个预警信号", where="signal", todo=f"可用：{known}") from error


def scope_of(text: str, signal: Signal | None = None) -> Scope:
    """The kind of scope that is meant.

    Raises
    ------
    UsageError
        There is none of that name, or the signal has no figure for it.
    """
    try:
        scope = Scope(text)
    except ValueError as error:
        known = "、".join(f"{one.value}（{one.zh}）" for one in Scope)
        raise UsageError("没有这个口径", where="scope", todo=f"可用：{known}") from error
    if signal is not None and scope not in load_settings().signals[signal].scopes:
        known = "、".join(one.zh for one in load_settings().signals[signal].scopes)
        raise UsageError(f"这个信号没有“{scope.zh}”口径", where="scope", todo=f"可用：{known}")
    return scope


def is_seen(scope: Scope, region: str, seen: Seen) -> bool:
    """What is of no single region is of the whole city: figures by industry and list are nobody's alone."""
    return True if scope in (Scope.CITY, Scope.INDUSTRY, Scope.LIST) else seen(region)


def _refuse_unseen(desk: Desk, scope: Scope, inner: str, day: str, seq: int, seen: Seen) -> None:
    """Refuse what a table of figures would leave out: one party or district beyond the asker's own.

    A series or a count is as telling as the rows, so neither is given.
    """
    if scope in (Scope.ENTITY, Scope.GROUP):
        region = newest_places(desk.store, [inner], day, seq).get(inner, ("", ""))[0]
        if not is_seen(scope, region, seen):
            raise AnswerRefusedError("该单位不在您的辖区范围内", where="scope_id", todo="由有权的部门查看")
    elif not is_seen(scope, inner, seen):
        raise AnswerRefusedError("该辖区不在您的范围内", where="scope_id", todo="改看自己的辖区")


def labels_of(desk: Desk, scope: Scope, ids: Iterable[str], day: str, seq: int) -> dict[str, tuple[str, str]]:
    """Code for users and name of each scope."""
    wanted = list(ids)
    if scope in (Scope.ENTITY, Scope.GROUP):
        told = label_ids(desk.store, wanted, day, seq=seq)
        ends = "" if scope is Scope.ENTITY else "及关联单位"
        return {
            one: (told.codes.get(one, one), told.names.get(one, "") + ends if told.names.get(one) else one)
            for one in wanted
        }
    if scope is Scope.CITY:
        return dict.fromkeys(wanted, ("", "全市"))
    return {one: (one, zh_of(_LISTED[scope], one)) for one in wanted}


def given_id(desk: Desk, scope: Scope, text: str, seq: int) -> str:
    """The id of what a user named by the code that he knows; of a group, of the member whose code he gave.

    Raises
    ------
    NotFoundError
        Nobody has that code.
    """
    if scope is Scope.CITY:
        return ""
    if scope not in (Scope.ENTITY, Scope.GROUP):
        return text
    entity = entity_with(desk, text.strip(), seq)
    if not entity:
        raise NotFoundError("没有这个代码的主体", where="scope_id", todo="填写统一社会信用代码")
    return entity


def groups_with(desk: Desk, member: str, seq: int) -> tuple[str, ...]:
    """The names of the groups in which an entity is, as known at a commit.

    Raises
    ------
    NotFoundError
        It is in none.
    """
    found = group_heads(desk.store, [member], seq).get(member, ())
    if not found:
        raise NotFoundError(
            "该单位不在任何企业族群中", where="scope_id", todo="填写族群成员的代码，或改用“单位”口径"
        )
    return found


def group_with(desk: Desk, member: str, seq: int) -> str:
    """The name under which the figures of an entity's group are kept.

    Raises
    ------
    NotFoundError
        It is in no group.
    UsageError
        It is in several, and none is named by it.
    """
    found = groups_with(desk, member, seq)
    if member in found:
        return member
    if len(found) > 1:
        raise UsageError(
            f"该单位同时属于 {len(found)} 个企业族群", where="scope_id", todo="改填其中一个族群核心单位的代码"
        )
    return found[0]


def seen_id(desk: Desk, scope: Scope, text: str, day: str, seq: int, seen: Seen) -> str:
    """The id under which the figures of a scope are kept, if the asker may see it.

    Of a group the member that he named is looked at first: that it is in none would tell of it too.
    """
    given = given_id(desk, scope, text, seq)
    _refuse_unseen(desk, scope, given, day, seq, seen)
    if scope is not Scope.GROUP:
        return given
    inner = group_with(desk, given, seq)
    _refuse_unseen(desk, scope, inner, day, seq, seen)
    return inner
