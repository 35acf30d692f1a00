"""Where questions are put: a store, its keys, today, and who asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from graph.clock import calendar_edition
from graph.days import today_in_shanghai
from graph.errors import AnswerRefusedError
from graph.identity.numbers import IdentityKeys, SealedNumber
from graph.liability.catalogue import Catalogue, load_catalogue
from graph.liability.catalogue.stored import catalogue_plan
from graph.liability.rulebook import RuleSet, load_rules
from graph.store import Plan, Store, ask

PAGE = 1000


@dataclass(frozen=True)
class Desk:
    """One operator at one store.

    Parameters
    ----------
    today
        The day that counts as today: Shanghai's, or the one of a synthetic store.
    reveal_synthetic
        Exports show numbers of persons; only for stores that hold synthetic data only.
    catalogue
        The edition of measures that counts: the one loaded into the store, else the shipped one.
    """

    store: Store
    keys: IdentityKeys | None
    today: str
    operator: str
    ruleset: RuleSet
    reveal_synthetic: bool = False
    catalogue: Catalogue = field(default_factory=load_catalogue)

    def seq(self, known_at: str | None = None) -> int:
        """The commit number at which an answer is given."""
        return self.store.seq_at(known_at) if known_at else self.store.head_seq()

    def data_version(self, seq: int) -> str:
        """What an answer depends on: commit, rule set, catalogue and calendar, each by version."""
        return f"{seq}/{self.ruleset.version}/{self.catalogue.version}/{calendar_edition()}"

    def then(self, known_at: str | None, seq: int | None) -> Plan[Desk]:
        """The desk as it was at an earlier commit: with the catalogue of that time."""
        if not known_at or seq is None:
            return self
        return replace(self, catalogue=(yield from catalogue_plan(seq)))


def meta(store: Store, name: str) -> str:
    """One fact about the store, or empty."""
    found = store.read("read/meta/value", name=name)
    return str(found[0]["value"]) if found else ""


def open_desk(
    store: Store, keys: IdentityKeys | None = None, *, operator: str = "local", reveal_synthetic: bool = False
) -> Desk:
    """A desk at `store`.

    Raises
    ------
    AnswerRefusedError
        Numbers shall be revealed of a store that holds more than synthetic data.
    """
    synthetic = meta(store, "synthetic") == "1"
    if reveal_synthetic and not synthetic:
        raise AnswerRefusedError("该库含有非模拟数据，不得导出证件号码", todo="去掉 --reveal-synthetic")
    today, book = store.ask(today_plan()), store.ask(catalogue_plan())
    return Desk(store, keys, today, operator, load_rules(), reveal_synthetic, book)


def today_plan() -> Plan[str]:
    """The day that counts as today: Shanghai's, or the one that a synthetic store was given."""
    synthetic = yield from ask("read/meta/value", name="synthetic")
    if synthetic and synthetic[0]["value"] == "1":
        given = yield from ask("read/meta/value", name="synthetic_today")
        if given and given[0]["value"]:
            return str(given[0]["value"])
    return today_in_shanghai()


def numbers_of_persons(desk: Desk) -> Iterator[tuple[str, str, str]]:
    """(person_id, number or empty, unverified key or empty) of all persons; in memory only."""
    after = ""
    while True:
        rows = desk.store.read("read/answers/sealed_numbers", after=after, limit=PAGE)[0]["rows"]
        if not rows:
            return
        for row in rows:
            number = ""
            if row["ciphertext"] and row["wrapped_key"] and desk.keys is not None:
                sealed = SealedNumber(row["ciphertext"], row["nonce"], row["wrapped_key"])
                number = desk.keys.unseal(row["id_type"], sealed)
            yield row["id"], number, row["unverified_key"] or ""
        after = rows[-1]["id"]
