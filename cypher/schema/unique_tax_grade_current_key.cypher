// name:    schema/unique_tax_grade_current_key
// summary: No two TaxGrade nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_tax_grade_current_key IF NOT EXISTS
FOR (node:TaxGrade) REQUIRE node.current_key IS UNIQUE
