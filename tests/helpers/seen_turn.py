"""See one question with its answer, as a person at the window sees it."""

from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton

from desktop_app.gui.answers.answer_text import AnswerText
from desktop_app.gui.answers.turn_view import TurnView
from tests.helpers import finding


@dataclass(frozen=True)
class SeenTurn:
    """One question with its answer, on the screen."""

    view: TurnView

    @property
    def text(self) -> AnswerText:
        """Where the answer is written."""
        return next(one for one in self.view.findChildren(AnswerText) if one.objectName() == "answerText")

    @property
    def answer(self) -> str:
        """The answer."""
        return self.text.text

    @property
    def words(self) -> list[str]:
        """What stands beside it."""
        return finding.words_in(self.view)

    @property
    def state(self) -> str:
        """How far it is, in words."""
        return finding.words_of(self.view, "turnState")

    @property
    def read_pages(self) -> str:
        """Which pages it is answered from, where that is not all."""
        return finding.words_of(self.view, "readPages")

    @property
    def chips(self) -> list[QAbstractButton]:
        """The buttons that lead to its sources."""
        return [one for one in finding.seen(self.view, QAbstractButton) if one.property("kind") == "source"]
