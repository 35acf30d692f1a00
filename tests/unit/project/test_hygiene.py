"""House rules that a reader cannot see from one file: sizes, query text, machine paths, index addresses."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

CODE = {".py", ".cypher", ".sh", ".js", ".ts", ".tsx", ".css"}
TEXT = CODE | {".md", ".toml", ".yml", ".yaml", ".cfg", ".ini", ".txt", ".json", ".lock", ""}
CLAUSE = re.compile(r"\b(?:OPTIONAL MATCH|MATCH|MERGE|UNWIND|DETACH DELETE)\s*[($\w{]")
ENDING = re.compile(r"\b(?:RETURN|SET|CREATE|DELETE|WHERE|ON MATCH|ON CREATE)\b")
# The dialect names what the engines cannot do alike, and the generator writes cypher/schema.
MAY_HOLD_QUERIES = {"graph/store/dialect.py", "graph/store/testing.py", "graph/model/generate.py"}
MACHINE_PATHS = re.compile(r"(?<![\w.$}~-])/(?:work|root|home|Users)/[\w.-]+|\b[A-Z]:\\\\?Users\b")


def _docstrings(tree: ast.Module) -> set[int]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def _is_query(text: str) -> bool:
    clauses = CLAUSE.findall(text)
    return len(clauses) > 1 or bool(clauses and ENDING.search(text))


def _text_of(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text_of(part) or "x" for part in node.values)
    return ""


def _query_strings(source: str) -> list[int]:
    """Lines of strings, docstrings aside, that read like Cypher."""
    tree = ast.parse(source)
    skip = _docstrings(tree)
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr)]
    return [node.lineno for node in strings if id(node) not in skip and _is_query(_text_of(node))]


def _is_table(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """One expression handed back, however long, is data and not a procedure."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return len(body) == 1 and isinstance(body[0], ast.Return)


def test_no_code_file_is_longer_than_500_lines(root: Path, tracked: list[Path]) -> None:
    lengths = {
        path.relative_to(root).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in tracked
        if path.suffix in CODE
    }
    assert {name: length for name, length in lengths.items() if length > 500} == {}


def test_no_function_is_longer_than_50_lines(root: Path, tracked: list[Path]) -> None:
    long = [
        f"{path.relative_to(root)}:{node.lineno} {node.name} ({node.end_lineno - node.lineno + 1})"
        for path in tracked
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
        if node.end_lineno - node.lineno + 1 > 50 and not _is_table(node)
    ]
    assert long == []


def test_no_query_text_stands_in_python(root: Path, tracked: list[Path]) -> None:
    found = {}
    for path in tracked:
        name = path.relative_to(root).as_posix()
        if path.suffix != ".py" or name.startswith(("tests/", "benchmarks/")) or name in MAY_HOLD_QUERIES:
            continue
        lines = _query_strings(path.read_text(encoding="utf-8"))
        if lines:
            found[name] = lines
    assert found == {}


@pytest.mark.parametrize(
    ("source", "hit"),
    [
        ("x = 'MATCH (n) RETURN n'", True),
        ("x = 'UNWIND $rows AS row MERGE (n {a: row})'", True),
        ("x = 'UNWIND $rows AS row MERGE (n) SET n.a = 1'", True),
        ("x = f'MATCH (n:{1}) WHERE n.a RETURN n'", True),
        ("def f():\n    'MATCH (n) RETURN n'", False),
        ("x = 'Where the two match, return early.'", False),
    ],
)
def test_query_text_is_recognised(source: str, hit: bool) -> None:
    assert bool(_query_strings(source)) is hit


def test_no_machine_path_stands_in_a_tracked_file(root: Path, tracked: list[Path]) -> None:
    found = []
    for path in tracked:
        if path.suffix not in TEXT or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if MACHINE_PATHS.search(line):
                found.append(f"{path.relative_to(root)}:{number}")
    assert found == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-extras.lock"])
def test_lock_has_hashes_and_no_address(name: str, root: Path) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert not re.search(
        r"://|^\s*-{1,2}(?:i|f|index-url|extra-index-url|find-links|trusted-host)\b", text, re.M
    )
    blocks = re.split(r"\n(?=[a-zA-Z0-9])", text)
    pins = [block for block in blocks if "==" in block]
    assert len(pins) > 10
    assert all("--hash=sha256:" in block for block in pins)


def test_the_locks_agree(root: Path) -> None:
    def pins(name: str) -> dict[str, str]:
        text = (root / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([\w.-]+)==([^\s\\;]+)", text, re.M))

    development = pins("requirements-dev.lock")
    assert pins("requirements.lock").items() <= development.items()
    extras = pins("requirements-extras.lock")
    assert {"pyspark", "py2neo"} <= extras.keys()
    assert all(development.get(name, version) == version for name, version in extras.items())
