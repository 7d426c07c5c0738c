"""Be somebody at the window who looks at slices: step, drag the window, list the header. Beside `hands.py`, for one room."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QSlider,
    QSpinBox,
    QTableView,
    QWidget,
)

from desktop_app.gui.intake.document_list_model import STUDY_ROLE
from desktop_app.gui.main_window import MainWindow
from tests.helpers.finding import Kind
from tests.helpers.hands import Person
from tests.helpers.pointer import NO_KEYS

RIGHT, NONE = Qt.MouseButton.RightButton, Qt.MouseButton.NoButton


class SliceEyes:
    """Somebody who looks at medical pictures in a window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    @property
    def place(self) -> str:
        """Which slice of how many, as the bar says it."""
        return self._label("slicePlace").text()

    @property
    def slider(self) -> QSlider:
        """The slider below the page."""
        return self._named(QWidget, "seriesBar").findChildren(QSlider)[0]

    @property
    def is_bar_shown(self) -> bool:
        """Whether there are controls for medical pictures."""
        return self._named(QWidget, "seriesBar").isVisible()

    @property
    def mark(self) -> str:
        """What stands over the page; empty where nothing does."""
        mark = self._label("diagnosisMark")
        return mark.text() if mark.isVisible() else ""

    @property
    def is_mark_whole(self) -> bool:
        """Whether all that it says can be read: it lies on the page, and no word is cut."""
        mark = self._label("diagnosisMark")
        page = mark.parentWidget()
        assert page is not None
        is_inside = page.rect().contains(mark.geometry())
        return is_inside and mark.height() >= mark.heightForWidth(mark.width())

    @property
    def is_picker_whole(self) -> bool:
        """Whether the words of the window in force have the room that they need."""
        picker = self._named(QWidget, "windowPicker")
        return picker.width() >= picker.sizeHint().width()

    @property
    def windows(self) -> list[str]:
        """The windows that are offered."""
        return [line.text() for line in self._menu.actions()]

    @property
    def window_words(self) -> str:
        """The window in force."""
        return str(self._named(QWidget, "windowPicker").property("text"))

    @property
    def tags(self) -> list[tuple[str, str, str]]:
        """The elements that are listed: name, value, fate."""
        rows = self._named(QTableView, "tagTable").model()
        cells = [[str(rows.index(row, column).data()) for column in range(3)] for row in range(rows.rowCount())]
        return [(name, value, fate) for name, value, fate in cells]

    @property
    def tag_summary(self) -> str:
        """What becomes of how many."""
        return self._label("tagState").text()

    @property
    def unseen(self) -> str:
        """What the review says that nobody has looked at."""
        return self._label("reviewUnseen").text()

    @property
    def answer_words(self) -> str:
        """All words that stand with the answers."""
        labels = self.window.side.answers.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    @property
    def source_words(self) -> list[str]:
        """What the chips of the sources say."""
        buttons = self.window.side.answers.findChildren(QPushButton)
        return [one.text() for one in buttons if one.property("kind") == "source" and one.isVisible()]

    def study_of(self, row: int) -> str:
        """Return what stands above a row of the tray."""
        return str(self.window.tray.findChildren(QListView)[0].model().index(row, 0).data(STUDY_ROLE))

    @property
    def _menu(self) -> QMenu:
        return self._named(QWidget, "windowPicker").findChildren(QMenu)[0]

    def _label(self, name: str) -> QLabel:
        return self._named(QLabel, name)

    def _named(self, kind: type[Kind], name: str) -> Kind:
        """Return what has this object name, seen or not."""
        return next(one for one in self.window.findChildren(kind) if one.objectName() == name)


class SlicePerson(SliceEyes):
    """Somebody at a window with medical pictures.

    Attributes:
        at: them, for what is done with any document.
    """

    def __init__(self, at: Person) -> None:
        super().__init__(at.window)
        self.at = at

    def choose_window(self, name: str) -> None:
        """Choose a window from the menu."""
        next(line for line in self._menu.actions() if line.text().split("\t")[0] == name).trigger()

    def set_range(self, first: int, last: int) -> None:
        """Type from which slice to which."""
        boxes = self.window.review.findChildren(QSpinBox)
        for box, value in zip(boxes, (first, last), strict=True):
            box.setValue(value)

    def search(self, text: str) -> None:
        """Search in the header."""
        self._named(QWidget, "tagList").findChildren(QLineEdit)[0].setText(text)

    def wheel(self, notches: int) -> None:
        """Turn the wheel over the page with Alt held; 1 is away from oneself."""
        over = self._canvas
        at, turned = QPointF(over.rect().center()), QPoint(0, 120 * notches)
        alt, phase = Qt.KeyboardModifier.AltModifier, Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(over, QWheelEvent(at, over.mapToGlobal(at), QPoint(), turned, NONE, alt, phase, False))

    def press_right(self, at: QPoint) -> None:
        """Press the right button over the page."""
        self._mouse(QEvent.Type.MouseButtonPress, at, RIGHT)

    def move_right(self, at: QPoint) -> None:
        """Move with the right button held."""
        self._mouse(QEvent.Type.MouseMove, at, NONE)

    def let_go_right(self, at: QPoint) -> None:
        """Let go of it."""
        self._mouse(QEvent.Type.MouseButtonRelease, at, RIGHT)

    def _mouse(self, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton) -> None:
        held = NONE if kind is QEvent.Type.MouseButtonRelease else RIGHT
        where = QPointF(at)
        event = QMouseEvent(kind, where, self._canvas.mapToGlobal(where), button, held, NO_KEYS)
        QApplication.sendEvent(self._canvas, event)

    @property
    def _canvas(self) -> QWidget:
        return self.window.page.canvas.viewport()
