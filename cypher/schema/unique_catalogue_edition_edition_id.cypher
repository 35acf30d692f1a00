// name:    schema/unique_catalogue_edition_edition_id
// summary: No two CatalogueEdition nodes share edition_id.
// params:
// returns:
CREATE CONSTRAINT unique_catalogue_edition_edition_id IF NOT EXISTS
FOR (node:CatalogueEdition) REQUIRE node.edition_id IS UNIQUE
