// name:    read/lists/withdrawals_page
// summary: Findings taken back in a span of days, with the commit that wrote it and whether they had stood before.
// params:  since: str; until: str; after: str; limit: int; seq: int
// returns: rows: list
MATCH (finding:Finding)
WHERE finding.finding_id > $after AND finding.seq_from <= $seq AND finding.seq_to > $seq
  AND finding.withdrawn_at >= $since AND finding.withdrawn_at <= $until
WITH finding ORDER BY finding.finding_id LIMIT $limit
MATCH (commit:Commit {seq: finding.seq_from})
OPTIONAL MATCH (before:Finding {finding_id: finding.finding_id})
WHERE before.seq_from < finding.seq_from AND before.withdrawn_at = ''
WITH finding, commit, count(before) AS stood
ORDER BY finding.finding_id
RETURN collect({finding: properties(finding), at: commit.at, stood: stood > 0}) AS rows
