"""What one ingest took, refused, returned and noticed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class FileReport:
    """One file: rows read, and what became of them."""

    file: str
    table: str
    form: str = ""
    rows: int = 0
    taken: dict[str, int] = field(default_factory=dict)
    quarantined: dict[str, int] = field(default_factory=dict)
    returned: int = 0
    conflicts: int = 0
    unknown_columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: str = ""
    unended: str = ""
    """Why a snapshot, whose rows are in, ended nothing that it lacks."""
    ended_by_snapshot: int = 0
    settled: int = 0
    """Rows of earlier hand-ins that left the quarantine sheet, because this file corrects them."""

    def add(self, counts: dict[str, int]) -> None:
        """Add one batch's counts."""
        for name, number in counts.items():
            self.taken[name] = self.taken.get(name, 0) + number


@dataclass
class PackageReport:
    """One package."""

    package: str
    source: str
    produced_at: str
    synthetic: bool
    run_id: str
    resumed: bool = False
    files: dict[str, FileReport] = field(default_factory=dict)
    unknown_files: list[str] = field(default_factory=list)

    @property
    def refused_files(self) -> list[FileReport]:
        """Files that were refused whole."""
        return [one for one in self.files.values() if one.refused]

    @property
    def unended_files(self) -> list[FileReport]:
        """Snapshots that would end more than they may."""
        return [one for one in self.files.values() if one.unended]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


@dataclass
class IngestReport:
    """Everything that one command handed in.

    Parameters
    ----------
    refused
        Why packages were not taken, or not to their end, where others were handed in with them.
    """

    packages: list[PackageReport] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    parked: int = 0
    parked_examples: list[str] = field(default_factory=list)
    dry_run: bool = False

    @property
    def is_clean(self) -> bool:
        """Whether no package, no file and no snapshot's ending was refused."""
        return not self.refused and not any(one.refused_files or one.unended_files for one in self.packages)

    def total(self, name: str) -> int:
        """Sum of one count over all files: rows, quarantined, returned, conflicts, or a key of `taken`."""
        found = 0
        for package in self.packages:
            for one in package.files.values():
                if name in ("rows", "returned", "conflicts"):
                    found += int(getattr(one, name))
                elif name == "quarantined":
                    found += sum(one.quarantined.values())
                else:
                    found += one.taken.get(name, 0)
        return found

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "packages": [one.as_json() for one in self.packages],
            "refused": self.refused,
            "parked": self.parked,
            "parked_examples": self.parked_examples,
            "dry_run": self.dry_run,
        }
