// name:    schema/unique_finding_version_id
// summary: No two Finding nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_finding_version_id IF NOT EXISTS
FOR (node:Finding) REQUIRE node.version_id IS UNIQUE
