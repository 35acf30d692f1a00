// name:    write/grounds/name_contested
// summary: Give grounds of facts that were contested by their id what a ground of a named record has.
// slots:   label: fact_node
// params:  fact_ids: list[str]
// returns: named: int
UNWIND $fact_ids AS fact_id
MATCH (fact:{{label}} {fact_id: fact_id})
USING INDEX SEEK fact:{{label}}(fact_id)
MATCH (ground:Ground {ground_key: fact_id})
USING INDEX SEEK ground:Ground(ground_key)
SET ground.fact_type = '{{label}}', ground.record_key = fact.record_key, ground.ground_ref = fact.ground_ref
RETURN count(ground) AS named
