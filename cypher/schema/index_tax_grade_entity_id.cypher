// name:    schema/index_tax_grade_entity_id
// summary: TaxGrade nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_tax_grade_entity_id IF NOT EXISTS
FOR (node:TaxGrade) ON (node.entity_id)
