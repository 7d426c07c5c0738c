"""See a film's time line and its review as a person at the window does, and press on them."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.timeline.time_line_model import Bar
from desktop_app.runtime_client.values import Box
from tests.helpers import finding
from tests.helpers.eyes import Eyes
from tests.helpers.pointer import LEFT, NO_KEYS


@dataclass(frozen=True)
class SeenFilm:
    """A film in a window."""

    window: MainWindow

    @property
    def is_there(self) -> bool:
        """Whether there is a time line."""
        return self.window.films.time_line.isVisible()

    @property
    def clock(self) -> str:
        """Where one is, and how long it is."""
        return finding.words_of(self.window.films.time_line, "filmClock")

    @property
    def words(self) -> str:
        """What is being done with it."""
        return finding.words_of(self.window.films.time_line, "filmWords")

    @property
    def bars(self) -> list[tuple[int, int, bool]]:
        """From which frame to which something is hidden, and whether it stays visible."""
        return [(bar.first, bar.last, bar.is_shown) for bar in self.all_bars]

    @property
    def all_bars(self) -> tuple[Bar, ...]:
        """The bars as they are drawn."""
        return self.window.films.time_line.canvas.bars

    @property
    def sent(self) -> tuple[int, ...]:
        """The frames that are marked as sent."""
        return self.window.films.time_line.canvas.sent

    @property
    def chosen(self) -> list[int]:
        """The frames that are marked as those of the next question."""
        return [*self.window.films.time_line.canvas.chosen]

    @property
    def small_pictures(self) -> int:
        """How many small pictures there are."""
        return len(self.window.films.time_line.canvas.pictures)

    @property
    def rows(self) -> list[str]:
        """What the review lists."""
        rows = self.window.films.review.tracks.model()
        return [str(rows.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(rows.rowCount())]

    @property
    def doubts(self) -> str:
        """What the review says of doubtful stretches."""
        return finding.words_of(self.window.films.review, "filmDoubts")

    @property
    def state(self) -> str:
        """How far the review is."""
        return finding.words_of(self.window.films.review, "reviewState")

    @property
    def boxes(self) -> list[Box]:
        """What is drawn over the frame."""
        review = Eyes(self.window).review
        return [region.box for region in review.regions] if review is not None else []

    def press_at(self, number: int) -> None:
        """Press on the line where a frame is."""
        QTest.mouseClick(
            self.window.films.time_line.canvas, LEFT, NO_KEYS, self.window.films.time_line.canvas.place_of(number)
        )

    def drag_to(self, *numbers: int) -> None:
        """Press on the line and draw the pointer over these frames."""
        canvas = self.window.films.time_line.canvas
        QTest.mousePress(canvas, LEFT, NO_KEYS, canvas.place_of(numbers[0]))
        for number in numbers[1:]:
            QTest.mouseMove(canvas, canvas.place_of(number))
        QTest.mouseRelease(canvas, LEFT, NO_KEYS, canvas.place_of(numbers[-1]))

    def press_bar(self, index: int) -> None:
        """Press on a bar."""
        QTest.mouseClick(
            self.window.films.time_line.canvas, LEFT, NO_KEYS, self.window.films.time_line.canvas.place_of_bar(index)
        )

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press a key on the line."""
        QTest.keyClick(self.window.films.time_line.canvas, key, keys)

    def write(self, text: str) -> None:
        """Write on the line."""
        QTest.keyClicks(self.window.films.time_line.canvas, text)
