"""Answers as they were given: kept with what they rest on, so that they can be replayed and taken back."""

from graph.answers.kept import Kept, Relied, answer_ids, read_answer
from graph.answers.writer import AnswerWriter

__all__ = ["AnswerWriter", "Kept", "Relied", "answer_ids", "read_answer"]
