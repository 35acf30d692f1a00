"""Ownership and control: the closure, integrated ownership, ultimate controllers, what derivation stores."""

from __future__ import annotations

from graph.ownership.answer import ControlAnswer, controllers_of
from graph.ownership.closure import ControlPair, ControlPairs, control_pairs
from graph.ownership.derive import ControlReport, derive_control
from graph.ownership.export import (
    CONTROL_COLUMNS,
    OWNERSHIP_COLUMNS,
    ControlRow,
    OwnershipRow,
    export_controls,
    integrated_ownership,
)
from graph.ownership.holdings import HoldingRow, Holdings, Mark, PartyLink
from graph.ownership.parties import PartyLabels, label_ids, label_parties
from graph.ownership.policy import ControlKind, ControlPolicy, ControlState

__all__ = [
    "CONTROL_COLUMNS",
    "OWNERSHIP_COLUMNS",
    "ControlAnswer",
    "ControlKind",
    "ControlPair",
    "ControlPairs",
    "ControlPolicy",
    "ControlReport",
    "ControlRow",
    "ControlState",
    "HoldingRow",
    "Holdings",
    "Mark",
    "OwnershipRow",
    "PartyLabels",
    "PartyLink",
    "control_pairs",
    "controllers_of",
    "derive_control",
    "export_controls",
    "integrated_ownership",
    "label_ids",
    "label_parties",
]
