"""Write answers as Markdown in which nothing that was read can become a link, a picture or markup of its own."""

import re
from collections.abc import Iterable, Sequence

from desktop_app.export.taken_answers import TakenAnswer, page_words
from desktop_app.foundation import axis_words
from desktop_app.foundation.version import NAME

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|!~&$^@]|(?<=www)\.|:(?=//))")
_AT_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)](?=\s|$))", re.MULTILINE)


def escaped(text: str) -> str:
    """Return words that stand in Markdown as they are (CommonMark: a backslash before punctuation means the sign itself)."""
    text = _SPECIAL.sub(r"\\\1", text)
    return _AT_LINE_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", text)


def answers_markdown(answers: Sequence[TakenAnswer]) -> str:
    """Return a section for each document, with its questions in the order in which they were asked."""
    parts: list[str] = []
    documents = list(dict.fromkeys(answer.document for answer in answers))
    for document in documents:
        parts.append(f"# {escaped(document)}")
        for answer in answers:
            if answer.document == document:
                parts.extend(_answer(answer))
    return "\n\n".join(parts) + "\n"


def _answer(answer: TakenAnswer) -> Iterable[str]:
    yield f"## {escaped(' '.join(answer.question.split()))}"
    yield from (_table(table) for table in answer.tables)
    if answer.answer and not answer.tables:
        yield "  \n".join(escaped(line.strip()) for line in answer.answer.splitlines())
    if answer.fields:
        rows = [
            (field.name, field.value, field.mark, answer.place_words(field.pages) or page_words(field.pages))
            for field in answer.fields
        ]
        yield _table([("field", "value", "mark", axis_words.step(answer.line.axis)), *rows])
    if answer.note:
        yield f"**{escaped(answer.note)}**"
    found = [answer.state, answer.mark, answer.pages_in_words()]
    made_by = [answer.model, f"policy {answer.policy}", f"{NAME} {answer.version}", "machine-generated"]
    yield "*" + escaped(" · ".join(part for part in (*found, *made_by) if part)) + "*"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = [_row(row) for row in rows]
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *body])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(escaped(" ".join(cell.split())) for cell in cells) + " |"
