// name:    schema/unique_repair_case_current_key
// summary: No two RepairCase nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_repair_case_current_key IF NOT EXISTS
FOR (node:RepairCase) REQUIRE node.current_key IS UNIQUE
