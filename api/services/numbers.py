"""A person's whole number: only for a role that may, a stated reason, and an entry in the audit trail."""

from __future__ import annotations

from api.services.desk import Desk
from graph.errors import AnswerRefusedError, NotFoundError
from graph.identity.numbers import SealedNumber
from graph.store import Plan, ask


def numbers_plan(desk: Desk, person_id: str) -> Plan[list[str]]:
    """The numbers of a person, in clear.

    Raises
    ------
    AnswerRefusedError
        The installation has no keys.
    NotFoundError
        There is no such person, none of his numbers is known, or its key was destroyed.
    """
    if desk.keys is None:
        raise AnswerRefusedError("没有身份密钥，无法显示证件号码", todo="恢复密钥文件")
    rows = yield from ask("read/subject/numbers", person_id=person_id)
    sealed = [
        (one["id_type"], SealedNumber(one["ciphertext"], one["nonce"], one["wrapped_key"]))
        for one in rows[0]["rows"]
        if one["wrapped_key"]
    ]
    if not sealed:
        raise NotFoundError("没有该人员的证件号码", where=person_id, todo="核对人员编号")
    return [desk.keys.unseal(id_type, one) for id_type, one in sealed]
