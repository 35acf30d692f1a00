// name:    write/receipts/rely
// summary: Note who was told which state of which findings; each is looked at again by whoever sends receipts.
// params:  rows: list; seq: int
// returns: noted: int
UNWIND $rows AS row
MERGE (reliance:Reliance {reliance_key: row.reliance_key})
ON CREATE SET reliance.finding_id = row.finding_id, reliance.holder = row.holder,
  reliance.subject_id = row.subject_id
SET reliance.told = row.told, reliance.until = row.until, reliance.answer_id = row.answer_id,
  reliance.due_seq = $seq
RETURN count(reliance) AS noted
