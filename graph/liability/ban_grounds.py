"""Which ground a row of the table of bans is the document of.

A ban that bears the number of a decision belongs to that decision. One with a number of its own belongs to
the one decision of the same authority on which the law lets the article it cites rest, and which concerns the
person: himself penalised, named for it, in office at the violation, or in the unit that the row gives. Where
no such decision is known, or more than one, it is the document of none: it stays on record as what it is, and
nothing is derived from it. Of the readings that the rule table leaves open this one punishes less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from graph import queries
from graph.liability.anchors import at_violation
from graph.liability.bans import cites_basis
from graph.liability.contract import GroundFacts, NamedPerson
from graph.liability.facts import Row, banned_person, ground_facts, tenure
from graph.liability.matching import conditions_met, given_by
from graph.liability.reading import NUMBERED_LABELS, Decision, DecisionReader, Surroundings
from graph.liability.rulebook import RuleSet

_OF_ARTICLES: Final = ("PENALTY:", "REVOCATION:")


class BanGrounds:
    """Finds the bans of grounds, at one commit."""

    def __init__(self, reader: DecisionReader, ruleset: RuleSet) -> None:
        self._reader = reader
        self._ruleset = ruleset

    def of(self, decisions: Sequence[Decision], around: Surroundings) -> dict[str, list[Row]]:
        """Bans of persons, by the ground whose document they are."""
        found: dict[str, list[Row]] = defaultdict(list)
        numbers = sorted({row["decision_ref"] for _, row in decisions if row.get("decision_ref")})
        numbered = self._reader.labelled("read/liability/facts_about", "Ban", refs=numbers) if numbers else []
        for _, row in decisions:
            same = [one for one in numbered if one["target_ref"] == row.get("decision_ref")]
            found[row["ground_ref"]] += [one for one in same if one.get("person_id")]
        current = {row["ground_ref"] for _, row in decisions}
        for ban in self._near(decisions, around):
            if ban.get("target_ref") not in numbers:
                for ref in current & self._home(ban):
                    found[ref].append(ban)
        return found

    def _near(self, decisions: Sequence[Decision], around: Surroundings) -> list[Row]:
        """Bans of persons in the sight of penalties and revocations, or in the cases of their units."""
        rows = [row for _, row in decisions if row["ground_ref"].startswith(_OF_ARTICLES)]
        entities = sorted({row["entity_id"] for row in rows if row.get("entity_id")})
        persons = {row["person_id"] for row in rows if row.get("person_id")}
        for row in rows:
            persons |= {one["person_id"] for one in around.tenures.get(row.get("entity_id") or "", ())}
            persons |= {one["person_id"] for one in around.named.get(row["ground_ref"], ())}
        found: dict[str, Row] = {}
        persons = self._reader.same.all_of(persons)
        for key, ids in (("person_id", sorted(persons)), ("entity_id", entities)):
            if ids:
                query = queries.get("read/liability/bans_of", id=key)
                bans = self._reader.store.read(query, ids=ids, seq=self._reader.seq)[0]["rows"]
                self._reader.same.rename(bans)
                found |= {one["fact_id"]: one for one in bans}
        return [found[key] for key in sorted(found)]

    def _home(self, ban: Row) -> set[str]:
        """The grounds of the one decision that a ban without that decision's number belongs to."""
        number = ban.get("target_ref")
        if number and any(
            self._reader.refs("read/liability/refs_of_decisions", label, refs=[number])
            for label in NUMBERED_LABELS
        ):
            return set()
        named = banned_person(ban, {})
        decisions = self._reader.decisions(self._candidates(ban))
        around = self._reader.around(decisions)
        homes: dict[str, set[str]] = defaultdict(set)
        for label, row in decisions:
            ground = ground_facts(row, label, around.beside(row))
            if self._rests_on(named, ground) and _concerns(ban, ground, around):
                homes[row.get("decision_ref") or ground.ground_ref].add(ground.ground_ref)
        return next(iter(homes.values())) if len(homes) == 1 else set()

    def _candidates(self, ban: Row) -> list[str]:
        """Penalties and revocations of the unit that the ban gives; else wherever the person is known."""
        reader = self._reader
        entities, refs = [ban.get("entity_id")], set()
        if not ban.get("entity_id"):
            reach = reader.store.read(
                "read/liability/reach_of_barred", ids=[ban["person_id"]], seq=reader.seq
            )[0]
            entities, refs = reach["entities"], set(reach["refs"])
        refs |= reader.refs("read/liability/ground_refs_of_entities", ids=[one for one in entities if one])
        return sorted(ref for ref in refs if ref and ref.startswith(_OF_ARTICLES))

    def _rests_on(self, named: NamedPerson, ground: GroundFacts) -> bool:
        """Whether that authority's decision meets a rule of the article that the ban cites."""
        if not named.authority_code or named.authority_code != ground.authority_code:
            return False
        if ground.decided_on > named.decided_on:
            return False
        rules = self._ruleset.for_ground(ground.list_type, ground.ground_kind, ground.subject_kind)
        given = given_by(ground)
        return any(
            rule.mode == "BAN" and cites_basis(rule, named) and conditions_met(rule.ground.when, given)
            for rule in rules
        )


def _concerns(ban: Row, ground: GroundFacts, around: Surroundings) -> bool:
    """Whether the decision has to do with the barred person for certain."""
    person_id = ban["person_id"]
    if ground.person_id or ban.get("entity_id"):
        return ground.person_id == person_id or bool(ground.entity_id == ban.get("entity_id"))
    if any(one["person_id"] == person_id for one in around.named.get(ground.ground_ref, ())):
        return True
    held = [one for one in around.tenures.get(ground.entity_id, ()) if one["person_id"] == person_id]
    return any(at_violation(ground, tenure(one)) == "" for one in held)
