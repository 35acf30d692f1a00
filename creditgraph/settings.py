"""Settings: where data, keys and store are; from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import SettingsError

_CHECKOUT = Path(__file__).resolve().parents[1]


def default_home(env: Mapping[str, str]) -> Path:
    """``.creditgraph/`` in a source checkout, else the user's data folder."""
    if env.get("CREDITGRAPH_HOME"):
        return Path(env["CREDITGRAPH_HOME"]).expanduser().absolute()
    if (_CHECKOUT / "pyproject.toml").is_file():
        return _CHECKOUT / ".creditgraph"
    return Path(env.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "creditgraph"


@dataclass(frozen=True)
class Settings:
    """Everything that the environment decides.

    Parameters
    ----------
    home
        Data folder: keys, embedded store, ingest sheets.
    store
        URL of the store.
    precedence
        Source codes, the one that wins first.
    snapshot_cap
        Largest share of a source's rows in a table that one snapshot may end.
    """

    home: Path
    store: str
    precedence: tuple[str, ...]
    snapshot_cap: float

    @property
    def answers(self) -> Path:
        """Folder of the answers that were given."""
        return self.home / "answers"

    @property
    def keys(self) -> Path:
        """Folder of the identity keys."""
        return self.home / "keys"

    @property
    def audit_folder(self) -> Path:
        """Folder of the audit trail's segment files."""
        return self.home / "audit"

    @classmethod
    def load(cls, env: Mapping[str, str] | None = None, *, store: str | None = None) -> Settings:
        """Read the environment.

        Raises
        ------
        SettingsError
            A setting makes no sense.
        """
        env = os.environ if env is None else env
        home = default_home(env)
        cap = env.get("CREDITGRAPH_SNAPSHOT_CAP", "0.2")
        try:
            snapshot_cap = float(cap)
            if not 0 <= snapshot_cap <= 1:
                raise ValueError(cap)
        except ValueError as error:
            raise SettingsError(
                "快照上限不在 0 与 1 之间", where="CREDITGRAPH_SNAPSHOT_CAP", todo="填写 0 到 1 之间的小数"
            ) from error
        given = env.get("CREDITGRAPH_SOURCE_PRECEDENCE", "")
        url = store or env.get("CREDITGRAPH_STORE") or _noted_store(home) or f"embedded://{home / 'store'}"
        precedence = tuple(part.strip() for part in given.split(",") if part.strip())
        return cls(home, url, precedence, snapshot_cap)


def _noted_store(home: Path) -> str:
    """The store that `make demo` or `up` left running, if it is not the embedded one."""
    note = home / "store-url"
    return note.read_text(encoding="utf-8").strip() if note.is_file() else ""
