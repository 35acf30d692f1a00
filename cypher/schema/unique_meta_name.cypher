// name:    schema/unique_meta_name
// summary: No two Meta nodes share name.
// params:
// returns:
CREATE CONSTRAINT unique_meta_name IF NOT EXISTS
FOR (node:Meta) REQUIRE node.name IS UNIQUE
