// name:    schema/unique_reliance_reliance_key
// summary: No two Reliance nodes share reliance_key.
// params:
// returns:
CREATE CONSTRAINT unique_reliance_reliance_key IF NOT EXISTS
FOR (node:Reliance) REQUIRE node.reliance_key IS UNIQUE
