// name:    read/answers/entities_by_name
// summary: Entities whose current name is exactly this.
// params:  name: str; phrase: str; limit: int; seq: int
// returns: ids: list[str]
CALL db.index.fulltext.queryNodes('EntityState[search_name]', $phrase) YIELD node, score
WITH node, score
WHERE node.search_name = $name AND node.seq_from <= $seq AND node.seq_to > $seq
WITH DISTINCT node.entity_id AS id ORDER BY id LIMIT $limit
RETURN collect(id) AS ids
