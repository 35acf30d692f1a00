"""The audit trail (A16): who changed what, who read whom, and how to see that nobody tampered with it."""

from __future__ import annotations

from graph.audit.anchors import Anchorer, seal_abandoned
from graph.audit.changes import record_change, record_change_async
from graph.audit.read import ChangePage, ReadPage, TrailFilter, read_changes, read_changes_async, read_entries
from graph.audit.scan import Fault
from graph.audit.segments import AuditUnavailableError, ReadEntry, SegmentState, SegmentWriter
from graph.audit.verify import VerifyReport, verify

__all__ = [
    "Anchorer",
    "AuditUnavailableError",
    "ChangePage",
    "Fault",
    "ReadEntry",
    "ReadPage",
    "SegmentState",
    "SegmentWriter",
    "TrailFilter",
    "VerifyReport",
    "read_changes",
    "read_changes_async",
    "read_entries",
    "record_change",
    "record_change_async",
    "seal_abandoned",
    "verify",
]
