"""``account`` and ``key`` on the command line: nothing secret is an argument or on the screen."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from creditgraph.cli.main import app
from graph.errors import UsageError
from graph.store import Store

PASSWORD = "a-phrase-of-some-words"


@pytest.fixture
def home(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, beside an empty store."""
    monkeypatch.setenv("CREDITGRAPH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def call(*words: str, stdin: str = "") -> str:
    result = CliRunner().invoke(app, list(words), input=stdin, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_an_account_is_added_listed_disabled_and_reset(home: Path) -> None:
    add = ("account", "add", "Li.Si", "--role", "officer", "--name", "某人", "--district", "411300")
    file = Path(json.loads(call(*add, "--json"))["password_file"])
    assert file == home / "first-password-li.si" and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_text(encoding="utf-8").strip()) >= 12
    told = call(
        "account", "add", "bo", "--role", "AUDITOR", "--name", "另一人", "--password-stdin", stdin=PASSWORD
    )
    assert PASSWORD not in told
    call("account", "disable", "bo")
    call("account", "reset", "li.si", "--password-stdin", stdin=f"{PASSWORD}\n")
    call("account", "link", "bo", "--issuer", "https://login.example", "--subject", "u-1")
    listed = call("account", "list", "--json")
    assert [(one["login"], one["role"], one["disabled"]) for one in json.loads(listed)] == [
        ("bo", "AUDITOR", True),
        ("li.si", "OFFICER", False),
    ]
    assert "argon2" not in listed and "停用" in call("account", "list")
    call("account", "disable", "bo", "--undo")
    with pytest.raises(UsageError):
        call(*add)
    with pytest.raises(UsageError):
        call("account", "add", "ci", "--role", "LEADER", "--name", "某", "--password-stdin", stdin="short\n")


def test_a_key_is_issued_into_a_file_listed_and_revoked(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "tender.key"
    issue = ("key", "issue", "招标系统", "--authority", "A1", "--days", "30", "--purpose", "TENDER")
    issued = json.loads(call(*issue, "-o", str(out), "--json"))
    key = out.read_text(encoding="utf-8").strip()
    assert key.startswith(f"cgk_{issued['key_id']}_") and stat.S_IMODE(out.stat().st_mode) == 0o600
    assert key not in json.dumps(issued)
    with pytest.raises(UsageError):
        call(*issue, "-o", str(out))
    assert "有效" in call("key", "list")
    call("key", "revoke", issued["key_id"])
    assert json.loads(call("key", "list", "--json"))[0]["revoked_at"]
    assert "撤销" in call("key", "list")


def test_a_refused_key_leaves_no_file(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.key"
    with pytest.raises(UsageError):
        call("key", "issue", "x", "--authority", "A1", "--days", "0", "-o", str(out))
    assert not out.exists()
