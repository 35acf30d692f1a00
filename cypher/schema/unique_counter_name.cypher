// name:    schema/unique_counter_name
// summary: No two Counter nodes share name.
// params:
// returns:
CREATE CONSTRAINT unique_counter_name IF NOT EXISTS
FOR (node:Counter) REQUIRE node.name IS UNIQUE
