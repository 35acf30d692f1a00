// name:    schema/unique_repair_case_fact_id
// summary: No two RepairCase nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_repair_case_fact_id IF NOT EXISTS
FOR (node:RepairCase) REQUIRE node.fact_id IS UNIQUE
