"""Sessions, accounts and department keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from dashboard.client.transport import Transport, safe_part
from dashboard.documents import FirstPassword, IssuedKey, Me, Page, Ready, Session


class AccessCalls(Transport):
    """Who asks, and who may."""

    def sign_in(self, login: str, password: str) -> Session:
        """A session of a person."""
        return cast(Session, self._ask("POST", "/sessions", body={"login": login, "password": password}))

    def finish_oidc(self, state: str, code: str, binding: str) -> Session:
        """A session of a person for whom the identity provider has vouched."""
        body = {"state": state, "code": code, "binding": binding}
        return cast(Session, self._ask("POST", "/sessions/oidc", body=body))

    def sign_out(self) -> None:
        """End the session."""
        self._ask("DELETE", "/sessions/current")

    def change_password(self, old: str, new: str) -> Session:
        """Change one's own password; a new session."""
        return cast(Session, self._ask("PUT", "/password", body={"old": old, "new": new}))

    def me(self) -> Me:
        """Who is signed in, with permissions and today."""
        return cast(Me, self._ask("GET", "/me"))

    def ready(self) -> Ready:
        """Freshness of sources, lag of the worker; raises `ApiError` 503 while nothing can be answered."""
        return cast(Ready, self._ask("GET", "/readyz"))

    def accounts(self, *, cursor: str | None = None, limit: int = 50) -> Page:
        """A page of accounts."""
        return self._page("/accounts", cursor, limit)

    def open_account(
        self,
        login: str,
        display_name: str,
        role: str,
        *,
        authorities: Sequence[str] = (),
        districts: Sequence[str] = (),
    ) -> FirstPassword:
        """A new account and its first password."""
        scope = {"authorities": list(authorities), "districts": list(districts)}
        body = {"login": login, "display_name": display_name, "role": role, **scope}
        return cast(FirstPassword, self._ask("POST", "/accounts", body=body))

    def rescope_account(
        self, account_id: str, role: str, *, authorities: Sequence[str], districts: Sequence[str]
    ) -> None:
        """Change role and scope of an account."""
        body = {"role": role, "authorities": list(authorities), "districts": list(districts)}
        self._ask("PUT", f"/accounts/{safe_part(account_id)}/scope", body=body)

    def disable_account(self, account_id: str, disabled: bool = True) -> None:
        """Disable an account, or enable it again."""
        self._ask("PUT", f"/accounts/{safe_part(account_id)}/state", body={"disabled": disabled})

    def unlock_account(self, account_id: str) -> None:
        """Open the lock of wrong passwords."""
        self._ask("DELETE", f"/accounts/{safe_part(account_id)}/lock")

    def reset_password(self, account_id: str) -> FirstPassword:
        """A new first password."""
        return cast(FirstPassword, self._ask("POST", f"/accounts/{safe_part(account_id)}/password"))

    def link_account(self, account_id: str, issuer: str, subject: str) -> None:
        """Hand an account over to the identity provider."""
        body = {"issuer": issuer, "subject": subject}
        self._ask("PUT", f"/accounts/{safe_part(account_id)}/identity", body=body)

    def keys(self, *, cursor: str | None = None, limit: int = 50) -> Page:
        """A page of department keys."""
        return self._page("/keys", cursor, limit)

    def issue_key(
        self,
        name: str,
        authority: str,
        days: int,
        *,
        districts: Sequence[str] = (),
        purposes: Sequence[str] = (),
    ) -> IssuedKey:
        """A new department key, told once."""
        scope = {"districts": list(districts), "purposes": list(purposes)}
        body = {"name": name, "authority": authority, "days": days, **scope}
        return cast(IssuedKey, self._ask("POST", "/keys", body=body))

    def revoke_key(self, key_id: str) -> None:
        """Make a key void at once."""
        self._ask("DELETE", f"/keys/{safe_part(key_id)}")
