"""Show the way to another model: what one would do on this machine, a folder, its licences, the copy.

Shows and tells; checks and copies nothing. Nothing goes on past the licences without a tick at each of them.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.foundation.errors import AppError
from desktop_app.foundation.machine import Machine
from desktop_app.foundation.plain_text import plain, plain_lines
from desktop_app.gui.style import controls
from desktop_app.gui.words import licence_words, model_words, wording
from desktop_app.gui.words.error_messages import error_message
from desktop_app.models.model_fit import ModelFit
from desktop_app.models.model_import import NAME, LicenceText

translate = QCoreApplication.translate

_LICENCE_HEIGHT_PX = 150
_KNOWN_HEIGHT_PX = 84


class ModelsDialog(QDialog):
    """The dialog *Add a model*.

    Signals:
        folder_asked: a folder is to be chosen.
        import_asked: a folder, a name, and `copy` or `reference`.
        licences_answered: whether every licence was accepted.
    """

    folder_asked = Signal()
    import_asked = Signal(object, str, str)
    licences_answered = Signal(bool)

    def __init__(self, machine: Machine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Add a model"))
        self.resize(680, 600)
        self._machine = machine
        self._folder: Path | None = None
        self._boxes: list[QCheckBox] = []
        self._known = controls.label(is_wrapped=True, name="modelsKnown")
        self._chosen = controls.label(is_quiet=True, is_wrapped=True)
        self._fit = controls.label(is_wrapped=True, name="modelFit")
        self._name = QLineEdit()
        self._copy = QRadioButton(self.tr("Copy it into In Camera's own folder"))
        self._in_place = QRadioButton(self.tr("Use it where it is"))
        self._failed = controls.label(is_wrapped=True, name="noticeWhat")
        self._why = controls.label(is_wrapped=True, name="refusalWhy")
        self._check = controls.button(self.tr("Check the folder"), "primary")
        self._accept = controls.button(self.tr("Accept and import"), "primary")
        self._progress = QProgressBar()
        self._progress_words = controls.label()
        self._licences = QVBoxLayout()
        self._stack = QStackedWidget()
        self._first, self._terms, self._work = self._first_page(), self._terms_page(), self._work_page()
        for page in (self._first, self._terms, self._work):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(controls.label(self.tr("Add a model"), name="dialogTitle"))
        column.addWidget(self._stack, 1)
        self._connect()
        self._show_can_check()

    def show_known(self, known: Sequence[tuple[str, ModelFit]]) -> None:
        """Say what the published models would do here."""
        self._known.setText("\n".join(f"{title}: {model_words.fit(fit)}" for title, fit in known))

    def show_folder(self, folder: Path, name: str, fit: ModelFit) -> None:
        """Show a folder that was chosen, the name proposed for it, and what it would do here."""
        self._folder = folder
        self._chosen.setText(str(folder))
        self._name.setText(name)
        self._fit.setText(f"{name}: {model_words.fit(fit)}")
        self._show_failure(None)
        self._show_can_check()

    def show_no_model(self, folder: Path, missing: Sequence[str]) -> None:
        """Show a folder that was chosen and is none of a model, with what it lacks; nothing is said about how it fits."""
        self._folder = None
        self._chosen.setText(str(folder))
        self._name.clear()
        lacks = self.tr("It lacks: {names}.").format(names=", ".join(_lacking(name) for name in missing))
        self._show_refusal(self.tr("This folder holds no model."), lacks if missing else "")
        self._show_can_check()

    def show_licences(self, licences: Sequence[LicenceText]) -> None:
        """Show every licence with its tick; only all ticks open the way."""
        self._boxes = []
        while (item := self._licences.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for licence in licences:
            self._licences.addWidget(self._licence(licence))
        self._licences.addStretch(1)
        self._on_ticked()
        self._stack.setCurrentWidget(self._terms)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the copy is."""
        self._progress.setRange(0, 1000)
        self._progress.setValue(1000 * done // max(total, 1))
        self._progress_words.setText(wording.progress(done, total))

    def show_failed(self, error: AppError) -> None:
        """Say why it did not work, with the folder still chosen."""
        self._show_failure(error)
        self._stack.setCurrentWidget(self._first)

    def _first_page(self) -> QWidget:
        choose = controls.button(self.tr("Choose a folder…"))
        choose.clicked.connect(self.folder_asked)
        self._name.setAccessibleName(self.tr("Name"))
        self._name.setPlaceholderText(self.tr("Name to call it by"))
        self._copy.setChecked(True)
        for unsaid in (self._fit, self._failed, self._why):
            unsaid.hide()
        known = self._known_area()
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addWidget(self._chosen, 1)
        intro = self.tr(
            "The built-in reader reads text, fields and codes. A vision model also answers about what pictures show. "
            "In Camera downloads nothing: bring the model's folder on a disk, with its .safetensors files."
        )
        return _page(
            [
                controls.label(intro, is_quiet=True, is_wrapped=True),
                controls.label(self.tr("ON THIS MACHINE"), name="section"),
                controls.label(model_words.machine(self._machine), is_wrapped=True),
                known,
                controls.label(self.tr("THE MODEL'S FOLDER"), name="section"),
                row,
                self._fit,
                self._failed,
                self._why,
                self._name,
                self._copy,
                self._in_place,
            ],
            [self._closing(self.tr("Cancel")), self._check],
            stretched=known,
        )

    def _known_area(self) -> QScrollArea:
        """Return the list of known models in a frame that it is scrolled in: there are more than fit a dialog."""
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setMinimumHeight(_KNOWN_HEIGHT_PX)
        area.setAccessibleName(self.tr("On this machine"))
        area.setWidget(self._known)
        return area

    def _terms_page(self) -> QWidget:
        inside = QWidget()
        inside.setLayout(self._licences)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(self.tr("Licences"))
        area.setWidget(inside)
        intro = controls.label(
            self.tr("The folder is sound. Its publishers ask you to agree to the following; nothing is used before."),
            is_quiet=True,
            is_wrapped=True,
        )
        return _page([intro, area], [self._closing(self.tr("Do not accept")), self._accept], stretched=area)

    def _work_page(self) -> QWidget:
        self._progress.setTextVisible(False)
        return _page([self._progress_words, self._progress], [self._closing(self.tr("Cancel"))])

    def _closing(self, words: str) -> QWidget:
        made = controls.button(words)
        made.clicked.connect(self.reject)
        return made

    def _connect(self) -> None:
        self._check.clicked.connect(self._on_check)
        self._accept.clicked.connect(self._on_accept)
        self._name.textChanged.connect(self._show_can_check)

    def _licence(self, item: LicenceText) -> QWidget:
        frame = QFrame()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 8, 12)
        column.addWidget(controls.label(licence_words.ours(item.licence.title), is_wrapped=True, name="noticeWhat"))
        for sentence in item.licence.summary:
            column.addWidget(controls.label(f"•  {licence_words.ours(sentence)}", is_wrapped=True))
        if item.licence.url:
            column.addWidget(controls.label(item.licence.url, is_quiet=True, is_wrapped=True))
        if item.text is not None:
            text = QPlainTextEdit(plain_lines(item.text))
            text.setReadOnly(True)
            text.setAccessibleName(plain(item.licence.title))
            text.setMinimumHeight(_LICENCE_HEIGHT_PX)
            column.addWidget(text)
        else:
            column.addWidget(controls.label(self.tr("The folder does not hold its text."), is_quiet=True))
        box = QCheckBox(self.tr("I have read these terms and accept them"))
        box.toggled.connect(self._on_ticked)
        self._boxes.append(box)
        column.addWidget(box)
        return frame

    def _on_ticked(self) -> None:
        self._accept.setEnabled(bool(self._boxes) and all(box.isChecked() for box in self._boxes))

    def _show_can_check(self) -> None:
        self._check.setEnabled(self._folder is not None and NAME.fullmatch(self._name.text()) is not None)

    def _show_failure(self, error: AppError | None) -> None:
        message = error_message(error, is_about_file=False) if error is not None else None
        self._show_refusal(*(("", "") if message is None else (message.what, message.why)))

    def _show_refusal(self, what: str, why: str) -> None:
        """Say what is wrong with a folder, in the one place where it would else be said how well it fits."""
        for label, words in ((self._failed, what), (self._why, why)):
            label.setText(words)
            label.setVisible(bool(words))
        self._fit.setVisible(not what and bool(self._fit.text()))

    def _show_work(self, words: str) -> None:
        self._progress.setRange(0, 0)
        self._progress_words.setText(words)
        self._stack.setCurrentWidget(self._work)

    def _on_check(self) -> None:
        self._show_failure(None)
        self._show_work(self.tr("Checking the folder in the sandbox…"))
        self.import_asked.emit(self._folder, self._name.text(), "copy" if self._copy.isChecked() else "reference")

    def _on_accept(self) -> None:
        if all(box.isChecked() for box in self._boxes):
            self._show_work(self.tr("Reading the model's files…"))
            self.licences_answered.emit(True)


def _lacking(name: str) -> str:
    """Return what is missing in words: a file, or all files of an ending."""
    if name.startswith("."):
        return translate("ModelsDialog", "files that end in {ending}").format(ending=name)
    return name


def _page(
    parts: Sequence[QWidget | QHBoxLayout], buttons: Sequence[QWidget], stretched: QWidget | None = None
) -> QWidget:
    """Put parts below each other, and buttons at the foot."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part, 1 if part is stretched else 0)
        else:
            column.addLayout(part)
    if stretched is None:
        column.addStretch(1)
    foot = QHBoxLayout()
    foot.addStretch(1)
    for button in buttons:
        foot.addWidget(button)
    column.addLayout(foot)
    return page
