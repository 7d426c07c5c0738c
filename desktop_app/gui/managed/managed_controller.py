"""Put padlocks where the organisation has decided, and open the page that says what, and in which file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_app.gui.managed.lock_mark import LockMark
from desktop_app.gui.managed.lock_words import lock_words
from desktop_app.gui.managed.managed_dialog import ManagedDialog
from desktop_app.gui.style.theme import Theme
from desktop_app.managed import in_force, listing
from desktop_app.managed.policy_files import Found


@dataclass(frozen=True)
class Decided:
    """What an organisation has decided, and a sentence for everything of it that does not count."""

    found: Found
    left_out: tuple[str, ...] = ()


def on_this_machine() -> Decided:
    """Return what is decided here. Raises AppError as `in_force.found` does."""
    return Decided(in_force.found(), tuple(in_force.complaints()))


class ManagedController(QObject):
    """Who shows what is decided."""

    def __init__(
        self,
        parent: QWidget,
        look: Theme,
        controls_by_lock: Mapping[str, Sequence[QAbstractButton]],
        decided: Callable[[], Decided] = on_this_machine,
    ) -> None:
        """Mark what is locked.

        Args:
            parent: what the page opens over.
            look: gives the padlocks their colour.
            controls_by_lock: by name of an attribute of `LockWords`.
            decided: tells what is.
        """
        super().__init__(parent)  # which keeps it
        self._parent = parent
        self._look = look
        self._decided = decided
        words = lock_words(decided().found.rules)
        self._marks = [
            LockMark(control, getattr(words, lock))
            for lock, controls in controls_by_lock.items()
            for control in controls
            if getattr(words, lock)
        ]
        for mark in self._marks:
            mark.show_palette(look.palette)
            look.changed.connect(mark.show_palette)

    def open(self) -> None:
        """Show the page."""
        decided = self._decided()
        locks = lock_words(decided.found.rules).all
        dialog = ManagedDialog(locks, listing.rows(decided.found), decided.left_out, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show_palette(self._look.palette)
        dialog.open()
