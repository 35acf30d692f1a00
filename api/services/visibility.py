"""What of the findings on a subject a principal may see, and whom an answer names."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from api.auth.permissions import in_scope, may_see_finding
from api.auth.principal import Principal
from api.services.dossier import Dossier
from api.services.findings import state_on

_ID_LENGTH: Final = 17


def may_see(principal: Principal, finding: dict[str, Any], state: str) -> bool:
    """Whether one finding may be handed out."""
    authority = str(finding.get("authority_code") or "")
    return may_see_finding(principal, base_state=finding["base_state"], state=state, authority_code=authority)


def within(principal: Principal) -> Callable[[str, str], bool] | None:
    """Whether a record of a region and authority lies in the principal's districts; None where he has all."""
    if not principal.districts:
        return None
    return lambda region, authority: in_scope(principal, region, authority)


def visible_dossier(principal: Principal, dossier: Dossier, day: str) -> Dossier:
    """The dossier without findings that the principal may not see."""
    shown = [row for row in dossier.findings if may_see(principal, row["finding"], state_on(row, day))]
    return Dossier(**{**vars(dossier), "findings": shown})


def person_names(dossier: Dossier) -> list[str]:
    """Names of persons that an answer on this subject may contain."""
    names = [row["finding"]["person_name"] for row in dossier.findings]
    return [*names, dossier.subject.name] if dossier.subject.kind == "PERSON" else names


def persons_on(finding: dict[str, Any]) -> set[str]:
    """Everybody whom a finding's path names."""
    ends = {hop[end] for hop in json.loads(finding["path"]) for end in ("source", "target")}
    return {one for one in ends | {finding["person_id"]} if one.startswith("p") and len(one) == _ID_LENGTH}
