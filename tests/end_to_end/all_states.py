"""Take a picture of the window in every state, without children or a screen: `all_states.py [FOLDER]`.

For each screen of tests/data/screens that people have met, each look, and Chinese: one folder of pictures, to be looked at one by
one. A script answers, so that every state is there at once; `screenshots.py` is the real program, with fewer states.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from desktop_app.gui.style import theme
from desktop_app.gui.words import translations
from desktop_app.runtime_client.values import Answer, Box, Field, Region, Source, Word
from tests.helpers import finding, screens, window
from tests.helpers.hands import CONTROL, Person
from tests.helpers.scripted_runner import LATE, TOTAL, Script

LOOKS = (("light", "en"), ("dark", "en"), ("light", "zh_CN"))
LIMIT_S = 60.0
BOX = Box(40, 60, 90, 20)
_ROWS: tuple[tuple[str, str, Literal["sure", "check"]], ...] = (
    ("company", "Nordlicht Buerobedarf und Papierwaren GmbH & Co. KG", "sure"),
    ("number", "2026-0417-RE-000123", "sure"),
    ("date", "2026-03-17", "check"),
    ("iban", "DE89 3704 0044 0532 0130 00", "sure"),
    ("total", "567.51 EUR", "check"),
)
FIELDS = Answer(
    "total: 567.51 EUR",
    "stop",
    "read",
    "check",
    fields=tuple(Field(name, value, confidence, (Source(1, BOX),)) for name, value, confidence in _ROWS),
)
TABLE = Answer(
    "Item,Quantity,Price\nCopy paper A4,12,58.80\nLever arch file,24,45.60", "stop", "read", "check", (Source(1, BOX),)
)
NOT_FOUND = Answer("", "stop", "not_found")
MANY = Answer("567.51 EUR", "stop", "read", "check", tuple(Source(n, BOX, "567.51 EUR") for n in range(1, 49)))
FOUND = (
    Region("FACE", 0.9, "yunet", Box(220, 70, 60, 80)),
    Region("PERSON", 0.8, "name-list", Box(40, 300, 140, 20)),
    Region("IBAN", 0.9, "checksum", Box(40, 340, 180, 20)),
)
WORDS = (Word("Total", BOX), Word("567.51", Box(140, 60, 60, 20)))

Shots = Iterator[tuple[str, QWidget]]


def main() -> int:
    """Take all pictures, each screen, look and language in a process of its own."""
    parser = argparse.ArgumentParser(description="Take a picture of the window in every state.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/states"))
    parser.add_argument("--here", nargs=3, metavar=("SCREEN", "LOOK", "LANGUAGE"), help="only these, in this process")
    words = parser.parse_args()
    if words.here is not None:
        return take(words.folder, *words.here)
    for screen in screens.SMALL:
        for look, language in LOOKS:
            pixels, _, scale = screen.partition("_at_")  # the platform draws at 1, whatever its file says: Qt scales
            environment = os.environ | {"QT_QPA_PLATFORM": screens.platform(pixels), "QT_SCALE_FACTOR": scale or "1"}
            line = [sys.executable, __file__, str(words.folder), "--here", screen, look, language]
            code = subprocess.run(line, env=environment, check=False).returncode
            if code:
                return code
    return 0


def take(folder: Path, screen: str, look: str, language: str) -> int:
    """Take the pictures of one screen, look and language."""
    place = folder / f"{screen}-{look}-{language}"
    place.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    translations.install(application, language)
    dressed = theme.dress(application)
    dressed.prefer(look)
    number = 0
    for scene in (start_and_answers, review, files, other_answers):
        with tempfile.TemporaryDirectory() as home:
            os.environ["INCAMERA_HOME"] = home
            shots = scene(Path(home), dressed)
            for name, widget in shots:
                settle()
                number += 1
                _picture(widget).save(str(place / f"{number:02d}-{name}.png"))
    return 0


def settle(seconds: float = 0.25) -> None:
    """Let the window come to rest."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Let the window live until something is so. Raises TimeoutError."""
    deadline = time.monotonic() + LIMIT_S
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError
        settle(0.01)


def _picture(widget: QWidget) -> QPixmap:
    return widget.grab()


def _at_window(script: Script, home: Path, look: theme.Theme) -> Person:
    person = Person(window.scripted(script, home / "settings", look), wait_until)
    area = person.window.screen().availableGeometry()
    person.window.setGeometry(area)
    person.window.activateWindow()
    settle()
    return person


def start_and_answers(home: Path, look: theme.Theme) -> Shots:
    """An empty window, what it opens, a page, an answer and what can be done with both."""
    person = _at_window(Script(width=400, height=560, pages=3, seen=WORDS, sent_width=200, words=WORDS), home, look)
    yield "start", person.window
    dialogs = person.built.parts.dialogs
    for name, opened in (
        ("settings", dialogs.open_settings),
        ("keys", person.window.header.help_asked.emit),
        ("shield", person.built.parts.status.open_shield),
        ("models", person.window.status.model.add_asked.emit),
    ):
        opened()
        settle(0.4)
        dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible())
        yield name, dialog
        dialog.close()
        settle()
    person.open(home)
    yield "page", person.window
    person.ask("What is the total of this invoice, and on which page does it stand?")
    person.answered()
    yield "answer", person.window
    person.window.side.question.show_draft("A longer question\nthat has several lines\nand grows\nuntil it is sent")
    yield "typed", person.window
    for name, menu in (("policies", person.policy_menu), ("model-menu", person.model_menu)):
        menu.popup(QPoint(40, 40))
        yield name, menu
        menu.close()
    for menu in person.window.page.tool_bar.findChildren(QMenu):
        if menu.actions() and menu is not person.policy_menu:
            menu.popup(QPoint(40, 40))
            yield "tool-menu", menu
            menu.close()
    person.window.page.find_bar.open_asked.emit()
    settle(0.4)
    yield "find", person.window
    person.window.page.find_bar.close_asked.emit()
    for _ in range(2):
        person.built.parts.page.toggle_model_view()
        settle(0.4)
        yield "what-the-model-sees", person.window
    person.window.activateWindow()
    settle()
    person.begin_anew()
    yield "begun-anew", person.window
    person.built.close()


def review(home: Path, look: theme.Theme) -> Shots:
    """What waits for a person, the review, a chosen box, the comparison, a part of the page, and redaction switched off."""
    script = Script(width=400, height=560, pages=2, found=FOUND, late=(LATE,), residual=FOUND[:1])
    person = _at_window(script, home, look)
    person.choose_policy("medical")
    person.open(home)
    person.ask()
    wait_until(lambda: bool(person.waits_for))
    yield "waits-for-review", person.window
    person.press(Qt.Key.Key_R, CONTROL)
    wait_until(lambda: person.review is not None)
    yield "review", person.window
    person.press(Qt.Key.Key_BracketRight)
    yield "review-chosen", person.window
    finding.button(person.window.review, person.window.review.tr("Before and after")).click()
    yield "before-and-after", person.window
    finding.button(person.window.review, person.window.review.tr("Before and after")).click()
    person.press(Qt.Key.Key_Escape)
    person.window.page.show_part_mode(is_on=True)
    yield "part", person.window
    person.window.page.show_part_mode(is_on=False)
    person.choose_policy("off")
    person.ready()
    yield "redaction-off", person.window
    person.built.close()


def files(home: Path, look: theme.Theme) -> Shots:
    """Several files, some that cannot be read, the menu of one, and one that was removed."""
    person = _at_window(Script(ask_error="child_died"), home, look)
    for name in (
        "invoice-march.png",
        "bad-scan.png",
        "a-name-that-is-much-longer-than-the-tray-is-wide.pdf",
        "bad-notes.pdf",
    ):
        (home / name).touch()
    person.drop(*sorted(home.glob("*.p*")))
    wait_until(lambda: bool(person.notice))
    settle(0.5)
    yield "some-unreadable", person.window
    person.look_at(0)
    person.ask()
    wait_until(lambda: bool(person.notice) and bool(person.turns))
    settle(0.4)
    yield "failed-question", person.window
    person.open_menu(0)
    yield "tray-menu", next(one for one in person.window.tray.findChildren(QMenu) if one.isVisible())
    next(one for one in person.window.tray.findChildren(QMenu) if one.isVisible()).close()
    person.remove(0)
    yield "removed", person.window
    person.built.close()


def other_answers(home: Path, look: theme.Theme) -> Shots:
    """Fields, a table, many sources, nothing found, one that is coming, and one that was stopped."""
    for name, answer, question in (
        ("fields", FIELDS, "What is on it?"),
        ("table", TABLE, "Give the table as CSV"),
        ("many-sources", MANY, "What is the total?"),
        ("not-found", NOT_FOUND, "Why is the sky blue?"),
    ):
        person = _at_window(Script(answer=answer, deltas=(), width=400, height=560, pages=48), home, look)
        person.open(home)
        person.ask(question)
        person.answered()
        yield name, person.window
        person.built.close()
    person = _at_window(
        Script(answer=TOTAL, deltas=tuple(f"word {number} " for number in range(900)), delta_pause_s=0.01), home, look
    )
    person.open(home)
    person.ask()
    wait_until(lambda: bool(person.turns) and "word 9 " in person.turns[0].answer)
    yield "answering", person.window
    person.press(Qt.Key.Key_Escape)
    person.answered()
    yield "stopped", person.window
    person.built.close()


if __name__ == "__main__":
    sys.exit(main())
