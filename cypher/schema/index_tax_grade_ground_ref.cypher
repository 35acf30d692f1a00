// name:    schema/index_tax_grade_ground_ref
// summary: TaxGrade nodes are found by ground_ref.
// params:
// returns:
CREATE INDEX index_tax_grade_ground_ref IF NOT EXISTS
FOR (node:TaxGrade) ON (node.ground_ref)
