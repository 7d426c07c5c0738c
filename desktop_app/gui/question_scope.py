"""Say what the next question is about: a part that was drawn, frames that were chosen, or, else, the whole document.

The later choice counts, and one question takes it along. Asks nothing.
"""

from dataclasses import replace

from PySide6.QtCore import QObject

from desktop_app.conversation.document import Question
from desktop_app.gui.answers.question_view import QuestionView
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.timeline.frame_choice_controller import FrameChoiceController
from desktop_app.runtime_client.values import Box


class QuestionScope(QObject):
    """What the next question is about."""

    def __init__(self, page: PageController, frames: FrameChoiceController, view: QuestionView) -> None:
        super().__init__()
        self._page = page
        self._frames = frames
        self._view = view
        self._part: tuple[int, Box] | None = None
        page.part_chosen.connect(self._on_part_chosen)
        frames.changed.connect(self._on_frames_changed)
        view.scope_forgotten.connect(self.forget)

    def taken(self, question: Question) -> Question:
        """Return a question with what it is about, unless it says so itself; the next one is about the whole document again."""
        if not question.is_of_piece:
            page, part = self._part or (self._page.number, None)
            question = replace(question, page=page, part=part, frames=self._frames.chosen)
        self.forget()
        return question

    def forget(self) -> None:
        """Have the next question be about the whole document."""
        self._forget_part()
        self._frames.forget()
        self._view.show_scope("")

    def _forget_part(self) -> None:
        self._part = None
        self._page.forget_part()

    def _on_part_chosen(self, page: int, box: Box) -> None:
        self._frames.forget()
        self._part = (page, box)
        self._show(self.tr("About the part you drew"))

    def _on_frames_changed(self) -> None:
        if self._frames.chosen:
            self._forget_part()
        if self._part is None:
            self._show(self._frames.words())

    def _show(self, words: str) -> None:
        self._view.show_scope(words)
        if words:
            self._view.focus_box()
