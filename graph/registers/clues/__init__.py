"""线索: raised from figures or by hand, assigned, checked, handed over, and how they ended."""

from __future__ import annotations

from graph.registers.clues.machine import ClueMachine, load_machine, machine_from
from graph.registers.clues.register import (
    Actor,
    add_note,
    raise_by_hand,
    raise_clues,
    take_step,
)

__all__ = [
    "Actor",
    "ClueMachine",
    "add_note",
    "load_machine",
    "machine_from",
    "raise_by_hand",
    "raise_clues",
    "take_step",
]
