"""Whether numbers of a data set stand where none may stand: for tests that look through all there is.

Numbers are looked for one by one, not by what a number looks like: what is found is certainly one of the data
set. What is said of a find never contains it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from graph.identity.folding import fold, squeeze
from graph.identity.numbers import read_number
from graph.identity.redact import is_personal_header, redact_text

_RUN: Final = re.compile(rb"[0-9]{15,}[Xx]?")
_SHORTEST: Final = 15
_CHUNK: Final = 8 << 20
#: A number that lies across two chunks, also with a zero byte behind each character.
_OVERLAP: Final = 64


@dataclass(frozen=True)
class Numbers:
    """Every number of a package's persons: as handed in, right or wrong, and in the form of 18 digits.

    Parameters
    ----------
    known
        Folded, with capital X.
    """

    known: frozenset[bytes] = field(repr=False)

    @classmethod
    def of(cls, package: Path) -> Self:
        """Of the CSV files of a package folder."""
        found: set[str] = set()
        for path in sorted(package.glob("*.csv")):
            for text in _cells(path):
                handed_in = squeeze(text).upper()
                if len(handed_in) >= _SHORTEST and handed_in[:_SHORTEST].isdecimal():
                    found |= {handed_in, read_number("", text).value}
        return cls(frozenset(one.encode() for one in found))

    def __len__(self) -> int:
        return len(self.known)

    def texts(self) -> list[str]:
        """The right ones with 18 digits, in a fixed order, to ask by."""
        told = (one.decode() for one in sorted(self.known))
        return [one for one in told if len(one) == 18 and read_number("", one).valid]

    def stand_in(self, what: Any) -> bool:
        """Whether one stands in a text, in bytes, or anywhere in a document."""
        if isinstance(what, str):
            return self._in_bytes(fold(what).encode("utf-8", "replace"))
        if isinstance(what, bytes):
            return self._in_bytes(what)
        if isinstance(what, dict):
            return any(self.stand_in(key) or self.stand_in(one) for key, one in what.items())
        if isinstance(what, list | tuple | set | frozenset):
            return any(map(self.stand_in, what))
        return what is not None and self.stand_in(str(what))

    def files(self, folder: Path, *, but: Container[Path] = ()) -> list[str]:
        """Files and names below a folder that hold one, beside folders in `but`; files may come and go."""
        found = []
        for path in _below(folder, but):
            name = path.relative_to(folder).as_posix()
            if self.stand_in(name) or self._in_file(path):
                found.append(redact_text(name))
        return found

    def _in_file(self, path: Path) -> bool:
        try:
            with path.open("rb") as file:
                kept = b""
                while chunk := file.read(_CHUNK):
                    if self._in_bytes(kept + chunk):
                        return True
                    kept = chunk[-_OVERLAP:]
        except FileNotFoundError:
            pass
        return False

    def _in_bytes(self, raw: bytes) -> bool:
        # Wide characters are the narrow ones with zeros between.
        return self._among(raw) or (b"\0" in raw and self._among(raw.replace(b"\0", b"")))

    def _among(self, raw: bytes) -> bool:
        for match in _RUN.finditer(raw):
            run = match.group().upper()
            for size in (18, 15):
                if any(run[place : place + size] in self.known for place in range(len(run) - size + 1)):
                    return True
        return False


def _cells(path: Path) -> Iterator[str]:
    """What stands in the columns for persons' numbers."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    for row in csv.DictReader(io.StringIO(text, newline="")):
        yield from (str(cell) for head, cell in row.items() if cell and head and is_personal_header(head))


def _below(folder: Path, but: Container[Path]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path in but:
            continue
        if path.is_dir():
            yield from _below(path, but)
        elif path.is_file():
            yield path
