"""Show which redaction policy is in force, as a button that opens the list of those there are. Chooses nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.words import policy_words
from desktop_app.gui.words.policy_words import OFF

_MAX_NAME = 28


class PolicyPickerView(controls.ToolButton):
    """The button with the policy's name, and its menu.

    Signals:
        policy_chosen: a policy's stable word.
    """

    policy_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy = "faces"
        self._palette: Palette | None = None
        self._menu = QMenu(self)
        self._group = QActionGroup(self._menu)
        self._actions: dict[str, QAction] = {}
        self._menu.setToolTipsVisible(True)
        self._menu.setLayoutDirection(QApplication.layoutDirection())
        self.setObjectName("policyPicker")
        controls.open_menu(self, self._menu)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(14, 14))
        self.setToolTip(self.tr("What is hidden before the model sees a page"))
        self._add(policy_words.SHIPPED)
        self.show_policy("faces")

    def show_policy(self, policy: str) -> None:
        """Show the policy in force; that nothing is looked for must not be overlooked."""
        self._policy = policy
        name = policy_words.policy_name(policy)
        hides = self.tr("Hide: {policy}").format(policy=_short(name))
        self.setText(self.tr("Redaction is off") if policy == OFF else hides)
        self.setAccessibleName(self.tr("Redaction: {policy}").format(policy=name))
        self.setProperty("warns", policy == OFF)
        self.setProperty("drawing", "shield-warn" if policy == OFF else "down")
        self.style().unpolish(self)
        self.style().polish(self)
        if self._palette is not None:
            self.show_palette(self._palette)
        for word, action in self._actions.items():
            action.setChecked(word == policy)

    def show_own_policies(self, words: Sequence[str]) -> None:
        """Show which policies the user has written, below ours."""
        self._menu.addSeparator()
        self._add(words)
        self.show_policy(self._policy)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._palette = palette
        controls.tint(self, palette.refused if self._policy == OFF else palette.ink)

    def _add(self, words: Sequence[str]) -> None:
        for word in words:
            name, gist = policy_words.policy_name(word), policy_words.policy_gist(word)
            capital = f"{name[:1].upper()}{name[1:]}"
            action = controls.menu_action(self._menu, capital, policy_words.policy_description(word), behind=gist)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, chosen=word: self.policy_chosen.emit(chosen))
            self._group.addAction(action)
            self._actions[word] = action
            if word == OFF:
                self._menu.addSeparator()


def _short(name: str) -> str:
    """Return a policy's name no longer than a button bears."""
    return name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…"
