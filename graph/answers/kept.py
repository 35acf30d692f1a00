"""One kept answer: what stands of it in a file, and how to read it again.

A line is ``{"answer_id", "at", "holder", "relied", "sealed"}``. Whoever has the files but not the keys sees
who received how many answers on which findings, never what they say. The body itself names nobody: names are
shortened and numbers are gone before it is sealed (A9), so that nothing has to be taken back when a person's
key is destroyed. A keyed digest of the answer as it was given tells whether a replay is the same, with names.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph.errors import NotFoundError
from graph.identity.numbers import IdentityKeys
from graph.stable_json import stable_json

PREFIX: Final = "answers-"
SUFFIX: Final = ".jsonl"
_ID: Final = re.compile(r"^a([0-9a-f]{12}g)-([0-9]{1,9})$")


@dataclass(frozen=True, slots=True)
class Relied:
    """A finding, or an organisation's own entry in a list, as an answer showed it.

    Parameters
    ----------
    finding_id
        The finding; of an own entry the key of its record.
    state
        Its state as told.
    until
        The day on which that state ends by itself, as far as was known.
    subject_id
        Whose own entry it is; empty for a finding.
    """

    finding_id: str
    state: str
    until: str
    subject_id: str = ""


@dataclass(frozen=True)
class Kept:
    """An answer that was given.

    Parameters
    ----------
    kind
        CHECK, SCREEN, EXPLAIN, EXIT or FINDINGS.
    holder
        Who received it: ``key:<id>`` or ``account:<id>``.
    asked
        What was asked and by what right, as a replay needs it; never a number.
    body
        The answer without names and numbers of persons.
    digest
        Keyed digest of the answer as it was given.
    """

    answer_id: str
    at: str
    kind: str
    holder: str
    asked: dict[str, Any]
    data_version: str
    relied: tuple[Relied, ...]
    body: Any
    digest: str


def digest_of(keys: IdentityKeys, document: Any) -> str:
    """Keyed digest of an answer as it was given."""
    return keys.text_digest("answer", stable_json(document))


def line_of(kept: Kept, keys: IdentityKeys) -> bytes:
    """An answer as a line of its file."""
    inside = {
        "kind": kept.kind,
        "asked": kept.asked,
        "data_version": kept.data_version,
        "body": kept.body,
        "digest": kept.digest,
    }
    sealed = keys.seal_text(kept.answer_id, zlib.compress(stable_json(inside).encode(), 1))
    line = {
        "answer_id": kept.answer_id,
        "at": kept.at,
        "holder": kept.holder,
        "relied": [
            [one.finding_id, one.state, one.until, *([one.subject_id] if one.subject_id else [])]
            for one in kept.relied
        ],
        "sealed": base64.b64encode(sealed).decode("ascii"),
    }
    return stable_json(line).encode() + b"\n"


def file_of(folder: Path, token: str) -> Path:
    """The file whose answers bear this token."""
    return folder / f"{PREFIX}{token}{SUFFIX}"


def token_of(path: Path) -> str:
    """The token of a file."""
    return path.name.removeprefix(PREFIX).removesuffix(SUFFIX)


def lines_of(path: Path, after: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    """Whole lines of a file after the first `after`, each with its number; a torn end is left out."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            if number <= after:
                continue
            if not raw.endswith(b"\n"):
                return
            yield number, json.loads(raw)


def relied_of(line: dict[str, Any]) -> tuple[Relied, ...]:
    """The findings and own entries on which the answer of a line relied."""
    return tuple(Relied(*one) for one in line["relied"])


def read_answer(folder: Path, answer_id: str, keys: IdentityKeys) -> Kept:
    """One answer.

    Raises
    ------
    NotFoundError
        No answer of that id was kept here.
    SettingsError
        The keys are not those with which it was sealed, or somebody changed it.
    """
    found = _ID.match(answer_id)
    path = file_of(folder, found[1]) if found else folder
    if found and path.is_file():
        for _, line in lines_of(path, int(found[2]) - 1):
            if line["answer_id"] == answer_id:
                return _kept(line, keys)
            break
    raise NotFoundError(
        "没有保存这个答复编号", where=answer_id[:40], todo="核对答复编号，或从备份恢复答复文件夹"
    )


def _kept(line: dict[str, Any], keys: IdentityKeys) -> Kept:
    packed = keys.unseal_text(line["answer_id"], base64.b64decode(line["sealed"]))
    inside = json.loads(zlib.decompress(packed))
    return Kept(
        line["answer_id"],
        line["at"],
        inside["kind"],
        line["holder"],
        inside["asked"],
        inside["data_version"],
        relied_of(line),
        inside["body"],
        inside["digest"],
    )


def answer_ids(folder: Path, holder: str = "") -> Iterator[tuple[str, str, str]]:
    """(answer_id, at, holder) of what is kept, file by file; of one holder where given."""
    for path in sorted(folder.glob(f"{PREFIX}*{SUFFIX}")):
        for _, line in lines_of(path):
            if not holder or line["holder"] == holder:
                yield line["answer_id"], line["at"], line["holder"]
