"""An answer is shown as text, never as anything that acts."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.conversation.document import Document, Question, Turn, TurnState
from desktop_app.foundation.error_table import ERRORS
from desktop_app.foundation.errors import AppError
from desktop_app.gui.answers import shown_fields
from desktop_app.gui.answers.answer_text import PIECE_CHARS, AnswerText
from desktop_app.gui.answers.answers_view import AnswersView
from desktop_app.gui.answers.sources import all_sources, first_source
from desktop_app.gui.answers.taking import taken
from desktop_app.gui.answers.turn_view import TurnView
from desktop_app.gui.words import wording
from desktop_app.runtime_client.values import Answer, Box, Field, PageLine, Source
from model_runtime.engines.reader.labels import FieldName
from tests.helpers import finding
from tests.helpers.seen_turn import SeenTurn

HOSTILE = '<img src="file:///etc/passwd"><a href="http://example.org">click</a> [x](http://example.org)'
PLACE = Source(1, Box(1, 2, 3, 4), "567.51")


def _shown(qtbot: QtBot, answer: Answer) -> SeenTurn:
    view = TurnView(Turn("1", "d", Question("q"), state=TurnState.DONE, text=answer.text, answer=answer))
    qtbot.addWidget(view)
    view.show()
    return SeenTurn(view)


def _texts(turn: SeenTurn) -> list[str]:
    return turn.words + [
        value.text for value in turn.view.findChildren(AnswerText) if value.objectName() == "fieldValue"
    ]


def test_markup_in_an_answer_is_shown_literally(qtbot: QtBot) -> None:
    """An answer cannot load a picture or become a link: a page could have been made to say so."""
    turn = _shown(qtbot, Answer(text=HOSTILE, finish="stop", basis="read"))

    assert turn.answer == HOSTILE
    assert "<img" not in turn.text.toHtml()
    assert "<a " not in turn.text.toHtml()
    assert all(label.textFormat() is label.textFormat().PlainText for label in turn.view.findChildren(QLabel))


def test_long_text_comes_in_pieces_and_complete(qtbot: QtBot) -> None:
    """A text of many screens is laid out piece by piece; in the end all of it is there, line for line."""
    text = "".join(f"line {number}\n" for number in range(2000))
    turn = _shown(qtbot, Answer(text=text, finish="stop", basis="read"))

    at_once = len(turn.text.toPlainText())
    qtbot.waitUntil(lambda: len(turn.text.toPlainText()) == len(text))

    assert at_once <= PIECE_CHARS
    assert turn.text.toPlainText() == text
    assert turn.text.height() >= 2000 * turn.text.fontMetrics().height()


def test_another_text_replaces_the_one_before(qtbot: QtBot) -> None:
    """What does not continue the text takes its place."""
    shown = AnswerText()
    qtbot.addWidget(shown)

    shown.show_text("first answer")
    shown.show_text("second")

    assert shown.toPlainText() == "second"


def test_every_field_of_the_reader_has_a_name() -> None:
    """What the built-in reader may find, the window can name."""
    assert set(wording._FIELDS) == {field.value for field in FieldName}


def test_where_nothing_was_found_the_words_are_ours(qtbot: QtBot) -> None:
    """The engine's words for its limits are replaced by the window's, in the window's language."""
    turn = _shown(qtbot, Answer(text="whatever", finish="stop", basis="not_found"))

    assert turn.answer == "Not found on this page."


@pytest.mark.parametrize(
    ("line", "files", "name", "words"),
    [
        (PageLine(9), (), "Total", "Total · page 3"),
        (PageLine(9), (), "page 3", "page 3"),
        (PageLine(9), (), "", "Answer · page 3"),
        (PageLine(9, "slices"), (Path("a"),), "Total", "Total · slice 3"),
        (PageLine(9, "slices"), (Path("a"),), "page 3", "slice 3"),
        (PageLine(3, "frames", (0.0, 1.0, 2.0)), (), "Total", "Total · 0:02.0"),
        (PageLine(3, "frames", (0.0, 1.0, 2.0)), (), "page 3", "0:02.0"),
        (None, (), "Total", "Total"),
    ],
    ids=str,
)
def test_a_source_says_its_page_once(line: PageLine | None, files: tuple[Path, ...], name: str, words: str) -> None:
    """Also where it is called by its page."""
    document = Document("d", Path("f"), "f", line=line, files=files)
    assert words == wording.source_tag(document, wording.field_name(name), 3)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"page_count": 40}, "Not found on the pages that were read."),
        ({"page_count": 40, "pages": tuple(range(1, 9)), "of_pages": 40}, "Not found on the pages that were read."),
        ({"page_count": 40, "series": "Axial"}, "Not found in the slices that were read."),
        ({"page_count": 40, "question": Question("q", page=3, part=PLACE.box)}, "Not found on this page."),
        ({"page_count": 1}, "Not found on this page."),
    ],
    ids=str,
)
def test_where_several_pages_were_read_nothing_is_said_of_one(qtbot: QtBot, facts: dict[str, Any], words: str) -> None:
    """Shown, copied and taken along: whoever looks at one page is not told of that one alone."""
    nothing = Answer(text="whatever", finish="stop", basis="not_found")
    turn = replace(Turn("1", "d", Question("q"), state=TurnState.DONE, answer=nothing), **facts)
    view = TurnView(turn)
    qtbot.addWidget(view)
    view.show()

    assert (words, words, words) == (SeenTurn(view).answer, wording.copied_answer(turn), taken(turn, None).answer)


def test_fields_are_listed_with_their_confidence_and_place(qtbot: QtBot) -> None:
    """A structured answer shows name, value, confidence and a way to the page for each field."""
    fields = (Field("total", "567.51", "sure", (PLACE,)), Field("due_date", "13 April", "check"))
    turn = _shown(qtbot, Answer(text="", finish="stop", basis="read", fields=fields))

    texts = _texts(turn)
    places = [
        button.accessibleName()
        for button in turn.view.findChildren(QToolButton)
        if button.property("drawing") == "place"
    ]
    assert [text for text in texts if text in ("Total", "Sure", "Due date", "Check this")] == [
        "Total",
        "Sure",
        "Due date",
        "Check this",
    ]
    assert texts[-2:] == ["567.51", "13 April"]
    assert places == ["Show the source on the page: Total"]


def test_chip_tells_its_source(qtbot: QtBot) -> None:
    """Pressing a chip names the turn and the place of its source among all of the answer."""
    answer = Answer(text="x", finish="stop", basis="read", sources=(PLACE, Source(2, Box(5, 5, 5, 5))))
    turn = _shown(qtbot, answer)

    with qtbot.waitSignal(turn.view.source_chosen) as chosen:
        turn.chips[1].click()

    assert chosen.args == ["1", 1]
    assert [chip.text() for chip in turn.chips] == ["page 1 · 567.51", "page 2"]


def test_text_does_not_repeat_the_fields(qtbot: QtBot) -> None:
    """A description keeps its own sentences; what stands in the table is not said twice."""
    fields = (Field("total", "567.51", "sure"),)
    answer = Answer(text="An invoice.\ntotal: 567.51\nFaces: 0.", finish="stop", basis="summary", fields=fields)

    assert _shown(qtbot, answer).answer == "An invoice.\nFaces: 0."


def test_many_sources_are_outlined_but_none_is_lit(qtbot: QtBot) -> None:
    """The text of a whole page has no single place; its chips do not bury it."""
    places = tuple(Source(1, Box(number, 0, 1, 1)) for number in range(30))
    answer = Answer(text="x", finish="stop", basis="read", sources=places)
    turn = _shown(qtbot, answer)

    assert first_source(answer) is None
    assert len(turn.chips) == 4
    assert finding.has_button(turn.view, "+ 26 more")


def test_fields_bring_their_own_sources() -> None:
    """Where there are fields, their sources are lit under their names; the answer's own would be the same again."""
    other = Source(2, Box(0, 0, 1, 1))
    answer = Answer(
        text="", finish="stop", basis="read", sources=(PLACE,), fields=(Field("total", "1", "sure", (other,)),)
    )

    assert all_sources(answer) == ((other, "Total"),)


def test_long_values_break_and_leave_room_for_the_marks_beside_them(qtbot: QtBot) -> None:
    """An address of a website has no space to break at; its mark and the way to its place stay in sight."""
    fields = (Field("website", "https://" + "a-long-name." * 8 + "example.org/contact", "check", (PLACE,)),)
    turn = _shown(qtbot, Answer(text="", finish="stop", basis="read", fields=fields))
    turn.view.resize(300, 400)
    value = next(text for text in turn.view.findChildren(AnswerText) if text.objectName() == "fieldValue")
    qtbot.waitUntil(lambda: value.height() >= 2 * value.fontMetrics().height())

    (place,) = [button for button in turn.view.findChildren(QToolButton) if button.property("drawing") == "place"]
    assert place.geometry().right() <= turn.view.width()
    assert value.toPlainText() == fields[0].value


def test_whatever_a_turn_says_fits_a_narrow_side(qtbot: QtBot) -> None:
    """One long line would push every answer of the document out of sight."""
    for code in sorted(ERRORS):
        view = TurnView(Turn("1", "d", Question("q"), state=TurnState.FAILED, error=AppError(code)))
        qtbot.addWidget(view)
        assert view.minimumSizeHint().width() <= 300, code


def test_a_table_has_no_more_rows_than_a_window_can_lay_out(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that are asked about one by one may have many fields together: the rest stays in the text, and is counted."""
    monkeypatch.setattr(shown_fields, "MAX_SHOWN_FIELDS", 3)
    monkeypatch.setattr(shown_fields, "MAX_SHOWN_FIELD_CHARS", 40)
    fields = tuple(Field(f"n{number}", f"value {number}", "sure") for number in range(5))
    lines = [f"{field.name}: {field.value}" for field in fields]
    turn = _shown(qtbot, Answer(text="\n".join(lines), finish="stop", basis="summary", fields=fields))
    assert (lines[3:], "+ 2 more" in _texts(turn)) == (turn.answer.splitlines(), True)
    long = (Field("long", "x" * 30, "sure"), *fields[:2])
    turn = _shown(qtbot, Answer(text="", finish="stop", basis="summary", fields=long))
    assert ["x" * 30] == [text for text in _texts(turn) if text.startswith(("x", "value"))]


@pytest.mark.usefixtures("look")
def test_nothing_is_cut_at_the_least_width(qtbot: QtBot) -> None:
    """Beside a scroll bar, too, question, rule, fields and sources stay in the column: they wrap, or end in an ellipsis."""
    rule = "10000.00 + 3458.45 = 13458.45, and 22.00 + 13436.45 = 13458.45"
    source = Source(12, Box(1, 2, 3, 4), "WIDE WORDS WIDE WORDS WIDE")
    stated = tuple(
        Field(name, value, "check", (source,))
        for name, value in (("buyer_vat_id", "DE448817"), ("email", "somebody@example-company.example"))
    )
    answers = (
        Answer("13458.45 EUR", "stop", "rule", "check", (source,), rule=rule),
        Answer("two fields", "stop", "read", None, (source, source), stated),
    )
    view = AnswersView()
    qtbot.addWidget(view)
    view.resize(300, 200)
    question = Question("What is the total of it, and who has to pay it until when?")
    view.show_turns(
        [
            Turn(str(n), "d", question, TurnState.DONE, text=a.text, answer=a, page_count=20)
            for n, a in enumerate(answers)
        ]
    )
    view.show()
    inside = view.widget()
    assert inside is not None
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0 and inside.width() == view.viewport().width())

    seen = [one for one in inside.findChildren(QWidget) if one.isVisible()]
    assert [one for one in seen if one.mapTo(inside, one.rect().topRight()).x() >= inside.width()] == []
    labels = finding.seen(inside, QLabel)
    assert [one.text() for one in labels if one.height() < one.heightForWidth(one.width())] == []
    assert [one.text() for one in labels if one.width() < one.minimumSizeHint().width()] == []


def test_an_answer_taken_along_names_its_document_as_it_reads() -> None:
    """In Markdown, CSV and JSON: an override of direction turns what stands behind it, in every program that shows it."""
    name = "a\u202egpj.exe\u2066 b\nc.png"
    document = Document("d", Path(name), name)
    assert "a\ufffdgpj.exe\ufffd b c.png" == taken(Turn("1", "d", Question("q")), document).document
