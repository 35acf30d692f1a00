"""Paths and networks: who is linked to whom on a day, within stated bounds."""

from __future__ import annotations

from graph.risk.network import Neighbourhood, Surroundings, neighbourhood, surroundings
from graph.risk.paths import Hop, PathAnswer, PathBounds, find_paths

__all__ = [
    "Hop",
    "Neighbourhood",
    "PathAnswer",
    "PathBounds",
    "Surroundings",
    "find_paths",
    "neighbourhood",
    "surroundings",
]
