"""线索: raised from figures or by hand, assigned, checked, handed over, and how they ended."""

from __future__ import annotations

from graph.registers.clues.machine import ClueMachine, load_machine, machine_from
from graph.registers.clues.register import (
    MESSAGES,
    Actor,
    add_note,
    known_to,
    raise_by_hand,
    raise_clues,
    shown_to,
    take_step,
)

__all__ = [
    "MESSAGES",
    "Actor",
    "ClueMachine",
    "add_note",
    "known_to",
    "load_machine",
    "machine_from",
    "raise_by_hand",
    "raise_clues",
    "shown_to",
    "take_step",
]
