"""The catalogue of measures as a store holds it: loaded whole or not at all, and part of every answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.services.check import check
from api.services.desk import open_desk
from graph.audit import TrailFilter, read_changes
from graph.errors import RuleDefinitionError, UsageError
from graph.liability.catalogue import ANNEX_FILE, Catalogue, load_catalogue
from graph.liability.catalogue.stored import (
    catalogue_of_version,
    catalogue_plan,
    editions,
    load_edition,
)


def annex(folder: Path, *changes: tuple[str, str]) -> Catalogue:
    text = ANNEX_FILE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / f"annex{len(list(folder.iterdir()))}.yaml"
    path.write_text(text, encoding="utf-8")
    return load_catalogue(path)


def test_an_edition_is_loaded_whole_numbered_and_audited(register: Any, rows: Any, tmp_path: Path) -> None:
    store, shipped = register.store, load_catalogue()
    assert store.ask(catalogue_plan()) == shipped and editions(store) == []
    before = store.head_seq()
    newer = annex(tmp_path, ("2024.1", "2026.1"), ("purposes: [SPENDING]", "purposes: [SPENDING, AWARD]"))
    assert load_edition(store, newer, register.rules, actor="local:tests", reason="官方附件")
    assert not load_edition(store, newer, register.rules, actor="local:tests")
    assert [(one["version"], one["current"]) for one in editions(store)] == [(newer.version, True)]
    (event,) = read_changes(store, TrailFilter(), limit=10).events
    assert (event["action"], event["reason"]) == ("LOAD_CATALOGUE", "官方附件")

    # The same edition with other words, and one that lacks what rules name, change nothing.
    for wrong in (
        annex(tmp_path, ("2024.1", "2026.1")),
        annex(tmp_path, ("2024.1", "2026.2"), ("code: M01", "code: M21")),
    ):
        with pytest.raises(RuleDefinitionError):
            load_edition(store, wrong, register.rules, actor="local:tests")
    assert store.ask(catalogue_plan()) == newer

    # A check asks the edition of its commit, and says which one.
    register.event(entities=[rows.entity("91411300MA00000077")], positions=[])
    desk = replace(open_desk(store, register.keys), today=register.today)
    answer = check(desk, "91411300MA00000077")
    seq, rules, book, calendar = answer["data_version"].split("/")
    assert (rules, book) == (register.rules.version, newer.version) and int(seq) > before and calendar
    assert catalogue_of_version(store, book) == newer
    assert store.ask(catalogue_plan(before)) == shipped == catalogue_of_version(store, shipped.version)
    assert catalogue_of_version(store, "1999.1+00000000") is None


def test_what_the_loaded_edition_does_not_have_is_neither_asked_nor_derived(
    register: Any, rows: Any, tmp_path: Path
) -> None:
    code = "91411300MA00000077"
    register.event(entities=[rows.entity(code)])
    desk = replace(open_desk(register.store, register.keys), today=register.today)
    with pytest.raises(UsageError):
        check(desk, code, measure="M77")
    seq = register.store.head_seq()
    extra = "  - code: M77\n    kind: B\n    name: 增加抽查\n    target_scope: [ORG]\n    purposes: [AWARD]\n"
    extra += "    basis: [{instrument: 某法, article: '1', evidence: GK}]\n    department: 某局\n"
    extra += "    requires_listing: false\n"
    newer = annex(tmp_path, ("2024.1", "2027.1"), ("measures:\n", "measures:\n" + extra))
    load_edition(register.store, newer, register.rules, actor="local:tests")
    desk = replace(open_desk(register.store, register.keys), today=register.today)
    assert check(desk, code, measure="M77")["decision"] == "PASS"
    with pytest.raises(UsageError):
        check(desk, code, measure="M77", known_at=f"seq:{seq}")

    # A rule that names a measure of no edition derives nothing.
    rule = register.rules.rules[0].model_copy(update={"measures": ("M99",)})
    register.rules = type(register.rules)((rule, *register.rules.rules[1:]), register.rules.vocabulary)
    with pytest.raises(RuleDefinitionError, match="M99"):
        register.derive()
