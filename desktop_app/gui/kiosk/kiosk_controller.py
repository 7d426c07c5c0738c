"""Lead one person after the other through the three steps, and after each of them let everything of theirs be gone.

What each step does is its own controller's. Holds no document, no question and no digit of a PIN.
"""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QClipboard, QGuiApplication

from desktop_app.conversation.document import UNDER_WAY, Document, Refusal
from desktop_app.foundation.errors import AppError
from desktop_app.gui.kiosk.admin_view import AdminFacts
from desktop_app.gui.kiosk.kiosk_parts import KioskParts
from desktop_app.gui.kiosk.kiosk_window import KioskPage
from desktop_app.gui.kiosk.kiosk_words import error_words
from desktop_app.kiosk.drives import Drive


class KioskController(QObject):
    """Who leads.

    Signals:
        left: somebody who may has said that the kiosk ends.
        cleared: everything of one person has been let go of.
    """

    left = Signal()
    cleared = Signal()

    def __init__(self, parts: KioskParts) -> None:
        super().__init__()
        self._parts = parts
        self._window = window = parts.window
        self._documents = parts.documents
        self._path: Path | None = None
        window.attract.begun.connect(self._begin)
        window.attract.door_asked.connect(self._go_to_door)
        window.steps.done_asked.connect(self.reset)
        window.door.left.connect(self.reset)
        window.admin.back_asked.connect(self.reset)
        window.admin.leave_asked.connect(self._leave)
        window.hidden.back_asked.connect(self._bring_another)
        window.ask.back_asked.connect(self._bring_another)
        parts.files.chosen.connect(self._take_in)
        parts.hidden.accepted.connect(self._go_to_questions)
        parts.door.opened.connect(self._open_admin)
        parts.idle.counted.connect(window.countdown.show_left)
        parts.idle.ended.connect(self.reset)
        parts.drives.went.connect(self._on_drive_went)
        self._documents.files_refused.connect(self._on_refused)
        self._documents.changes_failed.connect(self._on_failed)
        self._documents.current_changed.connect(self._on_current_changed)

    @property
    def is_working(self) -> bool:
        """Whether somebody waits for the machine."""
        document = self._documents.current
        is_preparing = document is not None and document.state in UNDER_WAY
        return is_preparing or self._parts.turns.is_busy or self._parts.ask.is_copying

    def reset(self) -> None:
        """Let everything of this person be gone, and wait for the next."""
        parts = self._parts
        had_begun = self._window.page in (KioskPage.FILES, KioskPage.HIDDEN, KioskPage.ASK)
        parts.idle.stop()
        self._window.show_page(KioskPage.ATTRACT)
        parts.turns.stop()
        self._documents.clear()
        self._path = None
        for step in (parts.files, parts.hidden, parts.ask):
            step.close()
        self._window.door.clear()
        _clear_clipboard()
        message = ""
        if had_begun:
            try:
                parts.backing.renew()
            except AppError as error:
                message = _sentence(error)
            parts.background.do(lambda: parts.backing.tell("conversation_ended", {}), lambda _: None, self._tell)
        parts.backing.wipe()
        self._window.attract.show_message(message)
        self.cleared.emit()

    # -- the three steps -----------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._window.attract.show_message("")
        self._parts.idle.start()
        self._bring()

    def _bring(self, message: str = "") -> None:
        self._window.show_page(KioskPage.FILES)
        self._parts.files.open(message)

    def _bring_another(self) -> None:
        """One document at a time: the one before is let go of first."""
        self._parts.turns.stop()
        self._path = None
        self._documents.clear()
        self._parts.hidden.close()
        self._parts.ask.close()
        self._bring()

    def _take_in(self, path: Path) -> None:
        if self._window.page is not KioskPage.FILES:
            return  # it was chosen, and then somebody left
        self._path = path
        self._window.show_page(KioskPage.HIDDEN)
        self._documents.add([path])
        self._parts.hidden.open()

    def _go_to_questions(self) -> None:
        self._window.show_page(KioskPage.ASK)
        self._parts.ask.open()

    # -- what goes wrong -----------------------------------------------------------------------------------------------

    def _on_refused(self, refusal: Refusal) -> None:
        error = next((document.error for document in refusal.failed if document.error is not None), AppError("bug"))
        self._start_over(error)

    def _on_failed(self, document_id: str, error: AppError) -> None:
        document = self._documents.current
        if not document_id or (document is not None and document.id == document_id):
            self._start_over(error)

    def _on_current_changed(self, document: Document | None) -> None:
        if document is None or document.path == self._path:
            return
        self._start_over(AppError("file_replaced"))

    def _start_over(self, error: AppError) -> None:
        """Say in one sentence why a file came to nothing; where its drive has gone, that is why."""
        if self._window.page not in (KioskPage.HIDDEN, KioskPage.ASK):
            return
        path = self._path
        self._bring_another()
        self._parts.files.open(_sentence(error))
        if path is not None and self._parts.files.drive_of(path) is not None:
            self._parts.background.do(path.exists, self._on_looked_again, lambda _: None)

    def _on_looked_again(self, is_there: bool) -> None:
        if not is_there and self._window.page is KioskPage.FILES:
            self._parts.files.open(_sentence(AppError("drive_gone")))

    def _on_drive_went(self, drive: Drive) -> None:
        if self._path is None or not self._path.is_relative_to(drive.path):
            return
        document = self._documents.current
        if document is not None and document.state in UNDER_WAY:
            self._start_over(AppError("drive_gone"))
        else:
            self._parts.idle.hurry()  # who takes their stick along has probably left

    def _tell(self, error: AppError) -> None:
        self._window.attract.show_message(_sentence(error))

    # -- the door ------------------------------------------------------------------------------------------------------

    def _go_to_door(self) -> None:
        self._window.show_page(KioskPage.DOOR)
        self._parts.idle.start()
        self._parts.door.come()

    def _open_admin(self) -> None:
        if self._window.page is not KioskPage.DOOR:
            return  # whoever typed it has been sent away since
        self._window.show_page(KioskPage.ADMIN)
        self._parts.background.do(self._parts.backing.facts, self._show_facts, self._tell)

    def _show_facts(self, facts: AdminFacts) -> None:
        self._window.admin.show_facts(facts)

    def _leave(self) -> None:
        self._parts.background.do(
            lambda: self._parts.backing.tell("kiosk_left", {}), lambda _: self._go(), self._on_not_written
        )

    def _on_not_written(self, error: AppError) -> None:
        self.reset()
        self._tell(error)

    def _go(self) -> None:
        self.reset()
        self._window.may_close = True
        self.left.emit()


def _sentence(error: AppError) -> str:
    return error_words(error, is_about_file=True)


def _clear_clipboard() -> None:
    clipboard = QGuiApplication.clipboard()
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        if mode is not QClipboard.Mode.Selection or clipboard.supportsSelection():
            clipboard.clear(mode)
