// name:    schema/index_tax_grade_record_key
// summary: TaxGrade nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_tax_grade_record_key IF NOT EXISTS
FOR (node:TaxGrade) ON (node.record_key)
