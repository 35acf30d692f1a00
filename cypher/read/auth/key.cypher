// name:    read/auth/key
// summary: A department key by its public part.
// params:  key_id: str
// returns: key: map
MATCH (key:DepartmentKey {key_id: $key_id})
RETURN properties(key) AS key
LIMIT 1
