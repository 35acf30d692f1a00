"""Derive: control of all, then who is liable; whole, or only what changes touched.

Both ways load and evaluate one ground by the same code, so they agree. A killed run leaves whole batches
behind and its changes pending; the next run takes them up again and changes nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice
from typing import Any, Final

from graph import queries
from graph.engines import LOCAL, Engine
from graph.errors import StoreConflictError
from graph.liability.catalogue.stored import catalogue_plan, require_rules_covered
from graph.liability.contract import Evaluation, FindingDraft
from graph.liability.load import GROUND_LABELS, NUMBERED_LABELS, ContextLoader, Loaded
from graph.liability.persist import FindingDiff, diff_findings, write_findings
from graph.liability.rulebook import RuleSet, load_rules
from graph.liability.withdraw import repaired_on
from graph.ownership.derive import derive_control
from graph.ownership.touched import Touched as ControlTouched
from graph.ownership.touched import remarked, resting_on
from graph.registers.accountability.follow import Decided, follow_findings, follow_grounds, told_of
from graph.registers.accountability.suspended import follow_disputes, out_of_step
from graph.same_person import SamePersons
from graph.store import Store, WriteTransaction

BATCH: Final = 500
MOST_TOUCHED: Final = 20_000
_OVERTAKEN: Final = 3
_NUMBER: Final = "DECISION:"
_STOPPED: Final = {"DEAD": "DEATH", "INCAPABLE": "INCAPACITY"}
_CONDUCT: Final = ("conduct", "reason", "facts")
DERIVED_DAY: Final = "derived_day"
"""Name of the stored day up to which everything that a day turns is derived."""
Progress = Callable[[int, int], None]
"""Called with grounds derived and grounds in all."""
Finish = Callable[[WriteTransaction], object]


@dataclass
class DeriveReport:
    """What one derivation did.

    Counts of findings by new, changed, withdrawn and same; outcomes by code.
    """

    as_of: str
    full: bool
    seq: int = 0
    grounds: int = 0
    findings: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    control: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


@dataclass
class Touched:
    """What has to be derived anew: grounds on these entities and persons, and these grounds.

    Parameters
    ----------
    since
        The first commit that touched them; 0 if none is pending.
    """

    entities: set[str] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)
    refs: set[str] = field(default_factory=set)
    control: bool = False
    since: int = 0

    def add(self, other: Touched) -> None:
        """Take in what another one touches."""
        self.entities |= other.entities
        self.persons |= other.persons
        self.refs |= other.refs
        self.control = self.control or other.control


def derive(
    store: Store,
    *,
    today: str,
    full: bool = False,
    ruleset: RuleSet | None = None,
    by: str = "derive",
    progress: Progress | None = None,
    also: Touched | None = None,
    pending: bool = True,
    finish: Finish | None = None,
    engine: Engine = LOCAL,
) -> DeriveReport:
    """Derive what is pending, or everything.

    Parameters
    ----------
    today, full
        The day as of which control is stored and successors are looked for; everything, whatever changed.
    also, pending
        More to derive, and whether to take up pending changes: a missed day leaves them to the present one.
    finish
        More to write in the transaction that ends the derivation.
    engine
        What computes; the store is read and written here.

    Raises
    ------
    RuleDefinitionError
        A rule names a measure that the store's catalogue does not have.
    """
    rules = _rules_in_use(store, ruleset)
    seq = store.head_seq()
    touched = _pending(store, seq) if pending else Touched()
    if also is not None:
        touched.add(also)
    report = DeriveReport(today, full, seq)
    whole = full or _is_first(store) or _rules_changed(store, rules)
    if whole or _moves_control(store, touched, seq):
        of_all = whole or (also is not None and also.control)
        report.control = _derive_control(store, today, by, None if of_all else touched, engine)
    refs = all_refs(store, seq) if whole else _touched_refs(store, touched, seq)
    _derive_refs(store, rules, refs, report, by, engine, progress or _silent)
    values = {"derived_rules": rules.digest} | ({DERIVED_DAY: today} if whole else {})
    end = partial(_finish, up_to=seq * pending, values=values, finish=finish)
    store.write(end, by=by, why="derivation up to date")
    if whole:
        store.after_bulk_load()
    return report


def _moves_control(store: Store, touched: Touched, seq: int) -> bool:
    """Whether control may be another one now; what it then reaches counts as touched."""
    if touched.since and not touched.control:
        touched.control = remarked(store, touched.entities, since=touched.since, seq=seq)
    return touched.control


def _rules_in_use(store: Store, ruleset: RuleSet | None) -> RuleSet:
    rules = ruleset or load_rules()
    require_rules_covered(rules, store.ask(catalogue_plan()))
    return rules


def derive_grounds(store: Store, refs: Sequence[str], *, today: str, ruleset: RuleSet, by: str) -> None:
    """Derive some grounds at once, so that who decided on them sees the effect; changes stay pending.

    The worker takes the same changes up again and finds nothing to do.
    """
    report, relied_upon = DeriveReport(today, full=False), _relied_upon(store, store.head_seq())
    for ids in _chunks(sorted(set(refs))):
        _derive_batch(store, ruleset, ids, today, by, report, relied_upon, store.head_seq())


def _derive_refs(
    store: Store,
    rules: RuleSet,
    refs: list[str],
    report: DeriveReport,
    by: str,
    engine: Engine,
    progress: Progress,
) -> None:
    """Derive grounds: the engine gets as many as it likes at once, a transaction takes a batch."""
    today, seq = report.as_of, report.seq
    relied_upon = _relied_upon(store, seq)
    for start in range(0, len(refs), engine.grounds_at_once):
        some = refs[start : start + engine.grounds_at_once]
        batches = [(ids, ContextLoader(store, rules, seq).load(ids)) for ids in _chunks(some)]
        contexts = [one for _, loaded in batches for one in loaded.contexts]
        evaluations = iter(engine.evaluate(contexts, rules, today))
        for ids, loaded in batches:
            found = list(islice(evaluations, len(loaded.contexts)))
            evaluated = _compared(store, rules, ids, seq, today, loaded, found)
            _derive_batch(store, rules, ids, today, by, report, relied_upon, seq, evaluated)
        progress(start + len(some), len(refs))


def _derive_control(
    store: Store, today: str, by: str, touched: Touched | None, engine: Engine
) -> dict[str, Any]:
    """Control of all, or of what rests on what was touched: stored control must be of that day then."""
    rests_on = None
    if touched is not None and _derived_day(store) == today:
        rests_on = ControlTouched(frozenset(touched.entities), frozenset(touched.persons))
    control = derive_control(store, today, by=by, touched=rests_on, compute=engine.control)
    return {"pairs": control.pairs, "opened": control.opened, "closed": control.closed}


def _derived_day(store: Store) -> str:
    found = store.read("read/meta/value", name=DERIVED_DAY)
    return str(found[0]["value"]) if found else ""


def _silent(_done: int, _of: int) -> None:
    """Nobody wants to know."""


def _finish(tx: WriteTransaction, *, up_to: int, values: dict[str, str], finish: Finish | None) -> None:
    if up_to:
        tx.run("write/liability/finish_changes", up_to=up_to)
    for name, value in values.items():
        tx.run("write/meta/put_value", name=name, value=value)
    if finish is not None:
        finish(tx)


def _is_first(store: Store) -> bool:
    return not store.read("read/meta/value", name="derived_rules")


def _rules_changed(store: Store, rules: RuleSet) -> bool:
    found = store.read("read/meta/value", name="derived_rules")
    return bool(found) and found[0]["value"] != rules.digest


def _pending(store: Store, seq: int) -> Touched:
    touched = Touched()
    rows = store.read("read/liability/pending_changes", seq=seq)[0]["rows"]
    touched.since = min((row["seq"] for row in rows), default=0)
    for row in rows:
        touched.entities |= set(row["entities"] or ())
        touched.persons |= set(row["persons"] or ())
        touched.refs |= set(row["ground_refs"] or ())
        touched.control = touched.control or bool(row["control"])
    return touched


def all_refs(store: Store, seq: int) -> list[str]:
    """Every decision that may be a ground, and every ground on which a finding still stands."""
    refs: set[str] = set(store.read("read/liability/finding_refs", seq=seq)[0]["refs"])
    for label in GROUND_LABELS:
        refs |= set(store.read(queries.get("read/liability/ground_refs", label=label), seq=seq)[0]["refs"])
    return sorted(refs)


def _touched_refs(store: Store, touched: Touched, seq: int) -> list[str]:
    entities, persons = set(touched.entities), SamePersons(store, seq).all_of(touched.persons)
    resting = _resting_on(store, touched.entities, persons, seq) if touched.control else set()
    if resting is None or len(entities | resting) + len(persons) > MOST_TOUCHED:
        return all_refs(store, seq)
    entities |= resting
    refs = set(touched.refs)
    for ids in _chunks(sorted(persons)):
        # Who is dead or incapable may stand on no finding: what stopped him may have been corrected or ended.
        reach = store.read("read/worker/reach_of_stopped", ids=ids, seq=seq)[0]
        entities |= set(reach["entities"])
        refs |= {ref for ref in reach["refs"] if ref}
        if reach["persons"]:
            resting = _resting_on(store, (), reach["persons"], seq)
            if resting is None:
                return all_refs(store, seq)
            entities |= resting
    for ids in _chunks(sorted(persons)):
        refs |= set(store.read("read/liability/ground_refs_of_persons", ids=ids, seq=seq)[0]["refs"])
    further = _reached(store, entities, persons, refs, seq)
    refs |= further.refs
    for ids in _chunks(sorted(entities | further.entities)):
        refs |= set(store.read("read/liability/ground_refs_of_entities", ids=ids, seq=seq)[0]["refs"])
    return sorted(refs)


def _reached(store: Store, entities: set[str], persons: set[str], refs: set[str], seq: int) -> Touched:
    """Grounds elsewhere that rest on what was touched: by a person named for a tax grade, or by a ban.

    A ban is the document of one decision: which one may turn on every decision near its person.
    """
    found = Touched()
    barred: set[str] = set()
    decisions = {ref for ref in refs if ref.startswith(_NUMBER)}
    for ids in _chunks(sorted(entities)):
        reach = store.read("read/liability/reach_of_entities", ids=ids, seq=seq)[0]
        found.refs |= {ref for refs in reach["refs"] for ref in refs if ref}
        barred |= {one for ids in reach["barred"] for one in ids if one}
    for ids in _chunks(sorted(persons)):
        reach = store.read("read/liability/reach_of_persons", ids=ids, seq=seq)[0]
        found.refs |= {ref for ref in (*reach["refs"], *reach["graded"]) if ref}
        barred |= {one for one in reach["barred"] if one}
    for ids in _chunks(sorted(barred)):
        reach = store.read("read/liability/reach_of_barred", ids=ids, seq=seq)[0]
        decisions |= {one for one in reach["decisions"] if one}
        found.entities |= {one for one in reach["entities"] if one}
        found.refs |= {ref for ref in reach["refs"] if ref}
    for ids in _chunks(sorted(decisions)):
        for label in NUMBERED_LABELS:
            query = queries.get("read/liability/refs_of_decisions", label=label)
            found.refs |= {ref for ref in store.read(query, refs=ids, seq=seq)[0]["refs"] if ref}
    return found


def _resting_on(store: Store, entities: Iterable[str], persons: Iterable[str], seq: int) -> set[str] | None:
    """Entities of which these may have part in the control, by votes or agreements; None if very many."""
    touched = ControlTouched(frozenset(entities), frozenset(persons))
    return resting_on(store, touched, seq, most=MOST_TOUCHED)


def _chunks(items: Sequence[str]) -> Iterable[list[str]]:
    return (list(items[start : start + BATCH]) for start in range(0, len(items), BATCH))


def _derive_batch(
    store: Store,
    rules: RuleSet,
    refs: list[str],
    today: str,
    by: str,
    report: DeriveReport,
    relied_upon: bool,
    seq: int,
    first: _Evaluated | None = None,
) -> None:
    """Derive some grounds; once more, on what then is known, when another derivation was quicker."""
    for attempt in range(_OVERTAKEN + 1):
        evaluated = first if first and not attempt else _evaluated(store, rules, refs, seq, today)
        if relied_upon:
            evaluated.due = _relied_among(store, evaluated, seq)
        try:
            told = told_of(store.read, evaluated.ended, refs, today)
            follows = told or out_of_step(store.read, evaluated.stored, today)
            if evaluated.must_write or follows:
                store.write(partial(_write, evaluated=evaluated, today=today), by=by, why="derive liability")
        except StoreConflictError:
            if attempt == _OVERTAKEN:
                raise
            seq = store.head_seq()
            continue
        evaluated.count_into(report)
        return


@dataclass
class _Evaluated:
    """What some grounds yield, beside what is stored of them.

    Parameters
    ----------
    stored
        Findings that stand on them.
    due
        Those of all findings on them, and of them as own entries, of which somebody was told.
    """

    loaded: Loaded
    diff: FindingDiff
    outcomes: list[str]
    ended: list[str]
    stored: list[str]
    refs: Sequence[str] = ()
    due: list[str] = field(default_factory=list)

    @property
    def must_write(self) -> bool:
        """Whether a finding changes, or somebody may have to be told of one."""
        return bool(self.diff.opens or self.diff.closes or self.due)

    def count_into(self, report: DeriveReport) -> None:
        """Add it to the report."""
        report.grounds += len(self.loaded.contexts)
        for code in self.outcomes:
            report.outcomes[code] = report.outcomes.get(code, 0) + 1
        for what, number in self.diff.counts.items():
            report.findings[what] = report.findings.get(what, 0) + number


def _evaluated(store: Store, rules: RuleSet, refs: list[str], seq: int, today: str) -> _Evaluated:
    loaded = ContextLoader(store, rules, seq).load(refs)
    return _compared(store, rules, refs, seq, today, loaded, LOCAL.evaluate(loaded.contexts, rules, today))


def _compared(
    store: Store,
    rules: RuleSet,
    refs: list[str],
    seq: int,
    today: str,
    loaded: Loaded,
    evaluations: Sequence[Evaluation],
) -> _Evaluated:
    drafts: list[FindingDraft] = []
    outcomes = list(loaded.notes)
    for evaluation in evaluations:
        drafts += evaluation.findings
        outcomes += [outcome.code for outcome in evaluation.outcomes]
    stored = store.read("read/liability/current_findings", refs=refs, seq=seq)[0]["rows"]
    stopped = _stopped(loaded, evaluations)

    def causes(gone: Sequence[dict[str, Any]]) -> dict[str, str]:
        known = ((one["finding_id"], stopped.get((one["ground_ref"], one["person_id"]))) for one in gone)
        return {finding: cause for finding, cause in known if cause} | SamePersons(store, seq).causes(gone)

    diff = diff_findings(drafts, stored, loaded.known, rules, today, causes)
    ended, ids = _ended(loaded, refs, today), [one["finding_id"] for one in stored]
    return _Evaluated(loaded, diff, outcomes, ended, ids, refs)


def _stopped(loaded: Loaded, evaluations: Sequence[Evaluation]) -> dict[tuple[str, str], str]:
    """Who is not hit by a ground because he was dead or incapable before anything could begin, and why."""
    return {
        (context.ground.ground_ref, one.person_id): _STOPPED[one.code]
        for context, evaluation in zip(loaded.contexts, evaluations, strict=True)
        for one in evaluation.outcomes
        if one.code in _STOPPED
    }


def _relied_upon(store: Store, seq: int) -> bool:
    return bool(store.read("read/receipts/any_reliance", seq=seq))


def _relied_among(store: Store, evaluated: _Evaluated, seq: int) -> list[str]:
    """Findings and own entries somebody was told of: an objection changes how they stand, no version."""
    ids = {*evaluated.stored, *(one["finding_id"] for one in evaluated.diff.opens), *evaluated.refs}
    found: list[str] = store.read("read/receipts/relied_among", ids=sorted(ids), seq=seq)[0]["ids"]
    return found


def _ended(loaded: Loaded, refs: Sequence[str], today: str) -> list[str]:
    """Those grounds that are over: removed, ended, repaired, or no decision any more."""
    over = set(refs) - loaded.known
    over |= {ref for ref, day in loaded.ends.items() if day <= today}
    repaired = ((one.ground.ground_ref, repaired_on(one.repairs)) for one in loaded.contexts)
    over |= {ref for ref, day in repaired if day and day <= today}
    return sorted(over)


def _write(tx: WriteTransaction, *, evaluated: _Evaluated, today: str) -> None:
    """Findings, and what follows from them in the registers, in one transaction."""
    write_findings(tx, evaluated.diff, evaluated.loaded.facts)
    decided = {
        one.ground.ground_ref: Decided(one.ground.doc_no, _conduct(one.ground.fields))
        for one in evaluated.loaded.contexts
    }
    follow_findings(tx, evaluated.diff.opens, evaluated.diff.again, decided, today)
    follow_grounds(tx, evaluated.ended, today, evaluated.refs)
    follow_disputes(tx, evaluated.stored, today)
    if evaluated.due:
        tx.run("write/receipts/make_due", ids=evaluated.due)


def _conduct(fields: Mapping[str, Any]) -> str:
    """What the decision says was done, in its own words."""
    return next((str(fields[name]) for name in _CONDUCT if fields.get(name)), "")
