// name:    derive/control/close_controls
// summary: Close stored control that no longer follows, found from the company.
// params:  rows: list; seq: int; open_seq: int
// returns: closed: int
UNWIND $rows AS row
MATCH (company:Entity {entity_id: row.controlled})
USING INDEX SEEK company:Entity(entity_id)
MATCH (company)<-[edge:CONTROLS]-()
WHERE edge.control_key = row.control_key AND edge.seq_to = $open_seq
SET edge.seq_to = $seq
REMOVE edge.current_key
RETURN count(edge) AS closed
