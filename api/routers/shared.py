"""What several routes do the same way: days, who is meant, masking, and the data version as ETag."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

from fastapi import Path, Query, Response

from api.auth.permissions import in_scope
from api.auth.principal import Role
from api.deps import Asker, KeptAnswer
from api.schemas.system import Day, KnownAt
from api.services import visibility
from api.services.detail import labels_plan
from api.services.districts import persons_within_plan
from api.services.dossier import Dossier, dossier_of
from api.services.kept import EXPLAIN, relied_on
from graph.errors import AnswerRefusedError, UsageError
from graph.identity.numbers import read_number
from graph.store import seq_plan
from graph.store.moments import is_over

AsOf = Annotated[Day | None, Query(description="按哪一天的情况；缺省为今天")]
KnownAtQuery = Annotated[KnownAt | None, Query(description="按平台何时所知：日期、时间或 seq:N")]
CodePath = Annotated[str, Path(min_length=1, max_length=64, description="统一社会信用代码或人员编号")]
Limit = Annotated[int, Query(ge=1, le=200, description="每页至多几行")]
Cursor = Annotated[str | None, Query(description="上一页给出的游标；各页同属一个数据版本", max_length=120)]
_PINNED: Final = re.compile(r"([0-9]{1,15})s(.*)", re.DOTALL)
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": words,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, words in {
        400: "请求不成立",
        401: "未登录",
        403: "没有权限",
        404: "没有找到",
        409: "与他人的写入冲突",
        413: "请求过大",
        422: "请求内容不合要求",
        503: "图数据库或审计暂不可用",
    }.items()
}

#: For every answer that leaves through `unless_held` or `tagged`.
UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {
        "description": "请求头 If-None-Match 所给的 ETag 仍是现行的答复，不再发送内容；照样记入审计",
        "headers": {"ETag": {"description": "答复的标记", "schema": {"type": "string"}}},
    }
}


async def seq_of(asker: Asker, known_at: str | None) -> int:
    """The commit number at which an answer is given."""
    found = await asker.ask(seq_plan(known_at))
    return await asker.service.store.head_seq() if found is None else found


async def as_then(asker: Asker, known_at: str | None) -> Asker:
    """The asker at the desk of that time; what is asked of the newest state costs nothing more."""
    if not known_at:
        return asker
    desk = await asker.ask(asker.desk.then(known_at, await asker.ask(seq_plan(known_at))))
    return replace(asker, desk=desk)


@dataclass(frozen=True)
class PageAt:
    """Where a page of a list begins, and the commit that all pages of the list are of.

    Parameters
    ----------
    asker
        At the desk of that commit.
    after
        Where the page before ended, as the list's own plan gave it; empty for the first page.
    past
        Whether the commit was asked for, by `known_at` or by the cursor, and not taken as the newest.
    """

    asker: Asker
    seq: int
    after: str
    past: bool

    def pinned(self, found: dict[str, Any]) -> dict[str, Any]:
        """The page, with the commit in the cursor of the next one."""
        cursor = found["cursor"]
        return {**found, "cursor": None if cursor is None else f"{self.seq}s{cursor}"}


async def page_at(asker: Asker, cursor: str | None, known_at: str | None) -> PageAt:
    """The page that a cursor stands for: of the first page's commit, whatever was written in between.

    Raises
    ------
    NotFoundError
        There is no such commit.
    UsageError
        The cursor was not handed out here, or is of another commit than `known_at`.
    """
    pin = _PINNED.fullmatch(cursor) if cursor else None
    if cursor and pin is None:
        raise not_handed_out()
    # A day that is not over means another commit with each one: there too the first page's counts.
    if pin is not None and not (known_at and is_over(known_at)):
        known_at = f"seq:{pin[1]}"
    seq = await seq_of(asker, known_at)
    if pin is not None and int(pin[1]) != seq:
        raise UsageError(
            "游标与所问的数据版本不一致",
            where="cursor",
            todo="不要同时给出另一个 known_at",
        )
    desk = await asker.ask(asker.desk.then(known_at, seq))
    return PageAt(replace(asker, desk=desk), seq, "" if pin is None else pin[2], bool(known_at))


def hex_of(key: str | None) -> str | None:
    """A place that may be any text, as it stands in a cursor."""
    return key.encode().hex() if key else None


def key_of(cursor: str) -> str:
    """The place that `hex_of` wrote.

    Raises
    ------
    UsageError
        The cursor was not handed out here.
    """
    try:
        return bytes.fromhex(cursor).decode()
    except ValueError as error:
        raise not_handed_out() from error


def not_handed_out() -> UsageError:
    """The refusal of a cursor that nobody was given."""
    return UsageError("游标不是本接口给出的", where="cursor", todo="从第一页重新开始")


def refuse_number(text: str) -> None:
    """A number of a person must never stand in an address."""
    if read_number("", text).valid:
        raise AnswerRefusedError("证件号码不得写在网址里", todo="改用 POST，在请求体中给出号码")


async def dossier_in_scope(
    asker: Asker, code: str, day: str, known_at: str | None, *, to_decide: bool = False
) -> Dossier:
    """The subject that is meant, if the asker may see its district.

    Parameters
    ----------
    to_decide
        For a check: a person may be checked from everywhere (ADR 0022).

    Raises
    ------
    AnswerRefusedError
        It lies outside his districts, or the address holds a person's number.
    """
    refuse_number(code)
    dossier = await asker.ask(dossier_of(asker.desk, code, day, await asker.ask(seq_plan(known_at))))
    if dossier.subject.kind == "PERSON":
        if not to_decide:
            await persons_in_scope(asker, [dossier.subject.id], dossier.seq)
    elif not in_scope(asker.principal, dossier.region):
        raise AnswerRefusedError("该主体不在您的辖区范围内", todo="需要时由有权的部门查询")
    return dossier


async def persons_in_scope(asker: Asker, person_ids: Sequence[str], seq: int) -> None:
    """Go on if all of them belong to the asker's districts.

    Raises
    ------
    AnswerRefusedError
        One does not.
    """
    near = await asker.ask(persons_within_plan(person_ids, seq, within(asker)))
    if not near.issuperset(person_ids):
        raise AnswerRefusedError(
            "该人员不在您的辖区范围内", todo="需要时由有权的部门查询；办理业务前的核查不受此限"
        )


def is_public(asker: Asker) -> bool:
    """Whether the asker reads what is published and nothing else."""
    return asker.principal.role is Role.PUBLIC


def within(asker: Asker) -> Callable[[str, str], bool] | None:
    """Whether a record of a region and authority lies in the asker's districts; None where he has all."""
    return visibility.within(asker.principal)


def may_see(asker: Asker, finding: dict[str, Any], state: str) -> bool:
    """Whether one finding may be handed out to the asker."""
    return visibility.may_see(asker.principal, finding, state)


def tagged(asker: Asker, data_version: str) -> bool:
    """Set the ETag; True when the asker has this answer already.

    The mark stands for the version of the data, the day, the address, and who asks with what he may see.
    """
    request, response, who = asker.request, asker.response, asker.principal
    asked = f"{data_version}|{asker.desk.today}|{request.url.path}?{request.url.query}"
    scopes = "|".join(",".join(one) for one in (who.authorities, who.districts, who.purposes))
    mark = hashlib.blake2b(f"{asked}|{who.principal_id}|{who.role}|{scopes}".encode(), digest_size=12)
    response.headers["ETag"] = f'"{mark.hexdigest()}"'
    response.headers["Cache-Control"] = "private, no-cache"
    # A proxy that compresses weakens the mark; a client may hold several.
    held = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    return response.headers["ETag"] in held


def unchanged(asker: Asker) -> Response:
    """Nothing but that the answer which the asker has is still the answer (304)."""
    return Response(status_code=304, headers=dict(asker.response.headers))


def rows_before(page: PageAt) -> int:
    """How many rows the pages before have told, where pages are counted.

    Raises
    ------
    UsageError
        The cursor is none that was handed out.
    """
    if page.after and not (page.after.isascii() and page.after.isdigit()):
        raise not_handed_out()
    return int(page.after or 0)


def unless_held(asker: Asker, found: dict[str, Any], beside: str = "") -> Any:
    """The answer with its ETag, or 304 where the asker has it already.

    What shows persons is written into the audit trail before, for both.

    Parameters
    ----------
    beside
        What the answer depends on besides the version of the data.
    """
    version = f"{found['data_version']}|{beside}" if beside else str(found["data_version"])
    return unchanged(asker) if tagged(asker, version) else found


async def kept_explanation(
    asker: Asker, finding: dict[str, Any], state: str, found: dict[str, Any], seq: int
) -> tuple[dict[str, Any], KeptAnswer]:
    """What the asker may be shown of an explanation, and its keeping; a notice says the same.

    Parameters
    ----------
    state
        Of the finding, on the day of the explanation.
    """
    labels = await asker.ask(labels_plan(visibility.persons_on(finding), found["as_of"], seq))
    names = [finding["person_name"], *(name for _, name in labels.values())]
    shown: dict[str, Any] = asker.masking.document(found, names)
    asked = {"finding_id": finding["finding_id"], "as_of": found["as_of"]}
    relied = relied_on([{**finding, "state": state}])
    return shown, asker.keep(EXPLAIN, asked, shown, relied=relied, names=names)


def cursor_text(cursor: str | None) -> str:
    """A cursor as it was handed out.

    Raises
    ------
    UsageError
        It was not.
    """
    if cursor and not (cursor.isascii() and cursor.isalnum() and len(cursor) <= 100):
        raise not_handed_out()
    return cursor or ""
