"""Rows of a file made ready, a thousand to a transaction; those of a large file in a process beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
"""Of a smaller file nothing is gained by another process."""


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

    def batches(
        self,
        table_file: TableFile,
        reader: TableReader,
        done: int,
        report: Callable[[int, int], None] | None = None,
    ) -> Iterator[Batch]:
        """The batches of one file, in order.

        Parameters
        ----------
        done
            Last line that an earlier run wrote; rows up to it give their source keys only.
        report
            Called with bytes read and bytes in all, where the reader cannot call it itself.
        """
        if table_file.size >= self.beside_bytes and reader.may_fork and can_fork():
            try:
                with made_beside(lambda: self._counted(table_file, reader, done)) as made:
                    for batch in made:
                        if report is not None and batch.read is not None:
                            report(*batch.read)
                        done = max(done, batch.last_line)
                        yield batch
                    return
            except MakerLostError:
                pass  # from its last batch on by ourselves: the same error will be told here
        yield from self._batches(table_file, reader, done)

    def _counted(self, table_file: TableFile, reader: TableReader, done: int) -> Iterator[Batch]:
        """As `_batches`, with how far the file is read; in the fork, whose calls nobody hears."""
        told: list[tuple[int, int]] = []
        reader.report_to(lambda *read: told.append(read))
        for batch in self._batches(table_file, reader, done):
            read, told[:] = (told[-1] if told else None), []
            yield replace(batch, read=read)
            self.first.note(batch.named.persons)  # in the fork nobody else does, and none is sealed twice

    def _batches(self, table_file: TableFile, reader: TableReader, done: int) -> Iterator[Batch]:
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
            yield self._prepared(batch, done)

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
