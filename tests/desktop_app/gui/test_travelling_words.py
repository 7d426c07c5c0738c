"""What the model sees is pixels and words: both are shown, the words as plain text."""

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_app.gui.page.travelling_words_view import TravellingWordsView
from desktop_app.runtime_client.values import Box, Word
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.scripted_runner import Script

PLACE = Box(1, 1, 9, 9)


def test_words_that_are_sent_are_told_and_can_be_read(meet: Meet, tmp_path: Path) -> None:
    """They are there with the pixels that are sent, and only with those."""
    person = meet(Script(words=(Word("<b>Total</b>", PLACE), Word("567\u202e.51", PLACE)))).open(tmp_path)
    shown = person.window.page.words
    assert not shown.isVisible()
    person.look_as_the_model()
    person.until(shown.isVisible)
    assert [] == finding.seen(shown, QPlainTextEdit)
    person.click("2 words of text are sent, too", shown)
    (text,) = finding.seen(shown, QPlainTextEdit)
    assert "<b>Total</b> 567.51" == text.toPlainText()
    person.look_as_the_model()
    person.until(lambda: not shown.isVisible())


def test_a_crowd_of_words_is_cut(qtbot: QtBot) -> None:
    """The window stays quick, and says that there are more."""
    view = TravellingWordsView()
    qtbot.addWidget(view)
    (text,), (button,) = view.findChildren(QPlainTextEdit), view.findChildren(QAbstractButton)
    view.show_words(["x"] * 50_000)
    assert 5_001 == len(text.toPlainText().split())
    view.show_words(["x"])
    assert "1 word of text is sent, too" == button.text()
