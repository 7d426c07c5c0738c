"""Be somebody who adds a model in the dialog for it: propose a folder, have it checked, tick licences, accept or leave."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit

from desktop_app.gui.models.models_dialog import ModelsDialog
from tests.helpers import finding
from tests.helpers.finding import Until
from tests.helpers.hands import Person
from tests.helpers.pointer import LEFT

CHECK, ACCEPT, IN_PLACE = "Check the folder", "Accept and import", "Use it where it is"


class AddingAModel:
    """Somebody at the dialog *Add a model*, which is open.

    Attributes:
        dialog: the dialog.
    """

    def __init__(self) -> None:
        self.dialog = finding.dialog(ModelsDialog)

    @property
    def known(self) -> str:
        """What published models would do on this machine."""
        return finding.words_of(self.dialog, "modelsKnown")

    @property
    def fit(self) -> str:
        """What the model in the folder would do."""
        return finding.words_of(self.dialog, "modelFit")

    @property
    def refusal(self) -> str:
        """Why the folder was refused."""
        return "" if self.ticks else finding.words_of(self.dialog, "noticeWhat")

    @property
    def why(self) -> str:
        """The reason, or what is missing."""
        return finding.words_of(self.dialog, "refusalWhy")

    @property
    def ticks(self) -> list[QCheckBox]:
        """The box of each licence."""
        return finding.seen(self.dialog, QCheckBox)

    @property
    def licence_texts(self) -> list[str]:
        """The licences, word for word."""
        return [one.toPlainText() for one in finding.seen(self.dialog, QPlainTextEdit)]

    @property
    def can_check(self) -> bool:
        """Whether a folder can be checked."""
        return finding.has_button(self.dialog, CHECK) and finding.button(self.dialog, CHECK).isEnabled()

    @property
    def can_accept(self) -> bool:
        """Whether the way on is open."""
        return finding.button(self.dialog, ACCEPT).isEnabled()

    def use_in_place(self) -> None:
        """Leave the model where it is."""
        finding.button(self.dialog, IN_PLACE).click()

    def check(self) -> None:
        """Have the folder checked."""
        QTest.mouseClick(finding.button(self.dialog, CHECK), LEFT)

    def come_to_licences(self, until: Until) -> None:
        """Have the folder checked, and wait for the licences."""
        self.check()
        until(lambda: bool(self.ticks))

    def tick(self, number: int = 0) -> None:
        """Tick a licence."""
        self.ticks[number].click()

    def accept(self) -> None:
        """Press the button that goes on."""
        QTest.mouseClick(finding.button(self.dialog, ACCEPT), LEFT)

    def press_enter(self) -> None:
        """Press the key that goes on in other dialogs."""
        QTest.keyClick(self.dialog, Qt.Key.Key_Return)

    def leave(self) -> None:
        """Close the dialog."""
        self.dialog.reject()


def begun(person: Person, folder: Path) -> AddingAModel:
    """Ask for another model and propose a folder, as its chooser does."""
    finding.line_of(person.model_menu, "Add a model…").trigger()
    adding = AddingAModel()
    person.built.parts.imports.take_folder(folder)
    person.until(lambda: adding.can_check)
    return adding


def is_over() -> bool:
    """Tell whether no such dialog is open."""
    return finding.dialog_open(ModelsDialog) is None
