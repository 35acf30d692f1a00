// name:    write/cases/close_steps
// summary: Close versions of steps; the key of the request goes to the versions that follow.
// params:  steps: list[str]; seq: int
// returns: closed: int
UNWIND $steps AS id
MATCH (step:CaseStep {step_id: id})
USING INDEX SEEK step:CaseStep(step_id)
SET step.seq_to = $seq
REMOVE step.request_key
RETURN count(step) AS closed
