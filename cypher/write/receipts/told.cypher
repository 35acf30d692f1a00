// name:    write/receipts/told
// summary: What holders know now; what became due after it was looked at stays so.
// params:  rows: list; looked_at: int
// returns: told: int
UNWIND $rows AS row
MATCH (reliance:Reliance {reliance_key: row.reliance_key})
USING INDEX SEEK reliance:Reliance(reliance_key)
SET reliance.told = row.told, reliance.until = row.until,
  reliance.due_seq = CASE WHEN reliance.due_seq > $looked_at THEN reliance.due_seq ELSE 0 END
RETURN count(reliance) AS told
