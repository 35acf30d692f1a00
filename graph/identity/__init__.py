"""Who is who: codes of organisations, numbers of persons, keys, masking and redaction (A8, A9)."""

from __future__ import annotations

from graph.identity.codes import Code, CodeFlag, CodeIssue, CodeScheme, classify_code
from graph.identity.keys import load_keys, load_or_create_keys, rotate_keys
from graph.identity.numbers import IdentityKeys, PersonNumber, SealedNumber, mask, read_number
from graph.identity.redact import RedactingFilter, redact_row, redact_text

__all__ = [
    "Code",
    "CodeFlag",
    "CodeIssue",
    "CodeScheme",
    "IdentityKeys",
    "PersonNumber",
    "RedactingFilter",
    "SealedNumber",
    "classify_code",
    "load_keys",
    "load_or_create_keys",
    "mask",
    "read_number",
    "redact_row",
    "redact_text",
    "rotate_keys",
]
