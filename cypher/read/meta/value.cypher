// name:    read/meta/value
// summary: One fact about the store itself.
// params:  name: str
// returns: value: str
MATCH (meta:Meta {name: $name})
RETURN meta.value AS value
LIMIT 1
