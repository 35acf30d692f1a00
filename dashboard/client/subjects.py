"""Subjects, and the checks on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from dashboard.client.transport import ApiError, Transport, safe_part
from dashboard.documents import Check, Detail, Found, Judgements, Screening

MOST_SCREENED: Final = 10_000


class SubjectCalls(Transport):
    """One subject, or many at once."""

    def search(
        self, text: str, *, limit: int = 20, as_of: str | None = None, known_at: str | None = None
    ) -> Found:
        """Entities and persons by name, code or number."""
        body = {"text": text, "limit": limit, "as_of": as_of, "known_at": known_at}
        return cast(Found, self._ask("POST", "/search", body=body, safe=True))

    def entity(self, code: str, *, as_of: str | None = None, known_at: str | None = None) -> Detail:
        """Records and relations of an entity."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(Detail, self._ask("GET", f"/entities/{safe_part(code)}", params=params))

    def person(self, person_id: str, *, as_of: str | None = None, known_at: str | None = None) -> Detail:
        """Offices and records of a person."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(Detail, self._ask("GET", f"/persons/{safe_part(person_id)}", params=params))

    def judgements(self, person_id: str, *, known_at: str | None = None) -> Judgements:
        """Whether this person was ever judged to be another, or another to be he."""
        path, params = f"/persons/{safe_part(person_id)}/identity", {"known_at": known_at}
        return cast(Judgements, self._ask("GET", path, params=params))

    def judge_same(self, absorbed: str, surviving: str, reason: str, *, document: str = "") -> Judgements:
        """Judge that `absorbed` is `surviving`; his facts count as the other's once that is derived."""
        body = {"surviving": surviving, "reason": reason, "document": document}
        return cast(Judgements, self._ask("POST", f"/persons/{safe_part(absorbed)}/identity", body=body))

    def end_same(self, absorbed: str, reason: str, *, document: str = "") -> Judgements:
        """Take that judgement back."""
        path = f"/persons/{safe_part(absorbed)}/identity/end"
        return cast(Judgements, self._ask("POST", path, body={"reason": reason, "document": document}))

    def number(self, person_id: str, reason: str) -> list[str]:
        """A person's whole numbers, for a reason that both audit trails keep."""
        found = self._ask("POST", f"/persons/{safe_part(person_id)}/number", body={"reason": reason})
        return list(found["numbers"])

    def check(
        self,
        code: str,
        *,
        purpose: str | None = None,
        measure: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Check:
        """Who answers for an entity, or what a person answers for, and what follows for a decision."""
        asked = {"purpose": purpose, "measure": measure, "as_of": as_of, "known_at": known_at}
        return cast(Check, self._ask("GET", f"/checks/{safe_part(code)}", params=asked))

    def check_number(
        self,
        id_no: str,
        *,
        id_type: str = "01",
        purpose: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Check:
        """Check a person by number: it goes in the body and nowhere else."""
        times = {"as_of": as_of, "known_at": known_at}
        body = {"id_no": id_no, "id_type": id_type, "purpose": purpose, **times}
        return cast(Check, self._ask("POST", "/checks", body=body, safe=True))

    def screen(
        self,
        inputs: Sequence[str],
        *,
        purpose: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Screening:
        """Up to 10,000 subjects at once, all at one commit."""
        if len(inputs) > MOST_SCREENED:
            raise ApiError(422, "请求内容不合要求", f"一次最多 {MOST_SCREENED:,} 条", "分批筛查", "inputs")
        body = {"inputs": list(inputs), "purpose": purpose, "as_of": as_of, "known_at": known_at}
        return cast(Screening, self._ask("POST", "/screenings", body=body, safe=True))
