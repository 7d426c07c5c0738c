"""The window does what people expect of it, with a scripted runner in the place of the children."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.page_items import SourceItem
from desktop_app.gui.turn_view import TurnView
from desktop_app.runtime_client.values import Answer, Box, Source
from desktop_app.settings.store import SettingsStore
from tests.desktop_app.gui.conftest import Build, Built
from tests.helpers.scripted_runner import Script

COPY, NO_KEYS = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier


def _mime(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def _drop(window: MainWindow, mime: QMimeData) -> None:
    """Drop onto the window as Qt delivers it."""
    enter = QDragEnterEvent(QPoint(300, 300), COPY, mime, Qt.MouseButton.LeftButton, NO_KEYS)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), COPY, mime, Qt.MouseButton.LeftButton, NO_KEYS))


def _files(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(b"what it is, is judged in the airlock")
    return paths


def _turns(built: Built) -> list[TurnView]:
    return [view for view in built.window.side.answers.findChildren(TurnView) if view.isVisible()]


def _subtitles(built: Built) -> list[str]:
    model = built.window.tray._model
    return [model.subtitle(document) for document in model._documents]


def _ready(qtbot: QtBot, built: Built, *paths: Path) -> None:
    """Drop files and wait until they are prepared and the page is on the screen."""
    _drop(built.window, _mime(*paths))
    qtbot.waitUntil(lambda: len(_subtitles(built)) > 0 and all("PNG" in words for words in _subtitles(built)))
    qtbot.waitUntil(lambda: not built.window.page.canvas._page.boundingRect().isEmpty())


def _ask(qtbot: QtBot, built: Built, text: str) -> None:
    box = built.window.side.question._text
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def _answered(qtbot: QtBot, built: Built, count: int = 1) -> None:
    qtbot.waitUntil(lambda: len(_turns(built)) == count and not built.window.side.question._stop.isVisible())


def test_dropped_document_answers_with_its_source_lit(qtbot: QtBot, built: Built, tmp_path: Path) -> None:
    """Drop, ask, read: the main job of the product."""
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))

    _ask(qtbot, built, "What is the total?")
    _answered(qtbot, built)

    texts = [label.text() for label in _turns(built)[0].findChildren(QLabel)]
    lit = [item for item in built.window.page.canvas._sources if isinstance(item, SourceItem) and item._is_lit]
    assert _turns(built)[0]._answer.text == "567.51 EUR"
    assert "Sure" in texts
    assert "found by rule: 476.90 + 90.61 = 567.51 · 0.4 s" in texts
    assert [item._source.box for item in lit] == [Box(40, 60, 30, 10)]
    assert [button.isChecked() for _, button in _turns(built)[0]._sources] == [True]
    assert built.script.jobs[1].prepared is not None


def test_question_asked_early_waits_for_its_document(qtbot: QtBot, built: Built, tmp_path: Path) -> None:
    """A question may be asked while the document is still being opened; it is opened once."""
    built.script.hold.clear()
    _drop(built.window, _mime(*_files(tmp_path, "invoice.png")))
    qtbot.waitUntil(lambda: _subtitles(built) == ["opening…"])

    _ask(qtbot, built, "What is the total?")
    built.script.hold.set()
    _answered(qtbot, built)

    assert [len(job.questions) for job in built.script.jobs] == [0, 1]
    assert built.script.jobs[1].prepared is not None


def test_some_unreadable_files_are_named_and_can_be_left_out(qtbot: QtBot, built: Built, tmp_path: Path) -> None:
    """The refusal says how many of how many, which, why and what is accepted, and the rest goes on."""
    paths = _files(tmp_path, "one.png", "bad-scan.png", "two.png", "bad-notes.pdf", "bad.jpg")
    _drop(built.window, _mime(*paths))
    notice = built.window.side.notice
    qtbot.waitUntil(notice.isVisible)

    lines = notice._why.text().splitlines()
    assert notice._what.text() == "3 of 5 files cannot be read."
    assert lines[0] == "bad-scan.png: The file is damaged."
    assert lines[-1].startswith("Accepted are: PNG, JPEG")

    go_on = [button for button in notice.findChildren(QPushButton) if button.text() == "Continue without these"]
    QTest.mouseClick(go_on[0], Qt.MouseButton.LeftButton)
    assert [document.name for document in built.window.tray._model._documents] == ["one.png", "two.png"]
    assert not notice.isVisible()


def test_failed_question_comes_back_as_a_draft(qtbot: QtBot, build: Build, tmp_path: Path) -> None:
    """When no answer could be made the words are not lost, and the notice says why."""
    built = build(Script(ask_error="child_died"))
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))

    _ask(qtbot, built, "What is the total?")
    qtbot.waitUntil(built.window.side.notice.isVisible)

    assert built.window.side.question.draft == "What is the total?"
    assert built.window.side.notice._what.text() == "The process that answers ended unexpectedly."


def test_escape_stops_and_keeps_what_came(qtbot: QtBot, build: Build, tmp_path: Path) -> None:
    """Esc ends an answer at once; the text so far stays."""
    built = build(Script(deltas=tuple(f"{number} " for number in range(500)), delta_pause_s=0.01))
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))
    _ask(qtbot, built, "Read all text")
    qtbot.waitUntil(lambda: bool(_turns(built)) and "3 " in _turns(built)[0]._answer.text)

    QTest.keyClick(built.window, Qt.Key.Key_Escape)
    _answered(qtbot, built)

    turn = _turns(built)[0]
    assert turn._progress_text.text() == "Stopped."
    assert turn._answer.text.startswith("0 1 2 3 ")
    assert "499" not in turn._answer.text


def test_what_the_model_sees_is_exactly_what_is_sent(qtbot: QtBot, build: Build, tmp_path: Path) -> None:
    """Ctrl+M shows the prepared pixels, the sizes, and warns when small print is lost."""
    built = build(Script(width=300, height=400, sent_width=100))
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))
    canvas = built.window.page.canvas

    QTest.keyClick(built.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: canvas._page._picture is not None and canvas._page._picture.levels[0].width() == 100)

    picture = canvas._page._picture
    assert picture is not None
    sent = built.script.jobs[0]
    assert (picture.levels[0].width(), picture.levels[0].height(), picture.width, picture.height) == (
        100,
        133,
        300,
        400,
    )
    assert picture.levels[0].pixel(0, 0) == 0xFF000000
    assert built.window.page._banner_text.text() == "Original 300 × 400 → sent 100 × 133 · 1 place hidden"
    assert built.window.page._banner_warning.isVisible()
    assert sent.options.policy == "faces"


def test_other_redaction_policy_prepares_anew_and_is_remembered(qtbot: QtBot, built: Built, tmp_path: Path) -> None:
    """Nothing that was made under the old policy is sent, and the choice outlives the window."""
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))

    built.window.page.tool_bar.picker.policy_chosen.emit("off")
    qtbot.waitUntil(lambda: len(built.script.jobs) == 2 and _subtitles(built) == ["PNG · ready"])
    _ask(qtbot, built, "What is the total?")
    _answered(qtbot, built)
    built.settings.close()

    asked = built.script.jobs[2]
    assert asked.prepared is not None
    assert (asked.prepared.policy, asked.options.policy) == ("off", "off")
    assert SettingsStore(tmp_path / "settings").load().policy == "off"


def test_part_is_sent_as_a_part(qtbot: QtBot, build: Build, tmp_path: Path) -> None:
    """A rectangle drawn on the page travels with the next question, and only with it."""
    built = build(Script(width=600, height=800))
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))
    canvas = built.window.page.canvas
    part = next(button for button in built.window.page.findChildren(QToolButton) if button.text() == "Ask about a part")

    QTest.mouseClick(part, Qt.MouseButton.LeftButton)
    start, end = (canvas.mapFromScene(QPointF(x, y)) for x, y in ((100, 200), (300, 260)))
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas.viewport(), end)
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=end)
    _ask(qtbot, built, "What is this?")
    _answered(qtbot, built)
    _ask(qtbot, built, "And the whole?")
    _answered(qtbot, built, 2)

    box = built.script.jobs[1].options.part
    assert box is not None
    assert [box.left, box.top, box.width, box.height] == pytest.approx([100, 200, 200, 60], abs=3)
    assert built.script.jobs[1].options.pages == (1,)
    assert built.script.jobs[1].prepared is None
    assert built.script.jobs[2].options.part is None


def test_pages_can_be_turned_and_sources_open_theirs(qtbot: QtBot, build: Build, tmp_path: Path) -> None:
    """Page buttons walk a document; a source on another page brings that page."""
    answer = Answer(text="x", finish="stop", basis="read", confidence="check", sources=(Source(3, Box(1, 1, 5, 5)),))
    built = build(Script(answer=answer, pages=3))
    _ready(qtbot, built, *_files(tmp_path, "long.pdf"))
    bar = built.window.page.tool_bar

    QTest.mouseClick(bar._next, Qt.MouseButton.LeftButton)
    assert bar._page.text() == "2 / 3"
    _ask(qtbot, built, "Where?")
    _answered(qtbot, built)

    qtbot.waitUntil(lambda: bar._page.text() == "3 / 3")
    assert not bar._next.isEnabled()


def test_pasted_picture_is_taken_in_without_being_decoded_here(qtbot: QtBot, built: Built) -> None:
    """The clipboard's own bytes reach the airlock."""
    mime = QMimeData()
    mime.setData("image/png", b"\x89PNG bytes as another program gave them")

    built.window.side.question.files_pasted.emit(mime)
    qtbot.waitUntil(lambda: _subtitles(built) == ["PNG · 1 hidden"])

    assert built.script.jobs[0].path.read_bytes() == b"\x89PNG bytes as another program gave them"
    assert built.window.tray._model._documents[0].name == "Pasted picture"


def test_clipboard_without_anything_says_so(qtbot: QtBot, built: Built) -> None:
    """Ctrl+V with nothing usable is never silent."""
    QGuiApplication.clipboard().setText("only words")

    QTest.keyClick(built.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert built.window.side.notice._what.text() == "The clipboard holds no picture and no file."


def test_folder_is_taken_in_with_what_lies_in_it(qtbot: QtBot, built: Built, tmp_path: Path) -> None:
    """A dropped folder stands for its files."""
    folder = tmp_path / "scans"
    (folder / "inner").mkdir(parents=True)
    _files(folder, "b.png", "a.png", ".hidden")
    _files(folder / "inner", "c.png")

    _ready(qtbot, built, folder)
    qtbot.waitUntil(lambda: len(_subtitles(built)) == 3)

    assert [document.name for document in built.window.tray._model._documents] == ["a.png", "b.png", "c.png"]


def test_new_conversation_forgets_everything(qtbot: QtBot, built: Built, tmp_path: Path) -> None:
    """Ctrl+N leaves no document, no page and no turn, nor what was said or half typed about them."""
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))
    _ask(qtbot, built, "What is the total?")
    _answered(qtbot, built)
    built.window.side.question.show_draft("Does Margaret")
    built.window.side.notice.show_notice("What", "Why", [])

    QTest.keyClick(built.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    assert _subtitles(built) == []
    assert _turns(built) == []
    assert built.window.side.question.draft == ""
    assert not built.window.side.notice.isVisible()
    assert built.window.start.isVisible()


def test_title_holds_no_file_name(qtbot: QtBot, built: Built, tmp_path: Path) -> None:
    """Other programs read window titles; file names are private."""
    _ready(qtbot, built, *_files(tmp_path, "patient-4711.png"))

    assert built.window.windowTitle() == "In Camera"


def test_copied_answer_is_the_answer(qtbot: QtBot, built: Built, tmp_path: Path) -> None:
    """The copy button puts the answer, and nothing else, on the clipboard."""
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))
    _ask(qtbot, built, "What is the total?")
    _answered(qtbot, built)

    QTest.mouseClick(_turns(built)[0]._copy, Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == "567.51 EUR"


def test_every_control_has_a_name(qtbot: QtBot, built: Built, tmp_path: Path) -> None:
    """Whatever can take the focus is named for assistive technology."""
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))
    _ask(qtbot, built, "What is the total?")
    _answered(qtbot, built)
    built.window.side.notice.show_notice("What", "Why", [("copy_details", "Copy details")])

    reachable = [widget for widget in built.window.findChildren(QWidget) if _takes_focus(widget)]
    nameless = [widget for widget in reachable if not _name(widget)]

    assert len(reachable) > 25
    assert nameless == []


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_1280_by_720_is_enough_in_both_directions(
    qtbot: QtBot, built: Built, tmp_path: Path, direction: Qt.LayoutDirection
) -> None:
    """On a small screen no zone is squeezed out, whichever way the language runs."""
    QApplication.setLayoutDirection(direction)
    try:
        built.window.resize(1280, 720)
        _ready(qtbot, built, *_files(tmp_path, "invoice.png"))

        zones = (built.window.tray, built.window.page, built.window.side)
        places = [zone.mapTo(built.window, QPoint(0, 0)).x() for zone in zones]
        is_mirrored = direction is Qt.LayoutDirection.RightToLeft
        assert (built.window.width(), built.window.height()) == (1280, 720)
        assert sorted(places, reverse=is_mirrored) == places
        assert all(zone.width() >= 180 for zone in zones)
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def _takes_focus(widget: QWidget) -> bool:
    is_inner = widget.objectName().startswith("qt_") or widget.parent() is None
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not is_inner


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
