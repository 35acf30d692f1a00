"""What happens to accounts, keys and sessions, in the audit trail of the transaction that does it."""

from __future__ import annotations

from typing import Any

from api.auth.principal import Principal, account_principal
from graph.audit import record_change_async
from graph.store import AsyncWriteTransaction


async def noted(tx: AsyncWriteTransaction, by: Principal, action: str, target: str, **detail: Any) -> None:
    """Write down what `by` did to `target`; never a password, a token or a secret.

    Parameters
    ----------
    action
        A code, as ``CREATE_ACCOUNT``.
    target
        Opaque id of the account or key.
    """
    await record_change_async(
        tx, actor=by.principal_id, role=by.role.value, action=action, target=target, detail=detail
    )


async def noted_of(tx: AsyncWriteTransaction, account: dict[str, Any], action: str) -> None:
    """Write down what the holder of an account did to it, or what was tried in his name."""
    await noted(tx, account_principal(account), action, account["account_id"])
