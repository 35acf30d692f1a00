// name:    schema/unique_sanction_version_id
// summary: No two Sanction nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_sanction_version_id IF NOT EXISTS
FOR (node:Sanction) REQUIRE node.version_id IS UNIQUE
