// name:    write/meta/put_value
// summary: Set one fact about the store itself.
// params:  name: str; value: str
// returns: value: str
MERGE (meta:Meta {name: $name})
SET meta.value = $value
RETURN meta.value AS value
