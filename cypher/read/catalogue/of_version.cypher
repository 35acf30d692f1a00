// name:    read/catalogue/of_version
// summary: The words of one version of the catalogue, whenever it was in force.
// params:  version: str; seq: int
// returns: content: str
MATCH (edition:CatalogueEdition {version: $version})
USING INDEX SEEK edition:CatalogueEdition(version)
WHERE edition.seq_from <= $seq
RETURN edition.content AS content
LIMIT 1
