// name:    read/warning/values_of_day
// summary: Stored figures of one day.
// params:  day: str; seq: int
// returns: rows: list
MATCH (figure:WarningValue {day: $day})
WHERE figure.seq_from <= $seq AND figure.seq_to > $seq
RETURN collect(properties(figure)) AS rows
