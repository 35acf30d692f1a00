// name:    read/catalogue/editions
// summary: Every edition of the catalogue that was loaded up to a commit, the newest first.
// params:  seq: int
// returns: rows: list
MATCH (edition:CatalogueEdition)
WHERE edition.seq_from <= $seq
WITH edition
ORDER BY edition.seq_from DESC
LIMIT 1000
RETURN collect({version: edition.version, edition: edition.edition, name: edition.name,
  loaded_by: edition.loaded_by, loaded_at: edition.loaded_at, seq_from: edition.seq_from,
  current: edition.seq_to > $seq}) AS rows
