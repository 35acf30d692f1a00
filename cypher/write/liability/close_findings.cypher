// name:    write/liability/close_findings
// summary: Close versions of findings that are replaced, with their read edges.
// params:  versions: list[str]; seq: int; open_seq: int
// returns: closed: int
UNWIND $versions AS version
MATCH (finding:Finding {version_id: version})
USING INDEX SEEK finding:Finding(version_id)
SET finding.seq_to = $seq
REMOVE finding.current_key
WITH finding
OPTIONAL MATCH (finding)-[:ABOUT_PERSON]->(person:Person)-[edge:LIABLE_FOR]->(entity:Entity)
WHERE edge.version_id = finding.version_id AND edge.seq_to = $open_seq
SET edge.seq_to = $seq
RETURN count(finding) AS closed
