"""Liability rules as data: loaded from ``rules/*.yaml``, refused when they contradict themselves (A11)."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from graph.errors import RuleDefinitionError
from graph.liability.once_only import OnceOnlyLoader
from graph.liability.rule_checks import contradictions, unknown_words, wrong_words
from graph.liability.rule_rows import EVERY_LIST, LAST_DAY, Basis, Rule, TermRange, Vocabulary

__all__ = [
    "EVERY_LIST",
    "LAST_DAY",
    "RULES_FOLDER",
    "VOCABULARY_FILE",
    "Basis",
    "Rule",
    "RuleSet",
    "TermRange",
    "Vocabulary",
    "check_rules",
    "load_rules",
    "load_vocabulary",
]

RULES_FOLDER: Final = Path(__file__).parent / "rules"
VOCABULARY_FILE: Final = "vocabulary.yaml"


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


def check_rules(folder: Path = RULES_FOLDER) -> list[RuleDefinitionError]:
    """Everything that is wrong in a rules folder; empty when it loads."""
    return _checked(folder)[2]


def _checked(folder: Path) -> tuple[Vocabulary, tuple[Rule, ...], list[RuleDefinitionError]]:
    """Vocabulary and rules of a folder, each file read once, with what is wrong in them."""
    words = load_vocabulary(folder)
    problems = [_refuse(VOCABULARY_FILE, place, what, "改正规则词汇表") for place, what in wrong_words(words)]
    rules: list[tuple[str, Rule]] = []
    for file, found in _parsed(folder):
        if isinstance(found, Rule):
            rules.append((file, found))
        else:
            problems.append(found)
    ids = {rule.id for _, rule in rules}
    for file, rule in rules:
        for field, word in unknown_words(rule, words):
            what = f"规则使用了词汇表没有的“{word}”"
            problems.append(_refuse(file, f"{rule.id}.{field}", what, "改用词汇表中的值，或先补充词汇表"))
        for field, what in contradictions(rule, words):
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
