"""What a row of the rules may not say: words that nobody knows, and two things at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from graph.liability.rule_conditions import wrong_conditions
from graph.liability.rule_rows import EVERY_LIST, Rule, TermRange, Vocabulary

# No statute states more years than this: what is longer is for life.
_LONGEST: Final = 30
# Which kind of ground a table raises (`lists.*.tables`).
_RAISED_BY: Final = {
    "judgments": "COURT_ORDER", "listings": "LISTING", "penalties_org": "PENALTY",
    "penalties_person": "PENALTY", "entities": "REVOCATION", "tax_grades": "TAX_GRADE", "arrears": "ARREARS",
}  # fmt: skip
_OF_LIST: Final = re.compile(r"(L\d{2})\b")
# What a vocabulary says beside the words that rules may use.
_BESIDE: Final = frozenset(
    {"schema", "law_as_known_on", "roles_added_here", "computed_max", "terms", "evidence"}
)


def unknown_words(rule: Rule, words: Vocabulary) -> Iterator[tuple[str, str]]:
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


def contradictions(rule: Rule, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """(field, what) of a rule that says two things at once, or more than the law lets a computer say."""
    yield from _about_the_ground(rule, words)
    yield from wrong_conditions(rule, words)
    yield from _about_the_person(rule, words)
    yield from _about_the_end(rule)
    yield from _reversed_or_self(rule)


def _about_the_ground(rule: Rule, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """Ground and situation have to be those of the row's own list: a row of another one meets nothing."""
    kind, subject = rule.ground.kind, rule.ground.subject
    if kind in words.ground_kinds and kind not in _kinds_of(rule, words):
        yield "ground.kind", f"名单 {rule.list} 没有 {kind} 这种根据"
    if rule.role == "SELF" and subject != "PERSON":
        yield "ground.subject", "SELF 指决定所点名的个人，对象须为 PERSON"
    if subject == "PERSON" and rule.role != "SELF" and rule.mode != "BAN":
        yield "ground.subject", "决定点名个人的，只有禁入可以按职务认定"
    about = words.situations.get(rule.situation, "")
    if about and rule.situation != "*" and _list_of(about) != rule.list:
        yield "situation", f"情形 {rule.situation} 不属于名单 {rule.list}"


def _kinds_of(rule: Rule, words: Vocabulary) -> set[str]:
    """Kinds of ground that the list's tables raise; a row may also speak of entries in the list itself."""
    if rule.list == EVERY_LIST:
        return {"ANY"}
    row = words.lists.get(rule.list, {})
    found = {_RAISED_BY[one] for one in row.get("tables", ()) if one in _RAISED_BY}
    found.add(str(row.get("ground")))
    if rule.ground.when.get("list_type") == rule.list:
        found.add("LISTING")
    return found


def _list_of(about: str) -> str:
    found = _OF_LIST.match(about)
    return found[1] if found else ""


def _about_the_person(rule: Rule, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """Role, state and who confirms."""
    if rule.mode == "NONE" and rule.computed_max != "NONE":
        yield "computed_max", "不及于个人的规则不得推导出任何人"
    if rule.role == "ANY" and rule.mode != "NONE":
        yield "role", "ANY 只能用于不及于个人（NONE）的规则"
    if rule.role == "SHAREHOLDER" and rule.mode != "NONE":
        yield "role", "股东身份本身不负责任，只能用于不及于个人（NONE）的规则"
    if rule.mode != "NONE" and rule.anchor is None:
        yield "anchor", "及于个人的规则须写明时点"
    # A document names the person, computing finds his later firms.
    named_first = rule.mode == "DERIVED_ENTITY"
    if rule.role in words.roles_only_from_documents and rule.computed_max != "NONE" and not named_first:
        yield "computed_max", "该身份只能来自文书，不得推导"
    if words.lists.get(rule.list, {}).get("document_only") and rule.confirmable_by == "AUTHORITY_OFFICER":
        yield "confirmable_by", "该名单只能凭文书认定，不得由经办人员确认"
    if (rule.confirmable_by == "NOBODY") != (rule.confirm_needs is None):
        yield "confirm_needs", "能认定的规则须写明凭何种文书，不能认定的不得写"
    if rule.mode in ("NONE", "INFO_LABEL", "LEAD") and rule.measures:
        yield "measures", "不及于个人、仅标注或仅为线索的规则不得附带措施"


def _about_the_end(rule: Rule) -> Iterator[tuple[str, str]]:
    """Term, its range, and whether a repair of the company's record ends it."""
    if rule.mode not in ("NONE", "LEAD") and (rule.term is None or rule.term_start is None):
        yield "term", "及于个人的规则须写明期限和起算日"
    span = rule.term_range
    stated = {"term": rule.term}
    if span is not None:
        stated |= {"term_range.min": span.min, "term_range.max": span.max}
    for field, years in stated.items():
        if isinstance(years, int) and not 1 <= years <= _LONGEST:
            yield field, f"期限须为 1 至 {_LONGEST} 年"
    if span is not None and isinstance(span.max, int) and (span.min or 0) > span.max:
        yield "term_range", "最短期限长于最长期限"
    if span is not None and isinstance(rule.term, int) and not _within(rule.term, span):
        yield "term", "期限不在所写的幅度之内"
    if rule.mode == "BAN" and rule.lifted_by_entity_repair and rule.term != "WHILE_GROUND":
        yield "lifted_by_entity_repair", "禁入按自己的期限执行，不因企业修复而解除"


def _within(years: int, span: TermRange) -> bool:
    return years >= (span.min or 0) and (span.max == "LIFE" or years <= span.max)


def _reversed_or_self(rule: Rule) -> Iterator[tuple[str, str]]:
    """(field, what) of spans that end before they begin, and of a rule that refers to itself."""
    if rule.in_force_to is not None and rule.in_force_to < rule.in_force_from:
        yield "in_force_to", "失效日早于生效日"
    for place, basis in enumerate(rule.basis):
        if basis.in_force_from and basis.in_force_to and basis.in_force_to < basis.in_force_from:
            yield f"basis.{place}.in_force_to", "依据的失效日早于生效日"
    if rule.id in rule.overrides:
        yield "overrides", "规则不得排除自身"
    if rule.id == rule.replaced_by:
        yield "replaced_by", "规则不得由自身代替"


def wrong_words(words: Vocabulary) -> Iterator[tuple[str, str]]:
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
    for name, about in words.situations.items():
        if name != "*" and _list_of(about) not in words.lists:
            yield f"situations.{name}", "情形须以其所属名单开头"
