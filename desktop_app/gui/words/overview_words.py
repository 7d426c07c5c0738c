"""Put the built-in reader's overview of a page into the user's language: line by line, as its sentences are known.

What stands on the page itself, and any line that is not known, stays as it is. Fields have their own words (`wording.py`).
"""

import re

from PySide6.QtCore import QCoreApplication

from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate

KINDS = (
    QT_TRANSLATE_NOOP("overview_words", "A blank page: no text was found."),
    QT_TRANSLATE_NOOP(
        "overview_words", "A picture with little or no text. What it shows, the built-in reader cannot tell."
    ),
    QT_TRANSLATE_NOOP("overview_words", "A receipt."),
    QT_TRANSLATE_NOOP("overview_words", "An invoice."),
    QT_TRANSLATE_NOOP("overview_words", "A page of text."),
)
"""What kind of page it is, as `model_runtime/engines/reader/overview.py` says it; a test compares."""

_LINES = re.compile(r"Text: (\d+) lines?\.")
_TABLE = re.compile(r"Table: (\d+) rows?, (\d+) columns?\.")
_FACES = re.compile(r"Faces: (\d+)\.")
_BEGINNING, _CODE = "It begins: ", "Code: "


def overview(text: str) -> str:
    """Return an overview of one page or more in the user's language."""
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    if line in KINDS:
        return translate("overview_words", line)
    if found := _LINES.fullmatch(line):
        one, many = translate("overview_words", "Text: 1 line."), translate("overview_words", "Text: {count} lines.")
        return one if found[1] == "1" else many.format(count=found[1])
    if found := _TABLE.fullmatch(line):
        one, many = translate("overview_words", "1 row"), translate("overview_words", "{count} rows")
        rows = one if found[1] == "1" else many.format(count=found[1])
        one, many = translate("overview_words", "1 column"), translate("overview_words", "{count} columns")
        columns = one if found[2] == "1" else many.format(count=found[2])
        return translate("overview_words", "Table: {rows}, {columns}.").format(rows=rows, columns=columns)
    if found := _FACES.fullmatch(line):
        return translate("overview_words", "Faces: {count}.").format(count=found[1])
    if line.startswith(_BEGINNING):
        return translate("overview_words", "It begins: {words}").format(words=line.removeprefix(_BEGINNING))
    if line.startswith(_CODE):
        return translate("overview_words", "Code: {text}").format(text=line.removeprefix(_CODE))
    return line
