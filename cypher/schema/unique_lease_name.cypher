// name:    schema/unique_lease_name
// summary: No two Lease nodes share name.
// params:
// returns:
CREATE CONSTRAINT unique_lease_name IF NOT EXISTS
FOR (node:Lease) REQUIRE node.name IS UNIQUE
