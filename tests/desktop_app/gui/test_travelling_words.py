"""What the model sees is pixels and words: both are shown, the words as plain text."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.gui.travelling_words_view import TravellingWordsView
from desktop_app.runtime_client.values import Box, Word
from tests.desktop_app.gui.conftest import Build
from tests.desktop_app.gui.test_window import _files, _ready
from tests.helpers.scripted_runner import Script

PLACE = Box(1, 1, 9, 9)


def test_words_that_are_sent_are_told_and_can_be_read(qtbot: QtBot, build: Build, tmp_path: Path) -> None:
    """They are there with the pixels that are sent, and only with those."""
    built = build(Script(words=(Word("<b>Total</b>", PLACE), Word("567\u202e.51", PLACE))))
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))
    shown = built.window.page.words
    assert not shown.isVisible()
    QTest.keyClick(built.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(shown.isVisible)
    assert "2 words of the document's text are sent, too" == shown._toggle.text()
    assert not shown._text.isVisible()
    shown._toggle.click()
    assert shown._text.isVisible()
    assert "<b>Total</b> 567.51" == shown._text.toPlainText()
    QTest.keyClick(built.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not shown.isVisible())


def test_a_crowd_of_words_is_cut(qtbot: QtBot) -> None:
    """The window stays quick, and says that there are more."""
    view = TravellingWordsView()
    qtbot.addWidget(view)
    view.show_words(["x"] * 50_000)
    assert 5_001 == len(view._text.toPlainText().split())
    view.show_words(["x"])
    assert "1 word of the document's text is sent, too" == view._toggle.text()
