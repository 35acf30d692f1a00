// name:    read/receipts/relied_among
// summary: Those of some findings, and of some records as own entries, on which somebody relied.
// params:  ids: list[str]; seq: int
// returns: ids: list[str]
UNWIND $ids AS id
MATCH (reliance:Reliance {finding_id: id})
USING INDEX SEEK reliance:Reliance(finding_id)
WHERE reliance.due_seq <= $seq
RETURN collect(DISTINCT id) AS ids
