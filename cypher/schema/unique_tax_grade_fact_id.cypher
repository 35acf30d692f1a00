// name:    schema/unique_tax_grade_fact_id
// summary: No two TaxGrade nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_tax_grade_fact_id IF NOT EXISTS
FOR (node:TaxGrade) REQUIRE node.fact_id IS UNIQUE
