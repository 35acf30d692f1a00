// name:    schema/unique_finance_head_of_current_key
// summary: A FINANCE_HEAD_OF record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_finance_head_of_current_key IF NOT EXISTS
FOR ()-[edge:FINANCE_HEAD_OF]-() REQUIRE edge.current_key IS UNIQUE
