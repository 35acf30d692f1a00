"""Liability rules as data: loaded from ``rules/*.yaml``, refused when they contradict themselves (A11)."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from graph.errors import RuleDefinitionError
from graph.liability.once_only import OnceOnlyLoader

RULES_FOLDER: Final = Path(__file__).parent / "rules"
VOCABULARY_FILE: Final = "vocabulary.yaml"
LAST_DAY: Final = "9999-12-31"
EVERY_LIST: Final = "*"
# What a vocabulary says beside the words that rules may use.
_BESIDE: Final = frozenset(
    {"schema", "law_as_known_on", "roles_added_here", "computed_max", "terms", "evidence"}
)


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


Day = Annotated[str, BeforeValidator(_day), Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Basis(_Data):
    """One provision that a rule rests on."""

    instrument: str = Field(min_length=2)
    article: str = Field(min_length=1)
    in_force_from: Day | None = None
    in_force_to: Day | None = None
    quote_short: str | None = None
    evidence: Literal["P", "E", "GK"]


class GroundMatch(_Data):
    """Which grounds a rule is about."""

    kind: str
    subject: Literal["ENTITY", "PERSON"]
    when: dict[str, Any] = {}


class Alternates(_Data):
    """The role counts only for kinds of entity that have none of these offices."""

    only_if_none: tuple[str, ...]


class TermRange(_Data):
    """Shortest and longest term that a document may state; without a shortest one any up to the longest."""

    min: int | None
    max: int | Literal["LIFE"]


class Threshold(_Data):
    """What makes a listed debt large enough: the paper says so, or the amount reaches a setting."""

    stated: str
    amount: str
    setting: str


class Rule(_Data):
    """One row: whom a ground reaches, in which role, how, when and on what basis."""

    id: str = Field(pattern=r"^[A-Za-z0-9]+_[a-z0-9_]+\.[a-z0-9_]+$")
    version: int = Field(ge=1)
    list: str
    ground: GroundMatch
    situation: str
    role: str
    capacity: str | None = None
    mode: str
    anchor: str | None = None
    anchor_source: str | None = None
    needs_fault: bool = False
    general: bool = False
    alternates: Alternates | None = None
    overrides: tuple[str, ...] = ()
    confirmable_by: str
    confirm_needs: str | None = None
    computed_max: Literal["NONE", "LEAD", "PROPOSED"]
    measures: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    term: int | Literal["LIFE", "WHILE_GROUND"] | None = None
    term_range: TermRange | None = None
    term_source: str | None = None
    term_start: str | None = None
    term_start_source: str | None = None
    lifted_by_entity_repair: bool
    version_by: str
    in_force_from: Day
    in_force_to: Day | None = None
    replaced_by: str | None = None
    milder: str | None = None
    threshold: Threshold | None = None
    basis: tuple[Basis, ...] = Field(min_length=1)
    verified: bool
    note: str = ""

    @property
    def ref(self) -> str:
        """Id and version, as shown and stored."""
        return f"{self.id}@{self.version}"

    def in_force_on(self, day: str) -> bool:
        """Whether it is in force on `day`; the last day counts."""
        return self.in_force_from <= day <= (self.in_force_to or LAST_DAY)


class Vocabulary(BaseModel):
    """What a rule may name, and the start of the catalogue of measures."""

    model_config = ConfigDict(frozen=True, extra="allow")

    edition: str
    roles: tuple[str, ...]
    roles_only_from_documents: tuple[str, ...]
    modes: tuple[str, ...]
    anchors: tuple[str, ...]
    anchor_sources: tuple[str, ...]
    ground_kinds: tuple[str, ...]
    confirmable_by: tuple[str, ...]
    confirm_needs: dict[str, str]
    measures: dict[str, str]
    scopes: dict[str, str]
    term_starts: tuple[str, ...]
    version_by: tuple[str, ...]
    milder: tuple[str, ...]
    ground_fields: tuple[dict[str, Any], ...]
    situations: dict[str, str]
    own_measures: dict[str, dict[str, Any]]
    purposes: dict[str, Any]
    lists: dict[str, dict[str, Any]]
    settings: dict[str, Any]


class RuleSet:
    """All rules in use, found by list and ground.

    ``version`` names them exactly: the edition, and a digest of every word of them.
    """

    def __init__(self, rules: tuple[Rule, ...], vocabulary: Vocabulary) -> None:
        self.rules = rules
        self.vocabulary = vocabulary
        self.edition = vocabulary.edition
        self.digest = _digest(rules, vocabulary)
        self.version = f"{self.edition}+{self.digest[:8]}"
        self._by_ground: dict[tuple[str, str, str], list[Rule]] = defaultdict(list)
        self._by_id: dict[str, list[Rule]] = defaultdict(list)
        self._by_ref = {rule.ref: rule for rule in rules}
        self._beside: dict[tuple[str, str, str], list[Rule]] = defaultdict(list)
        self._same_kind: dict[tuple[str, str], list[Rule]] = defaultdict(list)
        self._for_ground: dict[tuple[str, str, str], tuple[Rule, ...]] = {}
        for rule in rules:
            self._by_ground[rule.list, rule.ground.kind, rule.ground.subject].append(rule)
            self._by_id[rule.id].append(rule)
            for other in _other_lists(rule):
                self._beside[other, rule.ground.kind, rule.ground.subject].append(rule)
            if rule.ground.kind != "LISTING" and rule.list != EVERY_LIST:
                self._same_kind[rule.ground.kind, rule.ground.subject].append(rule)

    def for_ground(self, list_type: str, ground_kind: str, subject_kind: str) -> tuple[Rule, ...]:
        """Rules for grounds of that list, kind and subject, then those of other lists that name the list.

        Rules for every list come at the end, and only where another speaks.
        """
        key = list_type, ground_kind, subject_kind
        if key not in self._for_ground:
            self._for_ground[key] = self._found_for(*key)
        return self._for_ground[key]

    def _found_for(self, list_type: str, ground_kind: str, subject_kind: str) -> tuple[Rule, ...]:
        own = self._by_ground.get((list_type, ground_kind, subject_kind), [])
        beside = self._beside.get((list_type, ground_kind, subject_kind), [])
        # Which list a penalty, judgment or revocation belongs to follows from the conditions of the rules.
        same_kind = self._same_kind.get((ground_kind, subject_kind), [])
        beside = [*beside, *(rule for rule in same_kind if rule.list != list_type)]
        if not own and not beside:
            return ()
        return (*own, *beside, *self._by_ground.get((EVERY_LIST, "ANY", subject_kind), ()))

    def by_id(self, rule_id: str) -> tuple[Rule, ...]:
        """All versions of a rule."""
        return tuple(self._by_id.get(rule_id, ()))

    def by_ref(self, ref: str) -> Rule | None:
        """The rule shown as ``id@version``, or None."""
        return self._by_ref.get(ref)


def _other_lists(rule: Rule) -> list[str]:
    """Lists beside its own whose grounds the rule is about, as its conditions say (L23, L24)."""
    named = rule.ground.when.get("list_type", ())
    wanted = [named] if isinstance(named, str) else named
    return [one for one in wanted if one != rule.list]


def _digest(rules: tuple[Rule, ...], vocabulary: Vocabulary) -> str:
    content = [one.model_dump(mode="json") for one in rules] + [vocabulary.model_dump(mode="json")]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _refuse(file: str, place: str, what: str, todo: str) -> RuleDefinitionError:
    return RuleDefinitionError(what, where=f"{file}#{place}", todo=todo)


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=OnceOnlyLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        why = (
            f"第 {mark.line + 1} 行有语法错误"
            if mark
            else str(error)
            if type(error) is yaml.YAMLError
            else ""
        )
        what = "规则文件无法读取" + (f"：{why}" if why else "")
        raise _refuse(path.name, "", what, "核对 YAML 语法和 UTF-8 编码") from error


def load_vocabulary(folder: Path = RULES_FOLDER) -> Vocabulary:
    """The vocabulary of a rules folder.

    Raises
    ------
    RuleDefinitionError
        It is missing or incomplete.
    """
    try:
        return Vocabulary.model_validate(_read(folder / VOCABULARY_FILE))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise _refuse(VOCABULARY_FILE, place, "规则词汇表不完整", "补齐该字段") from error


def _parsed(folder: Path) -> Iterator[tuple[str, Rule | RuleDefinitionError]]:
    for path in sorted(folder.glob("*.yaml")):
        if path.name == VOCABULARY_FILE:
            continue
        try:
            content = _read(path)
        except RuleDefinitionError as problem:
            yield path.name, problem
            continue
        rows = content.get("rules") if isinstance(content, dict) else None
        if not isinstance(rows, list):
            yield path.name, _refuse(path.name, "rules", "规则文件缺少 rules 列表", "按现有文件的格式书写")
            continue
        for extra in sorted(str(name) for name in content if name not in ("list", "rules")):
            yield path.name, _refuse(path.name, extra, f"规则文件有未知的字段 {extra}", "删除或改正该字段")
        for place, row in enumerate(rows):
            name = row.get("id", f"rules[{place}]") if isinstance(row, dict) else f"rules[{place}]"
            try:
                rule = Rule.model_validate(row)
            except ValidationError as error:
                first = error.errors()[0]
                field = ".".join(str(part) for part in first["loc"])
                what = f"规则字段不合要求：{first['msg']}"
                yield path.name, _refuse(path.name, f"{name}.{field}", what, "改正该字段")
                continue
            if rule.list != content.get("list"):
                yield (
                    path.name,
                    _refuse(path.name, f"{name}.list", "规则不属于本文件的名单", "移到对应名单的文件"),
                )
                continue
            yield path.name, rule


def _unknown_words(rule: Rule, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """(field, word) of everything that the vocabulary does not have."""
    fields = {str(one).strip() for row in words.ground_fields for one in str(row["field"]).split(",")}
    checks: list[tuple[str, tuple[str | None, ...], set[str]]] = [
        ("list", (rule.list,), {*words.lists, EVERY_LIST}),
        ("ground.kind", (rule.ground.kind,), set(words.ground_kinds)),
        ("ground.when", tuple(rule.ground.when), fields),
        ("situation", (rule.situation,), {*words.situations, "*"}),
        ("role", (rule.role,), set(words.roles)),
        ("mode", (rule.mode,), set(words.modes)),
        ("anchor", (rule.anchor,), set(words.anchors)),
        ("anchor_source", (rule.anchor_source,), set(words.anchor_sources)),
        ("term_start_source", (rule.term_start_source,), set(words.anchor_sources)),
        ("confirmable_by", (rule.confirmable_by,), set(words.confirmable_by)),
        ("confirm_needs", (rule.confirm_needs,), set(words.confirm_needs)),
        ("measures", rule.measures, set(words.measures)),
        ("scope", rule.scope, set(words.scopes)),
        ("term_start", (rule.term_start,), set(words.term_starts)),
        ("version_by", (rule.version_by,), set(words.version_by)),
        ("milder", (rule.milder,), set(words.milder)),
    ]
    if rule.alternates is not None:
        checks.append(("alternates", rule.alternates.only_if_none, set(words.roles)))
    for field, given, allowed in checks:
        for word in given:
            if word is not None and word not in allowed:
                yield field, word


def _reversed_or_self(rule: Rule) -> Iterator[tuple[str, str]]:
    """(field, what) of spans that end before they begin, and of a rule that refers to itself."""
    if rule.in_force_to is not None and rule.in_force_to < rule.in_force_from:
        yield "in_force_to", "失效日早于生效日"
    for place, basis in enumerate(rule.basis):
        if basis.in_force_from and basis.in_force_to and basis.in_force_to < basis.in_force_from:
            yield f"basis.{place}.in_force_to", "依据的失效日早于生效日"
    span = rule.term_range
    if span is not None and isinstance(span.max, int) and (span.min or 0) > span.max:
        yield "term_range", "最短期限长于最长期限"
    if rule.id in rule.overrides:
        yield "overrides", "规则不得排除自身"
    if rule.id == rule.replaced_by:
        yield "replaced_by", "规则不得由自身代替"


def _contradictions(rule: Rule, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """(field, what) of a rule that says two things at once, or more than the law lets a computer say."""
    if rule.mode == "NONE" and rule.computed_max != "NONE":
        yield "computed_max", "不及于个人的规则不得推导出任何人"
    if rule.role == "ANY" and rule.mode != "NONE":
        yield "role", "ANY 只能用于不及于个人（NONE）的规则"
    if rule.mode not in ("NONE", "LEAD") and (rule.term is None or rule.term_start is None):
        yield "term", "及于个人的规则须写明期限和起算日"
    if rule.mode != "NONE" and rule.anchor is None:
        yield "anchor", "及于个人的规则须写明时点"
    yield from _reversed_or_self(rule)
    named_first = (
        rule.mode == "DERIVED_ENTITY"
    )  # a document names the person, computing finds his later firms
    if rule.role in words.roles_only_from_documents and rule.computed_max != "NONE" and not named_first:
        yield "computed_max", "该身份只能来自文书，不得推导"
    if words.lists.get(rule.list, {}).get("document_only") and rule.confirmable_by == "AUTHORITY_OFFICER":
        yield "confirmable_by", "该名单只能凭文书认定，不得由经办人员确认"
    if (rule.confirmable_by == "NOBODY") != (rule.confirm_needs is None):
        yield "confirm_needs", "能认定的规则须写明凭何种文书，不能认定的不得写"
    if rule.mode in ("NONE", "INFO_LABEL", "LEAD") and rule.measures:
        yield "measures", "不及于个人、仅标注或仅为线索的规则不得附带措施"


def _wrong_words(words: Vocabulary) -> Iterator[tuple[str, str]]:
    """(place, what) of everything that the vocabulary itself does not hold together."""
    for name in sorted(set(words.model_extra or {}) - _BESIDE):
        yield name, f"词汇表有未知的字段 {name}"
    for key, row in words.own_measures.items():
        if key not in words.lists:
            yield f"own_measures.{key}", f"词汇表没有名单“{key}”"
        for one in sorted(set(row.get("measures", ())) - set(words.measures)):
            yield f"own_measures.{key}.measures", f"词汇表没有措施“{one}”"
    for key, row in words.lists.items():
        if row.get("ground") not in (*words.ground_kinds, None):
            yield f"lists.{key}.ground", f"词汇表没有根据种类“{row['ground']}”"


def check_rules(folder: Path = RULES_FOLDER) -> list[RuleDefinitionError]:
    """Everything that is wrong in a rules folder; empty when it loads."""
    return _checked(folder)[2]


def _checked(folder: Path) -> tuple[Vocabulary, tuple[Rule, ...], list[RuleDefinitionError]]:
    """Vocabulary and rules of a folder, each file read once, with what is wrong in them."""
    words = load_vocabulary(folder)
    problems = [
        _refuse(VOCABULARY_FILE, place, what, "改正规则词汇表") for place, what in _wrong_words(words)
    ]
    rules: list[tuple[str, Rule]] = []
    for file, found in _parsed(folder):
        if isinstance(found, Rule):
            rules.append((file, found))
        else:
            problems.append(found)
    ids = {rule.id for _, rule in rules}
    for file, rule in rules:
        for field, word in _unknown_words(rule, words):
            what = f"规则使用了词汇表没有的“{word}”"
            problems.append(_refuse(file, f"{rule.id}.{field}", what, "改用词汇表中的值，或先补充词汇表"))
        for field, what in _contradictions(rule, words):
            problems.append(_refuse(file, f"{rule.id}.{field}", what, "改正该规则"))
        for field, others in (("overrides", rule.overrides), ("replaced_by", (rule.replaced_by,))):
            for other in others:
                if other is not None and other not in ids:
                    what = f"引用的规则 {other} 不存在"
                    problems.append(_refuse(file, f"{rule.id}.{field}", what, "改正规则编号"))
    problems += _overlaps(rules)
    return words, tuple(rule for _, rule in rules), problems


def _overlaps(rules: list[tuple[str, Rule]]) -> Iterator[RuleDefinitionError]:
    versions: dict[str, list[tuple[str, Rule]]] = defaultdict(list)
    for file, rule in rules:
        versions[rule.id].append((file, rule))
    for rule_id, found in versions.items():
        found.sort(key=lambda one: (one[1].in_force_from, one[1].version))
        numbers: set[int] = set()
        for file, rule in found:
            if rule.version in numbers:
                yield _refuse(file, f"{rule_id}.version", "同一规则的版本号重复", "换用新的版本号")
            numbers.add(rule.version)
        for (_, earlier), (file, later) in itertools.pairwise(found):
            if earlier.version != later.version and (earlier.in_force_to or LAST_DAY) >= later.in_force_from:
                place = f"{rule_id}.in_force_from"
                yield _refuse(file, place, "同一规则的两个版本同时有效", "写明前一版本的失效日")


@cache
def load_rules(folder: Path = RULES_FOLDER) -> RuleSet:
    """Load and check a rules folder.

    Raises
    ------
    RuleDefinitionError
        The first thing that is wrong, naming file, rule and field.
    """
    words, rules, problems = _checked(folder)
    if problems:
        raise problems[0]
    return RuleSet(rules, words)
