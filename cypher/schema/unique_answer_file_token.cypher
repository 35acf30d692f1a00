// name:    schema/unique_answer_file_token
// summary: No two AnswerFile nodes share token.
// params:
// returns:
CREATE CONSTRAINT unique_answer_file_token IF NOT EXISTS
FOR (node:AnswerFile) REQUIRE node.token IS UNIQUE
