// name:    write/catalogue/open_edition
// summary: Begin an edition of the catalogue of measures.
// params:  edition: map; seq: int; open_seq: int
// returns: edition_id: str
CREATE (edition:CatalogueEdition)
SET edition += $edition
SET edition.current_key = 'measures', edition.seq_from = $seq, edition.seq_to = $open_seq
RETURN edition.edition_id AS edition_id
