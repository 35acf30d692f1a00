// name:    write/grounds/pass_on_successors
// summary: What went on as one of these facts goes on as its successor.
// params:  rows: list
// returns: named: int
UNWIND $rows AS row
MATCH (former:Ground {goes_on_as: row.former_key})
USING INDEX SEEK former:Ground(goes_on_as)
SET former.goes_on_as = row.record_key
RETURN count(former) AS named
