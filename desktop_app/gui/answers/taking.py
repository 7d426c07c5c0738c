"""Put a turn into the words and numbers with which its answer is taken along. Formats nothing: `desktop_app/export` does."""

from desktop_app.conversation.document import Document, Turn, TurnState
from desktop_app.export.taken_answers import Table, TakenAnswer, TakenField, pages_of, tables_in
from desktop_app.foundation.plain_text import plain, plain_lines
from desktop_app.foundation.version import program_version
from desktop_app.gui.words import wording
from desktop_app.runtime_client.values import Answer, MedicalFacts, PageLine
from desktop_app.settings import policies

_STATES = {TurnState.STOPPED: "stopped", TurnState.FAILED: "failed"}


def taken(turn: Turn, document: Document | None) -> TakenAnswer:
    """Return a turn as it is taken along; None: its document has been removed since."""
    answer = turn.answer
    fields = tuple(
        TakenField(wording.field_name(field.name), plain(field.value), field.confidence, pages_of(field.sources))
        for field in (answer.fields if answer is not None else ())
    )
    return TakenAnswer(
        document=plain(document.name) if document is not None else "",
        question=plain(turn.question.title or turn.question.text),
        answer=wording.answer_text(turn),
        state=_STATES.get(turn.state, ""),
        mark=(answer.confidence or "") if answer is not None else "",
        pages=pages_of(answer.sources) if answer is not None else (),
        fields=fields,
        tables=tables_of(turn, answer) if answer is not None else (),
        given=answer,
        model=turn.model,
        policy=policies.shown(turn.policy),
        version=program_version(),
        note=wording.not_for_diagnosis() if turn.is_medical else "",
        line=turn.line or PageLine(1),
        facts=document.facts if document is not None else MedicalFacts(),
    )


def tables_of(turn: Turn, answer: Answer) -> tuple[Table, ...]:
    """Return the tables of an answer that is nothing else, in CSV, as it was asked for; nothing for any other."""
    return tables_in(plain_lines(answer.text)) if "csv" in turn.question.text.casefold() and not answer.fields else ()
