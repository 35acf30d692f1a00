"""Questions that users compose, save and share: read-only by construction."""

from __future__ import annotations

from graph.risk.questions.answer import answer_question
from graph.risk.questions.asking import Answer, End, Hides
from graph.risk.questions.form import Condition, Form, Step, read_form, vocabulary
from graph.risk.questions.saved import delete_question, save_question, saved_question, saved_questions
from graph.risk.questions.starts import wrong_place

__all__ = [
    "Answer",
    "Condition",
    "End",
    "Form",
    "Hides",
    "Step",
    "answer_question",
    "delete_question",
    "read_form",
    "save_question",
    "saved_question",
    "saved_questions",
    "vocabulary",
    "wrong_place",
]
