"""For what a signed-in person reads: one of a short list, written beside every reading of personal data.

Personal information is handled for a definite and reasonable purpose (《个人信息保护法》第6条). A check names
its business (``purpose``); every other reading bears the purpose for which its reader works.
"""

from __future__ import annotations

from typing import Final

from api.auth.principal import Role
from graph.errors import UsageError
from graph.model.codelists import codelist

HEADER: Final = "x-purpose"
_USUAL: Final = {
    one.attributes["usual_for"]: one.code
    for one in codelist("working_purposes").values
    if one.attributes["usual_for"]
}


def working_purpose(given: str, role: Role) -> str:
    """The purpose that a request names in its ``X-Purpose``, or the usual one of its asker's role.

    Raises
    ------
    UsageError
        It names none of the list.
    """
    if not given:
        return _USUAL.get(role.value, "")
    known = codelist("working_purposes")
    if given not in known.codes():
        codes = "、".join(known.codes())
        raise UsageError("没有这种工作目的", where="X-Purpose", todo=f"可用：{codes}")
    return given
