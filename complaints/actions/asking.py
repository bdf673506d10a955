"""Answers to what the form asked besides.

They stand in the words of the complaint too: what units read of them is masked and checked with
the rest, and whoever reads the ticket reads them where the matter is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from complaints.errors import gettext_noop
from complaints.models import Complaint, FormAnswer, Question

ANSWER_MAX = 200
# In the language that units work in, whatever language the form was read in.
YES_NO = {"yes": gettext_noop("是"), "no": gettext_noop("否")}
LINE = gettext_noop("%(question)s：%(answer)s")


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with what was answered: `value` is kept, `words` are read."""

    question: Question
    value: str
    words: str


def answers_given(given: Mapping[int, str], *, on: date) -> tuple[Answer, ...]:
    """What was answered, by question key. None is demanded: what is empty, no longer asked or not
    among the choices is left out, and holds nobody up."""
    asked = Question.objects.current(on).filter(pk__in=given).order_by("position", "pk")
    read = ((question, _read(question, given[question.pk])) for question in asked)
    return tuple(Answer(question, *said) for question, said in read if said is not None)


def told_with(text: str, answers: tuple[Answer, ...]) -> str:
    """The words with a line for each answer."""
    lines = [LINE % {"question": one.question.text, "answer": one.words} for one in answers]
    return "\n".join([text, *lines])


def keep_answers(complaint: Complaint, answers: tuple[Answer, ...]) -> None:
    """Beside the words, so that they can be counted."""
    FormAnswer.objects.bulk_create(
        FormAnswer(complaint=complaint, question=answer.question, value=answer.value)
        for answer in answers
    )


def _read(question: Question, given: str) -> tuple[str, str] | None:
    """Value and words; None for no answer."""
    value = " ".join("".join(c for c in given if c.isprintable() or c.isspace()).split())
    value = value[:ANSWER_MAX]
    if question.kind == Question.Kind.YES_NO:
        return (value, YES_NO[value]) if value in YES_NO else None
    if question.kind == Question.Kind.CHOICE and value not in question.choices:
        return None
    return (value, value) if value else None
