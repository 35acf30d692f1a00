// name:    write/auth/create_key
// summary: A new department key.
// params:  key: map
// returns: created: int
CREATE (key:DepartmentKey)
SET key += $key
RETURN count(key) AS created
