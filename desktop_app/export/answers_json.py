"""Write answers as JSON, each as `analyze --json` would, with its document and what made it."""

from collections.abc import Sequence

from desktop_app.export import json_text, records
from desktop_app.export.records import Record
from desktop_app.export.taken_answers import TakenAnswer
from desktop_app.foundation.version import NAME


def answers_json(answers: Sequence[TakenAnswer]) -> str:
    """Return one object with a list of answers, indented for people."""
    return json_text.indented({"program": NAME, "answers": [_record(answer) for answer in answers]}) + "\n"


def _record(answer: TakenAnswer) -> Record:
    given: Record = {"question": answer.question, "answer": answer.answer, "confidence": answer.mark or None}
    if answer.given is not None:
        given = records.answer_record(answer.question, answer.given, answer.line, answer.facts) | {
            "answer": answer.answer
        }
    if answer.state:
        given["state"] = answer.state
    if answer.note:
        given["note"] = answer.note
    return (
        {"document": answer.document}
        | given
        | {
            "model": answer.model,
            "policy": answer.policy,
            "version": answer.version,
        }
    )
