// name:    schema/index_entity_state_region_code
// summary: EntityState nodes are found by region_code.
// params:
// returns:
CREATE INDEX index_entity_state_region_code IF NOT EXISTS
FOR (node:EntityState) ON (node.region_code)
