// name:    read/receipts/turning
// summary: What holders were told of findings whose state ended by itself up to a day.
// params:  today: str; seq: int; limit: int
// returns: rows: list
MATCH (reliance:Reliance)
WHERE reliance.until <= $today AND reliance.due_seq <= $seq
WITH reliance LIMIT $limit
RETURN collect({reliance_key: reliance.reliance_key, finding_id: reliance.finding_id,
  subject_id: coalesce(reliance.subject_id, ''), holder: reliance.holder, told: reliance.told, answer_id: reliance.answer_id,
  due_seq: reliance.due_seq}) AS rows
