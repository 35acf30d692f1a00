// name:    read/liability/tax_grades
// summary: All current grades of these entities: a later one ends an earlier one.
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (grade:TaxGrade {entity_id: id})
USING INDEX SEEK grade:TaxGrade(entity_id)
WHERE grade.seq_from <= $seq AND grade.seq_to > $seq
RETURN collect({entity_id: id, scheme: grade.scheme, period: grade.period, grade: grade.grade,
  decided_on: grade.decided_on, annulled_on: grade.annulled_on}) AS rows
