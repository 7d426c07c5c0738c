"""Answers are taken along with their marks, onto the clipboard or into a file, and a table is shown as one."""

import csv
import io
import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from desktop_app.gui.answers.answer_table import AnswerTable
from desktop_app.gui.style import file_dialogs
from desktop_app.managed import in_force
from desktop_app.managed.rules import Export, Rules
from desktop_app.runtime_client.values import Answer, Box, Field, Source
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.hands import CONTROL, Person
from tests.helpers.scripted_runner import TOTAL, Script

BOX = Box(40, 60, 30, 10)
DOUBTFUL = Answer("1.234,50", "stop", "read", "check", (Source(1, BOX, "1.234,50"),))
FIELDS = Answer(
    "total: 5\nnumber: 7",
    "stop",
    "read",
    "check",
    fields=(Field("total", "5", "sure", (Source(1, BOX),)), Field("number", "7", "check", (Source(1, BOX),))),
)
TABLE = Answer("Item,Price\nTea,2.50\nSugar,=1+1", "stop", "read", "check", (Source(1, BOX),))
MANY = Answer(
    "many", "stop", "read", "check", tuple(Source(1, Box(10, number, 5, 5), f"line {number}") for number in range(30))
)


def _asked(meet: Meet, tmp_path: Path, answer: Answer, pages: int = 1) -> Person:
    person = meet(Script(answer=answer, deltas=(), pages=pages))
    person.open(tmp_path)
    person.ask()
    person.answered()
    return person


@pytest.mark.parametrize(
    ("answer", "copied"),
    [
        (TOTAL, "567.51 EUR"),
        (DOUBTFUL, "1.234,50 (check this)"),
        (FIELDS, "Total: 5\nNumber: 7 (check this)"),
    ],
)
def test_copy_keeps_the_mark_and_peoples_labels_and_says_so(
    meet: Meet, tmp_path: Path, answer: Answer, copied: str
) -> None:
    """Whoever pastes it knows what has to be looked at."""
    person = _asked(meet, tmp_path, answer)
    before = "Copied" in person.turns[0].words
    person.click("Copy the answer")

    assert QGuiApplication.clipboard().text() == copied
    assert (before, "Copied" in person.turns[0].words) == (False, True)


@pytest.mark.parametrize(("pages", "words"), [(1, "567.51 EUR"), (3, "page 1 · 567.51 EUR")])
def test_the_only_page_is_not_numbered(meet: Meet, tmp_path: Path, pages: int, words: str) -> None:
    """Of several, a source says which."""
    assert [chip.text() for chip in _asked(meet, tmp_path, TOTAL, pages).turns[0].chips] == [words]


def test_every_source_can_be_reached(meet: Meet, tmp_path: Path) -> None:
    """More than a few wait behind a button; the last of them lights up like the first."""
    person = _asked(meet, tmp_path, MANY)
    turn = person.turns[0]
    first = len(turn.chips)
    person.until(lambda: finding.has_button(person.window, "+ 26 more"))
    person.click("+ 26 more")
    assert (first, len(turn.chips)) == (4, 30)
    next(chip for chip in turn.chips if chip.text() == "line 29").click()
    assert person.lit == [Box(10, 29, 5, 5)]


def test_a_table_is_shown_as_one_and_copied_cell_by_cell(meet: Meet, tmp_path: Path) -> None:
    """Only where a table was asked for; nothing in it is computed by a spreadsheet."""
    person = meet(Script(answer=TABLE, deltas=()))
    person.open(tmp_path)
    person.ask("Give the table as CSV")
    person.answered()
    (table,) = finding.seen(person.window.side, AnswerTable)
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_C, CONTROL)

    assert [table.model().headerData(column, Qt.Orientation.Horizontal) for column in range(2)] == ["Item", "Price"]
    assert QGuiApplication.clipboard().text() == "Tea\t2.50\nSugar\t'=1+1"
    assert not person.turns[0].text.isVisible()
    person.ask("What costs the sugar?")
    person.answered(2)
    assert len(finding.seen(person.window.side, AnswerTable)) == 1


def _save(person: Person, words: str) -> None:
    line = next(
        action for menu in person.window.side.findChildren(QMenu) for action in menu.actions() if action.text() == words
    )
    line.trigger()


@pytest.mark.parametrize("suffix", [".md", ".csv", ".json"])
def test_answers_are_saved_one_all_of_a_document_or_all(
    meet: Meet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """As Markdown, CSV or JSON, each with document, mark, page, model, policy and version."""
    place = tmp_path / f"answers{suffix}"
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_: place)
    person = meet(Script())
    for name in ("a.png", "b.png"):
        (tmp_path / name).touch()
    person.take_in(tmp_path / "a.png", tmp_path / "b.png")
    person.ready()
    for row, count in ((0, 2), (1, 1)):
        person.look_at(row)
        for number in range(count):
            person.ask()
            person.answered(number + 1)
    counts = []
    for words in ("Save the answer", "About this document…", "Of the whole conversation…"):
        person.window.side.notice.hide()
        if words == "Save the answer":
            person.click(words)
        else:
            _save(person, words)
        person.until(lambda: person.notice.endswith(f"saved: answers{suffix}"))
        counts.append(_count(place, suffix))

    assert counts == [1, 1, 3]
    text = place.read_text(encoding="utf-8")
    for told in ("a.png", "b.png", "What is the total?", "567.51 EUR", "sure", "Built-in reader", "faces", "0.1.0"):
        assert told in text


def test_answers_that_may_not_be_saved_are_written_down_as_refused(
    meet: Meet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every other export is: nothing was begun, and nothing is there. What was allowed has its two entries."""
    monkeypatch.setattr(in_force, "rules", lambda: Rules(export=Export(formats=("csv",))))
    script = Script()
    person = meet(script)
    person.open(tmp_path)
    person.ask()
    person.answered()
    for name in ("answers.md", "answers.csv"):
        place = tmp_path / name
        monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_, place=place: place)
        person.window.side.notice.hide()
        person.click("Save the answer")
        person.until(lambda: person.notice != "")

    saved = {"answers": 1, "format": "csv"}
    assert [
        ("refused", {"job": "0", "code": "export_not_allowed"}),
        ("answers_export_begun", saved),
        ("answers_exported", saved),
    ] == script.log
    assert (False, True) == ((tmp_path / "answers.md").exists(), place.exists())


def test_answers_that_cannot_be_written_are_written_down_as_failed(
    meet: Meet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was begun has an end in the log."""
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_: tmp_path / "none" / "answers.md")
    script = Script()
    person = meet(script)
    person.open(tmp_path)
    person.ask()
    person.answered()
    person.click("Save the answer")
    person.until(lambda: person.notice != "")
    assert ["answers_export_begun", "failed"] == [what for what, _ in script.log]


def _count(place: Path, suffix: str) -> int:
    text = place.read_text(encoding="utf-8-sig")
    match suffix:
        case ".md":
            return text.count("machine-generated")
        case ".csv":
            return len(list(csv.DictReader(io.StringIO(text, newline=""))))
        case _:
            return len(json.loads(text)["answers"])
