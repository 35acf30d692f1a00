// name:    schema/unique_catalogue_edition_current_key
// summary: No two CatalogueEdition nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_catalogue_edition_current_key IF NOT EXISTS
FOR (node:CatalogueEdition) REQUIRE node.current_key IS UNIQUE
