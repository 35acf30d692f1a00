"""Rows of files made ready, a thousand to a transaction; where they are many in a process beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from graph.identity.numbers import IdentityKeys, mask
from graph.model.tables import TABLES
from ingest.beside import MakerLostError, can_fork, made_beside
from ingest.load.drafts import RowDraft
from ingest.load.known import FirstLoad
from ingest.load.parties import Named, gather
from ingest.manifest import Manifest
from ingest.normalise.table import Refused, TableNormaliser
from ingest.package import TableFile
from ingest.readers import TableReader, match_headers

BATCH_ROWS: Final = 1000
BESIDE_BYTES: Final = 1 << 18
"""Of smaller files nothing is gained by another process."""


@dataclass
class Sealer:
    """Encrypts numbers under an installation's keys."""

    keys: IdentityKeys

    def seal_number(self, id_type: str, number: str) -> dict[str, str]:
        """Properties of a PersonNumber node."""
        sealed = self.keys.seal(id_type, number)
        return {
            "id_type": id_type,
            "masked": mask(number),
            "ciphertext": sealed.ciphertext,
            "nonce": sealed.nonce,
            "wrapped_key": sealed.wrapped_key,
        }


@dataclass(frozen=True)
class Batch:
    """Rows made ready for one transaction; keys also of those met by an earlier run.

    Parameters
    ----------
    source_keys, wrong_keys
        Of rows that are taken, and of those that are not.
    read
        Bytes of the file read by then, and in all; None while nobody counted.
    """

    source_keys: list[str]
    wrong_keys: list[str]
    rows: int
    last_line: int
    named: Named
    refused: list[Refused]
    read: tuple[int, int] | None = None


@dataclass
class Waiting:
    """One file, open, and the last line that was taken of it: earlier rows give their source keys only."""

    table_file: TableFile
    reader: TableReader
    done: int = 0


@dataclass
class Preparer:
    """Makes the batches of one package's files.

    Parameters
    ----------
    first
        What a first load has written so far.
    """

    keys: IdentityKeys
    manifest: Manifest
    first: FirstLoad
    beside_bytes: int = BESIDE_BYTES

    def batches(self, files: Sequence[Waiting]) -> Iterator[tuple[int, Batch | None]]:
        """The batches of all files, in order, each with its file's place; None behind a file's last one.

        One process beside makes those of every file that a fork can read, so that the first of a file is
        ready when the last of the file before has been written.
        """
        may = {place for place, one in enumerate(files) if one.reader.may_fork}
        enough = sum(files[place].table_file.size for place in may) >= self.beside_bytes
        beside = may if enough and can_fork() else set[int]()
        with self._beside(files, sorted(beside)) as made:
            for place, one in enumerate(files):
                if place in beside:
                    try:
                        yield from self._taken(made, one)
                        yield place, None
                        continue
                    except MakerLostError:
                        beside = set()  # from its last batch on by ourselves: the same error is told here
                for batch in self._batches(one):
                    yield place, batch
                yield place, None

    def _beside(
        self, files: Sequence[Waiting], places: list[int]
    ) -> AbstractContextManager[Iterator[tuple[int, Batch | None]]]:
        return made_beside(lambda: self._counted(files, places)) if places else nullcontext(iter(()))

    @staticmethod
    def _taken(made: Iterator[tuple[int, Batch | None]], one: Waiting) -> Iterator[tuple[int, Batch]]:
        """What the process beside made of one file; the file's mark goes on with it."""
        for place, batch in made:
            if batch is None:
                return
            if batch.read is not None:
                one.reader.reported(*batch.read)
            one.done = max(one.done, batch.last_line)
            yield place, batch
        raise MakerLostError

    def _counted(self, files: Sequence[Waiting], places: list[int]) -> Iterator[tuple[int, Batch | None]]:
        """As `batches`, with how far each file is read; in the fork, whose calls nobody hears."""
        for place in places:
            told: list[tuple[int, int]] = []
            files[place].reader.report_to(lambda *read, told=told: told.append(read))
            for batch in self._batches(files[place]):
                read, told[:] = (told[-1] if told else None), []
                yield place, replace(batch, read=read)
                self.first.note(batch.named.persons)  # nobody else does here, and none is sealed twice
            yield place, None

    def _batches(self, one: Waiting) -> Iterator[Batch]:
        table_file, reader = one.table_file, one.reader
        fixed = {"ground_kind": "LISTING"} if table_file.stem == "listing_persons" else {}
        normaliser = TableNormaliser(
            table_file.table,
            match_headers(TABLES[table_file.table], reader.headers),
            self.keys,
            file=table_file.name,
            source=self.manifest.source_code,
            produced_at=self.manifest.produced_at,
            fixed=fixed,
        )
        rows = (normaliser.normalise(raw) for raw in reader)
        for batch in iter(lambda: list(islice(rows, BATCH_ROWS)), []):
            yield self._prepared(batch, one.done)

    def _prepared(self, batch: list[RowDraft | Refused], done: int) -> Batch:
        fresh = [one for one in batch if one.line > done]
        drafts = [one for one in fresh if isinstance(one, RowDraft)]
        return Batch(
            source_keys=[one.source_key for one in batch if isinstance(one, RowDraft)],
            wrong_keys=[one.source_key for one in batch if isinstance(one, Refused)],
            rows=len(fresh),
            last_line=batch[-1].line,
            named=gather(drafts, Sealer(self.keys), self.first),
            refused=[one for one in fresh if isinstance(one, Refused)],
        )
