// name:    schema/unique_department_key_key_id
// summary: No two DepartmentKey nodes share key_id.
// params:
// returns:
CREATE CONSTRAINT unique_department_key_key_id IF NOT EXISTS
FOR (node:DepartmentKey) REQUIRE node.key_id IS UNIQUE
