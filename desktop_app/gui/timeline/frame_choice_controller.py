"""Choose frames of a film, one by one, for the next question to be about: a sign, a screen, a slide.

Knows no question: whoever asks takes what is chosen. Frames of a film that is not looked at any more are not chosen.
"""

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop_app.conversation.document import Document
from desktop_app.foundation import film_clock
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.timeline.time_line_view import TimeLineView

translate = QCoreApplication.translate


class FrameChoiceController(QObject):
    """The frames that are chosen, of the film that is looked at.

    Signals:
        changed: others are chosen, or none any more.
    """

    changed = Signal()

    def __init__(self, documents: DocumentsController, page: PageController, view: TimeLineView) -> None:
        super().__init__()
        self._documents = documents
        self._page = page
        self._view = view
        self._chosen: tuple[int, ...] = ()
        view.frame_choice_asked.connect(self._on_frame_choice_asked)
        page.page_shown.connect(self._show)
        documents.current_changed.connect(self._on_current_changed)

    @property
    def chosen(self) -> tuple[int, ...]:
        """Numbers of the frames that are chosen, in their order in time."""
        return self._chosen

    def words(self) -> str:
        """Say which they are; empty: none."""
        document = self._documents.current
        if not self._chosen or document is None or document.line is None:
            return ""
        if len(self._chosen) > 1:
            return translate("film", "About {count} frames").format(count=len(self._chosen))
        return translate("film", "About the frame at {time}").format(
            time=film_clock.clock(document.line.times_s[self._chosen[0] - 1])
        )

    def forget(self) -> None:
        """Choose none."""
        self._choose(())

    def _choose(self, numbers: tuple[int, ...]) -> None:
        is_other = numbers != self._chosen
        self._chosen = numbers
        self._show()
        if is_other:
            self.changed.emit()

    def _show(self) -> None:
        self._view.show_chosen(self._chosen, is_here=self._page.number in self._chosen)

    def _on_frame_choice_asked(self) -> None:
        """Take the frame that is looked at, or leave it out again."""
        self._choose(tuple(sorted({*self._chosen} ^ {self._page.number})))

    def _on_current_changed(self, _document: Document | None) -> None:
        self.forget()
