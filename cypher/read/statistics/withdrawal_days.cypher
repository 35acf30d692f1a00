// name:    read/statistics/withdrawal_days
// summary: For findings that stood before they were withdrawn: the day their ground fell and when that was written.
// params:  since: str; seq: int; limit: int
// returns: rows: list
MATCH (finding:Finding)
WHERE finding.seq_from <= $seq AND finding.seq_to > $seq AND finding.withdrawn_at >= $since
WITH finding LIMIT $limit
MATCH (before:Finding {finding_id: finding.finding_id})
WHERE before.seq_from < finding.seq_from AND before.withdrawn_at = ''
WITH finding, count(before) AS stood
MATCH (commit:Commit {seq: finding.seq_from})
RETURN collect([finding.withdrawn_at, commit.at]) AS rows
