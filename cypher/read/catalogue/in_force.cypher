// name:    read/catalogue/in_force
// summary: The edition of the catalogue of measures in force at a commit; no row before the first was loaded.
// params:  seq: int
// returns: version: str; content: str
MATCH (edition:CatalogueEdition)
WHERE edition.seq_from <= $seq AND edition.seq_to > $seq
RETURN edition.version AS version, edition.content AS content
ORDER BY edition.seq_from DESC
LIMIT 1
