// name:    schema/index_catalogue_edition_version
// summary: CatalogueEdition nodes are found by version.
// params:
// returns:
CREATE INDEX index_catalogue_edition_version IF NOT EXISTS
FOR (node:CatalogueEdition) ON (node.version)
