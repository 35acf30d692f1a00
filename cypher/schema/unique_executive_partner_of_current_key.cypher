// name:    schema/unique_executive_partner_of_current_key
// summary: A EXECUTIVE_PARTNER_OF record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_executive_partner_of_current_key IF NOT EXISTS
FOR ()-[edge:EXECUTIVE_PARTNER_OF]-() REQUIRE edge.current_key IS UNIQUE
