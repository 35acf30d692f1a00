"""Stored and typed text reaches Streamlit's Markdown through `plain` only; names of a foe stay names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Self

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import session
from dashboard.client import ApiError
from dashboard.markup import plain

ROOT: Final = Path(dashboard.__file__).parent
#: Calls whose first argument, and whose `help`, Streamlit reads as Markdown.
_MARKUP: Final = """
badge button caption checkbox date_input download_button error expander file_uploader
form_submit_button header info link_button markdown metric multiselect number_input page_link pills
popover progress radio selectbox segmented_control select_slider slider spinner status subheader
success tabs text_area text_input title toast toggle warning
"""
#: Of these the options are Markdown too; those of a selectbox are not.
CHOICES: Final = frozenset({"radio", "pills", "segmented_control"})
#: Helpers of the pages whose second argument is said where there are no rows.
SAID_WHEN_EMPTY: Final = frozenset({"table", "_small"})
#: What answers hold under these names is a number, a day, a closed code or the platform's own word for one.
_KEYS: Final = """
size number members unread known version data_version edition editions as_of since first_day last_day
from_day until_day today overdue_days window_days penalty_days half_life_days last_pass_day level levels
hub_degree state states steps kind rule role measure done total matches run_id entities looked_at hidden
length max_length heading decision meaning
"""
SAFE_ENDS: Final = ("_zh", "_on", "_number")
#: Helpers that answer with what is escaped, or with the platform's own words, days or numbers.
_CALLS: Final = """
plain code_span len int round abs range columns period kind share held moment told isoformat _days due_words
"""
MARKUP, SAFE_KEYS, SAFE_CALLS = (frozenset(one.split()) for one in (_MARKUP, _KEYS, _CALLS))
#: Where the check cannot see that a text is safe, with the reason.
ALLOWED: Final = {
    ("app.py", "title"): "one of _OFFERED",
    ("app.py", "told"): "one of _OFFERED, and the word for a role",
    ("clues.py", "f'**{name}**\\u3000{plain(value)}'"): "the name is one of five above",
    ("paper_form.py", "label"): "written in case.py",
    ("day_slider.py", "label"): "one of two above",
    ("day_slider.py", "target or None"): "a day",
    ("finding.py", "label"): "one of _FORMS, or of four above",
    ("notices.py", "'\\u3000'.join((f'{state} {number} 件' for state, number in states.most_common()))"): (
        "counts of state_zh"
    ),
    (
        "overview.py",
        "title if kind != 'findings' else f'责任认定：{words.STATES[key]}'",
    ): "set by the same page",
    ("quality.py", "title"): "one of those above",
    ("shared.py", "told"): "a sentence of the page that calls",
    ("shared.py", "empty"): "what callers pass is judged where they do",
}


class Text:
    """Whether an expression of a module can only be the platform's own words."""

    def __init__(self, tree: ast.Module) -> None:
        self.functions = {one.name: one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
        self.within: dict[ast.AST, ast.FunctionDef] = {}
        for function in self.functions.values():
            for one in ast.walk(function):
                held = self.within.get(one)
                if held is None or function.lineno > held.lineno:
                    self.within[one] = function
        self.tree = tree
        self.asked: set[tuple[str, str]] = set()

    def safe(self, node: ast.AST | None) -> bool:
        """Judge one expression."""
        match node:
            case None | ast.Constant() | ast.Compare():
                return True
            case ast.JoinedStr(values=parts):
                return all(map(self.safe, parts))
            case ast.FormattedValue(value=value, format_spec=spec):
                return bool(spec) or self.safe(value)
            case ast.BinOp(right=ast.Constant(value=int())):
                return True
            case ast.BinOp(left=left, right=right):
                return self.safe(left) and self.safe(right)
            case ast.IfExp(body=body, orelse=orelse):
                return self.safe(body) and self.safe(orelse)
            case ast.BoolOp(op=ast.And(), values=values):
                return self.safe(values[-1])
            case ast.BoolOp(values=values) | ast.List(elts=values) | ast.Tuple(elts=values):
                return all(map(self.safe, values))
            case ast.Starred(value=value) | ast.Attribute(value=value, attr="__getitem__"):
                return self.safe(value)
            case (
                ast.ListComp(elt=elt)
                | ast.SetComp(elt=elt)
                | ast.GeneratorExp(elt=elt)
                | ast.Lambda(body=elt)
            ):
                return self.safe(elt)
            case ast.DictComp(value=value):
                return self.safe(value)
            case ast.Dict(values=values):
                return all(map(self.safe, values))
            case ast.Subscript():
                return self._item(node)
            case ast.Call():
                return self._call(node)
            case ast.Name(id=name):
                return self._name(node, name)
            case ast.Attribute(value=ast.Name(id="words"), attr=attr):
                return attr.isupper()
        return False

    def _item(self, node: ast.Subscript) -> bool:
        key = node.slice
        if isinstance(key, ast.Slice):
            return self.safe(node.value)
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return key.value in SAFE_KEYS or key.value.endswith(SAFE_ENDS)
        return self.safe(node.value)

    def _call(self, node: ast.Call) -> bool:
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in SAFE_CALLS:
            return True
        if isinstance(called, ast.Attribute):
            if name == "join":
                return all(map(self.safe, node.args))
            if name in ("strip", "strftime", "keys"):
                return self.safe(called.value)
            if name in ("get", "items", "values"):
                return self.safe(called.value) and all(map(self.safe, node.args[1:]))
            return False
        if name == "filter":
            return self.safe(node.args[1])
        if name in ("str", "list", "zip", "enumerate", "tuple", "sorted"):
            return all(map(self.safe, node.args))
        if name in self.functions:
            returned = [one for one in ast.walk(self.functions[name]) if isinstance(one, ast.Return)]
            return self._once(name, "", [one.value for one in returned])
        return False

    def _once(self, function: str, name: str, values: list[ast.expr | None]) -> bool:
        if (function, name) in self.asked:
            return True
        self.asked.add((function, name))
        try:
            return bool(values) and all(map(self.safe, values))
        finally:
            self.asked.discard((function, name))

    def _name(self, node: ast.Name, name: str) -> bool:
        function = self.within.get(node)
        if name.isupper():
            return True
        if function is None:
            return False
        return self._once(function.name, name, [*self._bound(function, name), *self._passed(function, name)])

    def _bound(self, function: ast.FunctionDef, name: str) -> Iterator[ast.expr | None]:
        """Every value that a name of a function is bound to, in whatever way."""
        pairs: list[tuple[ast.expr, ast.expr | None]]
        for one in ast.walk(function):
            match one:
                case ast.Assign(targets=targets, value=value):
                    pairs = [(target, value) for target in targets]
                case ast.AugAssign(target=target, value=value) | ast.AnnAssign(target=target, value=value):
                    pairs = [(target, value)]
                case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                    pairs = [(target, value)]
                case ast.NamedExpr(target=target, value=value):
                    pairs = [(target, value)]
                case _:
                    continue
            for target, value in pairs:
                yield from _given(target, value, name)

    def _passed(self, function: ast.FunctionDef, name: str) -> Iterator[ast.expr | None]:
        """What the module itself passes for an argument; what others pass is not known, and so not safe."""
        names = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
        if name not in names:
            return
        place, calls = names.index(name), 0
        for one in ast.walk(self.tree):
            if isinstance(one, ast.Call) and getattr(one.func, "id", "") == function.name:
                calls += 1
                named = [given.value for given in one.keywords if given.arg == name]
                yield from named or one.args[place : place + 1]
        if not calls:
            yield ast.Attribute(ast.Name("unknown"), name)


def _given(target: ast.expr, value: ast.expr | None, name: str) -> Iterator[ast.expr | None]:
    """The part of a value that a name among targets is bound to."""
    if isinstance(target, ast.Name):
        if target.id == name:
            yield value
    elif isinstance(target, (ast.Tuple, ast.List)):
        if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "enumerate":
            value = ast.Tuple([ast.Constant(0), value.args[0]])
        parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value] * len(target.elts)
        if len(parts) != len(target.elts):
            parts = [value] * len(target.elts)
        for inner, part in zip(target.elts, parts, strict=True):
            yield from _given(inner, part, name)


def texts(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that Streamlit reads as Markdown."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in SAID_WHEN_EMPTY:
        yield from call.args[1:2]
    if name not in MARKUP:
        return
    yield from call.args[1:2] if name == "progress" else call.args[:1]
    told = {"label", "body", "help", "text", *(("format_func", "captions") if name in CHOICES else ())}
    yield from (one.value for one in call.keywords if one.arg in told)
    if name in CHOICES and not any(one.arg == "format_func" for one in call.keywords):
        yield from call.args[1:2]


def test_no_view_hands_stored_text_to_markup_as_it_is() -> None:
    found = set()
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        judge = Text(tree)
        for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
            for text in texts(call):
                if not judge.safe(text):
                    found.add((path.name, ast.unparse(text)))
    assert not found - ALLOWED.keys(), "\n".join(map(str, sorted(found - ALLOWED.keys())))
    assert not ALLOWED.keys() - found, "what is no longer there needs no reason"


HOSTILE: Final = [
    "![](http://foreign.example/x.png)",
    "[点这里](http://foreign.example)",
    "<http://foreign.example>",
    "<img src=x>",
    ":red[甲]",
    ":material/home: :streamlit: :x: :+1:",
    "$\\frac{1}{2}$",
    "`甲`",
    "甲\n===\n# 乙\n\n    丙\n- 丁\n1. 戊\n> 己\n| 庚 |",
    "http://foreign.example www.foreign.example a@foreign.example",
    "&#33;[](x)",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_mark_of_a_name_is_left_to_markdown(name: str) -> None:
    told = plain(name)
    left = re.sub(r"\\.", "", told)
    assert not re.search(r"[\\`*_{}\[\]()<>#+.!|~$:=&-]", left), "every mark is escaped"
    # What the browser looks for once escapes are gone: addresses, mail, icons and pictures by name.
    seen = re.sub(r"\\(.)", r"\1", told)
    assert not re.search(r"https?://|www\.|@[-\w]+\.|:(material/)?[\w+-]+:", seen, re.IGNORECASE)
    assert not re.search(r"^[ \t]+", seen, re.MULTILINE), "no block of code"
    assert "".join(seen.replace("\u2060", "").split()) == "".join(name.split()), (
        "and it reads as it was written"
    )


def test_a_refusal_says_what_was_typed_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("streamlit.warning", lambda text, icon: said.append(text))
    session.show(ApiError(404, "没有", HOSTILE[0], HOSTILE[1]))
    assert plain(HOSTILE[0]) in said[0] and plain(HOSTILE[1]) in said[0]


class Api:
    """One shared question of a foe, and one subject of his."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def question_words(self) -> dict[str, Any]:
        limits = {"rows": 100, "steps": 0, "conditions": 0}
        return {"starts": ["LIST"], "relations": [], "fields": [], "directions": [], "limits": limits}

    def questions(self, text: str) -> dict[str, Any]:
        row = {
            "query_id": "q1",
            "name": HOSTILE[0],
            "note": HOSTILE[1],
            "own": False,
            "owner_name": HOSTILE[4],
        }
        return {"rows": [row], "complete": True}


def script() -> None:
    from dashboard.views import questions

    questions._saved()


def test_a_shared_question_shows_its_name_and_note_and_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "client", Api)
    page = AppTest.from_function(script, default_timeout=60).run()
    assert not page.exception
    button = page.button[0]
    assert button.label == plain(f"{HOSTILE[0]}（{HOSTILE[4]}）")
    assert button.help == plain(HOSTILE[1])
