"""What the service needs to know; `creditgraph` hands it in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from api.auth.oidc import OidcSettings
from graph.store import Credentials


@dataclass(frozen=True)
class ApiSettings:
    """Settings of one API process.

    Parameters
    ----------
    store
        URL of the store.
    home
        Data folder, for the first password.
    keys, audit
        Folders of the identity keys and of the audit trail.
    credentials
        For a server that is not ours.
    """

    store: str
    home: Path
    keys: Path
    audit: Path
    credentials: Credentials | None = None
    oidc: OidcSettings | None = None

    @property
    def answers(self) -> Path:
        """Folder of the answers that were given."""
        return self.home / "answers"
