"""Show the right zone: presets, answers, notices and the question box."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_app.gui.answers.answers_view import AnswersView
from desktop_app.gui.answers.question_view import QuestionView
from desktop_app.gui.notices.notice_view import NoticeView
from desktop_app.gui.style import controls
from desktop_app.gui.style.flow_layout import FlowLayout
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.words import wording
from desktop_app.settings.presets import Preset


class SideView(QFrame):
    """The right zone.

    Attributes:
        answers, notice, question: its parts, shown through their own methods.
        save: has answers saved.

    Signals:
        preset_chosen: a `Preset`.
        save_document_asked, save_all_asked: answers are to be taken along.
    """

    preset_chosen = Signal(object)
    save_document_asked = Signal()
    save_all_asked = Signal()

    def __init__(self, presets: Sequence[Preset], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.answers = AnswersView()
        self.notice = NoticeView()
        self.question = QuestionView()
        self._chips = []
        self._can_see = self._has_times = False
        row = FlowLayout(gap_px=6)
        for preset in presets:
            chip = controls.button(wording.preset_title(preset.title), "chip")
            if preset.needs_vision or preset.needs_times:
                chip.hide()
            chip.clicked.connect(lambda _=False, chosen=preset: self.preset_chosen.emit(chosen))
            row.addWidget(chip)
            self._chips.append((chip, preset))
        presets_frame = QFrame()
        presets_frame.setObjectName("presets")
        top = QVBoxLayout(presets_frame)
        top.setContentsMargins(12, 12, 12, 10)
        top.addLayout(row)
        self.save = controls.button(self.tr("Save answers…"), "link")
        self.save.setObjectName("saveAnswers")
        menu = self._save_menu = QMenu(self)
        menu.setToolTipsVisible(True)
        one = controls.menu_action(menu, self.tr("About this document…"))
        every = controls.menu_action(menu, self.tr("Of the whole conversation…"))
        one.triggered.connect(self.save_document_asked)
        every.triggered.connect(self.save_all_asked)
        self.save.clicked.connect(lambda: menu.popup(self.save.mapToGlobal(QPoint(0, self.save.height()))))
        self._taking = QFrame()
        self._taking.setObjectName("answersBar")
        self._taking.hide()
        taking = QHBoxLayout(self._taking)
        taking.setContentsMargins(12, 2, 12, 2)
        taking.addStretch(1)
        taking.addWidget(self.save)
        foot = self._foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 12)
        foot.setSpacing(8)
        foot.addWidget(self.notice)
        foot.addWidget(self.question)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(presets_frame)
        column.addWidget(self._taking)
        column.addWidget(self.answers, 1)
        column.addLayout(foot)
        self.show_can_ask(can_ask=False)

    def show_can_ask(self, *, can_ask: bool) -> None:
        """Tell whether there is a document to ask about."""
        self.question.show_can_ask(can_ask=can_ask)
        for chip, _ in self._chips:
            chip.setEnabled(can_ask)

    def show_has_answers(self, *, has_answers: bool) -> None:
        """Offer to take answers along, where there are any."""
        self._taking.setVisible(has_answers)

    def show_can_see(self, *, can_see: bool) -> None:
        """Offer what only a model that sees can answer, or not."""
        self._can_see = can_see
        self._offer()

    def show_has_times(self, *, has_times: bool) -> None:
        """Offer what only a film can be asked, or not."""
        self._has_times = has_times
        self._offer()

    def take_notice(self, notice: NoticeView) -> None:
        """Give the notice its place again: another zone had it."""
        self._foot.insertWidget(0, notice)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self.answers.show_palette(palette)
        self.notice.show_palette(palette)

    def _offer(self) -> None:
        for chip, preset in self._chips:
            is_for_model = self._can_see or not preset.needs_vision
            chip.setVisible(is_for_model and (self._has_times or not preset.needs_times))
