"""责任追究案件: from a lead to the archive, no step skipped, two people for one decision."""
