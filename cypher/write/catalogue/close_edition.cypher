// name:    write/catalogue/close_edition
// summary: End the edition in force.
// params:  seq: int; open_seq: int
// returns: closed: int
MATCH (edition:CatalogueEdition {current_key: 'measures'})
USING INDEX SEEK edition:CatalogueEdition(current_key)
WHERE edition.seq_to = $open_seq
SET edition.seq_to = $seq
REMOVE edition.current_key
RETURN count(edition) AS closed
