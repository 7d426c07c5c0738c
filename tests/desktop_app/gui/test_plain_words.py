"""Words from outside are shown as they are: nothing takes them for markup, and no picture that they name is opened."""

import ast
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.foundation.plain_text import plain_lines
from desktop_app.gui.answers.answer_text import AnswerText
from desktop_app.gui.style import controls
from tests.architecture.tree import PROJECT
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import hostile_window, hostile_words, word_outlets
from tests.helpers.opened_files import watched

GUI = PROJECT / "desktop_app" / "gui"
MADE_HERE = "controls.py"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who opens a file")


@pytest.fixture
def picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out a folder of hostile names, with the picture that they name, and be in it."""
    folder = tmp_path / "brought along"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return hostile_window.lay_out(folder, tmp_path / "profile")


def test_this_test_would_see_it(qtbot: QtBot, picture: Path) -> None:
    """What Qt does by itself with such a tip and such a label: it opens the picture. So the others prove something."""
    widget = QWidget()
    qtbot.addWidget(widget)
    with watched(picture) as watch:
        QToolTip.showText(QPoint(5, 5), hostile_words.NAMES[0] + ".pdf", widget)
        QApplication.processEvents()
        by_a_tip = watch.was_touched
        label = QLabel(f'<img src="{picture}">')
        qtbot.addWidget(label)
        label.show()
        QApplication.processEvents()
        by_a_label = watch.was_touched
    found = list(word_outlets.faults())
    QToolTip.hideText()
    assert (True, True) == (by_a_tip, by_a_label)
    assert ["QLabel: guesses whether its words are markup"] == found


def test_nothing_in_the_window_obeys_words_from_outside(meet: Meet, picture: Path) -> None:
    """In every state, with every dialog: no guessing label, no tip that looks like markup, nothing that is not plain.

    The kernel watches the picture meanwhile, and the pointer rests on everything.
    """
    person = meet(hostile_window.script(picture.parent))
    seen: dict[str, set[str]] = {}
    opened, tips = set(), 0
    with watched(picture) as watch:
        for state in hostile_window.states(person, picture.parent):
            QApplication.processEvents()
            seen.setdefault(state, set()).update(word_outlets.faults())
            tips += word_outlets.show_all_tips()
            if watch.was_touched:
                opened.add(state)
    assert set() == opened, "the picture was opened"
    assert {} == {state: found for state, found in seen.items() if found}
    assert tips > 100
    assert len(seen) > 10


@pytest.mark.parametrize("word", [*hostile_words.NAMES, "a & b", "<b>", "x < y > z", "&lt;", "&amp;lt;"])
def test_a_tip_is_never_taken_for_markup_and_reads_the_same(word: str) -> None:
    """But for what cannot be seen."""
    shown = controls.tip(word)
    assert not Qt.mightBeRichText(shown)
    assert plain_lines(word, controls.LABEL_CHARS) == shown.replace("\u200b", "")


def test_an_answer_is_copied_as_words_alone(qtbot: QtBot) -> None:
    """Its markup is shown and copied letter by letter; neither fonts nor HTML go with it, nor what drives a terminal."""
    view = AnswerText()
    qtbot.addWidget(view)
    view.show_text('<b>12</b> **bold** <img src="x">\x1b[201~rm')
    view.selectAll()
    view.copy()
    mime = QGuiApplication.clipboard().mimeData()
    assert ['<b>12</b> **bold** <img src="x">�[201~rm', ["text/plain"]] == [mime.text(), mime.formats()]


REFUSED_NAMES = frozenset(
    {"QTextBrowser", "QMessageBox", "QErrorMessage", "QToolTip", "QWhatsThis", "QSystemTrayIcon", "QProgressDialog"}
    | {"QInputDialog", "QStatusBar", "QSplashScreen", "QDockWidget"}
)
REFUSED_CALLS = frozenset(
    {"QLabel", "QPushButton", "QToolButton", "addMenu", "setHtml", "insertHtml", "appendHtml", "setMarkdown"}
    | {"setStatusTip", "setWhatsThis", "setTextFormat", "showMessage", "setWindowFilePath"}
)
"""Ways past `controls.py`."""


def test_only_one_file_makes_what_shows_words() -> None:
    """Labels, buttons, tips, menus and questions come from `controls.py`; what takes markup comes from nowhere."""
    found = []
    for path in sorted(GUI.rglob("*.py")):
        if path.name == MADE_HERE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name) and node.id in REFUSED_NAMES:
                found.append(f"{path.name}: {node.id}")
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in REFUSED_CALLS:
                    found.append(f"{path.name}: {called}()")
                if called == "addRow" and not isinstance(node.args[0], ast.Call | ast.Name):
                    found.append(f"{path.name}: addRow()")
    assert [] == found
