// name:    write/receipts/make_due
// summary: What holders were told of these findings is to be looked at again.
// params:  ids: list[str]; seq: int
// returns: due: int
UNWIND $ids AS id
MATCH (reliance:Reliance {finding_id: id})
USING INDEX SEEK reliance:Reliance(finding_id)
SET reliance.due_seq = $seq
RETURN count(reliance) AS due
