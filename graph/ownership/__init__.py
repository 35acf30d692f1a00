"""Ownership and control: the closure, integrated ownership, ultimate controllers, what derivation stores."""

from __future__ import annotations

from graph.ownership.answer import ControlAnswer, controllers_of
from graph.ownership.beneficial import BeneficialAnswer, beneficial_owners
from graph.ownership.changes import ControlChange, control_changes
from graph.ownership.closure import ControlPair, ControlPairs, control_pairs
from graph.ownership.derive import ControlReport, derive_control
from graph.ownership.export import (
    CONTROL_COLUMNS,
    OWNERSHIP_COLUMNS,
    ControlExport,
    ControlRow,
    OwnershipRow,
    export_controls,
    integrated_ownership,
)
from graph.ownership.groups import ControlGroup, families, group_under, stored_groups
from graph.ownership.holdings import HoldingRow, Holdings, Mark, PartyLink
from graph.ownership.integrated import OwnershipMatrix, OwnershipShare, integrated_shares
from graph.ownership.parties import PartyLabels, label_ids, label_parties
from graph.ownership.policy import ControlKind, ControlPolicy, ControlState, Loops
from graph.ownership.touched import Touched
from graph.ownership.tree import OwnershipTree, ownership_tree
from graph.ownership.via import parties_between
from graph.ownership.votes import VotingGraph, voting_graph

__all__ = [
    "CONTROL_COLUMNS",
    "OWNERSHIP_COLUMNS",
    "BeneficialAnswer",
    "ControlAnswer",
    "ControlChange",
    "ControlExport",
    "ControlGroup",
    "ControlKind",
    "ControlPair",
    "ControlPairs",
    "ControlPolicy",
    "ControlReport",
    "ControlRow",
    "ControlState",
    "HoldingRow",
    "Holdings",
    "Loops",
    "Mark",
    "OwnershipMatrix",
    "OwnershipRow",
    "OwnershipShare",
    "OwnershipTree",
    "PartyLabels",
    "PartyLink",
    "Touched",
    "VotingGraph",
    "beneficial_owners",
    "control_changes",
    "control_pairs",
    "controllers_of",
    "derive_control",
    "export_controls",
    "families",
    "group_under",
    "integrated_ownership",
    "integrated_shares",
    "label_ids",
    "label_parties",
    "ownership_tree",
    "parties_between",
    "stored_groups",
    "voting_graph",
]
