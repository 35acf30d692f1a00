"""调查工作区: notes, parties, saved views, paths and evidence of one investigation, with roles and audit."""

from __future__ import annotations

from graph.registers.workspaces.bodies import readable, relation_line, share_words
from graph.registers.workspaces.dossier import data_archive, dossier_notice
from graph.registers.workspaces.register import (
    ITEM_KINDS,
    MEMBER_ROLES,
    add_item,
    change_item,
    close_workspace,
    item_heads,
    open_workspace,
    remove_item,
    remove_member,
    role_in,
    set_member,
)

__all__ = [
    "ITEM_KINDS",
    "MEMBER_ROLES",
    "add_item",
    "change_item",
    "close_workspace",
    "data_archive",
    "dossier_notice",
    "item_heads",
    "open_workspace",
    "readable",
    "relation_line",
    "remove_item",
    "remove_member",
    "role_in",
    "set_member",
    "share_words",
]
