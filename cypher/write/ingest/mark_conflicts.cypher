// name:    write/ingest/mark_conflicts
// summary: Facts that current records now tell differently, or no longer do: a mark each, closed and opened like a fact.
// params:  closed: list[str]; opened: list; open_seq: int; seq: int
// returns: ended: int; made: int
CALL {
  UNWIND $closed AS key
  MATCH (mark:SourceConflict {current_key: key})
  USING INDEX SEEK mark:SourceConflict(current_key)
  SET mark.seq_to = $seq
  REMOVE mark.current_key
  RETURN count(mark) AS ended
}
CALL {
  UNWIND $opened AS row
  CREATE (mark:SourceConflict {conflict_id: row.conflict_id, current_key: row.record_key})
  SET mark.record_key = row.record_key, mark.fact_type = row.fact_type, mark.sources = row.sources,
    mark.contents = row.contents, mark.seq_from = $seq, mark.seq_to = $open_seq
  RETURN count(mark) AS made
}
RETURN ended, made
