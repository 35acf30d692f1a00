// name:    derive/warning/open_values
// summary: Store figures, one new version a row.
// params:  rows: list; seq: int; open_seq: int
// returns: opened: int
UNWIND $rows AS row
CREATE (figure:WarningValue)
SET figure += row, figure.current_key = row.value_key, figure.seq_from = $seq, figure.seq_to = $open_seq
RETURN count(figure) AS opened
