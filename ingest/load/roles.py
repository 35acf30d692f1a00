"""Contested roles: whoever says that he was registered without his knowing contests every row that says so.

An objection and the offices that it contests find each other whichever came first, and what is handed in of
the office later is contested as well. All that rests on such an office is suspended in the same transaction.
"""

from __future__ import annotations

from typing import Final

from graph.contested_roles import EDGE_OF_ROLE
from ingest.load.drafts import Payload
from ingest.load.known import FirstLoad

_ROLE_OF_EDGE: Final = {edge: role for role, edge in EDGE_OF_ROLE.items()}


def roles_to_contest(payloads: list[Payload], first: FirstLoad) -> list[dict[str, str]]:
    """Offices that these rows contest, or name and that may be contested already."""
    contested = [one for one in map(_contested, payloads) if one is not None]
    first.note(_key(one) for one in contested)
    offices = {_key(one): one for payload in payloads if (one := _office(payload)) is not None}
    wanted = {_key(one): one for one in contested}
    if offices:
        wanted |= {key: offices[key] for key in first.perhaps_known(list(offices))}
    return list(wanted.values())


def _contested(payload: Payload) -> dict[str, str] | None:
    """The role that an objection contests."""
    said = payload.properties
    if payload.fact_type != "Objection" or not said.get("person_id") or not said.get("role"):
        return None
    return {"person_id": said["person_id"], "entity_id": said["entity_id"], "role": said["role"]}


def _office(payload: Payload) -> dict[str, str] | None:
    """The role that a row of the register gives to a person."""
    role = _ROLE_OF_EDGE.get(payload.fact_type)
    if role is None or not payload.source or not payload.target or payload.source[0] != "Person":
        return None
    return {"person_id": payload.source[1], "entity_id": payload.target[1], "role": role}


def _key(one: dict[str, str]) -> str:
    return f"{one['role']}|{one['entity_id']}|{one['person_id']}"
