"""Paths and networks: who is linked to whom on a day, within stated bounds."""

from __future__ import annotations

from graph.risk.frontier import Conditions
from graph.risk.network import Neighbourhood, neighbourhood, neighbourhood_plan
from graph.risk.paths import Hop, PathAnswer, PathBounds, find_links, find_paths
from graph.risk.surroundings import Surroundings, surroundings

__all__ = [
    "Conditions",
    "Hop",
    "Neighbourhood",
    "PathAnswer",
    "PathBounds",
    "Surroundings",
    "find_links",
    "find_paths",
    "neighbourhood",
    "neighbourhood_plan",
    "surroundings",
]
