"""The pattern library: what hangs together in a way that deserves a second look; hints, never decisions."""

from __future__ import annotations

from graph.risk.patterns.declare import Parameter, Pattern
from graph.risk.patterns.library import PATTERNS, pattern
from graph.risk.patterns.matches import Match, Member, PatternRun
from graph.risk.patterns.run import run_pattern

__all__ = ["PATTERNS", "Match", "Member", "Parameter", "Pattern", "PatternRun", "pattern", "run_pattern"]
